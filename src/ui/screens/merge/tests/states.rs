//! States made by hand: a pair with one row to decide, the same decided, the page before it.

use crate::app::{DraftLine, MergeState, OpenMerge, Rehearsal, RehearsedPair};
use crate::domain::ids::{StudentKey, StudentNumber};
use crate::domain::matching::{Explanation, Matcher, Person};
use crate::domain::merge::{
    Blocker, Choices, Group, Key, Line, Merged, Moves, Profile, Review, Side, Status, Take, TakeKind,
};
use crate::domain::program::{Program, RowKind};
use crate::domain::request::Standing;
use crate::domain::student::{Field, Student};
use chrono::NaiveDate;

pub fn profile(key: u64, number: &str, last: &str, first: &str) -> Profile {
    let mut student = Student::new(StudentKey(key), StudentNumber::parse(number).unwrap());
    student.last_name = last.into();
    student.first_name = first.into();
    student.gender = "F".into();
    student.phone = "801-555-0144".into();
    student.birth_date =
        NaiveDate::from_ymd_opt(2014, if key == 1 { 3 } else { 12 }, if key == 1 { 12 } else { 3 });
    student.duplicate = number.starts_with('D');
    if !student.duplicate {
        student.integration_idt = "ps-81213".into();
    }
    Profile {
        student,
        rows: Vec::new(),
        standing: Standing::default(),
    }
}

/// A row; what it takes decides what the merged record has.
pub fn line(key: Key, group: Group, status: Status, sides: (&str, &str), take: Option<Take>) -> Line {
    let merged = match &take {
        None => None,
        Some(Take::Source) => Some(sides.0.to_owned()),
        Some(Take::Target) => Some(sides.1.to_owned()),
        Some(Take::Both) => Some([sides.0, sides.1].join("\n").trim().to_owned()),
        Some(Take::Blank) => Some(String::new()),
        Some(Take::Text(text)) => Some(text.clone()),
    };
    let field = matches!(key, Key::Field(_));
    let mut choices = Vec::new();
    for (side, kind) in [(sides.0, TakeKind::Source), (sides.1, TakeKind::Target)] {
        if !side.is_empty() {
            choices.push(kind);
        }
    }
    choices.push(if field { TakeKind::Text } else { TakeKind::Both });
    if key == Key::Field(Field::MiddleName) {
        choices.push(TakeKind::Blank);
    }
    Line {
        key,
        group,
        source: sides.0.into(),
        target: sides.1.into(),
        merged,
        status,
        take,
        choices,
        chosen: matches!(status, Status::Decided | Status::Edited),
        why: "The policy takes demographics from the Target, which the SIS owns.".into(),
    }
}

pub fn lines() -> Vec<Line> {
    use Group as G;
    let f = Key::Field;
    let target = || Some(Take::Target);
    let special = "Eligibility 2024-09-03\nIEP 2025-09-15 – 2026-09-14, case manager Ruiz, open\nRe-evaluation due 2027-09-03";
    vec![
        line(
            f(Field::LastName),
            G::Demographics,
            Status::Policy,
            ("Nuñez-Ortiz", "Nuñez"),
            target(),
        ),
        line(
            f(Field::FirstName),
            G::Demographics,
            Status::Policy,
            ("Mariela", "Maria Elena"),
            target(),
        ),
        line(
            f(Field::MiddleName),
            G::Demographics,
            Status::Same,
            ("", ""),
            target(),
        ),
        line(
            f(Field::BirthDate),
            G::Demographics,
            Status::Undecided,
            ("2014-03-12", "2014-12-03"),
            None,
        ),
        line(
            f(Field::Gender),
            G::Demographics,
            Status::Same,
            ("F", "F"),
            target(),
        ),
        line(
            f(Field::Phone),
            G::Demographics,
            Status::WrittenDifferently,
            ("(801) 555-0144", "801-555-0144"),
            target(),
        ),
        line(
            Key::CurrentEnrollment,
            G::Enrollment,
            Status::Policy,
            ("Cedar High · 06", "Bear River Middle · 06"),
            target(),
        ),
        line(
            f(Field::Ssid),
            G::Identifiers,
            Status::OnlyOne(Side::Target),
            ("", "1904417"),
            target(),
        ),
        line(
            f(Field::IntegrationIdt),
            G::Identifiers,
            Status::OnlyOne(Side::Target),
            ("", "ps-81213"),
            target(),
        ),
        line(
            Key::Rows(RowKind::Event(Program::SpecialEducation)),
            G::Programs,
            Status::BothKept,
            (special, ""),
            Some(Take::Both),
        ),
        line(
            Key::Rows(RowKind::Event(Program::Section504)),
            G::Programs,
            Status::BothKept,
            ("", "504 plan 2026-08-20, open"),
            Some(Take::Both),
        ),
    ]
}

