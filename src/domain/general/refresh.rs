//! Refresh: the fields that the SIS owns, taken again from the General Student Table, with a report on each.

use super::GeneralRow;
use crate::domain::district::Rules;
use crate::domain::draft::{CheckContext, Draft, EnrollmentDraft};
use crate::domain::edit::settle;
use crate::domain::ids::SchoolCode;
use crate::domain::journal::{FieldChange, differences};
use crate::domain::roster::take_enrollment;
use crate::domain::student::{Enrollment, Field, FieldValue, Student, Timestamp};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// The fields of a profile that the SIS owns, in the order of the form; the current enrollment and, where there is none
/// here, the State ID come beside them.
pub const OWNED: [Field; 12] = [
    Field::LastName,
    Field::FirstName,
    Field::MiddleName,
    Field::Suffix,
    Field::BirthDate,
    Field::Gender,
    Field::Ethnicity,
    Field::Language,
    Field::Address,
    Field::Phone,
    Field::Email,
    Field::Guardian,
];

/// One line of the comparison of a profile with its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SisField {
    /// A field of the record.
    Field(Field),
    /// The enrollment that counts today.
    Enrollment,
}

impl SisField {
    /// Its name on screen.
    pub fn label(self) -> &'static str {
        match self {
            SisField::Field(Field::Ssid) => "State ID (SSID)",
            SisField::Field(f) => f.label(),
            SisField::Enrollment => "School · grade",
        }
    }
    /// Its name in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            SisField::Field(f) => f.name(),
            SisField::Enrollment => "current_enrollment",
        }
    }
}

/// What a refresh makes of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Both say the same.
    Same,
    /// They differ, and the SIS's value is taken.
    Taken,
    /// It is blank in the SIS: nothing is wiped.
    BlankInSis,
    /// They differ, and it stays as it is here, for this reason.
    Kept(String),
}

impl Verdict {
    /// Its name in files and on the command line.
    pub fn word(&self) -> &'static str {
        match self {
            Verdict::Same => "same",
            Verdict::Taken => "taken",
            Verdict::BlankInSis => "blank_in_sis",
            Verdict::Kept(_) => "kept",
        }
    }
    /// In one sentence, for the list.
    pub fn sentence(&self) -> &str {
        match self {
            Verdict::Same => "The same here and in the SIS.",
            Verdict::Taken => "Refresh takes the SIS's value.",
            Verdict::BlankInSis => "Blank in the SIS: it stays as it is here.",
            Verdict::Kept(why) => why,
        }
    }
}

/// A field here and in the SIS, and what a refresh does about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// Which.
    pub field: SisField,
    /// What stands here.
    pub here: String,
    /// What the SIS says.
    pub sis: String,
    /// What a refresh does.
    pub verdict: Verdict,
}

impl Compared {
    /// Whether the two differ in what both have said.
    pub fn differs(&self) -> bool {
        matches!(self.verdict, Verdict::Taken | Verdict::Kept(_))
    }
}

/// What a comparison is made with.
pub struct RefreshContext<'a> {
    /// The profile that holds the row's State ID as its own.
    pub holder: Option<&'a Student>,
    /// The district's rules.
    pub rules: &'a Rules,
    /// Schools of the district.
    pub schools: &'a BTreeSet<SchoolCode>,
    /// Today.
    pub today: NaiveDate,
}

/// A profile beside its row: every field that the SIS owns, in the order of the form.
pub fn compare(profile: &Student, row: &GeneralRow, cx: &RefreshContext<'_>) -> Vec<Compared> {
    take(profile, row, cx).1
}

/// What a refresh makes of a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refreshed {
    /// The profile as it will be.
    pub after: Student,
    /// Every field, here and in the SIS.
    pub compared: Vec<Compared>,
    /// What changes, the change flag and the history of identifiers among them; empty when nothing differs.
    pub changes: Vec<FieldChange>,
}

/// Takes the fields that the SIS owns again. What follows for the change flag is settled as for any other change.
pub fn refresh(
    profile: &Student,
    row: &GeneralRow,
    cx: &RefreshContext<'_>,
    now: Timestamp,
    in_open_update: bool,
) -> Refreshed {
    let (mut after, compared) = take(profile, row, cx);
    if after != *profile {
        settle(profile, &mut after, cx.rules, now, in_open_update);
    }
    Refreshed {
        changes: differences(profile, &after),
        after,
        compared,
    }
}

/// The profile with the SIS's values, and the report.
fn take(profile: &Student, row: &GeneralRow, cx: &RefreshContext<'_>) -> (Student, Vec<Compared>) {
    let sis = &row.record;
    let mut after = profile.clone();
    let mut compared = Vec::with_capacity(OWNED.len() + 2);
    for field in OWNED {
        let verdict = if profile.same(sis, field) {
            Verdict::Same
        } else if sis.text(field).is_empty() {
            Verdict::BlankInSis
        } else {
            after.put(field, sis.value(field));
            Verdict::Taken
        };
        compared.push(Compared {
            field: SisField::Field(field),
            here: profile.text(field),
            sis: sis.text(field),
            verdict,
        });
    }
    let has = |field| !sis.text(field).is_empty();
    after.without_old_companions(profile, has);
    for (field, companion) in [
        (Field::Address, Field::AddressFrom),
        (Field::BirthDate, Field::BirthProof),
    ] {
        if !profile.same(&after, field) && has(companion) {
            after.put(companion, sis.value(companion));
        }
    }
    take_state_id(profile, &mut after, sis, cx, &mut compared);
    take_school(profile, &mut after, sis, cx, &mut compared);
    (after, compared)
}

