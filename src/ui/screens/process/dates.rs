//! Before the state's dates: what has to be done, with a tick per function for the selected schools.

use crate::app::Session;
use crate::domain::dates::{DateStatus, Step};
use crate::domain::request::Function;
use crate::domain::text::thousands;
use crate::ui::theme::{Tone, strong};
use crate::ui::widgets::{Column, TableSpec, card, cell_text, cell_weak, link, pill, weak};
use egui::Ui;

/// The card's throw-away state.
#[derive(Default)]
pub struct Dates {
    past: bool,
}

impl Dates {
    /// Draws the card.
    pub fn show(&mut self, ui: &mut Ui, session: &Session) {
        let dates = &session.process.dates;
        let past = dates.iter().filter(|d| d.days_left < 0).count();
        let shown: Vec<&DateStatus> = dates.iter().filter(|d| self.past || d.days_left >= 0).collect();
        card(
            ui,
            "Before the state's dates",
            |ui| {
                if past > 0 {
                    let text = if self.past {
                        "Hide past dates"
                    } else {
                        "Show past dates"
                    };
                    if link(ui, text).clicked() {
                        self.past = !self.past;
                    }
                }
            },
            |ui| {
                if session.process.scope.schools.is_empty() {
                    weak(
                        ui,
                        "Select schools to see how far the four functions are for them.",
                    );
                    return;
                }
                if shown.is_empty() {
                    weak(
                        ui,
                        "No date of this school year is ahead. The dates are in Settings.",
                    );
                    return;
                }
                table(ui, &shown);
            },
        );
    }
}

fn table(ui: &mut Ui, dates: &[&DateStatus]) {
    let columns = [
        Column::share("Due", 210.0, 2.0),
        Column::share("Retrieve", 140.0, 1.0),
        Column::share("New", 120.0, 1.0),
        Column::share("Update", 140.0, 1.0),
        Column::share("Verify", 140.0, 1.0),
        Column::share("Next step", 230.0, 2.0),
    ];
    TableSpec::new("dates", "The state's dates", &columns, dates.len())
        .fitted()
        .show(
            ui,
            |row| {
                let d = dates[row];
                let steps: Vec<String> = Function::ALL
                    .iter()
                    .map(|f| format!("{}: {}", f.word(), step(*f, d.steps[*f as usize]).1))
                    .collect();
                format!(
                    "{}, {}. {}. {}",
                    d.date.name,
                    when(d),
                    steps.join(", "),
                    d.next_step()
                )
            },
            |row, column, ui| {
                let d = dates[row];
                match column {
                    0 => {
                        let near = (0..=14).contains(&d.days_left);
                        if near {
                            ui.label(strong(d.date.name.as_str()));
                        } else {
                            cell_text(ui, &d.date.name);
                        }
                        cell_weak(ui, &when(d));
                    }
                    5 => {
                        cell_weak(ui, d.next_step());
                    }
                    n => {
                        let function = Function::ALL[n - 1];
                        let (tone, text) = step(function, d.steps[n - 1]);
                        pill(ui, tone, &text);
                    }
                }
            },
        );
}

/// The next step for the nearest date ahead, as a sentence for the top of the screen; empty when there is none.
pub fn next_step(session: &Session) -> String {
    let next = session.process.dates.iter().find(|d| d.days_left >= 0);
    next.filter(|d| !d.next_step().is_empty() && !session.process.scope.schools.is_empty())
        .map(|d| format!("{} {}. {}", d.date.name, when(d), d.next_step()))
        .unwrap_or_default()
}

/// "in 9 days", "today", "Feb 12", "5 days ago".
fn when(d: &DateStatus) -> String {
    match d.days_left {
        0 => "today".into(),
        1 => "tomorrow".into(),
        2..=30 => format!("in {} days", d.days_left),
        -30..=-1 => format!("{} days ago", -d.days_left),
        _ => d.date.day.format("%b %-d, %Y").to_string(),
    }
}

fn step(function: Function, step: Step) -> (Tone, String) {
    match step {
        Step::Done(day) => (Tone::Ok, format!("✓ {}", day.format("%b %-d"))),
        Step::NothingToSend => (Tone::Ok, "✓ nothing to send".into()),
        Step::ToSend(n) => (Tone::Accent, format!("{} to send", thousands(n))),
        Step::ToDecide(n) => (Tone::Warn, format!("{} to decide", thousands(n))),
        Step::AnswerDue(_) if function == Function::Verify => (Tone::Warn, "errors to check".into()),
        Step::AnswerDue(_) => (Tone::Warn, "response to process".into()),
        Step::NotYet => (Tone::Neutral, "not yet".into()),
        Step::Missed => (Tone::Bad, "missed".into()),
    }
}
