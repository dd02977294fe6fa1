//! What spreadsheets do to a cell, undone; and the checks that a line's cells stand under their headers.

pub use super::harmless::read as without_formula;
use super::table::Record;
use crate::domain::date::parse_date;

/// Stands for what a formula gave where the workbook does not say: it was never opened in a spreadsheet since it was made.
pub const NOT_CALCULATED: &str = "(formula without a result)";

/// Stands for an error of a formula that nobody knows by its name.
pub const SOME_ERROR: &str = "#ERROR!";

/// Whether a cell holds what a spreadsheet writes where a formula failed.
pub fn is_spreadsheet_error(cell: &str) -> bool {
    #[rustfmt::skip]
    const ERRORS: [&str; 19] = [
        "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#DATA!", "#FIELD!",
        "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#BUSY!", "#EXTERNAL!", "#PYTHON!", "#GETTING_DATA", SOME_ERROR,
    ];
    let t = cell.trim();
    t.starts_with('#') && ERRORS.contains(&t)
        || t.strip_prefix("Err:").is_some_and(|n| n.parse::<u16>().is_ok())
}

/// Whether a cell has what databases and lists write where nothing is known. `NA` may be a code.
pub fn says_nothing(cell: &str) -> bool {
    let t = cell.trim();
    ["NULL", "(NULL)", "<NULL>", "N/A"]
        .iter()
        .any(|n| t.eq_ignore_ascii_case(n))
}

/// An identifier without Excel's marks for text: formula, leading apostrophe, invisible marks and blanks around it.
pub fn identifier(cell: &str) -> &str {
    let invisible = |c: char| c.is_whitespace() || matches!(c, '\u{FEFF}' | '\u{200B}' | '\u{200E}');
    let t = without_formula(cell).trim_matches(invisible);
    match t.strip_prefix('\'') {
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-') => rest,
        _ => t,
    }
}

