//! Dates: which century a two-digit year means, and whether the day or the month comes first.

use super::{Done, Facts, Notes, Spot, hold, readable};
use crate::domain::date::{DATE_FORM, LooseDate, Order, written};
use crate::domain::draft::EnrollmentPart;
use crate::domain::roster::{Choice, Format, Question, Roster, RosterColumn};
use crate::domain::student::Field;
use chrono::Datelike;
use std::ops::RangeInclusive;
use std::sync::Arc;

const BIRTH: RosterColumn = RosterColumn::Field(Field::BirthDate);
const COLUMNS: [RosterColumn; 3] = [
    BIRTH,
    RosterColumn::Part(EnrollmentPart::Entry),
    RosterColumn::Part(EnrollmentPart::Exit),
];

/// How old students of a roster are.
const AGES: RangeInclusive<i32> = 2..=22;

/// So many times more dates must read only one way before the others are taken for mistakes.
const FAR_MORE: usize = 20;

const CENTURY: &str = "century";
const BY_AGE: &str = "by-age";
const DATE_ORDER: &str = "date-order";
const MONTH_FIRST: &str = "month-first";
const DAY_FIRST: &str = "day-first";

/// What the dates of a file look like.
#[derive(Default)]
struct Tally {
    year_first: usize,
    month_first: Kind,
    day_first: Kind,
    unclear: Kind,
    /// Birth dates with a year of two digits.
    short: Kind,
    /// Those of them for which a century gives a student's age.
    of_age: usize,
    /// Whether any cell has to be rewritten.
    any: bool,
}

/// How many dates of a kind there are, and the first of them.
#[derive(Default)]
struct Kind {
    n: usize,
    first: Option<Spot>,
}

impl Kind {
    fn add(&mut self, spot: impl FnOnce() -> Spot) {
        self.n += 1;
        self.first.get_or_insert_with(spot);
    }
}

/// `2014-03-09`, as nearly every date is.
fn is_plain(text: &str) -> bool {
    let b = text.as_bytes();
    b.len() == 10 && b[4] == b'-' && b[7] == b'-'
}

/// The century in which a two-digit year gives a student's age.
fn by_age(year: i32, facts: &Facts<'_>) -> Option<u32> {
    let fits = |century: &u32| AGES.contains(&(facts.today.year() - *century as i32 - year));
    [1900, 2000].into_iter().find(fits)
}

fn tally(roster: &Roster, facts: &Facts<'_>) -> Tally {
    let mut t = Tally::default();
    for row in readable(roster) {
        for column in COLUMNS {
            let text = row.cell(column);
            if is_plain(text) {
                t.year_first += 1;
                continue;
            }
            let Ok(date) = LooseDate::read(text) else {
                continue;
            };
            let spot = || Spot::of(row, column);
            match date.order() {
                Order::Same => {}
                Order::MonthFirst => t.month_first.add(spot),
                Order::DayFirst => t.day_first.add(spot),
                Order::Unclear => t.unclear.add(spot),
            }
            if date.short_year() && column == BIRTH {
                t.short.add(spot);
                t.of_age += usize::from(by_age(date.year(), facts).is_some());
            }
            t.any |= date.short_year() || date.is_serial() || date.has_time();
        }
    }
    t
}

/// Settles the dates of a roster.
pub(super) fn settle(roster: &mut Roster, facts: &Facts<'_>) {
    let t = tally(roster, facts);
    let order = ask_order(roster, &t);
    let century = ask_century(roster, &t);
    recognise(roster, &t, order.as_deref());
    if t.any || t.day_first.n > 0 || order.as_deref() != Some(MONTH_FIRST) {
        rewrite(roster, facts, order.as_deref(), century.as_deref());
    }
}

fn ask_order(roster: &mut Roster, t: &Tally) -> Option<String> {
    // No date of a short list may tell. The systems of this country put the month first; what made a list is not known.
    let told = roster.reading.answers.contains_key(DATE_ORDER) || roster.format == Format::List;
    // A slip of the pen or two does not overrule what a person said of all the others.
    let said = roster
        .reading
        .answers
        .get(DATE_ORDER)
        .is_some_and(|a| a == DAY_FIRST);
    let is_slip = said && t.unclear.n >= FAR_MORE * t.month_first.n;
    let unclear = t.unclear.first.as_ref();
    let unclear = unclear.filter(|_| told && (t.month_first.n == 0 || is_slip));
    let Some(spot) = t.day_first.first.as_ref().or(unclear) else {
        let answered = roster.questions.iter().find(|q| q.key == DATE_ORDER);
        let given = answered.map(|q| q.answer.clone());
        return given.unwrap_or_else(|| Some(MONTH_FIRST.to_owned()));
    };
    let (days, months) = (t.day_first.n, t.month_first.n);
    let suggested = if days == 0 {
        Some(MONTH_FIRST)
    } else if months == 0 || days >= FAR_MORE * months {
        Some(DAY_FIRST)
    } else if months >= FAR_MORE * days {
        Some(MONTH_FIRST)
    } else {
        None
    };
    let sentence = match &t.month_first.first {
        Some(other) => format!(
            "Which comes first in this file's dates, the day or the month? This date can only have the day first, “{}” on line {} only the month.",
            other.found, other.line
        ),
        None if days > 0 => "Which comes first in this file's dates, the day or the month? This date can only have the day first.".to_owned(),
        None => "Which comes first in this file's dates, the day or the month? No date tells.".to_owned(),
    };
    let question = Question::new(
        DATE_ORDER,
        sentence,
        vec![
            Choice::new(MONTH_FIRST, "The month: 3/9/2014 is March 9"),
            Choice::new(DAY_FIRST, "The day: 3/9/2014 is September 3"),
        ],
        suggested,
        &roster.reading.answers,
    );
    roster.ask(question, spot, t.unclear.n + days)
}

