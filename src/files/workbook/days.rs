//! Dates and times of a workbook as text.

use super::shown::Shows;
use calamine::{ExcelDateTime, ExcelDateTimeType};
use std::borrow::Cow;
use std::fmt::Write;

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
    let is_time_alone = shows.has_time() && (0.0..1.0).contains(&value.as_f64());
    if !is_time_alone && !is_day(value) {
        // Spreadsheets show no date there; what is in the file is said, so that it is found and mended.
        let _ = write!(out, "{}", value.as_f64());
        return;
    }
    let (year, month, day, hour, minute, second, _) = value.to_ymd_hms_milli();
    let midnight = (hour, minute, second) == (0, 0, 0);
    if !is_time_alone {
        let _ = write!(out, "{year:04}-{month:02}-{day:02}");
        if midnight || !shows.has_time() {
            return;
        }
        out.push(' ');
    }
    let _ = write!(out, "{hour:02}:{minute:02}:{second:02}");
}

/// Whether a number is one of the days that spreadsheets have: up to the year 9999.
fn is_day(value: &ExcelDateTime) -> bool {
    let days = value.as_f64();
    if *value == ExcelDateTime::new(days, ExcelDateTimeType::DateTime, true) {
        return (0.0..2_957_004.0).contains(&days);
    }
    (1.0..2_958_466.0).contains(&days)
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::ExcelDateTimeType::DateTime;

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
        assert_eq!(said(1.0, "m/d/yyyy", false), "1900-01-01");
        assert_eq!(said(0.0, "m/d/yyyy", true), "1904-01-01");
        assert_eq!(said(2_958_465.0, "m/d/yyyy", false), "9999-12-31");
        assert_eq!(said(2_957_003.0, "m/d/yyyy", true), "9999-12-31");
        // What is no day of a spreadsheet is the number that stands there, and no other day.
        for (value, is_1904, number) in [
            (-5.0, false, "-5"),
            (-5.0, true, "-5"),
            (0.0, false, "0"),
            (20_140_309.0, false, "20140309"),
            (2_957_004.0, true, "2957004"),
            (1e10, false, "10000000000"),
        ] {
            assert_eq!(said(value, "m/d/yyyy", is_1904), number);
        }
        assert_eq!(said(-5.0, "m/d/yy h:mm", false), "-5");
    }
}
