//! How far a profile has come in the procedure, what comes next, what blocks it and who must act.

use super::{Block, Candidate, Cause, Step, ToldApart, Who};
use crate::domain::district::Rules;
use crate::domain::general::{Compared, GeneralRow};
use crate::domain::ids::StudentKey;
use crate::domain::student::{Student, Timestamp};
use chrono::NaiveDate;

/// A profile by what sentences and buttons need of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Its key.
    pub key: StudentKey,
    /// `Last, First Middle, Suffix`.
    pub name: String,
    /// Student number.
    pub number: String,
}

impl Known {
    /// A profile as sentences name it.
    pub fn of(s: &Student) -> Self {
        Self {
            key: s.key,
            name: s.list_name(),
            number: s.number.to_string(),
        }
    }
}

/// What a profile is judged by.
pub struct Case<'a> {
    /// The profile.
    pub profile: &'a Student,
    /// Whether it has program data.
    pub has_rows: bool,
    /// Rows that may be the student, the surest first.
    pub candidates: &'a [Candidate],
    /// The profile that has an IntegrationIDT.
    pub linked: &'a dyn Fn(&str) -> Option<Known>,
    /// The profile that holds a State ID as its own.
    pub holder: &'a dyn Fn(&str) -> Option<Known>,
    /// The district's rules.
    pub rules: &'a Rules,
    /// Today.
    pub today: NaiveDate,
}

/// Where a profile stands in the procedure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// Why it is not integrated; `None` when that is not known and a person has to choose.
    pub cause: Option<Cause>,
    /// The next step.
    pub step: Step,
    /// Whether the next step has to wait for what is asked for first.
    pub blocked: bool,
    /// What has to be done, the next thing first; empty when nothing is left.
    pub asks: Vec<Block>,
    /// The candidate that the next step is about, by position.
    pub best: Option<usize>,
    /// The profile that was imported for the student: the Target of the merge.
    pub target: Option<Known>,
    /// The row to which the profile can be linked as it is, without a mark and a merge: its student number.
    pub link: Option<String>,
    /// Whether a person told the profile apart from whoever is like it, and nobody else is left whom it could be.
    pub apart: bool,
}

impl Judged {
    /// The next step as the list shows it. A student who stands in the SIS waits there for a State ID only.
    pub fn step_label(&self) -> &'static str {
        match self.step {
            Step::InSis if self.best.is_some() => "2 · no State ID yet",
            step => step.label(),
        }
    }
    fn at(step: Step, who: Who, ask: impl Into<String>) -> Self {
        Self {
            cause: None,
            step,
            blocked: false,
            asks: vec![Block { who, ask: ask.into() }],
            best: None,
            target: None,
            link: None,
            apart: false,
        }
    }

    fn blocked(mut self) -> Self {
        self.blocked = true;
        self
    }

    /// What blocks the next step.
    pub fn blocked_by(&self) -> Option<&Block> {
        self.asks.first().filter(|_| self.blocked)
    }
}

/// Why a profile is not integrated: as a person said, else what the data tells. Also of a profile that was merged;
/// `has_rows` then speaks of the one that has its program data now.
pub fn cause_of(p: &Student, has_rows: bool, rules: &Rules, today: NaiveDate) -> Option<Cause> {
    let runs = p.enrollments.iter().any(|e| e.not_ended_by(today));
    p.missing_cause.or_else(|| {
        if !p.provisional_id.is_empty() || p.ssid.as_ref().is_some_and(|s| rules.is_provisional(s.as_str())) {
            Some(Cause::Provisional)
        } else if p.no_show {
            Some(Cause::NoShow)
        } else if p.added_by_hand {
            Some(Cause::AddedByHand)
        } else if has_rows && !runs {
            Some(Cause::Migrated)
        } else {
            None
        }
    })
}

/// Where a profile stands that has no IntegrationIDT, or only a provisional ID.
pub fn judge(case: &Case<'_>) -> Judged {
    let p = case.profile;
    let mut judged = match (p.duplicate, p.integration_idt.is_empty()) {
        (true, _) => judge_marked(case),
        (false, false) => judge_provisional(case),
        (false, true) => judge_unmarked(case),
    };
    judged.cause = cause_of(p, case.has_rows, case.rules, case.today);
    judged
}

