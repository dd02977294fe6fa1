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

/// Reads `2014-03-09`, `3/9/2014`, `03-09-2014`, `20140309`, `9-Mar-2014`, each also with a time behind it, and Excel's
/// day numbers (1900 system). American order: the month comes first.
///
/// # Errors
/// A plain sentence: no date at all, a day that does not exist, a two-digit year, or a first part over 12.
pub fn parse_date(text: &str) -> Result<ReadDate, String> {
    let loose = LooseDate::read(text)?;
    if loose.short_year() {
        return Err("The year has two digits; write all four.".into());
    }
    let day = loose.day(false, 0)?;
    Ok(ReadDate {
        day,
        note: loose.note(day),
    })
}

/// A date as its parts stand in a text, before it is known which century and which order the file means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LooseDate<'a> {
    form: Form,
    year: u32,
    short_year: bool,
    /// A time behind it that is not midnight.
    time: Option<&'a str>,
    /// Excel's day number, where the text is one.
    serial: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// It is clear which part is the month.
    Sure { month: u32, day: u32 },
    /// Two numbers before the year: `3/9/2014`.
    Either { first: u32, second: u32 },
}

/// In which orders the two numbers of a date make a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// In either, or it is written so that there is no question.
    Same,
    /// The month comes first; the other way there is no such month.
    MonthFirst,
    /// The day comes first; the other way there is no such month.
    DayFirst,
    /// Either, and they are two days.
    Unclear,
}

const NOT_A_DATE: &str = "This is not a date.";

impl<'a> LooseDate<'a> {
    /// Takes a text apart.
    ///
    /// # Errors
    /// A plain sentence, when it is no date in any order and century.
    pub fn read(text: &'a str) -> Result<Self, String> {
        let t = text.trim();
        let (day_text, time) = without_time(t);
        if !day_text.is_empty() && day_text.bytes().all(|b| b.is_ascii_digit()) {
            return all_digits(day_text, time);
        }
        let mut parts = ["", "", ""];
        let mut n = 0;
        let mut pieces = day_text
            .split(|c: char| c.is_ascii_whitespace() || "-/.,".contains(c))
            .filter(|p| !p.is_empty());
        for piece in &mut pieces {
            *parts.get_mut(n).ok_or(NOT_A_DATE)? = piece;
            n += 1;
        }
        let separators = day_text.bytes().filter(|b| !b.is_ascii_alphanumeric()).count();
        let [a, b, c] = parts;
        // `9/-1/2014` and `/3/9/2014` are no dates; between the parts of a written date a comma and a blank may stand.
        if n != 3 || separators > 3 || !day_text.starts_with(a) || !day_text.ends_with(c) {
            return Err(NOT_A_DATE.into());
        }
        let number = |s: &str| {
            let is = s.len() <= 4 && s.bytes().all(|b| b.is_ascii_digit());
            is.then(|| s.parse::<u32>().ok()).flatten().ok_or(NOT_A_DATE)
        };
        let year_of = |s: &str| match s.len() {
            2 | 4 => number(s).map(|y| (y, s.len() == 2)),
            _ => Err(NOT_A_DATE),
        };
        let ((year, short_year), form) = if let Some(month) = month_named(a) {
            (
                year_of(c)?,
                Form::Sure {
                    month,
                    day: number(b)?,
                },
            )
        } else if let Some(month) = month_named(b) {
            (
                year_of(c)?,
                Form::Sure {
                    month,
                    day: number(a)?,
                },
            )
        } else if separators != 2 || day_text.contains([' ', ',']) {
            return Err(NOT_A_DATE.into());
        } else if a.len() == 4 && b.len() <= 2 && c.len() <= 2 {
            let (month, day) = (number(b)?, number(c)?);
            ((number(a)?, false), Form::Sure { month, day })
        } else if a.len() <= 2 && b.len() <= 2 && matches!(c.len(), 2 | 4) {
            let (first, second) = (number(a)?, number(b)?);
            if c.len() == 2 && first > 12 && day_text.contains('-') {
                return Err("It is not clear which part is the year; write all four digits of it.".into());
            }
            (year_of(c)?, Form::Either { first, second })
        } else {
            return Err(NOT_A_DATE.into());
        };
        Ok(Self {
            form,
            year,
            short_year,
            time,
            serial: None,
        })
    }

    /// Whether the year has two digits: the century is not known.
    pub fn short_year(&self) -> bool {
        self.short_year
    }

