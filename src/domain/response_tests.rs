use super::*;
use crate::domain::edit::settle;
use crate::domain::ids::{OperationId, StudentNumber};
use crate::domain::matching::Matcher;
use crate::domain::request::RequestState;
use crate::domain::student::{ChangeFlag, Field, FormerId, IdKind};
use crate::domain::testing::{Desk, anna, jose, noon, request, rules, sean, sent, ssid, student, with_ssid};

/// A request, its snapshot, the store, and how a response to it is judged.
struct Case {
    request: RequestRecord,
    sent: Vec<SentLine>,
    desk: Desk,
    choices: BTreeMap<u32, Choice>,
    practice: bool,
    rules: Rules,
    layout: Layout,
}

fn others(row: &ReportRow) -> Vec<StudentKey> {
    row.others.iter().map(|o| o.key).collect()
}

impl Case {
    fn new(function: Function, students: &[Student]) -> Self {
        Self {
            request: request(1, function, students.len()),
            sent: sent(students),
            desk: Desk::of(students),
            choices: BTreeMap::new(),
            practice: false,
            rules: rules(),
            layout: Layout::utah_default(),
        }
    }

    fn evaluate(&self, file: &ResponseFile) -> Result<Report, Refusal> {
        let shipped = Matcher::default();
        let cx = Context {
            request: &self.request,
            sent: &self.sent,
            rules: &self.rules,
            layout: &self.layout,
            choices: &self.choices,
            practice: self.practice,
            explain: &|a, b| shipped.explain(a, b),
        };
        evaluate(file, &cx, &self.desk, |_| Ok(())).unwrap()
    }

    fn report(&self, lines: Vec<ResponseLine>) -> Report {
        self.evaluate(&file(lines)).unwrap()
    }

    /// The outcome of a response with one line.
    fn one(&self, line: ResponseLine) -> ReportRow {
        self.report(vec![line]).rows.remove(0)
    }

    fn processed(mut self) -> Self {
        self.request.state = RequestState::Processed {
            at: noon("2026-09-12"),
            response_file: "RESP_140_20260910_0001.csv".into(),
            fingerprint: "f".into(),
            counts: BTreeMap::new(),
            operation: OperationId(5),
        };
        self
    }

    /// Writes what a row says into the store.
    fn apply(&mut self, row: &ReportRow) {
        let Some(key) = row.student else { return };
        let sent = self.sent.iter().find(|s| Some(s.line) == row.line).unwrap();
        for s in &mut self.desk.students {
            if s.key == key
                && let Some(after) = apply_row(s, row, sent, &self.rules, noon("2026-09-12"))
            {
                *s = after;
            }
        }
    }
}

fn file(mut lines: Vec<ResponseLine>) -> ResponseFile {
    for (line, n) in lines.iter_mut().zip(2..) {
        line.file_line = n;
    }
    ResponseFile {
        name: "RESP_140_20260910_0001.csv".into(),
        fingerprint: "f".into(),
        has_marker_column: true,
        lines,
    }
}

/// The line of a response for a student, as line `line` of the request.
fn line(line: u32, student: &Student, ssid: &str) -> ResponseLine {
    ResponseLine {
        line: line.to_string(),
        ssid: ssid.into(),
        school_year: "2027".into(),
        last_name: student.last_name.clone(),
        first_name: student.first_name.clone(),
        number: student.number.to_string(),
        ..ResponseLine::default()
    }
}

fn said(number: u32, student: &Student, status: &str, message: &str) -> ResponseLine {
    ResponseLine {
        status: status.into(),
        message: message.into(),
        ..line(number, student, "")
    }
}

fn retrieve() -> Case {
    Case::new(Function::Retrieve, &[anna(), jose(), sean()])
}

fn outcomes(report: &Report) -> Vec<Outcome> {
    report.rows.iter().map(|r| r.outcome).collect()
}

fn writes_nothing(row: &ReportRow) {
    assert_eq!(row.action, Action::None, "{row:?}");
    assert!(!row.message.is_empty(), "it says what to do");
}

fn flagged(mut s: Student, field: Field, old: &str) -> Student {
    s.change_flag = Some(ChangeFlag {
        since: noon("2026-09-01"),
        old: BTreeMap::from([(field, old.to_owned())]),
    });
    s
}

/// Anna was Smith, is Smith-Jones here, and the state has been told.
fn update() -> Case {
    let mut s = with_ssid(anna(), "1234567");
    s.last_name = "Smith-Jones".into();
    Case::new(Function::Update, &[flagged(s, Field::LastName, "Smith")])
}

fn marked(case: &Case, status: &str, message: &str) -> ReportRow {
    let s = &case.desk.students[0];
    case.one(ResponseLine {
        ssid: "1234567".into(),
        ..said(1, s, status, message)
    })
}

// The outcomes of a line.

#[test]
fn a_number_for_a_student_without_one_will_be_filled() {
    let mut case = retrieve();
    let report = case.report(vec![line(1, &anna(), "1234567"), line(2, &jose(), "0234567")]);
    assert_eq!(outcomes(&report), [Outcome::WillBeFilled; 2]);
    assert_eq!(report.writes(), 2);
    for row in &report.rows {
        case.apply(row);
    }
    assert_eq!(case.desk.students[0].ssid, Some(ssid("1234567")));
    assert_eq!(
        case.desk.students[1].text(Field::Ssid),
        "0234567",
        "leading zeros stay"
    );
    assert_eq!(case.desk.students[0].change_flag, None);
}

#[test]
fn a_number_that_is_there_already_changes_nothing() {
    let mut case = retrieve();
    case.desk.students[0].ssid = Some(ssid("1234567"));
    let row = case.one(line(1, &anna(), "1234567"));
    assert_eq!((row.outcome, row.action), (Outcome::AlreadySame, Action::None));
}

#[test]
fn a_marked_update_clears_the_flag() {
    for (status, message) in [
        ("U", ""),
        ("u", "anything"),
        ("", "Updated"),
        ("", "updated."),
        ("", "Practice SSID system: Updated."),
        ("A", ""),
    ] {
        let mut case = update();
        case.practice = true;
        let row = marked(&case, status, message);
        assert_eq!(
            (row.outcome, &row.action),
            (Outcome::UpdateConfirmed, &Action::ClearFlag),
            "{status}/{message}"
        );
        case.apply(&row);
        assert_eq!(case.desk.students[0].change_flag, None);
    }
}

