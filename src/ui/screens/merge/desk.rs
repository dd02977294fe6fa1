//! What the merge screen looks at, and how it says a profile in words.

use crate::app::{MergeState, Roll, Session};
use crate::domain::codes::label_of;
use crate::domain::district::{Rules, School};
use crate::domain::merge::Profile;
use crate::domain::program::RowKind;
use crate::domain::student::Student;
use crate::domain::text::count;
use chrono::NaiveDate;

/// What stands where a profile has nothing.
pub(super) const NONE: &str = "none";

/// The parts of an open district that the merge screen looks at.
pub(super) struct Desk<'a> {
    pub merge: &'a MergeState,
    /// Who is signed in as security administrator.
    pub signed_in: Option<&'a str>,
    pub roll: &'a Roll,
    pub schools: &'a [School],
    pub rules: &'a Rules,
    pub today: NaiveDate,
}

impl<'a> Desk<'a> {
    /// Of an open district.
    pub fn of(session: &'a Session) -> Self {
        Self {
            merge: &session.merge,
            signed_in: session.security.signed_in.as_deref(),
            roll: &session.roll,
            schools: &session.schools,
            rules: &session.district.rules,
            today: session.today,
        }
    }

    /// The name of a school; its number where it is not known.
    pub fn school<'b>(&'b self, code: &'b str) -> &'b str {
        self.schools
            .iter()
            .find(|s| s.code.as_str() == code)
            .map_or(code, |s| &s.name)
    }

    /// `Bear River Middle · 06`: where the student is enrolled today.
    pub fn school_and_grade(&self, student: &Student) -> String {
        let Some(e) = student.current_enrollment(self.today) else {
            return String::new();
        };
        let school = self.school(e.school.as_str());
        if e.grade.is_empty() {
            school.to_owned()
        } else {
            format!("{school} · {}", e.grade)
        }
    }

    /// Gender as people say it.
    pub fn gender<'b>(&'b self, code: &'b str) -> &'b str {
        label_of(&self.rules.genders, code)
    }
}

/// The facts of a profile by which it is recognised, with their labels; the label names the column of a table.
pub(super) fn facts_of(desk: &Desk<'_>, profile: &Profile) -> [(&'static str, String); 8] {
    let s = &profile.student;
    let state_id = match (&s.ssid, s.provisional_id.as_str()) {
        (Some(ssid), _) => ssid.to_string(),
        (None, "") => String::new(),
        (None, provisional) => format!("{provisional} (provisional)"),
    };
    [
        ("Name", s.list_name()),
        ("Number", s.number.to_string()),
        (
            "Birth date",
            s.birth_date.map(|d| d.to_string()).unwrap_or_default(),
        ),
        ("Gender", desk.gender(&s.gender).to_owned()),
        ("School · grade", desk.school_and_grade(s)),
        ("State ID (SSID)", state_id),
        ("IntegrationIDT", s.integration_idt.clone()),
        ("Program data", program_data(profile)),
    ]
}

/// `3 events, 7 documents`.
fn program_data(profile: &Profile) -> String {
    let of = |wanted: fn(RowKind) -> bool| profile.rows.iter().filter(|r| wanted(r.row.kind())).count();
    let parts = [
        (of(|k| matches!(k, RowKind::Event(_))), "event", "events"),
        (of(|k| k == RowKind::Document), "document", "documents"),
        (of(|k| k == RowKind::Note), "note", "notes"),
        (of(|k| k == RowKind::Guardian), "guardian", "guardians"),
    ];
    let each: Vec<String> = parts
        .into_iter()
        .filter(|(n, ..)| *n > 0)
        .map(|(n, one, many)| count(n, one, many))
        .collect();
    each.join(", ")
}

/// `Nuñez, Maria Elena: D104417 → 104417`: who goes into whom; where they have other names, each with their own.
pub(super) fn pair_title(sources: &[&Student], target: &Student) -> String {
    let name = target.list_name();
    let alike = sources.iter().all(|s| s.list_name() == name);
    let said = |s: &Student| match alike {
        true => s.number.to_string(),
        false => format!("{} ({})", s.list_name(), s.number),
    };
    let each: Vec<String> = sources.iter().map(|s| said(s)).collect();
    let way = format!("{} → {}", each.join("; "), said(target));
    if alike { format!("{name}: {way}") } else { way }
}
