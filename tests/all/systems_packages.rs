//! Packages of lists: where the state ID stands, what is missing, broken or unknown in them.

use crate::systems::{
    DEMOGRAPHICS, MANIFEST, ORGS, USERS, part, put, read, said, sample, taken, text, zip_of,
};
use proptest::prelude::*;
use ssid_desk::domain::draft::EnrollmentPart;
use ssid_desk::domain::problem::Severity;
use ssid_desk::domain::roster::Reading;
use ssid_desk::domain::student::Field;
use ssid_desk::files::{FileError, parse_roster, read_roster};
use tempfile::TempDir;

#[test]
fn the_state_id_is_taken_from_the_column_that_a_person_names() {
    let folder = TempDir::new().unwrap();
    let path = put(
        &folder,
        "r.zip",
        zip_of(&[
            (
                "users.csv",
                "sourcedId,orgSourcedIds,role,givenName,familyName,identifier,grades,userMasterIdentifier,metadata.sis.code\n77,s1,student,Anna,Smith,1858768,05,9911,4\n",
            ),
            ("orgs.csv", ORGS),
            (
                "demographics.csv",
                "sourcedId,birthDate,sex\n77,2014-03-09,female\n",
            ),
        ]),
    );
    let open = read(&path, &Reading::default()).unwrap();
    assert_eq!(open.questions[0].answer, None);
    assert!(open.rows[0].broken.as_ref().unwrap().message.contains("State ID"));
    let answered = |answer| read(&path, &Reading::default().answering("state-id", answer)).unwrap();
    let roster = answered("identifier");
    assert_eq!(text(&roster.rows[0], Field::Ssid), "1858768");
    assert_eq!(text(&roster.rows[0], Field::Number), "77");
    let roster = answered("metadata.sis.code");
    assert_eq!(text(&roster.rows[0], Field::Ssid), "4");
    assert_eq!(text(&roster.rows[0], Field::Number), "1858768");
    let roster = answered("none");
    assert_eq!(text(&roster.rows[0], Field::Ssid), "");
    assert_eq!(roster.rows[0].broken, None);
}

