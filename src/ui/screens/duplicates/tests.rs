//! Tests of the screen in a window.

use crate::app::work::rosters;
use crate::app::{Command, Looking, Stamp, Tab, Ticket};
use crate::domain::journal::What;
use crate::domain::matching::Verdict;
use crate::domain::roster::{CREATE, Reading, UNKNOWN_SCHOOLS};
use crate::store::Store;
use crate::ui::screens::lists_bench::{Bench, now};
use egui::{Key, Role};
use egui_kittest::kittest::{NodeT, Queryable};
use std::path::Path;

/// Two of the three are here once more, one of them with the mark of the duplicate profile.
const AGAIN: &str = "student_number,last_name,first_name,birth_date,gender,school,grade
104998,Begay,Dezbah,2016-05-02,F,104,05
D104417,O’Brien,Séan,2014-12-03,M,104,07
";
pub const TWINS: &str = "Begay, Dezbah, number 104398, born 2016-05-02 and Begay, Dezbah, number 104998";
pub const MARKED: &str = "O’Brien, Séan, number 104417, born 2014-12-03 and O’Brien, Séan, number D104417";

pub fn import(path: &Path, text: &str) {
    let store = Store::open(path).unwrap();
    let stamp = Stamp::at(now(), "registrar");
    let file = path.with_file_name("again.csv");
    std::fs::write(&file, text).unwrap();
    let roster = rosters::read(
        &file,
        &Reading::default().answering(UNKNOWN_SCHOOLS, CREATE),
        &Ticket::default(),
    )
    .unwrap();
    let planned = rosters::compare(&store, roster, &stamp, &Ticket::default()).unwrap();
    let done = rosters::import(&store, &planned, &stamp, &Ticket::default()).unwrap();
    assert!(done.is_some());
}

fn sized(size: [f32; 2]) -> Bench {
    Bench::prepared(Tab::Duplicates, size, |path| import(path, AGAIN))
}

pub fn bench() -> Bench {
    sized([1280.0, 800.0])
}

/// Presses the button of that name; in a dialog over the page, the one in front.
pub fn press(bench: &mut Bench, label: &str) {
    let buttons: Vec<_> = bench
        .window
        .get_all_by_role_and_label(Role::Button, label)
        .collect();
    buttons.last().unwrap().click();
    bench.settle();
}

pub fn select(bench: &mut Bench, start: &str) {
    bench
        .window
        .get_by(|n| n.role() == Role::Row && n.label().is_some_and(|l| l.starts_with(start)))
        .click_accesskit();
    bench.settle();
}

fn key(bench: &mut Bench, key: Key) {
    bench.window.key_press(key);
    bench.settle();
}

/// The numbers of the pair looked at.
fn looked(bench: &mut Bench) -> Option<(String, String)> {
    bench.session(|s| {
        let l = s.duplicates.looked.as_ref()?;
        Some((l.first.number.to_string(), l.second.number.to_string()))
    })
}

fn decided(bench: &mut Bench) -> Vec<(Verdict, String)> {
    bench.session(|s| {
        let all = s.duplicates.decisions.iter();
        all.map(|d| (d.decision.verdict, d.decision.reason.clone()))
            .collect()
    })
}

#[test]
fn after_a_district_is_opened_the_pairs_stand_in_the_list_without_being_asked_for() {
    let bench = &mut bench();
    assert!(bench.sees("Main Menu › Utilities › Students › Duplicates"));
    assert!(bench.sees("2 to look at"));
    assert!(bench.sees("Looked at 5 students at "));
    assert!(bench.sees(TWINS));
    assert!(bench.sees(MARKED));
    assert!(bench.sees("No pair is selected"));
    bench.session(|s| {
        assert_eq!(s.duplicates.looking, Looking::Done);
        assert!(s.duplicates.alike.is_some());
        assert_eq!(s.duplicates.sentences.len(), 2, "reasons of the rows in sight");
    });
}

#[test]
fn a_pair_is_shown_side_by_side_with_its_reasons_and_how_the_total_comes_about() {
    let bench = &mut bench();
    select(bench, MARKED);
    assert!(bench.sees("that they are one"));
    assert!(bench.sees("Birth date: both 2014-12-03"));
    assert!(bench.sees("Student number: 104417 and D104417"));
    let list = bench
        .window
        .get_by_role_and_label(Role::List, "How the total comes about");
    let bars: Vec<String> = list
        .query_all_by_role(Role::ListItem)
        .filter_map(|n| n.accesskit_node().label())
        .collect();
    assert!(bars.first().unwrap().starts_with("Two records taken by chance: "));
    assert!(bars.last().unwrap().starts_with("Total: "));
    let birth = bars.iter().find(|b| b.starts_with("Birth date: ")).unwrap();
    assert!(
        birth.contains("2014-12-03") && birth.contains("running total"),
        "{birth}"
    );
}

