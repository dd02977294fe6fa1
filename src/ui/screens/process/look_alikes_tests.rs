//! Tests of the list of look-alikes before New.

use crate::app::work::{rosters, students};
use crate::app::{Command, DuplicatesCommand, Stamp, Tab, Ticket};
use crate::domain::draft::Draft;
use crate::domain::matching::Verdict;
use crate::domain::request::Function;
use crate::domain::roster::{CREATE, Reading, UNKNOWN_SCHOOLS};
use crate::domain::student::Field;
use crate::store::Store;
use crate::ui::screens::lists_bench::{Bench, now};
use egui::Role;
use egui_kittest::kittest::{NodeT, Queryable};

/// Séan has an SSID; he stands there once more without one, and so does somebody who is like nobody.
const MORE: &str = "student_number,last_name,first_name,birth_date,gender,school,grade
204417,O’Brien,Séan,2014-12-03,M,104,07
204999,Whitefeather,Daniel,2012-08-30,M,108,09
";

fn bench() -> Bench {
    let mut bench = Bench::prepared(Tab::SsidProcess, [1280.0, 800.0], |path| {
        let stamp = Stamp::at(now(), "registrar");
        let store = Store::open(path).unwrap();
        let file = path.with_file_name("more.csv");
        std::fs::write(&file, MORE).unwrap();
        let roster = rosters::read(
            &file,
            &Reading::default().answering(UNKNOWN_SCHOOLS, CREATE),
            &Ticket::default(),
        )
        .unwrap();
        let planned = rosters::compare(&store, roster, &stamp, &Ticket::default()).unwrap();
        rosters::import(&store, &planned, &stamp, &Ticket::default())
            .unwrap()
            .unwrap();
        for (number, ssid) in [
            ("104398", "1858761"),
            ("104417", "1858762"),
            ("104502", "1858763"),
        ] {
            let base = store.read().unwrap().student_by_number(number).unwrap().unwrap();
            let mut draft = Draft::of(&base);
            draft.put(Field::Ssid, ssid);
            students::save(&store, Some(&base), &draft, &stamp).unwrap();
        }
    });
    let schools = bench.session(|s| s.schools.iter().map(|s| s.code.clone()).collect());
    let folder = bench.folder.path().join("files");
    std::fs::create_dir(&folder).unwrap();
    bench.send(Command::SelectSchools(schools));
    bench.send(Command::SetRequestFolder(folder.display().to_string()));
    bench.send(Command::ChooseFunction(Function::New));
    // Retrieve has nothing to do with what is tested here.
    bench.send(Command::SetOverride(true));
    bench
}

fn press(bench: &mut Bench, name: &str) {
    bench
        .window
        .get_by_role_and_label(Role::Button, name)
        .click_accesskit();
    bench.settle();
}

/// Types why two are different persons.
fn say(bench: &mut Bench, why: &str) {
    let field = "In your own words (if you like)";
    let field = bench
        .window
        .get_by_role_and_label(Role::MultilineTextInput, field);
    field.focus();
    bench.settle();
    let field = "In your own words (if you like)";
    let field = bench
        .window
        .get_by_role_and_label(Role::MultilineTextInput, field);
    field.type_text(why);
    bench.settle();
}

fn is_off(bench: &Bench, button: &str) -> bool {
    let button = bench.window.get_by_role_and_label(Role::Button, button);
    button.accesskit_node().is_disabled()
}

fn lines(bench: &mut Bench) -> Option<u32> {
    bench.session(|s| s.requests.last().map(|r| r.lines))
}

#[test]
fn new_is_refused_until_whoever_looks_like_a_student_with_an_ssid_is_answered() {
    let mut bench = bench();
    assert!(bench.sees("1 of these looks like students who already have an SSID."));
    assert!(is_off(&bench, "Create"));
    bench.send(Command::CreateRequest);
    assert_eq!(lines(&mut bench), None, "nothing is created past the button");
    assert!(bench.sees("Look-alikes before New"), "the list is opened");
    assert!(bench.sees("204417"));
    assert!(bench.sees("SSID 1858762"));
    press(&mut bench, "Different person: 204417 and 104417");
    assert!(
        is_off(&bench, "They are two students: 204417 and 104417"),
        "not without a reason"
    );
    say(&mut bench, "cousins");
    press(&mut bench, "They are two students: 204417 and 104417");
    let decided = bench.session(|s| s.decisions());
    assert_eq!(decided[0].verdict, Verdict::NotSame);
    assert_eq!(
        decided[0].reason,
        "Said to be a different person before New: cousins"
    );
    assert!(!bench.sees("Look-alikes before New"), "nothing is left to answer");
    bench.send(Command::CreateRequest);
    assert_eq!(lines(&mut bench), Some(2));
}

#[test]
fn whoever_is_left_out_stays_out_of_this_file_only() {
    let mut bench = bench();
    bench.click("Look at them");
    press(&mut bench, "Leave out: 204417");
    assert!(bench.sees("All are answered."));
    press(&mut bench, "Put back: 204417");
    assert!(!bench.sees("All are answered."));
    press(&mut bench, "Leave out: 204417");
    press(&mut bench, "Close");
    assert!(bench.sees("1 student is left out of this file because of whom they look like."));
    assert!(bench.sees("· 1 line"));
    bench.send(Command::CreateRequest);
    assert_eq!(lines(&mut bench), Some(1));
    // The next file asks again.
    bench.send(Command::SetOverride(true));
    assert!(bench.sees("1 of these looks like students who already have an SSID."));
}

