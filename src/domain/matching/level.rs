//! The levels at which fields agree, and how a pair's levels are kept in one number.

/// Declares a comparison's levels with the words each is explained by.
macro_rules! levels {
    ($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $level:ident => $words:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub(super) enum $name { $($(#[$each])* $level),+ }

        impl Default for $name {
            /// The first level: not known.
            fn default() -> Self { Self::ALL[0] }
        }

        impl $name {
            /// All levels, in the order of their numbers.
            pub const ALL: &'static [Self] = &[$(Self::$level),+];

            /// The level in words.
            pub fn words(self) -> &'static str {
                match self { $(Self::$level => $words),+ }
            }
        }
    };
}

levels! {
    /// First names. [`First::Unknown`] weighs nothing, as in every comparison.
    First {
        Unknown => "not known",
        Equal => "same",
        /// A nickname, a short form or the same name of another language; or the name one goes by.
        Variant => "variant of one name",
        /// One typing error away, or the same sound; and not two names that both are usual.
        Close => "spelled nearly the same",
        /// Further away, but with letters in common as typing errors leave them.
        Near => "somewhat alike",
        /// One has a part of the other: Mary and Mary Ann.
        Part => "one is part of the other",
        /// One's first name is the other's middle name.
        Middle => "goes by the middle name",
        /// One is only an initial, and it fits.
        Initial => "the initial fits",
        /// Alike in letters, but each a usual name of its own: Kayla and Kylee.
        TwoNames => "alike, but two usual names",
        /// What stands as first name is the other's last name, and the other way about.
        Swapped => "first and last name swapped",
        Different => "different",
    }
}

levels! {
    /// Last names.
    Last {
        Unknown => "not known",
        Equal => "same",
        /// One part of a double name in common, wherever it stands.
        Part => "one part of a double name in common",
        Close => "spelled nearly the same",
        /// One's last name is that of the other's guardian: a name that was changed within a family.
        Guardian => "the last name of the other's guardian",
        Swapped => "first and last name swapped",
        Different => "different",
    }
}

levels! {
    /// Middle names.
    Middle {
        Unknown => "not known",
        Equal => "same",
        Close => "nearly the same",
        Initial => "the initial fits",
        Conflict => "different",
    }
}

levels! {
    /// Jr, Sr, II …
    Suffix {
        Unknown => "not known",
        Same => "same",
        Conflict => "different",
    }
}

levels! {
    /// Birth dates.
    Birth {
        Unknown => "not known",
        Equal => "same",
        Swapped => "day and month swapped",
        /// One digit typed wrong, or two beside each other swapped.
        OneDigit => "one digit off",
        /// One of them is 1 January of the same year: what is written when the day is not known.
        FirstOfJanuary => "one is January 1, as when the day is not known",
        OnePart => "one part differs",
        /// Two parts, each one digit off.
        TwoDigits => "two digits off",
        Different => "different",
    }
}

levels! {
    /// Gender.
    Gender {
        Unknown => "not known",
        Same => "same",
        Different => "different",
    }
}

levels! {
    /// State ID.
    StateId {
        Unknown => "not known",
        Equal => "same",
        OneDigit => "one digit off, or two swapped",
        Different => "both have one, and they differ",
    }
}

levels! {
    /// Student number without the D; different ones say nothing.
    Number {
        Unknown => "different, which says nothing",
        Equal => "same",
    }
}

levels! {
    /// School.
    School {
        Unknown => "not known",
        Same => "same",
        Different => "different",
    }
}

levels! {
    /// Grade, where birth dates are not equal; where they are it says nothing more.
    Grade {
        Unknown => "says nothing more than the birth date",
        Same => "same",
        Next => "one grade apart",
        Further => "more than one grade apart",
    }
}

levels! {
    /// Phone, e-mail, address and guardian together.
    Household {
        Unknown => "not known",
        Two => "two or more agree",
        One => "one agrees",
        /// Only addresses that are alike in part.
        Partly => "addresses agree only in part",
        None => "none agrees",
    }
}

/// How a pair agrees in every comparison.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Levels {
    pub first: First,
    pub last: Last,
    pub middle: Middle,
    pub suffix: Suffix,
    pub birth: Birth,
    pub gender: Gender,
    pub state_id: StateId,
    pub number: Number,
    pub school: School,
    pub grade: Grade,
    pub household: Household,
    /// Which of phone, e-mail, address and guardian agree, as bits; for words, and no level of its own.
    pub agrees: u8,
}

/// Comparisons in the order in which they lie in a [`Pattern`].
pub(super) const COMPARISONS: usize = 11;

/// Levels as one number, four bits for each comparison: equal patterns weigh the same.
pub(super) type Pattern = u64;

impl Levels {
    /// The level of each comparison as a number, in the order of [`crate::domain::matching::weights::Table`].
    pub fn numbers(&self) -> [u8; COMPARISONS] {
        [
            self.first as u8,
            self.last as u8,
            self.middle as u8,
            self.suffix as u8,
            self.birth as u8,
            self.gender as u8,
            self.state_id as u8,
            self.number as u8,
            self.school as u8,
            self.grade as u8,
            self.household as u8,
        ]
    }

    /// All levels in one number.
    pub fn pattern(&self) -> Pattern {
        self.numbers()
            .into_iter()
            .enumerate()
            .fold(0, |p, (i, level)| p | u64::from(level) << (4 * i))
    }
}

/// The level of a comparison within a pattern.
pub(super) fn level_in(pattern: Pattern, comparison: usize) -> usize {
    (pattern >> (4 * comparison)) as usize & 15
}
