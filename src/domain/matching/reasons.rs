//! Comparisons and rules in words.

use super::compare::{ADDRESS, EMAIL, GUARDIAN, PHONE};
use super::explain::{Bar, Comparison};
use super::level::{
    Birth, First, Gender, Grade, Household, Last, Levels, Middle, Number, School, StateId, Suffix,
};
use super::person::Person;
use super::weights::Rule;
use crate::domain::date::written;

/// The comparisons with both values and the level in words, in the order of a pattern; bits are put in after.
pub(super) fn compared(a: &Person, b: &Person, levels: &Levels) -> Vec<Bar> {
    let date = |p: &Person| p.birth_date.map(written).unwrap_or_default();
    let home = |p: &Person| {
        [&p.phone, &p.email, &p.address, &p.guardian]
            .into_iter()
            .filter(|t| !t.is_empty())
            .cloned()
            .collect::<Vec<_>>()
            .join(" · ")
    };
    let goes_by = |legal: &str, preferred: &str| {
        if preferred.is_empty() || preferred == legal {
            legal.to_owned()
        } else {
            format!("{legal} ({preferred})")
        }
    };
    let household = match levels.agrees {
        0 => levels.household.words().to_owned(),
        agrees => format!("same {}", agreeing(agrees)),
    };
    let first = |p: &Person| goes_by(&p.first_name, &p.preferred_first_name);
    let last = |p: &Person| goes_by(&p.last_name, &p.preferred_last_name);
    let bar = |what, level: &str, a: String, b: String| Bar {
        what,
        level: level.to_owned(),
        a,
        b,
        bits: 0.0,
    };
    let each = |what, level: &str, of: fn(&Person) -> &String| bar(what, level, of(a).clone(), of(b).clone());
    vec![
        bar(Comparison::FirstName, levels.first.words(), first(a), first(b)),
        bar(Comparison::LastName, levels.last.words(), last(a), last(b)),
        each(Comparison::MiddleName, levels.middle.words(), |p| &p.middle_name),
        each(Comparison::Suffix, levels.suffix.words(), |p| &p.suffix),
        bar(Comparison::BirthDate, levels.birth.words(), date(a), date(b)),
        each(Comparison::Gender, levels.gender.words(), |p| &p.gender),
        each(Comparison::StateId, levels.state_id.words(), |p| &p.state_id),
        each(Comparison::Number, levels.number.words(), |p| &p.number),
        each(Comparison::School, levels.school.words(), |p| &p.school),
        each(Comparison::Grade, levels.grade.words(), |p| &p.grade),
        bar(Comparison::Household, &household, home(a), home(b)),
    ]
}

/// Which of a household's data agree, in words: "phone, address and guardian".
fn agreeing(agrees: u8) -> String {
    let names: Vec<&str> = [
        (PHONE, "phone"),
        (EMAIL, "e-mail"),
        (ADDRESS, "address"),
        (GUARDIAN, "guardian"),
    ]
    .into_iter()
    .filter(|(bit, _)| agrees & bit != 0)
    .map(|(_, name)| name)
    .collect();
    match names.split_last() {
        None => String::new(),
        Some((last, [])) => (*last).to_owned(),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
    }
}

