//! The formats of student information systems: samples of them read whole, and what is said where they are broken.

use ssid_desk::domain::district::Rules;
use ssid_desk::domain::draft::{CheckContext, EnrollmentPart};
use ssid_desk::domain::ids::{Ssid, StudentKey};
use ssid_desk::domain::problem::Severity;
use ssid_desk::domain::response::Directory;
use ssid_desk::domain::roster::{
    Fate, Format, Plan, PlanContext, Reading, Roster, RosterColumn, RosterRow, Table, plan,
};
use ssid_desk::domain::student::{Field, Student};
use ssid_desk::files::{FileError, read_roster};
use std::collections::{BTreeSet, HashMap};
use std::convert::Infallible;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A store with nobody in it.
struct Nobody;

impl Directory for Nobody {
    type Error = Infallible;
    fn by_number(&self, _: &str) -> Result<Option<Student>, Infallible> {
        Ok(None)
    }
    fn by_ssid(&self, _: &Ssid) -> Result<Option<Student>, Infallible> {
        Ok(None)
    }
    fn by_key(&self, _: StudentKey) -> Result<Option<Student>, Infallible> {
        Ok(None)
    }
    fn in_open_update(&self, _: StudentKey) -> Result<bool, Infallible> {
        Ok(false)
    }
}

pub fn read(path: &Path, reading: &Reading) -> Result<Roster, FileError> {
    read_roster(path, reading, &mut |_, _| true)
}

/// What a roster would do in a district with nobody in it, schools created.
pub fn planned(roster: &Roster) -> Plan {
    let (rules, schools) = (Rules::default(), BTreeSet::new());
    let cx = PlanContext {
        table: Table::Students,
        check: CheckContext {
            rules: &rules,
            schools: &schools,
            today: "2026-09-01".parse().unwrap(),
            from_file: true,
        },
        school_names: Default::default(),
        links: HashMap::new(),
        now: "2026-09-01T12:00:00Z".parse().unwrap(),
    };
    let mut roster = roster.clone();
    roster.reading = roster.reading.answering("schools", "create");
    plan(&roster, &cx, &Nobody, |_| Ok(())).unwrap().0
}

pub fn added(plan: &Plan) -> Vec<Student> {
    let student = |f: &Fate| match f {
        Fate::Added(s) => Some(s.student()),
        _ => None,
    };
    plan.rows.iter().filter_map(|r| student(&r.fate)).collect()
}

pub fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/rosters")
        .join(name)
}

pub fn taken(path: &Path) -> (Roster, Plan, Vec<Student>) {
    let roster = read(path, &Reading::default()).unwrap();
    let plan = planned(&roster);
    let students = added(&plan);
    (roster, plan, students)
}

