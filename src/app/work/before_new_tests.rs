//! Tests of what is promised of look-alikes: nobody is added, and nobody is sent to New, unseen who looks like a known one.

use super::*;
use crate::app::work::requests::{Created, create};
use crate::app::work::students::{self, Different, SaveError};
use crate::app::work::{WorkError, districts, duplicates, look_alikes};
use crate::domain::draft::{Draft, EnrollmentDraft};
use crate::domain::ids::SchoolCode;
use crate::domain::journal::What;
use crate::domain::matching::Verdict;
use crate::domain::request::{RequestState, Scope};
use crate::domain::student::Field;
use crate::store::{Store, UndoAnswers};
use chrono::{TimeZone, Utc};

fn stamp() -> Stamp {
    Stamp::at(Utc.with_ymd_and_hms(2026, 11, 22, 18, 0, 0).unwrap(), "pat")
}

struct Desk {
    store: Store,
    folder: tempfile::TempDir,
}

/// A district of one school with Roberto, who has an SSID, and a few others who are like nobody.
fn desk() -> Desk {
    let folder = tempfile::tempdir().unwrap();
    let district = districts::district_of("140", "Test", "2027", false).unwrap();
    let store = districts::create(&folder.path().join("test.ssid"), &district, &stamp()).unwrap();
    students::save_school(&store, "104", "Aspen Elementary", &stamp()).unwrap();
    let desk = Desk { store, folder };
    desk.add("1001", "Nunez Ortega", "Roberto", "2014-03-09", "1858768");
    desk.add("1002", "Whitefeather", "Daniel", "2012-08-30", "1858769");
    desk.add("1003", "Kaimana", "Leilani", "2015-01-17", "");
    desk
}

fn draft(number: &str, last: &str, first: &str, born: &str) -> Draft {
    let mut draft = Draft::default();
    for (field, text) in [
        (Field::Number, number),
        (Field::LastName, last),
        (Field::FirstName, first),
        (Field::BirthDate, born),
        (Field::Gender, "M"),
    ] {
        draft.put(field, text);
    }
    draft.enrollments.push(EnrollmentDraft {
        school: "104".into(),
        grade: "05".into(),
        entry: "2026-08-20".into(),
        exit: String::new(),
    });
    draft
}

impl Desk {
    /// Adds a student, whomever they look like.
    fn add(&self, number: &str, last: &str, first: &str, born: &str, ssid: &str) -> StudentKey {
        let mut draft = draft(number, last, first, born);
        draft.put(Field::Ssid, ssid);
        students::save(&self.store, None, &draft, &stamp())
            .unwrap()
            .student
            .key
    }

    fn alike(&self) -> Alike {
        Alike::read(&self.store.read().unwrap(), stamp().today, &|_, _| true).unwrap()
    }

    fn looks_like(&self, draft: &Draft) -> Vec<String> {
        let found = look_alikes::of_draft(
            &self.store.read().unwrap(),
            (&self.alike(), &[]),
            (None, draft),
            stamp().today,
        );
        found
            .unwrap()
            .iter()
            .map(|f| f.student.number.to_string())
            .collect()
    }

    fn key(&self, number: &str) -> StudentKey {
        let student = self.store.read().unwrap().student_by_number(number).unwrap();
        student.unwrap().key
    }

    fn make(&self, answers: Answers) -> Result<Created, WorkError> {
        let order = Order {
            function: Function::New,
            scope: Scope {
                schools: vec![SchoolCode::parse("104").unwrap()],
                ..Scope::default()
            },
            // Retrieve has nothing to do with what is tested here.
            override_retrieve: true,
            folder: self.folder.path().to_owned(),
            answers,
        };
        create(&self.store, &order, &stamp(), &Ticket::default())
    }

    fn asked(&self) -> Vec<(String, String, Known)> {
        match self.make(Answers::default()) {
            Err(WorkError::LookAlikes(pairs)) => pairs
                .iter()
                .map(|p| (p.sent.number.clone(), p.known.number.clone(), p.how))
                .collect(),
            Err(e) => panic!("{e}"),
            Ok(_) => Vec::new(),
        }
    }