#[test]
fn an_update_with_a_blank_ssid_is_confirmed_by_its_marker() {
    let case = update();
    let row = case.one(said(1, &case.desk.students[0], "U", ""));
    assert_eq!(row.outcome, Outcome::UpdateConfirmed);
}

#[test]
fn an_unmarked_update_keeps_the_flag() {
    for (status, message) in [("", ""), ("E", "Birth date differs"), ("E", "Updated")] {
        let row = marked(&update(), status, message);
        assert_eq!(row.outcome, Outcome::NoMatch, "{status}/{message}");
        writes_nothing(&row);
        assert!(row.message.contains("next Update file"));
    }
}

#[test]
fn a_confirmed_update_without_a_flag_changes_nothing() {
    let mut case = update();
    case.desk.students[0].change_flag = None;
    let row = marked(&case, "U", "");
    assert_eq!((row.outcome, row.action), (Outcome::AlreadySame, Action::None));
}

#[test]
fn an_update_of_a_student_edited_since_keeps_the_flag() {
    let mut case = update();
    let sent = case.desk.students[0].clone();
    case.desk.students[0].gender = "X".into();
    let row = case.one(ResponseLine {
        ssid: "1234567".into(),
        ..said(1, &sent, "U", "")
    });
    assert_eq!(row.outcome, Outcome::EditedSince);
    assert!(row.message.contains("Gender"));
    case.apply(&row);
    assert!(case.desk.students[0].change_flag.is_some());
}

#[test]
fn after_an_update_of_a_student_edited_since_the_flag_says_what_the_state_has_now() {
    // Smith became Smith-Jones, which the state took over; meanwhile it was put back to Smith here.
    let mut case = update();
    let was_sent = case.desk.students[0].clone();
    case.desk.students[0].last_name = "Smith".into();
    let row = case.one(ResponseLine {
        ssid: "1234567".into(),
        ..said(1, &was_sent, "U", "")
    });
    case.apply(&row);
    let flag = case.desk.students[0].change_flag.clone().unwrap();
    assert_eq!(
        flag.old,
        BTreeMap::from([(Field::LastName, "Smith-Jones".to_owned())])
    );
    // So an edit and its undoing do not lower the flag while the state has the other name.
    let now = case.desk.students[0].clone();
    let mut other = now.clone();
    other.last_name = "Smyth".into();
    settle(&now, &mut other, &case.rules, noon("2026-09-13"), false);
    let mut back = other.clone();
    back.last_name = "Smith".into();
    settle(&other, &mut back, &case.rules, noon("2026-09-14"), false);
    assert!(back.change_flag.is_some());
}

#[test]
fn ethnicity_edited_since_counts_only_where_it_raises_the_flag() {
    for (raises, outcome) in [(true, Outcome::EditedSince), (false, Outcome::UpdateConfirmed)] {
        let mut case = update();
        case.rules.ethnicity_raises_flag = raises;
        case.desk.students[0].ethnicity.hispanic = true;
        assert_eq!(marked(&case, "U", "").outcome, outcome);
    }
}

#[test]
fn no_number_words_mean_no_match_and_the_student_goes_into_the_new_file() {
    let a = anna();
    for l in [
        line(1, &a, "No Records Found"),
        line(1, &a, "  no records found. "),
        said(1, &a, "N", "Not found"),
        said(1, &a, "", "Practice SSID system: No Records Found."),
        line(1, &a, ""),
    ] {
        let case = Case {
            practice: true,
            ..retrieve()
        };
        let row = case.one(l);
        assert_eq!(row.outcome, Outcome::NoMatch, "{row:?}");
        writes_nothing(&row);
        assert!(
            row.message
                .contains("New SSID Numbers file, unless it looks like a student who has an SSID")
        );
    }
}

#[test]
fn a_blank_never_wipes_a_number_on_file() {
    let mut case = retrieve();
    case.desk.students[0].ssid = Some(ssid("1234567"));
    let row = case.one(line(1, &anna(), ""));
    writes_nothing(&row);
    assert!(!row.message.contains("New SSID"));
    case.apply(&row);
    assert_eq!(case.desk.students[0].ssid, Some(ssid("1234567")));
}

#[test]
fn only_words_about_the_student_send_one_into_the_new_file() {
    let a = anna();
    for l in [
        said(1, &a, "", "School not found"),
        said(1, &a, "E", "LEA 140 not found."),
        said(1, &a, "E", ""),
        line(1, &a, "Rejected, see line 3"),
        line(1, &a, "#N/A"),
    ] {
        let row = retrieve().one(l);
        assert_eq!(row.outcome, Outcome::NotAnSsid, "{row:?}");
        writes_nothing(&row);
        assert!(!row.message.contains("New SSID"));
    }
    for l in [
        said(1, &a, "N", ""),
        said(1, &a, "", "Student not found in 2027."),
    ] {
        assert_eq!(retrieve().one(l).outcome, Outcome::NoMatch);
    }
}

#[test]
fn words_with_a_number_in_them_are_a_message_and_no_damage() {
    for (text, outcome) in [
        ("Multiple Records Found (2).", Outcome::SeveralMatches),
        ("3 candidates", Outcome::SeveralMatches),
        ("0 records: No Records Found", Outcome::NoMatch),
    ] {
        assert_eq!(retrieve().one(line(1, &anna(), text)).outcome, outcome, "{text}");
    }
}

