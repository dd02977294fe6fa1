//! Packages of lists with a line whose cells have slipped, or that is cut off: nobody's data come to another.

use crate::desk::stamp;
use crate::systems::{DEMOGRAPHICS, MANIFEST, ORGS, USERS, part, put, read, said, taken, zip_of};
use ssid_desk::app::Ticket;
use ssid_desk::app::work::{districts, rosters};
use ssid_desk::domain::draft::EnrollmentPart;
use ssid_desk::domain::problem::Severity;
use ssid_desk::domain::roster::Reading;
use ssid_desk::files::roster::open_table;
use tempfile::TempDir;

const ROLES: &str = "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId\n\
    r1,active,,u1,primary,student,,,s1\nr2,active,,u2,primary,student,,,s1\nr3,active,,t1,primary,teacher,,,s1\n";

const PEOPLE: &str = "sourcedId,status,dateLastModified,enabledUser,username,givenName,familyName,identifier\n\
    u1,active,,true,a,Ann,Smith,00123\nu2,active,,true,b,Ben,Lee,00124\nt1,active,,true,c,Cher,Roe,T77\n";

/// A folder of OneRoster 1.2 with these roles and users.
fn with_roles(users: &str, roles: &str) -> TempDir {
    let folder = TempDir::new().unwrap();
    put(&folder, "orgs.csv", ORGS);
    put(&folder, "users.csv", users);
    put(&folder, "roles.csv", roles);
    folder
}

#[test]
fn a_line_of_users_that_slipped_or_is_cut_off_is_held_whatever_it_says_of_the_role() {
    let folder = TempDir::new().unwrap();
    put(&folder, "manifest.csv", MANIFEST);
    put(&folder, "orgs.csv", ORGS);
    put(&folder, "demographics.csv", DEMOGRAPHICS);
    // The list of schools has no quotes, so the role stands one cell further; the last line has none.
    let users = USERS.replace("\"d1,s1,s2\"", "d1,s1,s2") + "u9,,,true,s1";
    put(&folder, "users.csv", users);
    let (roster, plan, students) = taken(folder.path());
    assert_eq!(
        (students.len(), plan.counts().refused),
        (1, 2),
        "{:?}",
        plan.problems
    );
    let held: Vec<u64> = roster
        .rows
        .iter()
        .filter(|r| r.broken.is_some())
        .map(|r| r.file_line)
        .collect();
    assert_eq!(held, [3, 6]);
}

#[test]
fn a_school_whose_name_has_a_bare_comma_moves_no_child() {
    let folder = TempDir::new().unwrap();
    put(&folder, "manifest.csv", MANIFEST);
    put(
        &folder,
        "orgs.csv",
        ORGS.replace("Aspen Elementary", "Aspen, Elementary"),
    );
    put(&folder, "demographics.csv", DEMOGRAPHICS);
    put(&folder, "users.csv", USERS);
    let roster = read(folder.path(), &Reading::default()).unwrap();
    // Its ID may be the number of another school.
    assert_eq!(part(&roster.rows[0], EnrollmentPart::School), "s1 (line 2)");
    let said = said(&roster);
    assert!(
        said.contains("orgs.csv, line 2: The line has 8 cells")
            && said.contains("say in Questions which school it is"),
        "{said}"
    );
    let (_, plan, students) = taken(folder.path());
    let at_school =
        |s: &ssid_desk::domain::student::Student| s.enrollments.iter().any(|e| e.school.as_str() == "104");
    assert!(!students.iter().any(at_school), "{:?}", plan.problems);
    // The same in Clever's list of schools.
    let folder = TempDir::new().unwrap();
    put(
        &folder,
        "schools.csv",
        "School_id,School_name,School_number,State_id\n77,Aspen, Elementary,104,1\n",
    );
    put(
        &folder,
        "students.csv",
        "School_id,Student_id,Student_number,Last_name,First_name,DOB\n77,c1,00123,Smith,Anna,03/09/2014\n",
    );
    let roster = read(folder.path(), &Reading::default()).unwrap();
    assert_eq!(part(&roster.rows[0], EnrollmentPart::School), "77 (line 2)");
}

