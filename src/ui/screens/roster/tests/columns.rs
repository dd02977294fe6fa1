//! Tests of the step Columns.

use super::{Bench, press, step};
use crate::app::Tab;
use crate::domain::roster::{Known, Meaning, RosterColumn};
use crate::domain::student::Field;
use egui::{Key, Role};
use egui_kittest::kittest::{NodeT, Queryable};

/// No column is called a birth date, and one name may mean much.
const ODD: &str = "id,last_name,first_name,came into the world,school_id
104600,Lee,Ana,2014-02-03,104
104601,Tran,Bảo,2014-03-09,104
";

/// Chooses from the list of a column.
fn choose(bench: &mut Bench, column: &str, holds: &str) {
    press(bench, Role::ComboBox, &format!("What “{column}” holds"));
    bench
        .window
        .get_by_role_and_label(Role::Button, holds)
        .click_accesskit();
    bench.settle();
}

fn import_is_off(bench: &Bench, label: &str) -> bool {
    let button = bench.window.get_by_role_and_label(Role::Button, label);
    button.accesskit_node().is_disabled()
}

#[test]
fn a_file_that_lacks_a_column_opens_the_columns_and_is_read_when_it_was_said() {
    let mut bench = Bench::at(Tab::StudentEditor);
    bench.import("odd.csv", ODD);
    assert!(bench.sees("The file has no column for: Birth date."));
    assert!(bench.sees("came into the world: not used. Not known. It has 2014-02-03, 2014-03-09."));
    assert!(bench.sees("Nothing can be taken before it is said which column holds what."));
    assert!(import_is_off(&bench, "Import"));
    choose(&mut bench, "came into the world", "Birth date");
    assert!(bench.sees("came into the world: Birth date. Chosen."));
    assert!(bench.sees("Will be written: 2 students added, 2 students marked as no longer in the file."));
    step(&mut bench, "What changes");
    assert!(bench.sees("born 2014-03-09"));
}

#[test]
fn a_guess_is_marked_until_somebody_says_that_it_is_right() {
    let mut bench = Bench::at(Tab::StudentEditor);
    bench.import("guess.csv", &ODD.replace("came into the world", "dob"));
    assert!(bench.sees("Columns: 1 guessed"));
    assert!(bench.sees("id: Student number. Guessed."));
    assert!(bench.sees("dob: Birth date. By its name."));
    press(&mut bench, Role::Button, "The guesses are right");
    assert!(bench.sees("id: Student number. Chosen."));
    assert!(bench.sees("Columns 5"));
}

#[test]
fn a_wrong_guess_is_corrected_and_the_other_column_gives_way() {
    let mut bench = Bench::at(Tab::StudentEditor);
    let text = "id,local,last_name,first_name,dob\n1,104600,Lee,Ana,2014-02-03\n";
    bench.import("guess.csv", text);
    choose(&mut bench, "local", "Student number");
    let number = Some(RosterColumn::Field(Field::Number));
    bench.session(|s| {
        let columns = &s.import.as_ref().unwrap().planned.roster.columns;
        assert_eq!((columns[0].column, columns[1].column), (None, number));
    });
    choose(&mut bench, "id", "Student number");
    bench.session(|s| {
        let roster = &s.import.as_ref().unwrap().planned.roster;
        let columns = &roster.columns;
        assert_eq!((columns[0].column, columns[1].column), (number, None));
        assert_eq!(columns[1].known, Known::Chosen);
        assert_eq!(roster.reading.columns["local"], Meaning::NotUsed);
    });
}

#[test]
fn the_lists_are_reached_and_used_by_the_keyboard() {
    let mut bench = Bench::at(Tab::StudentEditor);
    bench.import("odd.csv", ODD);
    let role = Role::ComboBox;
    let name = "What “first_name” holds";
    bench.window.get_by_role_and_label(role, name).focus();
    bench.window.run_steps(2);
    bench.window.key_press(Key::Tab);
    bench.window.run_steps(2);
    let next = bench
        .window
        .get_by_role_and_label(role, "What “came into the world” holds");
    assert!(next.is_focused());
    bench.window.key_press(Key::Space);
    bench.settle();
    bench
        .window
        .get_by_role_and_label(Role::Button, "Birth date")
        .focus();
    bench.window.run_steps(2);
    bench.window.key_press(Key::Space);
    bench.settle();
    assert!(bench.sees("came into the world: Birth date. Chosen."));
}

/// No column has a name that is known: all are guessed by what stands in them.
const STRANGE: &str = "Kid Nr,Surname of pupil,Called,Came to the world,M/W,Campus,Yr,Locker,Bus
300101,Okafor,Chidi,2016-04-02,M,104,05,12,A
300102,Lindqvist,Åsa,2016-06-12,F,104,05,13,B
300103,Peña,Luz,2015-11-30,F,104,05,14,A
";

#[test]
fn one_corrected_guess_leaves_the_others_as_they_are() {
    let mut bench = Bench::at(Tab::StudentEditor);
    bench.import("strange.csv", STRANGE);
    assert!(bench.sees("Bus: Ethnicity. Guessed."));
    assert!(bench.sees("8 columns are guessed. You can undo it in History."));
    choose(&mut bench, "Bus", "Not used");
    assert!(bench.sees("Bus: not used. Chosen."));
    assert!(bench.sees("Columns: 7 guessed"));
    assert!(bench.sees("Kid Nr: Student number. Guessed."));
    assert!(bench.sees("Will be written: 3 students added"));
    press(&mut bench, Role::Button, "The guesses are right");
    assert!(bench.sees("Kid Nr: Student number. Chosen."));
    assert!(
        bench.sees("Locker: not used. Chosen."),
        "next month it is not guessed anew"
    );
}

#[test]
fn a_list_opens_at_what_holds_and_a_choice_by_keyboard_closes_it() {
    let mut bench = Bench::at(Tab::StudentEditor);
    bench.import("strange.csv", STRANGE);
    let list = "What “Bus” holds";
    bench.window.get_by_role_and_label(Role::ComboBox, list).focus();
    bench.settle();
    bench.window.key_press(Key::Space);
    bench.settle();
    let held = bench.window.get_by_role_and_label(Role::Button, "Ethnicity");
    assert!(held.is_focused());
    bench.window.key_press(Key::ArrowUp);
    bench.settle();
    bench.window.key_press(Key::Enter);
    bench.settle();
    assert!(bench.sees("Bus: Gender. Chosen."));
    let open = bench
        .window
        .query_by_role_and_label(Role::Button, "Home language");
    assert!(open.is_none(), "the list is closed");
    let list = bench.window.get_by_role_and_label(Role::ComboBox, list);
    assert!(list.is_focused(), "the keyboard is back on it");
}

#[test]
fn a_column_that_is_read_with_another_one_is_not_called_unused() {
    let mut bench = Bench::at(Tab::StudentEditor);
    bench.import(
        "powerschool.csv",
        "Student_Number,SchoolID,First_Name,Last_Name,Grade_Level,Gender,DOB,Enroll_Status,Street,City,State,Zip\n104700,104,Ana,Lee,5,F,3/29/2014,0,12 Main St,Sego Wells,UT,84003\n",
    );
    assert!(bench.sees("12 columns used."));
    step(&mut bench, "Columns");
    assert!(bench.sees("Zip: read with another column. By its name."));
}
