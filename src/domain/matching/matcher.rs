//! Compares many persons: finds pairs that may be one, and persons like one given.

use super::band::Band;
use super::compare::Comparer;
use super::estimate::{Seen, are_families, by_chance, fit};
use super::explain::Explanation;
use super::index::Index;
use super::keys::Keys;
use super::level::{Birth, First, Household, Last, Levels, Middle, Number, StateId, Suffix};
use super::lexicon::{Lexicon, NONE};
use super::person::Person;
use super::row::Row;
use super::weights::{Weights, apply_rules};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

/// A person like the one asked about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Likely {
    /// The place.
    pub at: u32,
    /// The total in bits.
    pub bits: f32,
    /// The band.
    pub band: Band,
}

/// Persons ready to be compared.
#[derive(Debug, Clone, Default)]
pub struct Matcher {
    pub(super) lexicon: Lexicon<'static>,
    pub(super) rows: Vec<Row>,
    persons: usize,
    /// How many persons there were when the weights were estimated.
    learned_from: usize,
    pub(super) index: Index,
    pub(super) weights: Weights,
    /// How many bits an equal first name of usual frequency is worth; rarer ones are worth more.
    pub(super) usual: Usual,
}

/// How often two persons have the same name, in bits.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Usual {
    pub first: f32,
    pub last: f32,
    pub persons: f32,
}

/// Most pairs are learned from the comparison of so many persons with all others.
const LEARN_FROM: usize = 15_000;
/// Pairs below are of no use to learn from.
const LEARN_ABOVE: f32 = -16.0;

/// Persons on the way to a [`Matcher`]: each is made ready as it comes, and its texts need not be kept.
#[derive(Default)]
pub struct Gathering(Matcher);

impl Gathering {
    /// Makes a person ready; the first one has place 0.
    pub fn push(&mut self, person: &Person) {
        let row = Row::new(person, &mut self.0.lexicon);
        self.0.count(&row, 1);
        if row.there {
            self.0.lexicon.count_address(row.address);
        }
        self.0.rows.push(row);
    }

    /// Sorts the persons and learns what agreement weighs among them. `progress` is asked whether to go on, several times
    /// in a tenth of a second; `None` when it said no.
    pub fn finish(self, progress: &(dyn Fn(u64, u64) -> bool + Sync)) -> Option<Matcher> {
        let mut out = self.0;
        out.rows.shrink_to_fit();
        let all = out.rows.len() as u64;
        let go_on = || progress(all, all);
        if out.finish(&go_on).is_none() {
            out.let_go();
            return None;
        }
        Some(out)
    }
}

impl Matcher {
    /// Makes persons ready; the place of each is its position. `progress` gets done and total, and stops it by `false`.
    /// `None` when it was stopped.
    pub fn new(
        people: impl Iterator<Item = Person>,
        progress: &(dyn Fn(u64, u64) -> bool + Sync),
    ) -> Option<Self> {
        let mut gathering = Gathering::default();
        let expected = people.size_hint().0 as u64;
        for person in people {
            let done = gathering.0.rows.len();
            if done.is_multiple_of(1024) && !progress(done as u64, expected) {
                gathering.0.let_go();
                return None;
            }
            gathering.push(&person);
        }
        gathering.finish(progress)
    }

    /// What is made once everybody is there.
    fn finish(&mut self, go_on: &(dyn Fn() -> bool + Sync)) -> Option<()> {
        self.index = Index::new(&self.lexicon, &self.rows, go_on)?;
        self.estimate(go_on)
    }

    /// Gives the memory back beside what goes on: who cancelled does not wait for it.
    fn let_go(self) {
        rayon::spawn(move || drop(self));
    }

    /// Counts a person in, or out by -1.
    fn count(&mut self, row: &Row, by: i32) {
        if row.there {
            self.persons = self.persons.saturating_add_signed(by as isize);
            self.lexicon.count(row.first, row.last, by);
        }
    }

    /// Learns what levels weigh from the persons at hand.
    fn estimate(&mut self, go_on: &(dyn Fn() -> bool + Sync)) -> Option<()> {
        let u = by_chance(&self.lexicon, &self.rows, self.persons, go_on)?;
        self.learned_from = self.persons;
        self.usual = Usual {
            first: u[super::weights::FIRST][1].log2() as f32,
            last: u[super::weights::LAST][1].log2() as f32,
            persons: self.persons as f32,
        };
        self.weights = Weights::shipped(self.persons);
        self.weights.families = are_families(&self.lexicon, &self.rows, go_on);
        // Every so many persons, so that they are of all kinds; compared with everybody, not only with those after them.
        let step = self.rows.len().div_ceil(LEARN_FROM).max(1);
        let learners: Vec<u32> = (0..self.rows.len() as u32).step_by(step).collect();
        let whole = step == 1;
        let stopped = AtomicBool::new(false);
        let seen: Vec<Vec<Seen>> = self.on_all_cores(&learners, |probe, chunk| {
            let mut seen = Vec::new();
            if stopped.load(Relaxed) || !go_on() {
                stopped.store(true, Relaxed);
                return seen;
            }
            for at in chunk {
                probe.visit(*at, whole.then_some(*at), |_, levels, rare| {
                    if self.weights.sum(levels.pattern()) + rare > LEARN_ABOVE {
                        seen.push((levels, rare));
                    }
                });
            }
            seen
        });
        if stopped.into_inner() {
            return None;
        }
        // Each pair of two learners is seen twice, each of one learner once: as a share of all pairs.
        let share = if whole {
            1.0
        } else {
            2.0 * learners.len() as f64 / self.rows.len() as f64
        };
        let seen: Vec<Seen> = seen.into_iter().flatten().collect();
        self.weights = fit(&seen, &u, self.persons, share, self.weights.families);
        Some(())
    }