#[test]
fn two_students_are_told_apart_with_a_reason_and_the_next_pair_follows() {
    let bench = &mut bench();
    select(bench, TWINS);
    press(bench, "Not the same student…");
    assert!(bench.sees("They are remembered as two students"));
    let sure = |b: &Bench| {
        let sure = b
            .window
            .get_by_role_and_label(Role::Button, "They are two students");
        !sure.accesskit_node().is_disabled()
    };
    assert!(!sure(bench), "a reason is needed");
    bench.click("Another reason");
    assert!(!sure(bench), "in own words");
    bench.click("Twins");
    assert!(sure(bench));
    let (role, field) = (Role::MultilineTextInput, "In your own words (if you like)");
    bench.window.get_by_role_and_label(role, field).focus();
    bench.window.run_steps(2);
    let words = "their mother called";
    bench.window.get_by_role_and_label(role, field).type_text(words);
    bench.settle();
    assert!(decided(bench).is_empty());
    press(bench, "They are two students");
    assert_eq!(
        decided(bench),
        [(Verdict::NotSame, "Twins: their mother called".to_owned())]
    );
    assert!(!bench.sees(TWINS));
    assert_eq!(looked(bench), Some(("104417".into(), "D104417".into())));
    assert!(bench.sees("1 decided is not shown"));
    bench.session(|s| assert!(matches!(s.history.operations[0].what, What::PairDecided { .. })));

    bench.click("Decided 1");
    select(bench, TWINS);
    assert!(bench.sees("registrar: not the same student: Twins: their mother called."));
}

#[test]
fn a_decision_is_listed_found_and_taken_back_and_so_is_its_undo() {
    let bench = &mut bench();
    select(bench, TWINS);
    key(bench, Key::N);
    assert!(
        !bench.sees("Not the same student?"),
        "N is the next undecided field in the review"
    );
    key(bench, Key::Delete);
    bench.click("Siblings");
    press(bench, "They are two students");
    bench.click("Decisions 1");
    assert!(bench.sees("Not the same student: Siblings"));
    bench.type_into("Find a decision", "nobody like it");
    assert!(bench.sees("No decision is listed"));
    bench.type_into("Find a decision", "siblings");
    select(bench, "Begay, Dezbah, number 104398 and Begay");
    press(bench, "Revoke…");
    assert!(bench.sees("The decision is taken back, and the pair is asked about again."));
    press(bench, "Leave it");
    assert_eq!(decided(bench).len(), 1);
    press(bench, "Revoke…");
    press(bench, "Take it back");
    assert!(decided(bench).is_empty());
    assert!(bench.sees("Nothing was decided yet"));
    let revoked = bench.session(|s| s.history.operations[0].id);
    bench.send(Command::Undo(revoked));
    assert_eq!(decided(bench), [(Verdict::NotSame, "Siblings".to_owned())]);
    bench.click("Pairs 1");
    assert!(!bench.sees(TWINS));
}

#[test]
fn a_pair_is_parked_until_a_day_after_today() {
    let bench = &mut bench();
    select(bench, TWINS);
    key(bench, Key::P);
    assert!(bench.sees("Park this pair?"));
    bench.type_into("Until", "2026-11-22");
    assert!(bench.sees("A pair is parked until a day after today"));
    bench.type_into("Until", "12/6/2026");
    press(bench, "Park it");
    let until = "2026-12-06".parse().unwrap();
    assert_eq!(decided(bench), [(Verdict::Parked { until }, String::new())]);
    assert!(!bench.sees(TWINS));
    bench.click("Parked 1");
    assert!(bench.sees("until 2026-12-06"));
}

#[test]
fn comparing_takes_the_marked_profile_as_the_source() {
    let bench = &mut bench();
    select(bench, MARKED);
    press(bench, "Compare…");
    assert!(bench.sees("Main Menu › Utilities › Students › Merge Student Profiles"));
    bench.session(|s| {
        let pair = s.merge.pair.as_ref().unwrap();
        let number = |key| s.roll.card(key).unwrap().number.to_string();
        assert!(pair.open);
        assert_eq!(number(pair.target), "104417");
        assert_eq!(number(pair.sources[0]), "D104417");
    });
    let before = looked(bench);
    press(bench, "Leave, keep the draft");
    assert!(bench.sees("Main Menu › Utilities › Students › Duplicates"));
    assert!(
        before.is_some() && looked(bench) == before,
        "the same pair is selected"
    );
}

#[test]
fn the_same_student_is_remembered_and_leads_on_to_the_merge() {
    let bench = &mut bench();
    select(bench, MARKED);
    press(bench, "Same student");
    assert_eq!(decided(bench), [(Verdict::Same, String::new())]);
    bench.session(|s| assert!(s.merge.pair.is_some()));
    bench.send(Command::ShowTab(Tab::Duplicates));
    assert!(!bench.sees(MARKED));
}