#[test]
fn what_the_state_writes_beside_a_number_is_shown_and_several_matches_are_not_taken() {
    let a = anna();
    let with = |message: &str| {
        let mut l = line(1, &a, "1858768");
        l.message = message.into();
        retrieve().one(l)
    };
    let row = with("Possible match: review");
    assert_eq!(row.outcome, Outcome::SeveralMatches);
    writes_nothing(&row);
    let row = with("Birth date corrected at the state");
    assert_eq!(row.outcome, Outcome::WillBeFilled);
    assert!(
        row.message
            .contains("The state wrote “Birth date corrected at the state”."),
        "{}",
        row.message
    );
    assert_eq!(with("Assigned.").message, "");
    // What denies the student beside a number contradicts itself, in either column; “None” is said of errors.
    let in_status = said(1, &a, "Multiple matches", "");
    let in_status = retrieve().one(ResponseLine {
        ssid: "1858768".into(),
        ..in_status
    });
    assert_eq!(in_status.outcome, Outcome::SeveralMatches);
    let denied = with("Student not found");
    assert_eq!(denied.outcome, Outcome::NotAnSsid);
    writes_nothing(&denied);
    for message in ["None", "No match found - new SSID assigned"] {
        assert_eq!(with(message).outcome, Outcome::WillBeFilled, "{message}");
    }
}

#[test]
fn several_at_the_state_are_for_a_person_to_decide() {
    let a = anna();
    for l in [
        line(1, &a, "Multiple Records Found."),
        said(1, &a, "E", "Near match: 3 candidates"),
    ] {
        let row = retrieve().one(l);
        assert_eq!(row.outcome, Outcome::SeveralMatches);
        writes_nothing(&row);
    }
}

#[test]
fn new_without_a_number_is_an_error_to_look_up() {
    let case = Case::new(Function::New, &[anna()]);
    for l in [line(1, &anna(), ""), said(1, &anna(), "", "Rejected")] {
        let row = case.one(l);
        assert_eq!(row.outcome, Outcome::NotAnSsid);
        writes_nothing(&row);
    }
}

#[test]
fn a_different_ssid_is_held_until_a_person_chooses() {
    let mut case = retrieve();
    case.desk.students[0].ssid = Some(ssid("1234567"));
    let a = line(1, &anna(), "7777777");

    let held = case.one(a.clone());
    assert_eq!((held.outcome, held.choice), (Outcome::DifferentSsid, None));
    writes_nothing(&held);

    case.choices.insert(1, Choice::Here);
    let keep = case.one(a.clone());
    writes_nothing(&keep);
    assert_eq!(keep.choice, Some(Choice::Here));

    case.choices.insert(1, Choice::Response);
    let take = case.one(a);
    assert_eq!(take.action, Action::Fill(ssid("7777777")));
    case.apply(&take);
    let s = &case.desk.students[0];
    assert_eq!(s.ssid, Some(ssid("7777777")));
    assert_eq!(
        s.former_ids,
        [FormerId {
            kind: IdKind::Ssid,
            value: "1234567".into(),
            until: noon("2026-09-12")
        }],
        "the old one stays in the history"
    );
}

#[test]
fn what_was_settled_before_is_remembered_and_a_choice_now_goes_before_it() {
    let mut case = retrieve();
    case.desk.students[0].ssid = Some(ssid("1234567"));
    case.request.settled.insert(1, Choice::Here);
    let a = line(1, &anna(), "7777777");
    let kept = case.one(a.clone());
    assert_eq!(kept.choice, Some(Choice::Here));
    writes_nothing(&kept);
    case.choices.insert(1, Choice::Response);
    assert_eq!(case.one(a).action, Action::Fill(ssid("7777777")));
}

#[test]
fn a_choice_for_one_number_never_lets_another_file_put_in_a_third() {
    let mut case = retrieve();
    // “Use the response” was carried out when it was chosen, before the response was processed.
    case.desk.students[0].ssid = Some(ssid("7777777"));
    case.request.settled.insert(1, Choice::Response);
    let row = case.one(line(1, &anna(), "8888888"));
    assert_eq!((row.outcome, row.choice), (Outcome::DifferentSsid, None));
    writes_nothing(&row);
}

#[test]
fn an_ssid_held_by_another_is_refused_and_names_the_holder() {
    let mut case = retrieve();
    case.desk
        .students
        .push(with_ssid(student(9, "900", "Smith", "Anne"), "1234567"));
    case.choices.insert(1, Choice::Response);
    for here in [None, Some(ssid("5555555"))] {
        case.desk.students[0].ssid = here;
        let row = case.one(line(1, &anna(), "1234567"));
        assert_eq!(row.outcome, Outcome::HeldByAnother);
        assert_eq!(others(&row), [StudentKey(9)]);
        assert!(row.message.contains("Smith, Anne (900)"));
        writes_nothing(&row);
    }
}

/// A child like Anna in everything: entered twice.
fn anna_again(key: u64, number: &str) -> Student {
    let mut again = student(key, number, "Smith", "Anna");
    again.phone = "801-555-0142".into();
    again
}

#[test]
fn an_ssid_held_by_the_same_child_leads_to_the_merge() {
    let mut case = retrieve();
    let mut holder = with_ssid(anna_again(9, "900"), "1234567");
    // Entered twice: the number once with the D of the marked duplicate.
    case.desk.students[0].number = StudentNumber::parse("D900").unwrap();
    case.desk.students[0].duplicate = true;
    holder.middle_name = case.desk.students[0].middle_name.clone();
    case.desk.students.push(holder);
    let row = case.one(ResponseLine {
        number: "D900".into(),
        ..line(1, &anna(), "1234567")
    });
    assert_eq!(row.outcome, Outcome::HeldByAnother);
    assert!(row.others[0].is_same_child(), "{:?}", row.others);
    assert!(
        row.message.contains("compare and merge the two"),
        "{}",
        row.message
    );
    assert_eq!(
        row.to_compare().map(|(a, b)| (a, b.key)),
        Some((anna().key, StudentKey(9)))
    );
}

#[test]
fn an_ssid_held_by_a_child_of_whom_nothing_fits_is_for_the_help_desk() {
    let mut case = retrieve();
    let mut holder = with_ssid(student(9, "900", "Yazzie", "Darrell"), "1234567");
    holder.birth_date = "2009-11-30".parse().ok();
    holder.gender = "M".into();
    case.desk.students.push(holder);
    let row = case.one(line(1, &anna(), "1234567"));
    assert_eq!(row.outcome, Outcome::HeldByAnother);
    assert!(!row.others[0].is_same_child());
    assert_eq!(row.others[0].likeness.as_ref().unwrap().band, None);
    assert!(row.message.contains("help desk"), "{}", row.message);
    writes_nothing(&row);
}

