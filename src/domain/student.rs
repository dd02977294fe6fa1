//! A student record: names, dates, identifiers with their history, enrollments, and the flag that the state must be told.

use super::codes::Ethnicity;
use super::ids::{SchoolCode, Ssid, StudentKey, StudentNumber};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The time of an operation, to the second is enough; stored in UTC, shown in local time.
pub type Timestamp = DateTime<Utc>;

/// One student of the district, as the SIS has them. The legal name is what goes to the state;
/// the preferred name never leaves the program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Student {
    /// The record's own key.
    pub key: StudentKey,
    /// The district's number; unique in the district.
    pub number: StudentNumber,
    /// Legal last name; empty when not known.
    pub last_name: String,
    /// Legal first name; empty when not known.
    pub first_name: String,
    /// Legal middle name.
    #[serde(default)]
    pub middle_name: String,
    /// Jr, Sr, II …
    #[serde(default)]
    pub suffix: String,
    /// Last name the student goes by.
    #[serde(default)]
    pub preferred_last_name: String,
    /// First name the student goes by.
    #[serde(default)]
    pub preferred_first_name: String,
    /// Birth date, when known.
    #[serde(default)]
    pub birth_date: Option<NaiveDate>,
    /// Gender code; empty when not known.
    #[serde(default)]
    pub gender: String,
    /// Hispanic and races.
    #[serde(default)]
    pub ethnicity: Ethnicity,
    /// The state's number, once there is one.
    #[serde(default)]
    pub ssid: Option<Ssid>,
    /// The link from a Special Programs profile to its SIS record; empty = not integrated.
    #[serde(default)]
    pub integration_idt: String,
    /// Identifiers this student had before.
    #[serde(default)]
    pub former_ids: Vec<FormerId>,
    /// Where the student is and was enrolled, in any order.
    #[serde(default)]
    pub enrollments: Vec<Enrollment>,
    /// Marked *state excluded*: never in a request file.
    #[serde(default)]
    pub state_excluded: bool,
    /// Marked *no show*: never in a request file.
    #[serde(default)]
    pub no_show: bool,
    /// Parent or guardian.
    #[serde(default)]
    pub guardian: String,
    /// Phone of the household.
    #[serde(default)]
    pub phone: String,
    /// E-mail of the household.
    #[serde(default)]
    pub email: String,
    /// Home address in one line.
    #[serde(default)]
    pub address: String,
    /// Set while the state does not yet know of a change; what the Update request is made from.
    #[serde(default)]
    pub change_flag: Option<ChangeFlag>,
    /// The profile that took this one's history over in a merge.
    #[serde(default)]
    pub retired_into: Option<StudentKey>,
}

/// A time at a school.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Enrollment {
    /// The school.
    pub school: SchoolCode,
    /// CEDS grade code; empty when not known.
    pub grade: String,
    /// First day; not known counts as always.
    pub entry: Option<NaiveDate>,
    /// Last day; blank while enrolled.
    pub exit: Option<NaiveDate>,
}

impl Enrollment {
    /// Whether the student is enrolled on a day: start on or before it, and end blank or on or after it
    /// (source: Infinite Campus's effective date).
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.entry.is_none_or(|e| e <= day) && self.exit.is_none_or(|x| x >= day)
    }
    /// Whether the enrollment has not ended by a day; one that starts later counts as well.
    pub fn not_ended_by(&self, day: NaiveDate) -> bool {
        self.exit.is_none_or(|x| x >= day)
    }
}

/// An identifier a student had before, and why it went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormerId {
    /// Which identifier.
    pub kind: IdKind,
    /// As it stood.
    pub value: String,
    /// When it was replaced.
    pub until: Timestamp,
}

/// The identifiers a student carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdKind {
    /// The state's number.
    Ssid,
    /// The district's number.
    Number,
    /// The link to the SIS.
    IntegrationIdt,
}

impl IdKind {
    /// As it is called on screen.
    pub fn label(self) -> &'static str {
        match self {
            IdKind::Ssid => "SSID",
            IdKind::Number => "Student number",
            IdKind::IntegrationIdt => "IntegrationIDT",
        }
    }
}

/// "Changed since the state last heard": which fields, and what the state still has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeFlag {
    /// When the first of the changes was made.
    pub since: Timestamp,
    /// Field → what it was when the state last heard (empty text = was blank).
    pub old: BTreeMap<Field, String>,
}

/// Whether a student has the state's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SsidStatus {
    /// No SSID yet.
    None,
    /// The state assigned one.
    Assigned,
}

