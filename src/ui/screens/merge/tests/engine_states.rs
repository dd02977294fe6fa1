//! A merge as the engine reviews it, rather than made by hand.

use super::states::{open, profile};
use crate::app::MergeState;
use crate::domain::district::Rules;
use crate::domain::ids::{RowId, SchoolCode, Ssid};
use crate::domain::merge::{Choices, Context, chain, consequence};
use crate::domain::program::{Document, Event, EventKind, Owned, Program, Row};
use crate::domain::student::{Enrollment, Timestamp};
use chrono::NaiveDate;

/// A merge as the engine reviews it: the Source brings so many documents, a plan, alerts and a school of its own.
pub fn by_engine(documents: u64) -> MergeState {
    let (mut source, mut target) = (
        profile(1, "D104417", "Nuñez-Ortiz", "Mariela"),
        profile(2, "104417", "Nuñez", "Maria Elena"),
    );
    target.student.ssid = Ssid::parse("1904417").ok();
    source.student.provisional_id = "P-0091823".into();
    source.student.middle_name = "Lucía".into();
    source.student.address = "12 N 300 W, Bear River UT 84301".into();
    target.student.address = "12 North 300 West, Bear River UT 84301".into();
    source.student.alerts = "Peanut allergy, EpiPen in the office".into();
    target.student.alerts = "Wears glasses".into();
    source.student.custody = "Court order 2025-114".into();
    target.student.custody = "Mother only".into();
    let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d);
    for (profile, school, entry) in [
        (&mut source, "704", day(2025, 8, 20)),
        (&mut target, "108", day(2026, 8, 20)),
    ] {
        profile.student.enrollments.push(Enrollment {
            school: SchoolCode::parse(school).unwrap(),
            grade: "06".into(),
            entry,
            exit: None,
        });
    }
    let document = |n: u64| {
        Row::Document(Document {
            title: format!("Scan {n:04}"),
            kind: "Evaluation report".into(),
            date: day(2025, 9, 15),
            file_name: format!("scan{n}.pdf"),
            size: n,
            hash: format!("{n:064x}"),
            also: Vec::new(),
        })
    };
    let plan = |kind, date: Option<NaiveDate>| {
        Row::Event(Event {
            program: Program::SpecialEducation,
            kind,
            date: date.unwrap(),
            until: None,
            closed: None,
            case_manager: "Ruiz".into(),
            text: String::new(),
        })
    };
    let mut rows: Vec<Row> = (0..documents).map(document).collect();
    rows.push(plan(EventKind::Eligibility, day(2024, 9, 3)));
    rows.push(plan(EventKind::Plan, day(2025, 9, 15)));
    source.rows = owned(1, rows);
    target.rows = owned(10_001, vec![document(0), document(20_000)]);
    let rules = Rules::default();
    let cx = Context {
        rules: &rules,
        today: day(2026, 11, 22).unwrap(),
        now: Timestamp::default(),
        holder: &|_| None,
        student: &|_| None,
    };
    let reviews = chain(&[source], &target, &[Choices::new()], &cx);
    let consequence = consequence(&reviews);
    let mut pair = open(reviews);
    pair.consequence = consequence;
    MergeState {
        pair: Some(pair),
        ..MergeState::default()
    }
}

fn owned(from: u64, rows: Vec<Row>) -> Vec<Owned> {
    let numbered = rows.into_iter().zip(from..);
    numbered.map(|(row, n)| Owned { id: RowId(n), row }).collect()
}
