//! The district: its LEA number, name and school year, its schools, and the rules it can set for itself.

use super::codes::{Code, default_ethnicities, default_genders};
use super::dates::StateDate;
use super::ids::{LeaNumber, SchoolCode, SchoolYear};
use super::layout::Layout;
use super::merge::Policy;
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
    /// What a provisional ID looks like: patterns between commas, `*` any letters, `#` one digit.
    pub provisional: String,
    /// Where the rows of a merge come from.
    pub merge: Policy,
    /// Minutes without a touch after which a security administrator is signed out.
    pub idle_minutes: u32,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            ssid_digits: Some(7),
            ethnicity_raises_flag: true,
            header_row: true,
            genders: default_genders(),
            ethnicities: default_ethnicities(),
            provisional: "P*".into(),
            merge: Policy::default(),
            idle_minutes: 10,
        }
    }
}

impl Rules {
    /// Whether only a security administrator may make these rules of others: how profiles are merged, and when an
    /// administrator is signed out.
    pub fn is_guarded_change(&self, other: &Self) -> bool {
        self.merge != other.merge || self.idle_minutes != other.idle_minutes
    }

    /// Whether a text in the place of a State ID is a provisional one.
    pub fn is_provisional(&self, text: &str) -> bool {
        let text = text.trim().to_uppercase();
        let patterns = self.provisional.split(',').map(str::trim);
        !text.is_empty()
            && patterns
                .filter(|p| !p.is_empty())
                .any(|p| matches_pattern(&p.to_uppercase(), &text))
    }
}

/// Whether a text fits a pattern: `*` stands for any letters, `#` for one digit, anything else for itself.
fn matches_pattern(pattern: &str, text: &str) -> bool {
    let mut rest = pattern.chars();
    match (rest.next(), text.chars().next()) {
        (None, first) => first.is_none(),
        (Some('*'), _) => {
            let rest = rest.as_str();
            // Each place at which what follows the star could begin.
            text.char_indices()
                .map(|(at, _)| at)
                .chain([text.len()])
                .any(|at| matches_pattern(rest, &text[at..]))
        }
        (Some('#'), Some(c)) if c.is_ascii_digit() => matches_pattern(rest.as_str(), &text[1..]),
        (Some(p), Some(c)) if p == c && p != '#' => matches_pattern(rest.as_str(), &text[c.len_utf8()..]),
        _ => false,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provisional_id_is_what_a_pattern_of_the_district_says() {
        let rules = |p: &str| Rules {
            provisional: p.into(),
            ..Rules::default()
        };
        assert!(Rules::default().is_provisional(" p-0091823 "));
        assert!(!Rules::default().is_provisional("1904417723"));
        assert!(!Rules::default().is_provisional(""));
        let two = rules("TEMP*, 99########");
        for (text, is) in [
            ("9912345678", true),
            ("991234567", false),
            ("temp7", true),
            ("P-1", false),
        ] {
            assert_eq!(two.is_provisional(text), is, "{text}");
        }
        assert!(
            !rules(" , ").is_provisional("P-1"),
            "no pattern, no provisional IDs"
        );
    }
}
