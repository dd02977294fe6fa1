//! Tests of the screen in a window.

use super::super::lists_bench::Bench;
use crate::app::{Phase, Tab};
use egui::Role;
use egui_kittest::kittest::{NodeT, Queryable};

fn section(bench: &mut Bench, label: &str) {
    bench.window.get_by_role_and_label(Role::Tab, label).click();
    bench.settle();
}

#[test]
fn edits_are_saved_together_and_stand_in_history() {
    let mut bench = Bench::at(Tab::Settings);
    assert!(!bench.sees("Save settings"));
    bench.type_into("District name", " Cedar  County ");
    section(&mut bench, "Rules");
    bench.click("A change of ethnicity raises the change flag");
    bench.click("Save settings");
    bench.session(|s| {
        assert_eq!(s.district.name, "Cedar County");
        assert!(!s.district.rules.ethnicity_raises_flag);
        assert_eq!(s.history.operations[0].what.word(), "settings");
    });
    assert!(!bench.sees("Save settings"));
}

#[test]
fn what_cannot_be_used_says_so_and_is_not_saved() {
    let mut bench = Bench::at(Tab::Settings);
    section(&mut bench, "The state's dates");
    bench.type_into("Date 2: day", "31/31/2026");
    assert!(bench.sees("There is no day 31"));
    section(&mut bench, "Look");
    assert!(bench.sees("Cannot be saved yet. The state's dates"));
    let save = bench.window.get_by_role_and_label(Role::Button, "Save settings");
    assert!(save.accesskit_node().is_disabled());
    bench.click("Show it");
    bench.type_into("Date 2: day", "12/3/2026");
    bench.click("Save settings");
    assert_eq!(
        bench.session(|s| s.district.dates[1].day.to_string()),
        "2026-12-03"
    );
    bench.type_into("Date 1: what is due", " ");
    assert!(bench.sees("Say what is due."));
    bench.click("Discard");
    assert!(!bench.sees("Say what is due."));
}

#[test]
fn the_usual_dates_follow_the_school_year() {
    let mut bench = Bench::at(Tab::Settings);
    bench.type_into("School year", "2027-28");
    section(&mut bench, "The state's dates");
    bench.click("The usual dates of 2027-28");
    bench.click("Save settings");
    bench.session(|s| {
        assert_eq!(s.district.year.0, 2028);
        assert_eq!(s.district.dates[0].day.to_string(), "2027-10-01");
    });
}

#[test]
fn codes_are_added_and_doubles_refused() {
    let mut bench = Bench::at(Tab::Settings);
    section(&mut bench, "Code lists");
    bench.click("Remove gender 6");
    bench.click("Add a gender");
    bench.type_into("Gender 6: code", "f");
    assert!(bench.sees("The code f is there twice."));
    bench.type_into("Gender 6: code", "U");
    bench.type_into("Gender 6: what it means", "Unknown");
    bench.click("Save settings");
    let last = bench.session(|s| s.district.rules.genders.last().cloned().unwrap());
    assert_eq!((last.code.as_str(), last.label.as_str()), ("U", "Unknown"));
}

#[test]
fn schools_are_added_and_renamed_while_other_edits_wait() {
    let mut bench = Bench::at(Tab::Settings);
    bench.type_into("District name", "Cedar");
    section(&mut bench, "Schools");
    bench.type_into("School number", "704");
    bench.type_into("School name", "Cedar High");
    bench.click("Add school");
    assert_eq!(bench.session(|s| s.school_name("704").to_owned()), "Cedar High");
    bench.click("School 104");
    bench.type_into("School name", "Aspen Elementary");
    bench.click("Rename school");
    assert_eq!(
        bench.session(|s| s.school_name("104").to_owned()),
        "Aspen Elementary"
    );
    bench.click("Save settings");
    assert_eq!(bench.session(|s| s.district.name.clone()), "Cedar");
}

