//! Tests of looking: in the background, stopped and begun anew, and only at what changed.

use super::tests::{MARKED, TWINS, bench, press, select};
use crate::app::{Command, DuplicatesCommand, Looking, MissingCommand, PairState, Tab};
use crate::domain::matching::{Person, Verdict};
use crate::ui::screens::lists_bench::Bench;

#[test]
fn what_an_operation_touched_is_compared_again_and_nothing_else() {
    let bench = &mut bench();
    let pairs = bench.session(|s| s.duplicates.counted.pairs);
    bench.import(
        "corrected.csv",
        "student_number,last_name,first_name,birth_date,gender,school,grade\n104998,Begay,Dezbah,2010-11-30,F,108,06\n104502,Nuñez,Maria Elena,2015-01-30,F,108,06\n",
    );
    bench.send(Command::ImportRoster);
    bench.send(Command::Dismiss(0));
    bench.send(Command::ShowTab(Tab::Duplicates));
    assert!(!bench.sees(TWINS));
    assert!(bench.sees(MARKED));
    assert!(bench.sees("1 changed student compared again since."));
    bench.session(|s| assert_eq!(s.duplicates.counted.pairs, pairs, "not everybody"));
    let changed = bench.session(|s| s.history.operations[0].id);
    bench.send(Command::Undo(changed));
    assert!(bench.sees(TWINS), "and the undo brings it back");
}

#[test]
fn looking_is_stopped_at_once_and_begins_anew() {
    let bench = &mut bench();
    let core = bench.window.state_mut().core();
    core.send(Command::Duplicates(DuplicatesCommand::Scan));
    core.send(Command::Duplicates(DuplicatesCommand::StopScan));
    core.run();
    bench.session(|s| assert!(matches!(s.duplicates.looking, Looking::Stopped(..))));
    bench.settle();
    assert!(bench.sees("Looking was stopped"));
    bench.session(|s| {
        assert!(matches!(s.duplicates.looking, Looking::Stopped(..)));
        assert!(s.duplicates.alike.is_some(), "other screens ask the engine too");
    });
    press(bench, "Look again");
    assert!(bench.sees("Looked at 5 students at "));
    assert!(bench.sees(TWINS));
}

#[test]
fn looking_again_says_when_it_ended_and_what_it_found_and_is_read_aloud() {
    use egui::{Role, accesskit::Live};
    use egui_kittest::kittest::{NodeT, Queryable};
    let bench = &mut bench();
    let said = |bench: &Bench| {
        let node = bench.window.get_by_role(Role::Status);
        assert_eq!(node.accesskit_node().live(), Live::Polite);
        (node.accesskit_node().label().unwrap(), node.accesskit_node().id())
    };
    let (first, id) = said(bench);
    assert!(
        first.starts_with("Looked at 5 students at ") && first.ends_with("M: 2 pairs."),
        "{first}"
    );
    press(bench, "Look again");
    let (again, other) = said(bench);
    assert!(again.ends_with("M: nothing new."), "{again}");
    assert_ne!(
        id, other,
        "it is news to a screen reader even when the words are the same"
    );
    import_row(bench, "104999,Begay,Dezbah,2016-05-02,F,104,05");
    press(bench, "Look again");
    assert!(
        said(bench).0.ends_with("nothing new."),
        "the import was compared at once"
    );
}

#[test]
fn a_district_closed_while_it_is_compared_opens_again_at_once() {
    let bench = &mut bench();
    let path = bench.session(|s| s.path.clone());
    for _ in 0..5 {
        let core = bench.window.state_mut().core();
        core.send(Command::Duplicates(DuplicatesCommand::Scan));
        core.send(Command::CloseDistrict);
        core.send(Command::OpenStore(path.clone()));
        core.run_until_idle();
        bench.session(|s| assert_eq!(s.duplicates.looking, Looking::Done));
    }
    bench.settle();
    assert!(bench.sees("Looked at 5 students at "));
}

