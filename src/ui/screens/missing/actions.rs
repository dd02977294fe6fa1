//! The next step of a profile, on the spot.

use super::import_export;
use crate::app::{Command, MergeCommand, MissingCommand, MissingRow, SelectedRow, Session};
use crate::domain::general::ImportPlan;
use crate::domain::ids::StudentKey;
use crate::domain::missing::Step;
use crate::ui::screens::Cx;
use crate::ui::screens::general::WAIT;
use crate::ui::screens::general::ask::Deed;
use crate::ui::widgets::{Because, button, primary_button, weak};
use egui::Ui;

/// What was asked for and has to be confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// To mark the profile, or to take its mark away.
    Mark,
    /// To import or refresh from the row looked at.
    Row(Deed),
    /// To see every comparison with the row looked at.
    Why,
    /// To say that the row looked at is another child.
    NotSame,
    /// To take that back.
    Revoke,
}

/// A button of the profile.
enum Action {
    Ask(Asked),
    Merge(StudentKey),
    ImportExport,
    LookAt(String),
}

/// An action with its words, and why it is not possible now.
type Offer = (Action, String, Option<String>);

/// The buttons; the first is the one that leads on.
pub fn show(ui: &mut Ui, cx: &Cx<'_>, session: &Session, row: &MissingRow) -> Option<Asked> {
    let mut asked = None;
    ui.horizontal_wrapped(|ui| {
        for (n, (action, text, hinders)) in offers(session, row).into_iter().enumerate() {
            let why = hinders.as_deref().unwrap_or(WAIT);
            let enabled = hinders.is_none() && !cx.view.busy();
            let pressed = if n == 0 {
                primary_button(ui, enabled, &text)
            } else {
                button(ui, enabled, &text)
            };
            if !pressed.because(why).clicked() {
                continue;
            }
            match action {
                Action::Ask(question) => asked = Some(question),
                Action::Merge(target) => {
                    cx.send(Command::Merge(MergeCommand::Start {
                        target,
                        sources: vec![row.key],
                    }));
                    cx.send(Command::Merge(MergeCommand::OpenReview));
                }
                Action::ImportExport => import_export(cx),
                Action::LookAt(number) => cx.send(Command::Missing(MissingCommand::LookAt(number))),
            }
        }
    });
    if row.duplicate
        && !row.merged
        && let Some(Err(why)) = &session.missing.mark
    {
        weak(ui, &format!("The mark cannot be taken away: {why}"));
    }
    asked
}

fn offers(session: &Session, row: &MissingRow) -> Vec<Offer> {
    let sis = session.missing.sis.as_ref();
    let blocked = row.judged.blocked_by().map(|b| b.ask.clone());
    let mut out = Vec::new();
    if row.merged || (!row.duplicate && !row.judged.apart && row.judged.step != Step::Mark) {
        out.push(refresh(sis, blocked));
        return out;
    }
    let refused = match &session.missing.mark {
        Some(Err(why)) => Some(why.clone()),
        _ => None,
    };
    let mark = Action::Ask(Asked::Mark);
    if row.duplicate {
        let away = (mark, "Take the mark away".to_owned(), refused);
        if row.judged.apart && away.2.is_none() {
            out.extend([away, export_again()]);
        } else {
            out.extend(forward(sis, row, blocked));
            out.push(away);
        }
        return out;
    }
    if row.judged.apart {
        out.push(export_again());
    }
    out.push((mark, format!("Mark as duplicate (D{})", row.number), refused));
    let links = sis.is_some_and(
        |sis| matches!(&sis.import, Ok(ImportPlan::Link { before, .. }) if before.key == row.key),
    );
    if links {
        out.push((
            Action::Ask(Asked::Row(Deed::Import)),
            "Link to the SIS record".into(),
            None,
        ));
    }
    out
}

fn export_again() -> Offer {
    let text = "Import the SIS's export again…";
    (Action::ImportExport, text.into(), None)
}

/// What leads a marked profile on: to the merge when the row looked at has its profile, else to the import of that row.
/// A row that was told apart leads nowhere: then it is the way to the row that the next step is about, or to another
/// export.
fn forward(sis: Option<&SelectedRow>, row: &MissingRow, blocked: Option<String>) -> Option<Offer> {
    let Some(sis) = sis else {
        return Some(export_again());
    };
    let looked_at = sis.row.record.number.as_str();
    if (row.candidates.iter()).any(|c| c.number == looked_at && !c.is_open()) {
        return Some(match &row.sis_row {
            Some(next) => (
                Action::LookAt(next.clone()),
                format!("Look at the other candidate ({next})"),
                None,
            ),
            None => export_again(),
        });
    }
    let target = sis
        .profile
        .as_ref()
        .filter(|p| sis.linked && p.key != row.key)
        .map(|p| p.key);
    match target {
        Some(target) => Some((Action::Merge(target), "Review merge".into(), None)),
        None if sis.linked => None,
        None => {
            let own = row.sis_row.as_deref() == Some(sis.row.record.number.as_str());
            let refused = sis.import.as_ref().err().map(|r| r.sentence.clone());
            Some((
                Action::Ask(Asked::Row(Deed::Import)),
                "Import from the General Student Table".into(),
                refused.or(blocked.filter(|_| own)),
            ))
        }
    }
}

fn refresh(sis: Option<&SelectedRow>, blocked: Option<String>) -> Offer {
    let would = sis.is_some_and(SelectedRow::would_refresh);
    let doubt = sis.and_then(|sis| sis.in_doubt.clone());
    let hinders = match (blocked.or(doubt), would) {
        (Some(why), _) => Some(why),
        (None, true) => None,
        (None, false) => Some("There is nothing that Refresh could take.".into()),
    };
    (
        Action::Ask(Asked::Row(Deed::Refresh)),
        "Refresh from the SIS".into(),
        hinders,
    )
}
