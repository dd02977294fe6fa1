//! Help for Duplicates: what the bands mean, what can be decided, and the keys.

use crate::domain::matching::Band;
use crate::ui::theme::strong;
use egui::{Label, Ui};

/// What each band means.
fn meaning(band: Band) -> &'static str {
    match band {
        Band::VeryLikely => {
            "+12 bits and more: at least about 4,000 to 1 that the two are one student. Twins and namesakes are rare here; a person decides all the same."
        }
        Band::Check => {
            "+4 to +12 bits, or something that a person has to see whatever else differs, such as one State ID on two profiles."
        }
        Band::Possible => "−4 to +4 bits: as likely not. Look through them when the others are done.",
    }
}

/// What can be done with a pair.
const DEEDS: [(&str, &str); 4] = [
    (
        "Compare…",
        "opens Merge Student Profiles with the two. The profile marked with the D, or not integrated with the SIS, is the Source. Nothing is merged before a security administrator saves it.",
    ),
    (
        "Same student",
        "remembers that they are one student, and goes on to Compare.",
    ),
    (
        "Not the same student…",
        "remembers that they are two, and why. The pair comes back only when one of the two changes so that they look much more alike; then the decision is quoted.",
    ),
    (
        "Park…",
        "puts the pair aside until a day. Decisions lists all of this with who, when and why; Revoke takes a decision back.",
    ),
];

/// The keys of the tab.
const KEYS: [(&str, &str); 9] = [
    ("J, K or Down, Up", "the next pair, the one before"),
    ("Home, End", "the first pair, the last"),
    (
        "Page Down, Page Up",
        "read on in what stands beside the list, or back",
    ),
    ("Enter or C", "Compare"),
    (
        "Delete",
        "Not the same student: the pair leaves the list, no profile is deleted",
    ),
    ("P", "Park"),
    (
        "Enter in a field of a question",
        "its main button; Shift+Enter begins a new line",
    ),
    ("Ctrl+F", "find in the list"),
    ("Ctrl+1 to Ctrl+8", "the tabs, Settings last"),
];

/// Draws it.
pub fn show(ui: &mut Ui) {
    let wrapped = |ui: &mut Ui, text: &str| drop(ui.add(Label::new(text).wrap()));
    wrapped(
        ui,
        "After a district is opened every profile is compared with those that have something in common with it: names, however they are written, birth date, numbers. Each thing that agrees or differs counts so many bits; together they are the odds that two profiles are one student. Each bit doubles the odds. A shared household alone never makes a pair, and likely twins are told apart.",
    );
    for band in Band::ALL {
        ui.add_space(4.0);
        ui.label(strong(band.label()));
        wrapped(ui, meaning(band));
    }
    ui.add_space(6.0);
    ui.label(strong("What can be done"));
    for (button, does) in DEEDS {
        wrapped(ui, &format!("• {button} {does}"));
    }
    ui.add_space(6.0);
    super::keys(ui, "Keys in Duplicates", &KEYS);
}
