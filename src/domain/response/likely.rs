//! How likely it is that the student of a line is another student: who holds the SSID, or who could be meant.

use super::{Context, Directory, ResponseLine};
use crate::domain::date::parse_date;
use crate::domain::dates::local_day;
use crate::domain::ids::{Ssid, StudentKey};
use crate::domain::layout::WireField;
use crate::domain::matching::{Band, Explanation, Person, tenths};
use crate::domain::student::Student;
use chrono::NaiveDate;

/// Another student whom a line could mean, or who holds its SSID.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Other {
    /// The student.
    pub key: StudentKey,
    /// `Last, First Middle, Suffix`; empty when that student is not here any more.
    pub name: String,
    /// Student number; empty like the name.
    pub number: String,
    /// How likely it is the student of the line; `None` when that cannot be compared.
    pub likeness: Option<Likeness>,
}

/// What the engine says of two records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Likeness {
    /// The total in tenths of a bit.
    pub tenths: i32,
    /// How sure the engine is; `None` below "Possible". What a rule raises is no surer for that.
    pub band: Option<Band>,
    /// What speaks for one student and what against, in one line.
    pub sentence: String,
    /// The strongest of what speaks against alone.
    pub against: Vec<String>,
}

impl Likeness {
    fn of(why: &Explanation) -> Self {
        Self {
            tenths: tenths(why.total),
            band: Band::of(why.total),
            sentence: why.sentence(),
            against: why.strongest().1.to_vec(),
        }
    }

    /// The total in bits.
    pub fn bits(&self) -> f32 {
        self.tenths as f32 / 10.0
    }

    /// `Very likely: same birth date, nickname`.
    pub fn words(&self) -> String {
        let band = self.band.map_or("Unlikely", Band::label);
        match self.sentence.as_str() {
            "" => band.to_owned(),
            why => format!("{band}: {why}"),
        }
    }
}

impl Other {
    /// Someone of whom only the key is known.
    pub(super) fn unknown(key: StudentKey) -> Self {
        Self {
            key,
            name: String::new(),
            number: String::new(),
            likeness: None,
        }
    }

    /// Whether it is very likely one child: then the two are to be merged.
    pub fn is_same_child(&self) -> bool {
        self.likeness
            .as_ref()
            .is_some_and(|l| l.band == Some(Band::VeryLikely))
    }

    /// What to do about an SSID that another student holds, after how likely the two are one child.
    pub(super) fn advice(&self) -> String {
        let Some(l) = &self.likeness else {
            return "Compare the two: they may be one child.".to_owned();
        };
        match l.band {
            Some(Band::VeryLikely) => {
                format!(
                    "Very likely one child ({}): compare and merge the two.",
                    l.sentence
                )
            }
            Some(_) => format!(
                "They may be one child ({}): compare the two. If they are two children, have the SSID help desk correct the number.",
                l.sentence
            ),
            None => format!(
                "By what is known they are two children{}: have the SSID help desk correct the number.",
                match l.against.as_slice() {
                    [] => String::new(),
                    against => format!(" ({})", against.join(", ")),
                }
            ),
        }
    }
}

/// The likeliest first; those of whom nothing is known last, each in the order it came.
fn sort(others: &mut [Other]) {
    others.sort_by_key(|o| std::cmp::Reverse(o.likeness.as_ref().map(|l| l.tenths)));
}

/// Compares persons as they were on the day of the request.
pub(super) struct Comparer<'a> {
    explain: &'a dyn Fn(&Person, &Person) -> Explanation,
    day: NaiveDate,
}

impl<'a> Comparer<'a> {
    pub(super) fn new(cx: &Context<'a>) -> Self {
        Self {
            explain: cx.explain,
            day: local_day(cx.request.made_at),
        }
    }

    /// A student as the engine compares them.
    pub(super) fn person(&self, student: &Student) -> Person {
        Person::of(student, self.day)
    }

    /// How likely two persons are one.
    pub(super) fn likeness(&self, a: &Person, b: &Person) -> Likeness {
        Likeness::of(&(self.explain)(a, b))
    }

    /// The students beside a person, the likeliest first. Who is not here, or was merged away, is not compared.
    pub(super) fn others<D: Directory>(
        &self,
        person: &Person,
        keys: &[StudentKey],
        directory: &D,
    ) -> Result<Vec<Other>, D::Error> {
        let mut out = Vec::with_capacity(keys.len());
        for key in keys {
            let student = directory.by_key(*key)?;
            out.push(match student.filter(|s| s.key == *key && !s.is_retired()) {
                Some(s) => Other {
                    key: *key,
                    name: s.list_name(),
                    number: s.number.to_string(),
                    likeness: Some(self.likeness(person, &self.person(&s))),
                },
                None => Other::unknown(*key),
            });
        }
        sort(&mut out);
        Ok(out)
    }
}

/// A line of a response as the engine compares it: what the state says of the student.
pub(super) fn person_of(line: &ResponseLine, cx: &Context<'_>) -> Person {
    let text = |t: &str| t.trim().to_owned();
    Person {
        last_name: text(&line.last_name),
        first_name: text(&line.first_name),
        middle_name: text(&line.middle_name),
        birth_date: born(line.birth_date.trim(), cx),
        state_id: Ssid::parse(line.ssid.trim()).map_or_else(|_| String::new(), |s| s.to_string()),
        number: text(&line.number),
        ..Person::default()
    }
}

/// A birth date as the layout writes it, else as offices do.
fn born(text: &str, cx: &Context<'_>) -> Option<NaiveDate> {
    let format = cx
        .layout
        .column(WireField::BirthDate)
        .and_then(|c| c.date_format.as_deref());
    format
        .and_then(|f| NaiveDate::parse_from_str(text, f).ok())
        .or_else(|| parse_date(text).ok().map(|read| read.day))
}

/// Which of several students fits a line best, where one does.
pub(super) fn likeliest(others: &[Other]) -> String {
    match others {
        [
            Other {
                name,
                number,
                likeness: Some(best),
                ..
            },
            Other {
                likeness: Some(next), ..
            },
            ..,
        ] if best.tenths > next.tenths => {
            format!(" The line fits {name} ({number}) best ({}).", best.words())
        }
        _ => String::new(),
    }
}
