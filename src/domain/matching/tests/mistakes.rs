//! Records with one thing wrong: found wherever they are one child by their explanation.

use super::people::district;
use super::*;

/// One thing that is written wrong.
type Wrong = fn(&mut Person);

/// What a hasty registration does to a record: one thing each.
fn one_thing_wrong() -> Vec<(&'static str, Wrong)> {
    fn turned(name: &mut String, at: usize) {
        let mut letters: Vec<char> = name.chars().collect();
        if at + 1 < letters.len() {
            letters.swap(at, at + 1);
        }
        *name = letters.into_iter().collect();
    }
    vec![
        ("first letters of the first name turned", |p| {
            turned(&mut p.first_name, 0)
        }),
        ("letters of the first name turned", |p| {
            turned(&mut p.first_name, 2)
        }),
        ("first letter of the first name left out", |p| {
            p.first_name = p.first_name[1..].into()
        }),
        ("first letters of the last name turned", |p| {
            turned(&mut p.last_name, 0)
        }),
        ("letters of the last name turned", |p| turned(&mut p.last_name, 1)),
        ("first letter of the last name left out", |p| {
            p.last_name = p.last_name[1..].into()
        }),
        ("a second last name", |p| p.last_name.push_str(" Quintero")),
        ("another last name before it", |p| {
            p.last_name.insert_str(0, "Quintero-")
        }),
        ("another last name", |p| p.last_name = "Zollinger".into()),
        ("names swapped", |p| {
            std::mem::swap(&mut p.first_name, &mut p.last_name)
        }),
        ("first name an initial", |p| p.first_name.truncate(1)),
        ("goes by the middle name", |p| {
            p.first_name = std::mem::take(&mut p.middle_name)
        }),
        ("the next day", |p| {
            p.birth_date = p.birth_date.and_then(|d| d.succ_opt())
        }),
        ("another year", |p| {
            p.birth_date = p
                .birth_date
                .and_then(|d| d.checked_add_months(chrono::Months::new(12)));
        }),
        ("another month", |p| {
            p.birth_date = p
                .birth_date
                .and_then(|d| d.checked_add_months(chrono::Months::new(1)));
        }),
        ("no birth date", |p| p.birth_date = None),
    ]
}

#[test]
fn a_record_with_one_thing_wrong_is_found_where_it_is_one_child_by_its_explanation() {
    let people = district();
    let (mut found, mut all) = (0, 0);
    for (at, person) in people.iter().enumerate().step_by(17) {
        for (what, change) in one_thing_wrong() {
            for same_home in [true, false] {
                let again = person.clone().but(|p| {
                    (p.number, p.state_id, p.school) = ("95001".into(), String::new(), "150".into());
                    if !same_home {
                        (p.phone, p.address, p.guardian) = Default::default();
                    }
                    change(p);
                });
                let like = DISTRICT.like(&again, None, Band::Check);
                let like = like.iter().any(|l| l.at == at as u32);
                let said = DISTRICT.explain(person, &again);
                assert_eq!(
                    like,
                    said.band >= Some(Band::Check),
                    "{what}{}",
                    waterfall(person, &again, &said)
                );
                found += usize::from(like);
                all += 1;
            }
        }
    }
    assert!(4 * found > 3 * all, "{found} of {all} are shown");
}
