//! The fields of a student record by name: read, put, compared, shown.

use super::{ChangeFlag, Enrollment, FormerId, Student};
use crate::domain::codes::Ethnicity;
use crate::domain::ids::{Ssid, StudentKey, StudentNumber};
use crate::domain::missing::Cause;
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
    BirthProof,
    ProvisionalId,
    Language,
    AddressFrom,
    PhotoConsent,
    Alerts,
    Custody,
    Enrollments,
    Duplicate,
    MissingCause,
    AddedByHand,
    ChangeFlag,
    FormerIds,
    RetiredInto,
    NotInRoster,
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
    /// The fields a person types, in the order of the form.
    pub const TYPED: [Field; 25] = [
        Field::Number,
        Field::LastName,
        Field::FirstName,
        Field::MiddleName,
        Field::Suffix,
        Field::PreferredLastName,
        Field::PreferredFirstName,
        Field::BirthDate,
        Field::BirthProof,
        Field::Gender,
        Field::Ethnicity,
        Field::Language,
        Field::Ssid,
        Field::ProvisionalId,
        Field::IntegrationIdt,
        Field::Guardian,
        Field::Phone,
        Field::Email,
        Field::Address,
        Field::AddressFrom,
        Field::StateExcluded,
        Field::NoShow,
        Field::PhotoConsent,
        Field::Alerts,
        Field::Custody,
    ];

    /// All fields: the typed ones, then those that only the program sets.
    pub const ALL: [Field; 33] = {
        let mut all = [Field::Number; 33];
        let mut at = 0;
        while at < Self::TYPED.len() {
            all[at] = Self::TYPED[at];
            at += 1;
        }
        let kept = [
            Field::Enrollments,
            Field::Duplicate,
            Field::MissingCause,
            Field::AddedByHand,
            Field::ChangeFlag,
            Field::FormerIds,
            Field::RetiredInto,
            Field::NotInRoster,
        ];
        while at < all.len() {
            all[at] = kept[at - Self::TYPED.len()];
            at += 1;
        }
        all
    };

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
            Field::BirthProof => "birth_proof",
            Field::ProvisionalId => "provisional_id",
            Field::Language => "language",
            Field::AddressFrom => "address_from",
            Field::PhotoConsent => "photo_consent",
            Field::Alerts => "alerts",
            Field::Custody => "custody",
            Field::Duplicate => "duplicate",
            Field::MissingCause => "missing_cause",
            Field::AddedByHand => "added_by_hand",
            Field::Enrollments => "enrollments",
            Field::ChangeFlag => "change_flag",
            Field::FormerIds => "former_ids",
            Field::RetiredInto => "retired_into",
            Field::NotInRoster => "not_in_roster",
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
            Field::BirthProof => "Proof of birth date",
            Field::ProvisionalId => "Provisional ID",
            Field::Language => "Home language",
            Field::AddressFrom => "Address from",
            Field::PhotoConsent => "Photo consent",
            Field::Alerts => "Alerts",
            Field::Custody => "Custody",
            Field::Duplicate => "Duplicate mark",
            Field::MissingCause => "Cause",
            Field::AddedByHand => "Added by hand",
            Field::Enrollments => "Enrollments",
            Field::ChangeFlag => "Change flag",
            Field::FormerIds => "Former identifiers",
            Field::RetiredInto => "Merged into",
            Field::NotInRoster => "Not in the newest roster since",
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
            Field::Duplicate => V::Yes(self.duplicate),
            Field::AddedByHand => V::Yes(self.added_by_hand),
            Field::AddressFrom => V::Date(self.address_from),
            Field::NotInRoster => V::Date(self.not_in_roster),
            Field::Enrollments => V::Enrollments(self.enrollments.clone()),
            Field::ChangeFlag => V::ChangeFlag(self.change_flag.clone()),
            Field::FormerIds => V::FormerIds(self.former_ids.clone()),
            Field::RetiredInto => V::Student(self.retired_into),
            text => V::Text(self.text_field(text).to_owned()),
        }
    }

    pub(super) fn text_field(&self, field: Field) -> &str {
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
            Field::ProvisionalId => &self.provisional_id,
            Field::BirthProof => &self.birth_proof,
            Field::Language => &self.language,
            Field::Alerts => &self.alerts,
            Field::Custody => &self.custody,
            Field::MissingCause => self.missing_cause.map_or("", Cause::name),
            Field::PhotoConsent => self.photo_consent.map_or("", yes_no),
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
            Field::Duplicate => self.duplicate == other.duplicate,
            Field::AddedByHand => self.added_by_hand == other.added_by_hand,
            Field::AddressFrom => self.address_from == other.address_from,
            Field::NotInRoster => self.not_in_roster == other.not_in_roster,
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
            (Field::Duplicate, V::Yes(v)) => self.duplicate = v,
            (Field::AddedByHand, V::Yes(v)) => self.added_by_hand = v,
            (Field::AddressFrom, V::Date(v)) => self.address_from = v,
            (Field::NotInRoster, V::Date(v)) => self.not_in_roster = v,
            (Field::MissingCause, V::Text(v)) => match Cause::by_name(&v) {
                None if !v.is_empty() => return false,
                cause => self.missing_cause = cause,
            },
            (Field::PhotoConsent, V::Text(v)) => match v.as_str() {
                "" => self.photo_consent = None,
                "yes" => self.photo_consent = Some(true),
                "no" => self.photo_consent = Some(false),
                _ => return false,
            },
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
                    Field::ProvisionalId => &mut self.provisional_id,
                    Field::BirthProof => &mut self.birth_proof,
                    Field::Language => &mut self.language,
                    Field::Alerts => &mut self.alerts,
                    Field::Custody => &mut self.custody,
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
            FieldValue::Yes(b) => yes_no(*b).into(),
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

fn yes_no(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
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