#[test]
fn a_layout_goes_out_comes_back_and_the_default_returns() {
    let mut bench = Bench::at(Tab::Settings);
    section(&mut bench, "File layout");
    assert!(bench.sees("default layout, check it against your SSID site"));
    let file = bench.folder.path().join("mine.toml");
    bench.desktop.answer(Some(&file));
    bench.click("Save a copy …");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(
        &file,
        text.replacen("header = \"Last Name\"", "header = \"Surname\"", 1),
    )
    .unwrap();
    bench.desktop.answer(Some(&file));
    bench.click("Choose a layout file …");
    assert!(bench.sees("Surname"));
    bench.click("Use the default layout");
    assert!(!bench.sees("Surname"));
}

#[test]
fn the_look_holds_at_once() {
    let mut bench = Bench::at(Tab::Settings);
    section(&mut bench, "Look");
    bench
        .window
        .get_by_role_and_label(Role::RadioButton, "Dark")
        .click();
    bench.settle();
    bench.click("Larger");
    assert!(bench.sees("110 % of the usual size"));
    let core = bench.window.state_mut().core();
    assert_eq!(core.view().prefs.look, "Dark");
    assert!((core.view().prefs.text_scale - 1.1).abs() < 0.001);
}

#[test]
fn the_folder_opens_and_closing_asks_about_unsaved_settings() {
    let mut bench = Bench::at(Tab::Settings);
    bench.type_into("District name", "Cedar");
    section(&mut bench, "Data");
    bench.click("Open folder");
    assert_eq!(bench.desktop.shown(), [bench.folder.path().to_owned()]);
    assert!(!bench.sees("Start the sample district afresh"));
    bench.click("Close this district");
    bench.click("Go back");
    bench.click("Close this district");
    bench.click("Close without saving");
    let core = bench.window.state_mut().core();
    assert!(matches!(core.view().phase, Phase::Welcome));
}

#[test]
fn every_section_fits_a_small_window() {
    let mut bench = Bench::sized(Tab::Settings, [853.0, 533.0]);
    bench.type_into("District name", "Cedar");
    for label in [
        "District",
        "Schools",
        "The state's dates",
        "Rules",
        "Code lists",
        "File layout",
        "Merging",
        "Security administrators",
        "Look",
        "Data",
    ] {
        section(&mut bench, label);
        let save = bench.window.get_by_role_and_label(Role::Button, "Save settings");
        assert!(save.rect().bottom() < 503.0, "{label}");
        for button in bench.window.query_all_by_role(Role::Button) {
            assert!(
                button.rect().right() < 853.0,
                "{label}: {:?}",
                button.accesskit_node().label()
            );
        }
    }
}

const PASSWORD: &str = "three blind mice";

#[test]
fn the_first_sign_in_sets_the_password_of_admin_and_says_the_rule() {
    let mut bench = Bench::at(Tab::Settings);
    section(&mut bench, "Security administrators");
    assert!(bench.sees("No password has been set for admin yet"));
    bench.click("Sign in as security administrator");
    assert!(bench.sees("At least 8 characters"));
    bench.type_password("New password", "short");
    assert!(bench.sees("The password has 5 characters; at least 8 are needed."));
    let set = "Set the password and sign in";
    let button = bench.window.get_by_role_and_label(Role::Button, set);
    assert!(button.accesskit_node().is_disabled());
    bench.type_password("New password", "er password");
    bench.type_password("New password again", "shorter passwort");
    assert!(bench.sees("This is not the same password."));
    bench.click("Cancel");
    assert!(!bench.sees(set));
    bench.sign_in_first(PASSWORD);
    assert!(bench.sees("Signed in as security administrator admin"));
    assert!(bench.sees("admin: signed in"));
    bench.click("Sign out");
    assert!(bench.sees("Not signed in as security administrator"));
    assert!(bench.sees("admin: can sign in"));
}

