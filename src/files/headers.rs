//! Which column is what: header names of many programs, told apart from data.

use super::table::{HEAD_LINES, Record};
use crate::domain::draft::EnrollmentPart;
use crate::domain::layout::{Layout, WireField};
use crate::domain::roster::RosterColumn;
use crate::domain::student::Field;

/// A header as it is compared: small letters and digits only, so that `Date of Birth` is `DATE_OF_BIRTH`.
pub fn plain(header: &str) -> String {
    header
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The names of a column: those that mean exactly it, and those that mean it when none of the first is there.
type Names<T> = (T, &'static [&'static str], &'static [&'static str]);

use EnrollmentPart as P;
use Field as F;
use RosterColumn::{Field as Col, Part, SchoolName};

/// Headers of rosters: ours, PowerSchool, Clever, Infinite Campus, Aspire, Skyward, School Data Sync, Ed-Fi.
#[rustfmt::skip]
const ROSTER: &[Names<RosterColumn>] = &[
    (Col(F::Number), &["studentnumber", "leastudentnumber", "localstudentnumber", "studentno", "studentnum"],
        &["studentid", "localid", "localstudentid", "leastudentid", "number", "sisid", "id", "studentcode", "permid", "permnum", "pupilnumber", "studentlocalid", "districtid", "districtstudentid", "otherid"]),
    (Col(F::LastName), &["legallastname", "pscorelegallastname", "lastnamelegal", "legalsurname", "legalfamilyname"],
        &["lastname", "last", "surname", "lastsurname", "familyname", "lname", "namelast"]),
    (Col(F::FirstName), &["legalfirstname", "pscorelegalfirstname", "firstnamelegal", "legalgivenname"],
        &["firstname", "first", "givenname", "fname", "forename", "namefirst"]),
    (Col(F::MiddleName), &["legalmiddlename", "pscorelegalmiddlename", "middlenamelegal"],
        &["middlename", "middle", "middleinitial", "mi", "mname", "middlenames", "namemiddle"]),
    (Col(F::Suffix), &["suffix", "namesuffix", "legalsuffix", "pscorelegalsuffix", "generationcodesuffix", "generation", "generationcode", "lastnamesuffix"], &[]),
    (Col(F::PreferredLastName), &["preferredlastname", "preferredfamilyname", "preferredsurname", "chosenlastname"], &[]),
    (Col(F::PreferredFirstName), &["preferredfirstname", "preferredgivenname", "preferredname", "chosenfirstname", "nickname", "goesby"], &[]),
    (Col(F::BirthDate), &["birthdate", "dateofbirth", "dob", "birthday", "bdate", "birth", "borndate"], &[]),
    (Col(F::Gender), &["gender", "legalgender", "pscorelegalgender", "gendercode"], &["sex", "birthsex", "sexcode", "sexatbirth", "mf"]),
    (Col(F::Ethnicity), &["ethnicity", "raceethnicity", "ethnicityrace", "ethnicitycode", "raceethnicitycode", "ethnicityraces"],
        &["race", "races", "racecode", "racecodes", "ethnic", "ethniccode", "ethnicitycodes"]),
    (Col(F::Ssid), &["ssid", "stateid", "statewideid", "statestudentid", "statestudentnumber", "statewidestudentid", "statewidestudentidentifier", "statestudentidentifier", "stateidentifier", "statenumber", "stateidnumber", "stateuniqueid", "utahssid", "asimstateid", "stateidno", "stateassignedid"], &["uniquestateid", "uniqid", "stateissuedid"]),
    (Col(F::IntegrationIdt), &["integrationidt", "integrationid", "integrationidentifier"], &[]),
    (Col(F::Guardian), &["guardian", "parentname", "guardianname", "parentguardian", "parentguardianname", "parentorguardian", "parent", "parents", "guardians"], &["contactname", "guardian1", "parent1", "guardian1name", "parent1name", "primarycontact", "mother", "householdname"]),
    (Col(F::Phone), &["phone", "homephone", "phonenumber", "telephone", "householdphone", "homephonenumber", "primaryphone"], &["parentphone", "guardianphone", "cellphone", "mobile", "mobilephone", "cell", "contactphone", "phone1"]),
    (Col(F::Email), &["email", "emailaddress", "householdemail"], &["parentemail", "guardianemail", "guardianemailaddress", "contactemail", "secondaryemail", "homeemail"]),
    (Col(F::Address), &["address", "homeaddress", "fulladdress", "streetaddress", "residentialaddress", "physicaladdress"], &["street", "address1", "addressline1", "mailingaddress", "mailingstreet", "addr"]),
    (Col(F::StateExcluded), &["stateexcluded", "stateexclude", "excludefromstate", "excludefromstatereporting", "statereportingexclude", "stateexclusion"], &[]),
    (Col(F::NoShow), &["noshow", "isnoshow", "noshowflag"], &[]),
    (Part(P::School), &["schoolnumber", "schoolid", "schoolcode", "schoolno", "schoolnum", "schoolsisid", "enrollmentschoolid", "homeschoolid"], &["school", "building", "buildingcode", "campus", "schl", "location", "locationcode", "currentschool"]),
    (SchoolName, &["schoolname", "nameofschool", "buildingname", "campusname"], &[]),
    (Part(P::Grade), &["grade", "gradelevel", "gradecode", "currentgrade", "gradelevelcode"], &["grades", "gr", "grd", "gradelvl", "yearlevel", "level"]),
    (Part(P::Entry), &["entrydate", "enrollmentdate", "enrolldate", "enrollmentstartdate", "schoolentrydate", "entereddate"], &["startdate", "entry", "begindate", "enrolled", "enrollmententrydate", "dateentered", "admissiondate"]),
    (Part(P::Exit), &["exitdate", "withdrawaldate", "withdrawdate", "enrollmentenddate", "schoolexitdate", "leavedate"], &["enddate", "exit", "dateexited", "exitwithdrawdate", "withdrawn"]),
];