/// A cell without characters that nobody sees and that keep equal names from being equal: control characters, marks of
/// width nought, marks of the writing direction. Those that part words become a blank. `None` where there are none. Joiners
/// stay: in some scripts they are part of a word.
pub fn without_invisible(cell: &str) -> Option<String> {
    let parts = |c: char| matches!(c, '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}');
    let hidden = |c: char| {
        c.is_control() && !matches!(c, '\t' | '\n' | '\r')
            || matches!(c, '\u{AD}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
    };
    // Nearly every cell is plain, and seen to be so at once.
    let plain = cell.bytes().all(|b| (b' '..=b'~').contains(&b));
    let is = !plain && cell.contains(|c| hidden(c) || parts(c));
    // Behind these it is the second half of a letter that was damaged before: dropped, nobody could put it right again.
    let mut before = ' ';
    let seen = |c| {
        let is_half = matches!(before, 'Ã' | 'Â') && matches!(c, '\u{80}'..='\u{9F}' | '\u{AD}');
        before = c;
        match c {
            c if is_half => Some(c),
            c if parts(c) => Some(' '),
            c => (!hidden(c)).then_some(c),
        }
    };
    is.then(|| cell.chars().filter_map(seen).collect::<String>())
        .filter(|seen| seen != cell)
}

/// `123.0` as `123`: what a spreadsheet or pandas makes of a column of numbers with blanks in it.
pub fn without_point_zero(cell: &str) -> Option<&str> {
    let (whole, zeros) = cell.split_once('.')?;
    let digits = whole.strip_prefix('-').unwrap_or(whole);
    let is = !digits.is_empty()
        && digits.bytes().all(|b| b.is_ascii_digit())
        && !zeros.is_empty()
        && zeros.bytes().all(|b| b == b'0');
    is.then_some(whole)
}

/// Whether it is a number as a spreadsheet shortens it: `1.23457E+09`.
pub fn lost_digits(cell: &str) -> bool {
    let Some((number, power)) = cell.split_once(['E', 'e']) else {
        return false;
    };
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    let (whole, part) = number.split_once('.').unwrap_or((number, "0"));
    let signed = power.strip_prefix('+');
    // `1E5` may be somebody's number.
    (signed.is_some() || number.contains('.'))
        && digits(whole)
        && digits(part)
        && digits(signed.unwrap_or(power))
}

/// `00-123`, `123 4567` and `1,234` as digits only; `None` where nothing is to be removed or other letters stand, and where
/// it is a date, or two numbers between which a comma stands.
pub fn without_punctuation(cell: &str) -> Option<String> {
    let between = |c: char| matches!(c, '-' | ' ' | '\u{A0}' | '–' | '\u{2011}');
    let is = cell.starts_with(|c: char| c.is_ascii_digit())
        && cell.ends_with(|c: char| c.is_ascii_digit())
        && (cell.contains(between) && cell.chars().all(|c| c.is_ascii_digit() || between(c))
            || has_thousands(cell))
        && !is_beyond_doubt(cell);
    is.then(|| cell.chars().filter(char::is_ascii_digit).collect())
}

/// `1,234,567`: commas between groups of three digits.
fn has_thousands(cell: &str) -> bool {
    let mut groups = cell.split(',');
    let first = groups.next().unwrap_or_default();
    let digits = |t: &str, n: std::ops::RangeInclusive<usize>| {
        n.contains(&t.len()) && t.bytes().all(|b| b.is_ascii_digit())
    };
    cell.contains(',') && digits(first, 1..=3) && groups.all(|g| digits(g, 3..=3))
}

/// `“Smith”` as `Smith`: quotes that a word processor made round.
pub fn without_curly_quotes(cell: &str) -> Option<&str> {
    let t = cell.trim();
    let inside = t.strip_prefix(['“', '„', '”'])?.strip_suffix(['”', '“'])?;
    (!inside.is_empty() && !inside.contains(['“', '”', '„'])).then_some(inside)
}

/// ` "Smith"` as `Smith`: behind a blank, quotation marks are letters to who cuts a line into cells.
pub fn without_late_quotes(cell: &str) -> Option<&str> {
    let inside = cell
        .strip_prefix(' ')?
        .trim()
        .strip_prefix('"')?
        .strip_suffix('"')?;
    (!inside.contains('"')).then_some(inside)
}

/// Whether a cell is a date beyond doubt: parts between separators, or eight digits.
pub fn is_date(cell: &str) -> bool {
    let t = cell.trim();
    (8..40).contains(&t.len()) && t.starts_with(|c: char| c.is_ascii_digit()) && parse_date(t).is_ok()
}

/// Whether a cell is a date and cannot be an identifier: eight digits may be either.
fn is_beyond_doubt(cell: &str) -> bool {
    is_date(cell) && cell.contains(|c: char| !c.is_ascii_digit())
}

/// Whether the cells of a line have slipped: the birth date's column has no date, one of the two columns to either side,
/// which hold no dates, has one. An unquoted comma in a name does that, or a blank cell that was left out.
pub fn slipped(record: &Record, birth_date: Option<usize>, holds_no_date: impl Fn(usize) -> bool) -> bool {
    let Some(at) = birth_date else {
        return false;
    };
    let birth = record.cell(at);
    if is_date(birth) {
        return false;
    }
    // Excel's day numbers and dates with two-digit years are no dates above, but no sign of slipping either.
    let right =
        (at + 1..=at + 2).any(|i| i < record.cells.len() && holds_no_date(i) && is_date(record.cell(i)));
    right || (at.saturating_sub(2)..at).any(|i| holds_no_date(i) && is_beyond_doubt(record.cell(i)))
}

/// A cell this long is no cell of a student list; something went wrong before the file came here.
pub const HUGE: usize = 2000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_excel_did_is_undone() {
        assert_eq!(identifier("=\"00123\""), "00123");
        assert_eq!(identifier(" '00123 "), "00123");
        assert_eq!(identifier("'-1"), "-1");
        assert_eq!(identifier("'"), "'");
        assert_eq!(without_formula("=1+1"), "=1+1");
        assert_eq!(without_formula("'+18015550101"), "+18015550101");
        assert_eq!(without_formula("'Aolani"), "'Aolani");
        assert_eq!(without_point_zero("123.0"), Some("123"));
        assert_eq!(
            without_invisible("\u{200E}Gar\u{7}cia\u{B}Lopez\u{202E}").as_deref(),
            Some("Garcia Lopez")
        );
        assert_eq!(without_invisible("Peña\tO’Brien ن\u{200C}د"), None);
        assert_eq!(without_invisible("GarcÃ\u{AD}a"), None, "í, damaged before");
        assert_eq!(without_point_zero("-1.0"), Some("-1"));
        assert_eq!(without_point_zero("1.50"), None);
        assert_eq!(without_punctuation("1,234").as_deref(), Some("1234"));
        assert_eq!(without_punctuation("123 4568").as_deref(), Some("1234568"));
        assert_eq!(without_punctuation("00-123").as_deref(), Some("00123"));
        assert_eq!(without_punctuation("1,234,567").as_deref(), Some("1234567"));
        // A date in the wrong column, and two numbers in one cell, are no number.
        for left in [
            "D-12",
            "-1",
            "00123",
            "1.86E+06",
            "2014-03-09",
            "00123, 00124",
            "123456,7",
            "123,4567",
        ] {
            assert_eq!(without_punctuation(left), None, "{left}");
        }
        for lost in ["1.23457E+09", "1E+10", "1.9e9"] {
            assert!(lost_digits(lost), "{lost}");
        }
        for kept in ["1E5", "E+09", "123", "12.5", "1.2E", "A1E+09"] {
            assert!(!lost_digits(kept), "{kept}");
        }
        assert!(says_nothing(" null ") && says_nothing("N/A"));
        assert!(!says_nothing("NA") && !says_nothing("") && !says_nothing("Nullman"));
        assert_eq!(without_curly_quotes("“Smith”"), Some("Smith"));
        assert_eq!(without_curly_quotes("Ann “Annie” Lee"), None);
        assert_eq!(without_late_quotes(" \"Smith\""), Some("Smith"));
        assert_eq!(without_late_quotes(" \"\""), Some(""));
        for left in ["\"Smith\"", " \"Ann\" \"Annie\"", " Smith", " \""] {
            assert_eq!(without_late_quotes(left), None, "{left}");
        }
    }
}
