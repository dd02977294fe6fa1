//! A small district in memory, and what a plan against it promises.

use crate::domain::codes::tidy_suffix;
use crate::domain::district::Rules;
use crate::domain::draft::CheckContext;
use crate::domain::ids::{SchoolCode, Ssid, StudentKey, StudentNumber};
use crate::domain::response::Directory;
use crate::domain::roster::{Fate, Linked, Plan, PlanContext, Roster, Table, plan};
use crate::domain::student::{Enrollment, Field, FieldValue, Packed, Student};
use crate::files::headers::roster_column;
use crate::files::source::grid;
use crate::files::table::Expect;
use crate::domain::roster::Reading;
use chrono::NaiveDate;
use std::collections::{BTreeSet, HashMap};
use std::convert::Infallible;
use unicode_normalization::UnicodeNormalization;

/// Students in memory.
pub struct Desk(Vec<Student>);

fn student(key: u64, number: &str, last: &str, first: &str, ssid: &str) -> Student {
    let mut s = Student::new(StudentKey(key), StudentNumber::parse(number).expect("a number"));
    s.last_name = last.into();
    s.first_name = first.into();
    s.middle_name = "Marie".into();
    s.birth_date = NaiveDate::from_ymd_opt(2014, 3, 9);
    s.gender = "F".into();
    s.ssid = Ssid::parse(ssid).ok();
    s.integration_idt = format!("3000{key}");
    s.enrollments = vec![Enrollment {
        school: SchoolCode::parse("104").expect("a school"),
        grade: "05".into(),
        entry: NaiveDate::from_ymd_opt(2026, 8, 20),
        exit: None,
    }];
    s
}

impl Default for Desk {
    fn default() -> Self {
        Self(vec![
            student(1, "00123", "Smith", "Anna", "1234567"),
            student(2, "00124", "Garcia Lopez", "Jose", ""),
            student(3, "00125", "O'Brien", "Sean", "0234567"),
        ])
    }
}

impl Desk {
    fn find(&self, is: impl Fn(&Student) -> bool) -> Result<Option<Student>, Infallible> {
        Ok(self.0.iter().find(|s| is(s)).cloned())
    }
}

impl Directory for Desk {
    type Error = Infallible;
    fn by_number(&self, number: &str) -> Result<Option<Student>, Infallible> {
        self.find(|s| s.number.as_str() == number)
    }
    fn by_ssid(&self, ssid: &Ssid) -> Result<Option<Student>, Infallible> {
        self.find(|s| s.ssid.as_ref() == Some(ssid))
    }
    fn by_key(&self, key: StudentKey) -> Result<Option<Student>, Infallible> {
        self.find(|s| s.key == key)
    }
    fn in_open_update(&self, key: StudentKey) -> Result<bool, Infallible> {
        Ok(key.0 == 1)
    }
}

/// Compares a roster with the district, and asks of the plan what it promises.
pub fn judge(roster: &Roster, bytes: &[u8], reading: &Reading, table: Table) {
    let desk = Desk::default();
    let rules = Rules::default();
    let schools: BTreeSet<SchoolCode> = ["104", "108", "704"]
        .into_iter()
        .filter_map(|c| SchoolCode::parse(c).ok())
        .collect();
    let today = NaiveDate::from_ymd_opt(2026, 9, 1).expect("a day");
    let links: HashMap<_, _> = desk
        .0
        .iter()
        .map(|s| (s.integration_idt.clone(), Linked::of(s)))
        .collect();
    let cx = PlanContext {
        table,
        check: CheckContext {
            rules: &rules,
            schools: &schools,
            today,
            from_file: true,
        },
        school_names: schools.iter().map(|c| (c.clone(), format!("School {c}"))).collect(),
        links,
        now: today.and_hms_opt(12, 0, 0).expect("noon").and_utc(),
    };
    let (made, _) = plan(roster, &cx, &desk, |_| Ok(())).unwrap_or_else(|e| match e {});
    adds_up(roster, &made);
    let cells = Cells::of(&roster.file, bytes, reading);
    let mut numbers = BTreeSet::new();
    for row in &made.rows {
        let values: Vec<(Field, FieldValue)> = match &row.fate {
            Fate::Added(packed) => {
                let student = packed.student();
                assert!(!student.last_name.is_empty() || !student.first_name.is_empty());
                assert_eq!(&Packed::of(student.clone()), packed, "a record comes out as it went in");
                assert!(numbers.insert(student.number.to_string()), "a student is written once");
                TEXTS.iter().map(|f| (*f, student.value(*f))).collect()
            }
            Fate::Changed(key, changes) => {
                assert!(!changes.is_empty(), "a change changes something");
                let whose = match table {
                    Table::Students => format!("record {}", key.0),
                    Table::General => row.number.to_uppercase(),
                };
                assert!(numbers.insert(whose), "a student is written once");
                let differ = changes.iter().all(|c| c.before != c.after);
                assert!(differ, "{changes:?}");
                let texts = changes.iter().filter(|c| TEXTS.contains(&c.field));
                texts.map(|c| (c.field, c.after.clone())).collect()
            }
            Fate::Same | Fate::Refused => continue,
        };
        for (field, value) in values {
            cells.has(row.file_line, field, &value);
        }
    }
}

