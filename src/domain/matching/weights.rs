//! What each level weighs: shares of pairs within one person and between two, and the bits that follow from them.

use super::band::{CHECK, VERY_LIKELY};
use super::level::{
    Birth, COMPARISONS, First, Gender, Household, Last, Levels, Middle, Number, Pattern, StateId, Suffix,
    level_in,
};

/// Most levels of a comparison.
pub(super) const LEVELS: usize = 16;

/// For each comparison and level: the share of pairs at it.
pub(super) type Shares = [[f64; LEVELS]; COMPARISONS];

/// What levels weigh. The shipped values are those of matching.md ("Starting weights"), as shares whose quotient they are;
/// [`super::estimate`] puts the district's own beside them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Weights {
    /// What a pair taken by chance starts from, in bits.
    pub prior: f32,
    /// Bits of each comparison and level.
    pub bits: [[f32; LEVELS]; COMPARISONS],
    /// Whether the persons are of families, so that what a family shares must not make two children one.
    pub families: bool,
}

/// Shares within one person and between two, level by level from 1 on; level 0, not known, weighs nothing.
const SHIPPED: [&[(f64, f64)]; COMPARISONS] = [
    // First name: equal, variant, close, near, part, middle, initial, two names, swapped, different.
    &[
        (0.551, 0.0053),
        (0.103, 0.003),
        (0.099, 0.005),
        (0.028, 0.008),
        (0.03, 0.0012),
        (0.05, 0.004),
        (0.02, 0.04),
        (0.01, 0.006),
        (0.01, 0.01),
        (0.0096, 0.93),
    ],
    // Last name: equal, part, close, guardian, swapped, different.
    &[
        (0.56, 0.0019),
        (0.08, 0.0033),
        (0.2, 0.0134),
        (0.04, 0.01),
        (0.0102, 0.00001),
        (0.0303, 0.97),
    ],
    // Middle name: equal, close, initial, conflict.
    &[(0.53, 0.0178), (0.07, 0.0116), (0.25, 0.072), (0.15, 0.91)],
    // Suffix: same, conflict.
    &[(0.97, 0.485), (0.008, 0.515)],
    // Birth date: equal, swapped, one digit, 1 January, one part, two digits, different.
    &[
        (0.745, 0.00024),
        (0.039, 0.0008),
        (0.12, 0.005),
        (0.02, 0.002),
        (0.018, 0.012),
        (0.02, 0.03),
        (0.0148, 0.95),
    ],
    // Gender: same, different.
    &[(0.98, 0.49), (0.021, 0.51)],
    // State ID: equal, one digit, different.
    &[(0.7, 0.000_007), (0.097, 0.001), (0.0206, 0.999)],
    // Student number: equal.
    &[(0.5, 0.00001)],
    // School: same, different.
    &[(0.6, 0.08), (0.4, 0.92)],
    // Grade: same, next, further.
    &[(0.788, 0.08), (0.185, 0.14), (0.0488, 0.78)],
    // Household: two or more, one, in part, none.
    &[(0.48, 0.0075), (0.22, 0.0069), (0.02, 0.002), (0.302, 0.98)],
];

/// The number of the first-name comparison in tables; likewise the next ones.
pub(super) const FIRST: usize = 0;
pub(super) const LAST: usize = 1;
pub(super) const BIRTH: usize = 4;
pub(super) const HOUSEHOLD: usize = 10;

/// The shipped shares: within one person, and between two.
pub(super) fn shipped_shares() -> (Shares, Shares) {
    let (mut m, mut u) = ([[0.0; LEVELS]; COMPARISONS], [[0.0; LEVELS]; COMPARISONS]);
    for (c, levels) in SHIPPED.iter().enumerate() {
        for (l, (within, between)) in levels.iter().enumerate() {
            m[c][l + 1] = *within;
            u[c][l + 1] = *between;
        }
    }
    (m, u)
}

/// How many levels beside 0 a comparison has.
pub(super) fn levels_of(comparison: usize) -> usize {
    SHIPPED[comparison].len()
}

/// What a pair taken by chance starts from when one in a hundred students is there twice, in bits. (Source: matching.md,
/// −17.9 for 5,000 students.)
pub(super) fn shipped_prior(persons: usize) -> f32 {
    (0.02 / (persons.max(2) - 1) as f32).log2()
}

impl Default for Weights {
    fn default() -> Self {
        Self::shipped(5_000)
    }
}

impl Weights {
    /// The shipped ones.
    pub fn shipped(persons: usize) -> Self {
        let (m, u) = shipped_shares();
        Self::of(&m, &u, shipped_prior(persons), true)
    }

