//! Columns: what each column of the file holds, with what stands in it and how that is known, corrected from a list.

use crate::app::ImportState;
use crate::domain::problem::shorten;
use crate::domain::roster::{Known, MappedColumn, Meaning, RosterColumn, Told};
use crate::domain::text::count;
use crate::ui::theme::{Theme, Tone};
use crate::ui::widgets::{
    Column, TableHeight, TableSpec, button, cell_lines, cell_text, cell_weak, choice, note, pill, weak,
};
use egui::Ui;

/// Longest part of a header that a name of a control has.
const NAMED: usize = 60;

/// What stands in place of a field where a column is read together with another one.
const WITH_ANOTHER: &str = "Read with another column";

/// The step's own throw-away state.
#[derive(Default)]
pub struct Columns {
    selected: Option<usize>,
}

impl Columns {
    /// Draws it, `height` high; the reading that a person wants instead.
    pub fn show(&mut self, ui: &mut Ui, import: &ImportState, height: f32) -> Option<Vec<Told>> {
        let roster = &import.planned.roster;
        let top = ui.cursor().top();
        let mut wanted = None;
        if let Some(problem) = &roster.unreadable {
            note(ui, Tone::Bad, |ui| {
                let asked = import.unanswered().next().is_some();
                let where_ = if asked {
                    " Answer it in the step Questions, or say it here."
                } else {
                    ""
                };
                ui.label(format!(
                    "{}{where_}",
                    super::rows::sentence(problem, &roster.file, false)
                ));
            });
            ui.add_space(2.0);
        }
        let guessed = roster
            .columns
            .iter()
            .filter(|c| c.known == Known::Guessed)
            .count();
        if guessed > 0 {
            ui.horizontal_wrapped(|ui| {
                if button(ui, true, "The guesses are right").clicked() {
                    wanted = Some(import.guesses());
                }
                let (are, their) = if guessed == 1 { ("is", "its") } else { ("are", "their") };
                weak(
                    ui,
                    &format!(
                        "{} {are} guessed. Compare what stands in {their} cells, and correct the list where it is wrong.",
                        count(guessed, "column", "columns")
                    ),
                );
            });
            ui.add_space(2.0);
        }
        let rest = height - (ui.cursor().top() - top);
        wanted.or(self.table(ui, import, rest.max(120.0)))
    }

    fn table(&mut self, ui: &mut Ui, import: &ImportState, height: f32) -> Option<Vec<Told>> {
        let all = &import.planned.roster.columns;
        let options: Vec<(Option<RosterColumn>, &str)> = std::iter::once((None, "Not used"))
            .chain(RosterColumn::all().map(|c| (Some(c), c.label())))
            .collect();
        let mut with_another = options.clone();
        with_another[0].1 = WITH_ANOTHER;
        let narrow = ui.available_width() < 900.0;
        let columns = [
            Column::share("In the file", 130.0, 1.0),
            Column::fixed("Holds", if narrow { 190.0 } else { 240.0 }),
            Column::share("What stands in it", 150.0, 2.0),
            Column::fixed("How it is known", 132.0),
        ];
        let mut spec = TableSpec::new("columns", "Columns of the file", &columns, all.len())
            .selected(self.selected)
            .row_height(Theme::of(ui.ctx()).size.control_height + 8.0);
        spec.height = TableHeight::Exactly(height);
        let mut wanted = None;
        let events = spec.show(
            ui,
            |row| all.get(row).map_or_else(String::new, |c| spoken(c, import)),
            |row, at, ui| {
                let Some(c) = all.get(row) else { return };
                match at {
                    0 => drop(cell_lines(ui, &c.header, 2)),
                    1 => {
                        let mut holds = c.column;
                        let options = if c.known == Known::WithAnother {
                            &with_another
                        } else {
                            &options
                        };
                        let name = format!("What “{}” holds", shorten(&c.header, NAMED));
                        let chosen = ui.push_id(row, |ui| choice(ui, &name, &mut holds, options)).inner;
                        if chosen {
                            let meaning = holds.map_or(Meaning::NotUsed, Meaning::Column);
                            wanted = Some(vec![Told::Column(c.header.clone(), meaning)]);
                        }
                    }
                    2 if c.samples.is_empty() => drop(cell_weak(ui, "nothing")),
                    2 => drop(cell_lines(ui, &c.samples.join(" · "), 2)),
                    _ => known(ui, c, import),
                }
            },
        );
        if events.select.is_some() {
            self.selected = events.select;
        }
        wanted
    }
}

fn known(ui: &mut Ui, c: &MappedColumn, import: &ImportState) {
    match words(c, import) {
        (Some(tone), text) => drop(pill(ui, tone, text)),
        (None, text) if c.is_used() => drop(cell_text(ui, text)),
        (None, text) => drop(cell_weak(ui, text)),
    }
}

/// How it is known what a column holds.
fn words(c: &MappedColumn, import: &ImportState) -> (Option<Tone>, &'static str) {
    match c.known {
        Known::Chosen if import.is_remembered_column(c) => (Some(Tone::Accent), "As last time"),
        Known::Chosen => (Some(Tone::Ok), "Chosen"),
        Known::Guessed => (Some(Tone::Warn), "Guessed"),
        Known::ByName if c.column.is_some() => (None, "By its name"),
        Known::WithAnother => (None, "By its name"),
        Known::FillsIn => (None, "Fills in blanks"),
        Known::ByName => (None, "Not known"),
    }
}

fn spoken(c: &MappedColumn, import: &ImportState) -> String {
    let samples = match c.samples.is_empty() {
        true => String::new(),
        false => format!(" It has {}.", c.samples.join(", ")),
    };
    format!(
        "{}: {}. {}.{samples}",
        c.header,
        match c.known {
            Known::WithAnother => "read with another column",
            _ => c.column.map_or("not used", RosterColumn::label),
        },
        words(c, import).1
    )
}
