//! Writes OneRoster 1.2 strictly: a zip with fixed files, columns in the order of the specification, CRLF, UTF-8.
//!
//! * Bulk: `status` and `dateLastModified` stay blank, as the specification has it for bulk files.
//! * The state ID stands in `userIds` as `{StateID:1234567}` and nowhere else, so that a reader finds it in one place.
//! * IDs come from the record's own key, which no change of number touches, so they are the same in every export.
//! * OneRoster has no column for a suffix: it stands behind the family name. Codes of gender and ethnicity that it has no
//!   words for stand in extension columns of our own as well. Guardian, phone, e-mail and address of the household, the
//!   IntegrationIDT and notes are not written: they are not the student's user account.

use super::super::super::FileError;
use super::super::super::write::{self as safe, Stop};
use super::people::{
    HISPANIC_COLUMN, OWN_ETHNICITY, OWN_GENDER, OWN_SUFFIX, RACE_COLUMNS, TWO_OR_MORE, race_flags,
};
use crate::domain::district::School;
use crate::domain::ids::{LeaNumber, SchoolYear};
use crate::domain::response::PRACTICE_MARK;
use crate::domain::student::{Enrollment, Student};
use chrono::{Datelike, NaiveDate};
use std::io::{Cursor, Write};
use std::path::Path;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// What an export is of.
#[derive(Debug, Clone, Copy)]
pub struct Export<'a> {
    /// The state's number for the district.
    pub lea: &'a LeaNumber,
    /// The district's name.
    pub district: &'a str,
    /// The school year.
    pub year: SchoolYear,
    /// The schools.
    pub schools: &'a [School],
    /// Today: enrollments that ended before are not written, unless a student has no other.
    pub today: NaiveDate,
    /// Whether it is a practice district's list, whose SSIDs are not real: a column of its own says so, by which a real
    /// district refuses it.
    pub practice: bool,
    /// Whether a file of that name is replaced, because a person chose it in a dialog that asked.
    pub replace: bool,
}

/// The files that an export has, and those that it has not, in the order of the manifest.
const FILES: [(&str, bool); 21] = [
    ("academicSessions", true),
    ("categories", false),
    ("classes", false),
    ("classResources", false),
    ("courses", false),
    ("courseResources", false),
    ("demographics", true),
    ("enrollments", false),
    ("lineItemLearningObjectiveIds", false),
    ("lineItems", false),
    ("lineItemScoreScales", false),
    ("orgs", true),
    ("resources", false),
    ("resultLearningObjectiveIds", false),
    ("results", false),
    ("resultScoreScales", false),
    ("roles", true),
    ("scoreScales", false),
    ("userProfiles", false),
    ("userResources", false),
    ("users", true),
];

const ORGS: &str = "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId";
const SESSIONS: &str =
    "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear";
const USERS: &str = "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,preferredGivenName,preferredMiddleName,preferredFamilyName,primaryOrgSourcedId,pronouns";
const ROLES: &str = "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId";

