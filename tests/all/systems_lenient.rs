//! What real exports do otherwise than their specification says, and what their lists have that this program has not.

use crate::systems::{DEMOGRAPHICS, MANIFEST, ORGS, USERS, part, put, read, said, taken, text, zip_of};
use ssid_desk::domain::draft::EnrollmentPart as P;
use ssid_desk::domain::roster::{Format, Reading, Roster};
use ssid_desk::domain::student::Field;
use tempfile::TempDir;

fn zip(files: &[(&str, &str)]) -> Roster {
    let folder = TempDir::new().unwrap();
    let path = put(&folder, "r.zip", zip_of(files));
    read(&path, &Reading::default()).unwrap()
}

#[test]
fn every_grade_of_onerosters_list_is_taken_and_one_of_a_systems_own_costs_the_grade_only() {
    for (grade, taken) in [
        ("IT", "IT"),
        ("PR", "PR"),
        ("13", "13"),
        ("UG", "UG"),
        ("PS", "PS"),
        ("Other", "Other"),
        ("ext:bridge", ""),
    ] {
        let users = USERS.replace(",05,\n    ", &format!(",{grade},\n    ")).replacen(
            ",,05,",
            &format!(",,{grade},"),
            1,
        );
        let roster = zip(&[
            ("users.csv", &*users),
            ("orgs.csv", ORGS),
            ("demographics.csv", DEMOGRAPHICS),
        ]);
        assert_eq!(
            (roster.rows[0].broken.is_none(), part(&roster.rows[0], P::Grade)),
            (true, taken),
            "{grade}"
        );
        let is_said = said(&roster).contains(&format!("taken without a grade. Found “{grade}”"));
        assert_eq!(is_said, taken.is_empty(), "{grade}: {}", said(&roster));
    }
    let students = "School_id,Student_id,Student_number,State_id,Last_name,First_name,Grade,DOB\n\
        s1,1,00123,,Smith,Anna,InfantToddler,03/19/2014\ns1,2,00124,,Lee,Kim,PreKindergarten,03/19/2014\n";
    let roster = zip(&[
        ("students.csv", students),
        (
            "schools.csv",
            "School_id,School_name,School_number\ns1,Aspen,104\n",
        ),
    ]);
    assert_eq!(roster.format, Format::Clever);
    assert_eq!(
        [part(&roster.rows[0], P::Grade), part(&roster.rows[1], P::Grade)],
        ["IT", "PK"]
    );
}

#[test]
fn descriptors_of_ed_fi_are_what_they_say() {
    let folder = TempDir::new().unwrap();
    let uri = "uri://ed-fi.org/GradeLevelDescriptor#";
    let list = format!(
        "StudentUniqueId,FirstName,LastSurname,BirthDate,BirthSex,EntryGradeLevelDescriptor,SchoolId\n\
        1,Anna,Smith,2014-03-09,uri://ed-fi.org/SexDescriptor#Female,{uri}Fifth grade,104\n\
        2,Bo,Lee,2014-03-09,uri://ed-fi.org/SexDescriptor#Not Selected,{uri}Preschool/Prekindergarten,104\n\
        3,Ci,Lee,2014-03-10,Male,Transitional Kindergarten,104\n4,Di,Lee,2014-03-11,Male,{uri}Infant/toddler,104\n"
    );
    let path = put(&folder, "students.csv", list);
    let (roster, plan, students) = taken(&path);
    assert_eq!(
        (roster.format, plan.counts().added),
        (Format::EdFi, 4),
        "{:?}",
        plan.problems
    );
    let grades: Vec<&str> = roster.rows.iter().map(|r| part(r, P::Grade)).collect();
    assert_eq!(grades, ["05", "PK", "TK", "IT"]);
    assert_eq!([&*students[0].gender, &*students[1].gender], ["F", ""]);
}

#[test]
fn roles_count_where_the_manifest_names_the_wrong_version() {
    let users = "sourcedId,givenName,familyName,identifier,grades\n1,Anna,Smith,11,05\n2,Tom,Teach,12,\n";
    let roles = "sourcedId,userSourcedId,roleType,role,orgSourcedId\nr1,1,primary,student,s1\nr2,2,primary,teacher,s1\n";
    let roster = zip(&[
        ("manifest.csv", MANIFEST),
        ("users.csv", users),
        ("roles.csv", roles),
        ("orgs.csv", ORGS),
    ]);
    assert_eq!(
        (roster.rows.len(), text(&roster.rows[0], Field::Number)),
        (1, "11")
    );
}

#[test]
fn whom_a_list_of_changes_marks_as_deleted_is_named() {
    let manifest = MANIFEST.replace("users,bulk", "users,delta");
    let roster = zip(&[
        ("manifest.csv", &*manifest),
        ("users.csv", USERS),
        ("orgs.csv", ORGS),
        ("demographics.csv", DEMOGRAPHICS),
    ]);
    assert_eq!(
        (roster.complete, &*roster.deleted),
        (false, &["00125".to_owned()][..])
    );
    assert!(
        said(&roster).contains("1 row marked “tobedeleted” not taken. Who is on file here is listed"),
        "{}",
        said(&roster)
    );
}

#[test]
fn where_no_student_has_an_identifier_the_sourced_id_is_said_to_be_the_number() {
    let users = USERS.replace(",00123,", ",,").replace(",00124,", ",,");
    let roster = zip(&[
        ("users.csv", &*users),
        ("orgs.csv", ORGS),
        ("demographics.csv", DEMOGRAPHICS),
    ]);
    assert_eq!(text(&roster.rows[0], Field::Number), "u1");
    assert!(
        roster
            .recognised
            .iter()
            .any(|r| r.what == "Student number" && r.value == "sourcedId")
    );
}

#[test]
fn races_in_the_words_of_the_federal_lists_are_known() {
    let list = ssid_desk::domain::codes::default_ethnicities();
    for (words, code) in [
        ("Native Hawaiian or Other Pacific Islander", "P"),
        ("Hawaiian or Other Pacific Islander", "P"),
        ("American Indian or Alaskan Native", "I"),
        ("Black or African American", "B"),
    ] {
        assert_eq!(
            ssid_desk::domain::codes::find_code(&list, words),
            Some(code),
            "{words}"
        );
    }
}