    /// The weights that follow from shares. What must not be learned is held: two first names or birth dates never become
    /// harmless, a household only supports, and Jr never agrees with Sr.
    pub fn of(m: &Shares, u: &Shares, prior: f32, families: bool) -> Self {
        let mut bits = [[0.0; LEVELS]; COMPARISONS];
        for (c, levels) in bits.iter_mut().enumerate() {
            for (l, b) in levels.iter_mut().enumerate().skip(1).take(levels_of(c)) {
                *b = (m[c][l] / u[c][l]).log2() as f32;
            }
        }
        let mut hold = |c: usize, level: u8, least: f32, most: f32| {
            let b = &mut bits[c][level as usize];
            *b = b.clamp(least, most);
        };
        if families {
            hold(FIRST, First::Different as u8, -12.0, -6.0);
            hold(FIRST, First::TwoNames as u8, -6.0, 2.0);
            hold(BIRTH, Birth::Different as u8, -12.0, -5.0);
            hold(BIRTH, Birth::OnePart as u8, -3.0, 2.5);
            hold(BIRTH, Birth::TwoDigits as u8, -5.0, 2.0);
            hold(HOUSEHOLD, Household::Two as u8, 3.0, 6.0);
            hold(HOUSEHOLD, Household::One as u8, 1.0, 5.0);
            hold(HOUSEHOLD, Household::Partly as u8, -1.0, 2.0);
            hold(HOUSEHOLD, Household::None as u8, -3.5, -0.5);
        }
        // However many records are equal: that a name or a day is frequent among them is no proof against one child.
        hold(FIRST, First::Equal as u8, 3.0, f32::INFINITY);
        hold(LAST, Last::Equal as u8, 1.5, f32::INFINITY);
        hold(BIRTH, Birth::Equal as u8, 8.0, f32::INFINITY);
        hold(FIRST, First::Initial as u8, -3.0, 3.0);
        hold(FIRST, First::Swapped as u8, 0.0, 0.0);
        hold(LAST, Last::Swapped as u8, 8.0, 13.0);
        hold(LAST, Last::Different as u8, -6.0, -2.5);
        hold(LAST, Last::Guardian as u8, -1.0, 4.0);
        hold(3, Suffix::Conflict as u8, -6.0, -6.0);
        hold(5, 2, -6.0, -2.5);
        hold(6, StateId::Equal as u8, 10.0, 20.0);
        hold(6, StateId::Different as u8, -5.6, -0.3);
        hold(7, Number::Equal as u8, 15.6, 15.6);
        Self {
            prior,
            bits,
            families,
        }
    }

    /// The total of a pattern before rules, in bits, without what rare names add.
    pub fn sum(&self, pattern: Pattern) -> f32 {
        (0..COMPARISONS).fold(self.prior, |sum, c| sum + self.bits[c][level_in(pattern, c)])
    }
}

/// A rule that was applied, and the bits that it moved the total by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Applied {
    pub rule: Rule,
    pub bits: f32,
}

/// The rules beside the weights.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    /// One family, one birth date, two first names.
    Twins,
    /// Names that are alike, one birth date, one family: nothing tells a typing error from twins.
    MayBeTwins,
    /// One family, one birth date, two first names, and one number.
    TwinsOfOneNumber,
    /// No agreement of first names.
    FirstName,
    /// No agreement of birth dates.
    BirthDate,
    /// Jr and Sr: never automatic.
    Suffix,
    /// A birth date is missing.
    NoBirthDate,
    /// A first name is missing.
    NoFirstName,
}

/// Just below a limit.
const BELOW: f32 = 0.1;

/// Applies the rules to a total. At most one bonus and one limit apply.
pub(super) fn apply_rules(levels: &Levels, sum: f32, families: bool) -> (f32, [Option<Applied>; 2]) {
    let mut total = sum;
    let mut applied = [None, None];
    if !families {
        return (total, applied);
    }
    let family = matches!(levels.last, Last::Equal | Last::Part | Last::Close)
        || matches!(levels.household, Household::One | Household::Two);
    let identified = levels.state_id == StateId::Equal || levels.number == Number::Equal;
    let twins = match levels.first {
        First::Different => -8.0,
        First::TwoNames => -6.0,
        _ => 0.0,
    };
    if levels.birth == Birth::Equal && family && twins < 0.0 {
        total += twins;
        applied[0] = Some(Applied {
            rule: Rule::Twins,
            bits: twins,
        });
    }
    let limit = if levels.first == First::Different && !identified {
        Some((Rule::FirstName, CHECK - BELOW))
    } else if levels.birth == Birth::Different && !identified {
        Some((Rule::BirthDate, CHECK - BELOW))
    } else if levels.suffix == Suffix::Conflict {
        Some((Rule::Suffix, VERY_LIKELY - BELOW))
    } else if levels.first == First::Different && levels.birth == Birth::Equal && family {
        // One has the other's number: among twins that is a slip of the office.
        Some((Rule::TwinsOfOneNumber, VERY_LIKELY - BELOW))
    } else if family && may_be_twins(levels) {
        Some((Rule::MayBeTwins, VERY_LIKELY - BELOW))
    } else if levels.birth == Birth::Unknown && !identified {
        Some((Rule::NoBirthDate, VERY_LIKELY - BELOW))
    } else if levels.first == First::Unknown && !identified {
        Some((Rule::NoFirstName, VERY_LIKELY - BELOW))
    } else {
        None
    };
    if let Some((rule, most)) = limit
        && total > most
    {
        applied[1] = Some(Applied {
            rule,
            bits: most - total,
        });
        total = most;
    }
    (total, applied)
}

/// Whether two first names of one family that are alike, and not equal, may be those of twins or of brothers and sisters:
/// a name that is only somewhat alike or an initial always may; a slip of the pen, a nickname or a part of the name when
/// something else says so: two State IDs, another middle name, another gender.
fn may_be_twins(levels: &Levels) -> bool {
    let identified =
        matches!(levels.state_id, StateId::Equal | StateId::OneDigit) || levels.number == Number::Equal;
    let other_child = levels.state_id == StateId::Different
        || levels.middle == Middle::Conflict
        || levels.gender == Gender::Different;
    let born = !matches!(levels.birth, Birth::Unknown | Birth::Different);
    born && !identified
        && match levels.first {
            First::TwoNames | First::Near | First::Initial => true,
            First::Close | First::Variant | First::Part | First::Middle => other_child,
            First::Unknown | First::Equal | First::Swapped | First::Different => false,
        }
}
