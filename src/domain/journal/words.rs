//! Operations in words: what History says was done.

use super::{AccountChange, What};
use crate::domain::matching::Verdict;
use crate::domain::missing::Cause;
use crate::domain::request::Choice;
use crate::domain::text::{count, thousands};

impl What {
    /// What was done, as one plain sentence.
    pub fn sentence(&self) -> String {
        let n = |n: &u32, one, many| count(*n as usize, one, many);
        match self {
            What::StoreMade { name } => format!("District {name} was set up"),
            What::SampleMade { students, schools } => format!(
                "The sample district was made: {} in {}",
                n(students, "student", "students"),
                n(schools, "school", "schools")
            ),
            What::RosterImported {
                file,
                added,
                changed,
                refused,
                gone,
            } => {
                let mut s = format!(
                    "Roster {file} was imported: {} added, {} changed",
                    n(added, "student", "students"),
                    thousands(*changed as usize)
                );
                if *refused > 0 {
                    s.push_str(&format!(", {} held back", n(refused, "row", "rows")));
                }
                if *gone > 0 {
                    s.push_str(&format!(
                        ", {} no longer in it marked for review",
                        n(gone, "student", "students")
                    ));
                }
                s
            }
            What::StudentAdded { name, number } => format!("{name} ({number}) was added"),
            What::StudentEdited { name, number, fields } => {
                let each: Vec<&str> = fields.iter().map(|f| f.label()).collect();
                format!("{name} ({number}) was edited: {}", each.join(", "))
            }
            What::StudentReviewed { name, number } => {
                format!("{name} ({number}), who was not in the newest roster, was reviewed")
            }
            What::StudentWithdrawn { name, number, day } => {
                format!("{name} ({number}) was withdrawn on {day}")
            }
            What::SchoolSaved { code, name } => format!("School {code}, {name}, was saved"),
            What::SettingsChanged { what } => format!("Settings were changed: {what}"),
            What::RequestMade {
                function,
                file,
                lines,
                overridden,
                ..
            } => {
                let mut s = format!(
                    "{} request {file} was created with {}",
                    function.word(),
                    n(lines, "student", "students")
                );
                if *overridden > 0 {
                    s.push_str(&format!(
                        "; {} sent by override, without a processed Retrieve response",
                        n(overridden, "student was", "students were")
                    ));
                }
                s
            }
            What::ResponseApplied {
                function,
                file,
                filled,
                confirmed,
                replaced,
                ..
            } => {
                let mut parts = Vec::new();
                if *filled > 0 || (*confirmed == 0 && *replaced == 0) {
                    parts.push(format!("{} received an SSID", n(filled, "student", "students")));
                }
                if *confirmed > 0 {
                    parts.push(format!("{} confirmed", n(confirmed, "update", "updates")));
                }
                if *replaced > 0 {
                    parts.push(format!("{} replaced", n(replaced, "SSID", "SSIDs")));
                }
                format!(
                    "{} response {file} was applied: {}",
                    function.word(),
                    parts.join(", ")
                )
            }
            What::LineSettled {
                line,
                name,
                number,
                choice,
                ssid,
                ..
            } => match choice {
                Choice::Here => {
                    format!("Line {line} was settled: {name} ({number}) keeps SSID {ssid}")
                }
                Choice::Response => {
                    format!("Line {line} was settled: {name} ({number}) uses SSID {ssid}")
                }
            },
            What::VerifyChecked { file, .. } => {
                format!("Verify file {file} was marked as checked: no errors left in the SSID System")
            }
            What::RowSaved {
                name,
                number,
                row,
                how,
            } => format!("{name} ({number}): {row} was {}", how.word()),
            What::DuplicateMarked { name, number, marked } => {
                if marked.len() >= number.len() {
                    format!("{name} ({number}) was marked as the duplicate: {marked}")
                } else {
                    format!("{name} ({number}) is no longer marked as a duplicate: {marked}")
                }
            }
            What::CauseSet { name, number, cause } => {
                let cause = cause.map_or("not known", Cause::label);
                format!("{name} ({number}): the cause of the missing ID was set: {cause}")
            }
            What::GeneralImported {
                file,
                added,
                changed,
                refused,
            } => {
                let mut s = format!(
                    "{file} was imported into the General Student Table: {} added, {} changed",
                    n(added, "row", "rows"),
                    thousands(*changed as usize)
                );
                if *refused > 0 {
                    s.push_str(&format!(", {} held back", n(refused, "row", "rows")));
                }
                s
            }
            What::ProfileImported {
                name,
                number,
                integration_idt,
                linked,
            } => {
                let how = if *linked { "linked to" } else { "imported from" };
                format!(
                    "{name} ({number}) was {how} the General Student Table (IntegrationIDT {integration_idt})"
                )
            }
            What::ProfileRefreshed { name, number, fields } => {
                let each: Vec<&str> = fields.iter().map(|f| f.label()).collect();
                format!(
                    "{name} ({number}) was refreshed from the General Student Table: {}",
                    each.join(", ")
                )
            }
            What::ProfilesMerged {
                source,
                source_number,
                target,
                target_number,
                moved,
                folded,
                ..
            } => {
                let mut s = format!(
                    "{source} ({source_number}) was merged into {target} ({target_number}): {} moved",
                    n(moved, "row", "rows")
                );
                if *folded > 0 {
                    s.push_str(&format!(
                        ", {} kept once",
                        n(folded, "identical row", "identical rows")
                    ));
                }
                s
            }
            What::MergeRefused { source, target, why } => {
                format!("Merging {source} into {target} was refused: {why}")
            }
            What::UndoRefused { sentence, .. } => {
                format!("Undoing “{sentence}” was refused: nobody was signed in as security administrator")
            }
            What::PairDecided {
                a,
                a_number,
                b,
                b_number,
                verdict,
                reason,
            } => {
                let mut s = format!("{a} ({a_number}) and {b} ({b_number}): {}", verdict.words());
                if !reason.is_empty() {
                    s.push_str(&format!(": {reason}"));
                }
                s
            }
            What::PairRevoked {
                a,
                a_number,
                b,
                b_number,
                verdict,
            } => format!("Took back {}", decision_about(a, a_number, b, b_number, *verdict)),
            What::AccountSaved { account, how } => match how {
                AccountChange::Added => format!("Security administrator {account} was added"),
                AccountChange::PasswordSet => {
                    format!("The password of security administrator {account} was set")
                }
                AccountChange::Closed => {
                    format!("The account of security administrator {account} was closed")
                }
            },
            What::SignedIn { account } => format!("{account} signed in as security administrator"),
            What::SignInRefused { account, why } => format!("Signing in as {account} was refused: {why}"),
            What::SignedOut { account, idle } => {
                let why = if *idle { " after idle time" } else { "" };
                format!("{account} signed out{why}")
            }
            What::Undone { sentence, .. } => format!("Undone: {sentence}"),
        }
    }

    /// What an undo of it quotes: its sentence, or of a decision about a pair words that cannot be taken for the decision
    /// itself.
    pub fn quoted(&self) -> String {
        match self {
            What::PairDecided {
                a,
                a_number,
                b,
                b_number,
                verdict,
                ..
            } => decision_about(a, a_number, b, b_number, *verdict),
            What::PairRevoked {
                a,
                a_number,
                b,
                b_number,
                verdict,
            } => format!(
                "taking back {}",
                decision_about(a, a_number, b, b_number, *verdict)
            ),
            What::Undone { sentence, .. } => format!("the undo of “{sentence}”"),
            what => what.sentence(),
        }
    }
}

/// `the decision “not the same student” about A (1) and B (2)`.
fn decision_about(a: &str, a_number: &str, b: &str, b_number: &str, verdict: Verdict) -> String {
    format!(
        "the decision “{}” about {a} ({a_number}) and {b} ({b_number})",
        verdict.words()
    )
}
