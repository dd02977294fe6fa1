//! What a new day does to files that are looked at, by a clock that the test moves.

use super::security_tests::Desk;
use crate::app::command::GeneralCommand;
use crate::app::{Command, Tab};
use crate::domain::roster::{CREATE, Told, UNKNOWN_SCHOOLS};

const DAY: i64 = 24 * 60 * 60;

#[test]
fn files_that_are_looked_at_are_compared_as_of_the_new_day_on_every_tab() {
    let mut desk = Desk::new();
    let folder = desk.path.parent().unwrap().to_owned();
    let list = |name: &str, students: std::ops::Range<u32>| {
        let lines = students.map(|n| format!("{n},Lee,Ana{n},2014-03-09,104\n"));
        let all: String = lines.collect();
        let path = folder.join(name);
        std::fs::write(
            &path,
            format!("student_id,last_name,first_name,birth_date,school\n{all}"),
        )
        .unwrap();
        path
    };
    // More students than are looked through at once when History shows what was imported.
    desk.send(Command::ReadRoster(list("first.csv", 1000..1300)));
    let create = Told::Answer(UNKNOWN_SCHOOLS.into(), CREATE.into());
    desk.send(Command::ReadRosterAs(vec![create]));
    desk.send(Command::ImportRoster);
    desk.send(Command::ReadRoster(list("second.csv", 1000..1310)));
    desk.send(Command::General(GeneralCommand::Read(list(
        "export.csv",
        1000..1310,
    ))));
    let seen = |desk: &Desk| {
        let s = desk.session();
        let of = |import: &Option<crate::app::ImportState>| import.as_ref().unwrap().generation;
        (of(&s.import), of(&s.general.import))
    };
    for tab in [
        Tab::StudentEditor,
        Tab::History,
        Tab::MissingIds,
        Tab::GeneralStudentTable,
    ] {
        desk.send(Command::ShowTab(tab));
        if tab == Tab::History {
            let newest = desk.session().history.operations[0].id;
            desk.send(Command::SelectOperation(Some(newest)));
        }
        let (roster, export) = seen(&desk);
        desk.later(DAY);
        let now = seen(&desk);
        assert!(now.0 > roster && now.1 > export, "{tab:?}: {now:?}");
        assert!(!desk.told("still under way"), "{tab:?}");
    }
}
