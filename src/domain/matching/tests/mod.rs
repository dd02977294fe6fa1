//! The traps that records of children set, by example: what the engine has to say of each, in its band and in its words.
//!
//! Every pair here is compared among a few hundred made-up students with families, as in a small district. What is promised
//! is the band and the reason; the bits are the engine's own affair.

mod anybody;
mod dates;
mod families;
mod identifiers;
mod mistakes;
mod names;
mod people;
mod placeholders;
mod properties;
mod scans;
mod surnames;

use super::{Band, Comparison, Explanation, Matcher, Person};
use std::sync::LazyLock;

/// A district of a few hundred students, with families, twins and a few who are there twice.
static DISTRICT: LazyLock<Matcher> = LazyLock::new(|| matcher(people::district()));

/// A matcher of these people.
fn matcher(people: Vec<Person>) -> Matcher {
    Matcher::new(people.into_iter(), &|_, _| true).unwrap()
}

/// Another version of a person.
trait But: Sized {
    fn but(self, change: impl FnOnce(&mut Self)) -> Self;
}

impl But for Person {
    fn but(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }
}

/// A student of whom the office knows names, birth date, school and grade.
fn student(first: &str, last: &str) -> Person {
    Person {
        first_name: first.into(),
        last_name: last.into(),
        birth_date: Some(people::day("2014-03-09")),
        school: "104".into(),
        grade: "05".into(),
        ..Person::default()
    }
}

/// The same, born on a day.
fn born(first: &str, last: &str, on: &str) -> Person {
    student(first, last).but(|p| p.birth_date = Some(people::day(on)))
}

/// The same, whose middle name is known.
fn with_middle(first: &str, middle: &str, last: &str) -> Person {
    student(first, last).but(|p| p.middle_name = middle.into())
}

/// The person, of a home whose phone, address and guardian are known.
fn at_home(p: Person) -> Person {
    p.but(|p| {
        p.phone = "(435) 422-7361".into();
        p.address = "1187 W Juniper Hollow Rd".into();
        p.guardian = "Marlene Whitaker".into();
    })
}

/// The person, now at another school.
fn moved(p: Person) -> Person {
    p.but(|p| p.school = "108".into())
}

/// How the engine explains a pair within the district: the same both ways, the bars and the prior adding up to the total,
/// and found when one of two records in the store is asked about.
#[track_caller]
fn told(a: &Person, b: &Person) -> Explanation {
    let mut district = DISTRICT.clone();
    let place = district.len() as u32;
    district.change([(place, Some(a.clone())), (place + 1, Some(b.clone()))].into_iter());
    let said = district.explain(a, b);
    let back = district.explain(b, a);
    assert!(
        (said.total - back.total).abs() < 1e-3 && said.band == back.band,
        "not the same both ways: {} and {}",
        waterfall(a, b, &said),
        waterfall(b, a, &back)
    );
    let sum = said.prior + said.bars.iter().map(|bar| bar.bits).sum::<f32>();
    assert!((sum - said.total).abs() < 1e-2, "{}", waterfall(a, b, &said));
    if said.band >= Some(Band::Check) {
        let found = district.like(b, Some(place + 1), Band::Check);
        let found = found.iter().find(|l| l.at == place);
        assert!(
            found.is_some_and(|l| Some(l.band) == said.band && (l.bits - said.total).abs() < 1e-3),
            "asked about, it is not found as it is explained: {found:?}{}",
            waterfall(a, b, &said)
        );
    }
    said
}

/// A pair with every bar, for a test that fails.
fn waterfall(a: &Person, b: &Person, said: &Explanation) -> String {
    let bars: String = said
        .bars
        .iter()
        .filter(|bar| bar.bits != 0.0)
        .map(|bar| format!("\n  {:+.1} {} {}", bar.bits, bar.what.label(), bar.level))
        .collect();
    format!(
        "\n{} {} {} / {} {} {}: {:+.1} from {:+.1}, {:?}: {}{bars}\n",
        a.first_name,
        a.middle_name,
        a.last_name,
        b.first_name,
        b.middle_name,
        b.last_name,
        said.total,
        said.prior,
        said.band,
        said.sentence()
    )
}

/// Which bands a pair may have.
#[track_caller]
fn expect(
    a: &Person,
    b: &Person,
    fits: impl Fn(Option<Band>) -> bool,
    what: &str,
    words: &str,
) -> Explanation {
    let said = told(a, b);
    assert!(fits(said.band), "expected {what}{}", waterfall(a, b, &said));
    let reasons = said.speaks_for.iter().chain(&said.speaks_against);
    assert!(
        words.is_empty() || reasons.into_iter().any(|r| r.contains(words)),
        "{words:?} is not said{}",
        waterfall(a, b, &said)
    );
    said
}

/// Very likely one student, for a reason.
#[track_caller]
fn sure(a: &Person, b: &Person, words: &str) {
    expect(a, b, |band| band == Some(Band::VeryLikely), "very likely", words);
}

/// A person is at least to look at it, for a reason.
#[track_caller]
fn shown(a: &Person, b: &Person, words: &str) {
    expect(a, b, |band| band >= Some(Band::Check), "check at least", words);
}

/// Never very likely, with a reason for or against.
#[track_caller]
fn never_sure(a: &Person, b: &Person, words: &str) {
    expect(
        a,
        b,
        |band| band < Some(Band::VeryLikely),
        "not very likely",
        words,
    );
}

/// Not even to be checked, with a reason for or against.
#[track_caller]
fn apart(a: &Person, b: &Person, words: &str) {
    expect(a, b, |band| band < Some(Band::Check), "less than check", words);
}

/// One child: to be checked on names and birth date alone, and very likely with a home in common.
#[track_caller]
fn one_child(a: &Person, b: &Person, words: &str) {
    shown(a, &moved(b.clone()), words);
    sure(&at_home(a.clone()), &at_home(b.clone()), words);
}

/// What one comparison of a pair adds, in bits.
fn bits(said: &Explanation, what: Comparison) -> f32 {
    said.bars.iter().filter(|b| b.what == what).map(|b| b.bits).sum()
}