#[test]
fn the_list_is_searched_sorted_and_gone_through_with_letters_and_arrows() {
    let bench = &mut bench();
    let table = bench
        .window
        .get_by_role_and_label(Role::Grid, "Pairs of profiles");
    assert!(!table.accesskit_node().is_disabled());
    bench.click("Profiles and reasons");
    key(bench, Key::J);
    let first = looked(bench).unwrap();
    key(bench, Key::J);
    let second = looked(bench).unwrap();
    assert_ne!(first, second);
    key(bench, Key::K);
    assert_eq!(looked(bench).unwrap(), first);
    key(bench, Key::End);
    assert_eq!(looked(bench).unwrap(), second);
    bench.type_into("Find a pair in this list", "séan");
    assert!(bench.sees(MARKED) && !bench.sees(TWINS));
    bench.type_into("Find a pair in this list", "104998");
    assert!(bench.sees(TWINS) && !bench.sees(MARKED));
    bench.type_into("Find a pair in this list", "nobody");
    assert!(bench.sees("No pair is listed"));
}

#[test]
fn letters_typed_into_a_field_decide_nothing() {
    let bench = &mut bench();
    select(bench, TWINS);
    bench.type_into("Find a pair in this list", "npc");
    assert!(!bench.sees("Park this pair?") && !bench.sees("Not the same student?"));
    bench.session(|s| assert!(s.merge.pair.is_none()));
}

/// Saves what is shown by the button, and reads it.
fn saved(bench: &mut Bench, name: &str) -> String {
    let file = bench.folder.path().join(name);
    bench.desktop.answer(Some(&file));
    press(bench, "Save as CSV…");
    std::fs::read_to_string(file).unwrap()
}

#[test]
fn the_pairs_are_printed_and_saved_as_they_are_shown_with_what_tells_two_apart() {
    let bench = &mut bench();
    press(bench, "Print the list");
    let page = bench.folder.path().join("print").join("Duplicates.html");
    let page = std::fs::read_to_string(page).unwrap();
    assert!(page.contains("O’Brien, Séan") && page.contains("Begay, Dezbah"));
    let all = saved(bench, "all.csv");
    assert!(all.contains("104998") && all.contains("D104417"), "{all}");
    assert!(bench.sees("The pairs were saved, as they are listed."));
    for part in [
        "2016-05-02,2016-05-02",
        "100,000 to 1",
        "birth date",
        "Odds that they are one",
    ] {
        assert!(all.contains(part), "{part}: {all}");
    }
    bench.type_into("Find a pair in this list", "séan");
    let found = saved(bench, "found.csv");
    assert!(!found.contains("104998") && found.contains("D104417"), "{found}");
    bench.click("Possible 0");
    let save = bench.window.get_by_role_and_label(Role::Button, "Save as CSV…");
    assert!(save.accesskit_node().is_disabled(), "there is nothing to save");
}

#[test]
fn the_decisions_are_printed_and_saved_as_they_are_shown() {
    let bench = &mut bench();
    for (start, reason) in [(TWINS, "Twins"), (MARKED, "Siblings")] {
        select(bench, start);
        key(bench, Key::Delete);
        bench.click(reason);
        press(bench, "They are two students");
    }
    bench.click("Decisions 2");
    let all = saved(bench, "decisions.csv");
    assert!(bench.sees("The decisions were saved, as they are listed."));
    for part in [
        "2026-11-22",
        "registrar",
        "Not the same student,Twins",
        "104398",
        "104998",
        "Siblings",
    ] {
        assert!(all.contains(part), "{part}: {all}");
    }
    bench.type_into("Find a decision", "siblings");
    let found = saved(bench, "found.csv");
    assert!(found.contains("104417") && !found.contains("Twins"), "{found}");
    press(bench, "Print the list");
    let page = bench
        .folder
        .path()
        .join("print")
        .join("Decisions about duplicates.html");
    let page = std::fs::read_to_string(page).unwrap();
    assert!(page.contains("Siblings") && page.contains("found by “siblings”"));
}

#[test]
fn everything_is_in_sight_in_a_small_window() {
    let bench = &mut sized([853.0, 533.0]);
    select(bench, TWINS);
    for (role, label) in [
        (Role::Tab, "SSID Process"),
        (Role::Button, "Compare…"),
        (Role::Button, "Not the same student…"),
        (Role::Button, "Park…"),
        (Role::Link, "Print the list"),
        (Role::Button, "Look again"),
    ] {
        let place = bench.window.get_by_role_and_label(role, label).rect();
        assert!(
            place.left() > 0.0 && place.right() < 853.0 && place.bottom() < 503.0,
            "{label}: {place}"
        );
    }
    for tab in bench.window.get_all_by_role(Role::Tab) {
        assert!(tab.rect().bottom() < 44.0, "the tabs stand in one line: {tab:?}");
    }
}

