//! The Duplicates tab: pairs of profiles that may be one student, what speaks for and against, and what was decided.

mod ask;
mod decisions;
mod detail;
mod fields;
mod keys;
mod list;
#[cfg(test)]
mod looking_tests;
mod row;
mod rows;
#[cfg(test)]
mod tests;
mod told;

use super::Cx;
use super::beside::{beside, halves};
use super::general::WAIT;
use super::not_same::{NotSame, NotSameAnswer, Revoke};
use crate::app::{Command, DuplicatesCommand, Looking, PairKeys, ReportKind, Session};
use crate::domain::matching::Verdict;
use crate::domain::text::thousands;
use crate::ui::theme::Tone;
use crate::ui::widgets::{Because, breadcrumb, button, link, page_title, pill, segmented};
use ask::Park;
use detail::Wish;
use egui::Ui;
use rows::Rows;
use std::time::Duration;

const TITLE: &str = "Profiles that may be one student";
/// From this width on the list is printed and saved from the line of the title, below it from the foot of the page.
const ROOMY: f32 = 1180.0;
/// Room for the line at the foot of a small page.
const FOOT: f32 = 24.0;
/// How often the progress is drawn anew.
const PROGRESS: Duration = Duration::from_millis(120);

/// The screen's own throw-away state.
#[derive(Default)]
pub struct DuplicatesScreen {
    /// 0 shows the pairs, 1 the decisions.
    part: usize,
    list: list::List,
    decisions: decisions::Decisions,
    pane: detail::Pane,
    asking: Option<Asking>,
}

/// The question that is open.
enum Asking {
    NotSame(NotSame),
    Park(Park),
    Revoke(Revoke),
}

impl DuplicatesScreen {
    /// Draws the tab.
    pub fn show(&mut self, ui: &mut Ui, cx: &Cx<'_>, session: &Session) {
        let roomy = ui.available_width() >= ROOMY;
        if session.duplicates.progress().is_some() {
            ui.ctx().request_repaint_after(PROGRESS);
        }
        breadcrumb(ui, &["Main Menu", "Utilities", "Students", "Duplicates"]);
        self.title(ui, cx, session, roomy);
        ui.horizontal(|ui| {
            let of = &session.duplicates;
            let parts = [("Pairs", of.tally.asked), ("Decisions", of.decisions.len())];
            segmented(ui, "View", &parts, &mut self.part);
            ui.add_space(6.0);
            told::counter(ui, session);
        });
        ui.add_space(2.0);
        let mut wish = self.keys(ui, cx, session);
        if self.part == 0 {
            self.list.filters(ui, session);
        }
        let (mut left, mut right) = halves(ui, if roomy { 0.5 } else { 0.46 });
        let whole = left.union(right);
        if !roomy {
            left.max.y -= FOOT;
            right.max.y -= FOOT;
        }
        beside(ui, "list", left, |ui| {
            if self.part == 0 {
                wish = wish.take().or(self.list.show(ui, cx, session));
            } else {
                self.decisions.show(ui, cx, session);
            }
        });
        let listed = self.rows().at(session).is_some();
        beside(ui, "detail", right, |ui| {
            let asked = self.pane.show(ui, cx, session, listed);
            wish = wish.take().or(asked);
        });
        if !roomy {
            let foot = whole.with_min_y(whole.bottom() - FOOT + 4.0);
            beside(ui, "foot", foot, |ui| {
                ui.horizontal(|ui| {
                    self.hand_on(cx, session, &mut |text, enabled, why| {
                        ui.add_enabled_ui(enabled, |ui| link(ui, text).because(why).clicked())
                            .inner
                    });
                });
            });
        }
        ui.advance_cursor_after_rect(whole);
        // Nothing is done about a pair that is not seen.
        if let Some(wish) = wish.filter(|_| listed) {
            self.grant(cx, session, wish);
        }
        self.ask(ui, cx);
    }

    /// The rows of the list that is shown.
    fn rows(&self) -> &Rows {
        match self.part {
            0 => &self.list.rows,
            _ => &self.decisions.rows,
        }
    }

    fn rows_mut(&mut self) -> &mut Rows {
        match self.part {
            0 => &mut self.list.rows,
            _ => &mut self.decisions.rows,
        }
    }

