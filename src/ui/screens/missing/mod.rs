//! Missing IDs: the profiles that are not integrated with the SIS, how far each has come, and its next step on the spot.

mod actions;
mod candidates;
mod detail;
mod list;
#[cfg(test)]
mod tests;

use super::Cx;
use super::beside::{beside, halves};
use super::general::WAIT;
use super::general::ask::{Asking, Question};
use super::likely;
use super::not_same::{NotSame, NotSameAnswer, Revoke};
use super::words;
use crate::app::{Command, GeneralCommand, MissingCommand, MissingRow, ReportKind, Session, Tab};
use crate::domain::ids::StudentKey;
use crate::domain::matching::pair_of;
use crate::domain::text::{count, thousands};
use crate::ui::theme::Tone;
use crate::ui::widgets::{Because, breadcrumb, button, empty_state, link, note, page_title, pill, weak};
use actions::Asked;
use egui::{Sides, Ui};

const TITLE: &str = "Students missing IntegrationIDT or with a provisional ID";
/// From this width on the list is printed and saved from the line of the title, below it from the foot of the page.
const ROOMY: f32 = 1180.0;
/// Room for the line at the foot of the page.
const FOOT: f32 = 24.0;

/// The screen's own throw-away state.
#[derive(Default)]
pub struct MissingScreen {
    list: list::List,
    asking: Option<Open>,
}

/// The question that is open.
enum Open {
    /// An import or a refresh.
    Row(Asking),
    /// The mark of a profile; whether the dialog is drawn for the first time.
    Mark(StudentKey, bool),
    /// Every comparison with the row looked at.
    Why,
    /// Why the profile of the row looked at is another child.
    NotSame(NotSame),
    /// Whether that is taken back.
    Revoke(Revoke),
}

impl MissingScreen {
    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, cx: &Cx<'_>, session: &Session) {
        let missing = &session.missing;
        let roomy = ui.available_width() >= ROOMY;
        breadcrumb(ui, &["Main Menu", "Utilities", "Students", "Missing IDs"]);
        page_title(
            ui,
            TITLE,
            |ui| {
                if let Some(open) = missing.open {
                    let tone = if open == 0 { Tone::Ok } else { Tone::Warn };
                    pill(ui, tone, &format!("{} open", thousands(open)));
                }
            },
            |ui| {
                let enabled = !cx.view.busy();
                if button(ui, enabled, "Import from SIS…").because(WAIT).clicked() {
                    import_export(cx);
                }
                if roomy {
                    hand_on(cx, session, &mut |text, enabled, why| {
                        button(ui, enabled, text).because(why).clicked()
                    });
                }
            },
        );
        ui.add_space(2.0);
        if missing.not_used && missing.open.is_some_and(|n| n > 0) {
            note(ui, Tone::Neutral, |ui| weak(ui, NOT_USED));
        }
        match missing.open {
            None => empty_state(
                ui,
                "Looking for missing IDs …",
                "This takes a moment in a large district.",
            ),
            Some(0) => self.nobody(ui, cx, session),
            Some(_) => self.sides(ui, cx, session, roomy),
        }
        self.ask(ui, cx, session);
    }

    /// Nobody is missing anything; or the district does not work like that.
    fn nobody(&mut self, ui: &mut Ui, cx: &Cx<'_>, session: &Session) {
        let missing = &session.missing;
        if missing.not_used {
            return empty_state(
                ui,
                "IntegrationIDTs are not used here",
                &format!("{NOT_USED} If it does, press “Import from SIS…” and choose the SIS's export."),
            );
        }
        let title = "No student is missing an IntegrationIDT or has a provisional ID";
        empty_state(
            ui,
            title,
            "Every profile is linked to its row of the General Student Table.",
        );
        ui.vertical_centered(|ui| {
            weak(ui, &format!("{} done today", thousands(missing.done_today)));
            if link(ui, "Open the General Student Table").clicked() {
                cx.send(Command::ShowTab(Tab::GeneralStudentTable));
            }
        });
    }

    fn sides(&mut self, ui: &mut Ui, cx: &Cx<'_>, session: &Session, roomy: bool) {
        self.list.filters(ui, session);
        let share = if roomy { 0.5 } else { 0.43 };
        let (mut left, mut right) = halves(ui, share);
        let whole = left.union(right);
        left.max.y -= FOOT;
        right.max.y -= FOOT;
        let mut asked = None;
        beside(ui, "list", left, |ui| {
            self.list.show(ui, cx, session);
        });
        beside(ui, "detail", right, |ui| {
            asked = detail::show(ui, cx, session);
        });
        let foot = whole.with_min_y(whole.bottom() - FOOT + 4.0);
        beside(ui, "foot", foot, |ui| foot_line(ui, cx, session, roomy));
        ui.advance_cursor_after_rect(whole);
        match asked {
            Some(Asked::Row(deed)) => {
                self.asking = session
                    .missing
                    .sis
                    .as_ref()
                    .map(|sis| Open::Row(Asking::new(deed, sis)));
            }
            Some(Asked::Mark) => {
                self.asking = session.missing.selected.map(|key| Open::Mark(key, true));
            }
            Some(Asked::Why) => self.asking = Some(Open::Why),
            Some(Asked::NotSame) => self.asking = not_same(session).map(Open::NotSame),
            Some(Asked::Revoke) => self.asking = revoke(session).map(Open::Revoke),
            None => {}
        }
    }

    /// The question before something is written.
    fn ask(&mut self, ui: &Ui, cx: &Cx<'_>, session: &Session) {
        let stays = match (&mut self.asking, &session.missing.sis) {
            (None, _) => return,
            (Some(Open::Row(asking)), Some(sis)) => asking.show(ui.ctx(), cx, session, sis),
            (Some(Open::Row(_)), None) => false,
            (Some(Open::Why), _) => session
                .missing
                .why
                .as_ref()
                .is_some_and(|why| likely::dialog(ui.ctx(), why)),
            (Some(Open::NotSame(question)), _) => question.show(ui.ctx(), cx) == NotSameAnswer::Open,
            (Some(Open::Revoke(question)), _) => question.show(ui.ctx(), cx),
            (Some(Open::Mark(key, fresh)), _) => match session.missing.selected_row() {
                Some(row) if row.key == *key => ask_mark(ui, cx, session, row, fresh),
                _ => false,
            },
        };
        if !stays {
            self.asking = None;
        }
    }
}