    /// The year as it stands there.
    pub fn year(&self) -> i32 {
        self.year as i32
    }

    /// In which orders it makes a day.
    pub fn order(&self) -> Order {
        match self.form {
            Form::Sure { .. } => Order::Same,
            Form::Either { first, second } => match (first <= 12, second <= 12) {
                (true, true) if first != second => Order::Unclear,
                (true, false) => Order::MonthFirst,
                (false, true) => Order::DayFirst,
                _ => Order::Same,
            },
        }
    }

    /// The day; a two-digit year is counted from `century`.
    ///
    /// # Errors
    /// A plain sentence, when there is no such day.
    pub fn day(&self, day_first: bool, century: u32) -> Result<NaiveDate, String> {
        let (month, day) = match self.form {
            Form::Sure { month, day } => (month, day),
            Form::Either { first, second } if day_first => (second, first),
            Form::Either { first, second } => (first, second),
        };
        if month > 12 && day <= 12 {
            return Err(format!(
                "There is no month {month}; the {} comes before the {}.",
                if day_first { "day" } else { "month" },
                if day_first { "month" } else { "day" },
            ));
        }
        let year = self.year + if self.short_year { century } else { 0 };
        NaiveDate::from_ymd_opt(year as i32, month, day)
            .ok_or_else(|| format!("There is no day {day} in month {month} of {year}."))
    }

    /// Whether it is Excel's number of a day.
    pub fn is_serial(&self) -> bool {
        self.serial.is_some()
    }

    /// Whether there is a time behind it that is not midnight.
    pub fn has_time(&self) -> bool {
        self.time.is_some()
    }

    fn note(&self, day: NaiveDate) -> Option<String> {
        match (self.serial, self.time) {
            (Some(n), _) => Some(format!(
                "{n} is Excel's number for {day}; it was read as that day."
            )),
            (None, Some(time)) => Some(format!(
                "The time {time} was dropped; the day as written was kept."
            )),
            (None, None) => None,
        }
    }
}

/// A text without the time behind it, and the time where it is not midnight.
fn without_time(t: &str) -> (&str, Option<&str>) {
    let Some(colon) = t.find(':') else {
        return (t, None);
    };
    let Some(at) = t[..colon].rfind(['T', ' ']) else {
        return (t, None);
    };
    let time = &t[at + 1..];
    let midnight = time.starts_with("00:00") || time.starts_with("0:00") || {
        let upper = time.to_ascii_uppercase();
        upper.starts_with("12:00")
            && upper.ends_with("AM")
            && !upper[5..].contains(|c: char| ('1'..='9').contains(&c))
    };
    (t[..at].trim_end(), (!midnight).then_some(time))
}

/// The month that a word names: `Mar`, `MARCH`.
fn month_named(word: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    if word.len() < 3 || !word.bytes().all(|b| b.is_ascii_alphabetic()) {
        return None;
    }
    let word = word.to_ascii_lowercase();
    let word = if word == "sept" { "sep" } else { &word };
    (1..)
        .zip(MONTHS)
        .find(|(_, m)| *m == word || word.len() == 3 && m.starts_with(word))
        .map(|(n, _)| n)
}

fn all_digits<'a>(t: &str, time: Option<&'a str>) -> Result<LooseDate<'a>, String> {
    let n: u32 = t.parse().map_err(|_| NOT_A_DATE)?;
    let of = |year, month, day, serial| LooseDate {
        form: Form::Sure { month, day },
        year,
        short_year: false,
        time,
        serial,
    };
    match t.len() {
        8 => NaiveDate::from_ymd_opt((n / 10_000) as i32, n / 100 % 100, n % 100)
            .map(|_| of(n / 10_000, n / 100 % 100, n % 100, None))
            .ok_or_else(|| "There is no such day.".into()),
        // Excel counts days from 1899-12-30 (its 1900 system, after February 1900).
        5 if (20_000..60_000).contains(&n) => NaiveDate::from_ymd_opt(1899, 12, 30)
            .and_then(|d| d.checked_add_days(chrono::Days::new(u64::from(n))))
            .map(|d| of(d.year() as u32, d.month(), d.day(), Some(n)))
            .ok_or_else(|| NOT_A_DATE.into()),
        _ => Err(NOT_A_DATE.into()),
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
#[path = "date_tests.rs"]
mod tests;