#[test]
fn of_several_students_the_one_whom_the_line_fits_comes_first() {
    let mut namesake = student(4, "00126", "Smith", "Anna");
    namesake.birth_date = "2011-07-21".parse().ok();
    // The older one stands first in the request.
    let case = Case::new(Function::Retrieve, &[namesake, anna()]);
    let row = case.one(ResponseLine {
        number: String::new(),
        line: String::new(),
        birth_date: "2014-03-09".into(),
        ..line(1, &anna(), "1234567")
    });
    assert_eq!(row.outcome, Outcome::SeveralStudents);
    assert_eq!(others(&row), [anna().key, StudentKey(4)]);
    assert!(
        row.message.contains("The line fits Smith, Anna (00123) best"),
        "{}",
        row.message
    );
    assert_eq!(
        row.to_compare().map(|(a, b)| (a, b.key)),
        Some((anna().key, StudentKey(4)))
    );
    writes_nothing(&row);
}

#[test]
fn of_several_answers_the_one_whose_birth_date_fits_comes_first() {
    let answer = |number: &str, born: &str| ResponseLine {
        birth_date: born.into(),
        ..line(1, &anna(), number)
    };
    let report = retrieve().report(vec![
        answer("7777777", "2011-07-21"),
        answer("1234567", "2014-03-09"),
    ]);
    assert_eq!(outcomes(&report), [Outcome::SeveralMatches; 2]);
    let said = &report.rows[0].message;
    let at = |number: &str| said.find(number).unwrap();
    assert!(at("1234567") < at("7777777"), "{said}");
    report.rows.iter().for_each(writes_nothing);
}

#[test]
fn one_ssid_for_two_students_fills_neither() {
    let report = retrieve().report(vec![line(1, &anna(), "1234567"), line(2, &jose(), "1234567")]);
    assert_eq!(outcomes(&report), [Outcome::HeldByAnother; 2]);
    assert_eq!(others(&report.rows[0]), [jose().key]);
    assert_eq!(others(&report.rows[1]), [anna().key]);
    report.rows.iter().for_each(writes_nothing);
}

#[test]
fn who_holds_an_ssid_keeps_it_when_the_file_gives_it_to_another_as_well() {
    let mut case = retrieve();
    case.desk.students[0].ssid = Some(ssid("1234567"));
    let report = case.report(vec![line(1, &anna(), "1234567"), line(2, &jose(), "1234567")]);
    assert_eq!(outcomes(&report), [Outcome::AlreadySame, Outcome::HeldByAnother]);
    assert_eq!(report.writes(), 0);
}

#[test]
fn a_student_with_two_answers_receives_neither() {
    let report = retrieve().report(vec![line(1, &anna(), "1234567"), line(1, &anna(), "1234999")]);
    assert_eq!(outcomes(&report), [Outcome::SeveralMatches; 2]);
    report.rows.iter().for_each(writes_nothing);
    assert!(report.rows[0].message.contains("1234567 and 1234999"));
}

#[test]
fn a_line_that_fails_a_cross_check_still_contradicts_the_good_one() {
    let other_line = line(3, &anna(), "1234999");
    let other_year = ResponseLine {
        school_year: "2026".into(),
        ..line(1, &anna(), "1234999")
    };
    for second in [other_line, other_year] {
        let report = retrieve().report(vec![line(1, &anna(), "1234567"), second]);
        assert_eq!(outcomes(&report), [Outcome::SeveralMatches, Outcome::Unreadable]);
        assert_eq!(report.writes(), 0);
    }
    let report = retrieve().report(vec![line(1, &anna(), "1234567"), line(3, &jose(), "1234567")]);
    assert_eq!(outcomes(&report), [Outcome::HeldByAnother, Outcome::Unreadable]);
}

#[test]
fn two_different_messages_for_a_student_are_for_a_person_to_decide() {
    let a = anna();
    let report = retrieve().report(vec![
        said(1, &a, "E", "Near match: 3 candidates"),
        said(1, &a, "N", "Not found"),
    ]);
    assert_eq!(outcomes(&report), [Outcome::SeveralMatches; 2]);
    let case = update();
    let s = case.desk.students[0].clone();
    let marker = |status: &str| ResponseLine {
        ssid: "1234567".into(),
        ..said(1, &s, status, "")
    };
    let report = case.report(vec![marker("U"), marker("E")]);
    assert_eq!(report.writes(), 0);
}

#[test]
fn the_same_answer_twice_is_written_once() {
    let report = retrieve().report(vec![line(1, &anna(), "1234567"), line(1, &anna(), "1234567")]);
    assert_eq!(outcomes(&report), [Outcome::WillBeFilled, Outcome::AlreadySame]);
    assert_eq!(report.writes(), 1);
    assert_eq!(report.rows[1].message, "Line 2 says the same.");
}

#[test]
fn a_refused_line_answers_the_request_all_the_same() {
    let wrong_name = ResponseLine {
        first_name: "Annie".into(),
        ..line(1, &anna(), "1234567")
    };
    let case = Case::new(Function::Retrieve, &[anna(), jose()]);
    let report = case.report(vec![wrong_name, line(2, &jose(), "0234567")]);
    assert_eq!(
        outcomes(&report),
        [Outcome::StudentNotFound, Outcome::WillBeFilled]
    );
    assert_eq!(report.incomplete(), None, "nothing is cut off");
}

#[test]
fn spreadsheet_damage_is_refused_with_its_line() {
    for text in [
        "1.86E+06",
        "1858768.0",
        "185 8768",
        "18587681234",
        "1,858,768",
        "185876a",
        "=\"1858768",
    ] {
        let row = retrieve().one(line(1, &anna(), text));
        assert_eq!(row.outcome, Outcome::NotAnSsid, "{text}");
        writes_nothing(&row);
        assert!(row.message.contains("Line 2, SSID") && row.message.contains("Download it again"));
    }
}