#[test]
fn the_pair_beside_the_list_is_always_one_of_its_rows() {
    let bench = &mut bench();
    select(bench, TWINS);
    assert!(bench.sees("Begay, Dezbah (104998)"));
    bench.type_into("Find a pair in this list", "séan");
    assert_eq!(looked(bench), Some(("104417".into(), "D104417".into())));
    assert!(!bench.sees("Begay, Dezbah (104998)"));
    bench.click("Parked 0");
    assert!(bench.sees("No pair is selected"));
    assert!(!bench.sees("Compare…"), "no live buttons");
    bench.click("Pairs 2");
    for one in [Key::N, Key::P, Key::C, Key::Enter] {
        key(bench, one);
    }
    assert!(!bench.sees("Park this pair?") && !bench.sees("Not the same student?"));
    bench.session(|s| assert!(s.merge.pair.is_none()));
}

#[test]
fn the_decisions_have_a_pair_of_their_own_beside_them_and_the_same_keys() {
    let bench = &mut bench();
    for (start, reason) in [(TWINS, "Twins"), (MARKED, "Siblings")] {
        select(bench, start);
        key(bench, Key::Delete);
        bench.click(reason);
        press(bench, "They are two students");
    }
    bench.click("Decisions 2");
    assert!(bench.sees("No pair is selected"));
    key(bench, Key::ArrowDown);
    let first = looked(bench).unwrap();
    key(bench, Key::J);
    let second = looked(bench).unwrap();
    assert_ne!(first, second);
    key(bench, Key::Home);
    assert_eq!(looked(bench).unwrap(), first);
    bench.type_into("Find a decision", "nobody like it");
    assert!(bench.sees("No pair is selected") && !bench.sees("Revoke…"));
}

#[test]
fn the_pane_is_read_on_by_pages_and_another_pair_begins_at_its_top() {
    let bench = &mut sized([853.0, 533.0]);
    select(bench, TWINS);
    let top = |b: &Bench, name: &str| b.window.get_by_role_and_label(Role::Heading, name).rect().top();
    let begin = top(bench, "Begay, Dezbah (104398)");
    key(bench, Key::PageDown);
    assert!(top(bench, "Begay, Dezbah (104398)") < begin - 50.0);
    key(bench, Key::PageUp);
    assert!((top(bench, "Begay, Dezbah (104398)") - begin).abs() < 1.0);
    key(bench, Key::PageDown);
    select(bench, MARKED);
    assert!((top(bench, "O’Brien, Séan (104417)") - begin).abs() < 1.0);
    select(bench, TWINS);
    assert!((top(bench, "Begay, Dezbah (104398)") - begin).abs() < 1.0);
}

#[test]
fn enter_in_a_field_of_a_question_presses_its_main_button() {
    let bench = &mut bench();
    select(bench, TWINS);
    key(bench, Key::P);
    bench.type_into("Until", "yesterday");
    key(bench, Key::Enter);
    assert!(bench.sees("Park this pair?"), "it cannot be pressed yet");
    bench.type_into("Until", "12/6/2026");
    key(bench, Key::Enter);
    assert!(!bench.sees("Park this pair?"));
    assert_eq!(decided(bench).len(), 1);
    select(bench, MARKED);
    key(bench, Key::Delete);
    let (role, field) = (Role::MultilineTextInput, "In your own words (if you like)");
    bench.window.get_by_role_and_label(role, field).focus();
    bench.window.run_steps(2);
    bench
        .window
        .get_by_role_and_label(role, field)
        .type_text("two mothers");
    bench.settle();
    key(bench, Key::Enter);
    assert!(!bench.sees("Not the same student?"));
    assert!(decided(bench).contains(&(Verdict::NotSame, "two mothers".to_owned())));
}

#[test]
fn the_odds_stand_in_words_before_the_bits() {
    let bench = &mut bench();
    assert!(
        bench.sees("Very likely, about 100,000 to 1 (+17.2 bits)"),
        "a row"
    );
    select(bench, TWINS);
    assert!(bench.sees("about 100,000 to 1 that they are one"));
    assert!(bench.sees("+17.2 bits"));
}

#[test]
fn decisions_stand_in_history_under_a_filter_of_their_own_and_say_about_whom() {
    let bench = &mut bench();
    select(bench, TWINS);
    key(bench, Key::Delete);
    bench.click("Twins");
    press(bench, "They are two students");
    bench.send(Command::ShowTab(Tab::History));
    assert!(bench.sees("Merges 0"));
    bench.click("Duplicates 1");
    select(bench, "Nov 22");
    assert!(bench.sees("Decision about Begay, Dezbah (104398) and Begay, Dezbah (104998)"));
}
