//! A student record in little room: what an import holds of everybody it adds or changes, a hundred bytes each instead of a
//! thousand.

use super::{ChangeFlag, Enrollment, Field, FieldValue, FormerId, Student};
use crate::domain::codes::Ethnicity;
use crate::domain::ids::{SchoolCode, Ssid, StudentKey, StudentNumber};
use crate::domain::missing::Cause;
use chrono::{Datelike, NaiveDate};

/// A record, packed. It comes out exactly as it went in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed {
    /// The one field that is never blank.
    number: StudentNumber,
    form: Form,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Form {
    /// Key, then each typed field that is not blank as its position and its text, then the enrollments; beside them what
    /// only a known student can have.
    Bytes(Box<[u8]>, Option<Box<Known>>),
    /// A record with a text or a list too long for that.
    Whole(Box<Student>),
}

/// What only a student who was known before can have.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Known {
    duplicate: bool,
    added_by_hand: bool,
    missing_cause: Option<Cause>,
    change_flag: Option<ChangeFlag>,
    former_ids: Vec<FormerId>,
    retired_into: Option<StudentKey>,
    not_in_roster: Option<NaiveDate>,
}

impl Known {
    /// Takes it out of a record; `None` when there is nothing of it.
    fn out_of(s: Student) -> Option<Box<Self>> {
        let known = Self {
            duplicate: s.duplicate,
            added_by_hand: s.added_by_hand,
            missing_cause: s.missing_cause,
            change_flag: s.change_flag,
            former_ids: s.former_ids,
            retired_into: s.retired_into,
            not_in_roster: s.not_in_roster,
        };
        (known != Self::default()).then(|| Box::new(known))
    }

    /// Puts it back into a record.
    fn put_into(&self, s: &mut Student) {
        let known = self.clone();
        s.duplicate = known.duplicate;
        s.added_by_hand = known.added_by_hand;
        s.missing_cause = known.missing_cause;
        s.change_flag = known.change_flag;
        s.former_ids = known.former_ids;
        s.retired_into = known.retired_into;
        s.not_in_roster = known.not_in_roster;
    }
}

/// Stands between the fields and the enrollments.
const END_OF_FIELDS: u8 = u8::MAX;

impl Packed {
    /// Packs a record.
    pub fn of(student: Student) -> Self {
        let number = student.number.clone();
        let form = match bytes_of(&student) {
            Some(bytes) => Form::Bytes(bytes.into(), Known::out_of(student)),
            None => Form::Whole(Box::new(student)),
        };
        Self { number, form }
    }

    /// Gives it the key under which it comes into the store.
    pub fn set_key(&mut self, key: StudentKey) {
        match &mut self.form {
            Form::Bytes(bytes, _) => {
                for (to, from) in bytes.iter_mut().zip(key.0.to_le_bytes()) {
                    *to = from;
                }
            }
            Form::Whole(student) => student.key = key,
        }
    }

    /// The record.
    pub fn student(&self) -> Student {
        match &self.form {
            Form::Bytes(bytes, known) => {
                let mut student = Cursor(bytes).student(self.number.clone());
                if let Some(known) = known {
                    known.put_into(&mut student);
                }
                student
            }
            Form::Whole(student) => (**student).clone(),
        }
    }
}

/// The bytes of a record; `None` when something in it is too long for them.
fn bytes_of(s: &Student) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(128);
    out.extend(s.key.0.to_le_bytes());
    for (at, field) in (0u8..).zip(Field::TYPED) {
        match field {
            Field::Number => {}
            Field::BirthDate | Field::AddressFrom => {
                let day = if field == Field::BirthDate {
                    s.birth_date
                } else {
                    s.address_from
                };
                if let Some(day) = day {
                    out.push(at);
                    put_day(&mut out, Some(day));
                }
            }
            Field::Ethnicity if !s.ethnicity.is_unknown() => {
                out.push(at);
                out.push(u8::from(s.ethnicity.hispanic));
                put_count(&mut out, s.ethnicity.races.len())?;
                for race in &s.ethnicity.races {
                    put_text(&mut out, race)?;
                }
            }
            Field::Ethnicity => {}
            Field::StateExcluded | Field::NoShow => {
                let yes = if field == Field::NoShow {
                    s.no_show
                } else {
                    s.state_excluded
                };
                if yes {
                    out.push(at);
                }
            }
            text => {
                let text = s.text_field(text);
                if !text.is_empty() {
                    out.push(at);
                    put_text(&mut out, text)?;
                }
            }
        }
    }
    out.push(END_OF_FIELDS);
    put_count(&mut out, s.enrollments.len())?;
    for e in &s.enrollments {
        put_text(&mut out, e.school.as_str())?;
        put_text(&mut out, &e.grade)?;
        put_day(&mut out, e.entry);
        put_day(&mut out, e.exit);
    }
    Some(out)
}

