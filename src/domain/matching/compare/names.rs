//! How first, middle and last names are alike, and which of them stand in each other's place.

use super::Comparer;
use crate::domain::matching::level::{First, Last, Middle};
use crate::domain::matching::lexicon::{NONE, Name};
use crate::domain::matching::row::Row;
use crate::domain::matching::word::Likeness;

impl Comparer<'_> {
    /// How two first names are alike.
    pub(super) fn first(&mut self, a: u32, b: u32) -> First {
        if a == NONE || b == NONE {
            return First::Unknown;
        }
        if a == b {
            return First::Equal;
        }
        let (x, y) = (*self.lexicon.name(a), *self.lexicon.name(b));
        let whole = self.words(x.joined, y.joined);
        if whole == Likeness::Same {
            return First::Equal;
        }
        let (short, long) = (x.len() == 1, y.len() == 1);
        // The best of word against word.
        let mut best = whole;
        if !(short && long) {
            if self.is_part(&x, &y) || self.is_part(&y, &x) {
                return First::Part;
            }
            if short || long {
                // Of two names, the first one is the one that nicknames are made of.
                if self.words(x.words[0], y.words[0]) == Likeness::Variant {
                    best = best.max(Likeness::Variant);
                }
                for w in x.words() {
                    for v in y.words() {
                        let letters = self
                            .lexicon
                            .word(w)
                            .text
                            .len()
                            .min(self.lexicon.word(v).text.len());
                        if matches!(self.words(w, v), Likeness::Sound | Likeness::Close) && letters >= 4 {
                            best = best.max(Likeness::Near);
                        }
                    }
                }
            } else if best < Likeness::Close && x.words().any(|w| y.words().any(|v| w == v)) {
                // Letters in common are those of the one word: Juan Carlos and Juan Pablo.
                best = Likeness::None;
            }
        }
        let usual = || self.are_usual(x.joined, y.joined);
        match best {
            Likeness::Variant | Likeness::Same => First::Variant,
            Likeness::Sound => First::Close,
            Likeness::Close if usual() => First::TwoNames,
            Likeness::Close => First::Close,
            Likeness::Short if usual() => First::TwoNames,
            Likeness::Short => First::Near,
            Likeness::Rhyme => First::TwoNames,
            Likeness::Near if usual() => First::Different,
            Likeness::Near => First::Near,
            Likeness::None => {
                let (v, w) = (self.lexicon.word(x.joined), self.lexicon.word(y.joined));
                if (v.is_initial() || w.is_initial()) && v.initial() == w.initial() {
                    First::Initial
                } else {
                    First::Different
                }
            }
        }
    }

    /// Whether one first name is part of another: each of its words is there, or an initial that fits. María José and María
    /// Fernanda are two sisters, as Thị Mai and Thị Lan are: one word in common is not enough where each has another one.
    pub(super) fn is_part(&mut self, part: &Name, whole: &Name) -> bool {
        let mut word = false;
        let all = part.words().all(|w| {
            whole.words().any(|v| {
                let (p, q) = (self.lexicon.word(w), self.lexicon.word(v));
                if p.is_initial() || q.is_initial() {
                    return part.len() > 1 && p.initial() == q.initial();
                }
                let alike = self.words(w, v);
                let fits = alike == Likeness::Same || part.len() > 1 && alike >= Likeness::Close;
                word |= fits;
                fits
            })
        });
        all && word
    }

    /// Whether two words both are names that people here bear, and none the mistyped other one: what is typed wrong is
    /// rare beside what it was meant for.
    pub(super) fn are_usual(&self, a: u32, b: u32) -> bool {
        let (x, y) = (self.lexicon.word(a), self.lexicon.word(b));
        let (rare, often) = (x.as_first.min(y.as_first), x.as_first.max(y.as_first));
        let known = !x.formal.is_empty() && !y.formal.is_empty();
        rare >= 3 && rare * 50 > often || known && rare >= 1
    }

    /// How two last names are alike.
    pub(super) fn last(&mut self, a: u32, b: u32) -> Last {
        if a == NONE || b == NONE {
            return Last::Unknown;
        }
        if a == b {
            return Last::Equal;
        }
        let (x, y) = (*self.lexicon.name(a), *self.lexicon.name(b));
        match self.words(x.joined, y.joined) {
            Likeness::Same => return Last::Equal,
            Likeness::Close | Likeness::Sound => return Last::Close,
            _ => {}
        }
        let mut best = Last::Different;
        if x.len() > 1 || y.len() > 1 {
            best = self.part(&x, &y);
            if best == Last::Part {
                return best;
            }
        }
        let (v, w) = (
            &self.lexicon.word(x.joined).text,
            &self.lexicon.word(y.joined).text,
        );
        let (short, long) = if v.len() <= w.len() { (v, w) } else { (w, v) };
        if short.len() >= 4
            && long.len() > short.len()
            && (long.starts_with(&**short) || long.ends_with(&**short))
        {
            return Last::Part;
        }
        if best == Last::Different
            && matches!(self.words(x.joined, y.joined), Likeness::Near | Likeness::Rhyme)
        {
            best = Last::Close;
        }
        best
    }

    /// Whether two names have a word in common, or nearly.
    pub(super) fn part(&mut self, x: &Name, y: &Name) -> Last {
        let mut best = Last::Different;
        for w in x.words() {
            for v in y.words() {
                if self
                    .lexicon
                    .word(w)
                    .text
                    .len()
                    .min(self.lexicon.word(v).text.len())
                    < 3
                {
                    continue;
                }
                match self.words(w, v) {
                    Likeness::Same => return Last::Part,
                    Likeness::Close | Likeness::Sound => best = Last::Close,
                    _ => {}
                }
            }
        }
        best
    }

    /// Whether two words are surely one name: the same, a variant, or a typing error away.
    pub(super) fn one_word(&mut self, a: u32, b: u32) -> bool {
        matches!(
            self.words(a, b),
            Likeness::Same | Likeness::Variant | Likeness::Sound | Likeness::Close
        )
    }

    /// Whether a first and a middle name are one: the same, a variant of it, or a typing error away.
    pub(super) fn is_middle(&mut self, first: u32, middle: u32) -> bool {
        if first == NONE || middle == NONE {
            return false;
        }
        let (x, y) = (*self.lexicon.name(first), *self.lexicon.name(middle));
        if self.lexicon.word(y.joined).is_initial() {
            return false;
        }
        self.one_word(x.joined, y.joined) || y.words().any(|w| y.len() > 1 && self.one_word(x.joined, w))
    }

    /// How two middle names are alike.
    pub(super) fn middle(&mut self, a: u32, b: u32) -> Middle {
        if a == NONE || b == NONE {
            return Middle::Unknown;
        }
        let (x, y) = (*self.lexicon.name(a), *self.lexicon.name(b));
        if x.joined == y.joined {
            return if self.lexicon.word(x.joined).is_initial() {
                Middle::Initial
            } else {
                Middle::Equal
            };
        }
        let (v, w) = (self.lexicon.word(x.words[0]), self.lexicon.word(y.words[0]));
        if v.is_initial() || w.is_initial() {
            return if v.initial() == w.initial() {
                Middle::Initial
            } else {
                Middle::Conflict
            };
        }
        if self.one_word(x.joined, y.joined)
            || (x.len() > 1 || y.len() > 1) && x.words().any(|w| y.words().any(|v| self.one_word(w, v)))
        {
            return Middle::Close;
        }
        Middle::Conflict
    }

    /// A cheap look whether first and last name may be swapped.
    pub(super) fn may_be_swapped(&self, a: &Row, b: &Row) -> bool {
        if a.first == NONE || a.last == NONE || b.first == NONE || b.last == NONE {
            return false;
        }
        let initial = |at: u32| self.lexicon.word(self.lexicon.name(at).joined).initial();
        initial(a.first) == initial(b.last) || initial(a.last) == initial(b.first)
    }

    /// Whether what stands as first name is the other's last name, and the other way about.
    pub(super) fn swapped(&mut self, a: &Row, b: &Row) -> bool {
        if a.first == NONE || a.last == NONE || b.first == NONE || b.last == NONE {
            return false;
        }
        let [af, al, bf, bl] = [a.first, a.last, b.first, b.last].map(|at| *self.lexicon.name(at));
        let crossed = |x: &Name, y: &Name, me: &mut Self| {
            let part = (x.len() > 1 || y.len() > 1)
                && x.words()
                    .any(|w| y.words().any(|v| me.words(w, v) == Likeness::Same));
            me.words(x.joined, y.joined)
                .max(if part { Likeness::Same } else { Likeness::None })
        };
        // One of the two may be mistyped as well.
        let (one, other) = (crossed(&af, &bl, self), crossed(&al, &bf, self));
        one.min(other) >= Likeness::Close
            || one.max(other) == Likeness::Same && one.min(other) >= Likeness::Near
    }

    /// Whether a person's last name is that of the other one's guardian.
    pub(super) fn is_guardians(&mut self, a: &Row, b: &Row) -> bool {
        if a.last == NONE || b.guardian == NONE {
            return false;
        }
        let (last, guardian) = (*self.lexicon.name(a.last), *self.lexicon.name(b.guardian));
        guardian.words().any(|w| last.words().any(|v| w == v)) || guardian.words().any(|w| w == last.joined)
    }
}
