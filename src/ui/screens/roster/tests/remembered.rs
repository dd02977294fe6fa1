//! Tests of what is remembered of a source.

use super::{Bench, FIRST, press, step};
use crate::app::Tab;
use egui::Role;

const SIS: &str = "id,last_name,first_name,dob,school_id
104600,Lee,Ana,2014-02-03,104
";

fn import(bench: &mut Bench, name: &str, text: &str) {
    bench.import(name, text);
}

fn known(bench: &mut Bench) -> usize {
    bench.window.state_mut().core().view().prefs.sources.len()
}

#[test]
fn what_was_said_of_a_source_holds_for_its_next_file_once_it_was_imported() {
    let mut bench = Bench::at(Tab::StudentEditor);
    import(&mut bench, "may.csv", SIS);
    press(&mut bench, Role::Button, "The guesses are right");
    assert_eq!(known(&mut bench), 0, "nothing is remembered before it was taken");
    press(&mut bench, Role::Button, "Import 1 student");
    assert_eq!(known(&mut bench), 1);

    import(&mut bench, "june.csv", &SIS.replace("Ana", "Anna"));
    assert!(bench.sees("As last time"));
    step(&mut bench, "Columns");
    assert!(bench.sees("id: Student number. As last time."));
    press(&mut bench, Role::Link, "Read it as if for the first time");
    assert!(bench.sees("id: Student number. Guessed."));
    assert!(!bench.sees("Read it as if for the first time"));
    press(&mut bench, Role::Button, "Cancel");

    // Reading it afresh and leaving it forgets nothing; another list is another source.
    import(&mut bench, "june.csv", &SIS.replace("Ana", "Anna"));
    assert!(bench.sees("Read it as if for the first time"));
    press(&mut bench, Role::Button, "Cancel");
    import(&mut bench, "june.csv", FIRST);
    assert!(!bench.sees("Read it as if for the first time"));
}

#[test]
fn a_source_that_was_read_afresh_and_imported_is_remembered_as_it_was_read_then() {
    let mut bench = Bench::at(Tab::StudentEditor);
    import(&mut bench, "may.csv", SIS);
    press(&mut bench, Role::Button, "The guesses are right");
    press(&mut bench, Role::Button, "Import 1 student");
    import(&mut bench, "june.csv", &SIS.replace("Ana", "Anna"));
    press(&mut bench, Role::Link, "Read it as if for the first time");
    press(&mut bench, Role::Button, "Import 1 student");
    assert_eq!(known(&mut bench), 0, "nothing was said, so nothing is remembered");
}
