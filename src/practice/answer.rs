//! What the practice SSID system answers to each line, function by function, and what its registry takes over.

use super::PRACTICE_MARK;
use super::registry::{Person, Registry};
use super::request::{RequestFile, RequestLine};
use super::write::Rows;
use crate::domain::layout::{Layout, WireField};
use crate::domain::request::Function;
use crate::domain::text::match_key;
use std::collections::BTreeMap;

/// How a line went at the practice SSID system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// Retrieve: one record, its SSID is given.
    Found,
    /// No record, or no record of that SSID.
    NoRecords,
    /// Retrieve: more than one record.
    Several,
    /// New: a fresh SSID was assigned.
    Assigned,
    /// New: there is a record already; Update: the SSID is another student's. Nothing was done.
    Refused,
    /// Update: the record was taken over.
    Updated,
    /// Update or Verify: the student is here under another SSID.
    DifferentSsid,
    /// Verify: everything agrees.
    Agrees,
    /// Verify: something differs.
    Differs,
}

impl Verdict {
    /// As it is said in a summary.
    pub fn label(self) -> &'static str {
        match self {
            Verdict::Found => "SSID found",
            Verdict::NoRecords => "No records found",
            Verdict::Several => "Multiple records found",
            Verdict::Assigned => "New SSID assigned",
            Verdict::Refused => "Refused",
            Verdict::Updated => "Updated",
            Verdict::DifferentSsid => "Known under another SSID",
            Verdict::Agrees => "Agrees",
            Verdict::Differs => "Differs",
        }
    }
}

/// The answer to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// One for each line of the request, in its order.
    pub lines: Vec<AnswerLine>,
    /// What Verify found; empty for the other functions.
    pub mismatches: Vec<Mismatch>,
}

/// The answer to one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerLine {
    /// How it went.
    pub verdict: Verdict,
    /// What stands in the SSID column: a number, or words in its place, or nothing.
    pub ssid: String,
    /// The sentence of the Message column; begins with [`PRACTICE_MARK`].
    pub message: String,
}

/// One difference that Verify found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// The SSID of the request.
    pub ssid: String,
    /// The student number of the request.
    pub number: String,
    /// What differs.
    pub field: &'static str,
    /// As the request has it.
    pub in_your_file: String,
    /// As the registry has it.
    pub in_the_system: String,
}

const NO_RECORDS: &str = "No Records Found.";
const SEVERAL: &str = "Multiple Records Found.";

/// The headers of the list that Verify gives.
const VERIFY_HEADERS: [&str; 6] = [
    "SSID",
    "LEA Student Number",
    "Field",
    "In Your File",
    "In the SSID System",
    "Message",
];

/// Answers a request from the registry, which takes over what the function lets it: New adds, Update changes,
/// Retrieve notes the asking district, school and student number of those it found (they have moved there).
pub fn answer(request: &RequestFile, registry: &mut Registry) -> Answer {
    let mut mismatches = Vec::new();
    let lines = request
        .lines
        .iter()
        .map(|line| match request.function {
            Function::Retrieve => retrieve(&line.person, registry),
            Function::New => new(&line.person, registry),
            Function::Update => update(&line.person, registry),
            Function::Verify => verify(&line.person, registry, &mut mismatches),
        })
        .collect();
    Answer { lines, mismatches }
}

fn says(verdict: Verdict, ssid: &str, sentence: &str) -> AnswerLine {
    AnswerLine {
        verdict,
        ssid: ssid.to_owned(),
        message: format!("{PRACTICE_MARK}: {sentence}"),
    }
}

fn retrieve(asked: &Person, registry: &mut Registry) -> AnswerLine {
    let found: Vec<&Person> = registry.like(asked).collect();
    match found[..] {
        [] => says(Verdict::NoRecords, NO_RECORDS, "no records found"),
        [one] => {
            let ssid = one.ssid.clone();
            if !asked.lea.is_empty() {
                let moved = Person {
                    lea: asked.lea.clone(),
                    school: asked.school.clone(),
                    number: asked.number.clone(),
                    ..one.clone()
                };
                registry.take_over(moved);
            }
            says(Verdict::Found, &ssid, "SSID found")
        }
        _ => {
            let each: Vec<&str> = found.iter().map(|p| p.ssid.as_str()).collect();
            let sentence = format!(
                "several records have this name, birth date and gender: {}",
                each.join(", ")
            );
            says(Verdict::Several, SEVERAL, &sentence)
        }
    }
}

fn new(asked: &Person, registry: &mut Registry) -> AnswerLine {
    if registry.like(asked).next().is_some() {
        return says(Verdict::Refused, "", "already has a record; use Retrieve");
    }
    match registry.assign(asked) {
        Some(ssid) => says(Verdict::Assigned, &ssid, "new SSID assigned"),
        None => says(Verdict::Refused, "", "all numbers of seven digits are used"),
    }
}

/// The record of this student under another SSID: same LEA and student number, and the same birth date or name.
fn elsewhere<'a>(asked: &Person, registry: &'a Registry) -> Option<&'a Person> {
    registry.numbered_like(asked).find(|p| {
        p.ssid != asked.ssid
            && ((p.birth_date.is_some() && p.birth_date == asked.birth_date)
                || (same(&p.last_name, &asked.last_name) && same(&p.first_name, &asked.first_name)))
    })
}

