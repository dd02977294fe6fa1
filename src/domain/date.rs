//! Dates as offices write them, read without ever guessing the century or which part is the month.

use chrono::{Datelike, NaiveDate};

/// What a date may look like, for messages.
pub const DATE_FORM: &str = "a date such as 2014-03-09 or 3/9/2014";

/// A date as it was read, and what has to be said about how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadDate {
    /// The day.
    pub day: NaiveDate,
    /// What was done to the text to get there (a time dropped, an Excel serial turned into a day).
    pub note: Option<String>,
}

/// Reads `2014-03-09`, `3/9/2014`, `03-09-2014`, `20140309`, each also with a time behind it, and Excel's
/// day numbers (1900 system). American order: the month comes first.
///
/// # Errors
/// A plain sentence: no date at all, a day that does not exist, a two-digit year, or a first part over 12.
pub fn parse_date(text: &str) -> Result<ReadDate, String> {
    let t = text.trim();
    let (day_text, time) = match t.split_once(['T', ' ']) {
        Some((d, rest)) if rest.contains(':') => (d, Some(rest)),
        _ => (t, None),
    };
    let note = time
        .filter(|x| !x.starts_with("00:00") && !x.starts_with("0:00"))
        .map(|x| format!("The time {x} was dropped; the day as written was kept."));
    if day_text.bytes().all(|b| b.is_ascii_digit()) && !day_text.is_empty() {
        return all_digits(day_text).map(|(day, n)| ReadDate {
            day,
            note: n.or(note),
        });
    }
    let parts: Vec<&str> = day_text.split(['-', '/', '.']).collect();
    let [a, b, c] = parts[..] else {
        return Err("This is not a date.".into());
    };
    let number = |s: &str| s.parse::<u32>().map_err(|_| "This is not a date.".to_owned());
    let (a_len, c_len) = (a.len(), c.len());
    let (a, b, c) = (number(a)?, number(b)?, number(c)?);
    let (y, m, d) = match (a_len, c_len) {
        (4, 1 | 2) => (a, b, c),
        (1 | 2, 4) => (c, a, b),
        (1 | 2, 1 | 2) => return Err("The year has two digits; write all four.".into()),
        _ => return Err("This is not a date.".into()),
    };
    if m > 12 && d <= 12 {
        return Err(format!("There is no month {m}; the month comes before the day."));
    }
    let day = NaiveDate::from_ymd_opt(y as i32, m, d)
        .ok_or_else(|| format!("There is no day {d} in month {m} of {y}."))?;
    Ok(ReadDate { day, note })
}

fn all_digits(t: &str) -> Result<(NaiveDate, Option<String>), String> {
    let n: u32 = t.parse().map_err(|_| "This is not a date.".to_owned())?;
    match t.len() {
        8 => NaiveDate::from_ymd_opt((n / 10_000) as i32, n / 100 % 100, n % 100)
            .map(|d| (d, None))
            .ok_or_else(|| "There is no such day.".into()),
        // Excel counts days from 1899-12-30 (its 1900 system, after February 1900).
        5 if (20_000..60_000).contains(&n) => NaiveDate::from_ymd_opt(1899, 12, 30)
            .and_then(|d| d.checked_add_days(chrono::Days::new(u64::from(n))))
            .map(|d| {
                (
                    d,
                    Some(format!("{n} is Excel's number for {d}; it was read as that day.")),
                )
            })
            .ok_or_else(|| "This is not a date.".into()),
        _ => Err("This is not a date.".into()),
    }
}

/// A day as people read it everywhere in the program: `2014-03-09`. Moments, which have a time too, are the screens' own.
pub fn written(day: NaiveDate) -> String {
    day.format("%Y-%m-%d").to_string()
}

/// What is wrong with a day as a student's birth date, if anything: in the future, or before 1900.
pub fn birth_date_problem(day: NaiveDate, today: NaiveDate) -> Option<String> {
    if day > today {
        Some("The birth date lies in the future.".into())
    } else if day.year() < 1900 {
        Some("The birth date lies before 1900.".into())
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(y: i32, m: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, day).unwrap()
    }

    #[test]
    fn the_forms_of_offices_are_the_same_day() {
        for t in [
            "2014-03-09",
            "3/9/2014",
            "03-09-2014",
            "20140309",
            "2014/3/9",
            "2014-03-09T00:00:00.000Z",
            "3/9/2014 0:00",
        ] {
            let r = parse_date(t).unwrap();
            assert_eq!((r.day, r.note), (d(2014, 3, 9), None), "{t}");
        }
        let excel = parse_date("41707").unwrap();
        assert_eq!(excel.day, d(2014, 3, 9));
        assert!(excel.note.is_some());
        assert_eq!(
            parse_date("2014-03-09T22:30:00-07:00").unwrap().day,
            d(2014, 3, 9)
        );
    }

    #[test]
    fn nothing_is_guessed() {
        for t in [
            "",
            "31/03/2014",
            "3/9/14",
            "2014-02-30",
            "March 9",
            "0",
            "9/2014",
            "12345678",
        ] {
            assert!(parse_date(t).is_err(), "{t}");
        }
        assert!(
            parse_date("31/03/2014")
                .unwrap_err()
                .contains("month comes before")
        );
    }
}
