//! Why two profiles may be one student: what both have, and whether it agrees.

use super::desk::Desk;
use crate::domain::student::{Student, without_mark};
use crate::domain::text::match_key;
use crate::ui::theme::Theme;
use crate::ui::widgets::{Column, TableSpec, button, cell_lines, modal, weak};
use chrono::Datelike;
use egui::{Context, Label, RichText, Ui};

/// One thing that both profiles have.
pub(super) struct Fact {
    label: &'static str,
    source: String,
    target: String,
    /// `equal`, `day and month swapped` …
    says: &'static str,
    /// Whether it speaks for one student.
    agrees: bool,
}

/// What both profiles have; what speaks for one student first.
pub(super) fn facts(desk: &Desk<'_>, source: &Student, target: &Student) -> Vec<Fact> {
    let mut out = Vec::new();
    let mut say = |label, a: String, b: String, compare: fn(&str, &str) -> (&'static str, bool)| {
        if !a.is_empty() && !b.is_empty() {
            let (says, agrees) = compare(&a, &b);
            out.push(Fact {
                label,
                source: a,
                target: b,
                says,
                agrees,
            });
        }
    };
    let day = |s: &Student| s.birth_date.map(|d| d.to_string()).unwrap_or_default();
    let ssid = |s: &Student| s.ssid.as_ref().map(ToString::to_string).unwrap_or_default();
    let (a, b) = (source, target);
    say("Last name", a.last_name.clone(), b.last_name.clone(), names);
    say("First name", a.first_name.clone(), b.first_name.clone(), names);
    say("Birth date", day(a), day(b), days);
    say(
        "Gender",
        desk.gender(&a.gender).into(),
        desk.gender(&b.gender).into(),
        texts,
    );
    say("State ID (SSID)", ssid(a), ssid(b), texts);
    say("Number", a.number.to_string(), b.number.to_string(), numbers);
    say("Guardian", a.guardian.clone(), b.guardian.clone(), names);
    say("Phone", a.phone.clone(), b.phone.clone(), phones);
    say("Address", a.address.clone(), b.address.clone(), texts);
    let school = |s| desk.school_and_grade(s);
    say("School · grade", school(a), school(b), texts);
    out.sort_by_key(|f| !f.agrees);
    out
}

const EQUAL: (&str, bool) = ("equal", true);
const DIFFERS: (&str, bool) = ("differs", false);

fn texts(a: &str, b: &str) -> (&'static str, bool) {
    if match_key(a) == match_key(b) {
        EQUAL
    } else {
        DIFFERS
    }
}

fn names(a: &str, b: &str) -> (&'static str, bool) {
    let (a, b) = (match_key(a), match_key(b));
    let words = |t: &str| -> Vec<String> { t.split([' ', '-']).map(str::to_owned).collect() };
    let (wa, wb) = (words(&a), words(&b));
    if a == b {
        EQUAL
    } else if wa.iter().all(|w| wb.contains(w)) || wb.iter().all(|w| wa.contains(w)) {
        ("part of a compound name", true)
    } else if wa.iter().any(|w| wb.contains(w)) {
        ("has a part in common", true)
    } else {
        DIFFERS
    }
}

fn days(a: &str, b: &str) -> (&'static str, bool) {
    let day = |t: &str| t.parse::<chrono::NaiveDate>().ok();
    match (day(a), day(b)) {
        (Some(a), Some(b)) if a == b => EQUAL,
        (Some(a), Some(b)) if a.year() == b.year() && a.month() == b.day() && a.day() == b.month() => {
            ("day and month swapped", true)
        }
        _ => DIFFERS,
    }
}

fn numbers(a: &str, b: &str) -> (&'static str, bool) {
    if without_mark(a) == without_mark(b) {
        ("equal apart from the D", true)
    } else {
        DIFFERS
    }
}

fn phones(a: &str, b: &str) -> (&'static str, bool) {
    let digits = |t: &str| -> String { t.chars().filter(char::is_ascii_digit).collect() };
    if digits(a) == digits(b) { EQUAL } else { DIFFERS }
}

/// The short list in the panel.
pub(super) fn list(ui: &mut Ui, facts: &[Fact]) {
    let theme = Theme::of(ui.ctx());
    for fact in facts {
        let sign = if fact.agrees { "✓" } else { "≠" };
        let color = if fact.agrees {
            theme.color.text
        } else {
            theme.color.weak_text
        };
        let text = RichText::new(format!("{sign} {}: {}", fact.label, fact.says))
            .size(theme.size.small + 0.5)
            .color(color);
        ui.add(Label::new(text).wrap());
    }
}

/// All of it with the values, over the screen; `true` while it stays open.
pub(super) fn dialog(ctx: &Context, facts: &[Fact]) -> bool {
    let shown = modal(ctx, "Why these may be one student", |ui| {
        if facts.is_empty() {
            weak(ui, "No field is filled in both profiles.");
        } else {
            let columns = [
                Column::fixed("Field", 110.0),
                Column::share("Source", 110.0, 1.0),
                Column::share("Target", 110.0, 1.0),
                Column::fixed("", 150.0),
            ];
            let mut spec = TableSpec::new("facts", "What both profiles have", &columns, facts.len()).fitted();
            spec.row_height = Theme::of(ui.ctx()).size.row_two_lines - 6.0;
            spec.show(
                ui,
                |row| {
                    let f = &facts[row];
                    format!("{}: {}. {} and {}", f.label, f.says, f.source, f.target)
                },
                |row, column, ui| {
                    let f = &facts[row];
                    let sign = if f.agrees { "✓" } else { "≠" };
                    let says = format!("{sign} {}", f.says);
                    let text = [f.label, &f.source, &f.target, &says][column];
                    cell_lines(ui, text, 2);
                },
            );
        }
        ui.add_space(10.0);
        button(ui, true, "Close").clicked()
    });
    !(shown.escaped || shown.inner)
}
