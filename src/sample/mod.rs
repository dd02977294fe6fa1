//! The sample district: about 2,700 students in five schools and a practice registry that knows most of them,
//! made from a seed; with their program data, the General Student Table, and profiles that are not integrated with it.
//!
//! Architecture invariant: the same seed, day, time and size give the same district, always; nothing in here knows a
//! clock, a disk or the store. Nobody in it is real: names are put together from lists, telephone numbers are of the
//! range kept for fiction, mail addresses are at example.org, the towns do not exist.

mod child;
mod dice;
mod differences;
mod family;
mod integration;
mod names;
mod plan;
mod registry;
mod roles;

use crate::domain::district::{District, School};
use crate::domain::ids::{LeaNumber, NotAnId, SchoolYear};
use crate::domain::student::{Student, Timestamp};
use crate::practice::Person;
use chrono::NaiveDate;
pub use integration::Programs;

/// The seed of the sample district that the program offers.
pub const SEED: u64 = 140;
/// How many students it has.
pub const SIZE: usize = 2_744;
/// Its LEA number.
pub const LEA: &str = "140";
/// Its name.
pub const NAME: &str = "Sample district";

/// A district made up for practice, with the registry of the practice SSID system that goes with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleDistrict {
    /// The district; `practice` is set, so that practice numbers may come in.
    pub district: District,
    /// Its schools.
    pub schools: Vec<School>,
    /// Its students, with keys from 1 in their order.
    pub students: Vec<Student>,
    /// Whom the practice SSID system knows, by SSID.
    pub registry: Vec<Person>,
    /// Program data and the General Student Table.
    pub programs: Programs,
}

/// Makes a sample district of so many students in the school year of `today`.
///
/// What it promises (each kind counted in the tests) holds from about a thousand students on; smaller ones have as
/// much of it as there is room for.
pub fn make(seed: u64, today: NaiveDate, now: Timestamp, size: usize) -> SampleDistrict {
    let (mut made, makings) = ordinary(seed, today, now, size);
    integration::integrate(&mut made, &makings, now);
    made
}

/// What the district is made from, beside what comes out.
struct Makings {
    plan: plan::Plan,
    /// The place each student was made for.
    slots: Vec<plan::Slot>,
    /// Students who are to stay as they are.
    fixed: Vec<bool>,
}

/// The district as it was before Special Programs: everybody linked to the SIS, and no program data.
fn ordinary(seed: u64, today: NaiveDate, now: Timestamp, size: usize) -> (SampleDistrict, Makings) {
    let mut dice = dice::Dice::new(seed);
    let names = names::Names::read();
    let plan = plan::Plan::new(size, today);
    let mut work = family::make(&plan, &names, &mut dice);
    let registry = roles::assign(&mut work, &plan, &names, &mut dice, now);
    let made = SampleDistrict {
        district: District::new(written(LeaNumber::parse(LEA)), NAME, SchoolYear::of(today), true),
        schools: plan.schools(),
        students: work.students,
        registry,
        programs: Programs::default(),
    };
    let makings = Makings {
        plan,
        slots: work.slots,
        fixed: work.fixed,
    };
    (made, makings)
}

/// An identifier that is written in this code or counted by it.
fn written<T>(id: Result<T, NotAnId>) -> T {
    // No input reaches this: the tests make every identifier there is.
    id.unwrap_or_else(|e| unreachable!("{e}"))
}

#[cfg(test)]
mod files;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod walk;
