//! A student record: names, dates, identifiers with their history, enrollments, and the flag that the state must be told.

mod field;
mod packed;

use super::address;
use super::codes::Ethnicity;
use super::ids::{SchoolCode, Ssid, StudentKey, StudentNumber};
use super::missing::Cause;
use chrono::{DateTime, NaiveDate, Utc};
pub use field::{Field, FieldValue};
pub use packed::Packed;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The time of an operation, to the second is enough; stored in UTC, shown in local time.
pub type Timestamp = DateTime<Utc>;

/// One student of the district, as the SIS has them. The legal name is what goes to the state;
/// the preferred name never leaves the program. What is blank is left out where the record is kept: most of it is, and a
/// record is written twice, for the store and for the journal.
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
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub middle_name: String,
    /// Jr, Sr, II …
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub suffix: String,
    /// Last name the student goes by.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub preferred_last_name: String,
    /// First name the student goes by.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub preferred_first_name: String,
    /// Birth date, when known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<NaiveDate>,
    /// Gender code; empty when not known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub gender: String,
    /// Hispanic and races.
    #[serde(default, skip_serializing_if = "Ethnicity::is_unknown")]
    pub ethnicity: Ethnicity,
    /// The state's number, once there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ssid: Option<Ssid>,
    /// The provisional ID that stands in until the state assigns its number; empty when there is none. It is never sent
    /// to the state and never counts as an SSID. Which texts are provisional is a rule of the district.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub provisional_id: String,
    /// The link from a Special Programs profile to its SIS record; empty = not integrated.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub integration_idt: String,
    /// Marked as the duplicate profile (the Source of a merge to come). It is in no request file, and its SSID counts
    /// as the other profile's.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub duplicate: bool,
    /// Why the profile is not integrated, where a person said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing_cause: Option<Cause>,
    /// Added by hand, in the Student Editor or on the command line, and not by an import.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub added_by_hand: bool,
    /// Identifiers this student had before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub former_ids: Vec<FormerId>,
    /// Where the student is and was enrolled, in any order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub enrollments: Vec<Enrollment>,
    /// Marked *state excluded*: never in a request file.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub state_excluded: bool,
    /// Marked *no show*: never in a request file.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub no_show: bool,
    /// Parent or guardian.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub guardian: String,
    /// Phone of the household.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub phone: String,
    /// E-mail of the household.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub email: String,
    /// Home address in one line.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// The day from which the address holds; goes where the address goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address_from: Option<NaiveDate>,
    /// What proved the birth date (birth certificate, passport …); goes where the birth date goes.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub birth_proof: String,
    /// Language spoken at home.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub language: String,
    /// Whether photographs may be published; unknown until somebody was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub photo_consent: Option<bool>,
    /// Alerts for staff (allergies, medication, safety), as text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub alerts: String,
    /// Custody and court orders, as text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub custody: String,
    /// Set while the state does not yet know of a change; what the Update request is made from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change_flag: Option<ChangeFlag>,
    /// The profile that took this one's history over in a merge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retired_into: Option<StudentKey>,
    /// The day of the first complete roster in which the student did not stand, though enrolled here: somebody has to
    /// look whether they left. A roster that has them, or a person who looked, takes it away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_in_roster: Option<NaiveDate>,
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
    /// A provisional ID.
    Provisional,
}