#[test]
fn what_demographics_or_roles_say_wrong_is_said_with_their_line_and_the_student() {
    let folder = TempDir::new().unwrap();
    put(&folder, "manifest.csv", MANIFEST);
    put(&folder, "orgs.csv", ORGS);
    put(&folder, "users.csv", USERS);
    put(
        &folder,
        "demographics.csv",
        DEMOGRAPHICS.replace("2014-03-09", "20x4-03-09"),
    );
    let plan = taken(folder.path()).1;
    let said: Vec<String> = plan.problems.iter().map(ToString::to_string).collect();
    assert!(
        said.iter()
            .any(|s| s.contains("users.csv, line 2, Birth date") && s.contains("demographics.csv, line 2.")),
        "{said:?}"
    );
    put(
        &folder,
        "demographics.csv",
        DEMOGRAPHICS.replace("2014-03-09,female", "2014-03-09,female,x,y"),
    );
    let plan = taken(folder.path()).1;
    let said: Vec<String> = plan.problems.iter().map(ToString::to_string).collect();
    assert!(
        said.iter().any(|s| s.contains("demographics.csv, line 2")
            && s.contains("The row of 00123 (")
            && s.contains("users.csv, line 2) is held back.")),
        "{said:?}"
    );
}

#[test]
fn a_line_of_school_data_sync_that_slipped_is_held() {
    let folder = TempDir::new().unwrap();
    put(&folder, "School.csv", "SIS ID,Name,School Number\n9,Aspen,104\n");
    put(
        &folder,
        "Student.csv",
        "SIS ID,School SIS ID,First Name,Last Name,Student Number,Birthdate,Status\n1,9,Ann,Smith,00123,2014-03-09,Active\n2,9,Bob,Jones, Jr,00124,2014-03-09,Active\n",
    );
    let roster = read(folder.path(), &Reading::default()).unwrap();
    assert_eq!(roster.rows.len(), 2, "{}", said(&roster));
    let why = roster.rows[1].broken.as_ref().unwrap().to_string();
    assert!(why.contains("line 3") && why.contains("8 cells"), "{why}");
}

#[test]
fn a_cell_that_was_left_out_moves_no_race() {
    let folder = TempDir::new().unwrap();
    put(&folder, "manifest.csv", MANIFEST);
    put(&folder, "orgs.csv", ORGS);
    put(&folder, "users.csv", USERS);
    let more: String = (0..20)
        .map(|n| format!("x{n},,,2014-03-09,female,false,true,false,false,true,true,false\n"))
        .collect();
    let short = DEMOGRAPHICS.replace("u1,,,2014-03-09,female,false,true", "u1,,,2014-03-09,female,true");
    put(&folder, "demographics.csv", format!("{short}{more}"));
    let plan = taken(folder.path()).1;
    let said: Vec<String> = plan.problems.iter().map(ToString::to_string).collect();
    assert!(
        said.iter().any(
            |s| s.contains("demographics.csv, line 2: The line has 11 cells, the header 12")
                && s.contains("The row of 00123")
        ),
        "{said:?}"
    );
}

#[test]
fn a_line_whose_cells_cannot_be_told_apart_is_held_back_and_named() {
    let folder = TempDir::new().unwrap();
    let broken = USERS.replace("Anna,Smith,Marie", "Anna,Smith, Jr,Marie");
    let people = DEMOGRAPHICS.replace("other,false", "other,x,y,false");
    let files = [
        ("users.csv", &*broken),
        ("orgs.csv", ORGS),
        ("demographics.csv", &*people),
    ];
    let path = put(&folder, "r.zip", zip_of(&files));
    let (_, plan, _) = taken(&path);
    assert_eq!(plan.counts().refused, 2, "{:?}", plan.problems);
    let held: Vec<String> = plan
        .problems
        .iter()
        .filter(|p| p.severity == Severity::Held)
        .map(ToString::to_string)
        .collect();
    assert!(
        held[0].starts_with("r.zip: users.csv, line 2: The line has 19 cells, the header 18"),
        "{held:?}"
    );
    assert!(
        held[1].starts_with("r.zip: demographics.csv, line 3: The line has 14 cells"),
        "{held:?}"
    );
}

