//! Tests of what may be typed about program data, and of what is said about it.

use super::*;
use crate::domain::problem::Severity;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn today() -> NaiveDate {
    day("2026-11-22")
}

fn draft(kind: RowKind, texts: &[(RowField, &str)]) -> RowDraft {
    let mut draft = RowDraft::new(kind, "pat", today());
    for (field, text) in texts {
        draft.put(*field, text);
    }
    draft
}

fn plan(texts: &[(RowField, &str)]) -> RowDraft {
    draft(RowKind::Event(Program::SpecialEducation), texts)
}

fn refused(draft: &RowDraft) -> Vec<(RowField, String)> {
    let problems = draft.read().unwrap_err();
    let held = problems.into_iter().filter(|p| p.severity >= Severity::Held);
    held.map(|p| (p.field, p.message)).collect()
}

fn event(kind: EventKind, date: &str) -> Event {
    Event {
        program: Program::SpecialEducation,
        kind,
        date: day(date),
        until: None,
        closed: None,
        case_manager: String::new(),
        text: String::new(),
    }
}

#[test]
fn a_plan_is_read_from_dates_as_offices_write_them() {
    let draft = plan(&[
        (RowField::Date, "9/15/2025"),
        (RowField::Until, "2026-09-14"),
        (RowField::CaseManager, "  Ruiz "),
        (RowField::Text, "Speech\n twice  a week"),
    ]);
    let (row, warnings) = draft.read().unwrap();
    assert!(warnings.is_empty());
    let Row::Event(e) = &row else { panic!("an event") };
    assert!(e.is_open_plan());
    assert_eq!(e.text, "Speech\ntwice a week");
    assert_eq!(
        row.label(),
        "IEP 2025-09-15 – 2026-09-14, case manager Ruiz, open: Speech twice a week"
    );
    assert_eq!(RowDraft::of(&row).read().unwrap().0, row);
}

#[test]
fn a_plan_neither_ends_nor_closes_before_it_begins() {
    let said = refused(&plan(&[
        (RowField::Date, "2025-09-15"),
        (RowField::Until, "2025-09-14"),
        (RowField::Closed, "2024-01-01"),
    ]));
    assert_eq!(said[0].0, RowField::Until);
    assert_eq!(said[0].1, "The IEP would end before it begins on 2025-09-15.");
    assert_eq!(said[1].0, RowField::Closed);
    // On the day it begins it may end.
    plan(&[(RowField::Date, "2025-09-15"), (RowField::Closed, "2025-09-15")])
        .read()
        .unwrap();
}

#[test]
fn only_a_plan_ends_or_is_closed() {
    let mut draft = plan(&[(RowField::Date, "2025-09-15"), (RowField::Closed, "2025-10-01")]);
    draft.event = EventKind::Review;
    let said = refused(&draft);
    assert_eq!(said[0].0, RowField::Closed);
    assert!(said[0].1.contains("Only a plan"));
    draft.set_event(EventKind::Review);
    assert!(draft.read().is_ok(), "what only a plan has went with it");
}

#[test]
fn what_is_no_date_is_said_with_what_stood_there_and_what_is_expected() {
    for text in [
        "31/03/2026",
        "3/9/26",
        "soon",
        "45000",
        "0209-03-09",
        "2026-02-30",
    ] {
        let said = refused(&plan(&[(RowField::Date, text)]));
        assert_eq!(said.len(), 1, "{text}");
        assert!(said[0].1.contains(text) && said[0].1.contains("such as 2014-03-09"));
    }
    let said = refused(&plan(&[]));
    assert!(said[0].1.contains("needs the day on which it begins"));
}

#[test]
fn a_title_a_name_and_a_text_are_needed() {
    let file = Document {
        title: "Report".into(),
        kind: String::new(),
        date: None,
        file_name: "report.pdf".into(),
        size: 3,
        hash: "00".into(),
        also: Vec::new(),
    };
    let mut document = RowDraft::of_file(file.clone());
    assert_eq!(document.read().unwrap().0, Row::Document(file));
    document.put(RowField::Title, " ");
    assert_eq!(refused(&document)[0].1, "A document needs a title.");
    assert_eq!(
        refused(&draft(RowKind::Guardian, &[(RowField::Phone, "801")]))[0].1,
        "A guardian needs a name."
    );
    assert_eq!(refused(&draft(RowKind::Note, &[]))[0].0, RowField::Text);
    assert!(
        refused(&draft(RowKind::Document, &[(RowField::Title, "x")]))[0]
            .1
            .contains("file")
    );
    let (_, warnings) = draft(
        RowKind::Guardian,
        &[(RowField::Name, "Ana"), (RowField::Email, "ana at home")],
    )
    .read()
    .unwrap();
    assert_eq!(warnings[0].field, RowField::Email);
}

#[test]
fn a_new_note_is_by_who_writes_it_and_of_today() {
    let (row, _) = draft(RowKind::Note, &[(RowField::Text, "Called home.")])
        .read()
        .unwrap();
    let note = Note {
        author: "pat".into(),
        date: today(),
        text: "Called home.".into(),
    };
    assert_eq!(row, Row::Note(note));
}

#[test]
fn a_re_evaluation_is_overdue_until_something_says_it_was_done() {
    let due = event(EventKind::ReevaluationDue, "2026-09-01");
    let own = |events: &[Event]| -> Vec<Owned> {
        let each = events.iter().cloned().map(Row::Event).enumerate();
        each.map(|(n, row)| Owned {
            id: RowId(n as u64),
            row,
        })
        .collect()
    };
    let first = event(EventKind::Eligibility, "2023-09-01");
    assert!(is_overdue(&due, &own(&[first.clone(), due.clone()]), today()));
    assert!(
        !is_overdue(&due, &own(std::slice::from_ref(&due)), day("2026-09-01")),
        "due today is not late"
    );
    for done in [
        event(EventKind::Eligibility, "2026-09-10"),
        event(EventKind::ReevaluationDue, "2029-09-01"),
        event(EventKind::Exit, "2026-06-01"),
    ] {
        assert!(!is_overdue(
            &due,
            &own(&[first.clone(), due.clone(), done]),
            today()
        ));
    }
    let back = [
        event(EventKind::Exit, "2024-01-01"),
        event(EventKind::Plan, "2025-01-01"),
        due.clone(),
    ];
    assert!(is_overdue(&due, &own(&back), today()), "left and came back");
}

#[test]
fn sizes_read_well() {
    assert_eq!(size_words(12), "12 bytes");
    assert_eq!(size_words(340 * 1024), "340 KB");
    assert_eq!(size_words(MOST_BYTES), "25.0 MB");
}