/// A comparison as a reason in words; `None` when there is nothing to say.
pub(super) fn reason(what: Comparison, a: &Person, b: &Person, levels: &Levels) -> Option<String> {
    let both = |x: &str, y: &str| format!("({x}, {y})");
    let firsts = || both(&a.first_name, &b.first_name);
    let lasts = || both(&a.last_name, &b.last_name);
    Some(match what {
        Comparison::FirstName => match levels.first {
            First::Unknown | First::Swapped => return None,
            First::Equal => "same first name".to_owned(),
            First::Variant => format!("first names are forms of one name {}", firsts()),
            First::Close => format!("first names are spelled nearly the same {}", firsts()),
            First::Near => format!("first names are somewhat alike {}", firsts()),
            First::Part => format!("one first name is part of the other {}", firsts()),
            First::Middle => format!("goes by the middle name {}", firsts()),
            First::Initial => format!("the initial of the first name fits {}", firsts()),
            First::TwoNames => format!("first names are alike, but two usual names {}", firsts()),
            First::Different => format!("other first name {}", firsts()),
        },
        Comparison::LastName => match levels.last {
            Last::Unknown => return None,
            Last::Equal => "same last name".to_owned(),
            Last::Part => format!("one part of a double last name in common {}", lasts()),
            Last::Close => format!("last names are spelled nearly the same {}", lasts()),
            Last::Guardian => format!("other last name, but that of the other's guardian {}", lasts()),
            Last::Swapped => "first and last name are swapped".to_owned(),
            Last::Different => format!("other last name {}", lasts()),
        },
        Comparison::MiddleName => match levels.middle {
            Middle::Unknown => return None,
            Middle::Equal => "same middle name".to_owned(),
            Middle::Close => "middle names are nearly the same".to_owned(),
            Middle::Initial => "the middle initial fits".to_owned(),
            Middle::Conflict => format!("other middle name {}", both(&a.middle_name, &b.middle_name)),
        },
        Comparison::Suffix => match levels.suffix {
            Suffix::Unknown => return None,
            Suffix::Same => "same suffix".to_owned(),
            Suffix::Conflict => format!("other suffix {}", both(&a.suffix, &b.suffix)),
        },
        Comparison::BirthDate => match levels.birth {
            Birth::Unknown => return None,
            Birth::Equal => "same birth date",
            Birth::Swapped => "day and month of the birth date are swapped",
            Birth::OneDigit => "birth date is one digit off",
            Birth::FirstOfJanuary => "one birth date is January 1, as when the day is not known",
            Birth::OnePart => "one part of the birth date differs",
            Birth::TwoDigits => "birth date is two digits off",
            Birth::Different => "other birth date",
        }
        .to_owned(),
        Comparison::Gender => match levels.gender {
            Gender::Unknown => return None,
            Gender::Same => "same gender",
            Gender::Different => "other gender",
        }
        .to_owned(),
        Comparison::StateId => match levels.state_id {
            StateId::Unknown => return None,
            StateId::Equal => "same State ID",
            StateId::OneDigit => "State ID is one digit off",
            StateId::Different => "both have a State ID, and they differ",
        }
        .to_owned(),
        Comparison::Number => match (levels.number, a.marked || b.marked) {
            (Number::Unknown, _) => return None,
            (Number::Equal, true) => "same student number once the D is removed",
            (Number::Equal, false) => "same student number",
        }
        .to_owned(),
        Comparison::School => match levels.school {
            School::Unknown => return None,
            School::Same => "same school",
            School::Different => "other school",
        }
        .to_owned(),
        Comparison::Grade => match levels.grade {
            Grade::Unknown => return None,
            Grade::Same => "same grade",
            Grade::Next => "one grade apart",
            Grade::Further => "grades are further apart",
        }
        .to_owned(),
        Comparison::Household => match levels.household {
            Household::Unknown => return None,
            Household::Two | Household::One => format!("same {}", agreeing(levels.agrees)),
            Household::Partly => "addresses agree only in part".to_owned(),
            Household::None => "phone, e-mail, address and guardian: none in common".to_owned(),
        },
        Comparison::Twins | Comparison::Limit | Comparison::Raised => return None,
    })
}

/// A rule as it is shown, and in words.
pub(super) fn rule_in_words(rule: Rule) -> (Comparison, &'static str) {
    match rule {
        Rule::Twins => (
            Comparison::Twins,
            "likely twins: one family, one birth date, two first names",
        ),
        Rule::MayBeTwins => (
            Comparison::Limit,
            "may be twins with like names: at most to be checked",
        ),
        Rule::TwinsOfOneNumber => (
            Comparison::Limit,
            "one number on what look like twins: at most to be checked",
        ),
        Rule::FirstName => (
            Comparison::Limit,
            "first names do not agree: what a family shares is not enough",
        ),
        Rule::BirthDate => (
            Comparison::Limit,
            "birth dates do not agree: what a family shares is not enough",
        ),
        Rule::Suffix => (Comparison::Limit, "Jr, Sr, II differ: at most to be checked"),
        Rule::NoFirstName => (
            Comparison::Limit,
            "a first name is missing: at most to be checked",
        ),
        Rule::NoBirthDate => (
            Comparison::Limit,
            "a birth date is missing: at most to be checked",
        ),
    }
}
