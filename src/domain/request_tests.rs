use super::*;
use crate::domain::ids::Ssid;
use crate::domain::layout::Layout;
use crate::domain::student::{ChangeFlag, Field};
use crate::domain::testing::{anna, day, enrolled, noon, school, sean, with_ssid};

const TODAY: &str = "2026-09-10";

fn facts(student: &Student, standing: &Standing) -> Facts {
    Facts::of(student, standing, &Layout::utah_default())
}

fn untouched(student: &Student) -> Facts {
    facts(student, &Standing::default())
}

/// Which of the four files a student goes into now.
fn files(facts: &Facts) -> Vec<Function> {
    Function::ALL
        .into_iter()
        .filter(|f| facts.readiness(*f) == Readiness::Ready)
        .collect()
}

fn answered(function: Function, answer: Option<Outcome>) -> Standing {
    let mut standing = Standing::default();
    standing.sent.insert(
        function,
        Sent {
            request: RequestId(7),
            at: noon(TODAY),
            answer,
            asked: None,
        },
    );
    standing
}

fn flagged(mut s: Student) -> Student {
    s.change_flag = Some(ChangeFlag {
        since: noon(TODAY),
        old: BTreeMap::from([(Field::LastName, "Smyth".into())]),
    });
    s
}

fn scope(schools: &[&str]) -> Scope {
    Scope {
        schools: schools.iter().map(|s| school(s)).collect(),
        ..Scope::default()
    }
}

#[test]
fn retrieve_takes_students_without_an_ssid_and_no_others() {
    assert_eq!(files(&untouched(&anna())), [Function::Retrieve]);
    let known = untouched(&with_ssid(anna(), "1234567"));
    assert_eq!(known.readiness(Function::Retrieve), Readiness::NotConcerned);
}

#[test]
fn new_takes_students_whom_retrieve_did_not_find() {
    let standing = answered(Function::Retrieve, Some(Outcome::NoMatch));
    assert_eq!(
        files(&facts(&anna(), &standing)),
        [Function::Retrieve, Function::New]
    );
    let known = facts(&with_ssid(anna(), "1234567"), &standing);
    assert_eq!(known.readiness(Function::New), Readiness::NotConcerned);
}

#[test]
fn new_waits_for_another_retrieve_when_the_student_is_no_longer_whom_it_asked_about() {
    let mut standing = answered(Function::Retrieve, Some(Outcome::NoMatch));
    let retrieve = standing.sent.get_mut(&Function::Retrieve).unwrap();
    retrieve.asked = Some(SentLine::of(1, &anna(), &school("104")).asked_about());
    let shouted = Student {
        last_name: anna().last_name.to_uppercase(),
        ..anna()
    };
    for same in [anna(), shouted] {
        let same = facts(&same, &standing);
        assert_eq!(same.readiness(Function::New), Readiness::Ready);
        assert!(!same.still_due(Function::Retrieve));
    }
    let renamed = Student {
        last_name: "Smythe".into(),
        ..anna()
    };
    let reborn = Student {
        birth_date: Some(day("2012-02-29")),
        ..anna()
    };
    for other in [renamed, reborn] {
        let other = facts(&other, &standing);
        assert_eq!(other.readiness(Function::New), Readiness::RetrieveFirst);
        assert!(other.still_due(Function::Retrieve));
    }
}

#[test]
fn update_takes_changed_students_with_an_ssid() {
    let changed = flagged(with_ssid(anna(), "1234567"));
    assert_eq!(files(&untouched(&changed)), [Function::Update, Function::Verify]);
    let without = untouched(&flagged(anna()));
    assert_eq!(without.readiness(Function::Update), Readiness::NotConcerned);
}

#[test]
fn verify_takes_everyone_with_an_ssid() {
    assert_eq!(
        files(&untouched(&with_ssid(anna(), "1234567"))),
        [Function::Verify]
    );
}

#[test]
fn excluded_no_show_and_retired_students_are_in_no_file() {
    let excluded = Student {
        state_excluded: true,
        ..anna()
    };
    let no_show = Student {
        no_show: true,
        ..anna()
    };
    let retired = Student {
        retired_into: Some(StudentKey(9)),
        ..anna()
    };
    for s in [excluded, no_show, retired] {
        for s in [s.clone(), flagged(with_ssid(s, "1234567"))] {
            for f in Function::ALL {
                assert_eq!(untouched(&s).readiness(f), Readiness::NotConcerned);
                assert!(!untouched(&s).still_due(f));
            }
        }
    }
}