#[test]
fn enter_signs_in_and_a_wrong_password_says_so_and_takes_the_keyboard_back() {
    let mut bench = Bench::at(Tab::Settings);
    section(&mut bench, "Security administrators");
    bench.sign_in_first(PASSWORD);
    bench.click("Sign out");
    bench.click("Sign in as security administrator");
    let focused = |bench: &Bench| {
        bench
            .window
            .get_by_role_and_label(Role::PasswordInput, "Password")
            .accesskit_node()
            .is_focused()
    };
    assert!(focused(&bench), "the keyboard is in the password");
    for wrong in 1..=3 {
        bench.type_password("Password", "three blind cats");
        bench.window.key_press(egui::Key::Enter);
        bench.settle();
        assert!(
            bench.sees("The account name or the password is wrong."),
            "{wrong}"
        );
        assert!(focused(&bench));
    }
    assert!(bench.sees("Signing in is possible again in 1 second."));
    bench.type_password("Password", PASSWORD);
    let button = bench
        .window
        .query_all_by_role_and_label(Role::Button, "Sign in")
        .next();
    assert!(button.unwrap().accesskit_node().is_disabled());
    assert!(bench.sees("Another administrator can set a new one in Settings"));
    bench.window.key_press(egui::Key::Escape);
    bench.settle();
    assert!(!bench.sees("Signing in is possible again"));
}

#[test]
fn accounts_are_added_changed_and_closed_by_whoever_is_signed_in() {
    let mut bench = Bench::at(Tab::Settings);
    section(&mut bench, "Security administrators");
    bench.sign_in_first(PASSWORD);
    bench.type_into("Account name", "J Lee");
    assert!(bench.sees("The account name has a blank in it."));
    bench.type_into("Account name", "Admin");
    assert!(bench.sees("There is an account admin already."));
    bench.type_into("Account name", "Lee");
    bench.type_password("Password", "the first one");
    bench.type_password("Password again", "the first one");
    bench.click("Add administrator");
    assert!(bench.sees("Security administrator lee was added."));
    bench.click("admin: signed in");
    let close = bench
        .window
        .get_by_role_and_label(Role::Button, "Close this account …");
    assert!(close.accesskit_node().is_disabled(), "not one's own");
    bench.click("lee: can sign in");
    bench.type_password("New password", "another one");
    bench.type_password("New password again", "another one");
    bench.click("Set the new password");
    assert!(bench.sees("The password of security administrator lee was set."));
    bench.click("Close this account …");
    assert!(bench.sees("Nobody can sign in with it any more."));
    bench.click("Close the account");
    assert!(bench.sees("lee: closed"));
    let who = bench.session(|s| s.history.operations[0].who.clone());
    assert_eq!(who, "registrar (admin)");
}

#[test]
fn the_merge_policy_names_its_defaults_and_a_signed_in_administrator_changes_it() {
    let mut bench = Bench::at(Tab::Settings);
    section(&mut bench, "Merging");
    assert!(bench.sees("Demographics: Target (default)"));
    assert!(bench.sees("An administrator is signed out after 10 minutes without a touch."));
    bench.sign_in_first(PASSWORD);
    bench
        .window
        .get_by_role_and_label(Role::ComboBox, "Demographics")
        .click();
    bench.settle();
    bench.click("You decide");
    bench.type_into(
        "Minutes without a touch until an administrator is signed out",
        "soon",
    );
    assert!(bench.sees("“soon” is not a number of minutes from 0 to 1440."));
    bench.type_into(
        "Minutes without a touch until an administrator is signed out",
        "30",
    );
    bench.click("Save settings");
    bench.session(|s| {
        use crate::domain::merge::{Group, Prefer};
        assert_eq!(s.district.rules.merge.prefer(Group::Demographics), Prefer::Decide);
        assert_eq!(s.district.rules.idle_minutes, 30);
        let said = s.history.operations[0].what.sentence();
        assert!(
            said.contains("merge policy, when an administrator is signed out"),
            "{said}"
        );
    });
}

#[test]
fn the_provisional_pattern_is_tried_on_typed_texts_before_it_is_saved() {
    let mut bench = Bench::at(Tab::Settings);
    section(&mut bench, "Merging");
    assert!(bench.sees("P-0091823: a provisional ID · 1904417723: not one"));
    bench.type_into("What a provisional ID looks like", "TEMP*, 99##");
    bench.type_into("Try it on these texts", "temp7, 9912, 991, P-1");
    assert!(bench.sees("temp7: a provisional ID · 9912: a provisional ID · 991: not one · P-1: not one"));
    bench.click("Save settings");
    assert_eq!(
        bench.session(|s| s.district.rules.provisional.clone()),
        "TEMP*, 99##"
    );
}