    fn sent(&self, created: &Created) -> Vec<String> {
        let lines = self.store.read().unwrap().sent(created.request.id).unwrap();
        lines.into_iter().map(|l| l.number).collect()
    }

    fn requests(&self) -> usize {
        let all = self.store.read().unwrap().requests().unwrap();
        let open = all.iter().filter(|r| r.state == RequestState::Open);
        open.count()
    }
}

fn hold_back() -> Answers {
    Answers {
        hold_back: true,
        ..Answers::default()
    }
}

#[test]
fn a_new_student_is_compared_as_soon_as_enough_is_typed() {
    let desk = desk();
    let known = |d: &Draft| desk.looks_like(d).contains(&"1001".to_owned());
    let mut typed = Draft::default();
    assert!(!known(&typed), "nothing is typed yet");
    typed.put(Field::LastName, "Nunez Ortega");
    assert!(!known(&typed), "a last name alone says nothing");
    typed.put(Field::FirstName, "Roberto");
    typed.put(Field::BirthDate, "3/9/2014");
    assert!(known(&typed), "a number and a school are still to come");
    typed.put(Field::Gender, "no such gender");
    typed.put(Field::Email, "not an address");
    typed.enrollments.push(EnrollmentDraft {
        school: "no such school".into(),
        ..EnrollmentDraft::default()
    });
    assert!(known(&typed), "what cannot be read yet does not stand in the way");
    typed.put(Field::BirthDate, "7/1/2011");
    typed.put(Field::FirstName, "Wilhelmina");
    assert!(!known(&typed));
}

#[test]
fn a_possible_look_alike_is_shown_as_such_and_needs_no_answer() {
    let desk = desk();
    // Many of one name, so that the name says little: day and month swapped is then no more than possible.
    for (n, (a, b)) in (0..150).map(|n| (n, (n / 26, n % 26))) {
        let letter = |n: usize| char::from(b'a' + n as u8);
        let last = if n % 3 == 0 {
            "Smith".to_owned()
        } else {
            format!("Q{}{}ox", letter(a), letter(b))
        };
        let first = if n % 2 == 0 {
            "James".to_owned()
        } else {
            format!("Z{}{}i", letter(b), letter(a))
        };
        let born = format!("20{}-{:02}-{:02}", 10 + n % 6, n % 12 + 1, 13 + n % 15);
        desk.add(&(5000 + n).to_string(), &last, &first, &born, "");
    }
    desk.add("1009", "Smith", "James", "2014-03-09", "");
    let typed = draft("2001", "Smith", "James", "2014-09-03");
    let reader = desk.store.read().unwrap();
    let found = look_alikes::of_draft(&reader, (&desk.alike(), &[]), (None, &typed), stamp().today).unwrap();
    drop(reader);
    let one = found
        .iter()
        .find(|f| f.student.number.as_str() == "1009")
        .unwrap();
    assert!(one.says.total >= 0.0, "{:?}", one.says);
    assert!(!one.is_asked(), "{:?}", one.says);
    assert!(found.iter().all(|f| f.is_asked() || f.says.total >= 0.0));
    let said = students::add(
        &desk.store,
        &typed,
        &Different::default(),
        (&desk.alike(), &[]),
        &stamp(),
    );
    assert!(said.is_ok());
    assert!(desk.store.read().unwrap().decisions().unwrap().is_empty());
}

