//! Scans: no pair is lost on the way, changes are followed, and it can be stopped.

use super::super::{Pair, Scan};
use super::anybody::anybody;
use super::people::{Chance, district};
use super::*;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

fn scan(m: &Matcher, changed: Option<&[u32]>, min: f32) -> Scan {
    m.scan(changed, min, &|_| {}, &|_, _| true).unwrap()
}

fn places(pairs: &[Pair]) -> Vec<(u32, u32)> {
    let mut out: Vec<_> = pairs.iter().map(|p| (p.a, p.b)).collect();
    out.sort_unstable();
    out
}

/// Whether two of first name, last name and birth date agree, or an identifier does.
fn agree_in_two(said: &Explanation) -> bool {
    let level = |what: Comparison| {
        said.bars
            .iter()
            .find(|b| b.what == what)
            .map_or("", |b| &*b.level)
    };
    let agree = |what: Comparison, levels: &[&str]| u8::from(levels.contains(&level(what)));
    level(Comparison::StateId) == "same"
        || level(Comparison::Number) == "same"
        || agree(Comparison::FirstName, &["same", "variant of one name"])
            + agree(
                Comparison::LastName,
                &["same", "one part of a double name in common"],
            )
            + agree(Comparison::BirthDate, &["same"])
            >= 2
}

#[test]
fn a_scan_loses_no_pair_that_comparing_each_with_each_finds_and_that_agrees_in_two_things() {
    let mut chance = Chance(21);
    let mut people = district();
    // Among the district's, a few of whom many are alike in something.
    let from = people.len() as u32;
    people.extend((0..30).map(|_| anybody(&mut chance)));
    let m = matcher(people.clone());
    let found: Vec<Pair> = scan(&m, None, -4.0)
        .pairs
        .into_iter()
        .filter(|p| p.a >= from && p.band >= Band::Check)
        .collect();
    let found = places(&found);
    let mut each = 0;
    for b in from..people.len() as u32 {
        for a in from..b {
            let (x, y) = (&people[a as usize], &people[b as usize]);
            let said = m.explain(x, y);
            let (shown, has) = (said.band >= Some(Band::Check), found.contains(&(a, b)));
            assert!(
                shown || !has,
                "found and not to be shown{}",
                waterfall(x, y, &said)
            );
            if shown && agree_in_two(&said) {
                each += 1;
                assert!(has, "lost: {x:#?}{y:#?}{}", waterfall(x, y, &said));
            }
        }
    }
    assert!(each > 5, "only {each} pairs to be found");
}

#[test]
fn what_a_scan_finds_is_what_is_explained_and_what_is_asked_finds_the_same() {
    let people = district();
    let pairs = scan(&DISTRICT, None, -4.0).pairs;
    assert!(pairs.len() > 5);
    for pair in pairs.iter().take(40) {
        let (a, b) = (&people[pair.a as usize], &people[pair.b as usize]);
        let said = DISTRICT.explain(a, b);
        assert!(
            (said.total - pair.bits).abs() < 1e-3,
            "{pair:?}{}",
            waterfall(a, b, &said)
        );
        assert_eq!(said.band, Some(pair.band));
        let like = DISTRICT.like(a, Some(pair.a), Band::Possible);
        assert!(
            like.iter()
                .any(|l| l.at == pair.b && l.band == pair.band && (l.bits - pair.bits).abs() < 1e-3),
            "{pair:?}: {like:?}"
        );
    }
}

#[test]
fn a_scan_is_in_order_and_has_each_pair_once() {
    let pairs = scan(&DISTRICT, None, -4.0).pairs;
    assert!(pairs.is_sorted_by(|x, y| (x.band, x.bits) >= (y.band, y.bits)));
    assert!(pairs.iter().all(|p| p.a < p.b));
    let mut each = places(&pairs);
    each.dedup();
    assert_eq!(each.len(), pairs.len());
}

#[test]
fn finds_are_handed_over_as_they_come_and_are_all_in_the_end() {
    let come = Mutex::new(Vec::new());
    let done = AtomicU64::new(0);
    let all = DISTRICT
        .scan(
            None,
            -4.0,
            &|pairs| come.lock().unwrap().extend_from_slice(pairs),
            &|n, of| {
                assert!(n <= of && of == DISTRICT.len() as u64, "an honest counter");
                done.fetch_max(n, Relaxed);
                true
            },
        )
        .unwrap();
    assert_eq!(places(&come.into_inner().unwrap()), places(&all.pairs));
    assert_eq!(done.into_inner(), DISTRICT.len() as u64);
    assert!(all.compared > 0);
}

#[test]
fn a_scan_is_the_same_run_to_run_and_on_one_thread_or_more() {
    let first = scan(&DISTRICT, None, -4.0);
    assert_eq!(first, scan(&DISTRICT, None, -4.0));
    for threads in [1, 4] {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        let again = pool.install(|| scan(&matcher(district()), None, -4.0));
        assert_eq!(first, again, "{threads} threads");
    }
}