/// The State ID is taken only where there is none here.
fn take_state_id(
    profile: &Student,
    after: &mut Student,
    sis: &Student,
    cx: &RefreshContext<'_>,
    compared: &mut Vec<Compared>,
) {
    let real = |s: &Student| s.ssid.clone().filter(|x| !cx.rules.is_provisional(x.as_str()));
    let text = |s: &Student| match &s.ssid {
        Some(ssid) => ssid.to_string(),
        None => s.provisional_id.clone(),
    };
    let verdict = match (real(profile), real(sis)) {
        (here, there) if here == there && text(profile) == text(sis) => Verdict::Same,
        (_, None) if text(sis).is_empty() => Verdict::BlankInSis,
        (_, None) => Verdict::Kept("The SIS has a provisional ID, which a refresh does not take.".into()),
        (None, Some(there)) => match cx.holder.filter(|h| h.key != profile.key) {
            Some(h) => Verdict::Kept(format!(
                "State ID {there} is held by {} ({}). Compare the two: they may be one child.",
                h.list_name(),
                h.number
            )),
            None => {
                after.put(Field::Ssid, FieldValue::Ssid(Some(there)));
                after.provisional_id.clear();
                Verdict::Taken
            }
        },
        (Some(_), Some(_)) => Verdict::Kept(
            "A State ID is never replaced by a refresh. Compare both in the SSID System and settle it in the Student Editor."
                .into(),
        ),
    };
    compared.push(Compared {
        field: SisField::Field(Field::Ssid),
        here: text(profile),
        sis: text(sis),
        verdict,
    });
}

/// Whether what the SIS says of an enrollment stands in one here. A blank in the SIS says nothing.
fn says_no_more(sis: &Enrollment, here: &Enrollment) -> bool {
    sis.school == here.school
        && (sis.grade.is_empty() || sis.grade == here.grade)
        && sis.entry.is_none_or(|day| here.entry == Some(day))
        && sis.exit.is_none_or(|day| here.exit == Some(day))
}

/// The enrollment that counts today, taken as an import of a roster takes it.
fn take_school(
    profile: &Student,
    after: &mut Student,
    sis: &Student,
    cx: &RefreshContext<'_>,
    compared: &mut Vec<Compared>,
) {
    let text = |e: Option<&Enrollment>| match e {
        Some(e) => FieldValue::Enrollments(vec![e.clone()]).text(),
        None => String::new(),
    };
    let there = sis.current_enrollment(cx.today);
    let verdict = match there {
        None if profile.enrollments.is_empty() => Verdict::Same,
        None => Verdict::BlankInSis,
        Some(e) if !cx.schools.contains(&e.school) => Verdict::Kept(format!(
            "No school of this district has the number {}. Add the school in Settings, then refresh again.",
            e.school
        )),
        Some(e) => match with_enrollment(profile, e, cx) {
            Ok(enrollments) if enrollments == profile.enrollments => {
                let current = profile.current_enrollment(cx.today);
                if current.is_some_and(|c| says_no_more(e, c)) {
                    Verdict::Same
                } else {
                    Verdict::Kept(
                        "What the SIS says is known here already; another enrollment counts here today. If it is over, withdraw the student in the Student Editor.".into(),
                    )
                }
            }
            Ok(enrollments) => {
                after.enrollments = enrollments;
                Verdict::Taken
            }
            Err(why) => Verdict::Kept(why),
        },
    };
    compared.push(Compared {
        field: SisField::Enrollment,
        here: text(profile.current_enrollment(cx.today)),
        sis: text(there),
        verdict,
    });
}

/// The profile's enrollments with the SIS's current one taken over; the reason when the dates do not go together.
fn with_enrollment(
    profile: &Student,
    e: &Enrollment,
    cx: &RefreshContext<'_>,
) -> Result<Vec<Enrollment>, String> {
    let day = |d: Option<NaiveDate>| d.map(|d| d.to_string()).unwrap_or_default();
    let new = EnrollmentDraft {
        school: e.school.to_string(),
        grade: e.grade.clone(),
        entry: day(e.entry),
        exit: day(e.exit),
    };
    let mut draft = Draft::default();
    draft.put(Field::Number, profile.number.as_str());
    draft.put(Field::LastName, "-");
    draft.enrollments = Draft::of(profile).enrollments;
    take_enrollment(&mut draft, Some(profile), new, cx.today);
    let check = CheckContext {
        rules: cx.rules,
        schools: cx.schools,
        today: cx.today,
        from_file: true,
    };
    match draft.read(Some(profile), profile.key, &check) {
        Ok((read, _)) => Ok(read.enrollments),
        Err(problems) => {
            let each: Vec<String> = problems.into_iter().map(|p| p.message).collect();
            Err(each.join(" "))
        }
    }
}
