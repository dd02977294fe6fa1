//! Whatever students are written in a system's layout, they are read back the same.

use crate::systems::{added, planned, read, zip_of};
use chrono::NaiveDate;
use proptest::prelude::*;
use ssid_desk::domain::codes::Ethnicity;
use ssid_desk::domain::district::School;
use ssid_desk::domain::ids::{LeaNumber, SchoolCode, SchoolYear, Ssid, StudentKey, StudentNumber};
use ssid_desk::domain::roster::{Format, Reading};
use ssid_desk::domain::student::{Enrollment, Student};
use ssid_desk::files::FileError;
use ssid_desk::files::systems::oneroster::{self, Export};
use std::io::Read;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const SCHOOLS: [(&str, &str); 2] = [("104", "Aspen, Elementary"), ("0012", "Bear “High”")];

fn name() -> impl Strategy<Value = String> {
    "[A-Z][a-zñé’'-]{2,9}( [A-Z][a-z]{3,8})?|[A-Z][a-z]{2,5}, [A-Z][a-z]{2,5}"
}

fn student() -> impl Strategy<Value = Student> {
    let races = prop::sample::subsequence(vec!["A", "B", "C", "I", "P"], 0..3);
    let day = (2008i32..2021, 1u32..13, 1u32..29);
    (
        (name(), name(), prop::option::of(name())),
        prop::sample::select(vec!["", "Jr", "III"]),
        day,
        prop::sample::select(vec!["M", "F", "X", ""]),
        (any::<bool>(), races),
        prop::option::of(1_000_000u32..9_999_999),
        (
            0usize..2,
            prop::sample::select(vec!["PK", "KG", "01", "09", "12"]),
        ),
    )
        .prop_map(
            |((last, first, middle), suffix, (y, m, d), gender, (hispanic, races), ssid, (school, grade))| {
                let mut s = Student::new(StudentKey(0), StudentNumber::parse("1").unwrap());
                s.last_name = last;
                s.first_name = first;
                s.middle_name = middle.unwrap_or_default();
                s.suffix = suffix.into();
                s.birth_date = NaiveDate::from_ymd_opt(y, m, d);
                s.gender = gender.into();
                s.ethnicity = Ethnicity {
                    hispanic,
                    races: races.into_iter().map(str::to_owned).collect(),
                };
                s.ssid = ssid.map(|n| Ssid::parse(&n.to_string()).unwrap());
                s.enrollments = vec![Enrollment {
                    school: SchoolCode::parse(SCHOOLS[school].0).unwrap(),
                    grade: grade.into(),
                    entry: None,
                    exit: None,
                }];
                s
            },
        )
}

/// Students with numbers, keys and state IDs of their own.
fn students() -> impl Strategy<Value = Vec<Student>> {
    prop::collection::vec(student(), 1..7).prop_map(|mut all| {
        for (i, s) in all.iter_mut().enumerate() {
            s.number = StudentNumber::parse(&format!("{:05}", 120 + i)).unwrap();
            s.key = StudentKey(i as u64 + 7);
            if s.ssid.is_some() {
                s.ssid = Some(Ssid::parse(&format!("18587{i:02}")).unwrap());
            }
        }
        all
    })
}

fn csv(lines: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut out = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for line in lines {
        out.write_record(line).unwrap();
    }
    String::from_utf8(out.into_inner().unwrap()).unwrap()
}

fn table(header: &str, students: &[Student], row: impl Fn(&Student) -> Vec<String>) -> String {
    let head = header.split(',').map(str::to_owned).collect();
    csv(std::iter::once(head).chain(students.iter().map(row)))
}

fn state(s: &Student) -> String {
    s.ssid.as_ref().map(ToString::to_string).unwrap_or_default()
}

fn born(s: &Student, form: &str) -> String {
    s.birth_date.unwrap().format(form).to_string()
}

fn cells<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.map(str::to_owned).to_vec()
}