#[test]
fn a_teachers_line_that_slipped_holds_no_student_and_keeps_nobody_from_being_missed() {
    let folder = with_roles(&PEOPLE.replace("Cher,Roe", "Cher,Roe, PhD"), ROLES);
    let (roster, plan, students) = taken(folder.path());
    assert_eq!(
        (roster.rows.len(), students.len(), plan.counts().refused),
        (2, 2, 0),
        "{}",
        said(&roster)
    );
    // Of whom roles.csv says nothing may be a student.
    let folder = with_roles(
        &PEOPLE.replace("Cher,Roe", "Cher,Roe, PhD"),
        &ROLES.replace(",t1,", ",t2,"),
    );
    let (_, plan, students) = taken(folder.path());
    assert_eq!((students.len(), plan.counts().refused), (2, 1));
}

#[test]
fn a_line_of_roles_that_slipped_is_said_once_of_the_row_that_is_held_for_it() {
    let roles = ROLES.replace("u2,primary,student,,,s1", "u2,primary,student,,,s1,x,y");
    let folder = with_roles(PEOPLE, &roles);
    let (roster, plan, students) = taken(folder.path());
    assert_eq!((students.len(), plan.counts().refused), (1, 1));
    let all: Vec<String> = plan.problems.iter().map(ToString::to_string).collect();
    let of_line: Vec<&String> = all.iter().filter(|s| s.contains("roles.csv, line 3")).collect();
    assert_eq!(of_line.len(), 1, "{all:?}");
    assert!(
        of_line[0].contains("The row of 00124 (")
            && of_line[0].ends_with(
                "users.csv, line 3) is held back. Found “y”, expected nothing behind the last column."
            ),
        "{of_line:?}"
    );
    // Nobody's row is held for a line of somebody who is not in the package.
    let folder = with_roles(
        PEOPLE,
        &format!("{ROLES}r9,active,,u9,primary,student,,,s1,x,y\nr8,active,,,,,,,,,z\n"),
    );
    let (roster_of_others, plan, _) = taken(folder.path());
    assert_eq!(plan.counts().refused, 0);
    let said = said(&roster_of_others);
    for line in ["roles.csv, line 5: ", "roles.csv, line 6: "] {
        let one = said
            .lines()
            .find(|l| l.contains(line))
            .unwrap_or_else(|| panic!("{line}{said}"));
        assert!(
            one.contains("Nothing was taken of it.") && !one.contains("held back"),
            "{one}"
        );
    }
    // What another file says of a row stands beside that row in the workbook of the problems.
    let (stamp, ticket) = (stamp(), Ticket::default());
    let district = districts::district_of("140", "Empty", "2027", false).unwrap();
    let folder = with_roles(PEOPLE, &roles);
    let store = districts::create(&folder.path().join("a.ssid"), &district, &stamp).unwrap();
    let planned = rosters::compare(&store, roster, &stamp, &ticket).unwrap();
    let to = folder.path().join("problems.xlsx");
    rosters::save_problems(folder.path(), &planned, &to, &ticket).unwrap_err();
    let roster = rosters::read(folder.path(), &Reading::default(), &ticket).unwrap();
    let planned = rosters::compare(&store, roster, &stamp, &ticket).unwrap();
    rosters::save_problems(folder.path(), &planned, &to, &ticket).unwrap();
    let rows = open_table(&to, &Reading::default(), &mut |_, _| true)
        .unwrap()
        .records;
    let row = rows
        .iter()
        .find(|r| r.cell(0) == "3" && r.cell(1) == "Held back")
        .unwrap();
    assert!(
        row.cell(2).contains("roles.csv, line 3: The line has 11 cells"),
        "{row:?}"
    );
}