impl Student {
    /// A record with only its key and number.
    pub fn new(key: StudentKey, number: StudentNumber) -> Self {
        Self {
            key,
            number,
            last_name: String::new(),
            first_name: String::new(),
            middle_name: String::new(),
            suffix: String::new(),
            preferred_last_name: String::new(),
            preferred_first_name: String::new(),
            birth_date: None,
            gender: String::new(),
            ethnicity: Ethnicity::default(),
            ssid: None,
            integration_idt: String::new(),
            former_ids: Vec::new(),
            enrollments: Vec::new(),
            state_excluded: false,
            no_show: false,
            guardian: String::new(),
            phone: String::new(),
            email: String::new(),
            address: String::new(),
            change_flag: None,
            retired_into: None,
        }
    }

    /// `Christensen, Brigham Lee, Jr`: the legal name as lists show it.
    pub fn list_name(&self) -> String {
        list_name(&self.last_name, &self.first_name, &self.middle_name, &self.suffix)
    }

    /// Whether there is an SSID.
    pub fn ssid_status(&self) -> SsidStatus {
        if self.ssid.is_some() {
            SsidStatus::Assigned
        } else {
            SsidStatus::None
        }
    }

    /// The enrollment that counts today: a running one before an ended one, the later start before the earlier.
    pub fn current_enrollment(&self, today: NaiveDate) -> Option<&Enrollment> {
        self.enrollments
            .iter()
            .max_by_key(|e| (e.holds_on(today), e.not_ended_by(today), e.entry, e.exit))
    }
}

/// `Last, First Middle, Suffix`, leaving out what is not there.
pub fn list_name(last: &str, first: &str, middle: &str, suffix: &str) -> String {
    let mut out = if last.is_empty() { "(no last name)" } else { last }.to_owned();
    out.push_str(", ");
    out.push_str(if first.is_empty() {
        "(no first name)"
    } else {
        first
    });
    for (separator, part) in [(" ", middle), (", ", suffix)] {
        if !part.is_empty() {
            out.push_str(separator);
            out.push_str(part);
        }
    }
    out
}

/// One stored field of a student record: what the journal, the change flag and every list of differences speak of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is named like the record's field")]
pub enum Field {
    Number,
    LastName,
    FirstName,
    MiddleName,
    Suffix,
    PreferredLastName,
    PreferredFirstName,
    BirthDate,
    Gender,
    Ethnicity,
    Ssid,
    IntegrationIdt,
    Guardian,
    Phone,
    Email,
    Address,
    StateExcluded,
    NoShow,
    Enrollments,
    ChangeFlag,
    FormerIds,
    RetiredInto,
}

/// The exact value of a field, as the journal keeps it for undo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "one for each kind of field")]
pub enum FieldValue {
    Text(String),
    Number(StudentNumber),
    Date(Option<NaiveDate>),
    Yes(bool),
    Ethnicity(Ethnicity),
    Ssid(Option<Ssid>),
    Enrollments(Vec<Enrollment>),
    ChangeFlag(Option<ChangeFlag>),
    FormerIds(Vec<FormerId>),
    Student(Option<StudentKey>),
}

impl Field {
    /// All fields, in the order of the form.
    pub const ALL: [Field; 22] = [
        Field::Number,
        Field::LastName,
        Field::FirstName,
        Field::MiddleName,
        Field::Suffix,
        Field::PreferredLastName,
        Field::PreferredFirstName,
        Field::BirthDate,
        Field::Gender,
        Field::Ethnicity,
        Field::Ssid,
        Field::IntegrationIdt,
        Field::Guardian,
        Field::Phone,
        Field::Email,
        Field::Address,
        Field::StateExcluded,
        Field::NoShow,
        Field::Enrollments,
        Field::ChangeFlag,
        Field::FormerIds,
        Field::RetiredInto,
    ];

    /// The fields a person types, in the order of the form.
    pub const TYPED: [Field; 18] = [
        Field::Number,
        Field::LastName,
        Field::FirstName,
        Field::MiddleName,
        Field::Suffix,
        Field::PreferredLastName,
        Field::PreferredFirstName,
        Field::BirthDate,
        Field::Gender,
        Field::Ethnicity,
        Field::Ssid,
        Field::IntegrationIdt,
        Field::Guardian,
        Field::Phone,
        Field::Email,
        Field::Address,
        Field::StateExcluded,
        Field::NoShow,
    ];