#[test]
fn a_student_with_two_enrollments_is_in_the_file_once() {
    let s = Student {
        enrollments: vec![
            enrolled("104", "2026-08-20", ""),
            enrolled("108", "2026-09-01", ""),
        ],
        ..anna()
    };
    let f = untouched(&s);
    let one = f.enrollment_in(&scope(&["104", "108"]), day(TODAY)).unwrap();
    assert_eq!(one.school, school("108"), "the latest start counts");
    let one = f.enrollment_in(&scope(&["104"]), day(TODAY)).unwrap();
    assert_eq!(one.school, school("104"), "of the selected schools");
}

#[test]
fn a_student_of_another_school_is_left_out() {
    assert_eq!(
        untouched(&anna()).enrollment_in(&scope(&["704"]), day(TODAY)),
        None
    );
}

#[test]
fn inactive_students_are_left_out_unless_asked_for() {
    let s = Student {
        enrollments: vec![enrolled("104", "2025-08-20", "2026-06-01")],
        ..anna()
    };
    let f = untouched(&s);
    assert_eq!(f.enrollment_in(&scope(&["104"]), day(TODAY)), None);
    let asked = Scope {
        include_inactive: true,
        ..scope(&["104"])
    };
    assert!(f.enrollment_in(&asked, day(TODAY)).is_some());
}

#[test]
fn an_effective_date_takes_enrollments_that_hold_on_that_day_both_ends_included() {
    let s = Student {
        enrollments: vec![enrolled("104", "2026-08-20", "2026-09-05")],
        ..anna()
    };
    for (effective, is) in [
        ("2026-08-19", false),
        ("2026-08-20", true),
        ("2026-09-05", true),
        ("2026-09-06", false),
    ] {
        let scope = Scope {
            effective: Some(day(effective)),
            ..scope(&["104"])
        };
        assert_eq!(
            untouched(&s).enrollment_in(&scope, day(TODAY)).is_some(),
            is,
            "{effective}"
        );
    }
}

#[test]
fn asking_for_inactive_students_does_not_take_those_who_start_after_the_effective_date() {
    for (entry, exit, is) in [
        ("2025-08-20", "2026-06-01", true),
        ("2026-08-20", "", true),
        ("2026-09-02", "", false),
    ] {
        let s = Student {
            enrollments: vec![enrolled("104", entry, exit)],
            ..anna()
        };
        let scope = Scope {
            effective: Some(day("2026-09-01")),
            include_inactive: true,
            ..scope(&["104"])
        };
        assert_eq!(
            untouched(&s).enrollment_in(&scope, day(TODAY)).is_some(),
            is,
            "{entry}–{exit}"
        );
    }
}

#[test]
fn without_an_effective_date_a_later_start_is_in_and_unknown_days_count_as_always() {
    for (entry, exit) in [("2026-11-01", ""), ("", ""), ("", TODAY)] {
        let s = Student {
            enrollments: vec![enrolled("104", entry, exit)],
            ..anna()
        };
        assert!(
            untouched(&s)
                .enrollment_in(&scope(&["104"]), day(TODAY))
                .is_some(),
            "{entry}–{exit}"
        );
    }
}

#[test]
fn who_lacks_what_the_state_matches_on_is_held_back_and_it_is_named() {
    type Spoil = fn(&mut Student);
    let cases: [(Spoil, &str); 7] = [
        (|s| s.last_name.clear(), "last name"),
        (|s| s.first_name.clear(), "first name"),
        (|s| s.birth_date = None, "birth date"),
        (|s| s.gender.clear(), "gender"),
        (
            |s| s.last_name = "Nu?ez".into(),
            "a letter of the name was lost (“?”)",
        ),
        (
            |s| s.last_name = "x".repeat(101),
            "a text is longer than the state takes",
        ),
        (
            |s| {
                s.birth_date = None;
                s.gender.clear();
            },
            "birth date, gender",
        ),
    ];
    for (spoil, missing) in cases {
        let mut s = anna();
        spoil(&mut s);
        let f = untouched(&s);
        assert_eq!(
            f.readiness(Function::Retrieve).why_not(),
            format!("Missing: {missing}")
        );
        assert!(!f.still_due(Function::Retrieve));
        assert!(
            !f.readiness(Function::Retrieve).can_be_overridden(),
            "never sent: {missing}"
        );
        let f = facts(&s, &answered(Function::Retrieve, Some(Outcome::NoMatch)));
        assert!(matches!(f.readiness(Function::New), Readiness::HeldBack(_)));
    }
}