use WireField as W;

/// Headers of responses, beside those of the layout.
#[rustfmt::skip]
const WIRE: &[Names<WireField>] = &[
    (W::Line, &["filelinenumber", "line", "linenumber", "lineno", "filelineno", "fileline", "requestline", "recordnumber", "rownumber"], &["row", "record", "sequence", "sequencenumber"]),
    (W::Ssid, &["ssid", "stateid", "statewideid", "statestudentid", "statestudentnumber", "statewidestudentidentifier", "statestudentidentifier", "stateidentifier"], &["assignedssid", "newssid", "stateuniqueid", "statenumber"]),
    (W::SchoolYear, &["schoolyear", "schoolyr", "academicyear"], &["year", "endyear", "schoolyearend"]),
    (W::LastName, &["lastname", "legallastname", "studentlastname"], &["last", "surname", "familyname", "lname", "lastsurname"]),
    (W::FirstName, &["firstname", "legalfirstname", "studentfirstname"], &["first", "givenname", "fname"]),
    (W::MiddleName, &["middlename", "legalmiddlename", "studentmiddlename"], &["middle", "middleinitial", "mi"]),
    (W::Suffix, &["suffix", "namesuffix", "generationcodesuffix"], &["generation"]),
    (W::BirthDate, &["birthdate", "dateofbirth", "dob"], &["birthday", "birth", "bdate"]),
    (W::Gender, &["gender", "gendercode"], &["sex"]),
    (W::Ethnicity, &["ethnicity", "raceethnicity", "ethnicitycode"], &["race"]),
    (W::Lea, &["leanumber", "leaid", "lea", "districtnumber", "districtid"], &["district", "leacode", "districtcode"]),
    (W::School, &["schoolnumber", "schoolid", "schoolcode", "leaschoolid"], &["school"]),
    (W::Number, &["leastudentnumber", "studentnumber", "localstudentnumber", "leastudentid"], &["studentid", "localid", "localstudentid", "districtstudentid", "number"]),
    (W::Status, &["status", "statuscode", "recordstatus"], &["result", "resultcode", "marker", "returncode", "responsecode", "updated"]),
    (W::Message, &["message", "statusmessage", "errormessage", "errordescription"], &["error", "errors", "comment", "comments", "description", "reason", "note", "resultmessage"]),
];

