//! The sample district holds what it promises, counted by rule; and the first walk through the four functions shows every outcome.

use super::walk::Walk;
use super::*;
use crate::domain::request::{Facts, Function, MissingSet, Scope, Standing};
use crate::domain::response::Outcome;
use crate::domain::student::Field;
use crate::domain::text::match_key;
use crate::practice::Verdict;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use unicode_normalization::is_nfc;

pub(super) fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 20).unwrap()
}

pub(super) fn now() -> Timestamp {
    today().and_hms_opt(15, 20, 0).unwrap().and_utc()
}

pub(super) fn sample() -> SampleDistrict {
    make(SEED, today(), now(), SIZE)
}

/// Students by school code: without SSID, changed, with SSID; the left-out ones are in none.
pub(super) fn table(d: &SampleDistrict) -> BTreeMap<String, [usize; 3]> {
    let mut out = BTreeMap::new();
    for school in &d.schools {
        let scope = Scope {
            schools: vec![school.code.clone()],
            ..Scope::default()
        };
        let row: &mut [usize; 3] = out.entry(school.code.to_string()).or_default();
        for s in &d.students {
            let facts = Facts::of(s, &Standing::default(), &d.district.layout);
            if facts.left_out || facts.enrollment_in(&scope, today()).is_none() {
                continue;
            }
            row[0] += usize::from(!facts.has_ssid);
            row[1] += usize::from(facts.changed);
            row[2] += usize::from(facts.has_ssid);
        }
    }
    out
}

/// Whether a student is one of the SSID Process: linked to the SIS, with the number and the State ID of the SIS.
pub(super) fn is_ordinary(s: &Student) -> bool {
    !s.integration_idt.is_empty() && !s.duplicate && s.provisional_id.is_empty()
}

#[test]
fn the_same_twice_and_another_with_another_seed() {
    assert_eq!(sample(), sample());
    assert_ne!(sample().students, make(SEED + 1, today(), now(), SIZE).students);
}

#[test]
fn the_schools_are_as_full_as_the_picture_shows() {
    let d = sample();
    assert_eq!(d.students.len(), SIZE);
    assert!(d.district.practice);
    let table = table(&d);
    assert_eq!(table["104"], [41, 6, 512]);
    assert_eq!(table["404"], [18, 3, 690]);
    assert_eq!(table["704"], [27, 11, 1204]);
    assert_eq!(table["790"][..2], [9, 0]);
    assert!((125..=145).contains(&table["790"][2]), "{:?}", table["790"]);
    assert_eq!(table["112"], [62, 1, 88]);
}

#[test]
fn numbers_and_ssids_are_unique_at_every_size() {
    for size in [0, 1, 7, 60, 400, SIZE, 20_000] {
        let d = make(SEED, today(), now(), size);
        assert_eq!(d.students.len(), size);
        let numbers: BTreeSet<_> = d.students.iter().map(|s| s.number.as_str()).collect();
        assert_eq!(numbers.len(), size);
        let holders = d.students.iter().filter(|s| s.holds_ssid());
        let with: Vec<_> = holders.filter_map(|s| s.ssid.clone()).collect();
        assert_eq!(with.iter().collect::<BTreeSet<_>>().len(), with.len());
        let known: BTreeSet<_> = d.registry.iter().map(|p| p.ssid.as_str()).collect();
        assert_eq!(known.len(), d.registry.len());
        assert!(with.iter().map(|s| s.as_str()).chain(known).all(|s| s.len() == 7));
        for (i, s) in d.students.iter().enumerate() {
            assert_eq!(s.key.0, i as u64 + 1);
            // Profiles that are not integrated have numbers of their own, and mostly no enrollment.
            if is_ordinary(s) {
                assert_eq!(s.number.as_str(), (104_001 + i).to_string());
                assert!(!s.enrollments.is_empty());
            }
        }
    }
}

#[test]
fn it_can_be_made_on_any_day_of_the_year() {
    for (y, m, d) in [
        (2026, 7, 1),
        (2026, 8, 19),
        (2026, 9, 3),
        (2027, 2, 28),
        (2028, 6, 30),
    ] {
        let day = NaiveDate::from_ymd_opt(y, m, d).unwrap();
        let made = make(SEED, day, now(), SIZE);
        for s in &made.students {
            for e in &s.enrollments {
                assert!(e.exit.is_none() || (e.entry <= e.exit && e.exit < Some(day)));
            }
            assert!(s.birth_date.is_none_or(|b| b < day));
        }
        let gone = made
            .students
            .iter()
            .filter(|s| s.enrollments.iter().all(|e| !e.not_ended_by(day)));
        assert_eq!(gone.count(), 40, "{day}");
    }
}

