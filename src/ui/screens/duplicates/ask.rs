//! The question before a pair is parked.

use super::decide;
use crate::app::PairKeys;
use crate::domain::date::{parse_date, written};
use crate::domain::matching::Verdict;
use crate::domain::text::tidy;
use crate::ui::screens::Cx;
use crate::ui::screens::general::WAIT;
use crate::ui::theme::strong;
use crate::ui::widgets::{Because, button, entered, modal, primary_button, text_area, text_field};
use chrono::NaiveDate;
use egui::{Context, Label, Ui};

/// The question until when a pair is parked.
pub struct Park {
    pair: PairKeys,
    names: [String; 2],
    until: String,
    words: String,
    today: NaiveDate,
    fresh: bool,
}

impl Park {
    /// The question about a pair.
    pub fn new(pair: PairKeys, names: [String; 2], today: NaiveDate) -> Self {
        let until = match Verdict::parked(today) {
            Verdict::Parked { until } => written(until),
            Verdict::Same | Verdict::NotSame => String::new(),
        };
        Self {
            pair,
            names,
            until,
            words: String::new(),
            today,
            fresh: true,
        }
    }

    fn day(&self) -> Result<NaiveDate, String> {
        let until = parse_date(&self.until)?.day;
        match (Verdict::Parked { until }).refusal("", self.today) {
            Some(why) => Err(why.into()),
            None => Ok(until),
        }
    }

    /// Draws it; `true` while it stays open.
    pub fn show(&mut self, ctx: &Context, cx: &Cx<'_>) -> bool {
        let dialog = modal(ctx, "Park this pair?", |ui| self.body(ui, cx));
        !(dialog.escaped || dialog.inner)
    }

    /// `true` when it was answered.
    fn body(&mut self, ui: &mut Ui, cx: &Cx<'_>) -> bool {
        for name in &self.names {
            ui.add(Label::new(strong(name)).wrap());
        }
        ui.add_space(4.0);
        ui.add(
            Label::new("The pair is put aside undecided, and asked about again on the day. Neither profile is changed.")
                .wrap(),
        );
        ui.add_space(8.0);
        let entered = entered(ui);
        let day = self.day();
        let problem = day.as_ref().err().map(String::as_str);
        let field = text_field(ui, "Until", &mut self.until, problem);
        if std::mem::take(&mut self.fresh) {
            field.request_focus();
        }
        text_area(ui, "Why (if you like)", &mut self.words, 2, None);
        ui.add_space(10.0);
        ui.horizontal_wrapped(|ui| {
            let why = if cx.view.busy() {
                WAIT
            } else {
                "Type a day after today."
            };
            let sure = primary_button(ui, day.is_ok() && !cx.view.busy(), "Park it").because(why);
            let stay = button(ui, true, "Leave it");
            match day {
                Ok(until) if sure.clicked() || entered && sure.enabled() => {
                    cx.send(decide(self.pair, Verdict::Parked { until }, tidy(&self.words)));
                    true
                }
                _ => stay.clicked(),
            }
        })
        .inner
    }
}
