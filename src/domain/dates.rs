//! The state's dates, and how far the four functions are for each of them.

use super::ids::{SchoolCode, SchoolYear};
use super::request::{Function, RequestRecord, RequestState};
use chrono::{Local, NaiveDate};
use serde::{Deserialize, Serialize};

/// A day before which all four functions have to be done
/// (source: the manual, "before testing preprint, Oct 1, Dec 1, and Year End Clearinghouse uploads").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StateDate {
    /// What is due, e.g. "Dec 1 count".
    pub name: String,
    /// The day.
    pub day: NaiveDate,
}

impl StateDate {
    /// The dates of a school year as they usually lie; each district checks them against the state's calendar.
    pub fn defaults(year: SchoolYear) -> Vec<Self> {
        let end = i32::from(year.0);
        [
            ("Oct 1 count", end - 1, 10, 1),
            ("Dec 1 count", end - 1, 12, 1),
            ("Testing preprint", end, 2, 12),
            ("Year-end clearinghouse", end, 6, 30),
        ]
        .into_iter()
        .filter_map(|(name, y, m, d)| {
            Some(Self {
                name: name.into(),
                day: NaiveDate::from_ymd_opt(y, m, d)?,
            })
        })
        .collect()
    }
}

/// How far one function is for one date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Done for every selected school: nobody left to send, last done on that day.
    Done(NaiveDate),
    /// Nobody to send, and nobody was: nothing to do.
    NothingToSend,
    /// So many students would be sent now.
    ToSend(usize),
    /// Nobody is left to send but so many the state was not sure about: a person decides in the SSID System.
    ToDecide(usize),
    /// A request file is made; its response has to be processed (or, for Verify, its errors corrected).
    AnswerDue(NaiveDate),
    /// The time for this date has not come: an earlier date is still ahead.
    NotYet,
    /// The date passed without it.
    Missed,
}

/// One date with its four steps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateStatus {
    /// Which date.
    pub date: StateDate,
    /// Days from today; negative when it is past.
    pub days_left: i64,
    /// Retrieve, New, Update, Verify.
    pub steps: [Step; 4],
}

/// How many students of the selected schools each function is due for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Due {
    /// Students each function would send.
    pub to_send: [usize; 4],
    /// Students the state was not sure about: a person decides in the SSID System before they are sent again.
    pub to_decide: [usize; 4],
}

impl From<[usize; 4]> for Due {
    fn from(to_send: [usize; 4]) -> Self {
        Self {
            to_send,
            to_decide: [0; 4],
        }
    }
}

impl DateStatus {
    /// What to do next for this date, as one plain sentence.
    pub fn next_step(&self) -> &'static str {
        let step = |f: Function| self.steps[f as usize];
        for f in Function::ALL {
            match (f, step(f)) {
                (Function::Verify, Step::AnswerDue(_)) => {
                    return "Next: correct what Verify found in the SSID System, then mark it as checked";
                }
                (f, Step::AnswerDue(_)) => {
                    return match f {
                        Function::Retrieve => "Next: process the Retrieve response",
                        Function::New => "Next: process the New response",
                        _ => "Next: process the Update response",
                    };
                }
                (f, Step::ToSend(_)) => {
                    return match f {
                        Function::Retrieve => "Next: create the Retrieve file",
                        Function::New => "Next: create the New file",
                        Function::Update => "Next: create the Update file",
                        Function::Verify => "Next: create the Verify file",
                    };
                }
                _ => {}
            }
        }
        if self
            .steps
            .iter()
            .any(|s| matches!(s, Step::NotYet | Step::Missed))
        {
            ""
        } else if self.steps.iter().any(|s| matches!(s, Step::ToDecide(_))) {
            "Next: decide in the SSID System about those the state was not sure of"
        } else {
            "All four are done"
        }
    }
}

/// How far each date is for a selection of schools.
///
/// `due` holds how many students each function would send now. The steps count from the day after the date
/// before (for the first date from the start of its school year), so that all four are run again for each date.
pub fn statuses(
    dates: &[StateDate],
    schools: &[SchoolCode],
    requests: &[RequestRecord],
    due: impl Into<Due>,
    today: NaiveDate,
) -> Vec<DateStatus> {
    let due: Due = due.into();
    let mut dates = dates.to_vec();
    dates.sort_by_key(|d| d.day);
    let current = dates.iter().map(|d| d.day).find(|day| *day >= today);
    let mut last = None;
    let mut from = dates.first().map_or(NaiveDate::MIN, |d| year_begins(d.day));
    let mut out = Vec::with_capacity(dates.len());
    for date in dates {
        if let Some(day) = last.filter(|day| *day < date.day) {
            from = NaiveDate::succ_opt(&day).unwrap_or(day);
        }
        last = Some(date.day);
        let window = from..=date.day;
        let steps = Function::ALL.map(|f| {
            let mine: Vec<&RequestRecord> = requests
                .iter()
                .filter(|r| r.function == f && !matches!(r.state, RequestState::Withdrawn { .. }))
                .filter(|r| window.contains(&local_day(r.made_at)))
                .filter(|r| schools.iter().any(|s| r.scope.schools.contains(s)))
                .collect();
            let done = finished(&mine, schools);
            match current {
                Some(c) if date.day > c => Step::NotYet,
                Some(c) if date.day == c => match open_since(&mine) {
                    Some(day) => Step::AnswerDue(day),
                    None => match (due.to_send[f as usize], done) {
                        (n, _) if n > 0 && f != Function::Verify => Step::ToSend(n),
                        _ if due.to_decide[f as usize] > 0 => Step::ToDecide(due.to_decide[f as usize]),
                        (_, Some(day)) => Step::Done(day),
                        (0, None) => Step::NothingToSend,
                        (n, None) => Step::ToSend(n),
                    },
                },
                _ => done.map_or(Step::Missed, Step::Done),
            }
        });
        out.push(DateStatus {
            days_left: (date.day - today).num_days(),
            date,
            steps,
        });
    }
    out
}

/// July 1 of the school year a day falls in.
fn year_begins(day: NaiveDate) -> NaiveDate {
    NaiveDate::from_ymd_opt(i32::from(SchoolYear::of(day).0) - 1, 7, 1).unwrap_or(NaiveDate::MIN)
}

/// The day a point in time falls on where the office is.
pub fn local_day(at: super::student::Timestamp) -> NaiveDate {
    at.with_timezone(&Local).date_naive()
}

fn open_since(requests: &[&RequestRecord]) -> Option<NaiveDate> {
    requests
        .iter()
        .filter(|r| r.state == RequestState::Open)
        .map(|r| local_day(r.made_at))
        .min()
}

/// The last day on which the function was finished for every school, if it was.
fn finished(requests: &[&RequestRecord], schools: &[SchoolCode]) -> Option<NaiveDate> {
    let mut last = None;
    for school in schools {
        let day = requests
            .iter()
            .filter(|r| r.scope.schools.contains(school))
            .filter_map(|r| match r.state {
                RequestState::Processed { at, .. } | RequestState::Checked { at } => Some(local_day(at)),
                _ => None,
            })
            .max()?;
        last = last.max(Some(day));
    }
    last
}

#[cfg(test)]
#[path = "dates_tests.rs"]
mod tests;