fn put_count(out: &mut Vec<u8>, n: usize) -> Option<()> {
    out.push(u8::try_from(n).ok()?);
    Some(())
}

fn put_text(out: &mut Vec<u8>, text: &str) -> Option<()> {
    out.extend(u16::try_from(text.len()).ok()?.to_le_bytes());
    out.extend(text.as_bytes());
    Some(())
}

fn put_day(out: &mut Vec<u8>, day: Option<NaiveDate>) {
    out.extend(day.map_or(i32::MIN, |d| d.num_days_from_ce()).to_le_bytes());
}

/// Reads what was packed, from the front.
struct Cursor<'a>(&'a [u8]);

impl<'a> Cursor<'a> {
    fn take<const N: usize>(&mut self) -> [u8; N] {
        match self.0.split_first_chunk::<N>() {
            Some((first, rest)) => {
                self.0 = rest;
                *first
            }
            None => [0; N],
        }
    }

    fn byte(&mut self) -> u8 {
        self.take::<1>()[0]
    }

    fn text(&mut self) -> &'a str {
        let n = usize::from(u16::from_le_bytes(self.take()));
        let (text, rest) = self.0.split_at(n.min(self.0.len()));
        self.0 = rest;
        std::str::from_utf8(text).unwrap_or_default()
    }

    fn day(&mut self) -> Option<NaiveDate> {
        NaiveDate::from_num_days_from_ce_opt(i32::from_le_bytes(self.take()))
    }

    fn student(mut self, number: StudentNumber) -> Student {
        let mut student = Student::new(StudentKey(u64::from_le_bytes(self.take())), number);
        while let Some(field) = Field::TYPED.get(usize::from(self.byte())).copied() {
            let value = match field {
                Field::BirthDate | Field::AddressFrom => FieldValue::Date(self.day()),
                Field::StateExcluded | Field::NoShow => FieldValue::Yes(true),
                Field::Ssid => FieldValue::Ssid(Ssid::parse(self.text()).ok()),
                Field::Ethnicity => {
                    let hispanic = self.byte() == 1;
                    let races = (0..self.byte()).map(|_| self.text().to_owned()).collect();
                    FieldValue::Ethnicity(Ethnicity { hispanic, races })
                }
                _ => FieldValue::Text(self.text().to_owned()),
            };
            student.put(field, value);
        }
        student.enrollments = (0..self.byte())
            .filter_map(|_| {
                let (school, grade) = (self.text(), self.text().to_owned());
                let (entry, exit) = (self.day(), self.day());
                Some(Enrollment {
                    school: SchoolCode::parse(school).ok()?,
                    grade,
                    entry,
                    exit,
                })
            })
            .collect();
        student
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::missing::Cause;
    use crate::domain::student::{ChangeFlag, FormerId, IdKind};
    use crate::domain::testing::{day, enrolled, noon, ssid, student};

    #[test]
    fn a_packed_record_comes_out_as_it_went_in() {
        let bare = Student::new(StudentKey(7), StudentNumber::parse("A1").unwrap());
        let mut full = student(u64::MAX, "00123", "Peña", "Анна");
        for field in Field::TYPED {
            full.put(
                field,
                FieldValue::Text(format!("  {}\n{}", field.name(), "ñ".repeat(300))),
            );
        }
        full.ssid = Some(ssid("0234567"));
        full.ethnicity.hispanic = true;
        full.ethnicity.races = vec!["C".into(), "P;Q".into()];
        full.photo_consent = Some(false);
        full.state_excluded = true;
        full.no_show = true;
        full.address_from = Some(day("2026-01-31"));
        full.enrollments = vec![
            enrolled("104", "2026-08-20", ""),
            enrolled("A-1", "", "2020-02-29"),
        ];
        let mut huge = full.clone();
        huge.alerts = "x".repeat(70_000);
        let mut known = full.clone();
        known.duplicate = true;
        known.missing_cause = Some(Cause::NoShow);
        known.former_ids.push(FormerId {
            kind: IdKind::Ssid,
            value: "1".into(),
            until: noon("2026-01-01"),
        });
        known.change_flag = Some(ChangeFlag {
            since: noon("2026-01-01"),
            old: Default::default(),
        });
        for record in [bare, full, huge, known] {
            let mut packed = Packed::of(record.clone());
            assert_eq!(packed.student(), record);
            packed.set_key(StudentKey(99));
            assert_eq!(
                packed.student(),
                Student {
                    key: StudentKey(99),
                    ..record
                }
            );
        }
        let mut marked = student(1, "1", "A", "B");
        marked.not_in_roster = Some(day("2026-09-10"));
        assert_eq!(Packed::of(marked.clone()).student(), marked);
    }
}
