//! A walk through the four functions with the sample district and its practice registry, in memory: for tests only.

use super::tests::{now, today};
use super::*;
use crate::domain::ids::{RequestId, Ssid, StudentKey};
use crate::domain::request::{
    Facts, Function, Readiness, RequestRecord, RequestState, Scope, Sent, SentLine, Standing, file_name,
};
use crate::domain::response::{Context, Directory, Outcome, ResponseFile, ResponseLine, apply_row, evaluate};
use crate::practice::{Registry, Verdict, answer, answer_name, read_request};
use std::collections::{BTreeMap, HashMap};
use std::convert::Infallible;

/// The district while the functions are run on it.
pub(super) struct Walk {
    pub(super) district: SampleDistrict,
    pub(super) registry: Registry,
    standing: HashMap<StudentKey, Standing>,
    requests: u32,
}

/// One function, asked and answered.
#[derive(Debug)]
pub(super) struct Round {
    pub(super) lines: usize,
    pub(super) verdicts: BTreeMap<Verdict, usize>,
    pub(super) outcomes: BTreeMap<Outcome, u32>,
    pub(super) mismatches: BTreeMap<&'static str, usize>,
    /// Name and bytes of the request and of its answer.
    pub(super) files: [(String, Vec<u8>); 2],
}

impl Walk {
    pub(super) fn new(district: SampleDistrict) -> Self {
        let registry = Registry::new(district.registry.clone());
        Self {
            district,
            registry,
            standing: HashMap::new(),
            requests: 0,
        }
    }

    /// Makes the request for all schools, lets the practice system answer, and applies the response.
    pub(super) fn run(&mut self, function: Function) -> Round {
        self.requests += 1;
        let id = RequestId(self.requests.into());
        let d = &self.district.district;
        let scope = Scope {
            schools: self.district.schools.iter().map(|s| s.code.clone()).collect(),
            ..Scope::default()
        };
        let mut sent: Vec<SentLine> = Vec::new();
        for s in &self.district.students {
            let standing = self.standing.entry(s.key).or_default();
            let facts = Facts::of(s, standing, &d.layout);
            if let Some(e) = facts.enrollment_in(&scope, today())
                && facts.readiness(function) == Readiness::Ready
            {
                sent.push(SentLine::of(sent.len() as u32 + 1, s, &e.school));
            }
        }
        let name = file_name(&d.lea, today(), self.requests);
        let mut out = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer(Vec::new());
        out.write_record(d.layout.request_columns().map(|c| &c.header))
            .unwrap();
        for line in &sent {
            let cells = d.layout.request_columns().map(|c| line.cell(c, &d.lea, d.year));
            out.write_record(cells).unwrap();
        }
        let bytes = out.into_inner().unwrap();
        let asked = read_request(&name, &bytes, function, &d.layout).unwrap();
        let given = answer(&asked, &mut self.registry);
        let reply = match function {
            Function::Verify => given.verify_csv(),
            _ => given.response_csv(&asked, &d.layout),
        };
        let reply_name = answer_name(&name, function);
        let mut round = Round {
            lines: sent.len(),
            verdicts: given.counts(),
            outcomes: BTreeMap::new(),
            mismatches: BTreeMap::new(),
            files: [(name, bytes), (reply_name, reply)],
        };
        for m in &given.mismatches {
            *round.mismatches.entry(m.field).or_default() += 1;
        }
        if function != Function::Verify {
            let request = RequestRecord {
                id,
                function,
                made_at: now(),
                lea: d.lea.clone(),
                year: d.year,
                file_name: round.files[0].0.clone(),
                folder: String::new(),
                scope,
                lines: sent.len() as u32,
                held_back: 0,
                overridden: 0,
                state: RequestState::Open,
                settled: BTreeMap::new(),
            };
            round.outcomes = self.apply(&request, &sent, &round.files[1]);
        }
        round
    }

    fn apply(
        &mut self,
        request: &RequestRecord,
        sent: &[SentLine],
        (name, bytes): &(String, Vec<u8>),
    ) -> BTreeMap<Outcome, u32> {
        let d = self.district.district.clone();
        let file = response(name, bytes);
        assert!(file.is_practice());
        let choices = BTreeMap::new();
        let shipped = crate::domain::matching::Matcher::default();
        let mut cx = Context {
            request,
            sent,
            rules: &d.rules,
            layout: &d.layout,
            choices: &choices,
            practice: false,
            explain: &|a, b| shipped.explain(a, b),
        };
        let directory = Here::of(&self.district.students);
        let ask = |cx: &Context<'_>| evaluate(&file, cx, &directory, |_| Ok(()));
        let Ok(refused) = ask(&cx);
        assert!(refused.is_err(), "a real district refuses it");
        cx.practice = true;
        let Ok(report) = ask(&cx);
        let report = report.unwrap();
        assert!(report.unanswered.is_empty());
        for row in &report.rows {
            let key = row.student.unwrap();
            let standing = self.standing.entry(key).or_default();
            standing.sent.insert(
                request.function,
                Sent {
                    request: request.id,
                    at: now(),
                    answer: Some(row.outcome),
                    asked: Some(sent[row.line.unwrap() as usize - 1].asked_about()),
                },
            );
            let student = &mut self.district.students[key.0 as usize - 1];
            let line = &sent[row.line.unwrap() as usize - 1];
            if let Some(after) = apply_row(student, row, line, &d.rules, now()) {
                *student = after;
            }
        }
        report.counts()
    }
}

/// A response file as the program reads it.
fn response(name: &str, bytes: &[u8]) -> ResponseFile {
    let mut reader = csv::Reader::from_reader(bytes);
    let lines = reader.records().map(|r| {
        let r = r.unwrap();
        let cell = |i: usize| r[i].to_owned();
        ResponseLine {
            file_line: r.position().unwrap().line(),
            line: cell(0),
            ssid: cell(1),
            school_year: cell(2),
            last_name: cell(3),
            first_name: cell(4),
            middle_name: cell(5),
            birth_date: cell(7),
            number: cell(12),
            status: cell(13),
            message: cell(14),
            broken: None,
        }
    });
    ResponseFile {
        name: name.to_owned(),
        fingerprint: String::new(),
        has_marker_column: true,
        lines: lines.collect(),
    }
}

/// The students as the store would look them up.
struct Here(HashMap<String, Student>);

impl Here {
    fn of(students: &[Student]) -> Self {
        Self(
            students
                .iter()
                .map(|s| (s.number.to_string(), s.clone()))
                .collect(),
        )
    }
}

impl Directory for Here {
    type Error = Infallible;
    fn by_number(&self, number: &str) -> Result<Option<Student>, Infallible> {
        Ok(self.0.get(number).cloned())
    }
    fn by_ssid(&self, ssid: &Ssid) -> Result<Option<Student>, Infallible> {
        Ok(self.0.values().find(|s| s.ssid.as_ref() == Some(ssid)).cloned())
    }
    fn by_key(&self, key: StudentKey) -> Result<Option<Student>, Infallible> {
        Ok(self.0.values().find(|s| s.key == key).cloned())
    }
    fn in_open_update(&self, _: StudentKey) -> Result<bool, Infallible> {
        Ok(false)
    }
}