    /// Its name in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Field::Number => "number",
            Field::LastName => "last_name",
            Field::FirstName => "first_name",
            Field::MiddleName => "middle_name",
            Field::Suffix => "suffix",
            Field::PreferredLastName => "preferred_last_name",
            Field::PreferredFirstName => "preferred_first_name",
            Field::BirthDate => "birth_date",
            Field::Gender => "gender",
            Field::Ethnicity => "ethnicity",
            Field::Ssid => "ssid",
            Field::IntegrationIdt => "integration_idt",
            Field::Guardian => "guardian",
            Field::Phone => "phone",
            Field::Email => "email",
            Field::Address => "address",
            Field::StateExcluded => "state_excluded",
            Field::NoShow => "no_show",
            Field::Enrollments => "enrollments",
            Field::ChangeFlag => "change_flag",
            Field::FormerIds => "former_ids",
            Field::RetiredInto => "retired_into",
        }
    }

    /// Its name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Field::Number => "Student number",
            Field::LastName => "Last name",
            Field::FirstName => "First name",
            Field::MiddleName => "Middle name",
            Field::Suffix => "Suffix",
            Field::PreferredLastName => "Preferred last name",
            Field::PreferredFirstName => "Preferred first name",
            Field::BirthDate => "Birth date",
            Field::Gender => "Gender",
            Field::Ethnicity => "Ethnicity",
            Field::Ssid => "SSID",
            Field::IntegrationIdt => "IntegrationIDT",
            Field::Guardian => "Guardian",
            Field::Phone => "Phone",
            Field::Email => "E-mail",
            Field::Address => "Address",
            Field::StateExcluded => "State excluded",
            Field::NoShow => "No show",
            Field::Enrollments => "Enrollments",
            Field::ChangeFlag => "Change flag",
            Field::FormerIds => "Former identifiers",
            Field::RetiredInto => "Retired into",
        }
    }

    /// The field of that name.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.name() == name)
    }
}

impl Student {
    /// The exact value of a field.
    pub fn value(&self, field: Field) -> FieldValue {
        use FieldValue as V;
        match field {
            Field::Number => V::Number(self.number.clone()),
            Field::BirthDate => V::Date(self.birth_date),
            Field::Ethnicity => V::Ethnicity(self.ethnicity.clone()),
            Field::Ssid => V::Ssid(self.ssid.clone()),
            Field::StateExcluded => V::Yes(self.state_excluded),
            Field::NoShow => V::Yes(self.no_show),
            Field::Enrollments => V::Enrollments(self.enrollments.clone()),
            Field::ChangeFlag => V::ChangeFlag(self.change_flag.clone()),
            Field::FormerIds => V::FormerIds(self.former_ids.clone()),
            Field::RetiredInto => V::Student(self.retired_into),
            text => V::Text(self.text_field(text).to_owned()),
        }
    }

    fn text_field(&self, field: Field) -> &str {
        match field {
            Field::Number => self.number.as_str(),
            Field::LastName => &self.last_name,
            Field::FirstName => &self.first_name,
            Field::MiddleName => &self.middle_name,
            Field::Suffix => &self.suffix,
            Field::PreferredLastName => &self.preferred_last_name,
            Field::PreferredFirstName => &self.preferred_first_name,
            Field::Gender => &self.gender,
            Field::Ssid => self.ssid.as_ref().map_or("", Ssid::as_str),
            Field::IntegrationIdt => &self.integration_idt,
            Field::Guardian => &self.guardian,
            Field::Phone => &self.phone,
            Field::Email => &self.email,
            Field::Address => &self.address,
            _ => "",
        }
    }

    /// Whether both records have the same value in a field.
    pub fn same(&self, other: &Self, field: Field) -> bool {
        match field {
            Field::BirthDate => self.birth_date == other.birth_date,
            Field::Ethnicity => self.ethnicity == other.ethnicity,
            Field::Ssid => self.ssid == other.ssid,
            Field::StateExcluded => self.state_excluded == other.state_excluded,
            Field::NoShow => self.no_show == other.no_show,
            Field::Enrollments => self.enrollments == other.enrollments,
            Field::ChangeFlag => self.change_flag == other.change_flag,
            Field::FormerIds => self.former_ids == other.former_ids,
            Field::RetiredInto => self.retired_into == other.retired_into,
            text => self.text_field(text) == other.text_field(text),
        }
    }

    /// Puts an exact value into a field; a value of another kind than the field's is not put.
    /// Returns whether it was put.
    pub fn put(&mut self, field: Field, value: FieldValue) -> bool {
        use FieldValue as V;
        match (field, value) {
            (Field::Number, V::Number(v)) => self.number = v,
            (Field::BirthDate, V::Date(v)) => self.birth_date = v,
            (Field::Ethnicity, V::Ethnicity(v)) => self.ethnicity = v,
            (Field::Ssid, V::Ssid(v)) => self.ssid = v,
            (Field::StateExcluded, V::Yes(v)) => self.state_excluded = v,
            (Field::NoShow, V::Yes(v)) => self.no_show = v,
            (Field::Enrollments, V::Enrollments(v)) => self.enrollments = v,
            (Field::ChangeFlag, V::ChangeFlag(v)) => self.change_flag = v,
            (Field::FormerIds, V::FormerIds(v)) => self.former_ids = v,
            (Field::RetiredInto, V::Student(v)) => self.retired_into = v,
            (field, V::Text(v)) => {
                let place = match field {
                    Field::LastName => &mut self.last_name,
                    Field::FirstName => &mut self.first_name,
                    Field::MiddleName => &mut self.middle_name,
                    Field::Suffix => &mut self.suffix,
                    Field::PreferredLastName => &mut self.preferred_last_name,
                    Field::PreferredFirstName => &mut self.preferred_first_name,
                    Field::Gender => &mut self.gender,
                    Field::IntegrationIdt => &mut self.integration_idt,
                    Field::Guardian => &mut self.guardian,
                    Field::Phone => &mut self.phone,
                    Field::Email => &mut self.email,
                    Field::Address => &mut self.address,
                    _ => return false,
                };
                *place = v;
            }
            _ => return false,
        }
        true
    }

