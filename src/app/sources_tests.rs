//! Tests of remembered sources.

use super::*;
use crate::domain::roster::{Meaning, RosterColumn};
use crate::domain::student::Field;
use crate::files::parse_roster;

fn read(file: &str, text: &str, reading: &Reading) -> Roster {
    parse_roster(file, text.as_bytes(), reading, &mut |_, _| true).unwrap()
}

const LIST: &str = "pupil,last_name,first_name,birth_date\n1,Lee,Ana,2014-03-09\n";

fn chosen() -> Reading {
    let mut reading = Reading::default();
    let number = Meaning::Column(RosterColumn::Field(Field::Number));
    reading.columns.insert("pupil".into(), number);
    reading
}

#[test]
fn a_source_is_known_again_by_its_column_names_whatever_the_file_is_called() {
    let mut sources = Vec::new();
    remember(&mut sources, Table::Students, &read("may.csv", LIST, &chosen()));
    let june = read("june.csv", LIST, &Reading::default());
    let known = of(&sources, Table::Students, &june).unwrap();
    assert_eq!(known.reading, chosen());
    assert_eq!(of(&sources, Table::General, &june), None);
    let other = read("june.csv", &LIST.replace("pupil", "no"), &Reading::default());
    assert_eq!(of(&sources, Table::Students, &other), None);
}

#[test]
fn what_holds_for_one_file_only_is_asked_again() {
    let all = [
        ("header-line", "4"),
        ("century", "by-age"),
        ("schools", "create"),
        ("school:East", "104"),
        ("school:999", "create"),
        ("blank-cells", "clear"),
        ("complete", "everybody"),
    ];
    let mut reading = chosen();
    for (key, answer) in all {
        reading = reading.answering(key, answer);
    }
    let mut sources = Vec::new();
    remember(&mut sources, Table::Students, &read("may.csv", LIST, &reading));
    let kept: Vec<(&str, &str)> = sources[0]
        .reading
        .answers
        .iter()
        .map(|(k, a)| (k.as_str(), a.as_str()))
        .collect();
    assert_eq!(kept, [("century", "by-age"), ("school:East", "104")]);
}

#[test]
fn a_source_of_which_nothing_was_chosen_is_not_kept_and_old_ones_go_first() {
    let mut sources = Vec::new();
    let plain = LIST.replace("pupil", "student_id");
    remember(
        &mut sources,
        Table::Students,
        &read("a.csv", &plain, &Reading::default()),
    );
    assert_eq!(sources, []);
    for n in 0..MOST + 5 {
        let text = LIST.replace("birth_date", &format!("birth_date,extra_{n}"));
        remember(&mut sources, Table::Students, &read("a.csv", &text, &chosen()));
    }
    assert_eq!(sources.len(), MOST);
    assert!(sources[0].headers.contains(&"extra_5".to_owned()));
}
