//! Code lists: gender, ethnicity and race, grades, suffixes; what is written in them and how else offices write it.

use super::text::match_key;
use serde::{Deserialize, Serialize};

/// One code of an editable list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Code {
    /// As it stands in records and request files, e.g. `F`.
    pub code: String,
    /// As people say it, e.g. "Female".
    pub label: String,
}

impl Code {
    fn new(code: &str, label: &str) -> Self {
        Self {
            code: code.into(),
            label: label.into(),
        }
    }
}

/// The code that means Hispanic or Latino; every other code of the ethnicity list is a race.
pub const HISPANIC: &str = "H";

/// Gender codes a new district starts with: M and F; N, P and T as UTREx has them since 2021; X as California has it.
pub fn default_genders() -> Vec<Code> {
    [
        ("F", "Female"),
        ("M", "Male"),
        ("N", "Not listed"),
        ("P", "Prefer not to say"),
        ("T", "Transgender"),
        ("X", "Nonbinary"),
    ]
    .map(|(c, l)| Code::new(c, l))
    .to_vec()
}

/// Ethnicity and race codes a new district starts with.
pub fn default_ethnicities() -> Vec<Code> {
    [
        (HISPANIC, "Hispanic or Latino"),
        ("A", "Asian"),
        ("B", "Black or African American"),
        ("C", "White"),
        ("I", "American Indian or Alaska Native"),
        ("P", "Native Hawaiian or Pacific Islander"),
        ("M", "Two or more races"),
    ]
    .map(|(c, l)| Code::new(c, l))
    .to_vec()
}

/// What else the codes of [`default_genders`] are called.
const GENDER_WORDS: [(&str, &[&str]); 2] = [("F", &["girl", "woman"]), ("M", &["boy", "man"])];

/// What else the codes of [`default_ethnicities`] are called.
const RACE_WORDS: [(&str, &[&str]); 6] = [
    (HISPANIC, &["hispanic", "latino"]),
    ("C", &["caucasian", "w"]),
    ("B", &["black", "african american"]),
    (
        "I",
        &[
            "american indian",
            "native american",
            "alaska native",
            "american indian or alaska native",
            "american indian or alaskan native",
        ],
    ),
    (
        "P",
        &[
            "pacific islander",
            "other pacific islander",
            "native hawaiian",
            "native hawaiian or pacific islander",
            "native hawaiian or other pacific islander",
            "hawaiian or other pacific islander",
            "hawaiian or pacific islander",
        ],
    ),
    ("M", &["multiracial", "multiple", "two or more"]),
];

/// The code a text means in a list: by code or by label, case-blind; `Female` and `female` are `F`.
pub fn find_code<'a>(list: &'a [Code], text: &str) -> Option<&'a str> {
    let t = match_key(text);
    list.iter()
        .find(|c| match_key(&c.code) == t || match_key(&c.label) == t)
        .or_else(|| {
            // The same letters mean other things in the other list: M is male here and two or more races there.
            let is_ethnicity = list.iter().any(|c| c.code == HISPANIC);
            let fits = |words: &&(&str, &[&str])| words.1.contains(&t.as_str());
            let (words, defaults) = match is_ethnicity {
                true => (&RACE_WORDS[..], default_ethnicities()),
                false => (&GENDER_WORDS[..], default_genders()),
            };
            let (other, words) = words.iter().find(fits)?;
            // Where the list is the district's own, the letter may be another race.
            let label = match_key(&defaults.into_iter().find(|c| c.code == *other)?.label);
            let first_word = label.split(' ').next().unwrap_or_default();
            let is_it = |c: &&Code| {
                let own = match_key(&c.label);
                let begins = |word: &&str| word.len() > 1 && own.starts_with(*word);
                c.code == *other && (own.contains(first_word) || words.iter().any(begins))
            };
            list.iter()
                .find(|c| match_key(&c.label) == label)
                .or_else(|| list.iter().find(is_it))
        })
        .map(|c| c.code.as_str())
}