/// A zip with these files.
pub fn zip_of(files: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

pub fn put(folder: &TempDir, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

pub fn text(row: &RosterRow, field: Field) -> &str {
    row.cell(RosterColumn::Field(field))
}

pub fn part(row: &RosterRow, part: EnrollmentPart) -> &str {
    row.cell(RosterColumn::Part(part))
}

pub fn said(roster: &Roster) -> String {
    let all: Vec<String> = roster.problems.iter().map(ToString::to_string).collect();
    all.join("\n")
}

pub const ORGS: &str = "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\n\
    s1,,,Aspen Elementary,school,104,d1\ns2,,,Bear High,school,108,d1\nd1,,,Our District,district,140,\n";
pub const USERS: &str = "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password\n\
    u1,,,true,s1,student,anna,{StateID:1858768},Anna,Smith,Marie,00123,,,,,05,\n\
    u2,,,true,\"d1,s1,s2\",student,jose,\"{LDAP:jose},{StateID:1858769}\",José,\"Peña, Jr.\",,00124,,,,,09,\n\
    t1,,,true,s1,teacher,tom,,Tom,Teach,,9,,,,,,\n\
    u3,tobedeleted,2026-09-01T00:00:00.000Z,true,s1,student,old,,Old,Gone,,00125,,,,,05,\n";
pub const DEMOGRAPHICS: &str = "sourcedId,status,dateLastModified,birthDate,sex,americanIndianOrAlaskaNative,asian,blackOrAfricanAmerican,nativeHawaiianOrOtherPacificIslander,white,demographicRaceTwoOrMoreRaces,hispanicOrLatinoEthnicity\n\
    u1,,,2014-03-09,female,false,true,false,false,true,true,false\nu2,,,2010-05-01,other,false,false,false,false,false,false,true\n";
pub const MANIFEST: &str =
    "propertyName,value\nmanifest.version,1.0\noneroster.version,1.1\nfile.users,bulk\n";

#[test]
fn a_oneroster_1_1_sample_is_read_whole() {
    let (roster, plan, students) = taken(&sample("oneroster-1.1"));
    assert_eq!(roster.format, Format::OneRoster11);
    assert_eq!(&*roster.file, "oneroster-1.1: users.csv");
    let (counts, refused) = (plan.counts(), plan.counts().refused);
    assert_eq!(
        (counts.rows, counts.added, refused),
        (72, 72, 0),
        "{:?}",
        plan.problems
    );
    let lorenzo = &students[0];
    assert_eq!(lorenzo.number.as_str(), "910000000");
    assert_eq!((&*lorenzo.last_name, &*lorenzo.gender), ("Snapdragon", "M"));
    assert_eq!(lorenzo.birth_date, "2020-08-22".parse().ok());
    assert_eq!(lorenzo.ethnicity.text(), "P");
    assert_eq!(lorenzo.enrollments[0].school.as_str(), "1000");
    assert_eq!(lorenzo.enrollments[0].grade, "KG");
    let name = plan.new_schools.values().next().unwrap();
    assert_eq!(name, "Plum Winterbourne Elementary School");
    // Only the identifier is there: it is asked, and the local number suggested.
    assert_eq!(roster.questions[0].key, "state-id");
    assert_eq!(roster.questions[0].answer.as_deref(), Some("none"));
}

#[test]
fn school_data_sync_samples_are_read_whole() {
    let (roster, plan, students) = taken(&sample("sds-2.1"));
    assert_eq!(roster.format, Format::Sds21);
    // The fourth is at a college, with a grade that no school has.
    assert_eq!((plan.counts().added, plan.counts().refused), (3, 1));
    assert!(
        plan.problems.iter().any(|p| p.found == "ps1"),
        "{:?}",
        plan.problems
    );
    assert_eq!(students[0].number.as_str(), "114001");
    assert_eq!(students[0].ethnicity.text(), "H");
    assert_eq!(students[0].enrollments[0].entry, "2021-08-24".parse().ok());
    assert_eq!(students[1].ethnicity.text(), "A");

    let (roster, plan, students) = taken(&sample("sds-1"));
    assert_eq!(roster.format, Format::Sds1);
    assert_eq!(
        (plan.counts().added, plan.counts().refused),
        (22, 0),
        "{:?}",
        plan.problems
    );
    assert_eq!(
        (students[0].number.as_str(), &*students[0].last_name),
        ("13001", "Klein")
    );
    assert!(students.iter().all(|s| s.ssid.is_none()), "WA is no state ID");
    assert!(plan.new_schools.values().any(|n| n == "Contoso High School"));

    let roster = read(&sample("sds-1-min"), &Reading::default()).unwrap();
    let why = roster.unreadable.unwrap();
    assert!(why.message.contains("Birth date"), "{why}");
}

#[test]
fn a_powerschool_sample_is_read_whole() {
    let (roster, plan, _) = taken(&sample("powerschool/students_example.csv"));
    assert_eq!((roster.format, roster.rows.len()), (Format::PowerSchool, 19));
    // Its entry dates have years of two digits (9/2/25), which is asked about; there is nothing else to hold a row for.
    let held = plan.problems.iter().filter(|p| p.severity == Severity::Held);
    let others: Vec<_> = held.filter(|p| p.found != "9/2/25").collect();
    assert!(others.is_empty(), "{others:?}");
    let first = &roster.rows[0];
    assert_eq!(text(first, Field::Address), "33 Poplar Bay, Winnipeg, QC E0T 8N0");
    assert_eq!(part(first, EnrollmentPart::Grade), "12");
    assert!(!said(&roster).contains("“City”"), "{}", said(&roster));
}

#[test]
fn powerschool_says_who_has_left_and_numbers_its_grades() {
    let folder = TempDir::new().unwrap();
    let path = put(
        &folder,
        "students.txt",
        "Student_Number\tSchoolID\tLast_Name\tFirst_Name\tGrade_Level\tGender\tDOB\tState_StudentNumber\tEnroll_Status\tEntryDate\tExitDate\tFedEthnicity\n\
        1\t104\tSmith\tAnna\t0\tF\t3/9/2021\t1858768\t0\t8/20/2026\t\t1\n\
        2\t104\tJones\tMia\t-1\tF\t3/9/2022\t\t-1\t8/20/2026\t\t0\n\
        3\t104\tLee\tBen\t5\tM\t3/9/2015\t\t2\t8/20/2025\t5/1/2026\t0\n\
        4\t104\tKay\tKim\t6\tM\t3/9/2014\t\t3\t8/20/2025\t\t0\n\
        5\t104\tMay\tLiv\t-2\tF\t3/9/2023\tNULL\t0\t8/20/2026\t\t0\n",
    );
    let (roster, plan, students) = taken(&path);
    assert_eq!(roster.format, Format::PowerSchool);
    assert!(roster.questions.is_empty(), "{:?}", roster.questions);
    assert_eq!((plan.counts().added, plan.counts().refused), (4, 0));
    let grades: Vec<&str> = students.iter().map(|s| &*s.enrollments[0].grade).collect();
    assert_eq!(grades, ["KG", "PK", "05", "PR"]);
    assert_eq!(students[0].ethnicity.text(), "H");
    assert_eq!(students[0].ssid.as_ref().unwrap().as_str(), "1858768");
    assert_eq!(students[2].enrollments[0].exit, "2026-05-01".parse().ok());
    let said = said(&roster);
    assert_eq!(students[3].ssid, None);
    let blank = "line 6, State_StudentNumber: What databases write where nothing is known was read as blank in 1 cell";
    for has in ["pre-registered", "taken with the exit date", "line 5", blank] {
        assert!(said.contains(has), "{said}");
    }
}

#[test]
fn oneroster_says_schools_races_suffixes_and_who_is_deleted() {
    let folder = TempDir::new().unwrap();
    let files = [
        ("export/manifest.csv", MANIFEST),
        ("export/users.csv", USERS),
        ("export/ORGS.csv", ORGS),
        ("export/demographics.csv", DEMOGRAPHICS),
        ("__MACOSX/export/._users.csv", "x"),
    ];
    let path = put(&folder, "roster.zip", zip_of(&files));
    let (roster, plan, students) = taken(&path);
    assert_eq!(roster.format, Format::OneRoster11);
    assert_eq!(&*roster.file, "roster.zip: users.csv");
    assert!(roster.complete);
    assert_eq!(
        (plan.counts().added, plan.counts().refused),
        (2, 0),
        "{:?}",
        plan.problems
    );
    let (anna, jose) = (&students[0], &students[1]);
    assert_eq!(anna.ssid.as_ref().unwrap().as_str(), "1858768");
    assert_eq!(
        (anna.number.as_str(), anna.ethnicity.text()),
        ("00123", "A;C".into())
    );
    assert_eq!(
        (&*jose.last_name, &*jose.suffix, &*jose.gender),
        ("Peña", "Jr", "N")
    );
    let schools: Vec<&str> = jose.enrollments.iter().map(|e| e.school.as_str()).collect();
    assert_eq!(schools, ["104", "108"], "the district is no school");
    let said = said(&roster);
    assert!(
        said.contains("roster.zip: users.csv, line 5, status: 1 row marked “tobedeleted”"),
        "{said}"
    );
    // He stands in one line, and at two schools.
    assert!(said.contains("line 3, familyName: 1 row with a suffix"), "{said}");
    let question = &roster.questions[0];
    assert_eq!(question.answer.as_deref(), Some("userIds: StateID"));
    let names: Vec<&str> = question.choices.iter().map(|c| c.name.as_str()).collect();
    assert_eq!(names, ["userIds: StateID", "identifier", "none"]);
    assert!(
        !plan.problems.iter().any(|p| p.message.contains("already")),
        "{:?}",
        plan.problems
    );
}

#[test]
fn who_is_listed_twice_in_users_has_the_demographics_in_both_lines() {
    let folder = TempDir::new().unwrap();
    put(&folder, "manifest.csv", MANIFEST);
    put(&folder, "orgs.csv", ORGS);
    put(&folder, "demographics.csv", DEMOGRAPHICS);
    let first = USERS.lines().nth(1).unwrap();
    put(&folder, "users.csv", format!("{USERS}{first}\n"));
    let (roster, plan, students) = taken(folder.path());
    assert_eq!((students.len(), plan.counts().refused), (2, 0));
    assert_eq!(students[0].birth_date, "2014-03-09".parse().ok());
    assert!(
        !said(&roster).contains("not in demographics"),
        "{}",
        said(&roster)
    );
    let again = plan.problems.iter().find(|p| p.place.line == Some(6)).unwrap();
    assert!(again.message.contains("has this student already"), "{again}");
}

#[test]
fn clever_repeats_a_student_for_each_contact_and_nothing_comes_of_it() {
    let folder = TempDir::new().unwrap();
    let students = "School_id,Student_id,Student_number,State_id,Last_name,Middle_name,First_name,Grade,Gender,DOB,Race,Hispanic_Latino,Contact_name,Contact_phone\n\
        77,c1,00123,1858768,Smith,,Anna,Kindergarten,F,03/09/2014,W,Y,Ann Smith,8015550101\n\
        77,c1,00123,1858768,Smith,,Anna,Kindergarten,F,03/09/2014,W,Y,Bob Smith,8015550102\n\
        77,c2,00124,,Jones,,Mia,3,F,03/09/2013,,N,,\n\
        78,c2,00124,,Jones,,Mia,3,F,03/09/2013,,N,,\n";
    let schools = "School_id,School_name,School_number,State_id\n77,Aspen,104,1\n78,Bear,108,2\n";
    put(&folder, "students.csv", students);
    put(&folder, "schools.csv", schools);
    let (roster, plan, students) = taken(folder.path());
    assert_eq!(roster.format, Format::Clever);
    assert_eq!(roster.problems, [], "{}", said(&roster));
    assert_eq!(
        (plan.counts().rows, plan.counts().added, plan.counts().refused),
        (3, 2, 0)
    );
    assert_eq!(
        (students[0].number.as_str(), &*students[0].guardian),
        ("00123", "Ann Smith")
    );
    assert_eq!(
        (students[0].ethnicity.text(), &*students[0].enrollments[0].grade),
        ("H;C".into(), "KG")
    );
    assert_eq!(plan.new_schools.values().collect::<Vec<_>>(), ["Aspen", "Bear"]);
    assert_eq!(students[1].enrollments.len(), 2);

    // One of the files chosen alone is read with those beside it.
    let roster = read(&folder.path().join("students.csv"), &Reading::default()).unwrap();
    assert_eq!(part(&roster.rows[0], EnrollmentPart::School), "104");
    let chosen = roster
        .recognised
        .iter()
        .find(|r| r.what == "Chosen file")
        .unwrap();
    assert_eq!(chosen.value, "students.csv");
}

#[test]
fn infinite_campus_and_ed_fi_headers_need_no_mapping() {
    let folder = TempDir::new().unwrap();
    let path = put(
        &folder,
        "ic.csv",
        "student.personID,student.studentNumber,student.stateID,student.lastName,student.firstName,student.birthdate,student.gender,student.grade,sch.number,sch.name,cal.name\n\
        9,00123,1858768,Smith,Anna,03/09/2014,F,05,104,Aspen,26-27 Aspen\n",
    );
    let (roster, _, students) = taken(&path);
    assert_eq!(roster.format, Format::InfiniteCampus);
    assert_eq!(
        (students[0].number.as_str(), &*students[0].enrollments[0].grade),
        ("00123", "05")
    );
    assert_eq!(students[0].ssid.as_ref().unwrap().as_str(), "1858768");
    let path = put(
        &folder,
        "federal.csv",
        "student.studentNumber,student.lastName,student.firstName,student.birthdate,student.raceEthnicityFed\n\
        1,Smith,Anna,03/09/2014,6\n2,Lee,Ben,03/09/2015,1\n3,Kay,Kim,03/09/2016,7\n4,May,Liv,03/09/2017,\n",
    );
    let races: Vec<String> = taken(&path).2.iter().map(|s| s.ethnicity.text()).collect();
    assert_eq!(races, ["C", "H", "M", ""]);
    // The state's own column counts where it has letters; its numbers mean nothing here.
    let path = put(
        &folder,
        "both.csv",
        "student.studentNumber,student.lastName,student.firstName,student.birthdate,student.raceEthnicity,student.raceEthnicityFed\n\
        1,Smith,Anna,03/09/2014,6,6\n2,Lee,Ben,03/09/2015,5,1\n3,Kay,Kim,03/09/2016,H;B,1\n4,May,Liv,03/09/2017,,3\n5,Roe,Jo,03/09/2018,6,0\n",
    );
    let (roster, plan, students) = taken(&path);
    assert_eq!(said(&roster), "");
    let races: Vec<String> = students.iter().map(|s| s.ethnicity.text()).collect();
    assert_eq!(races, ["C", "H", "H;B", "A"], "{:?}", plan.problems);
    assert_eq!(plan.counts().refused, 1);
    let path = put(
        &folder,
        "edfi.csv",
        "StudentUniqueId,FirstName,MiddleName,LastSurname,GenerationCodeSuffix,BirthDate,BirthSex,PreferredFirstName,MultipleBirthStatus\n\
        00123,Anna,Marie,Smith,II,2014-03-09,Female,Annie,true\n",
    );
    let (roster, _, students) = taken(&path);
    assert_eq!(roster.format, Format::EdFi);
    assert_eq!(
        (
            students[0].number.as_str(),
            &*students[0].suffix,
            &*students[0].gender
        ),
        ("00123", "II", "F")
    );
    assert!(
        said(&roster).contains("not used: “MultipleBirthStatus”"),
        "{}",
        said(&roster)
    );
    let path = put(
        &folder,
        "address.csv",
        "StudentUniqueId,FirstName,LastSurname,BirthDate,StreetNumberName,ApartmentRoomSuiteNumber,City,StateAbbreviationDescriptor,PostalCode\n\
        1,A,B,2014-03-09,1 A St,Apt 4,Ogden,uri://ed-fi.org/StateAbbreviationDescriptor#UT,84401\n",
    );
    let (roster, _, students) = taken(&path);
    assert_eq!(students[0].address, "1 A St Apt 4, Ogden, UT 84401");
    assert!(!said(&roster).contains("not used"), "{}", said(&roster));
    // A city without a street is no address, and that it is not taken is said.
    let path = put(
        &folder,
        "city.csv",
        "StudentUniqueId,FirstName,LastSurname,BirthDate,City,State\n1,A,B,2014-03-09,Ogden,UT\n",
    );
    let (roster, _, students) = taken(&path);
    assert_eq!(students[0].address, "");
    assert!(
        said(&roster).contains("not used: “City”, “State”"),
        "{}",
        said(&roster)
    );
}