/// What a header means, and how surely: 0 is exact.
fn lookup<T: Copy>(names: &[Names<T>], header: &str) -> Option<(T, u8)> {
    let header = without_remark(header);
    let find = |h: &str| {
        names.iter().find_map(|(what, exact, weak)| {
            if exact.contains(&h) {
                Some((*what, 0))
            } else {
                weak.contains(&h).then_some((*what, 1))
            }
        })
    };
    // `Student Last Name`, `Student_Grade`.
    let with_student = |h: &str| {
        find(h).or_else(|| {
            h.strip_prefix("student")
                .or_else(|| h.strip_prefix("stu"))
                .and_then(find)
        })
    };
    let h = plain(header);
    // `School #`; a `#` alone counts the lines.
    if header.trim_end().ends_with('#') && !h.is_empty() {
        return with_student(&format!("{h}number")).or_else(|| with_student(&h));
    }
    with_student(&h)
}

/// A header without how it is to be filled in: `Birth Date (MM/DD/YYYY)`, `Grade (required)`.
fn without_remark(header: &str) -> &str {
    let split = header
        .trim_end()
        .strip_suffix(')')
        .and_then(|h| h.rsplit_once('('));
    match split {
        Some((name, remark))
            if matches!(plain(remark).as_str(), "required" | "optional")
                || remark.contains(['y', 'Y', '/'])
                    && remark.bytes().all(|b| b"mdyMDYfF/-. ".contains(&b)) =>
        {
            name
        }
        _ => header,
    }
}

/// What a header of a roster means, and how surely: 0 is exact. A column of our own list is always known by its name.
pub fn roster_column(header: &str) -> Option<(RosterColumn, u8)> {
    lookup(ROSTER, header).or_else(|| Some((RosterColumn::by_name(header.trim())?, 0)))
}

/// Names that say too little to be sure: a person should look at what stands below them.
const VAGUE: [&str; 18] = [
    "id",
    "number",
    "otherid",
    "districtid",
    "last",
    "first",
    "middle",
    "birth",
    "location",
    "locationcode",
    "level",
    "entry",
    "exit",
    "startdate",
    "enddate",
    "begindate",
    "mother",
    "contactname",
];

/// Whether a header is taken for what it mostly means, and may mean something else.
pub fn is_vague(header: &str) -> bool {
    VAGUE.contains(&plain(header).as_str())
}

/// What a header of a response means, and how surely: 0 is exact. The layout's own headers come first.
pub fn wire_field(layout: &Layout, header: &str) -> Option<(WireField, u8)> {
    let h = plain(header);
    layout
        .columns
        .iter()
        .find(|c| !h.is_empty() && plain(&c.header) == h)
        .map(|c| (c.field, 0))
        .or_else(|| lookup(WIRE, header))
}

/// The columns of a header line: which column is what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns<T> {
    /// What each column holds; `None` where it is not used.
    pub fields: Vec<Option<T>>,
    /// Columns that mean the same as a surer one; positions of both, the surer one first.
    pub passed_over: Vec<(usize, usize)>,
}

/// Two columns for the same: their positions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Twice(pub usize, pub usize);

/// Settles what each column of a header line is, from what its name means and how surely. Of two columns for the same, the surer name counts; where `any_will_do`, the first.
///
/// # Errors
/// Two columns whose names mean the same equally surely.
pub fn columns<T: Copy + PartialEq>(
    meant: &[Option<(T, u8)>],
    any_will_do: impl Fn(T) -> bool,
) -> Result<Columns<T>, Twice> {
    let mut out = Columns {
        fields: vec![None; meant.len()],
        passed_over: Vec::new(),
    };
    for (i, m) in meant.iter().enumerate() {
        let Some((what, rank)) = m else { continue };
        let rivals = || {
            meant
                .iter()
                .enumerate()
                .filter(move |(j, r)| *j != i && r.is_some_and(|r| r.0 == *what))
        };
        if let Some((surer, _)) = rivals().find(|(_, r)| r.is_some_and(|r| r.1 < *rank)) {
            out.passed_over.push((surer, i));
        } else if let Some((other, _)) = rivals().find(|(_, r)| r.is_some_and(|r| r.1 == *rank)) {
            if !any_will_do(*what) {
                return Err(Twice(i, other));
            } else if other < i {
                out.passed_over.push((other, i));
            } else {
                out.fields[i] = Some(*what);
            }
        } else {
            out.fields[i] = Some(*what);
        }
    }
    Ok(out)
}