const NOT_USED: &str = "This district has no General Student Table and no IntegrationIDT at all: it does not work with the integration of Special Programs, so profiles without an IntegrationIDT are not listed. Marked profiles and provisional IDs are listed all the same.";

/// The question why the profile looked at and the one that its candidate belongs to are two students.
fn not_same(session: &Session) -> Option<NotSame> {
    let row = session.missing.selected_row()?;
    let other = candidates::other_profile(session, row)?;
    Some(NotSame::new(
        (row.key, other.key),
        format!("{} ({})", row.name, row.number),
        format!("{} ({})", other.list_name(), other.number),
    ))
}

/// The question whether the decision about the row looked at is taken back.
fn revoke(session: &Session) -> Option<Revoke> {
    let row = session.missing.selected_row()?;
    let other = candidates::other_profile(session, row)?;
    let decision = session.duplicates.remembered(pair_of(row.key, other.key))?;
    let names = [
        format!("{} ({})", row.name, row.number),
        format!("{} ({})", other.list_name(), other.number),
    ];
    Some(Revoke::new(decision, names))
}

/// To the table that an export goes into, and to the choice of its file.
fn import_export(cx: &Cx<'_>) {
    cx.send(Command::ShowTab(Tab::GeneralStudentTable));
    cx.send(Command::General(GeneralCommand::Ask));
}

/// The ways to hand the list on: each is a button or a link.
fn hand_on(cx: &Cx<'_>, session: &Session, show: &mut dyn FnMut(&str, bool, &str) -> bool) {
    let some = session.missing.open.is_some_and(|n| n > 0);
    let enabled = some && !cx.view.busy();
    let why = if some { WAIT } else { "No profile is listed." };
    for (text, command) in [
        ("Save as CSV…", MissingCommand::AskSave(ReportKind::Csv)),
        ("Save as Excel…", MissingCommand::AskSave(ReportKind::Excel)),
        ("Print the list", MissingCommand::Print),
    ] {
        if show(text, enabled, why) {
            cx.send(Command::Missing(command));
        }
    }
}

fn foot_line(ui: &mut Ui, cx: &Cx<'_>, session: &Session, roomy: bool) {
    let open = session.missing.open.unwrap_or_default();
    let verb = if open == 1 { "needs" } else { "need" };
    Sides::new().shrink_left().show(
        ui,
        |ui| {
            weak(
                ui,
                &format!(
                    "{} {verb} work · {} done today",
                    count(open, "profile", "profiles"),
                    thousands(session.missing.done_today)
                ),
            );
        },
        |ui| {
            if !roomy {
                hand_on(cx, session, &mut |text, enabled, why| {
                    ui.add_enabled_ui(enabled, |ui| link(ui, text).because(why).clicked())
                        .inner
                });
            }
        },
    );
}

/// The question before a profile is marked, or the mark is taken away; whether it stays open.
fn ask_mark(ui: &Ui, cx: &Cx<'_>, session: &Session, row: &MissingRow, fresh: &mut bool) -> bool {
    let Some(Ok(changes)) = &session.missing.mark else {
        return false;
    };
    let who = format!("{} ({})", row.name, row.number);
    let (title, sentence, yes, command) = if row.duplicate {
        (
            format!("Take the mark of {who} away?"),
            "The profile is an ordinary one again. This changes, and nothing else:",
            "Take it away",
            MissingCommand::Unmark(row.key),
        )
    } else {
        (
            format!("Mark {who} as duplicate?"),
            "The profile becomes the duplicate (D), the Source of the merge. This changes, and nothing else:",
            "Mark it",
            MissingCommand::Mark(row.key),
        )
    };
    let question = Question {
        title,
        sentence: sentence.into(),
        lines: changes.iter().map(|c| words::field_change(c, session)).collect(),
        kept: Vec::new(),
        yes,
    };
    match question.show(ui.ctx(), cx, fresh) {
        None => true,
        Some(sure) => {
            if sure {
                cx.send(Command::Missing(command));
            }
            false
        }
    }
}