#[test]
fn a_short_number_is_suspected_to_have_lost_its_zeros() {
    let mut case = retrieve();
    let row = case.one(line(2, &jose(), "234567"));
    assert_eq!(row.outcome, Outcome::NotAnSsid);
    writes_nothing(&row);
    assert!(row.message.contains("6 digits") && row.message.contains("leading zeros"));
    case.desk.students[1].ssid = Some(ssid("234567"));
    assert_eq!(case.one(line(2, &jose(), "234567")).outcome, Outcome::AlreadySame);
    case.desk.students[1].ssid = Some(ssid("0234567"));
    assert_eq!(case.one(line(2, &jose(), "234567")).outcome, Outcome::NotAnSsid);
}

#[test]
fn a_long_number_is_filled_with_a_warning_and_without_a_usual_length_none_is_given() {
    let mut case = retrieve();
    let row = case.one(line(1, &anna(), "12345678"));
    assert_eq!(row.outcome, Outcome::WillBeFilled);
    assert!(row.message.contains("8 digits"));
    case.rules.ssid_digits = None;
    for text in ["12345678", "234"] {
        let row = case.one(line(1, &anna(), text));
        assert_eq!((row.outcome, row.message.as_str()), (Outcome::WillBeFilled, ""));
    }
}

#[test]
fn nobody_here_with_that_name_and_number_is_refused_with_whom_to_compare() {
    let stranger = student(0, "99999", "Nobody", "Nora");
    let row = retrieve().one(line(1, &stranger, "1234567"));
    assert_eq!(row.outcome, Outcome::StudentNotFound);
    writes_nothing(&row);
    assert!(row.message.contains("Nobody, Nora with number 99999"));
    assert!(row.message.contains("line 1 of the request was Smith, Anna"));
    assert_eq!(others(&row), [anna().key]);

    let wrong_name = ResponseLine {
        last_name: "Smythe".into(),
        ..line(1, &anna(), "1234567")
    };
    let row = retrieve().one(wrong_name);
    assert_eq!(row.outcome, Outcome::StudentNotFound);
    assert!(row.message.contains("00123 here is Smith, Anna"));
    assert_eq!(others(&row), [anna().key], "each candidate once");
}

#[test]
fn a_student_who_was_not_in_the_request_is_refused() {
    let mut case = retrieve();
    let other = student(9, "900", "Other", "Olga");
    case.desk.students.push(other.clone());
    let row = case.one(ResponseLine {
        line: String::new(),
        ..line(1, &other, "1234567")
    });
    assert_eq!(row.outcome, Outcome::StudentNotFound);
    writes_nothing(&row);
    assert!(row.message.contains("was not in the request file"));
}

#[test]
fn a_name_without_a_number_that_fits_two_is_refused_with_both() {
    let twin = student(4, "00126", "Smith", "Anna");
    let case = Case::new(Function::Retrieve, &[anna(), twin]);
    let no_number = ResponseLine {
        number: String::new(),
        ..line(1, &anna(), "1234567")
    };
    let row = case.one(no_number.clone());
    assert_eq!(row.outcome, Outcome::SeveralStudents);
    writes_nothing(&row);
    assert_eq!(others(&row), [StudentKey(1), StudentKey(4)]);
    assert!(row.message.contains("00123, 00126"));
    assert_eq!(retrieve().one(no_number).outcome, Outcome::WillBeFilled);
}

#[test]
fn a_line_that_cannot_be_read_says_line_and_reason() {
    let broken = ResponseLine {
        broken: Some("the line is cut off".into()),
        ..line(2, &jose(), "0234567")
    };
    let report = retrieve().report(vec![line(1, &anna(), "1234567"), broken]);
    assert_eq!(outcomes(&report), [Outcome::WillBeFilled, Outcome::Unreadable]);
    writes_nothing(&report.rows[1]);
    assert_eq!(report.rows[1].message, "Line 3: the line is cut off");
}

// Match key and cross-checks.

#[test]
fn the_match_key_is_case_blind_and_trimmed() {
    let mut l = line(2, &jose(), " 0234567 ");
    l.last_name = " GARCIA  LOPEZ ".into();
    l.first_name = "JOSE".into();
    l.number = " 00124 ".into();
    assert_eq!(retrieve().one(l).outcome, Outcome::WillBeFilled);

    let lettered = student(1, "A12", "Smith", "Anna");
    let case = Case::new(Function::Retrieve, std::slice::from_ref(&lettered));
    let mut l = line(1, &lettered, "1234567");
    l.number = "a12".into();
    assert_eq!(case.one(l).outcome, Outcome::WillBeFilled);
}

#[test]
fn accents_count_in_the_match_key() {
    let case = Case::new(Function::Retrieve, &[student(1, "1", "Peña", "Ana")]);
    let l = line(1, &student(1, "1", "Pena", "Ana"), "1234567");
    assert_eq!(case.one(l).outcome, Outcome::StudentNotFound);
}

#[test]
fn the_line_number_is_cross_checked_with_the_request() {
    for (n, there) in [(2, "Garcia Lopez, Jose"), (9, "no line of the request")] {
        let row = retrieve().one(line(n, &anna(), "1234567"));
        assert_eq!(row.outcome, Outcome::Unreadable);
        writes_nothing(&row);
        assert!(row.message.contains("File Line Number") && row.message.contains(there));
    }
    let row = retrieve().one(ResponseLine {
        line: "one".into(),
        ..line(1, &anna(), "1234567")
    });
    assert_eq!(row.outcome, Outcome::Unreadable);
    for form in ["", "00000001", " 1 "] {
        let row = retrieve().one(ResponseLine {
            line: form.into(),
            ..line(1, &anna(), "1234567")
        });
        assert_eq!(row.outcome, Outcome::WillBeFilled, "“{form}”");
    }
}

#[test]
fn the_school_year_is_cross_checked_with_the_request() {
    for (year, outcome) in [
        ("2026", Outcome::Unreadable),
        (" 2027 ", Outcome::WillBeFilled),
        ("", Outcome::WillBeFilled),
    ] {
        let row = retrieve().one(ResponseLine {
            school_year: year.into(),
            ..line(1, &anna(), "1234567")
        });
        assert_eq!(row.outcome, outcome, "“{year}”");
    }
}