fn ask_century(roster: &mut Roster, t: &Tally) -> Option<String> {
    let spot = t.short.first.as_ref()?;
    let question = Question::new(
        CENTURY,
        "The years of birth have two digits. Which century is meant?",
        vec![
            Choice::new(BY_AGE, "The one in which the student is 2 to 22 years old"),
            Choice::new("2000", "All are 2000 to 2099"),
            Choice::new("1900", "All are 1900 to 1999"),
        ],
        (t.of_age > 0).then_some(BY_AGE),
        &roster.reading.answers,
    );
    let answer = roster.ask(question, spot, t.short.n);
    let (value, why) = match answer.as_deref() {
        Some(BY_AGE) => ("by age", "the one in which the student is 2 to 22 years old"),
        Some("1900") => ("1900 to 1999", "it was answered so"),
        Some(_) => ("2000 to 2099", "it was answered so"),
        None => ("not known", "neither century makes any of them 2 to 22 years old"),
    };
    roster.recognise("Century", value, why.to_owned());
    answer
}

fn recognise(roster: &mut Roster, t: &Tally, order: Option<&str>) {
    let only = |kind: &Kind| {
        let first = kind.first.as_ref();
        first.map(|s| format!("“{}” on line {} can only be read so", s.found, s.line))
    };
    let (value, why) = match order {
        _ if t.month_first.n + t.day_first.n + t.unclear.n == 0 => {
            if t.year_first == 0 {
                return;
            }
            ("year, month, day", "the year comes first".to_owned())
        }
        None => (
            "not known",
            "some dates can only have the day first, some only the month".to_owned(),
        ),
        Some(DAY_FIRST) => (
            "day, month, year",
            only(&t.day_first).unwrap_or_else(|| "it was answered so".to_owned()),
        ),
        Some(_) => (
            "month, day, year",
            only(&t.month_first).unwrap_or_else(|| {
                let usual = "as is usual here; no date says otherwise";
                let is_answered = roster.reading.answers.contains_key(DATE_ORDER);
                if is_answered { "it was answered so" } else { usual }.to_owned()
            }),
        ),
    };
    roster.recognise("Date order", value, why);
}

fn rewrite(roster: &mut Roster, facts: &Facts<'_>, order: Option<&str>, century: Option<&str>) {
    let headers = COLUMNS.map(|c| roster.header_of(c));
    let mut notes = Notes::default();
    for row in Arc::make_mut(&mut roster.rows)
        .iter_mut()
        .filter(|r| r.broken.is_none())
    {
        for (column, header) in COLUMNS.into_iter().zip(&headers) {
            let text = row.cell(column);
            if text.is_empty() || is_plain(text) {
                continue;
            }
            let Ok(date) = LooseDate::read(text) else {
                continue;
            };
            let day_first = match (date.order(), order) {
                (Order::Unclear, None) => {
                    let why = "It is not known whether the day or the month comes first in this file: answer the question about it.";
                    hold(&roster.file, header, row, column, why, DATE_FORM);
                    break;
                }
                (Order::Unclear | Order::MonthFirst | Order::DayFirst, Some(order)) => order == DAY_FIRST,
                (given, _) => given == Order::DayFirst,
            };
            let counted_from = match (date.short_year(), century) {
                (false, _) => Some(0),
                // Nobody is enrolled in the last century, nor in many years.
                (true, _) if column != BIRTH => {
                    let ahead = date.year() + 2000 > facts.today.year() + 5;
                    Some(if ahead { 1900 } else { 2000 })
                }
                (true, Some(BY_AGE)) => by_age(date.year(), facts),
                (true, Some(century)) => century.parse().ok(),
                (true, None) => None,
            };
            let Some(counted_from) = counted_from else {
                let why = "The year has two digits, and no century makes the student 2 to 22 years old. Write all four digits, or answer the question about the century.";
                hold(&roster.file, header, row, column, why, DATE_FORM);
                break;
            };
            let day = match date.day(day_first, counted_from) {
                Ok(day) => day,
                Err(why) => {
                    hold(&roster.file, header, row, column, why, DATE_FORM);
                    break;
                }
            };
            let turned = day_first && date.order() != Order::Same;
            let kinds = [
                (date.short_year(), Done::ShortYear),
                (turned, Done::DayFirst),
                (date.is_serial(), Done::Serial),
                (date.has_time(), Done::Time),
            ];
            let mut done = kinds.into_iter().filter(|k| k.0).peekable();
            if done.peek().is_none() {
                continue;
            }
            let became = written(day);
            for (_, kind) in done {
                notes.add(kind, row, column, &became);
            }
            row.put(column, &became);
        }
    }
    notes.say(roster);
}