#[test]
fn the_length_is_counted_in_letters_and_after_the_states_code() {
    let mut s = anna();
    s.last_name = "ñ".repeat(100);
    assert!(untouched(&s).missing.is_empty());
    let mut layout = Layout::utah_default();
    for c in &mut layout.columns {
        if c.field == WireField::Gender {
            c.codes.insert("F".into(), "Female".into());
        }
    }
    let f = Facts::of(&anna(), &Standing::default(), &layout);
    assert_eq!(f.missing.iter().collect::<Vec<_>>(), [Missing::TooLong]);
}

#[test]
fn new_waits_until_retrieve_was_sent_and_its_response_processed() {
    let first = untouched(&anna()).readiness(Function::New);
    assert_eq!(first, Readiness::RetrieveFirst);
    let waits = facts(&anna(), &answered(Function::Retrieve, None)).readiness(Function::New);
    assert_eq!(waits, Readiness::AwaitsRetrieve(RequestId(7)));
    for r in [first, waits] {
        assert!(r.can_be_overridden());
        assert!(!r.why_not().is_empty());
    }
}

#[test]
fn new_waits_for_whoever_is_undecided_after_retrieve() {
    for outcome in [
        Outcome::SeveralMatches,
        Outcome::NotAnSsid,
        Outcome::HeldByAnother,
        Outcome::StudentNotFound,
        Outcome::Unreadable,
    ] {
        let r = facts(&anna(), &answered(Function::Retrieve, Some(outcome))).readiness(Function::New);
        assert_eq!(r, Readiness::Undecided(outcome));
        let named = outcome == Outcome::HeldByAnother;
        assert_eq!(r.can_be_overridden(), !named, "the state has named the number");
        assert!(r.why_not().contains(outcome.label()));
    }
}

#[test]
fn nobody_is_twice_in_an_open_new_request_even_by_override() {
    let mut standing = answered(Function::Retrieve, Some(Outcome::NoMatch));
    standing.sent.extend(answered(Function::New, None).sent);
    let r = facts(&anna(), &standing).readiness(Function::New);
    assert_eq!(r, Readiness::AlreadyInNew(RequestId(7)));
    assert!(!r.can_be_overridden());
}

/// Retrieve was one request and found nobody, New was another and answered so.
fn new_answered(retrieve: u64, new: u64, outcome: Outcome) -> Readiness {
    let mut standing = answered(Function::Retrieve, Some(Outcome::NoMatch));
    standing.sent.extend(answered(Function::New, Some(outcome)).sent);
    for (f, request) in [(Function::Retrieve, retrieve), (Function::New, new)] {
        if let Some(s) = standing.sent.get_mut(&f) {
            s.request = RequestId(request);
        }
    }
    facts(&anna(), &standing).readiness(Function::New)
}

#[test]
fn whom_the_state_may_have_numbered_in_new_goes_through_retrieve_before_another_new() {
    for outcome in [
        Outcome::NotAnSsid,
        Outcome::SeveralMatches,
        Outcome::HeldByAnother,
        Outcome::WillBeFilled,
    ] {
        let r = new_answered(1, 2, outcome);
        assert_eq!(r, Readiness::Undecided(outcome));
        assert!(r.why_not().contains(outcome.label()));
        assert_eq!(
            new_answered(3, 2, outcome),
            Readiness::Ready,
            "a later Retrieve did not find the student"
        );
    }
    assert_eq!(new_answered(1, 2, Outcome::NoMatch), Readiness::Ready);
}

#[test]
fn retrieve_is_due_until_it_is_answered_and_new_as_long_as_there_is_no_ssid() {
    let sent = facts(&anna(), &answered(Function::Retrieve, None));
    assert!(sent.still_due(Function::Retrieve));
    let found = facts(&anna(), &answered(Function::Retrieve, Some(Outcome::NoMatch)));
    assert!(!found.still_due(Function::Retrieve));
    assert!(found.still_due(Function::New));
    assert!(!found.still_due(Function::Verify));
}