/// How a code is said; the code itself where the list no longer has it.
pub fn label_of<'a>(list: &'a [Code], code: &'a str) -> &'a str {
    list.iter().find(|c| c.code == code).map_or(code, |c| &c.label)
}

/// Ethnicity as states ask for it: Hispanic yes or no, and one or more races.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Ethnicity {
    /// Hispanic or Latino.
    pub hispanic: bool,
    /// Race codes in the order of the alphabet, each once.
    pub races: Vec<String>,
}

impl Ethnicity {
    /// Reads codes or labels between `;`, `,`, `/` or `|`: `H;C`, `Asian`, `C`.
    ///
    /// # Errors
    /// The first part that is not in the list.
    pub fn parse(text: &str, list: &[Code]) -> Result<Self, String> {
        let mut out = Self::default();
        let parts = |text: &str, at: &[char]| -> Vec<String> {
            let each = text.split(at).map(str::trim).filter(|p| !p.is_empty());
            each.map(str::to_owned).collect()
        };
        for part in parts(text, &[';', ',', '|']) {
            // One name may have a stroke in it: `American Indian/Alaskan Native`. Asian/Pacific Islander was one category,
            // and is two races now: which one, nobody can tell.
            let key = match_key(&part);
            if key.contains('/') {
                let each: Vec<&str> = key.split('/').map(str::trim).collect();
                let one = find_code(list, &part).or_else(|| find_code(list, &each.join(" or ")));
                if let Some(code) = one.filter(|c| *c != HISPANIC) {
                    out.races.push(code.to_owned());
                    continue;
                }
                let is_both =
                    |w: &[&str]| matches!(w, ["asian", "pacific islander"] | ["pacific islander", "asian"]);
                if each.windows(2).any(is_both) {
                    return Err(part);
                }
            }
            for one in parts(&part, &['/']) {
                match find_code(list, &one) {
                    Some(HISPANIC) => out.hispanic = true,
                    Some(code) => out.races.push(code.to_owned()),
                    None => return Err(one),
                }
            }
        }
        out.races.sort();
        out.races.dedup();
        Ok(out)
    }

    /// Whether nothing is known.
    pub fn is_unknown(&self) -> bool {
        !self.hispanic && self.races.is_empty()
    }

    /// The codes as one text, Hispanic first: `H;C`. Empty when nothing is known.
    pub fn text(&self) -> String {
        let mut parts: Vec<&str> = Vec::with_capacity(self.races.len() + 1);
        if self.hispanic {
            parts.push(HISPANIC);
        }
        parts.extend(self.races.iter().map(String::as_str));
        parts.join(";")
    }
}

/// The grades in their order, by their CEDS codes: all that OneRoster knows.
pub const GRADES: [&str; 21] = [
    "IT", "PR", "PK", "TK", "KG", "01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12",
    "13", "PS", "UG", "Other",
];

/// Where the years of school begin among [`GRADES`]: kindergarten is year 0, then 1 to 13.
const KINDERGARTEN: usize = 4;

/// The last year of school.
const LAST_YEAR: usize = 13;

/// The grade of a year of school: `KG` of 0, `01` of 1, up to 13.
pub fn grade_of_year(year: usize) -> Option<&'static str> {
    (year <= LAST_YEAR).then(|| GRADES[KINDERGARTEN + year])
}

/// The year of school of a grade, to tell how far two lie apart: KG is 0, PK and TK the year before, preschool and
/// infants one more each. None of grades that are no year (PS, UG, Other), and of what is no grade.
pub fn year_of_grade(grade: &str) -> Option<i8> {
    match grade {
        "IT" => Some(-3),
        "PR" => Some(-2),
        "PK" | "TK" => Some(-1),
        "KG" => Some(0),
        number => number.parse().ok(),
    }
}

