//! A row of the General Student Table as lists show it and as search finds it.

use super::GeneralRow;
use crate::domain::student::Timestamp;
use crate::domain::text::{push_search_key, search_key};
use chrono::{Datelike, NaiveDate};

/// One row as the list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Student number: the row's key.
    pub number: Box<str>,
    /// `Last, First Middle, Suffix`.
    pub name: Box<str>,
    /// Birth date.
    pub birth_date: Option<NaiveDate>,
    /// The number of the school that counts today; empty when none.
    pub school: Box<str>,
    /// The grade there.
    pub grade: Box<str>,
    /// Whether the enrollment has ended, or there is none.
    pub inactive: bool,
    /// State ID; empty when the SIS has none, or only a provisional one.
    pub ssid: Box<str>,
    /// The provisional ID that stands in for it; empty when none.
    pub provisional_id: Box<str>,
    /// IntegrationIDT; empty when none.
    pub integration_idt: Box<str>,
    /// When the row last stood in an imported export.
    pub seen: Timestamp,
    /// Last and first name in search letters: for sorting, and to tell who has the same name.
    pub sort: Box<str>,
    /// Everything that search looks at, in search letters.
    pub find: Box<str>,
}

impl Card {
    /// The card of a row.
    pub fn of(row: &GeneralRow, today: NaiveDate) -> Self {
        let s = &row.record;
        let current = s.current_enrollment(today);
        let mut find = String::with_capacity(96);
        for text in [
            s.last_name.as_str(),
            s.first_name.as_str(),
            s.middle_name.as_str(),
            s.suffix.as_str(),
            s.preferred_last_name.as_str(),
            s.preferred_first_name.as_str(),
            s.number.as_str(),
            s.ssid.as_ref().map_or("", |s| s.as_str()),
            s.provisional_id.as_str(),
            s.integration_idt.as_str(),
        ] {
            if !text.is_empty() {
                push_search_key(&mut find, text);
                find.push(' ');
            }
        }
        if let Some(d) = s.birth_date {
            use std::fmt::Write;
            // Both forms that people type; writing to a String cannot fail.
            let _ = write!(find, "{d} {}/{}/{}", d.month(), d.day(), d.year());
        }
        Self {
            number: s.number.as_str().into(),
            name: s.list_name().into(),
            birth_date: s.birth_date,
            school: current.map_or("", |e| e.school.as_str()).into(),
            grade: current.map_or("", |e| e.grade.as_str()).into(),
            inactive: current.is_none_or(|e| !e.not_ended_by(today)),
            ssid: s.ssid.as_ref().map_or("", |s| s.as_str()).into(),
            provisional_id: s.provisional_id.as_str().into(),
            integration_idt: s.integration_idt.as_str().into(),
            seen: row.seen,
            sort: search_key(&format!("{} {}", s.last_name, s.first_name)).into(),
            find: find.trim_end().into(),
        }
    }

    /// Whether the row can become a profile.
    pub fn is_ready(&self) -> bool {
        !self.ssid.is_empty() && !self.integration_idt.is_empty()
    }
}