#[test]
fn what_changes_while_everybody_is_compared_is_compared_afterwards() {
    let bench = &mut bench();
    let key = bench.session(|s| s.stored("104998").unwrap().key);
    let core = bench.window.state_mut().core();
    core.send(Command::Duplicates(DuplicatesCommand::Scan));
    core.send(Command::Missing(MissingCommand::Mark(key)));
    bench.settle();
    assert!(bench.sees("1 changed student compared again since."));
    assert!(bench.sees("born 2016-05-02 and Begay, Dezbah, number D104998"));
}

#[test]
fn an_import_that_touches_hundreds_is_compared_again_and_the_engine_is_there_for_all() {
    let bench = &mut bench();
    let rows = |year: usize| -> String {
        let line = |n: usize| {
            let (a, b) = (n % 26, n / 26);
            let letter = |n: usize| char::from(b'a' + n as u8);
            format!(
                "{},Xu{}{},Yo{}{}k,{year}-0{}-1{},F,104,05",
                200_000 + n,
                letter(a),
                letter(b),
                letter(25 - a),
                letter(b),
                n % 9 + 1,
                n % 10
            )
        };
        (0..400).map(line).collect::<Vec<_>>().join("\n")
    };
    for year in [2012, 2013] {
        import_row(bench, &rows(year));
        bench.session(|s| {
            // Nearly everybody changed, so everybody was compared.
            assert_eq!(s.duplicates.counted.students, 405);
            assert_eq!(s.duplicates.counted.again, 0);
            assert_eq!(s.duplicates.looking, Looking::Done);
            assert_eq!(s.duplicates.alike.as_ref().map(|a| a.count()), Some(405));
        });
        let prior = bench.session(|s| {
            let who = |n: &str| Person::of(&s.stored(n).unwrap(), s.today);
            let alike = s.duplicates.alike.as_ref().unwrap();
            alike.explain(&who("104398"), &who("104998")).prior
        });
        assert!(
            prior < -11.0,
            "learned from 405 students, and not from the 5 before: {prior}"
        );
        let listed = bench.session(|s| {
            let key = |n: &str| s.stored(n).unwrap().key;
            let pairs = [("104398", "104998"), ("104417", "D104417")].map(|(a, b)| (key(a), key(b)));
            pairs.map(|pair| s.duplicates.pairs.iter().filter(|p| p.pair == pair).count())
        });
        assert_eq!(listed, [1, 1], "what was not touched stays, once");
    }
}

#[test]
fn a_pair_told_apart_comes_back_only_when_it_looks_much_more_alike_and_quotes_the_decision() {
    let bench = &mut bench();
    import_row(bench, "104998,Begay,Dezbah,2011-01-09,F,104,05");
    let pair = bench.session(|s| {
        let key = |n: &str| s.stored(n).unwrap().key;
        (key("104398"), key("104998"))
    });
    bench.send(Command::Duplicates(DuplicatesCommand::Decide {
        pair,
        verdict: Verdict::NotSame,
        reason: "Checked with the school".into(),
    }));
    let state = |bench: &mut Bench| {
        bench.session(|s| {
            let listed = s.duplicates.pairs.iter().find(|p| p.pair == pair);
            listed.map(|p| p.state.clone())
        })
    };
    assert!(!matches!(
        state(bench),
        Some(PairState::Returned(_) | PairState::Open)
    ));
    import_row(bench, "104998,Begay,Dezbah,2016-05-02,F,104,05");
    assert!(matches!(state(bench), Some(PairState::Returned(_))));
    bench.click("Returned 1");
    select(bench, TWINS);
    assert!(bench.sees("Checked with the school"));
}

fn import_row(bench: &mut Bench, row: &str) {
    let text = format!("student_number,last_name,first_name,birth_date,gender,school,grade\n{row}\n");
    bench.import("row.csv", &text);
    bench.send(Command::ImportRoster);
    bench.send(Command::Dismiss(0));
    bench.send(Command::ShowTab(Tab::Duplicates));
}