/// How a grade is said in lists to choose from.
pub fn grade_label(grade: &'static str) -> &'static str {
    match grade {
        "IT" => "IT (infant or toddler)",
        "PR" => "PR (preschool)",
        "PK" => "PK (prekindergarten)",
        "TK" => "TK (transitional kindergarten)",
        "KG" => "KG (kindergarten)",
        "PS" => "PS (postsecondary)",
        "UG" => "UG (ungraded)",
        _ => grade,
    }
}

/// The grades that can be written, for messages.
pub const GRADES_SAID: &str = "IT, PR, PK, TK, KG, 01 to 13, PS, UG, Other";

/// The grade a text means: `5`, `05`, `5th`, `Grade 5` are `05`; `K`, `KF`, `0` are `KG`; `-1`, `P` are `PK`.
pub fn parse_grade(text: &str) -> Option<&'static str> {
    let t = match_key(text);
    let t = t
        .strip_prefix("grade")
        .or_else(|| t.strip_prefix("gr"))
        .or_else(|| t.strip_suffix("grade"))
        .unwrap_or(&t)
        .trim();
    let t = t.strip_suffix(".0").unwrap_or(t);
    let named = match t {
        "k" | "kf" | "kg" | "kindergarten" | "0" | "00" => Some("KG"),
        "it" | "infant/toddler" => Some("IT"),
        "pr" | "preschool" => Some("PR"),
        "pk" | "p" | "prek" | "pre-k" | "prekindergarten" | "-1" => Some("PK"),
        "tk" => Some("TK"),
        "ps" | "postsecondary" => Some("PS"),
        "ug" | "ungraded" => Some("UG"),
        "other" => Some("Other"),
        _ => None,
    };
    if named.is_some() {
        return named;
    }
    let digits = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|s| t.strip_suffix(s))
        .unwrap_or(t);
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let year: usize = digits.parse().ok().filter(|n| *n > 0)?;
    grade_of_year(year)
}

/// Suffixes of a name as they are written in records.
pub const SUFFIXES: [&str; 6] = ["Jr", "Sr", "II", "III", "IV", "V"];

