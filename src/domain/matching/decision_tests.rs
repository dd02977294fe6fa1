//! When a decided pair comes back, rule by rule, and where a decision goes when profiles are merged.

use super::*;
use crate::domain::testing::{day, noon};

fn person(first: &str) -> Person {
    Person {
        last_name: "Smith".into(),
        first_name: first.into(),
        birth_date: Some(day("2014-03-09")),
        number: first.len().to_string(),
        ..Person::default()
    }
}

fn says(total: f32) -> Explanation {
    Explanation {
        prior: 0.0,
        bars: Vec::new(),
        total,
        band: Band::of(total),
        speaks_for: Vec::new(),
        speaks_against: Vec::new(),
    }
}

const TODAY: &str = "2026-11-22";

/// Anna and Annette, decided on October 3 when the pair had 5 bits.
fn decided(verdict: Verdict, reason: &str) -> Decision {
    Decision::about(
        (StudentKey(1), &person("Anna")),
        (StudentKey(2), &person("Annette")),
        verdict,
        reason,
        ("registrar", noon("2026-10-03")),
        &says(5.0),
    )
}

fn told_apart() -> Decision {
    decided(Verdict::NotSame, "different mothers")
}

/// How a decision stands when Anna became `a` and the total `total`.
fn stands(decision: &Decision, a: &Person, total: f32, today: &str) -> Standing {
    decision.standing(a, &person("Annette"), &says(total), day(today))
}

fn returns(decision: &Decision, a: &Person, total: f32) -> String {
    match stands(decision, a, total, TODAY) {
        Standing::Returns(why) => why,
        Standing::Holds => panic!("it holds"),
    }
}

fn born(on: &str) -> Person {
    Person {
        birth_date: Some(day(on)),
        ..person("Anna")
    }
}

#[test]
fn a_decision_holds_however_sure_the_engine_becomes_while_nothing_compared_changed() {
    let same = person("Anna");
    for total in [5.0, 8.0, 30.0] {
        assert_eq!(stands(&told_apart(), &same, total, TODAY), Standing::Holds);
    }
    let shouted = Person {
        last_name: " SMITH ".into(),
        ..same
    };
    assert_eq!(
        stands(&told_apart(), &shouted, 30.0, TODAY),
        Standing::Holds,
        "capitals and blanks are no change"
    );
}

#[test]
fn a_decision_holds_when_something_changed_that_says_less_than_3_bits_more() {
    let other = born("2014-03-10");
    for total in [-9.0, 4.9, 5.0, 7.9] {
        assert_eq!(
            stands(&told_apart(), &other, total, TODAY),
            Standing::Holds,
            "{total}"
        );
    }
}

#[test]
fn a_pair_comes_back_when_a_change_says_3_bits_more_and_quotes_the_decision() {
    assert_eq!(
        returns(&told_apart(), &born("2014-03-10"), 9.2),
        "On 2026-10-03 registrar said: not the same student: different mothers. Since then: birth date changed, 4.2 bits more."
    );
    assert!(matches!(
        stands(&told_apart(), &born("2014-03-10"), 8.0, TODAY),
        Standing::Returns(_)
    ));
    let next_year = stands(&told_apart(), &born("2014-03-10"), 9.2, "2027-02-01");
    assert!(matches!(next_year, Standing::Returns(why) if why.starts_with("On 2026-10-03 registrar")));
}

#[test]
fn a_pair_comes_back_when_a_change_lifts_it_into_a_surer_band() {
    let mut decision = told_apart();
    (decision.tenths, decision.band) = (110, Some(Band::Check));
    let why = returns(&decision, &born("2014-03-10"), 12.5);
    assert!(
        why.ends_with("birth date changed, 1.5 bits more, “Very likely” instead of “Check”."),
        "{why}"
    );
    (decision.tenths, decision.band) = (-60, None);
    assert!(returns(&decision, &born("2014-03-10"), -3.9).contains("“Possible” instead of “not shown”"));
}