fn update(asked: &Person, registry: &mut Registry) -> AnswerLine {
    let here = registry.by_ssid(&asked.ssid);
    let own = here.is_some_and(|p| same(&p.lea, &asked.lea) && same(&p.number, &asked.number));
    if !own && let Some(other) = elsewhere(asked, registry) {
        let ssid = other.ssid.clone();
        return says(
            Verdict::DifferentSsid,
            &ssid,
            "this student has another SSID here",
        );
    }
    let Some(here) = here else {
        return says(Verdict::NoRecords, NO_RECORDS, "no records found under this SSID");
    };
    let alike = own
        || here.birth_date == asked.birth_date
        || same(&here.first_name, &asked.first_name)
        || same(&here.last_name, &asked.last_name);
    if !alike {
        return says(Verdict::Refused, "", "this SSID is another student’s");
    }
    registry.take_over(asked.clone());
    says(Verdict::Updated, &asked.ssid, "Updated")
}

fn verify(asked: &Person, registry: &Registry, mismatches: &mut Vec<Mismatch>) -> AnswerLine {
    let mut differs = |field, in_your_file: &str, in_the_system: &str| {
        mismatches.push(Mismatch {
            ssid: asked.ssid.clone(),
            number: asked.number.clone(),
            field,
            in_your_file: in_your_file.to_owned(),
            in_the_system: in_the_system.to_owned(),
        });
    };
    let Some(here) = registry.by_ssid(&asked.ssid) else {
        return if let Some(other) = elsewhere(asked, registry) {
            differs("SSID", &asked.ssid, &other.ssid);
            says(
                Verdict::DifferentSsid,
                &other.ssid,
                "this student has another SSID here",
            )
        } else {
            differs("SSID", &asked.ssid, NO_RECORDS);
            says(Verdict::NoRecords, NO_RECORDS, "no records found under this SSID")
        };
    };
    let day = |p: &Person| p.birth_date.map(|d| d.to_string()).unwrap_or_default();
    let mut agrees = true;
    for (field, yours, ours) in [
        ("LEA Number", &asked.lea, &here.lea),
        ("School Number", &asked.school, &here.school),
        ("LEA Student Number", &asked.number, &here.number),
        ("Last Name", &asked.last_name, &here.last_name),
        ("First Name", &asked.first_name, &here.first_name),
        ("Middle Name", &asked.middle_name, &here.middle_name),
        ("Suffix", &asked.suffix, &here.suffix),
        ("Birth Date", &day(asked), &day(here)),
        ("Gender", &asked.gender, &here.gender),
    ] {
        if !same(yours, ours) {
            agrees = false;
            differs(field, yours, ours);
        }
    }
    if agrees {
        says(Verdict::Agrees, &asked.ssid, "agrees")
    } else {
        says(Verdict::Differs, &asked.ssid, "differs")
    }
}

fn same(a: &str, b: &str) -> bool {
    a == b || match_key(a) == match_key(b)
}

impl Answer {
    /// Lines by how they went; verdicts without lines are left out.
    pub fn counts(&self) -> BTreeMap<Verdict, usize> {
        let mut out = BTreeMap::new();
        for line in &self.lines {
            *out.entry(line.verdict).or_insert(0) += 1;
        }
        out
    }

    /// The response file: the layout's columns, what the request said, the SSID, Status and Message. A layout without
    /// a Message column gets one at the end: a practice answer is never without its mark.
    pub fn response_csv(&self, request: &RequestFile, layout: &Layout) -> Vec<u8> {
        let mut out = Rows::new();
        let extra = layout.column(WireField::Message).is_none();
        if request.has_header {
            let headers = layout.columns.iter().map(|c| c.header.as_str());
            out.row(headers.chain(extra.then_some("Message")));
        }
        let updated = marker(layout);
        for (line, asked) in self.lines.iter().zip(&request.lines) {
            let cells = layout.columns.iter().map(|c| line.cell(c.field, asked, updated));
            out.row(cells.chain(extra.then_some(line.message.as_str())));
        }
        out.finish()
    }

    /// Verify's list of differences as the SSID site would show it.
    pub fn verify_csv(&self) -> Vec<u8> {
        let mut out = Rows::new();
        out.row(VERIFY_HEADERS);
        for m in &self.mismatches {
            let message = match m.in_the_system.as_str() {
                NO_RECORDS => format!("{PRACTICE_MARK}: no records found under this SSID"),
                _ => format!("{PRACTICE_MARK}: {} differs", m.field),
            };
            out.row([
                &m.ssid,
                &m.number,
                m.field,
                &m.in_your_file,
                &m.in_the_system,
                &message,
            ]);
        }
        out.finish()
    }
}

impl AnswerLine {
    fn cell<'a>(&'a self, field: WireField, asked: &'a RequestLine, updated: &'a str) -> &'a str {
        match field {
            WireField::Ssid => &self.ssid,
            WireField::Message => &self.message,
            WireField::Status => match self.verdict {
                Verdict::Updated => updated,
                Verdict::Found => "F",
                Verdict::Assigned => "N",
                Verdict::Several => "M",
                Verdict::DifferentSsid => "D",
                Verdict::Refused => "R",
                Verdict::NoRecords | Verdict::Agrees | Verdict::Differs => "",
            },
            field => asked.cell(field),
        }
    }
}

/// What marks an updated record: `U`, or the layout's first marker where it does not know `U`.
fn marker(layout: &Layout) -> &str {
    let markers = &layout.update_markers;
    match markers.iter().find(|m| match_key(m) == "u") {
        Some(_) => "U",
        None => markers.first().map_or("U", String::as_str),
    }
}
