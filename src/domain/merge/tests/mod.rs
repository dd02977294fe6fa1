//! What a merge promises: blockers and policies by example, invariants by random profiles.

mod blockers;
mod examples;
mod lists;
mod policies;
pub(crate) mod properties;

use super::*;
use crate::domain::district::Rules;
use crate::domain::ids::StudentNumber;
use crate::domain::program::{Document, Event, EventKind, Guardian, Note, Program, Row};
use crate::domain::testing::{day, noon, ssid, student};

const TODAY: &str = "2026-11-22";

/// The profile imported from the SIS.
fn target() -> Profile {
    let mut s = student(1, "104417", "Nuñez", "Maria");
    s.ssid = Some(ssid("1904417"));
    s.integration_idt = "ps-81213".into();
    profile(s)
}

/// The same student as Special Programs has them, marked as the duplicate.
fn source() -> Profile {
    let mut s = student(2, "D104417", "Nuñez", "Maria");
    s.duplicate = true;
    s.provisional_id = "P-0091823".into();
    profile(s)
}

fn profile(student: Student) -> Profile {
    Profile {
        student,
        rows: Vec::new(),
        standing: Standing::default(),
    }
}

fn owned(id: u64, row: Row) -> Owned {
    Owned { id: RowId(id), row }
}

fn event(program: Program, kind: EventKind, date: &str) -> Row {
    Row::Event(Event {
        program,
        kind,
        date: day(date),
        until: None,
        closed: None,
        case_manager: "Ruiz".into(),
        text: String::new(),
    })
}

fn iep(date: &str) -> Row {
    event(Program::SpecialEducation, EventKind::Plan, date)
}

fn document(title: &str, hash: &str) -> Row {
    Row::Document(Document {
        title: title.into(),
        kind: "IEP".into(),
        date: Some(day("2025-09-15")),
        file_name: "iep.pdf".into(),
        size: 3,
        hash: hash.into(),
        also: Vec::new(),
    })
}

fn note(text: &str) -> Row {
    Row::Note(Note {
        author: "Ruiz".into(),
        date: day("2025-10-01"),
        text: text.into(),
    })
}

fn guardian(name: &str) -> Row {
    Row::Guardian(Guardian {
        name: name.into(),
        ..Guardian::default()
    })
}

/// Everybody of the district, as a merge sees them.
#[derive(Default)]
struct World {
    rules: Rules,
    others: Vec<Student>,
}

impl World {
    fn chain(&self, sources: &[Profile], target: &Profile, choices: &[Choices]) -> Vec<Review> {
        let all: Vec<Student> = sources
            .iter()
            .chain([target])
            .map(|p| p.student.clone())
            .chain(self.others.iter().cloned())
            .collect();
        let holder = |ssid: &crate::domain::ids::Ssid| {
            // A third student comes first: the pair's own must not hide one.
            all.iter()
                .rev()
                .find(|s| s.holds_ssid() && s.ssid.as_ref() == Some(ssid))
                .cloned()
        };
        let by_key = |key: StudentKey| all.iter().find(|s| s.key == key).cloned();
        let cx = Context {
            rules: &self.rules,
            today: day(TODAY),
            now: noon(TODAY),
            holder: &holder,
            student: &by_key,
        };
        chain(sources, target, choices, &cx)
    }
}

fn merge(source: &Profile, target: &Profile, choices: &Choices) -> Review {
    let mut reviews = World::default().chain(
        std::slice::from_ref(source),
        target,
        std::slice::from_ref(choices),
    );
    reviews.remove(0)
}

/// The review without a choice.
fn plain(source: &Profile, target: &Profile) -> Review {
    merge(source, target, &Choices::new())
}

/// The review under a policy of the district.
fn under(group: Group, prefer: Prefer, source: &Profile, target: &Profile) -> Review {
    let mut world = World::default();
    world.rules.merge.groups.insert(group, prefer);
    world.chain(std::slice::from_ref(source), target, &[]).remove(0)
}

fn line(review: &Review, key: Key) -> &Line {
    review
        .lines
        .iter()
        .find(|l| l.key == key)
        .expect("the row is there")
}

fn field(review: &Review, field: Field) -> &Line {
    line(review, Key::Field(field))
}

fn choose(key: Key, take: Take) -> Choices {
    Choices::from([(key, take)])
}

fn number(text: &str) -> StudentNumber {
    StudentNumber::parse(text).unwrap()
}