    /// A field as text: what forms, files and lists of differences show.
    pub fn text(&self, field: Field) -> String {
        self.value(field).text()
    }
}

impl FieldValue {
    /// The value as text; blank where there is none.
    pub fn text(&self) -> String {
        match self {
            FieldValue::Text(t) => t.clone(),
            FieldValue::Number(n) => n.to_string(),
            FieldValue::Date(d) => d.map(|d| d.to_string()).unwrap_or_default(),
            FieldValue::Yes(b) => if *b { "yes" } else { "no" }.into(),
            FieldValue::Ethnicity(e) => e.text(),
            FieldValue::Ssid(s) => s.as_ref().map(ToString::to_string).unwrap_or_default(),
            FieldValue::Enrollments(list) => {
                let each: Vec<String> = list.iter().map(enrollment_text).collect();
                each.join("; ")
            }
            FieldValue::ChangeFlag(flag) => flag.as_ref().map(flag_text).unwrap_or_default(),
            FieldValue::FormerIds(list) => {
                let each: Vec<String> = list
                    .iter()
                    .map(|f| format!("{} {}", f.kind.label(), f.value))
                    .collect();
                each.join("; ")
            }
            FieldValue::Student(k) => k.map(|k| format!("record {}", k.0)).unwrap_or_default(),
        }
    }
}

fn enrollment_text(e: &Enrollment) -> String {
    let mut out = format!("school {}", e.school);
    if !e.grade.is_empty() {
        out.push_str(&format!(", grade {}", e.grade));
    }
    if let Some(d) = e.entry {
        out.push_str(&format!(", from {d}"));
    }
    if let Some(d) = e.exit {
        out.push_str(&format!(", to {d}"));
    }
    out
}

fn flag_text(flag: &ChangeFlag) -> String {
    let each: Vec<String> = flag
        .old
        .iter()
        .map(|(f, old)| {
            let was = if old.is_empty() { "blank" } else { old };
            format!("{} (was {was})", f.label())
        })
        .collect();
    each.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_can_be_read_put_and_compared() {
        let mut a = Student::new(StudentKey(1), StudentNumber::parse("104").unwrap());
        let mut b = Student::new(StudentKey(1), StudentNumber::parse("105").unwrap());
        b.birth_date = NaiveDate::from_ymd_opt(2014, 3, 9);
        b.ssid = Ssid::parse("1858768").ok();
        b.no_show = true;
        b.state_excluded = true;
        b.ethnicity.hispanic = true;
        b.retired_into = Some(StudentKey(9));
        b.enrollments.push(Enrollment {
            school: SchoolCode::parse("104").unwrap(),
            grade: "05".into(),
            entry: None,
            exit: None,
        });
        b.former_ids.push(FormerId {
            kind: IdKind::Number,
            value: "104".into(),
            until: Timestamp::default(),
        });
        b.change_flag = Some(ChangeFlag {
            since: Timestamp::default(),
            old: BTreeMap::from([(Field::LastName, String::new())]),
        });
        for f in Field::ALL {
            if let FieldValue::Text(_) = b.value(f) {
                assert!(b.put(f, FieldValue::Text(format!("x{}", f.name()))));
            }
            assert!(!a.same(&b, f), "{f:?} differs");
            assert!(a.put(f, b.value(f)), "{f:?} can be put");
            assert!(a.same(&b, f), "{f:?} is the same now");
        }
        assert_eq!(a, b, "no field of the record is missing from Field::ALL");
    }

    #[test]
    fn the_current_enrollment_is_the_running_one() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d);
        let at = |school: &str, entry, exit| Enrollment {
            school: SchoolCode::parse(school).unwrap(),
            grade: String::new(),
            entry,
            exit,
        };
        let mut s = Student::new(StudentKey(1), StudentNumber::parse("1").unwrap());
        s.enrollments = vec![
            at("704", day(2025, 8, 20), day(2026, 6, 1)),
            at("108", day(2026, 8, 20), None),
            at("104", day(2024, 8, 20), day(2025, 6, 1)),
        ];
        let today = day(2026, 11, 22).unwrap();
        assert_eq!(s.current_enrollment(today).unwrap().school.as_str(), "108");
    }
}
