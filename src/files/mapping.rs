//! How a file is read, kept as a file of its own (TOML): what `--map` reads and `--write-map` writes.

use super::text::read_bytes;
use super::write::replace;
use super::{FileError, file_name};
use crate::domain::problem::{Problem, Severity};
use crate::domain::roster::{Meaning, Question, Reading, Roster, RosterColumn};
use std::path::Path;

/// Reads a mapping.
///
/// # Errors
/// When it cannot be opened, or is no mapping: with the line and the column in it.
pub fn read(path: &Path) -> Result<Reading, FileError> {
    let (file, bytes) = (file_name(path), read_bytes(path)?);
    let text = std::str::from_utf8(&bytes).map_err(|e| {
        let line = bytes[..e.valid_up_to()].iter().filter(|b| **b == b'\n').count() as u64 + 1;
        FileError::refused_at(
            &file,
            line,
            "The mapping is not in UTF-8. Save it again as UTF-8.",
        )
    })?;
    parse(&file, text)
}

/// Reads the text of a mapping.
///
/// # Errors
/// When it is no mapping: with the line and the column in it.
pub fn parse(file: &str, text: &str) -> Result<Reading, FileError> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    toml::from_str(text).map_err(|e| {
        let before = e.span().and_then(|s| text.get(..s.start)).unwrap_or_default();
        let line = before.split('\n').count() as u64;
        let column = before.rsplit('\n').next().map_or(0, |l| l.chars().count()) + 1;
        let message = e.message().replace('`', "“");
        let why = message
            .split(['\n', '\r'])
            .next()
            .unwrap_or_default()
            .trim_end_matches('.');
        FileError::Refused(Box::new(Problem::at(
            file,
            line,
            &format!("column {column}"),
            Severity::Refused,
            format!("This is not as a mapping has it: {}.", balanced(why)),
        )))
    })
}

/// Names between back quotes, as the reader of TOML has them, between quotation marks; every second one closes.
fn balanced(message: &str) -> String {
    let mut closes = false;
    let turn = |c: char| {
        if c != '“' {
            return c;
        }
        closes = !closes;
        if closes { '“' } else { '”' }
    };
    message.chars().map(turn).collect()
}

/// How a file was read, to read the next one of the same source alike: what each column holds, and what a person
/// answered. Columns of which a question is open, and columns that share a meaning, are left to be read from their names.
pub fn of_roster(roster: &Roster, questions: &[Question]) -> Reading {
    let times = |header: &str| roster.columns.iter().filter(|c| c.header == header).count();
    let share = |column: RosterColumn| roster.columns.iter().filter(|c| c.column == Some(column)).count();
    let asked = |header: &str| {
        let about_columns = questions
            .iter()
            .filter(|q| q.key.starts_with("column:") || q.key == "state-id");
        about_columns.flat_map(|q| &q.choices).any(|c| c.name == header)
    };
    let of_columns = roster
        .columns
        .iter()
        .filter(|c| times(&c.header) == 1 && !asked(&c.header) && c.column.is_none_or(|c| share(c) == 1))
        .map(|c| {
            (
                c.header.clone(),
                c.column.map_or(Meaning::NotUsed, Meaning::Column),
            )
        });
    let mut columns = roster.reading.columns.clone();
    columns.extend(of_columns);
    Reading {
        format: Some(roster.format),
        columns,
        answers: roster.reading.lasting().answers,
    }
}

