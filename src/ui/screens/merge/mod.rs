//! Merge Student Profiles: which profiles are merged, and the review of their differences.

mod blockers;
mod cells;
mod columns;
mod desk;
mod drafts;
mod facts;
mod foot;
mod grid;
mod head;
mod keys;
mod layout;
mod lists;
mod lookup;
mod preview;
mod review;
mod rows;
mod side;
mod start;
mod summary;
#[cfg(test)]
mod tests;
mod warned;
mod words;

use super::Cx;
use crate::app::Session;
use desk::Desk;
use egui::Ui;

/// The screen's own throw-away state.
#[derive(Default)]
pub struct MergeScreen {
    start: start::Start,
    review: review::ReviewScreen,
}

impl MergeScreen {
    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, cx: &Cx<'_>, session: &Session) {
        self.draw(ui, cx, &Desk::of(session));
    }

    /// Reads the keys that must not press the control that has the keyboard, before anything is drawn.
    pub fn keys_before(&mut self, ui: &Ui, session: &Session) {
        if matches!(&session.merge.pair, Some(open) if open.open && open.review().is_some()) {
            self.review.keys_before(ui);
        }
    }

    fn draw(&mut self, ui: &mut Ui, cx: &Cx<'_>, desk: &Desk<'_>) {
        match &desk.merge.pair {
            Some(open) if open.open && open.review().is_some() => self.review.show(ui, cx, desk, open),
            _ => {
                self.review.forget();
                if let Some(lead) = self.start.show(ui, cx, desk) {
                    self.review.lead_to(lead);
                }
            }
        }
    }
}