#[test]
fn an_edited_student_is_like_others_but_not_like_themselves_nor_who_they_were_told_apart_from() {
    let desk = desk();
    let key = desk.add("1010", "Villanueva", "Marisol", "2016-05-02", "");
    let base = desk.store.read().unwrap().student(key).unwrap().unwrap();
    let mut typed = Draft::of(&base);
    for (field, text) in [
        (Field::LastName, "Nunez Ortega"),
        (Field::FirstName, "Roberto"),
        (Field::BirthDate, "2014-03-09"),
    ] {
        typed.put(field, text);
    }
    let like = || -> Vec<String> {
        let reader = desk.store.read().unwrap();
        let found = look_alikes::of_draft(
            &reader,
            (&desk.alike(), &[key]),
            (Some(&base), &typed),
            stamp().today,
        );
        found
            .unwrap()
            .iter()
            .map(|f| f.student.number.to_string())
            .collect()
    };
    assert_eq!(like(), ["1001"]);
    students::save(&desk.store, Some(&base), &typed, &stamp()).unwrap();
    let pair = crate::domain::matching::pair_of(key, desk.key("1001"));
    let alike = desk.alike();
    duplicates::decide(&desk.store, pair, Verdict::NotSame, "Cousins", &alike, &stamp()).unwrap();
    assert!(like().is_empty());
}

#[test]
fn a_state_id_alone_finds_who_holds_it() {
    let desk = desk();
    let mut typed = Draft::default();
    typed.put(Field::Ssid, "1858768");
    assert_eq!(desk.looks_like(&typed), ["1001"]);
}

#[test]
fn who_was_saved_since_the_students_were_read_is_found_all_the_same() {
    let desk = desk();
    let alike = desk.alike();
    let new = draft("2002", "Villanueva", "Marisol", "2016-05-02");
    let key = desk.add("2001", "Villanueva", "Marisol", "2016-05-02", "");
    let refused = students::add(
        &desk.store,
        &new,
        &Different::default(),
        (&alike, &[key]),
        &stamp(),
    );
    assert!(matches!(refused, Err(SaveError::LooksLike(found)) if found[0].student.key == key));
}

#[test]
fn nobody_who_looks_like_a_known_student_is_added_before_that_was_answered() {
    let desk = desk();
    let new = draft("2001", "Nunez Ortega", "Roberto", "2014-03-09");
    let refused = students::add(
        &desk.store,
        &new,
        &Different::default(),
        (&desk.alike(), &[]),
        &stamp(),
    );
    let Err(SaveError::LooksLike(found)) = refused else {
        panic!("it was added");
    };
    assert_eq!(found[0].student.number.as_str(), "1001");
    assert!(!found[0].says.sentence().is_empty());
    assert_eq!(desk.store.read().unwrap().count().unwrap(), 3);

    let different = Different {
        from: vec![desk.key("1001")],
        why: "cousins; both came to the office".into(),
    };
    let saved = students::add(&desk.store, &new, &different, (&desk.alike(), &[]), &stamp()).unwrap();
    let decisions = desk.store.read().unwrap().decisions().unwrap();
    assert_eq!(decisions.len(), 1);
    assert_eq!(decisions[0].pair, (desk.key("1001"), saved.student.key));
    assert_eq!(decisions[0].verdict, Verdict::NotSame);
    assert_eq!(
        decisions[0].reason,
        "Said to be a different person when the student was added: cousins; both came to the office"
    );

    // One operation: its undo takes both back, and brings both again.
    let undo = |id| {
        let undone = desk
            .store
            .undo(id, &UndoAnswers::default(), "pat", stamp().now, &mut |_, _| true);
        undone.unwrap().unwrap().operation.id
    };
    let back = undo(saved.committed.unwrap().operation.id);
    assert!(desk.store.read().unwrap().decisions().unwrap().is_empty());
    assert_eq!(desk.store.read().unwrap().count().unwrap(), 3);
    undo(back);
    assert_eq!(desk.store.read().unwrap().decisions().unwrap().len(), 1);
    assert!(desk.store.check().unwrap().is_empty());
}

#[test]
fn whoever_looks_like_a_student_with_an_ssid_is_asked_about_before_new_and_nobody_else() {
    let desk = desk();
    assert_eq!(desk.asked(), []);
    let desk = self::desk();
    desk.add("2001", "Nunez Ortega", "Roberto", "2014-03-09", "");
    let asked = desk.asked();
    assert_eq!(asked, [("2001".into(), "1001".into(), Known::HasSsid)]);
    assert_eq!(desk.requests(), 0, "nothing was created");
    assert!(
        std::fs::read_dir(desk.folder.path()).unwrap().all(|f| !f
            .unwrap()
            .file_name()
            .to_string_lossy()
            .starts_with("REQ")),
        "no file is left behind"
    );
}