#[test]
fn compare_leads_to_the_merge_of_the_two() {
    let mut bench = bench();
    bench.click("Look at them");
    press(&mut bench, "Compare: 204417 and 104417");
    assert!(bench.sees("Merge Student Profiles"));
    let (target, source) = bench.session(|s| (s.merge.target.clone(), s.merge.sources.clone()));
    assert_eq!(target, "104417");
    assert_eq!(source, ["204417"]);
}

#[test]
fn who_stays_is_decided_as_wherever_two_are_compared() {
    let mut bench = bench();
    // The one without an SSID is the SIS's own record: the other one is retired into it.
    let base = bench.session(|s| s.stored("204417")).unwrap();
    let mut draft = Draft::of(&base);
    draft.put(Field::IntegrationIdt, "ps-204417");
    bench.send(Command::SaveStudent {
        base: Some(Box::new(base)),
        draft: Box::new(draft),
        different: Default::default(),
    });
    bench.send(Command::ShowTab(Tab::SsidProcess));
    bench.click("Look at them");
    press(&mut bench, "Compare: 204417 and 104417");
    let (target, source) = bench.session(|s| (s.merge.target.clone(), s.merge.sources.clone()));
    assert_eq!((target.as_str(), source), ("204417", vec!["104417".to_owned()]));
}

#[test]
fn a_corrected_record_is_compared_anew() {
    let mut bench = bench();
    assert!(bench.sees("1 of these looks like students"));
    let base = bench.session(|s| s.stored("204417")).unwrap();
    let mut draft = Draft::of(&base);
    for (field, text) in [
        (Field::LastName, "Quetzalcoatl"),
        (Field::FirstName, "Wilhelmina"),
        (Field::BirthDate, "2010-02-20"),
        (Field::Gender, "F"),
    ] {
        draft.put(field, text);
    }
    bench.send(Command::SaveStudent {
        base: Some(Box::new(base)),
        draft: Box::new(draft),
        different: Default::default(),
    });
    bench.send(Command::ShowTab(Tab::SsidProcess));
    assert!(!bench.sees("looks like students who already have"));
}

#[test]
fn a_parked_pair_says_so_and_its_note_goes_into_the_answer() {
    let mut bench = bench();
    let key = |bench: &mut Bench, number: &str| bench.session(|s| s.stored(number)).unwrap().key;
    let pair = (key(&mut bench, "104417"), key(&mut bench, "204417"));
    let until = now().date_naive() + chrono::Days::new(14);
    bench.send(Command::Duplicates(DuplicatesCommand::Decide {
        pair,
        verdict: Verdict::Parked { until },
        reason: "waiting for the birth certificate".into(),
    }));
    bench.send(Command::ShowTab(Tab::SsidProcess));
    bench.click("Look at them");
    assert!(bench.sees("parked the pair until"));
    assert!(bench.sees("waiting for the birth certificate"));
    press(&mut bench, "Different person: 204417 and 104417");
    assert!(bench.sees("its words are kept in the reason"));
    say(&mut bench, "cousins");
    press(&mut bench, "They are two students: 204417 and 104417");
    let decided = bench.session(|s| s.decisions());
    let reason = &decided[0].reason;
    assert_eq!(decided[0].verdict, Verdict::NotSame);
    assert!(
        reason.contains("cousins. Before that: On") && reason.contains("waiting for the birth certificate"),
        "{reason}"
    );
}

#[test]
fn who_waits_in_a_new_request_and_looks_like_somebody_again_is_named_until_it_is_answered() {
    let mut bench = bench();
    bench.click("Look at them");
    press(&mut bench, "Different person: 204417 and 104417");
    say(&mut bench, "cousins");
    press(&mut bench, "They are two students: 204417 and 104417");
    bench.send(Command::CreateRequest);
    let file = bench.session(|s| s.requests[0].file_name.clone());
    assert!(!bench.sees("withdraw the request"));
    bench.send(Command::ShowTab(Tab::Duplicates));
    bench.click("Decisions 1");
    bench
        .window
        .get_by(|n| n.role() == Role::Row && n.label().is_some_and(|l| l.contains("number 204417")))
        .click_accesskit();
    bench.settle();
    // Before it is taken back, or a parked one takes its place, the request that relies on it is named.
    let relies = format!("Request {file} of ");
    press(&mut bench, "Park…");
    assert!(bench.sees("Park this pair?") && bench.sees(&relies));
    press(&mut bench, "Leave it");
    assert!(!bench.sees(&relies));
    press(&mut bench, "Revoke…");
    assert!(bench.sees("Take this decision back?") && bench.sees(&relies));
    press(&mut bench, "Take it back");
    bench.send(Command::ShowTab(Tab::SsidProcess));
    let said = format!("(204417) in {file} looks like 104417 ");
    assert!(bench.sees(&said), "{said}");
    assert!(bench.sees("SSID 1858762: withdraw the request, or answer."));
    bench.click("Look at those in requests");
    press(&mut bench, "Different person: 204417 and 104417");
    say(&mut bench, "cousins all the same");
    press(&mut bench, "They are two students: 204417 and 104417");
    assert!(!bench.sees("withdraw the request"));
    assert!(!bench.sees("Look-alikes before New"));
}

#[test]
fn a_reason_that_was_begun_is_not_there_for_the_next_pair() {
    let mut bench = bench();
    bench.click("Look at them");
    press(&mut bench, "Different person: 204417 and 104417");
    say(&mut bench, "cousins");
    assert!(!is_off(&bench, "They are two students: 204417 and 104417"));
    press(&mut bench, "Not yet: 204417 and 104417");
    press(&mut bench, "Different person: 204417 and 104417");
    assert!(is_off(&bench, "They are two students: 204417 and 104417"));
}
