//! The fields of a student record by name: read, put, compared, shown.

use super::{ChangeFlag, Enrollment, FormerId, Student};
use crate::domain::codes::Ethnicity;
use crate::domain::ids::{Ssid, StudentKey, StudentNumber};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

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