#[test]
fn a_student_renamed_or_renumbered_since_is_still_found_and_flagged_for_update() {
    let mut case = retrieve();
    case.desk.students[0].last_name = "Smith-Jones".into();
    case.desk.students[1].number = StudentNumber::parse("70124").unwrap();
    let report = case.report(vec![line(1, &anna(), "1234567"), line(2, &jose(), "0234567")]);
    assert_eq!(outcomes(&report), [Outcome::WillBeFilled; 2]);
    assert!(report.rows[0].message.contains("Last name changed here"));
    for row in &report.rows {
        case.apply(row);
    }
    let flag = case.desk.students[0].change_flag.clone().unwrap();
    assert_eq!(flag.old, BTreeMap::from([(Field::LastName, "Smith".to_owned())]));
    assert_eq!(case.desk.students[1].change_flag, None);
}

#[test]
fn an_answer_for_a_profile_that_was_merged_since_lands_on_the_survivor_with_a_note() {
    let mut case = retrieve();
    case.desk.students[0].retired_into = Some(sean().key);
    let row = case.one(line(1, &anna(), "1234567"));
    assert_eq!(
        (row.outcome, row.line, row.student),
        (Outcome::WillBeFilled, Some(1), Some(sean().key))
    );
    assert!(
        row.message.contains("00123 was merged into 00125 since"),
        "{}",
        row.message
    );
    case.apply(&row);
    assert_eq!(
        case.desk.students[0].ssid, None,
        "the merged profile stays as it was"
    );
    assert_eq!(case.desk.students[2].ssid, Some(ssid("1234567")));
}

#[test]
fn a_different_answer_for_a_merged_profile_is_left_to_a_person() {
    let mut case = retrieve();
    case.desk.students[0].retired_into = Some(sean().key);
    case.desk.students[2].ssid = Some(ssid("7654321"));
    let row = case.one(line(1, &anna(), "1234567"));
    assert_eq!(row.outcome, Outcome::DifferentSsid);
    assert!(row.message.contains("merged into 00125"));
    writes_nothing(&row);
}

#[test]
fn a_profile_whose_survivor_is_not_here_receives_nothing() {
    let mut case = retrieve();
    case.desk.students[0].retired_into = Some(StudentKey(77));
    let row = case.one(line(1, &anna(), "1234567"));
    assert_eq!(row.outcome, Outcome::StudentNotFound);
    assert_eq!(others(&row), [StudentKey(77), anna().key]);
    writes_nothing(&row);
}

#[test]
fn a_student_who_took_over_the_number_is_not_mistaken_for_the_one_sent() {
    let mut case = retrieve();
    case.desk.students[0].number = StudentNumber::parse("70123").unwrap();
    case.desk.students.push(student(9, "00123", "New", "Nina"));
    let row = case.one(line(1, &anna(), "1234567"));
    assert_eq!(
        (row.outcome, row.student),
        (Outcome::WillBeFilled, Some(anna().key))
    );
}

// The whole file.

#[test]
fn a_request_file_chosen_by_mistake_is_refused() {
    let case = retrieve();
    let mut f = file(vec![line(1, &anna(), "")]);
    f.name = "req_140_20260910_0001.CSV".into();
    assert!(matches!(case.evaluate(&f), Err(Refusal::IsRequest { .. })));
    f.name = "copy.csv".into();
    f.has_marker_column = false;
    assert!(matches!(case.evaluate(&f), Err(Refusal::IsRequest { .. })));
    f.name = "RESP_140_20260910_0001.csv".into();
    assert!(matches!(case.evaluate(&f), Err(Refusal::SaysNothing { .. })));
    f.lines[0].ssid = "No Records Found.".into();
    assert!(case.evaluate(&f).is_ok(), "it says something the request did not");
}

#[test]
fn verify_has_no_response() {
    let case = Case::new(Function::Verify, &[with_ssid(anna(), "1234567")]);
    let f = file(vec![line(1, &anna(), "1234567")]);
    assert!(matches!(case.evaluate(&f), Err(Refusal::Verify { .. })));
}

#[test]
fn a_withdrawn_request_takes_no_response() {
    let mut case = retrieve();
    case.request.state = RequestState::Withdrawn {
        at: noon("2026-09-11"),
    };
    let refusal = case
        .evaluate(&file(vec![line(1, &anna(), "1234567")]))
        .unwrap_err();
    assert!(refusal.to_string().contains("REQ_140_20260910_0001.csv"));
}

#[test]
fn practice_numbers_never_reach_a_real_district() {
    let mut case = retrieve();
    let by_message = said(2, &jose(), "", "practice SSID system: no records found.");
    let by_status = said(2, &jose(), "PRACTICE", "");
    for mark in [by_message, by_status] {
        let f = file(vec![line(1, &anna(), "1234567"), mark]);
        case.practice = false;
        assert!(matches!(case.evaluate(&f), Err(Refusal::Practice { .. })));
        case.practice = true;
        assert!(case.evaluate(&f).is_ok());
    }
}

#[test]
fn an_update_response_without_a_place_for_the_marker_is_refused() {
    let case = update();
    let mut f = file(vec![line(1, &case.desk.students[0], "1234567")]);
    f.has_marker_column = false;
    assert!(matches!(case.evaluate(&f), Err(Refusal::NoMarkerColumn { .. })));
}

#[test]
fn an_empty_file_is_refused() {
    assert!(matches!(
        retrieve().evaluate(&file(vec![])),
        Err(Refusal::Empty { .. })
    ));
}

#[test]
fn every_refusal_names_the_file() {
    let file = || "RESP_1.csv".to_owned();
    for r in [
        Refusal::NoRequest { file: file() },
        Refusal::IsRequest { file: file() },
        Refusal::Verify { file: file() },
        Refusal::Withdrawn {
            file: file(),
            request: "REQ_1.csv".into(),
        },
        Refusal::Practice { file: file() },
        Refusal::NoMarkerColumn { file: file() },
        Refusal::Empty { file: file() },
    ] {
        assert!(r.to_string().starts_with("RESP_1.csv "), "{r}");
    }
}

