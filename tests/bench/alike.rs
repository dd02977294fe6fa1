//! Comparing students, as it runs beside the window: everybody, one who is being typed in, one who was changed.

use super::desk::{Desk, Stage};
use super::table::{Figures, figure};
use criterion::Criterion;
use rapidfuzz::distance::jaro_winkler;
use ssid_desk::app::Alike;
use ssid_desk::domain::matching::{Band, Person};

const NAMES: &str = "peer: Jaro-Winkler of one name with every name";

/// Measures it.
pub fn measure(c: &mut Criterion, figures: &mut Figures, desk: &Desk) {
    let store = desk.look(Stage::Applied);
    let reader = store.read().unwrap();
    let today = desk.stamp.today;
    let go_on = |_, _| true;
    let mut alike = Alike::read(&reader, today, &go_on).unwrap();
    let names: Vec<String> = desk
        .students
        .iter()
        .map(|s| format!("{} {}", s.last_name, s.first_name).to_lowercase())
        .collect();
    let middle = &desk.students[desk.students.len() / 2];
    let one = &names[names.len() / 2];
    figures.measure(
        c,
        figure(NAMES),
        || (),
        |()| {
            names
                .iter()
                .map(|n| jaro_winkler::similarity(one.bytes(), n.bytes()))
                .fold(0.0, f64::max)
        },
    );
    let typed = Person {
        number: String::new(),
        ..Person::of(middle, today)
    };
    figures.measure(
        c,
        figure("duplicates: students like one being typed in")
            .under(50)
            .beside(NAMES),
        || (),
        |()| alike.like(&typed, None, Band::Check),
    );
    figures.measure(
        c,
        figure("duplicates: take over one changed student")
            .under(50)
            .beside(NAMES),
        || (),
        |()| alike.refresh(&reader, &[middle.key], today).unwrap(),
    );
    figures.measure(
        c,
        figure("duplicates: compare one changed student with all")
            .under(50)
            .beside(NAMES),
        || (),
        |()| alike.scan(Some(&[middle.key]), -4.0, &|_| {}, &go_on),
    );
    figures.measure(
        c,
        figure("duplicates: read everybody and make them ready").beside(NAMES),
        || (),
        |()| Alike::read(&reader, today, &go_on).unwrap(),
    );
    figures.measure(
        c,
        figure("duplicates: compare everybody").under(2_000).beside(NAMES),
        || (),
        |()| alike.scan(None, -4.0, &|_| {}, &go_on),
    );
}