#[test]
fn a_scan_of_the_changed_finds_what_a_whole_one_finds_of_them() {
    let mut m = DISTRICT.clone();
    let mut people = district();
    let new = people.len() as u32;
    // One is now another child's record, one has gone, one is new, and one has only moved.
    let copy = people[3].clone().but(|p| p.number = "91000".into());
    people[17] = copy.clone();
    let added = people[60].clone().but(|p| p.state_id.clear());
    people.push(added.clone());
    let elsewhere = people[40].clone().but(|p| p.school = "112".into());
    people[40] = elsewhere.clone();
    let changes = [
        (17, Some(copy)),
        (25, None),
        (new, Some(added)),
        (40, Some(elsewhere)),
    ];
    let changed = [17, 25, new, 40];
    m.change(changes.into_iter());

    let only = scan(&m, Some(&changed), -4.0).pairs;
    let whole = scan(&m, None, -4.0).pairs;
    let of_them: Vec<Pair> = whole
        .into_iter()
        .filter(|p| changed.contains(&p.a) || changed.contains(&p.b))
        .collect();
    assert_eq!(only, of_them);
    assert!(places(&only).contains(&(3, 17)) && places(&only).contains(&(60, new)));
    assert!(
        !only.iter().any(|p| p.a == 25 || p.b == 25),
        "who has gone is in no pair"
    );

    // Weights were estimated before; the pairs are those of a matcher that is made anew, as near as they can be.
    let mut anew = people;
    anew[25] = Person::default();
    let fresh: Vec<Pair> = scan(&matcher(anew), None, 4.0)
        .pairs
        .into_iter()
        .filter(|p| changed.contains(&p.a) || changed.contains(&p.b))
        .filter(|p| p.bits > 6.0)
        .collect();
    for pair in places(&fresh) {
        assert!(places(&only).contains(&pair), "{pair:?}");
    }
}

#[test]
fn changed_places_in_whatever_order_give_each_pair_once() {
    let pairs = scan(&DISTRICT, None, 4.0).pairs;
    let both = [pairs[0].b, pairs[0].a];
    let only = scan(&DISTRICT, Some(&both), 4.0).pairs;
    assert_eq!(
        only.iter()
            .filter(|p| (p.a, p.b) == (pairs[0].a, pairs[0].b))
            .count(),
        1
    );
}

#[test]
fn a_value_that_too_many_share_is_told_and_loses_nobody_of_one_name_and_year() {
    let mut people: Vec<Person> = (0..4).flat_map(|_| district()).take(900).collect();
    for (at, person) in people.iter_mut().enumerate() {
        // A district that writes its own phone where a family has none.
        person.phone = "(801) 567-4321".into();
        person.number = (10_000 + at).to_string();
        (person.state_id, person.address, person.guardian) = Default::default();
        // Each name and birth date once.
        person.last_name.push_str(["a", "e", "o", "u"][at % 4]);
        person.birth_date = person.birth_date.map(|d| d + chrono::Days::new(at as u64 / 4));
    }
    // Alike in phone, first name and year, and in no other thing that pairs are looked for by.
    people[5].state_id = "2034517".into();
    people[5].birth_date = Some(people::day("2012-03-14"));
    let twice = people[5].clone().but(|p| {
        p.last_name = "Zollinger".into();
        p.state_id = "2034571".into();
        p.birth_date = Some(people::day("2012-08-14"));
        p.number = "90001".into();
    });
    people.push(twice.clone());
    let m = matcher(people.clone());
    let all = scan(&m, None, -4.0);
    let told = all.split.iter().any(|s| {
        s.starts_with("901 students share one phone: they were compared only where first name and year of birth are alike")
    });
    assert!(told, "{:?}", all.split);
    let said = m.explain(&people[5], &twice);
    assert!(said.band.is_some(), "{}", waterfall(&people[5], &twice, &said));
    assert!(
        places(&all.pairs).contains(&(5, 900)),
        "{}",
        waterfall(&people[5], &twice, &said)
    );
}

#[test]
fn stopped_at_once_there_is_no_result() {
    assert!(
        DISTRICT
            .scan(None, -4.0, &|_| panic!("nothing is to be found"), &|_, _| false)
            .is_none()
    );
    assert!(Matcher::new(district().into_iter(), &|_, _| false).is_none());
    // Stopped later it ends as well.
    assert!(DISTRICT.scan(None, -4.0, &|_| {}, &|done, _| done == 0).is_none());
}

#[test]
fn nobody_and_one_alone_are_no_pair() {
    assert!(scan(&matcher(Vec::new()), None, -4.0).pairs.is_empty());
    assert!(
        scan(&matcher(vec![student("Ruby", "Snow")]), None, -4.0)
            .pairs
            .is_empty()
    );
    assert!(
        matcher(Vec::new())
            .like(&student("Ruby", "Snow"), None, Band::Possible)
            .is_empty()
    );
}