#[test]
fn a_response_that_lacks_lines_has_to_be_confirmed() {
    let report = retrieve().report(vec![line(1, &anna(), "1234567")]);
    assert_eq!(report.unanswered, [2, 3]);
    let why = report.incomplete().unwrap();
    assert!(
        why.contains("1 of 3 lines") && why.contains("2 are missing"),
        "{why}"
    );
    let report = retrieve().report(vec![line(1, &anna(), "1234567"), line(2, &jose(), "")]);
    assert!(report.incomplete().unwrap().contains("line 3 is missing"));
    let all = vec![
        line(1, &anna(), "1234567"),
        line(2, &jose(), ""),
        line(3, &sean(), "Multiple Records Found."),
    ];
    assert_eq!(retrieve().report(all).incomplete(), None);
}

#[test]
fn a_line_that_is_cut_off_does_not_answer_the_request() {
    let cut = ResponseLine {
        broken: Some("the line is cut off".into()),
        ..line(2, &jose(), "0234567")
    };
    let case = Case::new(Function::Retrieve, &[anna(), jose()]);
    let report = case.report(vec![line(1, &anna(), "1234567"), cut]);
    assert_eq!(report.unanswered, [2]);
}

#[test]
fn the_second_time_nothing_changes() {
    let case = retrieve().processed();
    let report = case.report(vec![line(1, &anna(), "1234567")]);
    assert_eq!(report.processed_at, Some(noon("2026-09-12")));
    assert_eq!(report.writes(), 0);
}

#[test]
fn the_second_time_a_line_settled_since_is_written() {
    let mut case = retrieve().processed();
    case.desk.students[0].ssid = Some(ssid("1234567"));
    case.choices.insert(1, Choice::Response);
    let report = case.report(vec![line(1, &anna(), "7777777"), line(2, &jose(), "0234567")]);
    assert_eq!(report.rows[0].action, Action::Fill(ssid("7777777")));
    assert_eq!(report.writes(), 1);
}

#[test]
fn the_second_time_a_line_settled_before_writes_nothing_to_a_number_gone_since() {
    let mut case = retrieve().processed();
    case.request.settled.insert(1, Choice::Response);
    let report = case.report(vec![line(1, &anna(), "7777777")]);
    assert_eq!(report.rows[0].outcome, Outcome::WillBeFilled);
    assert_eq!(report.writes(), 0);
}

#[test]
fn the_second_time_a_number_replaced_by_hand_since_is_not_put_back() {
    let mut case = retrieve().processed();
    case.request.settled.insert(1, Choice::Response);
    case.desk.students[0].ssid = Some(ssid("5555555"));
    case.desk.students[0].former_ids.push(FormerId {
        kind: IdKind::Ssid,
        value: "7777777".into(),
        until: noon("2026-09-13"),
    });
    let l = line(1, &anna(), "7777777");
    let row = case.one(l.clone());
    assert_eq!((row.outcome, row.choice), (Outcome::DifferentSsid, None));
    writes_nothing(&row);
    case.choices.insert(1, Choice::Response);
    assert_eq!(case.one(l).action, Action::Fill(ssid("7777777")), "chosen anew");
}

#[test]
fn the_report_counts_first() {
    let report = retrieve().report(vec![
        line(1, &anna(), "1234567"),
        line(2, &jose(), ""),
        line(3, &sean(), "No Records Found."),
    ]);
    assert_eq!(
        report.counts(),
        BTreeMap::from([(Outcome::WillBeFilled, 1), (Outcome::NoMatch, 2)])
    );
}

#[test]
fn a_stop_ends_the_reading() {
    struct Stops(Desk);
    impl Directory for Stops {
        type Error = &'static str;
        fn by_number(&self, n: &str) -> Result<Option<Student>, Self::Error> {
            self.0.by_number(n).map_err(|_| "store")
        }
        fn by_ssid(&self, s: &Ssid) -> Result<Option<Student>, Self::Error> {
            self.0.by_ssid(s).map_err(|_| "store")
        }
        fn by_key(&self, k: StudentKey) -> Result<Option<Student>, Self::Error> {
            self.0.by_key(k).map_err(|_| "store")
        }
        fn in_open_update(&self, k: StudentKey) -> Result<bool, Self::Error> {
            self.0.in_open_update(k).map_err(|_| "store")
        }
    }
    let case = retrieve();
    let shipped = Matcher::default();
    let cx = Context {
        request: &case.request,
        sent: &case.sent,
        rules: &case.rules,
        layout: &case.layout,
        choices: &case.choices,
        practice: false,
        explain: &|a, b| shipped.explain(a, b),
    };
    let f = file(vec![line(1, &anna(), "1234567")]);
    assert_eq!(
        evaluate(&f, &cx, &Stops(Desk::default()), |_| Err("stopped")),
        Err("stopped")
    );
}

// Which request.

fn found(f: &ResponseFile, requests: &[(RequestRecord, Vec<SentLine>)]) -> Option<RequestId> {
    let records: Vec<RequestRecord> = requests.iter().map(|r| r.0.clone()).collect();
    let snapshot = |id: RequestId| -> Result<Vec<SentLine>, std::convert::Infallible> {
        Ok(requests.iter().find(|r| r.0.id == id).unwrap().1.clone())
    };
    find_request(f, &records, snapshot).unwrap().map(|r| r.id)
}

fn pair(id: u64, function: Function, students: &[Student]) -> (RequestRecord, Vec<SentLine>) {
    (request(id, function, students.len()), sent(students))
}

#[test]
fn a_response_is_matched_by_resp_for_req() {
    let mut f = file(vec![line(1, &anna(), "1234567")]);
    let both = [
        pair(1, Function::Retrieve, &[anna(), jose()]),
        pair(2, Function::New, &[anna()]),
    ];
    assert_eq!(found(&f, &both), Some(RequestId(1)));
    f.name = "resp_140_20260910_0002.CSV".into();
    assert_eq!(found(&f, &both), Some(RequestId(2)));
}