    fn title(&self, ui: &mut Ui, cx: &Cx<'_>, session: &Session, roomy: bool) {
        let of = &session.duplicates;
        page_title(
            ui,
            TITLE,
            |ui| {
                if matches!(of.looking, Looking::Done) {
                    let open = of.tally.to_do;
                    let tone = if open == 0 { Tone::Ok } else { Tone::Warn };
                    pill(ui, tone, &format!("{} to look at", thousands(open)));
                }
            },
            |ui| {
                let (text, command) = match of.looking {
                    Looking::Reading | Looking::Comparing => ("Stop looking", DuplicatesCommand::StopScan),
                    _ => ("Look again", DuplicatesCommand::Scan),
                };
                if button(ui, true, text).clicked() {
                    cx.send(Command::Duplicates(command));
                }
                if roomy {
                    self.hand_on(cx, session, &mut |text, enabled, why| {
                        button(ui, enabled, text).because(why).clicked()
                    });
                }
            },
        );
    }

    /// The ways to hand on the list that is shown: each is a button or a link.
    fn hand_on(&self, cx: &Cx<'_>, session: &Session, show: &mut dyn FnMut(&str, bool, &str) -> bool) {
        let decisions = self.part != 0;
        let some = !self.rows().pairs().is_empty() && (decisions || session.duplicates.alike.is_some());
        let enabled = some && !cx.view.busy();
        let why = match (some, decisions) {
            (true, _) => WAIT,
            (false, true) => "No decision is listed.",
            (false, false) => "No pair is listed.",
        };
        let shown = || match decisions {
            true => self.decisions.shown(),
            false => self.list.shown(),
        };
        if show("Save as CSV…", enabled, why) {
            cx.send(Command::Duplicates(DuplicatesCommand::AskSave(
                ReportKind::Csv,
                shown(),
            )));
        }
        if show("Save as Excel…", enabled, why) {
            cx.send(Command::Duplicates(DuplicatesCommand::AskSave(
                ReportKind::Excel,
                shown(),
            )));
        }
        if show("Print the list", enabled, why) {
            cx.send(Command::Duplicates(DuplicatesCommand::Print(shown())));
        }
    }

    /// Does what was asked for about the pair looked at, or asks first.
    fn grant(&mut self, cx: &Cx<'_>, session: &Session, wish: Wish) {
        let Some(looked) = &session.duplicates.looked else {
            return;
        };
        let pair = looked.pair;
        let compare = || cx.send(Command::Duplicates(DuplicatesCommand::Compare(pair)));
        let names = || [&looked.first, &looked.second].map(|s| format!("{} ({})", s.list_name(), s.number));
        let [first, second] = names();
        match wish {
            Wish::Compare => compare(),
            Wish::Same => {
                cx.send(decide(pair, Verdict::Same, String::new()));
                compare();
            }
            Wish::NotSame => self.asking = Some(Asking::NotSame(NotSame::new(pair, first, second))),
            Wish::Park => {
                let decision = session.duplicates.remembered(pair);
                let relied_on = decision.map(|d| d.relied_on.clone()).unwrap_or_default();
                let park = Park::new(pair, [first, second], relied_on, session.today);
                self.asking = Some(Asking::Park(park));
            }
            Wish::Revoke => {
                if let Some(decision) = session.duplicates.remembered(pair) {
                    self.asking = Some(Asking::Revoke(Revoke::new(decision, [first, second])));
                }
            }
        }
    }

    /// The question before something is written down.
    fn ask(&mut self, ui: &Ui, cx: &Cx<'_>) {
        let stays = match &mut self.asking {
            None => return,
            Some(Asking::NotSame(question)) => question.show(ui.ctx(), cx) == NotSameAnswer::Open,
            Some(Asking::Park(question)) => question.show(ui.ctx(), cx),
            Some(Asking::Revoke(question)) => question.show(ui.ctx(), cx),
        };
        if !stays {
            self.asking = None;
        }
    }
}

/// The command that decides about a pair.
fn decide(pair: PairKeys, verdict: Verdict, reason: String) -> Command {
    Command::Duplicates(DuplicatesCommand::Decide {
        pair,
        verdict,
        reason,
    })
}