/// A profile that is linked to the SIS and only has a provisional ID: the SIS has to have the State ID first.
fn judge_provisional(case: &Case<'_>) -> Judged {
    let p = case.profile;
    let at = case
        .candidates
        .iter()
        .position(|c| c.integration_idt == p.integration_idt);
    let row = at.map(|i| &case.candidates[i]);
    let mut judged = match row.filter(|c| c.is_ready()) {
        Some(c) => match (case.holder)(&c.ssid).filter(|h| h.key != p.key) {
            Some(h) => Judged::at(Step::Refresh, Who::Clerk, held(&c.ssid, &h)).blocked(),
            None => Judged::at(
                Step::Refresh,
                Who::Clerk,
                format!(
                    "The SIS has State ID {} now. Refresh the profile to take it.",
                    c.ssid
                ),
            ),
        },
        None => Judged::at(Step::InSis, Who::SisAdministrator, ask_for_state_id(p)).blocked(),
    };
    judged.best = at;
    judged
}

fn judge_unmarked(case: &Case<'_>) -> Judged {
    let p = case.profile;
    let best = best(case.candidates);
    if let Some(told) = told_apart(case.candidates) {
        let ask = format!(
            "{} ({}) was {told}. It is a student of its own, and nobody's duplicate: enroll the student in the SIS, then import the SIS's export again.",
            p.list_name(),
            p.number
        );
        let mut judged = Judged::at(Step::InSis, Who::Clerk, ask).blocked();
        if !p.provisional_id.is_empty() {
            judged.asks.push(Block {
                who: Who::SisAdministrator,
                ask: ask_for_state_id(p),
            });
        }
        judged.apart = true;
        return judged;
    }
    let ready = best.map(|i| &case.candidates[i]).filter(|c| c.is_ready());
    let link = ready
        .filter(|c| c.doubt.is_none() && c.number == p.number.as_str())
        .filter(|c| (case.linked)(&c.integration_idt).is_none())
        .filter(|c| (case.holder)(&c.ssid).is_none_or(|h| h.key == p.key))
        .filter(|c| p.ssid.as_ref().is_none_or(|s| s.as_str() == c.ssid))
        .map(|c| c.number.clone());
    let mut ask = format!(
        "Put a D in front of student number {}, so that the profile is known as the duplicate.",
        p.number
    );
    if let Some(number) = &link {
        ask.push_str(&format!(
            " Or import row {number} of the General Student Table: it links this profile to the SIS as it is."
        ));
    }
    let mut judged = Judged::at(Step::Mark, Who::Clerk, ask);
    if !p.provisional_id.is_empty() && ready.is_none() {
        judged.asks.push(Block {
            who: Who::SisAdministrator,
            ask: ask_for_state_id(p),
        });
    }
    judged.best = best;
    judged.target = ready
        .and_then(|c| (case.linked)(&c.integration_idt))
        .filter(|t| t.key != p.key);
    judged.link = link;
    judged
}