#[test]
fn two_in_one_file_are_asked_about_once_and_leaving_out_the_later_one_settles_it() {
    let desk = desk();
    desk.add("2001", "Villanueva", "Marisol", "2016-05-02", "");
    desk.add("2002", "Villanueva", "Marisol", "2016-05-02", "");
    let asked = desk.asked();
    assert_eq!(asked, [("2002".into(), "2001".into(), Known::InThisFile)]);
    let answers = Answers {
        left_out: [desk.key("2002")].into(),
        ..Answers::default()
    };
    let created = desk.make(answers).unwrap();
    assert_eq!(desk.sent(&created), ["1003", "2001"]);
    assert_eq!(created.not_sent.len(), 1);
    assert_eq!(created.not_sent[0].number, "2002");
    assert!(
        created.not_sent[0]
            .why_not()
            .contains("looks like 2001 Villanueva, Marisol")
    );
    assert_eq!(created.request.held_back, 1);

    // The one is about to get an SSID: the other is asked about again.
    let asked = desk.asked();
    assert_eq!(asked, [("2002".into(), "2001".into(), Known::InNew)]);
}

#[test]
fn a_decided_pair_is_not_asked_about_again_unless_it_returns() {
    let desk = desk();
    let new = desk.add("2001", "Nunez Ortega", "Roberto", "2014-03-09", "");
    let answers = Answers {
        different: [new].into(),
        why: "two families".into(),
        hold_back: true,
        ..Answers::default()
    };
    let created = desk.make(answers).unwrap();
    assert_eq!(desk.sent(&created), ["1003", "2001"]);
    assert_eq!(created.different.len(), 1);
    let reader = desk.store.read().unwrap();
    let decisions = reader.decisions().unwrap();
    assert_eq!(
        decisions[0].reason,
        "Said to be a different person before New: two families"
    );
    assert!(matches!(
        reader.operations(2).unwrap()[1].what,
        What::PairDecided { .. }
    ));
    drop(reader);
    // The request is withdrawn; what was said of the two stays said.
    let undone = desk.store.undo(
        created.committed.operation.id,
        &UndoAnswers::default(),
        "pat",
        stamp().now,
        &mut |_, _| true,
    );
    undone.unwrap().unwrap();
    assert_eq!(desk.asked(), []);
    assert_eq!(desk.requests(), 1);
}

#[test]
fn a_pair_that_came_to_look_alike_since_is_asked_about_with_what_was_said_then() {
    let desk = desk();
    let new = desk.add("2001", "Nunez", "Beto", "2014-09-03", "");
    let (a, b) = (desk.key("1001"), new);
    let reader = desk.store.read().unwrap();
    let person = |key| Person::of(&reader.student(key).unwrap().unwrap(), stamp().today);
    let says = desk.alike().explain(&person(a), &person(b));
    drop(reader);
    let says = |_: &Person, _: &Person| says.clone();
    duplicates::decide_as_seen(
        &desk.store,
        (b, a),
        Verdict::NotSame,
        "two families",
        &says,
        &stamp(),
    )
    .unwrap();
    let base = desk.store.read().unwrap().student(b).unwrap().unwrap();
    let mut draft = Draft::of(&base);
    draft.put(Field::LastName, "Nunez Ortega");
    draft.put(Field::FirstName, "Roberto");
    draft.put(Field::BirthDate, "2014-03-09");
    students::save(&desk.store, Some(&base), &draft, &stamp()).unwrap();
    let Err(WorkError::LookAlikes(pairs)) = desk.make(Answers::default()) else {
        panic!("it was sent");
    };
    let quote = pairs[0].returned.clone().unwrap();
    assert!(quote.contains("two families"), "{quote}");
}