impl IdKind {
    /// As it is called on screen.
    pub fn label(self) -> &'static str {
        match self {
            IdKind::Ssid => "SSID",
            IdKind::Number => "Student number",
            IdKind::IntegrationIdt => "IntegrationIDT",
            IdKind::Provisional => "Provisional ID",
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
    /// A provisional ID stands in for it.
    Provisional,
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
            provisional_id: String::new(),
            integration_idt: String::new(),
            duplicate: false,
            missing_cause: None,
            added_by_hand: false,
            former_ids: Vec::new(),
            enrollments: Vec::new(),
            state_excluded: false,
            no_show: false,
            guardian: String::new(),
            phone: String::new(),
            email: String::new(),
            address: String::new(),
            address_from: None,
            birth_proof: String::new(),
            language: String::new(),
            photo_consent: None,
            alerts: String::new(),
            custody: String::new(),
            change_flag: None,
            retired_into: None,
            not_in_roster: None,
        }
    }

    /// `Christensen, Brigham Lee, Jr`: the legal name as lists show it.
    pub fn list_name(&self) -> String {
        list_name(&self.last_name, &self.first_name, &self.middle_name, &self.suffix)
    }

    /// Whether the state has to be told of a change: the change flag is up, and there is an SSID to tell it by. A flag
    /// without an SSID waits for the number to come back.
    pub fn is_changed(&self) -> bool {
        self.ssid.is_some() && self.change_flag.is_some()
    }

    /// Whether there is an SSID.
    pub fn ssid_status(&self) -> SsidStatus {
        if self.ssid.is_some() {
            SsidStatus::Assigned
        } else if !self.provisional_id.is_empty() {
            SsidStatus::Provisional
        } else {
            SsidStatus::None
        }
    }

    /// Whether the SSID is this profile's own: a marked duplicate and a retired profile keep theirs for the record only,
    /// so that the enrolled profile can have the same one.
    pub fn holds_ssid(&self) -> bool {
        self.ssid.is_some() && !self.duplicate && self.retired_into.is_none()
    }

    /// Whether the record is kept for the record only, its history moved into another by a merge.
    pub fn is_retired(&self) -> bool {
        self.retired_into.is_some()
    }

    /// Whether the number has the D of a duplicate in front of what could be a student number.
    pub fn has_mark_in_number(&self) -> bool {
        self.duplicate && without_mark(self.number.as_str()) != self.number.as_str()
    }

    /// Takes away what belonged to a value that another one has replaced, the from-date of an address and the proof of a
    /// birth date, unless it is `said` anew: it tells nothing of the new value.
    pub fn without_old_companions(&mut self, before: &Self, said: impl Fn(Field) -> bool) {
        let moved = !before.address.is_empty() && !address::is_one(&before.address, &self.address);
        if moved && !said(Field::AddressFrom) {
            self.address_from = None;
        }
        let born = before.birth_date.is_some() && before.birth_date != self.birth_date;
        if born && !said(Field::BirthProof) {
            self.birth_proof.clear();
        }
    }

    /// The enrollment that counts today: a running one before an ended one, the later start before the earlier.
    pub fn current_enrollment(&self, today: NaiveDate) -> Option<&Enrollment> {
        self.enrollments
            .iter()
            .max_by_key(|e| (e.holds_on(today), e.not_ended_by(today), e.entry, e.exit))
    }
}

/// A student number without the D that marks a duplicate.
pub fn without_mark(number: &str) -> &str {
    match number.strip_prefix(['D', 'd']) {
        Some(rest) if !rest.is_empty() => rest,
        _ => number,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_keeps_its_first_day_when_it_is_only_written_otherwise() {
        let mut before = Student::new(StudentKey(1), StudentNumber::parse("1").unwrap());
        before.address = "1 Elm St, Apt 4".into();
        before.address_from = NaiveDate::from_ymd_opt(2020, 1, 1);
        for (address, keeps) in [
            ("1 Elm St., Apt. 4", true),
            ("1 ELM STREET #4, Ogden, UT 84401", true),
            ("1 Elm St, Apt 5", false),
            ("2 Elm St, Apt 4", false),
            ("1 Oak St, Apt 4", false),
            ("", false),
        ] {
            let mut after = before.clone();
            after.address = address.into();
            after.without_old_companions(&before, |_| false);
            assert_eq!(after.address_from.is_some(), keeps, "{address}");
        }
    }

    #[test]
    fn every_field_can_be_read_put_and_compared() {
        let mut a = Student::new(StudentKey(1), StudentNumber::parse("104").unwrap());
        let mut b = Student::new(StudentKey(1), StudentNumber::parse("105").unwrap());
        b.birth_date = NaiveDate::from_ymd_opt(2014, 3, 9);
        b.ssid = Ssid::parse("1858768").ok();
        b.no_show = true;
        b.state_excluded = true;
        b.duplicate = true;
        b.added_by_hand = true;
        b.missing_cause = Some(Cause::NoShow);
        b.address_from = b.birth_date;
        b.not_in_roster = b.birth_date;
        b.photo_consent = Some(false);
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
            if let FieldValue::Text(_) = b.value(f)
                && !matches!(f, Field::MissingCause | Field::PhotoConsent)
            {
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