#[test]
fn request_files_are_named_by_district_day_and_number() {
    let lea = LeaNumber::parse("140").unwrap();
    assert_eq!(file_name(&lea, day("2009-11-24"), 1), "REQ_140_20091124_0001.csv");
    assert_eq!(
        file_name(&lea, day("2026-11-22"), 12345),
        "REQ_140_20261122_12345.csv"
    );
}

#[test]
fn a_responses_name_has_resp_for_req() {
    assert_eq!(
        response_name("REQ_140_20091124_0001.csv"),
        "RESP_140_20091124_0001.csv"
    );
}

fn cells(student: &Student, layout: &Layout) -> Vec<String> {
    let line = SentLine::of(3, student, &school("104"));
    let lea = LeaNumber::parse("140").unwrap();
    layout
        .request_columns()
        .map(|c| line.cell(c, &lea, SchoolYear(2027)))
        .collect()
}

#[test]
fn the_cells_of_the_default_layout() {
    let mut s = anna();
    s.middle_name = "Maria".into();
    s.suffix = "Jr".into();
    s.preferred_first_name = "Annie".into();
    s.ethnicity.hispanic = true;
    assert_eq!(
        cells(&s, &Layout::utah_default()),
        [
            "3",
            "",
            "2027",
            "Smith",
            "Anna",
            "Maria",
            "Jr",
            "2014-03-09",
            "F",
            "H;C",
            "140",
            "104",
            "00123"
        ]
    );
}

#[test]
fn update_and_verify_carry_the_ssid_with_its_zeros() {
    let s = with_ssid(sean(), "0234567");
    assert_eq!(cells(&s, &Layout::utah_default())[1], "0234567");
}

#[test]
fn the_preferred_name_never_leaves_the_program() {
    let mut s = anna();
    s.preferred_last_name = "Secretname".into();
    s.preferred_first_name = "Secretname".into();
    assert!(!cells(&s, &Layout::utah_default()).join(",").contains("Secret"));
}

#[test]
fn a_districts_own_layout_decides_date_form_codes_and_order() {
    let mut layout = Layout::utah_default();
    layout.columns.reverse();
    for c in &mut layout.columns {
        match c.field {
            WireField::BirthDate => c.date_format = Some("%m/%d/%Y".into()),
            WireField::Gender => {
                c.codes.insert("F".into(), "2".into());
            }
            WireField::Ethnicity => {
                c.codes.insert("H".into(), "Y".into());
                c.codes.insert("C".into(), "W".into());
            }
            _ => {}
        }
    }
    let mut s = anna();
    s.ethnicity.hispanic = true;
    assert_eq!(
        cells(&s, &layout),
        [
            "00123",
            "104",
            "140",
            "Y;W",
            "2",
            "03/09/2014",
            "",
            "",
            "Anna",
            "Smith",
            "2027",
            "",
            "3"
        ]
    );
}

#[test]
fn a_birth_date_not_known_is_a_blank_cell() {
    let mut s = anna();
    s.birth_date = None;
    assert_eq!(cells(&s, &Layout::utah_default())[7], "");
}

#[test]
fn the_four_functions_are_run_in_the_manuals_order_and_under_its_names() {
    assert_eq!(
        Function::ALL.map(Function::label),
        [
            "Retrieve SSID Numbers",
            "New SSID Numbers",
            "Update SSID Records",
            "Verify SSID Numbers"
        ]
    );
    assert_eq!(MANUAL_TABLE.map(|row| row[0]), Function::ALL.map(Function::word));
}

#[test]
fn an_update_the_state_could_not_take_over_waits_for_a_decision_and_is_not_due_again() {
    let mut s = anna();
    s.ssid = Ssid::parse("1858768").ok();
    s.change_flag = Some(ChangeFlag {
        since: Timestamp::default(),
        old: BTreeMap::from([(Field::LastName, "Before".into())]),
    });
    let waiting = facts(&s, &answered(Function::Update, Some(Outcome::DifferentSsid)));
    assert!(waiting.undecided(Function::Update) && !waiting.still_due(Function::Update));
    assert_eq!(
        waiting.readiness(Function::Update),
        Readiness::Ready,
        "it can be sent all the same"
    );
    let edited = facts(&s, &answered(Function::Update, Some(Outcome::EditedSince)));
    assert!(edited.still_due(Function::Update) && !edited.undecided(Function::Update));
}
