//! Leading zeros that a spreadsheet dropped from student numbers and State IDs.

use super::{Done, Facts, Notes, Spot, hold, is_digits, readable};
use crate::domain::roster::{Choice, HOLD, Question, Roster, RosterColumn};
use crate::domain::student::Field;
use std::sync::Arc;

const NUMBER: RosterColumn = RosterColumn::Field(Field::Number);
const SSID: RosterColumn = RosterColumn::Field(Field::Ssid);

const LOST_ZEROS: &str = "lost-zeros";
const PAD: &str = "pad";
const AS_WRITTEN: &str = "as-written";

/// The most digits that are counted.
const MOST: usize = 20;

/// How many short numbers are looked up among the students here.
const LOOKED_UP: usize = 500;

/// How many numbers, all with as many digits, show that this is how they are.
const SHOW: usize = 5;

/// Numbers that are shorter than they should be.
struct Short {
    column: RosterColumn,
    digits: usize,
    /// Whether it is as good as certain: not merely that most have more digits.
    sure: bool,
    first: Spot,
    rows: usize,
}

/// The numbers of a column by how many digits they have.
#[derive(Default)]
struct Widths {
    numbers: [usize; MOST + 1],
    /// Whether one of that many digits begins with a zero.
    zero: [bool; MOST + 1],
}

impl Widths {
    fn of<'a>(numbers: impl Iterator<Item = &'a str>) -> Self {
        let mut out = Self::default();
        for n in numbers.filter(|n| n.len() <= MOST && is_digits(n)) {
            out.numbers[n.len()] += 1;
            out.zero[n.len()] |= n.starts_with('0');
        }
        out
    }

    /// How many digits the numbers should have, and whether that is sure. A shorter number that kept its zero shows that
    /// they need not all have as many.
    fn should_have(&self, here: Option<usize>) -> Option<(usize, bool)> {
        let longest = (1..=MOST).rev().find(|w| self.numbers[*w] > 0)?;
        let width = here.unwrap_or(longest);
        if longest > width || self.zero[..width].contains(&true) {
            return None;
        }
        let (full, all) = (self.numbers[width], self.numbers.iter().sum::<usize>());
        if here.is_some() || self.zero[width] && 2 * full > all {
            Some((width, true))
        } else {
            (full >= SHOW && 10 * full >= 8 * all).then_some((width, false))
        }
    }

    /// Whether there are many, none has all digits, and all have as many fewer: then that is how they are.
    fn all_shorter(&self, digits: usize) -> bool {
        let shorter = &self.numbers[..digits];
        let kinds = shorter.iter().filter(|n| **n > 0).count();
        self.numbers[digits] == 0 && kinds == 1 && shorter.iter().sum::<usize>() >= SHOW
    }
}

/// Student numbers that are shorter than the others, or than those here.
fn short_numbers(roster: &Roster, facts: &Facts<'_>) -> Option<Short> {
    let widths = Widths::of(readable(roster).map(|r| r.cell(NUMBER)));
    let (digits, sure) = widths.should_have(facts.number_digits)?;
    let mut found = short(roster, NUMBER, digits, sure, |_| true)?;
    found.sure = match known_as(roster, digits, facts) {
        Known::Padded => true,
        Known::AsWritten => false,
        Known::Neither => sure && !widths.all_shorter(digits),
    };
    Some(found)
}

/// As what the students here know the short numbers of a file.
enum Known {
    Padded,
    AsWritten,
    Neither,
}

fn known_as(roster: &Roster, digits: usize, facts: &Facts<'_>) -> Known {
    let short = readable(roster).map(|r| r.cell(NUMBER));
    let short = short.filter(|n| n.len() < digits && is_digits(n)).take(LOOKED_UP);
    let (mut padded, mut written) = (0, 0);
    for number in short {
        padded += usize::from((facts.is_here)(&format!("{number:0>digits$}")));
        written += usize::from((facts.is_here)(number));
    }
    match (padded, written) {
        (0, 0) => Known::Neither,
        _ if padded > written => Known::Padded,
        _ => Known::AsWritten,
    }
}

/// State IDs with fewer digits than the state's have. Where all of many have as many fewer, that is how they are.
fn short_ssids(roster: &Roster, facts: &Facts<'_>) -> Option<Short> {
    let digits = usize::from(facts.rules.ssid_digits?).min(MOST);
    let widths = Widths::of(readable(roster).map(|r| r.cell(SSID)));
    if widths.all_shorter(digits) {
        return None;
    }
    short(roster, SSID, digits, true, |id| !facts.rules.is_provisional(id))
}

fn short(
    roster: &Roster,
    column: RosterColumn,
    digits: usize,
    sure: bool,
    is_one: impl Fn(&str) -> bool,
) -> Option<Short> {
    let is = |text: &str| text.len() < digits && is_digits(text) && is_one(text);
    let mut rows = readable(roster).filter(|r| is(r.cell(column)));
    let first = Spot::of(rows.next()?, column);
    Some(Short {
        column,
        digits,
        sure,
        first,
        rows: rows.count() + 1,
    })
}

/// Settles the lost zeros of a roster.
pub(super) fn settle(roster: &mut Roster, facts: &Facts<'_>) {
    let numbers = short_numbers(roster, facts);
    let ssids = short_ssids(roster, facts);
    let numbers = numbers.filter(|n| n.sure || ssids.is_none());
    let found: Vec<Short> = numbers.into_iter().chain(ssids).collect();
    let Some(first) = found.first() else { return };
    let sure = found.iter().all(|s| s.sure);
    let each: Vec<String> = found
        .iter()
        .map(|s| format!("{} usually has {} digits", s.column.label(), s.digits))
        .collect();
    let question = Question::new(
        LOST_ZEROS,
        format!(
            "{}, and some here have fewer. Did a spreadsheet drop leading zeros?",
            each.join(", ")
        ),
        vec![
            Choice::new(PAD, "Yes: put the zeros back"),
            Choice::new(AS_WRITTEN, "No: take them as they are"),
            Choice::new(HOLD, "Hold these rows back"),
        ],
        Some(if sure { PAD } else { AS_WRITTEN }),
        &roster.reading.answers,
    );
    let rows = found.iter().map(|s| s.rows).sum();
    let answer = roster.ask(question, &first.first, rows);
    if answer.as_deref() == Some(AS_WRITTEN) {
        return;
    }
    let mut notes = Notes::default();
    for s in &found {
        if s.column == NUMBER && answer.as_deref() == Some(PAD) {
            // Whom the file marks as deleted has no row, and lost the same zeros.
            for number in roster
                .deleted
                .iter_mut()
                .filter(|n| n.len() < s.digits && is_digits(n))
            {
                *number = format!("{number:0>width$}", width = s.digits);
            }
        }
        let header = roster.header_of(s.column);
        for row in Arc::make_mut(&mut roster.rows)
            .iter_mut()
            .filter(|r| r.broken.is_none())
        {
            let text = row.cell(s.column);
            // Which IDs are provisional is a rule of State IDs.
            let is_other = s.column == SSID && facts.rules.is_provisional(text);
            if text.len() >= s.digits || !is_digits(text) || is_other {
                continue;
            }
            if answer.as_deref() == Some(PAD) {
                let padded = format!("{text:0>width$}", width = s.digits);
                notes.add(Done::Zeros, row, s.column, &padded);
                row.put(s.column, &padded);
            } else {
                let expected = format!("{} digits", s.digits);
                let why = "A spreadsheet may have dropped leading zeros.";
                hold(&roster.file, &header, row, s.column, why, expected.clone());
            }
        }
    }
    notes.say(roster);
}
