//! What the columns of a list without known column names hold, by what stands in them. Every guess is shown as one.

use super::super::cells::{identifier, is_date};
use super::super::table::{HEAD_LINES, Record};
use crate::domain::codes::{SUFFIXES, parse_grade};
use crate::domain::date::LooseDate;
use crate::domain::draft::EnrollmentPart as P;
use crate::domain::roster::RosterColumn::{self, Field as Col, Part};
use crate::domain::student::Field as F;
use std::collections::HashSet;

/// How many lines are looked at.
const LINES: usize = 200;

/// What stands in a column.
struct Look<'a> {
    cells: Vec<&'a str>,
    /// How many lines were looked at.
    lines: usize,
}

impl<'a> Look<'a> {
    fn of(records: &'a [Record], at: usize) -> Self {
        // A title above the students stands in the first cell alone.
        let students = records.iter().take(LINES).filter(|r| r.filled() > 1);
        let all: Vec<&str> = students.map(|r| identifier(r.cell(at))).collect();
        let lines = all.len();
        Self {
            cells: all.into_iter().filter(|c| !c.is_empty()).collect(),
            lines,
        }
    }

    /// Whether nearly all that stands in it is so.
    fn are(&self, is: impl Fn(&str) -> bool) -> bool {
        let n = self.cells.iter().filter(|c| is(c)).count();
        n > 0 && 10 * n >= 9 * self.cells.len()
    }

    fn dates(&self) -> bool {
        self.are(|c| is_date(c) || c.contains(['/', '-']) && LooseDate::read(c).is_ok())
    }

    fn digits(&self) -> bool {
        self.are(|c| c.bytes().all(|b| b.is_ascii_digit()))
    }

    fn all_different(&self) -> bool {
        let different: HashSet<&str> = self.cells.iter().copied().collect();
        different.len() == self.cells.len()
    }

    fn width(&self) -> usize {
        self.cells.iter().map(|c| c.len()).max().unwrap_or(0)
    }

    fn names(&self) -> bool {
        self.are(|c| {
            c.chars().any(char::is_alphabetic) && !c.contains(|c: char| c.is_ascii_digit() || c == '@')
        })
    }

    /// The mean year of its dates.
    fn year(&self) -> i32 {
        let years = self.cells.iter().filter_map(|c| LooseDate::read(c).ok());
        let years: Vec<i32> = years.map(|d| d.year()).collect();
        years.iter().sum::<i32>() / (years.len() as i32).max(1)
    }

    fn is_one_of(&self, words: &[&str]) -> bool {
        self.are(|c| words.iter().any(|w| w.eq_ignore_ascii_case(c)))
    }
}

/// What each of so many columns holds, as far as it can be told.
pub(super) fn columns(records: &[Record], n: usize) -> Vec<Option<RosterColumn>> {
    let looks: Vec<Look<'_>> = (0..n).map(|at| Look::of(records, at)).collect();
    let mut out = vec![None; n];
    let take = |out: &mut Vec<Option<RosterColumn>>, column, is: &dyn Fn(usize, &Look<'_>) -> bool| {
        let at = (0..n).find(|at| out[*at].is_none() && is(*at, &looks[*at]));
        if let Some(at) = at {
            out[at] = Some(column);
        }
        at
    };
    // Of several columns of dates the earliest are the birth dates.
    let birth = (0..n)
        .filter(|at| looks[*at].dates())
        .min_by_key(|at| looks[*at].year());
    take(&mut out, Col(F::BirthDate), &|at, _| Some(at) == birth);
    take(&mut out, Col(F::Gender), &|_, l| {
        l.is_one_of(&["M", "F", "X", "Male", "Female"])
    });
    let dates = |l: &Look<'_>| l.dates();
    take(&mut out, Col(F::Number), &|_, l| {
        !dates(l) && l.cells.len() == l.lines && l.all_different() && l.digits() && l.width() >= 2
    });
    take(&mut out, Col(F::Ssid), &|_, l| {
        !dates(l) && l.digits() && l.all_different() && (6..=10).contains(&l.width())
    });
    take(&mut out, Part(P::Grade), &|_, l| {
        l.width() <= 3 && l.are(|c| parse_grade(c).is_some())
    });
    take(&mut out, Part(P::School), &|_, l| {
        l.digits() && (2..=6).contains(&l.width())
    });
    take(&mut out, Col(F::Suffix), &|_, l| {
        l.are(|c| {
            SUFFIXES
                .iter()
                .any(|s| s.eq_ignore_ascii_case(c.trim_end_matches('.')))
        })
    });
    take(&mut out, Col(F::Ethnicity), &|_, l| {
        l.is_one_of(&["A", "B", "C", "H", "I", "P", "W", "M"])
    });
    // Lists put the last name first.
    let name = |l: &Look<'_>| l.names() && l.width() > 1;
    let last = take(&mut out, Col(F::LastName), &|_, l| {
        name(l) && l.cells.len() == l.lines
    });
    let first = take(&mut out, Col(F::FirstName), &|_, l| {
        name(l) && l.cells.len() == l.lines
    });
    if let (Some(_), Some(first)) = (last, first) {
        take(&mut out, Col(F::MiddleName), &|at, l| at == first + 1 && name(l));
    }
    out
}

/// The line that seems to have column names, though none that is known: words in every cell, all different, and numbers
/// and dates below them.
pub(super) fn strange_names(records: &[Record]) -> Option<usize> {
    (0..records.len().min(HEAD_LINES)).find(|at| {
        let names: Vec<&str> = records[*at].cells.iter().map(str::trim).collect();
        let n = records[*at].filled();
        let different: HashSet<&str> = names[..n].iter().copied().collect();
        let below = &records[at + 1..];
        n >= 4
            && different.len() == n
            && names[..n].iter().all(|c| {
                c.contains(char::is_alphabetic)
                    && c.len() > 1
                    && !is_date(c)
                    && !c.bytes().all(|b| b.is_ascii_digit())
            })
            && (0..n)
                .filter(|i| Look::of(below, *i).are(|c| c.contains(|c: char| c.is_ascii_digit())))
                .count()
                >= 2
            && (0..n)
                .all(|i| !names[i].contains(|c: char| c.is_ascii_digit()) || !Look::of(below, i).digits())
    })
}

/// Whether lines without column names are those of the exchange with the SSID System: they count up from 1 and have a
/// school year.
pub(super) fn is_of_the_exchange(records: &[Record]) -> bool {
    let looked = &records[..records.len().min(LINES)];
    let counts_up = (1..)
        .zip(looked)
        .all(|(n, r): (u64, _)| r.cell(0).trim().parse() == Ok(n));
    let n = records.first().map_or(0, |r| r.cells.len());
    // The school year stands behind the line number, or behind the SSID.
    counts_up
        && (1..n.min(3)).any(|at| {
            let look = Look::of(records, at);
            let one = look
                .cells
                .first()
                .is_some_and(|f| look.cells.iter().all(|c| c == f));
            one && look.are(|c| c.len() == 4 && c.starts_with("20") && c.bytes().all(|b| b.is_ascii_digit()))
        })
}
