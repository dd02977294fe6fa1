//! What a cell of a workbook shows: the number formats that decide about an identifier.

use std::fmt::Write;

/// Numbers of more digits are not kept whole by spreadsheets.
const MOST_DIGITS: usize = 15;

/// A part of a number format that puts digits into fixed places.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    /// A digit, or a zero where there is none.
    Zero,
    /// A digit where there is one.
    Digit,
    /// A letter that stands there.
    Letter(char),
}

/// What a number format does, as far as it decides what somebody who reads the sheet takes a cell for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Shows {
    /// Fixed places: `00000`, `000-0000`, `"S"0000`.
    places: Option<Vec<Part>>,
    /// Whether a date has its time shown.
    time: bool,
}

impl Shows {
    /// Where formats are not known: a number as it is, a date with its time.
    pub(super) fn unknown() -> Self {
        Self {
            places: None,
            time: true,
        }
    }

    /// Whether digits stand at fixed places.
    pub(super) fn has_places(&self) -> bool {
        self.places.is_some()
    }

    /// Whether a date has its time shown.
    pub(super) fn has_time(&self) -> bool {
        self.time
    }

    /// What a format says. Decimals, thousands, percents, fractions and conditions make no identifier: such a number
    /// is taken as it is.
    pub(super) fn of(code: &str) -> Self {
        let first = code.split(';').next().unwrap_or_default();
        Self {
            places: places(first),
            time: unquoted(first).any(|c| matches!(c, 'h' | 'H' | 's' | 'S')),
        }
    }
}

/// The letters of a format that are no text of its own.
fn unquoted(code: &str) -> impl Iterator<Item = char> {
    let mut quoted = false;
    let mut inside = 0u32;
    code.chars().filter(move |c| {
        match c {
            '"' => quoted = !quoted,
            '[' if !quoted => inside += 1,
            ']' if !quoted => inside = inside.saturating_sub(1),
            _ => return !quoted && inside == 0,
        }
        false
    })
}

fn places(code: &str) -> Option<Vec<Part>> {
    let mut rest = code;
    // A color or a language stands in front of what is shown.
    while let Some(inside) = rest.strip_prefix('[') {
        let (what, after) = inside.split_once(']')?;
        if what.starts_with(['<', '>', '=']) {
            return None;
        }
        rest = after;
    }
    let mut out = Vec::new();
    let mut chars = rest.chars();
    while let Some(c) = chars.next() {
        match c {
            '0' => out.push(Part::Zero),
            '#' | '?' => out.push(Part::Digit),
            'G' => {
                chars = chars.as_str().strip_prefix("eneral")?.chars();
                out.push(Part::Digit);
            }
            // Room as wide as a letter, and a letter that fills the cell up.
            '_' | '*' => _ = chars.next()?,
            '-' | ' ' | '(' | ')' => out.push(Part::Letter(c)),
            '\\' => out.push(Part::Letter(chars.next()?)),
            '"' => loop {
                match chars.next()? {
                    '"' => break,
                    letter => out.push(Part::Letter(letter)),
                }
            },
            _ => return None,
        }
    }
    let zeros = out.iter().filter(|p| **p == Part::Zero).count();
    let letters = out.iter().any(|p| matches!(p, Part::Letter(_)));
    let digits = out.iter().any(|p| !matches!(p, Part::Letter(_)));
    (zeros > 1 || digits && letters).then_some(out)
}

/// A number as a cell shows it, added to `out`. `false` when it has more digits than a spreadsheet keeps.
pub(super) fn number(value: f64, shows: &Shows, out: &mut String) -> bool {
    let whole = value.fract() == 0.0 && value.abs() < 1e18;
    let start = out.len();
    // Writing into a text cannot fail.
    let _ = if whole {
        write!(out, "{}", value as i64)
    } else {
        write!(out, "{value}")
    };
    let kept = out.len() - start <= MOST_DIGITS || value.abs() < 1e15;
    if let Some(parts) = shows.places.as_ref().filter(|_| whole && value >= 0.0) {
        let plain = out.split_off(start);
        place(&plain, parts, out);
    }
    kept
}

