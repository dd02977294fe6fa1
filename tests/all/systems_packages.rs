//! Packages of lists: where the state ID stands, what is missing, broken or unknown in them.

use crate::systems::{
    DEMOGRAPHICS, MANIFEST, ORGS, USERS, part, put, read, said, sample, taken, text, zip_of,
};
use proptest::prelude::*;
use ssid_desk::domain::draft::EnrollmentPart;
use ssid_desk::domain::problem::Severity;
use ssid_desk::domain::roster::{Format, Reading};
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
        said.contains(
            "line 3, sourcedId: 1 row of a user whose role as a student is marked “tobedeleted” in roles.csv"
        ),
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

#[test]
fn a_users_line_without_a_role_in_a_list_of_changes_is_said() {
    let folder = TempDir::new().unwrap();
    let manifest = "propertyName,value\nmanifest.version,1.0\noneroster.version,1.2\nfile.users,delta\nfile.roles,delta\n";
    put(&folder, "manifest.csv", manifest);
    put(&folder, "orgs.csv", ORGS);
    put(
        &folder,
        "users.csv",
        "sourcedId,status,dateLastModified,enabledUser,username,givenName,familyName,identifier\nu1,active,2026-09-01T00:00:00.000Z,true,a,Ann,Smythe,00123\n",
    );
    put(
        &folder,
        "roles.csv",
        "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId\nr9,active,2026-09-01T00:00:00.000Z,u9,primary,student,,,s1\n",
    );
    let roster = read(folder.path(), &Reading::default()).unwrap();
    assert!(
        said(&roster)
            .contains("users.csv, line 2, sourcedId: 1 row of a user who is not in roles.csv passed over"),
        "{}",
        said(&roster)
    );
    // A line of roles that slipped holds its student.
    let roles = "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId\nr1,active,,u1,primary,student,,,s1,x,y\n";
    put(&folder, "roles.csv", roles);
    let roster = read(folder.path(), &Reading::default()).unwrap();
    let why = roster.rows[0].broken.as_ref().unwrap().to_string();
    assert!(
        why.contains("roles.csv, line 2") && why.contains("The row of u1 ("),
        "{why}"
    );
}

#[test]
fn a_plain_list_beside_any_list_of_schools_is_a_plain_list() {
    let folder = TempDir::new().unwrap();
    put(&folder, "schools.csv", "code,name\n104,Aspen\n");
    let path = put(
        &folder,
        "students.csv",
        "student_id,last_name,first_name,birth_date,school_id,grade\n00123,Smith,Anna,2014-03-09,104,05\n",
    );
    let roster = read(&path, &Reading::default()).unwrap();
    assert_eq!(
        (roster.format, part(&roster.rows[0], EnrollmentPart::School)),
        (Format::List, "104")
    );
}

#[test]
fn powerschools_marks_and_blank_streets_change_nothing_by_themselves() {
    let folder = TempDir::new().unwrap();
    let path = put(
        &folder,
        "students.txt",
        "Student_Number\tLast_Name\tFirst_Name\tDOB\tSchoolID\tEnroll_Status\tFedEthnicity\tEthnicity\tStreet\tCity\tState\tZip\n\
        1\tSmith\tAnna\t3/9/2014\t104\t0\t-1\tUnknown\t\tOgden\tUT\t84401\n\
        2\tLee\tBen\t3/9/2014\t104\t0\tX\tC\t12 Main St\tOgden\tUT\t84401\n\
        3\tKay\tKim\t3/9/2014\t104\t4\t1\tC\t\t\t\t\n",
    );
    let (roster, _, students) = taken(&path);
    assert_eq!(
        roster
            .problems
            .iter()
            .filter(|p| p.severity > Severity::Warning)
            .count(),
        0,
        "{}",
        said(&roster)
    );
    let of: Vec<(String, &str)> = students
        .iter()
        .map(|s| (s.ethnicity.text(), &*s.address))
        .collect();
    assert_eq!(
        of,
        [(String::new(), ""), ("C".into(), "12 Main St, Ogden, UT 84401")]
    );
    let said = said(&roster);
    assert!(
        said.contains("line 3, FedEthnicity: 1 row with a mark of Hispanic or Latino that is not known"),
        "{said}"
    );
    assert!(
        said.contains("line 4, Enroll_Status: 1 row with Enroll_Status 1 to 4"),
        "{said}"
    );
    let path = put(
        &folder,
        "edfi.csv",
        "StudentUniqueId,FirstName,LastSurname,BirthDate,Address,City,State,Zip\n1,A,B,2014-03-09,1 A St,Ogden,UT,84401\n",
    );
    assert_eq!(taken(&path).2[0].address, "1 A St, Ogden, UT 84401");
    let path = put(
        &folder,
        "clever.csv",
        "School_id,Student_id,Student_number,Last_name,First_name,DOB,Hispanic_Latino,Race\n9,c1,1,A,B,2014-03-09,maybe,C\n",
    );
    let said = self::said(&taken(&path).0);
    assert!(
        said.contains("line 2, Hispanic_Latino: 1 row with a mark"),
        "{said}"
    );
}

