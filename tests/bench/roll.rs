//! Search and counts over every student, as they run between two frames.

use super::desk::{Desk, Stage};
use super::table::{Figures, figure};
use criterion::Criterion;
use ssid_desk::app::{Roll, SortBy, StudentSort};

const SCAN: &str = "peer: to_lowercase().contains over the same texts";

/// What a plain search would look through: as the list shows it.
fn texts(roll: &Roll) -> Vec<String> {
    let each = roll.cards().iter().map(|c| {
        let born = c.birth_date.map(|d| d.to_string()).unwrap_or_default();
        format!("{} {} {} {born}", c.name, c.number, c.ssid)
    });
    each.collect()
}

/// Measures it.
pub fn measure(c: &mut Criterion, figures: &mut Figures, desk: &Desk) {
    let store = desk.look(Stage::Applied);
    let roll = Roll::read(&store.read().unwrap(), desk.stamp.today, &mut |_, _| true).unwrap();
    let texts = texts(&roll);
    let middle = &desk.students[desk.students.len() / 2];
    let whole = format!("{}, {}", middle.last_name, middle.first_name);
    let born = middle.birth_date.unwrap();
    let with_birth = format!("{} {}", middle.last_name, born.format("%-m/%-d/%Y"));
    let plain = whole.to_lowercase();
    figures.measure(
        c,
        figure(SCAN),
        || (),
        |()| texts.iter().filter(|t| t.to_lowercase().contains(&plain)).count(),
    );
    let sort = StudentSort::default();
    for (name, query) in [
        ("search: one letter", "a"),
        ("search: name", whole.as_str()),
        ("search: name and birth date", &with_birth),
        ("search: student number", middle.number.as_str()),
        ("search: nobody", "zzzzq"),
    ] {
        let name = figure(name).under(30).beside(SCAN);
        figures.measure(c, name, || (), |()| roll.find(query, sort, None));
    }
    for (name, by) in [
        ("search: everybody, by school", SortBy::School),
        ("search: everybody, by student number", SortBy::Number),
    ] {
        let sort = StudentSort { by, descending: true };
        let name = figure(name).under(30).beside(SCAN);
        figures.measure(c, name, || (), |()| roll.find("", sort, None));
    }
    let before = roll.find("s", sort, None);
    figures.measure(
        c,
        figure("search: one more letter").under(30).beside(SCAN),
        || (),
        |()| roll.find("sm", sort, Some(("s", &before))),
    );
    figures.measure(
        c,
        figure("counts of all schools"),
        || (),
        |()| roll.by_school(desk.stamp.today),
    );
    figures.measure(
        c,
        figure("what the four functions would do"),
        || (),
        |()| roll.tally(&desk.scope, desk.stamp.today),
    );
}