#[test]
fn a_pair_comes_back_when_state_id_or_number_agree_that_did_not_before() {
    let numbered = Person {
        number: "7".into(),
        ..person("Anna")
    };
    let why = returns(&told_apart(), &numbered, 4.0);
    assert!(
        why.ends_with("student number changed, student number now agrees, 1.0 bits less."),
        "{why}"
    );
    let marked = Person {
        number: "D7".into(),
        ..person("Anna")
    };
    assert_eq!(
        returns(&told_apart(), &marked, 4.0),
        why,
        "a D in front is no difference"
    );
    let (mut a, mut b) = (person("Anna"), person("Annette"));
    (a.state_id, b.state_id) = ("1904417".into(), "1904417".into());
    let came = told_apart().standing(&a, &b, &says(5.0), day(TODAY));
    assert!(matches!(came, Standing::Returns(why) if why.contains("State ID now agrees.")));
    // Equal numbers that the person saw when deciding are no news.
    let seen = Decision::about(
        (StudentKey(1), &a),
        (StudentKey(2), &b),
        Verdict::NotSame,
        "typed twice",
        ("registrar", noon("2026-10-03")),
        &says(5.0),
    );
    a.phone = "801-555-0100".into();
    assert_eq!(seen.standing(&a, &b, &says(5.0), day(TODAY)), Standing::Holds);
}

#[test]
fn a_parked_pair_comes_back_on_its_day_and_earlier_only_as_any_other() {
    let parked = decided(
        Verdict::Parked {
            until: day("2026-12-01"),
        },
        "waiting for the birth certificate",
    );
    let same = person("Anna");
    assert_eq!(stands(&parked, &same, 5.0, "2026-11-30"), Standing::Holds);
    assert_eq!(
        stands(&parked, &same, 5.0, "2026-12-01"),
        Standing::Returns(
            "On 2026-10-03 registrar parked the pair until 2026-12-01: waiting for the birth certificate. That day has come.".into()
        )
    );
    let early = stands(&parked, &born("2014-03-10"), 9.2, TODAY);
    assert!(matches!(early, Standing::Returns(why) if why.contains("Since then: birth date changed")));
}

#[test]
fn a_pair_that_is_one_student_waits_for_its_merge_and_is_not_asked_about_again() {
    let same = decided(Verdict::Same, "");
    assert_eq!(stands(&same, &born("2014-03-10"), 30.0, TODAY), Standing::Holds);
    assert_eq!(same.quote(), "On 2026-10-03 registrar said: the same student.");
}

#[test]
fn two_students_need_a_reason_and_a_parked_pair_a_day_to_come() {
    let today = day(TODAY);
    assert!(Verdict::NotSame.refusal("  ", today).is_some());
    assert_eq!(Verdict::NotSame.refusal("different mothers", today), None);
    assert_eq!(Verdict::Same.refusal("", today), None);
    assert_eq!(
        Verdict::parked(today),
        Verdict::Parked {
            until: today + chrono::Days::new(14)
        }
    );
    for band in Band::ALL {
        assert_eq!(Band::of(band.least()), Some(band));
        assert!(Band::of(band.least() - 0.1) < Some(band));
    }
    let parked = |until: &str| Verdict::Parked { until: day(until) }.refusal("", today);
    assert!(parked(TODAY).is_some());
    assert_eq!(parked("2026-11-23"), None);
}

#[test]
fn the_order_in_which_two_are_named_does_not_matter() {
    let turned = Decision::about(
        (StudentKey(2), &person("Annette")),
        (StudentKey(1), &person("Anna")),
        Verdict::NotSame,
        "different mothers",
        ("registrar", noon("2026-10-03")),
        &says(5.0),
    );
    assert_eq!(turned, told_apart());
    assert_eq!(turned.pair, pair_of(StudentKey(2), StudentKey(1)));
}

#[test]
fn a_decision_follows_a_merge_with_everything_that_was_seen_and_comes_back_the_same() {
    let decision = told_apart();
    for survivor in [0, 3, 9].map(StudentKey) {
        for gone in [1, 2].map(StudentKey) {
            let moved = decision.moved(gone, survivor).unwrap();
            assert!(moved.concerns(survivor) && !moved.concerns(gone));
            assert!(moved.pair.0 < moved.pair.1 && moved.is_copy_of(&decision));
            assert_eq!(moved.moved(survivor, gone), Some(decision.clone()));
        }
    }
    let moved = decision.moved(StudentKey(1), StudentKey(9)).unwrap();
    // Annette has the smaller key now.
    let holds = moved.standing(&person("Annette"), &person("Anna"), &says(30.0), day(TODAY));
    assert_eq!(holds, Standing::Holds);
}

#[test]
fn a_merge_of_the_two_themselves_or_of_a_third_student_leaves_a_decision_where_it_is() {
    let decision = told_apart();
    assert_eq!(decision.moved(StudentKey(1), StudentKey(2)), None);
    assert_eq!(decision.moved(StudentKey(2), StudentKey(1)), None);
    assert_eq!(decision.moved(StudentKey(3), StudentKey(1)), None);
}