fn folder_of(files: &[(&str, String)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

/// What is read, as it was before it had keys.
fn read_back(path: &Path, format: Format) -> Vec<Student> {
    let roster = read(path, &Reading::default()).unwrap();
    assert_eq!(roster.format, format);
    let plan = planned(&roster);
    assert_eq!(plan.counts().refused, 0, "{:?}", plan.problems);
    added(&plan)
}

fn without_keys(students: &[Student], change: impl Fn(&mut Student)) -> Vec<Student> {
    let mut all = students.to_vec();
    for s in &mut all {
        s.key = StudentKey(0);
        change(s);
    }
    all
}

fn schools(header: &str, row: impl Fn(&(&str, &str)) -> Vec<String>) -> String {
    let head = header.split(',').map(str::to_owned).collect();
    csv(std::iter::once(head).chain(SCHOOLS.iter().map(row)))
}

fn flag(s: &Student, race: &str) -> String {
    s.ethnicity.races.iter().any(|r| r == race).to_string()
}

fn all_schools() -> Vec<School> {
    let school = |(code, name): &(&str, &str)| School {
        code: SchoolCode::parse(code).unwrap(),
        name: (*name).to_owned(),
    };
    SCHOOLS.iter().map(school).collect()
}

fn export(folder: &TempDir, students: &[Student], today: &str) -> Result<PathBuf, FileError> {
    let (lea, schools) = (LeaNumber::parse("140").unwrap(), all_schools());
    let export = Export {
        lea: &lea,
        district: "Our District",
        year: SchoolYear(2027),
        schools: &schools,
        today: today.parse().unwrap(),
        practice: false,
        replace: false,
    };
    let path = folder.path().join("out.zip");
    oneroster::write(&path, students, &export, &mut |_, _| true)?;
    Ok(path)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn students_written_as_oneroster_1_2_are_read_back_the_same(
        mut students in students(),
        days in prop::collection::vec((any::<bool>(), any::<bool>()), 7),
    ) {
        for (s, (entry, twice)) in students.iter_mut().zip(days) {
            s.preferred_first_name = "Annie".into();
            s.enrollments[0].entry = "2026-08-20".parse().ok().filter(|_| entry);
            if twice {
                let mut second = s.enrollments[0].clone();
                let other = SCHOOLS.iter().find(|o| o.0 != second.school.as_str()).unwrap();
                second.school = SchoolCode::parse(other.0).unwrap();
                second.exit = "2027-01-15".parse().ok();
                second.entry = None;
                s.enrollments.push(second);
            }
        }
        let folder = TempDir::new().unwrap();
        let path = export(&folder, &students, "2026-09-01").unwrap();
        let mut read = read_back(&path, Format::OneRoster12);
        let mut expected = without_keys(&students, |_| {});
        for s in read.iter_mut().chain(&mut expected) {
            s.enrollments.sort_by(|a, b| a.school.cmp(&b.school));
        }
        prop_assert_eq!(read, expected);
    }

    #[test]
    fn students_written_as_oneroster_1_1_are_read_back_the_same(students in students()) {
        let users = table("sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password", &students, |s| {
            let state = s.ssid.as_ref().map(|i| format!("{{LDAP:x}},{{StateID:{i}}}")).unwrap_or_default();
            let family = format!("{} {}", s.last_name, s.suffix);
            let id = format!("g-{}", s.number);
            cells([&id, "", "", "true", s.enrollments[0].school.as_str(), "student", "x", &state, &s.first_name, family.trim(), &s.middle_name, s.number.as_str(), "", "", "", "", &s.enrollments[0].grade, ""])
        });
        let people = table("sourcedId,status,dateLastModified,birthDate,sex,americanIndianOrAlaskaNative,asian,blackOrAfricanAmerican,nativeHawaiianOrOtherPacificIslander,white,demographicRaceTwoOrMoreRaces,hispanicOrLatinoEthnicity", &students, |s| {
            let sex = match &*s.gender { "M" => "male", "F" => "female", _ => "" };
            let mut out = cells([&format!("g-{}", s.number), "", "", &born(s, "%Y-%m-%d"), sex]);
            out.extend(["I", "A", "B", "P", "C"].map(|r| flag(s, r)));
            out.extend([(s.ethnicity.races.len() > 1).to_string(), s.ethnicity.hispanic.to_string()]);
            out
        });
        let orgs = schools("sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId", |(code, name)| cells([code, "", "", name, "school", code, ""]));
        let files = [("users.csv", &*users), ("demographics.csv", &*people), ("orgs.csv", &*orgs)];
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("r.zip");
        std::fs::write(&path, zip_of(&files)).unwrap();
        let known = |s: &mut Student| if s.gender == "X" { s.gender.clear() };
        prop_assert_eq!(read_back(&path, Format::OneRoster11), without_keys(&students, known));
    }

    #[test]
    fn students_written_as_school_data_sync_are_read_back_the_same(students in students()) {
        let users = table("sourcedId,username,givenName,familyName,password,activeDirectoryMatchId,email,phone,sms", &students, |s| {
            let family = format!("{} {}", s.last_name, s.suffix);
            cells([s.number.as_str(), "x", &s.first_name, family.trim(), "", "", "", "", ""])
        });
        let roles = table("userSourcedId,orgSourcedId,role,sessionSourcedId,grade,isPrimary,roleStartDate,roleEndDate", &students, |s| {
            cells([s.number.as_str(), s.enrollments[0].school.as_str(), "student", "x", &s.enrollments[0].grade, "TRUE", "", ""])
        });
        let people = table("userSourcedId,sex,birthDate,birthCity,birthState,birthCountry,ethnicityCodes,raceCodes", &students, |s| {
            let names = [("I", "americanIndianOrAlaskaNative"), ("A", "asian"), ("B", "blackOrAfricanAmerican"), ("P", "nativeHawaiianOrOtherPacificIslander"), ("C", "white")];
            let races: Vec<&str> = names.iter().filter(|n| flag(s, n.0) == "true").map(|n| n.1).collect();
            let hispanic = if s.ethnicity.hispanic { "hispanicOrLatinoEthnicity" } else { "" };
            let sex = match &*s.gender { "M" => "male", "F" => "female", _ => "" };
            cells([s.number.as_str(), sex, &born(s, "%Y-%m-%d"), "", "", "", hispanic, &races.join(",")])
        });
        let orgs = schools("sourcedId,name,type,parentSourcedId", |(code, name)| cells([code, name, "school", ""]));
        let folder = folder_of(&[("users.csv", users), ("roles.csv", roles), ("demographics.csv", people), ("orgs.csv", orgs)]);
        let known = |s: &mut Student| {
            if s.gender == "X" { s.gender.clear() }
            s.middle_name.clear();
            s.ssid = None;
        };
        prop_assert_eq!(read_back(folder.path(), Format::Sds21), without_keys(&students, known));

        let list = table("SIS ID,School SIS ID,First Name,Last Name,Username,Password,State ID,Secondary Email,Student Number,Middle Name,Grade,Status,Birthdate,Graduation Year", &students, |s| {
            cells([&format!("9{}", s.number), s.enrollments[0].school.as_str(), &s.first_name, &s.last_name, "x", "x", &state(s), "", s.number.as_str(), &s.middle_name, &s.enrollments[0].grade, "Active", &born(s, "%-m/%-d/%Y"), ""])
        });
        let orgs = schools("SIS ID,Name,School Number", |(code, name)| cells([code, name, code]));
        let folder = folder_of(&[("Student.csv", list), ("School.csv", orgs)]);
        let known = |s: &mut Student| {
            s.gender.clear();
            s.suffix.clear();
            s.ethnicity = Ethnicity::default();
        };
        prop_assert_eq!(read_back(folder.path(), Format::Sds1), without_keys(&students, known));
    }

    #[test]
    fn students_written_as_clever_are_read_back_the_same(students in students()) {
        let list = table("School_id,Student_id,Student_number,State_id,Last_name,Middle_name,First_name,Grade,Gender,DOB,Race,Hispanic_Latino", &students, |s| {
            let races = s.ethnicity.races.join(";");
            let hispanic = if s.ethnicity.hispanic { "Y" } else { "N" };
            cells([&format!("id{}", s.enrollments[0].school), &format!("c{}", s.number), s.number.as_str(), &state(s), &s.last_name, &s.middle_name, &s.first_name, &s.enrollments[0].grade, &s.gender, &born(s, "%m/%d/%Y"), &races, hispanic])
        });
        let orgs = schools("School_id,School_name,School_number", |(code, name)| cells([&format!("id{code}"), name, code]));
        let folder = folder_of(&[("students.csv", list), ("schools.csv", orgs)]);
        prop_assert_eq!(read_back(folder.path(), Format::Clever), without_keys(&students, |s| s.suffix.clear()));
    }

    #[test]
    fn students_written_as_flat_lists_of_systems_are_read_back_the_same(students in students()) {
        let list = table("Student_Number,SchoolID,First_Name,Middle_Name,Last_Name,Grade_Level,Gender,DOB,State_StudentNumber,Enroll_Status,FedEthnicity,Ethnicity", &students, |s| {
            let grade = match &*s.enrollments[0].grade { "PK" => "-1", "KG" => "0", g => g.trim_start_matches('0') };
            let hispanic = if s.ethnicity.hispanic { "1" } else { "0" };
            cells([s.number.as_str(), s.enrollments[0].school.as_str(), &s.first_name, &s.middle_name, &s.last_name, grade, &s.gender, &born(s, "%-m/%-d/%Y"), &state(s), "0", hispanic, &s.ethnicity.races.join(";")])
        });
        let folder = folder_of(&[("students.txt", list)]);
        let path = folder.path().join("students.txt");
        prop_assert_eq!(read_back(&path, Format::PowerSchool), without_keys(&students, |s| s.suffix.clear()));

        let list = table("student.studentNumber,student.stateID,student.lastName,student.firstName,student.middleName,student.suffix,student.birthdate,student.gender,student.raceEthnicity,enrollment.grade,sch.number", &students, |s| {
            cells([s.number.as_str(), &state(s), &s.last_name, &s.first_name, &s.middle_name, &s.suffix, &born(s, "%m/%d/%Y"), &s.gender, &s.ethnicity.text(), &s.enrollments[0].grade, s.enrollments[0].school.as_str()])
        });
        let folder = folder_of(&[("campus.csv", list)]);
        prop_assert_eq!(read_back(&folder.path().join("campus.csv"), Format::InfiniteCampus), without_keys(&students, |_| {}));

        let list = table("StudentUniqueId,FirstName,MiddleName,LastSurname,GenerationCodeSuffix,BirthDate,BirthSex", &students, |s| {
            cells([s.number.as_str(), &s.first_name, &s.middle_name, &s.last_name, &s.suffix, &born(s, "%Y-%m-%d"), &s.gender])
        });
        let folder = folder_of(&[("edfi.csv", list)]);
        let known = |s: &mut Student| {
            s.ssid = None;
            s.ethnicity = Ethnicity::default();
            s.enrollments.clear();
        };
        prop_assert_eq!(read_back(&folder.path().join("edfi.csv"), Format::EdFi), without_keys(&students, known));
    }
}

#[test]
fn any_suffix_and_a_name_that_ends_like_one_come_back_from_oneroster_1_2() {
    let student = |number: &str, last: &str, suffix: &str| {
        let mut s = Student::new(StudentKey(0), StudentNumber::parse(number).unwrap());
        s.last_name = last.into();
        s.first_name = "Ann".into();
        s.suffix = suffix.into();
        s.birth_date = "2014-03-09".parse().ok();
        s
    };
    let students = [
        student("1", "Smith", "3rd"),
        student("2", "De V", ""),
        student("3", "De V", "Jr"),
        student("4", "Sr", ""),
    ];
    let folder = TempDir::new().unwrap();
    let path = export(&folder, &students, "2026-09-01").unwrap();
    let names = |all: &[Student]| -> Vec<(String, String)> {
        all.iter()
            .map(|s| (s.last_name.clone(), s.suffix.clone()))
            .collect()
    };
    assert_eq!(names(&read_back(&path, Format::OneRoster12)), names(&students));
}

#[test]
fn the_oneroster_file_is_as_the_specification_has_it() {
    let mut s = Student::new(StudentKey(42), StudentNumber::parse("00123").unwrap());
    s.last_name = "Peña".into();
    s.first_name = "Ana, \"Anna\"".into();
    s.suffix = "Jr".into();
    s.ssid = Some(Ssid::parse("1858768").unwrap());
    s.birth_date = "2014-03-09".parse().ok();
    s.gender = "F".into();
    s.ethnicity.races = vec!["A".into(), "C".into()];
    s.enrollments = vec![Enrollment {
        school: SchoolCode::parse("104").unwrap(),
        grade: "05".into(),
        entry: "2026-08-20".parse().ok(),
        exit: None,
    }];
    let folder = TempDir::new().unwrap();
    let path = export(&folder, &[s.clone()], "2026-09-01").unwrap();
    let bytes = std::fs::read(&path).unwrap();
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).unwrap();
    let mut file = |name: &str| {
        let mut text = String::new();
        zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count(), "{name}");
        text.split("\r\n").map(str::to_owned).collect::<Vec<_>>()
    };
    let manifest = file("manifest.csv");
    assert_eq!(
        manifest[..3],
        [
            "propertyName,value",
            "manifest.version,1.0",
            "oneroster.version,1.2"
        ]
    );
    for line in [
        "file.users,bulk",
        "file.roles,bulk",
        "file.enrollments,absent",
        "source.systemName,SSID Desk",
    ] {
        assert!(manifest.iter().any(|l| l == line), "{line}");
    }
    assert_eq!(
        file("orgs.csv")[1..3],
        [
            "district-140,,,Our District,district,140,",
            "school-104,,,\"Aspen, Elementary\",school,104,district-140",
        ]
    );
    assert_eq!(
        file("users.csv")[1],
        "student-42,,,true,00123,{StateID:1858768},\"Ana, \"\"Anna\"\"\",Peña Jr,,00123,,,,,05,,,,,,school-104,,Jr"
    );
    assert_eq!(
        file("roles.csv")[1],
        "role-42-104-2026-08-20,,,student-42,primary,student,2026-08-20,,school-104,"
    );
    assert_eq!(
        file("academicSessions.csv")[1],
        "year-2027,,,School year 2026-27,schoolYear,2026-07-01,2027-06-30,,2027"
    );
    assert_eq!(
        file("demographics.csv")[1],
        "student-42,,,2014-03-09,female,false,true,false,false,true,true,false,,,,,F,A;C"
    );
    // The same students give the same bytes, and a file that is there is left as it is.
    let again = TempDir::new().unwrap();
    assert_eq!(
        std::fs::read(export(&again, &[s.clone()], "2026-09-01").unwrap()).unwrap(),
        bytes
    );
    let e = export(&folder, &[s], "2026-09-01").unwrap_err();
    assert!(matches!(e, FileError::Exists { .. }));
}