#[test]
fn terms_of_school_data_sync_at_one_school_are_one_enrollment() {
    let folder = TempDir::new().unwrap();
    put(&folder, "orgs.csv", "sourcedId,name,type\ns1,Aspen,school\n");
    put(
        &folder,
        "users.csv",
        "sourcedId,username,givenName,familyName\nu1,ann,Ann,Smith\n",
    );
    put(
        &folder,
        "demographics.csv",
        "userSourcedId,birthDate,raceCodes\nu1,2014-03-09,martian\n",
    );
    let head = "userSourcedId,orgSourcedId,role,sessionSourcedId,grade,isPrimary,roleStartDate,roleEndDate\n";
    let autumn = "u1,s1,student,t1,06,true,2026-08-20,2027-01-10\n";
    let spring = "u1,s1,student,t2,06,true,2027-01-11,2027-06-10\n";
    for lines in [[autumn, spring], [spring, autumn]] {
        put(&folder, "roles.csv", format!("{head}{}", lines.concat()));
        let (roster, _, students) = taken(folder.path());
        let all: Vec<_> = students[0]
            .enrollments
            .iter()
            .map(|e| (e.entry, e.exit))
            .collect();
        assert_eq!(
            all,
            [("2026-08-20".parse().ok(), "2027-06-10".parse().ok())],
            "{}",
            said(&roster)
        );
        assert!(
            said(&roster).contains("demographics.csv, line 2, raceCodes: 1 row with a code"),
            "{}",
            said(&roster)
        );
    }
    // Who was at another school in between has left and come back.
    put(
        &folder,
        "orgs.csv",
        "sourcedId,name,type\ns1,Aspen,school\ns2,Bear,school\n",
    );
    put(
        &folder,
        "roles.csv",
        format!(
            "{head}u1,s1,student,t1,06,true,2026-08-20,2026-10-01\nu1,s2,student,t1,06,true,2026-10-02,2026-10-20\nu1,s1,student,t2,06,true,2026-10-21,\n"
        ),
    );
    assert_eq!(taken(folder.path()).2[0].enrollments.len(), 3);
    // Last year's is another one.
    put(
        &folder,
        "roles.csv",
        format!("{head}u1,s1,student,t0,05,true,2025-08-20,2026-06-10\n{autumn}"),
    );
    assert_eq!(taken(folder.path()).2[0].enrollments.len(), 2);
}

#[test]
fn the_schools_own_phone_in_infinite_campus_is_not_the_students() {
    let folder = TempDir::new().unwrap();
    let path = put(
        &folder,
        "ic.csv",
        "student.studentNumber,student.lastName,student.firstName,student.birthdate,student.address,student.city,student.zip,school.phone,school.address,sch.number,cal.number\n\
        1,Smith,Anna,03/09/2014,1 A St,Ogden,84401,801-555-0101,1 School Rd,104,7\n",
    );
    let s = &taken(&path).2[0];
    assert_eq!(
        (&*s.phone, &*s.address, s.enrollments[0].school.as_str()),
        ("", "1 A St, Ogden 84401", "104")
    );
}

#[test]
fn a_readme_above_the_lists_does_not_hide_them() {
    let folder = TempDir::new().unwrap();
    let path = put(
        &folder,
        "r.zip",
        zip_of(&[
            ("README.txt", "Exported by SIS, on 1/2/2026\n"),
            ("export/manifest.csv", MANIFEST),
            ("export/users.csv", USERS),
            ("export/orgs.csv", ORGS),
            ("export/demographics.csv", DEMOGRAPHICS),
        ]),
    );
    assert_eq!(taken(&path).2.len(), 2);
}