#[test]
fn a_renamed_response_is_matched_by_its_content() {
    let mut f = file(vec![line(1, &anna(), "1234567"), line(2, &jose(), "")]);
    f.name = "download (1).csv".into();
    let requests = [
        pair(1, Function::Retrieve, &[sean(), anna()]),
        pair(2, Function::Retrieve, &[anna(), jose(), sean()]),
    ];
    assert_eq!(found(&f, &requests), Some(RequestId(2)));
    f.lines[0].number = "777".into();
    assert_eq!(found(&f, &requests), None, "half of the lines are not enough");
    let (mut records, sent): (Vec<_>, Vec<_>) = requests.into_iter().unzip();
    let snapshot = |id: RequestId| -> Result<Vec<SentLine>, std::convert::Infallible> {
        Ok(sent[id.0 as usize - 1].clone())
    };
    let likely = |f: &ResponseFile, records: &[RequestRecord]| -> Vec<u64> {
        let likely = likely_requests(f, records, snapshot).unwrap();
        likely.iter().map(|r| r.id.0).collect()
    };
    assert_eq!(
        likely(&f, &records),
        [2],
        "a person is asked whether it is that one"
    );
    records[1].state = RequestState::Processed {
        at: noon("2026-09-12"),
        response_file: "other.csv".into(),
        fingerprint: "f".into(),
        counts: Default::default(),
        operation: OperationId(7),
    };
    assert!(likely(&f, &records).is_empty(), "that one was answered already");
    f.lines[1].number = "778".into();
    assert!(likely(&f, &records).is_empty());
}

#[test]
fn a_name_whose_content_disagrees_gives_way_to_the_content() {
    let f = file(vec![line(1, &sean(), "1234567")]);
    let requests = [
        pair(1, Function::Retrieve, &[anna(), jose()]),
        pair(2, Function::Retrieve, &[sean()]),
    ];
    assert_eq!(found(&f, &requests), Some(RequestId(2)));
}

#[test]
fn an_open_request_is_meant_before_a_processed_one_and_two_open_ones_are_asked_about() {
    let mut f = file(vec![line(1, &anna(), "1234567")]);
    f.name = "download.csv".into();
    let mut requests = [
        pair(1, Function::Retrieve, &[anna()]),
        pair(2, Function::New, &[anna()]),
    ];
    assert_eq!(found(&f, &requests), None);
    requests[0].0.state = retrieve().processed().request.state;
    f.fingerprint = "another file".into();
    assert_eq!(found(&f, &requests), Some(RequestId(2)));
}

#[test]
fn a_processed_retrieve_response_never_answers_an_open_new_whatever_it_is_called() {
    let mut f = file(vec![said(1, &anna(), "", "No Records Found.")]);
    let mut requests = [
        pair(1, Function::Retrieve, &[anna()]),
        pair(2, Function::New, &[anna()]),
    ];
    requests[0].0.state = retrieve().processed().request.state;
    for name in ["RESP_140_20260910_0001 (1).csv", "download.csv"] {
        f.name = name.into();
        assert_eq!(found(&f, &requests), Some(RequestId(1)), "{name}");
    }
    // Another Retrieve that was answered alike is answered by it all the same.
    requests[1] = pair(2, Function::Retrieve, &[anna()]);
    assert_eq!(found(&f, &requests), Some(RequestId(2)));
}

#[test]
fn a_second_download_is_known_by_its_name() {
    let mut f = file(vec![line(1, &anna(), "1234567")]);
    f.name = "RESP_140_20260910_0001 (2).csv".into();
    let both = [
        pair(1, Function::Retrieve, &[anna()]),
        pair(2, Function::New, &[anna()]),
    ];
    assert_eq!(found(&f, &both), Some(RequestId(1)));
}

#[test]
fn a_verify_file_chosen_by_mistake_is_known_as_a_request_file() {
    let s = with_ssid(anna(), "1234567");
    let case = Case::new(Function::Verify, std::slice::from_ref(&s));
    let mut f = file(vec![line(1, &s, "1234567")]);
    f.name = "REQ_140_20260910_0001.csv".into();
    let requests = [pair(1, Function::Verify, &[s])];
    assert_eq!(found(&f, &requests), Some(RequestId(1)));
    assert!(matches!(case.evaluate(&f), Err(Refusal::IsRequest { .. })));
}

#[test]
fn a_file_of_strangers_answers_no_request() {
    let mut f = file(vec![line(1, &student(9, "999", "No", "One"), "1234567")]);
    f.name = "RESP_999.csv".into();
    assert_eq!(found(&f, &[pair(1, Function::Retrieve, &[anna()])]), None);
}

// What a row writes.

#[test]
fn a_row_without_an_action_writes_nothing() {
    let case = retrieve();
    let row = case.one(line(1, &anna(), ""));
    assert_eq!(
        apply_row(&anna(), &row, &case.sent[0], &rules(), noon("2026-09-12")),
        None
    );
}

#[test]
fn filling_twice_writes_once() {
    let mut case = retrieve();
    let row = case.one(line(1, &anna(), "1234567"));
    case.apply(&row);
    let after = &case.desk.students[0];
    assert_eq!(
        apply_row(after, &row, &case.sent[0], &rules(), noon("2026-09-13")),
        None
    );
}

#[test]
fn a_replaced_ssid_keeps_the_change_flag_that_was_up() {
    let mut case = retrieve();
    case.desk.students[0] = flagged(with_ssid(anna(), "1234567"), Field::LastName, "Smyth");
    case.choices.insert(1, Choice::Response);
    let row = case.one(line(1, &anna(), "7777777"));
    case.apply(&row);
    let flag = case.desk.students[0].change_flag.clone().unwrap();
    assert_eq!(flag.old[&Field::LastName], "Smyth");
}

#[test]
fn every_outcome_has_a_name_a_label_and_a_kind_of_its_own() {
    use std::collections::BTreeSet;
    let all: BTreeSet<Outcome> = Outcome::ALL.into_iter().collect();
    assert_eq!(all.len(), 12);
    let words: BTreeSet<(&str, &str)> = all.iter().map(|o| (o.name(), o.label())).collect();
    assert_eq!(words.len(), 12);
    let writing: Vec<Outcome> = all
        .into_iter()
        .filter(|o| o.kind() == OutcomeKind::Writes)
        .collect();
    assert_eq!(writing, [Outcome::WillBeFilled, Outcome::UpdateConfirmed]);
}