pub fn review(lines: Vec<Line>, blockers: Vec<Blocker>) -> Review {
    let source = profile(1, "D104417", "Nuñez-Ortiz", "Mariela");
    let target = profile(2, "104417", "Nuñez", "Maria Elena");
    Review {
        merged: Merged {
            survivor: target.student.clone(),
            retired: source.student.clone(),
            standing: Standing::default(),
            rows: Vec::new(),
            folded: Vec::new(),
            owned: Vec::new(),
            update_due: false,
        },
        source,
        target,
        lines,
        blockers,
        moves: Moves::default(),
    }
}

fn likely(review: &Review) -> Explanation {
    let today = "2026-11-21".parse().unwrap();
    let person = |p: &Profile| Person::of(&p.student, today);
    Matcher::default().explain(&person(&review.source), &person(&review.target))
}

pub fn open(reviews: Vec<Review>) -> OpenMerge {
    OpenMerge {
        warnings: Vec::new(),
        likely: reviews.iter().map(likely).collect(),
        target: StudentKey(2),
        sources: vec![StudentKey(1)],
        choices: vec![Choices::new()],
        reviews,
        shown: 0,
        open: true,
        only_differences: false,
        preview: false,
        reason: String::new(),
        before: Vec::new(),
        after: Vec::new(),
        seen: Vec::new(),
        consequence: "7 documents, 1 IEP, 3 events move. D104417 will open 104417.".into(),
        generation: 1,
    }
}

/// A review with one row to decide.
pub fn undecided() -> MergeState {
    MergeState {
        pair: Some(open(vec![review(lines(), Vec::new())])),
        ..MergeState::default()
    }
}

/// The same with everything decided and a reason given.
pub fn decided() -> MergeState {
    let mut lines = lines();
    lines[3].status = Status::Decided;
    lines[3].take = Some(Take::Target);
    lines[3].merged = Some("2014-12-03".into());
    lines[3].chosen = true;
    let mut pair = open(vec![review(lines, Vec::new())]);
    pair.reason = "Enrolled before the envelope came".into();
    MergeState {
        pair: Some(pair),
        ..MergeState::default()
    }
}

pub fn start_page() -> MergeState {
    let mut pair = open(vec![review(lines(), vec![Blocker::NoLink])]);
    pair.open = false;
    MergeState {
        target: "104417".into(),
        sources: vec!["D104417".into(), "D118842".into()],
        pair: Some(pair),
        drafts: vec![DraftLine {
            target: StudentKey(2),
            title: "D104417 → 104417, Nuñez, Maria Elena".into(),
            by: "registrar, Nov 21, 2026, 3:10 PM".into(),
        }],
        rehearsal: Some(Rehearsal {
            pairs: vec![
                pair_of(1, 0, &[]),
                pair_of(2, 2, &[]),
                pair_of(3, 0, &["The Target has no IntegrationIDT."]),
                RehearsedPair {
                    warnings: vec![CLOSES.into()],
                    ..pair_of(4, 0, &[])
                },
            ],
        }),
        ..MergeState::default()
    }
}

/// A sentence to look at once more.
pub const CLOSES: &str = "IEP 2025-09-15 is closed on 2026-01-10.";

fn pair_of(n: u64, undecided: usize, blockers: &[&str]) -> RehearsedPair {
    RehearsedPair {
        warnings: Vec::new(),
        seen: Vec::new(),
        source: StudentKey(10 + n),
        target: StudentKey(20 + n),
        title: format!("Begay, Dezbah (D10439{n}) → (10439{n})"),
        undecided,
        blockers: blockers.iter().map(|b| (*b).to_owned()).collect(),
        consequence: "3 documents move.".into(),
    }
}
