//! A cell of an OpenDocument spreadsheet, and what it says.

use super::shown::{self, Shows};

/// A cell.
#[derive(Default)]
pub(super) struct Held {
    pub(super) repeats: u64,
    pub(super) kind: String,
    pub(super) value: String,
    pub(super) shown: String,
    pub(super) paragraphs: usize,
}

impl Held {
    /// What it says, and whether it was kept whole.
    pub(super) fn said(&self) -> (String, bool) {
        let text = match self.kind.as_str() {
            "float" | "currency" | "percentage" => {
                let Ok(value) = self.value.parse::<f64>() else {
                    return (self.shown.clone(), true);
                };
                if shown::shown_digits(&self.shown, value) {
                    return (self.shown.clone(), true);
                }
                let mut out = String::new();
                let kept = shown::number(value, &Shows::default(), &mut out);
                return (out, kept);
            }
            "date" if !self.shown.contains(':') => {
                self.value.split('T').next().unwrap_or_default().to_owned()
            }
            "date" => shown::day_of_iso(&self.value).into_owned(),
            "boolean" => self.value.to_ascii_uppercase(),
            "time" | "error" if !self.shown.is_empty() => self.shown.clone(),
            "string" if self.paragraphs > 0 => self.shown.clone(),
            _ if self.value.is_empty() => self.shown.clone(),
            _ => self.value.clone(),
        };
        (text, true)
    }
}
