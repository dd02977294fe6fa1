//! Schools that are not known, where no question asks about them: whether the import creates them.

use super::rows::Listed;
use crate::app::ImportState;
use crate::domain::roster::{CREATE, HOLD, Reading, UNKNOWN_SCHOOLS};
use crate::domain::text::thousands;
use crate::ui::theme::Tone;
use crate::ui::widgets::{check, note};
use egui::Ui;

/// The most school numbers named in a line.
const NAMED_SCHOOLS: usize = 6;

/// Draws it; the reading that a person wants instead.
pub fn show(ui: &mut Ui, import: &ImportState, listed: &Listed) -> Option<Reading> {
    let is_about_schools = |key: &str| key == UNKNOWN_SCHOOLS || key.starts_with("school:");
    if import
        .planned
        .plan
        .questions
        .iter()
        .any(|q| is_about_schools(&q.key))
    {
        return None;
    }
    let numbers = &listed.new_schools;
    let label = match &numbers[..] {
        [] => None,
        [one] => Some(format!("Create the school that is not known: {one}")),
        many => Some(format!(
            "Create the {} schools that are not known: {}",
            thousands(many.len()),
            named(many)
        )),
    };
    let mut wanted = None;
    if let Some(label) = label {
        let mut yes = import.planned.roster.reading.creates_schools();
        if check(ui, &mut yes, &label).changed() {
            wanted = Some(import.with_answer(UNKNOWN_SCHOOLS, if yes { CREATE } else { HOLD }));
        }
        ui.add_space(2.0);
    }
    let others = &listed.no_schools;
    if !others.is_empty() {
        let verb = if others.len() == 1 {
            "is not a school number"
        } else {
            "are not school numbers"
        };
        note(ui, Tone::Warn, |ui| {
            ui.label(format!("In the school column, {} {verb}.", named(others)));
        });
    }
    wanted
}

fn named(codes: &[String]) -> String {
    let mut s = codes[..codes.len().min(NAMED_SCHOOLS)].join(", ");
    if codes.len() > NAMED_SCHOOLS {
        s.push_str(&format!(" and {} more", thousands(codes.len() - NAMED_SCHOOLS)));
    }
    s
}
