//! The engine where there is next to nothing, too much, or always the same.

use super::{Band, Matcher, Pair, Person, Scan};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// One child, the same every time.
fn john() -> Person {
    Person {
        last_name: "Smith".into(),
        first_name: "John".into(),
        middle_name: "Lee".into(),
        birth_date: chrono::NaiveDate::from_ymd_opt(2012, 3, 4),
        gender: "M".into(),
        school: "108".into(),
        grade: "05".into(),
        phone: "8013465495".into(),
        address: "8290 Sixth Way".into(),
        guardian: "Deborah Smith".into(),
        ..Person::default()
    }
}

fn matcher(people: Vec<Person>) -> Matcher {
    Matcher::new(people.into_iter(), &|_, _| true).unwrap()
}

fn scan(m: &Matcher, changed: Option<&[u32]>) -> Scan {
    m.scan(changed, -4.0, &|_| (), &|_, _| true).unwrap()
}

#[test]
fn students_who_come_into_an_empty_district_are_compared_like_any_others() {
    let mut m = matcher(Vec::new());
    m.change([(0, Some(john())), (1, Some(john()))].into_iter());
    let found = scan(&m, Some(&[0, 1])).pairs;
    let [Pair { a: 0, b: 1, bits, .. }] = found[..] else {
        panic!("{found:?}");
    };
    assert!(bits > 12.0, "{bits}");
    assert!(m.explain(&john(), &john()).total > 12.0);
    // The same where the only student there was has gone.
    let mut m = matcher(vec![john()]);
    m.change([(0, None)].into_iter());
    assert!(m.explain(&john(), &john()).total > 12.0);
}

#[test]
fn weights_of_a_few_do_not_hold_for_many_and_the_other_way_about() {
    let mut m = matcher(Vec::new());
    assert!(!m.is_outgrown());
    m.change([(0, Some(john()))].into_iter());
    assert!(m.is_outgrown());
    let mut m = matcher(vec![john(); 100]);
    m.change((100..150).map(|at| (at, Some(john()))));
    assert!(!m.is_outgrown());
    m.change([(150, Some(john()))].into_iter());
    assert!(m.is_outgrown());
    m.change((60..151).map(|at| (at, None)));
    assert!(m.is_outgrown());
}

#[test]
fn a_place_where_nobody_ever_was_is_no_pair() {
    let m = matcher(vec![john(), john()]);
    assert_eq!(scan(&m, Some(&[7, u32::MAX])).pairs, []);
    assert_eq!(scan(&m, Some(&[7, 1])).pairs.len(), 1);
    assert_eq!(scan(&matcher(Vec::new()), Some(&[0])).pairs, []);
}

#[test]
fn equal_records_are_shown_however_many_there_are() {
    for n in [2, 5, 30, 300, 1_000] {
        let found = scan(&matcher(vec![john(); n]), None);
        let met: std::collections::HashSet<u32> = found.pairs.iter().flat_map(|p| [p.a, p.b]).collect();
        assert_eq!(met.len(), n, "of {n}");
    }
}

#[test]
fn who_is_not_compared_with_all_who_are_alike_is_told() {
    let told = |n: usize| scan(&matcher(vec![john(); n]), None).split.join(" / ");
    assert_eq!(told(400), "");
    let said = "1,000 students share one phone: they were compared only where first name and year of birth are alike as \
                well; of 1,000 who are alike in that too, each was compared with 50 only";
    assert!(told(1_000).contains(said), "{}", told(1_000));
}

#[test]
fn an_extension_or_a_second_number_does_not_hide_a_phone() {
    let m = matcher(Vec::new());
    for written in [
        "(801) 346-5495",
        "801-346-5495 ext. 12",
        "+1 801 346 5495 x4",
        "801.346.5495, 801.555.0100",
        "8013465495 (mother)",
    ] {
        let other = Person {
            phone: written.into(),
            address: String::new(),
            guardian: String::new(),
            ..john()
        };
        let said = m.explain(&john(), &other);
        assert!(
            said.speaks_for.iter().any(|r| r == "same phone"),
            "{written}: {}",
            said.sentence()
        );
    }
}

#[test]
fn thousands_of_equal_records_are_compared_with_their_neighbours_only() {
    let m = matcher(vec![john(); 6_000]);
    let asked = AtomicUsize::new(0);
    let found = m.scan(None, 0.0, &|_| (), &|_, _| {
        asked.fetch_add(1, Relaxed);
        true
    });
    // Each with each would be 18 million.
    let compared = found.map_or(0, |found| found.compared);
    assert!((6_000..=6_000 * 50).contains(&compared), "{compared}");
    assert!(asked.into_inner() > 20);
}

#[test]
fn who_asks_for_pairs_surer_than_check_is_not_shown_those_that_only_a_rule_raises() {
    let other = Person {
        last_name: "Yazzie".into(),
        first_name: "Guadalupe".into(),
        birth_date: chrono::NaiveDate::from_ymd_opt(2009, 11, 20),
        gender: "F".into(),
        ..Person::default()
    };
    let one_state_id = |p: Person| Person {
        state_id: "1858768".into(),
        ..p
    };
    let m = matcher(vec![one_state_id(john()), one_state_id(other)]);
    let least = |min: f32| m.scan(None, min, &|_| (), &|_, _| true).unwrap().pairs;
    let check = Band::Check.least();
    let [Pair { bits, band, .. }] = least(check)[..] else {
        panic!("{:?}", least(check));
    };
    assert!(bits < check && band == Band::Check, "{bits} {band:?}");
    assert_eq!(least(check + 0.1), []);
}
