//! Two records side by side: the student of a line, and who holds the SSID or could be meant; and how likely the two are
//! one child.

use crate::app::{Command, DuplicatesCommand, LookedPair};
use crate::domain::student::Field;
use crate::ui::screens::general::WAIT;
use crate::ui::screens::{Cx, explained};
use crate::ui::theme::{Tone, strong};
use crate::ui::widgets::{
    Because, Column, TableHeight, TableSpec, button, cell_text, cell_weak, pill, primary_button, weak,
    wide_modal,
};
use egui::{Context, Label};

/// Fields that are shown.
const FIELDS: [Field; 13] = [
    Field::Number,
    Field::LastName,
    Field::FirstName,
    Field::MiddleName,
    Field::Suffix,
    Field::BirthDate,
    Field::Gender,
    Field::Ethnicity,
    Field::Ssid,
    Field::Guardian,
    Field::Phone,
    Field::Address,
    Field::Enrollments,
];

/// Shows both over the screen; `true` when a person says that they are two students.
pub fn show(ctx: &Context, cx: &Cx<'_>, pair: &LookedPair) -> bool {
    let (a, b) = (&*pair.first, &*pair.second);
    let mut two = false;
    let shown = wide_modal(ctx, "Compare the two", |ui| {
        ui.horizontal_wrapped(|ui| {
            explained::one_child_pill(ui, pair.why.band);
            weak(ui, &explained::total(pair.why.total));
        });
        ui.add(Label::new(upper(&pair.why.sentence())).wrap());
        weak(
            ui,
            "Nothing is changed here. If they are one child, merge the two: the record that the SIS or the state knows stays. If they are two children, have the SSID help desk correct the number.",
        );
        ui.add_space(6.0);
        let (left, right) = (
            format!("{} ({})", a.list_name(), a.number),
            format!("{} ({})", b.list_name(), b.number),
        );
        let columns = [
            Column::fixed("Field", 130.0),
            Column::share(&left, 200.0, 1.0),
            Column::share(&right, 200.0, 1.0),
            Column::fixed("", 90.0),
        ];
        let mut spec = TableSpec::new("compare", "Both records", &columns, FIELDS.len());
        let room = ctx.content_rect().height() - 320.0;
        spec.height = TableHeight::Exactly((31.0 + 33.0 * FIELDS.len() as f32 + 2.0).min(room.max(130.0)));
        spec.show(
            ui,
            |row| {
                let f = FIELDS[row];
                let same = if a.same(b, f) { "same" } else { "differs" };
                format!("{}, {}: {} and {}", f.label(), same, a.text(f), b.text(f))
            },
            |row, column, ui| {
                let field = FIELDS[row];
                let text = match column {
                    0 => {
                        cell_weak(ui, field.label());
                        return;
                    }
                    1 => a.text(field),
                    2 => b.text(field),
                    _ => {
                        if !a.same(b, field) {
                            pill(ui, Tone::Warn, "differs");
                        }
                        return;
                    }
                };
                if text.is_empty() {
                    cell_weak(ui, "none");
                } else if a.same(b, field) {
                    cell_text(ui, &text);
                } else {
                    ui.add(Label::new(strong(text)).truncate());
                }
            },
        );
        ui.add_space(10.0);
        let mut close = false;
        ui.horizontal_wrapped(|ui| {
            let free = !cx.view.busy();
            if primary_button(ui, free, "Merge the two…").because(WAIT).clicked() {
                cx.send(Command::Duplicates(DuplicatesCommand::Compare(pair.pair)));
                close = true;
            }
            two = button(ui, free, "Not the same student…").because(WAIT).clicked();
            close |= button(ui, true, "Close").clicked() || two;
            for s in [a, b] {
                if button(ui, true, &format!("Open {}", s.number)).clicked() {
                    cx.send(Command::OpenStudent(s.key));
                    close = true;
                }
            }
        });
        close
    });
    if shown.escaped || shown.inner {
        cx.send(Command::Compare(None));
    }
    two
}

/// The text as a sentence.
fn upper(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => format!("{}{}.", first.to_uppercase(), letters.as_str()),
        None => "Nothing that both have can be compared.".to_owned(),
    }
}
