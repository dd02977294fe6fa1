//! Tests of what goes wrong: files that are refused, reading that is stopped, and the list of problems.

use super::{Bench, SECOND, press};
use crate::app::{Command, Kind, Level, Tab};
use egui::Role;
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[test]
fn a_refused_file_says_why_and_what_next_and_leaves_the_screen_as_it_was() {
    let mut bench = Bench::at(Tab::StudentEditor);
    bench.import("second.csv", SECOND);
    bench.import(
        "broken.csv",
        "student_id,last_name,first_name\n\"1,Lee,Ana\n2,Tran,Bảo\n",
    );
    assert!(bench.sees("broken.csv"));
    assert!(bench.sees("Nothing was changed. Correct it in the program that the file comes from"));
    assert!(bench.sees("second.csv"));
    assert!(bench.sees("Import 2 students"));
    bench.session(|s| assert_eq!(&*s.import.as_ref().unwrap().planned.roster.file, "second.csv"));
}

#[test]
fn reading_is_stopped_when_somebody_says_so_and_changes_nothing() {
    let mut bench = Bench::at(Tab::StudentEditor);
    let mut text = String::from("student_id,last_name,first_name,birth_date\n");
    for n in 0..60_000 {
        text.push_str(&format!("{},Lee,Ana,2014-02-03\n", 200_000 + n));
    }
    let file = bench.folder.path().join("long.csv");
    std::fs::write(&file, text).unwrap();
    let core = bench.window.state_mut().core();
    core.send(Command::ReadRoster(file));
    core.send(Command::CancelJob);
    bench.settle();
    assert!(bench.session(|s| s.import.is_none()));
    let told = &bench.window.state_mut().core().view().notices[0];
    assert_eq!(told.level, Level::Info);
    assert!(bench.sees("Nothing was changed."));
}

#[test]
fn the_problems_are_saved_where_somebody_chose() {
    let mut bench = Bench::at(Tab::StudentEditor);
    bench.import("second.csv", SECOND);
    let to = bench.folder.path().join("problems.xlsx");
    bench.desktop.answer(Some(&to));
    press(&mut bench, Role::Link, "Save the problems as a workbook …");
    let asked = bench.desktop.asked();
    assert_eq!(
        asked.last().unwrap().kind,
        Kind::Save("second problems.xlsx".into())
    );
    let kept = crate::files::roster::open_table(&to, &Default::default(), &mut |_, _| true).unwrap();
    let cells = format!("{:?}", kept.records);
    assert!(cells.contains("999") && cells.contains("31/31/2014"), "{cells}");
    assert!(bench.sees("The problems were saved as problems.xlsx."));
}

#[test]
fn the_dialogs_offer_lists_workbooks_and_zips_and_a_folder_is_chosen_by_its_own_button() {
    for (tab, file) in [
        (Tab::StudentEditor, "Import roster …"),
        (Tab::GeneralStudentTable, "Import from SIS…"),
    ] {
        let mut bench = Bench::at(tab);
        bench.desktop.answer(None);
        press(&mut bench, Role::Button, file);
        bench.desktop.answer(None);
        press(&mut bench, Role::Button, "Import folder …");
        let asked = bench.desktop.asked();
        let endings = ["csv", "txt", "tsv", "tab", "xlsx", "xls", "ods", "zip"];
        assert_eq!(asked[0].kind, Kind::Open(endings.to_vec()));
        assert_eq!(asked[1].kind, Kind::Folder);
    }
}

/// A file on its way onto the window.
#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }
    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|e| e.to_string())
    }
}

/// Drops files of the bench's folder on the window.
fn drop_files(bench: &mut Bench, names: &[&str]) {
    for name in names {
        let file = Dropped(bench.folder.path().join(name));
        bench.window.input_mut().dropped_files.push(Arc::new(file));
    }
    bench.settle();
}

#[test]
fn one_file_is_dropped_by_itself_and_several_of_a_folder_as_that_folder() {
    for tab in [Tab::StudentEditor, Tab::GeneralStudentTable] {
        let mut bench = Bench::at(tab);
        let folder = bench.folder.path().join("from SIS");
        std::fs::create_dir(&folder).unwrap();
        for name in ["a.csv", "from SIS/users.csv", "from SIS/orgs.csv"] {
            std::fs::write(bench.folder.path().join(name), SECOND).unwrap();
        }
        drop_files(&mut bench, &["a.csv", "from SIS/users.csv"]);
        assert!(bench.sees("These files lie in several folders. Nothing was read."));
        drop_files(&mut bench, &["from SIS/orgs.csv", "from SIS/users.csv"]);
        assert!(bench.sees("from SIS"), "the folder is named in what is told");
        drop_files(&mut bench, &["a.csv"]);
        let file = bench.session(|s| {
            let import = s.import.as_ref().or(s.general.import.as_ref());
            import.unwrap().planned.roster.file.clone()
        });
        assert_eq!(&*file, "a.csv");
    }
}

const NUMBERED: &str = "student_id,last_name,first_name,birth_date,gender,school,grade
300001,Lee,Mai,2014-03-09,F,104,0
300002,Tran,Bao,2014-03-10,M,104,99
";

#[test]
fn the_problems_of_a_file_with_settled_grades_are_saved_as_long_as_it_stays_the_same() {
    let mut bench = Bench::at(Tab::StudentEditor);
    bench.import("grades.csv", NUMBERED);
    let to = bench.folder.path().join("problems.xlsx");
    bench.desktop.answer(Some(&to));
    press(&mut bench, Role::Link, "Save the problems as a workbook …");
    assert!(bench.sees("The problems were saved as problems.xlsx."));
    assert!(to.is_file());
}

#[test]
fn a_file_that_is_chosen_again_begins_at_its_first_step_again() {
    let mut bench = Bench::at(Tab::StudentEditor);
    bench.import("grades.csv", NUMBERED);
    assert!(bench.sees("What do the grades"));
    super::step(&mut bench, "Columns");
    bench.click("Cancel");
    bench.import("grades.csv", NUMBERED);
    assert!(bench.sees("What do the grades"));
}
