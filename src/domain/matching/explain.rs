//! Why two records may be one student, in words and in bits.

use super::band::Band;
use super::level::{Last, Levels, Number, StateId};
use super::person::Person;
use super::reasons::{compared, reason, rule_in_words};
use super::weights::{FIRST, LAST, Weights, apply_rules};

/// What was compared, or the rule that was applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is named for the field it compares")]
pub enum Comparison {
    FirstName,
    LastName,
    MiddleName,
    Suffix,
    BirthDate,
    Gender,
    StateId,
    Number,
    School,
    Grade,
    /// Phone, e-mail, address and guardian together.
    Household,
    /// The rule for twins: one family, one birth date, two first names.
    Twins,
    /// A limit: without agreement of first name and birth date a family's data cannot raise a pair.
    Limit,
    /// A rule that shows a pair whatever its bits, as one State ID on two children.
    Raised,
}

impl Comparison {
    /// As it is called on screen.
    pub fn label(self) -> &'static str {
        match self {
            Comparison::FirstName => "First name",
            Comparison::LastName => "Last name",
            Comparison::MiddleName => "Middle name",
            Comparison::Suffix => "Suffix",
            Comparison::BirthDate => "Birth date",
            Comparison::Gender => "Gender",
            Comparison::StateId => "State ID",
            Comparison::Number => "Student number",
            Comparison::School => "School",
            Comparison::Grade => "Grade",
            Comparison::Household => "Household",
            Comparison::Twins => "Likely twins",
            Comparison::Limit => "Limit",
            Comparison::Raised => "Always shown",
        }
    }

    /// Whether it is a rule and no comparison of two values.
    pub fn is_rule(self) -> bool {
        matches!(self, Comparison::Twins | Comparison::Limit | Comparison::Raised)
    }
}

/// One bar of the waterfall: a comparison, and what it adds to the total.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// What was compared, or the rule.
    pub what: Comparison,
    /// The level in words, e.g. "nickname", "one digit off"; for a rule what it says.
    pub level: String,
    /// The first record's value as it stands; empty when not known.
    pub a: String,
    /// The second record's value.
    pub b: String,
    /// What it adds, in bits; 0 when a value is missing.
    pub bits: f32,
}

/// Why two records may be one student, or not.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// What a pair taken by chance starts from, in bits.
    pub prior: f32,
    /// The comparisons in the order in which they are made, then the rules.
    pub bars: Vec<Bar>,
    /// Prior and bars together, in bits.
    pub total: f32,
    /// The band; `None` when such a pair is not shown.
    pub band: Option<Band>,
    /// What speaks for one student, in words, the strongest first.
    pub speaks_for: Vec<String>,
    /// What speaks against, in words, the strongest first.
    pub speaks_against: Vec<String>,
}

impl Explanation {
    /// The total as a probability that the two are one student, from 0 to 1.
    pub fn probability(&self) -> f32 {
        1.0 / (1.0 + (-self.total).exp2())
    }

    /// At most three short reasons in one line: "same number once the D is removed, same birth date; against: other school".
    pub fn sentence(&self) -> String {
        in_one_line(&self.speaks_for, &self.speaks_against)
    }

    /// What [`Self::sentence`] says: the strongest reasons, and the strongest of what speaks against.
    pub fn strongest(&self) -> (&[String], &[String]) {
        strongest(&self.speaks_for, &self.speaks_against)
    }
}

/// What one line has room for, of reasons that stand in the order of their strength: three for, two against.
fn strongest<'a>(speaks_for: &'a [String], against: &'a [String]) -> (&'a [String], &'a [String]) {
    let most = |words: &'a [String], most: usize| &words[..words.len().min(most)];
    (most(speaks_for, 3), most(against, 2))
}

/// The strongest reasons in one line: "same birth date, nickname; against: other school".
pub fn in_one_line(speaks_for: &[String], against: &[String]) -> String {
    let (speaks_for, against) = strongest(speaks_for, against);
    let (speaks_for, against) = (speaks_for.join(", "), against.join(", "));
    match (speaks_for.is_empty(), against.is_empty()) {
        (_, true) => speaks_for,
        (true, false) => format!("against: {against}"),
        (false, false) => format!("{speaks_for}; against: {against}"),
    }
}

impl Explanation {
    /// Every reason in one line, in the form of [`Explanation::sentence`].
    pub fn whole(&self) -> String {
        let against = match &self.speaks_against[..] {
            [] => String::new(),
            against => format!("against: {}", against.join(", ")),
        };
        match self.speaks_for.join(", ") {
            speaks if speaks.is_empty() => against,
            speaks if against.is_empty() => speaks,
            speaks => format!("{speaks}; {against}"),
        }
    }
}

/// Less than this, in bits, is no reason worth a word.
const WORTH_A_WORD: f32 = 0.5;

impl Explanation {
    /// Explains how two persons agree. `rare` is what rare first and last names add, in bits.
    pub(super) fn new(
        a: &Person,
        b: &Person,
        levels: &Levels,
        weights: &Weights,
        rare: (f32, f32),
        band: Option<Band>,
    ) -> Self {
        let sum = weights.sum(levels.pattern()) + rare.0 + rare.1;
        let (total, applied) = apply_rules(levels, sum, weights.families);
        let mut bars = compared(a, b, levels);
        for (c, (bar, level)) in bars.iter_mut().zip(levels.numbers()).enumerate() {
            bar.bits = weights.bits[c][level as usize];
            match c {
                FIRST => bar.bits += rare.0,
                LAST => bar.bits += rare.1,
                _ => {}
            }
        }
        let mut reasons: Vec<(f32, Comparison, String)> = bars
            .iter()
            .filter(|bar| bar.bits.abs() >= WORTH_A_WORD)
            .filter_map(|bar| Some((bar.bits, bar.what, reason(bar.what, a, b, levels)?)))
            .collect();
        for rule in applied.into_iter().flatten() {
            let (what, words) = rule_in_words(rule.rule);
            bars.push(Bar {
                what,
                level: words.to_owned(),
                a: String::new(),
                b: String::new(),
                bits: rule.bits,
            });
            reasons.push((rule.bits, what, words.to_owned()));
        }
        if let Some(band) = band
            && Band::of(total).is_none_or(|of| of < band)
        {
            bars.push(Bar {
                what: Comparison::Raised,
                level: if levels.state_id == StateId::Equal {
                    "one State ID on two students is always shown"
                } else if levels.number == Number::Equal {
                    "one student number on two records is always shown"
                } else {
                    "one name and one birth date on two records are always shown"
                }
                .to_owned(),
                a: String::new(),
                b: String::new(),
                bits: 0.0,
            });
        }
        // The strongest first; a stable sort keeps the order of comparisons among equals.
        reasons.sort_by(|x, y| y.0.abs().total_cmp(&x.0.abs()));
        // Another last name is told as what it is, also where the guardian's name explains it.
        let changed_name = levels.last == Last::Guardian;
        let (speaks_for, speaks_against): (Vec<_>, Vec<_>) = reasons
            .into_iter()
            .partition(|(bits, what, _)| *bits > 0.0 && !(changed_name && *what == Comparison::LastName));
        let words = |reasons: Vec<(f32, Comparison, String)>| reasons.into_iter().map(|r| r.2).collect();
        Self {
            prior: weights.prior,
            bars,
            total,
            band,
            speaks_for: words(speaks_for),
            speaks_against: words(speaks_against),
        }
    }
}
