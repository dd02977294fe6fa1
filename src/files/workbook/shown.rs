//! What a cell of a workbook shows: the number formats that decide about an identifier, and dates.

use calamine::ExcelDateTime;
use std::borrow::Cow;
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

/// `2014-03-09T00:00:00` as its day, and a time that is not midnight behind a blank.
pub(super) fn day_of_iso(text: &str) -> Cow<'_, str> {
    match text.split_once('T') {
        Some((day, time)) if time.bytes().all(|b| matches!(b, b'0' | b':' | b'.' | b'Z')) => {
            Cow::Borrowed(day)
        }
        Some((day, time)) => Cow::Owned(format!("{day} {time}")),
        None => Cow::Borrowed(text),
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
            '#' => out.push(Part::Digit),
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
    (zeros > 1 || zeros == 1 && letters).then_some(out)
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

/// A date or time as text, added to `out`: the day alone where the cell shows the day alone.
pub(super) fn date(value: &ExcelDateTime, shows: &Shows, out: &mut String) {
    if value.is_duration() {
        let seconds = (value.as_f64() * 86_400.0).round() as i64;
        let _ = write!(
            out,
            "{}:{:02}:{:02}",
            seconds / 3600,
            seconds / 60 % 60,
            seconds % 60
        );
        return;
    }
    let (year, month, day, hour, minute, second, _) = value.to_ymd_hms_milli();
    let midnight = (hour, minute, second) == (0, 0, 0);
    if value.as_f64() >= 1.0 || !shows.time {
        let _ = write!(out, "{year:04}-{month:02}-{day:02}");
        if midnight || !shows.time {
            return;
        }
        out.push(' ');
    }
    let _ = write!(out, "{hour:02}:{minute:02}:{second:02}");
}

/// What an OpenDocument cell shows for a number, where that is the number with zeros in front or letters around it.
pub(super) fn shown_digits(shown: &str, value: f64) -> bool {
    let digits: String = shown.chars().filter(char::is_ascii_digit).collect();
    let other = |c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',' | '%' | '\u{A0}' | '\u{202F}');
    let plain = format!("{value}");
    value >= 0.0
        && value.fract() == 0.0
        && digits.len() > plain.len()
        && digits.trim_start_matches('0') == plain.trim_start_matches('0')
        && shown.chars().all(|c| c.is_ascii_digit() || other(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::ExcelDateTimeType::DateTime;

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
        ] {
            assert_eq!(said(value, code), shown, "{code}");
        }
        let mut out = String::new();
        assert!(!number(12_345_678_901_234_567.0, &Shows::default(), &mut out));
    }

    #[test]
    fn a_day_stays_the_day_in_both_systems() {
        let said = |value, code, is_1904| {
            let mut out = String::new();
            date(
                &ExcelDateTime::new(value, DateTime, is_1904),
                &Shows::of(code),
                &mut out,
            );
            out
        };
        assert_eq!(said(41707.0, "mm-dd-yy", false), "2014-03-09");
        assert_eq!(said(41707.0 - 1462.0, "mm-dd-yy", true), "2014-03-09");
        assert_eq!(said(41707.75, "d-mmm-yy", false), "2014-03-09");
        assert_eq!(said(41707.75, "m/d/yy h:mm", false), "2014-03-09 18:00:00");
        assert_eq!(said(41707.0, "m/d/yy h:mm", false), "2014-03-09");
        assert_eq!(said(0.5, "h:mm", false), "12:00:00");
    }

    #[test]
    fn digits_that_are_shown_are_the_number_with_zeros() {
        for (shown, value, is) in [
            ("00123", 123.0, true),
            ("S0123", 123.0, true),
            ("000", 0.0, true),
            ("123", 123.0, false),
            ("123.00", 123.0, false),
            ("00124", 123.0, false),
            ("1,234", 1234.0, false),
        ] {
            assert_eq!(shown_digits(shown, value), is, "{shown}");
        }
    }
}