/// Puts digits into places from the right, as a spreadsheet does: what is left stands at the first place.
fn place(digits: &str, parts: &[Part], out: &mut String) {
    let mut backwards = Vec::with_capacity(parts.len() + digits.len());
    let mut left = digits.chars().rev();
    let first = parts.iter().position(|p| !matches!(p, Part::Letter(_)));
    for (at, part) in parts.iter().enumerate().rev() {
        match part {
            Part::Letter(letter) => backwards.push(*letter),
            Part::Zero => backwards.push(left.next().unwrap_or('0')),
            Part::Digit => backwards.extend(left.next()),
        }
        if Some(at) == first {
            backwards.extend(left.by_ref());
        }
    }
    out.extend(backwards.into_iter().rev());
}

/// What an OpenDocument cell shows for a number, where that is the number with zeros in front or, if letters may count,
/// with letters around it: what a format of fixed places makes of it in an Excel workbook.
pub(super) fn shown_digits(shown: &str, value: f64, letters: bool) -> Option<&str> {
    let shown = shown.trim();
    let digits: String = shown.chars().filter(char::is_ascii_digit).collect();
    // So numbers are written, with decimals, thousands and percents, and no identifiers.
    let of_numbers = ['.', ',', '%', '\'', '’', '\u{A0}', '\u{202F}', '\n'];
    let plain = format!("{value}");
    let is = value >= 0.0
        && value.fract() == 0.0
        && !digits.is_empty()
        && digits.trim_start_matches('0') == plain.trim_start_matches('0')
        && (digits.len() > plain.len() || letters && shown.len() > digits.len())
        && !shown.contains(of_numbers);
    is.then_some(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(value: f64, code: &str) -> String {
        let mut out = String::new();
        assert!(number(value, &Shows::of(code), &mut out));
        out
    }

    #[test]
    fn a_number_is_what_its_cell_shows_where_that_is_an_identifier() {
        for (value, code, shown) in [
            (123.0, "General", "123"),
            (123.0, "00000", "00123"),
            (1_234_567.0, "00000", "1234567"),
            (123.0, "00000;-00000", "00123"),
            (12_345_678.0, "000-00-0000", "012-34-5678"),
            (42.0, "\"S\"0000", "S0042"),
            (42.0, "[Red]00000", "00042"),
            (42.0, "\\A\\-000", "A-042"),
            (-7.0, "00000", "-7"),
            (5.0, "0", "5"),
            (5.0, "0.00", "5"),
            (1234.0, "#,##0", "1234"),
            (
                8_015_550_101.0,
                "[<=9999999]###-####;(###) ###-####",
                "8015550101",
            ),
            (0.5, "00000", "0.5"),
            (0.0, "000", "000"),
            (5.0, "0%", "5"),
            (5.0, "# ?/?", "5"),
            (124.0, "\"S\"#", "S124"),
            (125.0, "\"S\"General", "S125"),
            (126.0, "00000_)", "00126"),
            (127.0, "_(* 00000_)", "00127"),
            (128.0, "00000?", "000128"),
            (5.0, "_(* #,##0_)", "5"),
            (5.0, "_(* 0_)", "5"),
            (5.0, "General_)", "5"),
            (5.0, "#", "5"),
        ] {
            assert_eq!(said(value, code), shown, "{code}");
        }
        let mut out = String::new();
        assert!(!number(12_345_678_901_234_567.0, &Shows::default(), &mut out));
    }

    #[test]
    fn digits_that_are_shown_are_the_number_with_zeros_or_letters() {
        for (shown, value, is) in [
            ("00123", 123.0, true),
            ("S0123", 123.0, true),
            ("S123", 123.0, true),
            ("(801) 555-0101", 8_015_550_101.0, true),
            (" 00126 ", 126.0, true),
            ("000", 0.0, true),
            ("123", 123.0, false),
            (" 123 ", 123.0, false),
            ("123.00", 123.0, false),
            ("00124", 123.0, false),
            ("1,234", 1234.0, false),
            ("1’234", 1234.0, false),
            ("1E+05", 100_000.0, false),
            ("-", 0.0, false),
        ] {
            assert_eq!(
                shown_digits(shown, value, true),
                is.then_some(shown.trim()),
                "{shown}"
            );
        }
        // An amount of money has a sign beside it.
        assert_eq!(shown_digits("$5", 5.0, false), None);
        assert_eq!(shown_digits("$005", 5.0, false), Some("$005"));
    }
}