#[test]
fn names_are_written_as_they_are() {
    let d = sample();
    let mut letters = BTreeSet::new();
    for s in &d.students {
        for f in Field::TYPED {
            let text = s.text(f);
            assert!(is_nfc(&text) && !text.contains('?'), "{text}");
            letters.extend(text.chars());
        }
        assert!(!s.last_name.is_empty() && !s.first_name.is_empty());
        assert!(s.phone.contains(" 555-01") && s.email.is_empty() != s.email.ends_with("@example.org"));
        assert!(s.email.is_ascii());
    }
    for letter in "ñéíüʻʼ’ầễąā".chars() {
        assert!(letters.contains(&letter), "{letter}");
    }
    for name in [
        "Nuñez Ibáñez, María José",
        "O’Brien, Finn Patrick",
        "Tapueluʻelu, ʻAna Mele",
        "Begay, Nizhóní Asdzą́ą́",
        "Trần, Ngọc Thị",
        "Christensen, Brigham Lee, Jr",
    ] {
        assert!(d.students.iter().any(|s| s.list_name() == name), "{name}");
    }
}

#[test]
fn every_promised_kind_of_student_is_there() {
    let d = sample();
    let count = |is: &dyn Fn(&Student) -> bool| d.students.iter().filter(|s| is(s)).count();
    assert_eq!(count(&|s| s.no_show), 14);
    assert_eq!(count(&|s| s.state_excluded), 8);
    assert_eq!(count(&|s| s.change_flag.is_some()), 21);
    assert!(count(&|s| !s.preferred_first_name.is_empty()) >= 60);
    assert!(count(&|s| !s.suffix.is_empty()) >= 15);
    assert!(count(&|s| s.enrollments.len() > 1) >= 150);
    assert_eq!(count(&|s| s.integration_idt.is_empty()), 13);
    let missing = |s: &Student| !MissingSet::of(s, &d.district.layout).is_empty();
    assert_eq!(count(&|s| missing(s) && s.ssid.is_none()), 12);
    assert_eq!(count(&|s| missing(s) && s.ssid.is_some()), 15);

    let mut houses: HashMap<_, Vec<&Student>> = HashMap::new();
    let mut names: HashMap<_, Vec<&Student>> = HashMap::new();
    for s in &d.students {
        houses.entry((&s.address, &s.phone)).or_default().push(s);
        let name = (match_key(&s.last_name), match_key(&s.first_name));
        names.entry(name).or_default().push(s);
    }
    let twins = houses.values().filter(|kids| {
        kids.windows(2).any(|p| {
            p[0].birth_date == p[1].birth_date
                && p[0].birth_date.is_some()
                && p[0].first_name != p[1].first_name
        })
    });
    assert_eq!(twins.count(), 12);
    assert!(houses.values().filter(|kids| kids.len() > 1).count() >= 300);
    let namesakes = names
        .values()
        .filter(|same| same.iter().any(|a| same.iter().any(|b| a.address != b.address)));
    assert!(namesakes.count() >= 10);
    let born_the_same_day = names.values().filter(|same| {
        same.iter().any(|a| {
            same.iter()
                .any(|b| a.address != b.address && a.birth_date == b.birth_date)
        })
    });
    assert!(born_the_same_day.count() >= 1);
}

#[test]
fn a_flag_says_what_the_state_still_has() {
    let d = sample();
    let known: HashMap<&str, &Person> = d.registry.iter().map(|p| (p.ssid.as_str(), p)).collect();
    let mut kinds: BTreeMap<Field, usize> = BTreeMap::new();
    let mut elsewhere = 0;
    for s in d.students.iter().filter(|s| s.change_flag.is_some()) {
        let flag = s.change_flag.as_ref().unwrap();
        assert!(flag.since < now());
        for (field, old) in &flag.old {
            *kinds.entry(*field).or_default() += 1;
            assert_ne!(s.text(*field), *old);
            let Some(p) = known.get(s.text(Field::Ssid).as_str()) else {
                elsewhere += 1;
                continue;
            };
            let there = match field {
                Field::LastName => p.last_name.clone(),
                Field::FirstName => p.first_name.clone(),
                Field::BirthDate => p.birth_date.unwrap().to_string(),
                Field::Gender => p.gender.clone(),
                _ => p.ethnicity.clone(),
            };
            assert_eq!(there, *old);
        }
    }
    assert_eq!(elsewhere, 3);
    let expected = [
        (Field::LastName, 10),
        (Field::FirstName, 2),
        (Field::BirthDate, 6),
        (Field::Gender, 2),
        (Field::Ethnicity, 1),
    ];
    assert_eq!(kinds, BTreeMap::from(expected));
}

