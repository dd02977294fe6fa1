//! The district: its LEA number, name and school year, its schools, and the rules it can set for itself.

use super::codes::{Code, default_ethnicities, default_genders};
use super::dates::StateDate;
use super::ids::{LeaNumber, SchoolCode, SchoolYear};
use super::layout::Layout;
use serde::{Deserialize, Serialize};

/// One district, with everything that is set for it. One store holds one district.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct District {
    /// The state's number for the district.
    pub lea: LeaNumber,
    /// Its name.
    pub name: String,
    /// The school year being worked on.
    pub year: SchoolYear,
    /// A district for practice: it may use the practice SSID system, whose numbers are not real.
    /// Set when the store is made and never changed, so that practice numbers stay where they belong.
    pub practice: bool,
    /// What the district sets for itself.
    pub rules: Rules,
    /// The state's dates of this school year.
    pub dates: Vec<StateDate>,
    /// The columns of request and response files.
    pub layout: Layout,
}

impl District {
    /// A new district with default rules, dates and layout.
    pub fn new(lea: LeaNumber, name: &str, year: SchoolYear, practice: bool) -> Self {
        Self {
            lea,
            name: super::text::tidy(name),
            year,
            practice,
            rules: Rules::default(),
            dates: StateDate::defaults(year),
            layout: Layout::utah_default(),
        }
    }
}

/// Rules a district can set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rules {
    /// Digits the state's SSIDs usually have; other lengths are warned about (Utah: 7).
    pub ssid_digits: Option<u8>,
    /// Whether a change of ethnicity raises the change flag. The manual's table has it, its text leaves it out.
    pub ethnicity_raises_flag: bool,
    /// Whether request files begin with a header row.
    pub header_row: bool,
    /// The gender codes in use.
    pub genders: Vec<Code>,
    /// The ethnicity and race codes in use.
    pub ethnicities: Vec<Code>,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            ssid_digits: Some(7),
            ethnicity_raises_flag: true,
            header_row: true,
            genders: default_genders(),
            ethnicities: default_ethnicities(),
        }
    }
}

/// A school of the district.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct School {
    /// The state's number for the school.
    pub code: SchoolCode,
    /// Its name.
    pub name: String,
}
