//! SSID Process: schools, the four functions, Create, the response, and the state's dates; as in the customer's manual.

mod create;
mod dates;
mod look_alikes;
#[cfg(test)]
mod look_alikes_tests;
mod not_sent;
mod open_requests;
pub(super) mod preview;
mod questions;
mod response;
pub(super) use response::update_state;
mod schools;

use super::Cx;
use crate::app::Session;
use crate::ui::theme::{Theme, Tone};
use crate::ui::widgets::{breadcrumb, card_row, page_title, pill};
use egui::{ScrollArea, Ui};

/// From this width on the three steps stand side by side; below it the response goes under the request.
const WIDE: f32 = 1060.0;

/// The screen's throw-away state.
#[derive(Default)]
pub struct Process {
    schools: schools::Schools,
    dates: dates::Dates,
    asking: Option<questions::Question>,
    look_alikes: look_alikes::LookAlikes,
}

impl Process {
    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, cx: &Cx<'_>, session: &Session) {
        let theme = Theme::of(ui.ctx());
        breadcrumb(ui, &["Main Menu", "Enrollment", "SSID Process"]);
        let next = dates::next_step(session);
        page_title(
            ui,
            "SSID Process",
            |_| {},
            |ui| {
                if !next.is_empty() {
                    pill(ui, Tone::Accent, &next);
                }
            },
        );
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            let gap = theme.size.gap - ui.spacing().item_spacing.y;
            if ui.available_width() >= WIDE {
                let weights = [396.0, 452.0, 364.0];
                card_row(ui, "process", &weights, 230.0, |n, height, ui| match n {
                    0 => self.schools.show(ui, height, cx, session),
                    1 => create::show(ui, height, cx, session, &mut self.asking),
                    _ => response::show(ui, height, cx, session, &mut self.asking),
                });
            } else {
                card_row(ui, "request", &[380.0, 420.0], 340.0, |n, height, ui| match n {
                    0 => self.schools.show(ui, height, cx, session),
                    _ => create::show(ui, height, cx, session, &mut self.asking),
                });
                ui.add_space(gap);
                response::show(ui, 0.0, cx, session, &mut self.asking);
            }
            ui.add_space(gap);
            self.dates.show(ui, session);
        });
        questions::ask(ui.ctx(), cx, session, &mut self.asking);
        if session.process.listing_not_sent {
            not_sent::show(ui.ctx(), cx, session);
        }
        if session.process.before_new.shown {
            look_alikes::show(ui.ctx(), cx, session, &mut self.look_alikes);
        }
        if session.process.response.preview_open {
            preview::show(ui.ctx(), cx, session);
        }
    }
}

/// "Nov 20, 3:20 PM", in the time of the office.
pub(super) fn time_text(at: crate::domain::student::Timestamp) -> String {
    at.with_timezone(&chrono::Local)
        .format("%b %-d, %-I:%M %p")
        .to_string()
}

/// "today", "yesterday", "9 days ago": the age of a request.
pub(super) fn age_text(at: crate::domain::student::Timestamp, today: chrono::NaiveDate) -> String {
    match (today - crate::domain::dates::local_day(at)).num_days() {
        ..=0 => "today".into(),
        1 => "yesterday".into(),
        n => format!("{n} days ago"),
    }
}