/// Fields whose texts come from the file as they stand in it.
const TEXTS: [Field; 12] = [
    Field::Number,
    Field::LastName,
    Field::FirstName,
    Field::MiddleName,
    Field::Suffix,
    Field::PreferredLastName,
    Field::PreferredFirstName,
    Field::Ssid,
    Field::IntegrationIdt,
    Field::Guardian,
    Field::Email,
    Field::Address,
];

/// Every row has one fate, and whoever is held back is told why.
fn adds_up(roster: &Roster, made: &Plan) {
    assert_eq!(made.rows.len(), roster.rows.len());
    for (planned, row) in made.rows.iter().zip(roster.rows.iter()) {
        assert_eq!(planned.file_line, row.file_line);
    }
    let c = made.counts();
    assert_eq!(c.rows, c.added + c.changed + c.same + c.refused);
    for row in made.rows.iter().filter(|r| r.fate == Fate::Refused) {
        let told = made.problems.iter().any(|p| p.place.line == Some(row.file_line));
        let asked = made.questions.iter().any(|q| q.rows > 0);
        assert!(told || asked, "line {} is held back without a word", row.file_line);
    }
    assert!(made.gone.is_empty() || !roster.rows.is_empty(), "a file without students removes nobody");
    let _ = made.outcome();
}

/// What stands in the file, by line, without blanks, marks and capitals.
struct Cells(HashMap<u64, Vec<String>>);

impl Cells {
    fn of(file: &str, bytes: &[u8], reading: &Reading) -> Self {
        let expect = Expect {
            known: &|c| roster_column(c).is_some(),
            cells: None,
        };
        let grid = grid(file, bytes, &expect, reading, &mut |_, _| true);
        let records = grid.map(|g| g.records).unwrap_or_default();
        let mut out: HashMap<u64, Vec<String>> = HashMap::new();
        for r in records {
            out.entry(r.line).or_default().extend(r.cells.iter().map(bare));
        }
        Self(out)
    }

    /// Every word of a value stands in a cell of the line; what a further line of the student may fill in, in any.
    fn has(&self, line: u64, field: Field, value: &FieldValue) {
        let text = value.text();
        let filled_in = matches!(
            field,
            Field::Guardian | Field::Email | Field::Address | Field::PreferredFirstName
        );
        let lines = self.0.iter().filter(|(at, _)| filled_in || **at == line);
        let cells: Vec<&String> = lines.flat_map(|(_, cells)| cells).collect();
        for word in text.split_whitespace().map(bare) {
            let word = match field {
                // Zeros that a spreadsheet took are put back where a person says so.
                Field::Number | Field::Ssid => word.trim_start_matches('0'),
                _ => word.as_str(),
            };
            let stands = cells.iter().any(|c| c.contains(word));
            let known_suffix = field == Field::Suffix && tidy_suffix(&text) == text;
            assert!(stands || known_suffix, "line {line}, {field:?}: “{text}” does not stand in {cells:?}");
        }
    }
}

fn bare(text: &str) -> String {
    text.nfc().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