#[test]
fn the_first_walk_shows_every_outcome() {
    let mut walk = Walk::new(sample());
    let retrieve = walk.run(Function::Retrieve);
    assert_eq!(retrieve.lines, 145);
    assert_eq!(
        retrieve.outcomes,
        BTreeMap::from([
            (Outcome::WillBeFilled, 107),
            (Outcome::NoMatch, 29),
            (Outcome::SeveralMatches, 4),
            (Outcome::HeldByAnother, 5),
        ])
    );
    let new = walk.run(Function::New);
    assert_eq!(new.outcomes, BTreeMap::from([(Outcome::WillBeFilled, 29)]));
    let verify = walk.run(Function::Verify);
    assert_eq!(verify.verdicts[&Verdict::DifferentSsid], 3);
    assert_eq!(verify.verdicts[&Verdict::NoRecords], 1);
    let update = walk.run(Function::Update);
    assert_eq!(
        update.outcomes,
        BTreeMap::from([
            (Outcome::UpdateConfirmed, 18),
            (Outcome::DifferentSsid, 2),
            (Outcome::NoMatch, 1),
        ])
    );
    let after = walk.run(Function::Verify);
    assert_eq!(
        verify.verdicts[&Verdict::Differs] - after.verdicts[&Verdict::Differs],
        17
    );
    for (f, r) in [
        ("R", retrieve),
        ("N", new),
        ("V", verify),
        ("U", update),
        ("V2", after),
    ] {
        println!(
            "{f} {} {:?} {:?} {:?}",
            r.lines, r.verdicts, r.outcomes, r.mismatches
        );
    }
}

#[test]
fn sample_files_are_current() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_files");
    let (before, makings) = ordinary(SEED, today(), now(), SIZE);
    let mut files = super::files::all(&before);
    let export = super::integration::export::next(&sample(), &makings);
    files.insert(super::integration::export::NAME.to_owned(), export);
    let write = std::env::var_os("SSID_DESK_WRITE_SAMPLE_FILES").is_some_and(|v| v == "1");
    assert!(files.values().map(Vec::len).sum::<usize>() < 100_000);
    for (name, bytes) in files {
        let path = folder.join(&name);
        if write {
            std::fs::write(&path, &bytes).unwrap();
        }
        assert!(
            std::fs::read(&path).is_ok_and(|there| there == bytes),
            "sample_files/{name} is not what the code makes; see sample_files/README.md"
        );
    }
}

/// Smaller in debug builds; `cargo test --release` with `--nocapture` says how long it takes.
#[test]
fn a_hundred_thousand_lines_are_answered() {
    use crate::practice::{Registry, answer, read_request};
    let size = if cfg!(debug_assertions) { 5_000 } else { 100_000 };
    let clock = std::time::Instant::now();
    let d = make(SEED, today(), now(), size);
    let made = clock.elapsed();
    let layout = &d.district.layout;
    let mut out = csv::Writer::from_writer(Vec::new());
    for (i, s) in d.students.iter().enumerate() {
        let mut s = s.clone();
        s.ssid = None;
        s.birth_date = s.birth_date.or(Some(today()));
        s.gender.push_str(if s.gender.is_empty() { "F" } else { "" });
        let line = crate::domain::request::SentLine::of(i as u32 + 1, &s, &d.schools[0].code);
        let cells = layout
            .request_columns()
            .map(|c| line.cell(c, &d.district.lea, d.district.year));
        out.write_record(cells).unwrap();
    }
    let bytes = out.into_inner().unwrap();
    let clock = std::time::Instant::now();
    let mut registry = Registry::new(d.registry);
    let asked = read_request("REQ_1.csv", &bytes, Function::Retrieve, layout).unwrap();
    let given = answer(&asked, &mut registry);
    let text = given.response_csv(&asked, layout);
    println!(
        "{size}: made in {made:?}, answered in {:?}, {} bytes, {:?}",
        clock.elapsed(),
        text.len(),
        given.counts()
    );
    assert_eq!(given.lines.len(), size);
    assert!(given.counts()[&Verdict::Found] * 10 > size * 9);
}