fn judge_marked(case: &Case<'_>) -> Judged {
    let p = case.profile;
    if let Some(told) = told_apart(case.candidates) {
        let ask = format!(
            "{} ({}) was {told}. It is a student of its own, and nobody's duplicate: take the mark away, enroll the student in the SIS, then import the SIS's export again.",
            p.list_name(),
            p.number
        );
        let mut judged = Judged::at(Step::InSis, Who::Clerk, ask).blocked();
        judged.apart = true;
        return judged;
    }
    let Some(at) = best(case.candidates) else {
        return Judged::at(
            Step::InSis,
            Who::Clerk,
            format!(
                "{} is not in the General Student Table. Enroll the student in the SIS, then import the SIS's export again.",
                p.list_name()
            ),
        )
        .blocked();
    };
    let c = &case.candidates[at];
    let look = c
        .doubt
        .as_ref()
        .map(|d| format!(" First make sure that it is the same student: {d}."))
        .unwrap_or_default();
    let mut target = None;
    let mut judged = if c.ssid.is_empty() {
        Judged::at(
            Step::InSis,
            Who::SisAdministrator,
            format!(
                "{} ({}) has {} in the SIS: ask for a State ID, then import the SIS's export again.",
                c.name,
                c.number,
                if c.provisional_id.is_empty() {
                    "no State ID".to_owned()
                } else {
                    format!("only the provisional ID {}", c.provisional_id)
                }
            ),
        )
        .blocked()
    } else if c.integration_idt.is_empty() {
        Judged::at(
            Step::InSis,
            Who::SisAdministrator,
            format!(
                "{} ({}) has no IntegrationIDT in the SIS's export: ask for an export with it.",
                c.name, c.number
            ),
        )
        .blocked()
    } else {
        match ((case.linked)(&c.integration_idt), (case.holder)(&c.ssid)) {
            (Some(t), _) if t.key == p.key => Judged::at(
                Step::Mark,
                Who::Clerk,
                format!(
                    "This profile itself is linked to {} in the SIS. Take the D away, then refresh it.",
                    c.number
                ),
            ),
            (Some(t), _) => {
                let ask = format!("Merge {} into {} ({}).{look}", p.number, t.name, t.number);
                target = Some(t);
                Judged::at(Step::Merge, Who::SecurityAdministrator, ask)
            }
            (None, Some(h)) => Judged::at(Step::Import, Who::Clerk, held(&c.ssid, &h)).blocked(),
            (None, None) => Judged::at(
                Step::Import,
                Who::Clerk,
                format!(
                    "Import {} ({}) from the General Student Table.{look}",
                    c.name, c.number
                ),
            ),
        }
    };
    judged.best = Some(at);
    judged.target = target;
    judged
}

/// The candidate that a step is about: of those without a doubt one that can be imported before one that cannot, then of
/// those that a person has to look at. Never one of which a person said that it is another child.
fn best(candidates: &[Candidate]) -> Option<usize> {
    let rank = |c: &Candidate| (c.doubt.is_some(), !c.is_ready());
    (0..candidates.len())
        .filter(|i| candidates[*i].is_open())
        .min_by_key(|i| (rank(&candidates[*i]), *i))
}

/// From whom the profile was told apart, when nobody else is left whom it could be; `None` when somebody is, and when
/// nobody was.
fn told_apart(candidates: &[Candidate]) -> Option<String> {
    let told: Option<Vec<String>> = (candidates.iter())
        .map(|c| c.decided.as_ref().map(ToldApart::words))
        .collect();
    told.filter(|t| !t.is_empty()).map(|mut t| {
        // Two rows can belong to one profile.
        t.dedup();
        t.join(", and ")
    })
}

fn held(ssid: &str, h: &Known) -> String {
    format!(
        "State ID {ssid} is held by {} ({}). Mark that profile as the duplicate first, or compare the two.",
        h.name, h.number
    )
}

fn ask_for_state_id(p: &Student) -> String {
    format!(
        "{} ({}) has only the provisional ID {}: ask for a State ID, then import the SIS's export again.",
        p.list_name(),
        p.number,
        p.provisional_id
    )
}

/// Where a profile stands that was merged into another: whether the SIS has been imported since, and says what stands
/// here. `None` when it has and does: then nothing is left to do.
pub fn judge_merged(
    survivor: &Student,
    row: Option<&GeneralRow>,
    compared: &[Compared],
    merged_at: Timestamp,
) -> Option<Judged> {
    let who = format!("{} ({})", survivor.list_name(), survivor.number);
    let differ: Vec<&str> = compared
        .iter()
        .filter(|c| c.differs())
        .map(|c| c.field.label())
        .collect();
    let mut judged = match row {
        None => Judged::at(
            Step::Refresh,
            Who::SisAdministrator,
            format!(
                "{who} is not in the SIS's export. Ask for an export that has the student, then import it."
            ),
        )
        .blocked(),
        Some(row) if row.seen <= merged_at => Judged::at(
            Step::Refresh,
            Who::Clerk,
            format!("Import the SIS's export again: {who} is checked against the first one after the merge."),
        )
        .blocked(),
        Some(_) if differ.is_empty() => return None,
        Some(_) => Judged::at(
            Step::Refresh,
            Who::Clerk,
            format!("Refresh {who}: the SIS says otherwise in {}.", differ.join(", ")),
        ),
    };
    judged.target = Some(Known::of(survivor));
    Some(judged)
}