/// The record among the first ones with the most known headers, when it has at least `least` of them and no cell
/// that is a number, as data has.
pub fn header_position(records: &[Record], least: usize, known: impl Fn(&str) -> bool) -> Option<usize> {
    let mut best: Option<(usize, usize)> = None;
    for (i, record) in records.iter().take(HEAD_LINES).enumerate() {
        let number = |c: &str| !c.trim().is_empty() && c.trim().bytes().all(|b| b.is_ascii_digit());
        if record.cells.iter().any(number) {
            continue;
        }
        let n = record.cells.iter().filter(|c| known(c)).count();
        if n >= least && best.is_none_or(|b| n > b.1) {
            best = Some((i, n));
        }
    }
    best.map(|b| b.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_of_many_programs_are_known() {
        for (header, column) in [
            ("student_id", Col(F::Number)),
            ("Student_Number", Col(F::Number)),
            ("LEA Student Number", Col(F::Number)),
            ("DOB", Col(F::BirthDate)),
            ("Date of Birth", Col(F::BirthDate)),
            ("BIRTHDATE", Col(F::BirthDate)),
            ("Sex", Col(F::Gender)),
            ("State_StudentNumber", Col(F::Ssid)),
            ("Statewide ID", Col(F::Ssid)),
            ("SSID", Col(F::Ssid)),
            ("SchoolID", Part(P::School)),
            ("School Name", SchoolName),
            ("EntryDate", Part(P::Entry)),
            ("Student Last Name", Col(F::LastName)),
            ("PSCore_Legal_Last_Name", Col(F::LastName)),
            ("Race/Ethnicity", Col(F::Ethnicity)),
            ("parent_name", Col(F::Guardian)),
            ("E-mail", Col(F::Email)),
            ("Student #", Col(F::Number)),
            ("School #", Part(P::School)),
            ("Birth Date (MM/DD/YYYY)", Col(F::BirthDate)),
            ("Sex (M/F)", Col(F::Gender)),
            ("M/F", Col(F::Gender)),
            ("Grade* (required)", Part(P::Grade)),
        ] {
            assert_eq!(roster_column(header).map(|c| c.0), Some(column), "{header}");
        }
        for unknown in [
            "State",
            "Status",
            "Student Name",
            "",
            "Username",
            "transport",
            "#",
            "ID (State)",
        ] {
            assert_eq!(roster_column(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn no_name_means_two_things() {
        fn check<T: Copy + PartialEq + std::fmt::Debug>(names: &[Names<T>]) {
            let mut all: Vec<&str> = names
                .iter()
                .flat_map(|n| n.1.iter().chain(n.2).copied())
                .collect();
            let n = all.len();
            all.sort_unstable();
            all.dedup();
            assert_eq!(all.len(), n);
            assert!(all.iter().all(|h| plain(h) == *h));
        }
        check(ROSTER);
        check(WIRE);
    }

    #[test]
    fn the_surer_name_counts_and_equals_are_refused() {
        let contact: fn(RosterColumn) -> bool = |c| c == Col(F::Phone);
        let columns = |names: &[&str], any: fn(RosterColumn) -> bool| {
            let meant: Vec<_> = names.iter().map(|n| roster_column(n)).collect();
            columns(&meant, any)
        };
        let read = columns(&["Student_id", "Student_number", "x"], contact).unwrap();
        assert_eq!(read.fields, [None, Some(Col(F::Number)), None]);
        assert_eq!(read.passed_over, [(1, 0)]);
        let twice = columns(&["DOB", "x", "Birth Date"], contact);
        assert_eq!(twice, Err(Twice(0, 2)));
        let read = columns(&["Phone", "Home Phone"], contact).unwrap();
        assert_eq!(read.fields, [Some(Col(F::Phone)), None]);
    }

    #[test]
    fn the_layouts_headers_come_first() {
        let layout = Layout::utah_default();
        for column in &layout.columns {
            assert_eq!(wire_field(&layout, &column.header), Some((column.field, 0)));
        }
        assert_eq!(wire_field(&layout, "state_id"), Some((W::Ssid, 0)));
        assert_eq!(wire_field(&layout, "student_id").map(|f| f.0), Some(W::Number));
    }
}