#[test]
fn a_list_of_changes_removes_nobody_and_a_missing_file_is_said() {
    let folder = TempDir::new().unwrap();
    let manifest = MANIFEST.replace("users,bulk", "users,delta");
    let files = [("manifest.csv", &*manifest), ("users.csv", USERS)];
    let path = put(&folder, "delta.zip", zip_of(&files));
    let roster = read(&path, &Reading::default()).unwrap();
    assert!(!roster.complete);
    let said = said(&roster);
    assert!(said.contains("orgs.csv is not there"), "{said}");
    assert!(said.contains("demographics.csv is not there"), "{said}");
    assert_eq!(part(&roster.rows[0], EnrollmentPart::School), "s1");
    assert_eq!(text(&roster.rows[0], Field::BirthDate), "");
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
fn a_zip_with_one_list_is_that_list_and_anything_else_is_refused_by_name() {
    let folder = TempDir::new().unwrap();
    let list = "student_id,last_name,first_name,birth_date\n1,Smith,Anna,2014-03-09\n";
    let path = put(
        &folder,
        "one.zip",
        zip_of(&[("list.csv", list), ("readme.md", "x")]),
    );
    let roster = read(&path, &Reading::default()).unwrap();
    assert_eq!((roster.rows.len(), &*roster.file), (1, "one.zip: list.csv"));
    let path = put(
        &folder,
        "two.zip",
        zip_of(&[("list.csv", list), ("parents.csv", "a,b\n1,2\n")]),
    );
    assert_eq!(read(&path, &Reading::default()).unwrap().rows.len(), 1);
    for (files, has) in [
        (
            &[("a.csv", list), ("b.csv", list)][..],
            "Found: a.csv, b.csv. Expected: one list",
        ),
        (&[("photo.png", "x")], "Found: photo.png"),
        (&[("a/list.csv", list), ("b/list.csv", list)], "several folders"),
        (
            &[("users.csv", "sourcedId,givenName,familyName\n1,A,B\n")],
            "roles.csv is not there",
        ),
    ] {
        let path = put(&folder, "bad.zip", zip_of(files));
        let e = read(&path, &Reading::default()).unwrap_err().to_string();
        assert!(e.starts_with("bad.zip") && e.contains(has), "{e}");
    }
    let mut cut = zip_of(&[("list.csv", list)]);
    cut.truncate(60);
    let path = put(&folder, "cut.zip", cut);
    let e = read(&path, &Reading::default()).unwrap_err().to_string();
    assert!(e.contains("damaged"), "{e}");
}

#[test]
fn reading_a_package_can_be_stopped() {
    let mut asked = 0;
    let stopped = read_roster(&sample("oneroster-1.1"), &Reading::default(), &mut |done, all| {
        assert!(done <= all);
        asked += 1;
        asked < 4
    });
    assert!(matches!(stopped, Err(FileError::Cancelled)));
}

#[test]
fn ed_fi_descriptors_and_a_comma_more_on_every_line_are_read() {
    let folder = TempDir::new().unwrap();
    let path = put(
        &folder,
        "edfi.csv",
        "StudentUniqueId,FirstName,LastSurname,BirthDate,BirthSex,GradeLevelDescriptor\n\
        00123,Anna,Smith,2014-03-09,uri://ed-fi.org/SexDescriptor#Female,uri://ed-fi.org/GradeLevelDescriptor#Fifth grade\n",
    );
    let roster = read(&path, &Reading::default()).unwrap();
    assert_eq!(text(&roster.rows[0], Field::Gender), "Female");
    assert_eq!(part(&roster.rows[0], EnrollmentPart::Grade), "05");
    let lines = |text: &str| {
        text.lines()
            .enumerate()
            .map(|(i, l)| {
                if i == 0 {
                    format!("{l}\n")
                } else {
                    format!("{l},\n")
                }
            })
            .collect::<String>()
    };
    let (users, people) = (lines(USERS), lines(DEMOGRAPHICS));
    let files = [
        ("users.csv", &*users),
        ("orgs.csv", ORGS),
        ("demographics.csv", &*people),
    ];
    let path = put(&folder, "r.zip", zip_of(&files));
    let (_, plan, _) = taken(&path);
    assert_eq!(
        (plan.counts().added, plan.counts().refused),
        (2, 0),
        "{:?}",
        plan.problems
    );
}

#[test]
fn one_file_chosen_alone_is_read_with_those_beside_it() {
    for chosen in ["users.csv", "academicSessions.csv"] {
        let path = sample("oneroster-1.1").join(chosen);
        let roster = read(&path, &Reading::default()).unwrap();
        assert_eq!((roster.rows.len(), &*roster.file), (72, "users.csv"));
        assert!(
            roster
                .recognised
                .iter()
                .any(|r| r.what == "Chosen file" && r.value == chosen)
        );
    }
}

#[test]
fn a_folder_of_folders_is_refused_and_says_what_is_in_it() {
    let folder = TempDir::new().unwrap();
    for inner in ["2025", "2026"] {
        std::fs::create_dir(folder.path().join(inner)).unwrap();
    }
    let e = read(folder.path(), &Reading::default()).unwrap_err().to_string();
    assert!(
        e.contains("the folder 2025") && e.contains("the folder 2026"),
        "{e}"
    );
}

#[test]
fn passwords_are_not_shown_as_samples() {
    let roster = read(&sample("sds-1"), &Reading::default()).unwrap();
    let column = roster.columns.iter().find(|c| c.header == "Password").unwrap();
    assert!(column.samples.is_empty(), "{:?}", column.samples);
}

#[test]
fn a_role_that_was_deleted_is_said_and_a_user_without_one_too() {
    let folder = TempDir::new().unwrap();
    let path = put(
        &folder,
        "r.zip",
        zip_of(&[
            (
                "users.csv",
                "sourcedId,givenName,familyName,identifier,grades,primaryOrgSourcedId\n1,Anna,Smith,11,05,s1\n2,Mia,Jones,12,05,s1\n3,Ben,Lee,13,05,s1\n4,Tom,Teach,14,,s1\n",
            ),
            (
                "roles.csv",
                "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId\n\
            r1,,,1,secondary,student,,,s2\nr2,,,1,secondary,student,2026-08-20,,s1\nr3,tobedeleted,,2,primary,student,,,s1\nr4,,,4,primary,teacher,,,s1\n",
            ),
            ("orgs.csv", ORGS),
            (
                "demographics.csv",
                "sourcedId,birthDate,sex\n1,2014-03-09,female\n3,2014-03-09,male\n",
            ),
        ]),
    );
    let (roster, plan, students) = taken(&path);
    assert_eq!(
        (plan.counts().added, plan.counts().refused),
        (1, 0),
        "{:?}",
        plan.problems
    );
    let schools: Vec<&str> = students[0]
        .enrollments
        .iter()
        .map(|e| e.school.as_str())
        .collect();
    assert_eq!(schools, ["104", "108"], "the primary school first");
    let said = said(&roster);
    assert!(
        said.contains("line 3, status: 1 row marked “tobedeleted”"),
        "{said}"
    );
    assert!(
        said.contains("line 4, sourcedId: 1 row of a user without a role"),
        "{said}"
    );
    assert!(!said.contains("line 5"), "{said}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_damage_to_a_zip_brings_the_reader_down(
        hits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        end in any::<prop::sample::Index>(),
        cut in any::<bool>(),
        text in "[a-zA-Z0-9,\"{}:;\n\t ]{0,80}",
    ) {
        let users = format!("{USERS}{text}");
        let mut bytes = zip_of(&[("users.csv", &*users), ("orgs.csv", ORGS), ("demographics.csv", DEMOGRAPHICS), ("manifest.csv", MANIFEST)]);
        for (at, byte) in hits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if cut {
            bytes.truncate(end.index(bytes.len()));
        }
        // Whatever comes of it, it comes as a refusal or as a roster.
        let _ = parse_roster("r.zip", &bytes, &Reading::default(), &mut |_, _| true);
        let _ = parse_roster("r.zip", &zip_of(&[("users.csv", &*users), ("orgs.csv", &*text), ("demographics.csv", &*text)]), &Reading::default(), &mut |_, _| true);
    }
}