/// The suffix a text means (`jr.` is `Jr`), or the text itself where it is none of the usual ones.
pub fn tidy_suffix(text: &str) -> String {
    let t = super::text::tidy(text);
    let bare = t.trim_end_matches('.');
    SUFFIXES
        .iter()
        .find(|s| s.eq_ignore_ascii_case(bare))
        .map_or_else(|| t.clone(), |s| (*s).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_race_that_is_two_races_now_is_not_guessed_beside_another_either() {
        let list = default_ethnicities();
        for text in [
            "Asian/Pacific Islander",
            "H;Asian / Pacific Islander",
            "White, Asian/Pacific Islander",
            "Asian/Pacific Islander/White",
            "Hispanic/Asian/Pacific Islander",
            "Pacific Islander/Asian",
        ] {
            assert!(Ethnicity::parse(text, &list).is_err(), "{text}");
        }
        let both = Ethnicity::parse("Hispanic;American Indian/Alaska Native", &list).unwrap();
        assert_eq!(both.text(), "H;I");
        // A district may have it in its own list.
        let own = [
            Code::new(HISPANIC, "Hispanic"),
            Code::new("X", "Asian/Pacific Islander"),
        ];
        let one = Ethnicity::parse("Hispanic;Asian/Pacific Islander", &own).unwrap();
        assert_eq!(one.text(), "H;X");
    }

    #[test]
    fn words_mean_the_race_that_the_district_calls_so() {
        let own = [
            Code::new(HISPANIC, "Hispanic"),
            Code::new("W", "White"),
            Code::new("C", "Chinese"),
        ];
        assert_eq!(find_code(&own, "caucasian"), Some("W"));
        assert_eq!(find_code(&own, "black"), None);
        let own = [
            Code::new(HISPANIC, "Hispanic"),
            Code::new("B", "African American"),
            Code::new("C", "Caucasian/European"),
            Code::new("P", "Asian or Pacific Islander"),
        ];
        let all = ["black", "w", "native hawaiian"].map(|text| find_code(&own, text));
        assert_eq!(all, [Some("B"), Some("C"), None]);
        assert_eq!(find_code(&default_ethnicities(), "Caucasian"), Some("C"));
        assert_eq!(find_code(&default_genders(), "girl"), Some("F"));
    }

    #[test]
    fn a_stroke_in_the_name_of_a_race_parts_no_races() {
        let list = default_ethnicities();
        let read = |text| Ethnicity::parse(text, &list).map(|e| e.text());
        assert_eq!(read("American Indian/Alaskan Native").as_deref(), Ok("I"));
        assert_eq!(read("Native Hawaiian/Other Pacific Islander").as_deref(), Ok("P"));
        assert_eq!(read("Asian/White").as_deref(), Ok("A;C"));
        assert_eq!(read("H/C").as_deref(), Ok("H;C"));
        assert_eq!(
            read("Asian/Pacific Islander").unwrap_err(),
            "Asian/Pacific Islander"
        );
    }

    #[test]
    fn grades_in_all_their_forms() {
        for (t, g) in [
            ("K", "KG"),
            ("0", "KG"),
            ("-1", "PK"),
            ("1st", "01"),
            ("Grade 9", "09"),
            ("12", "12"),
            ("5.0", "05"),
            ("PK", "PK"),
            ("13", "13"),
            ("infant/toddler", "IT"),
            ("Preschool", "PR"),
            ("PreKindergarten", "PK"),
            ("other", "Other"),
        ] {
            assert_eq!(parse_grade(t), Some(g), "{t}");
        }
        for bad in ["99", "5-Apr", "", "14", "-2"] {
            assert_eq!(parse_grade(bad), None, "{bad}");
        }
    }

    #[test]
    fn every_grade_reads_as_itself_and_the_years_of_school_follow_each_other() {
        for grade in GRADES {
            assert_eq!(parse_grade(grade), Some(grade));
        }
        let years: Vec<_> = (0..=LAST_YEAR)
            .filter_map(grade_of_year)
            .map(year_of_grade)
            .collect();
        assert_eq!(years, (0..=13).map(Some).collect::<Vec<_>>());
        assert_eq!(grade_of_year(14), None);
        assert_eq!(
            ["IT", "PR", "PK", "TK"].map(year_of_grade),
            [-3, -2, -1, -1].map(Some)
        );
        assert_eq!(["PS", "UG", "Other", ""].map(year_of_grade), [None; 4]);
    }

    #[test]
    fn ethnicity_is_hispanic_and_races() {
        let list = default_ethnicities();
        let e = Ethnicity::parse("White; H", &list).unwrap();
        assert_eq!(e.text(), "H;C");
        assert_eq!(Ethnicity::parse(&e.text(), &list).unwrap(), e);
        assert_eq!(Ethnicity::parse("C;Q", &list), Err("Q".into()));
        assert_eq!(Ethnicity::parse("", &list).unwrap().text(), "");
    }

    #[test]
    fn genders_by_code_and_by_word() {
        let list = default_genders();
        assert_eq!(find_code(&list, "female"), Some("F"));
        assert_eq!(find_code(&list, " m "), Some("M"));
        assert_eq!(find_code(&list, "Q"), None);
        assert_eq!(find_code(&list, "boy"), Some("M"));
        assert_eq!(find_code(&list, "multiple"), None, "no race is a gender");
        assert_eq!(find_code(&list, "Pacific Islander"), None);
        assert_eq!(find_code(&default_ethnicities(), "man"), None);
        assert_eq!(find_code(&default_ethnicities(), "multiple"), Some("M"));
        assert_eq!(tidy_suffix("jr."), "Jr");
    }
}
