//! The program data of a profile: a card for each special program, for documents, notes and guardians.

use super::history::line;
use crate::app::Opened;
use crate::domain::ids::RowId;
use crate::domain::program::{Document, Event, Owned, Row, RowKind, is_overdue, size_words};
use crate::ui::theme::{Theme, Tone, strong};
use crate::ui::widgets::{card, empty_state, link, pill, weak};
use chrono::NaiveDate;
use egui::{Label, Role, Sides, Ui, UiBuilder};

/// What was pressed.
pub enum Asked {
    /// A new row.
    Add(RowKind),
    /// A row's dialog.
    Edit(RowId),
    /// A row is to be taken out.
    Remove(RowId),
    /// A document is to be looked at.
    Open(RowId),
    /// A document is to be saved as a file.
    SaveAs(RowId),
}

/// What the rows of a card are drawn with.
struct Look<'a> {
    rows: &'a [Owned],
    today: NaiveDate,
    retired: bool,
}

/// All cards; what was pressed in them.
pub fn section(ui: &mut Ui, opened: &Opened, today: NaiveDate) -> Option<Asked> {
    let Some(student) = opened.student.as_deref() else {
        empty_state(
            ui,
            "Save the new student first",
            "Events of special programs, documents, notes and guardians can be added as soon as the record is saved.",
        );
        return None;
    };
    let look = Look {
        rows: &opened.rows,
        today,
        retired: student.is_retired(),
    };
    let mut asked = None;
    let gap = Theme::of(ui.ctx()).size.gap;
    let between = gap - ui.spacing().item_spacing.y - 2.0;
    for (number, kind) in RowKind::ALL.into_iter().enumerate() {
        if number > 0 {
            ui.add_space(between);
        }
        // The keyboard stays where it is when rows above come and go.
        let own = UiBuilder::new().scope_id(egui::Id::unique(("program data", student.key, number)));
        ui.scope_builder(own, |ui| {
            if let Some(pressed) = card_of(ui, &look, kind) {
                asked = Some(pressed);
            }
        });
    }
    asked
}

fn card_of(ui: &mut Ui, look: &Look<'_>, kind: RowKind) -> Option<Asked> {
    let mut rows: Vec<&Owned> = look.rows.iter().filter(|o| o.row.kind() == kind).collect();
    // Newest first; what has no day, and what is of one day, in the order in which it came.
    rows.sort_by_key(|o| std::cmp::Reverse(o.row.day()));
    let mut asked = None;
    let mut add = false;
    card(
        ui,
        kind.label(),
        |ui| {
            if look.retired {
                weak(ui, "kept for the record");
            } else {
                let (word, name) = add_words(kind);
                add = link(ui, word).accessible_name(name).clicked();
            }
            if rows.is_empty() {
                weak(ui, "none");
            }
        },
        |ui| {
            for (at, owned) in rows.iter().enumerate() {
                if at > 0 {
                    line(ui);
                }
                let group = UiBuilder::new()
                    .id_salt(("row", owned.id))
                    .accessibility_role(Role::Group)
                    .accessibility_label(owned.row.label());
                ui.scope_builder(group, |ui| {
                    if let Some(pressed) = one(ui, look, owned) {
                        asked = Some(pressed);
                    }
                });
            }
        },
    );
    if add { Some(Asked::Add(kind)) } else { asked }
}

/// What the button that adds says, and what it is called where it is not seen under its card's title.
fn add_words(kind: RowKind) -> (&'static str, String) {
    match kind {
        RowKind::Event(p) => ("Add event …", format!("Add event: {}", p.label())),
        RowKind::Document => ("Attach document …", "Attach document …".into()),
        RowKind::Note => ("Add note …", "Add note …".into()),
        RowKind::Guardian => ("Add guardian …", "Add guardian …".into()),
    }
}

/// One row: what it is, with its pills, and its links at the right end; below what else it says.
fn one(ui: &mut Ui, look: &Look<'_>, owned: &Owned) -> Option<Asked> {
    ui.spacing_mut().item_spacing.y = 3.0;
    let name = short_name(&owned.row);
    let mut asked = None;
    Sides::new().shrink_left().truncate().show(
        ui,
        |ui| {
            ui.add(Label::new(strong(name.as_str())).truncate());
            if let Row::Event(event) = &owned.row {
                pills(ui, look, event);
            }
        },
        |ui| {
            let mut press = |ui: &mut Ui, word: &str, what: Asked| {
                if link(ui, word).accessible_name(format!("{word} {name}")).clicked() {
                    asked = Some(what);
                }
            };
            // The first stands right-most.
            if !look.retired {
                press(ui, "Remove", Asked::Remove(owned.id));
                press(ui, "Edit", Asked::Edit(owned.id));
            }
            if matches!(owned.row, Row::Document(_)) {
                press(ui, "Save as …", Asked::SaveAs(owned.id));
                press(ui, "Open", Asked::Open(owned.id));
            }
        },
    );
    for text in more(&owned.row) {
        ui.add(Label::new(text).wrap());
    }
    asked
}

fn pills(ui: &mut Ui, look: &Look<'_>, event: &Event) {
    if event.is_past_its_end(look.today) && !look.retired {
        pill(ui, Tone::Warn, "open, past its last day");
    } else if event.is_open_plan() {
        pill(ui, Tone::Ok, "open");
    } else if let Some(day) = event.closed {
        pill(ui, Tone::Neutral, &format!("closed {day}"));
    }
    if is_overdue(event, look.rows, look.today) && !look.retired {
        pill(ui, Tone::Warn, "overdue");
    }
}

/// The row in a few words: what its line begins with, and what its links are called by.
fn short_name(row: &Row) -> String {
    match row {
        Row::Event(e) => {
            let until = e.until.map(|day| format!(" – {day}")).unwrap_or_default();
            format!("{} {}{until}", e.kind.label(e.program), e.date)
        }
        Row::Document(d) => d.title.clone(),
        Row::Note(n) => format!("{}, {}", n.date, n.author),
        Row::Guardian(g) if g.relation.is_empty() => g.name.clone(),
        Row::Guardian(g) => format!("{}, {}", g.name, g.relation),
    }
}

/// What else it says, line by line.
fn more(row: &Row) -> Vec<String> {
    let joined = |parts: &[&str]| {
        let filled: Vec<&str> = parts.iter().copied().filter(|p| !p.is_empty()).collect();
        filled.join(" · ")
    };
    let mut out = match row {
        Row::Event(e) => {
            let manager = if e.case_manager.is_empty() {
                String::new()
            } else {
                format!("Case manager {}", e.case_manager)
            };
            vec![manager, e.text.clone()]
        }
        Row::Document(d) => document_lines(d),
        Row::Note(n) => vec![n.text.clone()],
        Row::Guardian(g) => vec![joined(&[&g.phone, &g.email])],
    };
    out.retain(|text| !text.is_empty());
    out
}

fn document_lines(d: &Document) -> Vec<String> {
    let day = d.date.map(|day| day.to_string()).unwrap_or_default();
    let size = size_words(d.size);
    let parts = [d.kind.as_str(), &day, &d.file_name, &size];
    let filled: Vec<&str> = parts.into_iter().filter(|p| !p.is_empty()).collect();
    let mut out = vec![filled.join(" · ")];
    out.extend(d.also.iter().map(|also| format!("also “{also}”")));
    out
}