#[test]
fn without_a_person_whoever_looks_like_a_known_student_is_held_back_and_the_others_are_sent() {
    let desk = desk();
    desk.add("2001", "Nunez Ortega", "Roberto", "2014-03-09", "");
    let created = desk.make(hold_back()).unwrap();
    assert_eq!(desk.sent(&created), ["1003"]);
    assert_eq!(created.not_sent[0].number, "2001");
    assert_eq!(created.not_sent[0].why, Readiness::LooksLike);

    // Nobody is left to send: that is said, and nothing is created.
    let Err(e) = desk.make(hold_back()) else {
        panic!("it was created");
    };
    assert!(e.to_string().contains("looks like"), "{e}");
    assert_eq!(desk.requests(), 1);
}

#[test]
fn whom_two_of_one_file_both_look_like_keeps_neither_back_for_the_other() {
    let desk = desk();
    desk.add("2001", "Villanueva", "Marisol", "2016-05-02", "");
    desk.add("2002", "Villanueva", "Marisol", "2016-05-02", "");
    desk.add("2003", "Villanueva", "Marisol", "2016-05-02", "");
    // The oldest goes, the two that repeat it stay.
    let created = desk.make(hold_back()).unwrap();
    assert_eq!(desk.sent(&created), ["1003", "2001"]);
    assert_eq!(created.not_sent.len(), 2);
}

#[test]
fn a_stopped_look_creates_nothing() {
    let desk = desk();
    desk.add("2001", "Nunez Ortega", "Roberto", "2014-03-09", "");
    let ticket = Ticket::default();
    ticket.cancel();
    let order = Order {
        function: Function::New,
        scope: Scope {
            schools: vec![SchoolCode::parse("104").unwrap()],
            ..Scope::default()
        },
        override_retrieve: true,
        folder: desk.folder.path().to_owned(),
        answers: Answers::default(),
    };
    let stopped = create(&desk.store, &order, &stamp(), &ticket);
    assert!(stopped.unwrap_err().is_cancelled());
    assert_eq!(desk.requests(), 0);
}

#[test]
fn taking_back_that_two_are_different_persons_names_the_new_request_that_relies_on_it() {
    let desk = desk();
    let new = desk.add("2001", "Nunez Ortega", "Roberto", "2014-03-09", "");
    let answers = Answers {
        different: [new].into(),
        why: "two families".into(),
        ..Answers::default()
    };
    let created = desk.make(answers).unwrap();
    let warned = |id| {
        let plan = desk.store.can_undo(id, stamp().now, &mut |_, _| true);
        plan.unwrap().unwrap().warnings
    };
    let undo = |id| {
        let no = UndoAnswers::default();
        let done = desk.store.undo(id, &no, "pat", stamp().now, &mut |_, _| true);
        done.unwrap().unwrap().operation.id
    };
    let request = created.committed.operation.id;
    let reader = desk.store.read().unwrap();
    let decision = reader
        .operations(2)
        .unwrap()
        .into_iter()
        .find(|o| matches!(o.what, What::PairDecided { .. }))
        .unwrap()
        .id;
    drop(reader);
    let sentence = format!(
        "Request {} of 2026-11-22 was created with Nunez Ortega, Roberto (2001), relying on this decision; it has no response yet. Without the decision nothing says any more that Nunez Ortega, Roberto (1001) is a different person: withdraw the request, or decide again.",
        created.request.file_name
    );
    assert_eq!(warned(decision), std::slice::from_ref(&sentence));
    assert_eq!(
        warned(request),
        [""; 0],
        "to withdraw the request leaves the decision"
    );
    // Taken back and put back, it is as before.
    let back = undo(decision);
    assert_eq!(warned(back), [""; 0]);
    let again = undo(back);
    assert_eq!(warned(again), [sentence]);
    // Nothing relies on it once the request is withdrawn.
    undo(request);
    assert_eq!(warned(again), [""; 0]);
}