    /// How many places there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is nobody.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Whether there are so many more or fewer persons than when the weights were estimated that they do not hold: what a
    /// pair starts from goes by how many there are. Then the persons have to be made ready anew.
    pub fn is_outgrown(&self) -> bool {
        let (now, then) = (self.persons, self.learned_from);
        2 * now > 3 * then || 3 * now < 2 * then
    }

    /// Takes changes over: other data at a place, nobody any more (`None`), or a new place after the last one. Weights
    /// stay as they were estimated: see [`Self::is_outgrown`].
    pub fn change(&mut self, changes: impl Iterator<Item = (u32, Option<Person>)>) {
        let mut places = Vec::new();
        for (place, person) in changes {
            let at = place as usize;
            if at >= self.rows.len() {
                self.rows.resize(at + 1, Row::NOBODY);
            }
            let row = match person {
                Some(person) => Row::new(&person, &mut self.lexicon),
                None => Row::NOBODY,
            };
            let before = std::mem::replace(&mut self.rows[at], row);
            self.count(&before, -1);
            self.count(&row, 1);
            places.push(place);
        }
        if !self.index.change(&self.lexicon, &self.rows, places.into_iter())
            && let Some(index) = Index::new(&self.lexicon, &self.rows, &|| true)
        {
            self.index = index;
        }
    }

    /// The total and the band of a pair; `None` when such a pair is not shown.
    pub(super) fn verdict(&self, levels: &Levels, rare: f32) -> Option<(f32, Band)> {
        let (bits, _) = apply_rules(
            levels,
            self.weights.sum(levels.pattern()) + rare,
            self.weights.families,
        );
        let band = Band::of(bits);
        if is_raised(levels) && band.is_none_or(|b| b < Band::Check) {
            return Some((bits, Band::Check));
        }
        band.map(|band| (bits, band))
    }

    /// Whom a person is like, the likeliest first, at least as sure as `least`; the person's own place is left out.
    pub fn like(&self, person: &Person, own: Option<u32>, least: Band) -> Vec<Likely> {
        let mut lexicon = Lexicon::over(&self.lexicon);
        let row = Row::new(person, &mut lexicon);
        let mut comparer = Comparer::few(&lexicon, self.weights.families);
        let mut out: Vec<Likely> = Vec::new();
        let mut seen: Vec<u32> = Vec::new();
        self.index
            .candidates(&lexicon, &row, None, &mut Keys::new(), |at| seen.push(at));
        seen.sort_unstable();
        seen.dedup();
        for at in seen {
            if Some(at) == own {
                continue;
            }
            let other = &self.rows[at as usize];
            if let Some(levels) = comparer.compare(&row, other)
                && let Some((bits, band)) = self.verdict(&levels, rare(&lexicon, &row, &levels, &self.usual))
                && band >= least
            {
                out.push(Likely { at, bits, band });
            }
        }
        out.sort_by(|x, y| y.band.cmp(&x.band).then(y.bits.total_cmp(&x.bits)));
        out
    }

    /// Why two persons may be one.
    pub fn explain(&self, a: &Person, b: &Person) -> Explanation {
        let mut lexicon = Lexicon::over(&self.lexicon);
        let (x, y) = (Row::new(a, &mut lexicon), Row::new(b, &mut lexicon));
        let levels = Comparer::few(&lexicon, self.weights.families).compare_all(&x, &y);
        let rare = rare_names(&lexicon, &x, &levels, &self.usual);
        Explanation::new(
            a,
            b,
            &levels,
            &self.weights,
            rare,
            self.verdict(&levels, rare.0 + rare.1).map(|v| v.1),
        )
    }
}

/// Whether a rule shows a pair whatever its bits: one identifier on two records; or one name and one birth date, and
/// nothing that says another child but the gender or the school, which are chosen wrongly too easily.
pub(super) fn is_raised(levels: &Levels) -> bool {
    let one_name = levels.first == First::Equal && levels.last == Last::Equal && levels.birth == Birth::Equal;
    let other_child = levels.middle == Middle::Conflict
        || levels.suffix == Suffix::Conflict
        || levels.state_id == StateId::Different
        || levels.household == Household::None;
    one_name && !other_child || levels.state_id == StateId::Equal || levels.number == Number::Equal
}

/// What rare names add where they are equal, and usual ones take away, in bits: for the first and for the last name.
/// (Source: term-frequency adjustment; Winkler, "Frequency-based matching in Fellegi-Sunter model of record linkage",
/// 2000.)
pub(super) fn rare_names(lexicon: &Lexicon<'_>, a: &Row, levels: &Levels, usual: &Usual) -> (f32, f32) {
    let of = |equal: bool, at: u32, usually: f32, count: fn(&super::word::Word) -> u32| {
        if !equal || at == NONE || usual.persons < 100.0 {
            return 0.0;
        }
        let count = count(lexicon.word(lexicon.name(at).joined)).max(1) as f32;
        (usually - (count / usual.persons).log2()).clamp(-2.5, 3.0)
    };
    (
        of(levels.first == First::Equal, a.first, usual.first, |w| w.as_first),
        of(levels.last == Last::Equal, a.last, usual.last, |w| w.as_last),
    )
}

pub(super) fn rare(lexicon: &Lexicon<'_>, a: &Row, levels: &Levels, usual: &Usual) -> f32 {
    let (first, last) = rare_names(lexicon, a, levels, usual);
    first + last
}
