//! A cell of an OpenDocument spreadsheet, and what it says.

use super::days;
use super::shown::{self, Shows};
use crate::files::cells::NOT_CALCULATED;

/// A cell.
#[derive(Default)]
pub(super) struct Held {
    pub(super) repeats: u64,
    pub(super) kind: String,
    pub(super) value: String,
    pub(super) formula: bool,
    pub(super) shown: String,
    pub(super) paragraphs: usize,
}

impl Held {
    /// What it says, and whether it was kept whole.
    pub(super) fn said(&self) -> (String, bool) {
        // A formula that gave a text may have given one without letters; the cell says then that it is one.
        let says_nothing = self.value.is_empty() && self.shown.is_empty();
        if self.formula && says_nothing && self.kind != "string" {
            return (NOT_CALCULATED.to_owned(), true);
        }
        let text = match self.kind.as_str() {
            "float" | "currency" | "percentage" => {
                let Ok(value) = self.value.parse::<f64>() else {
                    return (self.shown.clone(), true);
                };
                if let Some(shown) = shown::shown_digits(&self.shown, value, self.kind == "float") {
                    return (shown.to_owned(), true);
                }
                let mut out = String::new();
                let kept = shown::number(value, &Shows::default(), &mut out);
                return (out, kept);
            }
            // Some programs say what kind a value is and not the value.
            _ if self.value.is_empty() => self.shown.clone(),
            "date" if !self.shown.contains(':') => {
                self.value.split('T').next().unwrap_or_default().to_owned()
            }
            "date" => days::day_of_iso(&self.value).into_owned(),
            "boolean" => self.value.to_ascii_uppercase(),
            "time" | "error" if !self.shown.is_empty() => self.shown.clone(),
            "string" if self.paragraphs > 0 => self.shown.clone(),
            _ => self.value.clone(),
        };
        (text, true)
    }
}