/// Writes a mapping in place of the one that a person named. Questions that nobody answered stand in it as remarks, with
/// their answers, ready to be filled in.
///
/// # Errors
/// What [`replace`] says, and when a file of another kind has the name: a slip of the hand must not cost a roster, or the
/// district's own file.
pub fn write(path: &Path, reading: &Reading, questions: &[Question]) -> Result<(), FileError> {
    if path.is_file() && read(path).is_err() {
        return Err(FileError::refused(
            &file_name(path),
            "There is a file of this name already, and it is no mapping. It was left as it is: give the mapping another name.",
        ));
    }
    let mut text = toml::to_string(reading)
        .map_err(|e| FileError::io(path, "written", std::io::Error::other(e.to_string())))?;
    for q in questions.iter().filter(|q| !q.is_answered()) {
        let names: Vec<String> = q
            .choices
            .iter()
            .map(|c| c.name.replace(['\n', '\r'], " "))
            .collect();
        let quoted = |text: &str| toml::Value::from(text.replace(['\n', '\r'], " ")).to_string();
        // A key is written in one line, whichever marks of quotation it has in it.
        let key = |text: &str| {
            let text = text
                .replace(['\n', '\r'], " ")
                .replace('\\', "\\\\")
                .replace('"', "\\\"");
            format!("\"{text}\"")
        };
        let answer = q.answer.as_deref().unwrap_or("");
        let why = if answer.is_empty() {
            "Not answered"
        } else {
            "Suggested"
        };
        let sentence = q.sentence.replace(['\n', '\r'], " ");
        text.push_str(&format!(
            "\n# {sentence}\n# Answers: {}. {why}:\n# {} = {}\n",
            names.join(", "),
            key(&q.key),
            quoted(answer)
        ));
    }
    replace(path, |out| Ok(out.write_all(text.as_bytes())?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::roster::Format;
    use crate::files::parse_roster;

    #[test]
    fn a_mapping_that_is_wrong_is_refused_with_line_and_column() {
        for (text, place, word) in [
            (
                "format = \"list\"\ncolums = 3\n",
                "m.toml, line 2, column 1: ",
                "colums",
            ),
            ("format = \"excel\"\n", "m.toml, line 1, column 10: ", "excel"),
            (
                "[columns]\nDOB = \"birthday\"\n",
                "m.toml, line 2, column 7: ",
                "birthday",
            ),
            (
                "[answers]\ncentury = 2000\n",
                "m.toml, line 2, column 11: ",
                "integer",
            ),
            ("[answers\n", "m.toml, line 1, column 9: ", ""),
        ] {
            let said = parse("m.toml", text).unwrap_err().to_string();
            assert!(said.starts_with(place) && said.contains(word), "{said}");
        }
    }

    #[test]
    fn no_file_but_a_mapping_is_replaced_by_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("r.csv");
        for there in [&b"student_id,last_name\n1,Smith\n"[..], b"redb\x1A\n\xA9\x0D\n"] {
            std::fs::write(&path, there).unwrap();
            let e = write(&path, &Reading::default(), &[]).unwrap_err().to_string();
            assert!(e.contains("it is no mapping"), "{e}");
            assert_eq!(std::fs::read(&path).unwrap(), there);
        }
        std::fs::write(&path, "format = \"list\"\n").unwrap();
        write(&path, &Reading::default(), &[]).unwrap();
    }

    #[test]
    fn an_open_question_can_be_answered_in_the_mapping_whatever_its_key() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("m.toml");
        for key in ["school:O'Brien \"Oak\" \\ Main", "date-order"] {
            let open = Question {
                key: key.into(),
                sentence: "Which school is it?".into(),
                place: Default::default(),
                found: String::new(),
                rows: 1,
                choices: Vec::new(),
                answer: None,
                by: crate::domain::roster::By::Suggested,
            };
            write(&path, &Reading::default(), &[open]).unwrap();
            let text = std::fs::read_to_string(&path).unwrap();
            let line = text.lines().last().unwrap().strip_prefix("# ").unwrap();
            let filled = format!("[answers]\n{line}\n").replace(" = \"\"", " = \"104\"");
            assert_eq!(parse("m.toml", &filled).unwrap().answers[key], "104", "{line}");
        }
    }

    #[test]
    fn what_was_said_of_one_file_only_is_no_part_of_its_mapping() {
        let text = "Students\nstudent_id,last_name,first_name,birth_date\n1,Smith,Ann,3/9/14\n";
        let mut reading = Reading::default().answering("header-line", "2");
        for (key, answer) in [
            ("schools", "create"),
            ("blank-cells", "clear"),
            ("century", "2000"),
        ] {
            reading = reading.answering(key, answer);
        }
        let roster = parse_roster("r.csv", text.as_bytes(), &reading, &mut |_, _| true).unwrap();
        let kept = of_roster(&roster, &roster.questions).answers;
        assert_eq!(kept.into_keys().collect::<Vec<_>>(), ["century"]);
    }

    #[test]
    fn a_file_is_read_the_same_with_the_mapping_that_was_written_of_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("m.toml");
        for text in [
            "Student_Number,Last_Name,First_Name,DOB,PSCore_Legal_Last_Name,School,School Number,x,x,\n1,Smith,Ann,3/9/2014,Smythe,Oak,104,,,\n2,Lee,Kim,3/9/2014,,Oak,104,1,2,3\n",
            "Student_id,Student_number,Last_name,First_name,DOB,Phone,Phone\n77,5,A,B,3/9/2014,1,2\n",
        ] {
            let first =
                parse_roster("r.csv", text.as_bytes(), &Default::default(), &mut |_, _| true).unwrap();
            write(&path, &of_roster(&first, &first.questions), &first.questions).unwrap();
            let reading = read(&path).unwrap();
            assert_eq!(reading.format, Some(Format::List));
            let again = parse_roster("r.csv", text.as_bytes(), &reading, &mut |_, _| true).unwrap();
            assert_eq!(
                again.rows,
                first.rows,
                "{}",
                std::fs::read_to_string(&path).unwrap()
            );
        }
    }
}