/// Writes students as OneRoster 1.2. `progress` hears of (done, total) students and stops it by saying `false`.
///
/// # Errors
/// When a file of that name is there and is not to be replaced, what the system says, or when it is stopped.
pub fn write(
    path: &Path,
    students: &[Student],
    export: &Export<'_>,
    progress: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<(), FileError> {
    let content = |out: &mut dyn Write| {
        out.write_all(&packed(students, export, progress)?)?;
        Ok(())
    };
    if export.replace {
        safe::replace(path, content)
    } else {
        safe::create_new(path, content)
    }
}

type Out<'w> = csv::Writer<&'w mut ZipWriter<Cursor<Vec<u8>>>>;

fn packed(
    students: &[Student],
    export: &Export<'_>,
    progress: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<Vec<u8>, Stop> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut file = |name: &str, header: &str, fill: &mut dyn FnMut(&mut Out<'_>) -> Result<(), Stop>| {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(zip::DateTime::default());
        zip.start_file(name, options).map_err(std::io::Error::from)?;
        let mut out = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer(&mut zip);
        out.write_record(header.split(','))?;
        fill(&mut out)?;
        out.flush()?;
        Ok::<(), Stop>(())
    };
    file("manifest.csv", "propertyName,value", &mut manifest)?;
    file("academicSessions.csv", SESSIONS, &mut |out| {
        sessions(out, export.year)
    })?;
    file("orgs.csv", ORGS, &mut |out| orgs(out, export))?;
    let total = students.len() as u64;
    let mut users = format!("{USERS},{OWN_SUFFIX}");
    if export.practice {
        users.push_str(&format!(",metadata.{PRACTICE_MARK}"));
    }
    file("users.csv", &users, &mut |out| {
        for (i, s) in students.iter().enumerate() {
            if i % 512 == 0 && !progress(i as u64, total) {
                return Err(Stop::Cancelled);
            }
            user(out, s, export)?;
        }
        Ok(())
    })?;
    file("roles.csv", ROLES, &mut |out| {
        students.iter().try_for_each(|s| roles(out, s, export))
    })?;
    file("demographics.csv", &demographics_header(), &mut |out| {
        students.iter().try_for_each(|s| demographics(out, s))
    })?;
    let done = zip.finish().map_err(std::io::Error::from)?;
    Ok(done.into_inner())
}

fn manifest(out: &mut Out<'_>) -> Result<(), Stop> {
    out.write_record(["manifest.version", "1.0"])?;
    out.write_record(["oneroster.version", "1.2"])?;
    for (name, is_there) in FILES {
        let mode = if is_there { "bulk" } else { "absent" };
        out.write_record([&format!("file.{name}"), mode])?;
    }
    out.write_record(["source.systemName", "SSID Desk"])?;
    out.write_record(["source.systemCode", "ssid-desk"])?;
    Ok(())
}

fn sessions(out: &mut Out<'_>, year: SchoolYear) -> Result<(), Stop> {
    let (id, title) = (format!("year-{year}"), format!("School year {}", year.spoken()));
    let (begins, ends) = (format!("{}-07-01", year.0 - 1), format!("{year}-06-30"));
    let year = year.to_string();
    out.write_record([&id, "", "", &title, "schoolYear", &begins, &ends, "", &year])?;
    Ok(())
}

fn district_id(export: &Export<'_>) -> String {
    format!("district-{}", export.lea)
}

fn orgs(out: &mut Out<'_>, export: &Export<'_>) -> Result<(), Stop> {
    let (district, lea) = (district_id(export), export.lea.to_string());
    out.write_record([&district, "", "", export.district, "district", &lea, ""])?;
    for school in export.schools {
        let (id, code) = (format!("school-{}", school.code), school.code.as_str());
        out.write_record([&id, "", "", &school.name, "school", code, &district])?;
    }
    Ok(())
}

fn user_id(s: &Student) -> String {
    format!("student-{}", s.key.0)
}

/// The enrollments that have not ended, the current one first; of a student who has left, the last one.
fn running<'a>(s: &'a Student, export: &Export<'_>) -> Vec<&'a Enrollment> {
    let current = s.current_enrollment(export.today);
    let others = s
        .enrollments
        .iter()
        .filter(|e| e.not_ended_by(export.today) && !current.is_some_and(|c| std::ptr::eq(c, *e)));
    current.into_iter().chain(others).collect()
}

fn user(out: &mut Out<'_>, s: &Student, export: &Export<'_>) -> Result<(), Stop> {
    let (id, number) = (user_id(s), s.number.as_str());
    let state = s
        .ssid
        .as_ref()
        .map(|i| format!("{{StateID:{i}}}"))
        .unwrap_or_default();
    let family = if s.suffix.is_empty() {
        s.last_name.clone()
    } else {
        format!("{} {}", s.last_name, s.suffix)
    };
    let now = running(s, export).first().copied();
    let org = now.map_or_else(|| district_id(export), |e| format!("school-{}", e.school));
    let (given, grade) = (s.first_name.as_str(), now.map_or("", |e| e.grade.as_str()));
    let mut cells = vec![
        id.as_str(),
        "",
        "",
        "true",
        number,
        &state,
        given,
        &family,
        &s.middle_name,
        number,
        "",
        "",
        "",
        "",
        grade,
        "",
        "",
        &s.preferred_first_name,
        "",
        &s.preferred_last_name,
        &org,
        "",
    ];
    cells.push(&s.suffix);
    if export.practice {
        cells.push("practice");
    }
    out.write_record(cells)?;
    Ok(())
}

fn day(day: Option<NaiveDate>) -> String {
    day.map(|d| format!("{:04}-{:02}-{:02}", d.year(), d.month(), d.day()))
        .unwrap_or_default()
}

fn roles(out: &mut Out<'_>, s: &Student, export: &Export<'_>) -> Result<(), Stop> {
    let user = user_id(s);
    let mut write = |id: &str, kind: &str, begins: &str, ends: &str, org: &str| {
        out.write_record([id, "", "", &user, kind, "student", begins, ends, org, ""])
    };
    let running = running(s, export);
    if running.is_empty() {
        write(
            &format!("role-{}", s.key.0),
            "primary",
            "",
            "",
            &district_id(export),
        )?;
    }
    for (at, e) in running.into_iter().enumerate() {
        let (begins, ends) = (day(e.entry), day(e.exit));
        let id = format!("role-{}-{}-{begins}", s.key.0, e.school);
        let kind = if at == 0 { "primary" } else { "secondary" };
        write(
            id.trim_end_matches('-'),
            kind,
            &begins,
            &ends,
            &format!("school-{}", e.school),
        )?;
    }
    Ok(())
}

fn demographics_header() -> String {
    let mut names = vec!["sourcedId", "status", "dateLastModified", "birthDate", "sex"];
    names.extend(RACE_COLUMNS.map(|c| c.0));
    names.extend([TWO_OR_MORE.0, HISPANIC_COLUMN]);
    names.extend([
        "countryOfBirthCode",
        "stateOfBirthAbbreviation",
        "cityOfBirth",
        "publicSchoolResidenceStatus",
        OWN_GENDER,
        OWN_ETHNICITY,
    ]);
    names.join(",")
}

fn demographics(out: &mut Out<'_>, s: &Student) -> Result<(), Stop> {
    let (id, birth, races) = (user_id(s), day(s.birth_date), s.ethnicity.text());
    let sex = match s.gender.as_str() {
        "" => "",
        "M" => "male",
        "F" => "female",
        "P" => "unspecified",
        _ => "other",
    };
    let known = !races.is_empty();
    let flags = race_flags(&s.ethnicity).map(|f| match f {
        _ if !known => "",
        true => "true",
        false => "false",
    });
    let mut cells = vec![id.as_str(), "", "", &birth, sex];
    cells.extend(flags);
    cells.extend(["", "", "", "", &s.gender, &races]);
    out.write_record(cells)?;
    Ok(())
}
