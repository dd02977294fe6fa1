//! Lines of one response that contradict each other.

use super::find::Found;
use super::likely::{Comparer, person_of};
use super::{Context, ResponseFile, ResponseLine};
use crate::domain::ids::{Ssid, StudentKey};
use crate::domain::matching::Person;
use crate::domain::request::Function;
use crate::domain::student::Student;
use crate::domain::text::{count, match_key};
use std::collections::{HashMap, HashSet};

/// Lines that contradict each other inside one file.
pub(super) struct Clashes {
    /// Students whom the file gives more than one answer: each answer, and what its line says of the student.
    pub(super) students: HashMap<StudentKey, Vec<(String, Person)>>,
    /// SSIDs that the file gives to more than one student.
    pub(super) ssids: HashMap<String, Holders>,
}

/// So many of the students who got one SSID are named and compared: a number that stands in every line, as of those who
/// wait for one, is nobody's.
const NAMED: usize = 4;

/// The students to whom a file gives one SSID.
#[derive(Default)]
pub(super) struct Holders {
    keys: HashSet<StudentKey>,
    /// The first of them, with their names.
    pub(super) named: Vec<(StudentKey, String)>,
}

impl Holders {
    fn add(&mut self, student: &Student) {
        if self.keys.insert(student.key) && self.named.len() < NAMED {
            let name = format!("{} ({})", student.list_name(), student.number);
            self.named.push((student.key, name));
        }
    }

    /// Who they are, in words.
    pub(super) fn in_words(&self) -> String {
        let mut each: Vec<String> = self.named.iter().map(|h| h.1.clone()).collect();
        let others = self.keys.len() - each.len();
        if others > 0 {
            each.push(count(others, "other student", "other students"));
        }
        each.join(" and ")
    }
}

impl Clashes {
    pub(super) fn of(file: &ResponseFile, found: &[Found<'_>], cx: &Context<'_>) -> Self {
        let mut students: HashMap<StudentKey, Vec<(String, &ResponseLine)>> = HashMap::new();
        let mut ssids: HashMap<String, Holders> = HashMap::new();
        for (line, found) in file.lines.iter().zip(found) {
            let (Found::One(student, _) | Found::Not(_, _, _, Some(student))) = found else {
                continue;
            };
            let text = line.ssid.trim().to_owned();
            let answers = students.entry(student.key).or_default();
            let answer = answer_of(line, cx.request.function);
            if !answers.iter().any(|a| match_key(&a.0) == match_key(&answer)) {
                answers.push((answer, line));
            }
            if Ssid::parse(&text).is_ok() {
                ssids.entry(text).or_default().add(student);
            }
        }
        students.retain(|_, answers| answers.len() > 1);
        // Which of the SSIDs is the student's is not known, and the student number is in every line: neither says
        // anything of the likeness.
        let said = |line: &ResponseLine| Person {
            state_id: String::new(),
            number: String::new(),
            ..person_of(line, cx)
        };
        let students = students
            .into_iter()
            .map(|(key, answers)| {
                (
                    key,
                    answers.into_iter().map(|(a, line)| (a, said(line))).collect(),
                )
            })
            .collect();
        ssids.retain(|_, holders| holders.keys.len() > 1);
        Self { students, ssids }
    }
}

/// What a line says of its student: the number or, where there is none, the words; of an update also its marker.
fn answer_of(line: &ResponseLine, function: Function) -> String {
    let words = || {
        [&line.message, &line.status]
            .map(|t| t.trim())
            .into_iter()
            .find(|t| !t.is_empty())
            .unwrap_or_default()
    };
    let number = line.ssid.trim();
    match (number.is_empty(), function) {
        (true, _) => words().to_owned(),
        (false, Function::Update) => format!("{number} {}", words()).trim_end().to_owned(),
        (false, _) => number.to_owned(),
    }
}

/// The answers that one student was given, the one that fits best first. What the lines say of the student is said only
/// where it tells them apart.
pub(super) fn answers_in_words(
    student: &Student,
    answers: &[(String, Person)],
    cx: &Context<'_>,
) -> Vec<String> {
    let comparer = Comparer::new(cx);
    let here = comparer.person(student);
    let mut each: Vec<_> = answers
        .iter()
        .map(|(text, said)| (text, comparer.likeness(&here, said)))
        .collect();
    each.sort_by_key(|(_, likeness)| std::cmp::Reverse(likeness.tenths));
    let differ = each.windows(2).any(|two| two[0].1.tenths != two[1].1.tenths);
    each.into_iter()
        .map(|(text, likeness)| {
            let text = if text.is_empty() { "(blank)" } else { text };
            if differ {
                format!("{text} ({})", likeness.words())
            } else {
                text.to_owned()
            }
        })
        .collect()
}
