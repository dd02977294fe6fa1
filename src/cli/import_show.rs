//! What an import did or would do, as JSON and as lines of text.

use super::import_args::option;
use super::show::{or_null, problem};
use crate::app::work::rosters::PlannedRoster;
use crate::domain::problem::Problem;
use crate::domain::roster::{
    By, Counts, Fate, Known, LooksLike, MappedColumn, Outcome, Plan, Question, Recognised, RosterColumn,
};
use serde_json::{Value, json};

/// What an import did, or would do.
pub fn imported(planned: &PlannedRoster, unused: &[String], dry_run: bool) -> Value {
    let (roster, plan) = (&planned.roster, &planned.plan);
    let c = plan.counts();
    let schools = plan.new_schools.iter();
    let gone = plan.gone.iter();
    let mut out = json!({
        "file": plan.file,
        "dry_run": dry_run,
        "outcome": plan.outcome().name(),
        "format": roster.format.name(),
        "rows": c.rows,
        "added": c.added,
        "changed": c.changed,
        "same": c.same,
        "refused": c.refused,
        "recognised": recognised(&roster.recognised),
        "columns": columns(&roster.columns),
        "questions": questions(&plan.questions),
        "unused_answers": unused,
        "new_schools": schools.map(|(code, name)| json!({ "code": code, "name": name })).collect::<Vec<_>>(),
        "unknown_schools": plan.unknown_schools,
        "gone": gone.map(|g| json!({ "number": g.number, "name": g.name, "school": or_null(&g.school), "deleted_in_file": g.named, "since": g.since.map(|d| d.to_string()) })).collect::<Vec<_>>(),
        "look_alikes": look_alikes(plan),
        "problems": problems(&plan.problems),
    });
    if dry_run {
        out["changes"] = changes(plan);
    }
    out
}

/// Why a file is refused, with what is known of its columns.
pub fn refused(problems_of_it: &[Problem], columns_of_it: &[MappedColumn], asked: &[Question]) -> Value {
    // What hangs on a question is read as soon as it is answered. Without a problem it is an argument that was wrong.
    let asks = !problems_of_it.is_empty() && asked.iter().any(|q| q.answer.is_none());
    let outcome = match asks {
        true => Outcome::Ask,
        false => Outcome::Reject,
    };
    let mut out = json!({
        "outcome": outcome.name(),
        "problems": problems(problems_of_it),
    });
    if !columns_of_it.is_empty() {
        out["columns"] = columns(columns_of_it);
    }
    if !asked.is_empty() {
        out["questions"] = questions(asked);
    }
    out
}

fn problems(of: &[Problem]) -> Value {
    of.iter().map(problem).collect()
}

/// Rows that add a student who looks like one who is here.
fn look_alikes(plan: &Plan) -> Value {
    let one = |l: &LooksLike| {
        let row = plan.rows.get(l.row)?;
        let like = json!({ "number": l.number, "name": l.name });
        Some(json!({ "line": row.file_line, "number": row.number, "name": row.name, "like": like }))
    };
    plan.look_alikes.iter().filter_map(one).collect()
}

fn recognised(of: &[Recognised]) -> Value {
    let one = |r: &Recognised| json!({ "what": r.what, "value": r.value, "why": or_null(&r.why) });
    of.iter().map(one).collect()
}

fn columns(of: &[MappedColumn]) -> Value {
    let one = |c: &MappedColumn| {
        json!({
            "header": c.header,
            "column": c.column.map(RosterColumn::name),
            "known": known(c.known),
            "samples": c.samples,
        })
    };
    of.iter().map(one).collect()
}

fn known(known: Known) -> &'static str {
    match known {
        Known::ByName => "by_name",
        Known::Guessed => "guessed",
        Known::Chosen => "chosen",
        Known::WithAnother => "with_another",
        Known::FillsIn => "fills_in",
    }
}

fn questions(of: &[Question]) -> Value {
    let one = |q: &Question| {
        let choices = q
            .choices
            .iter()
            .map(|c| json!({ "name": c.name, "label": c.label }));
        let by = q.answer.as_ref().map(|_| match q.by {
            By::Suggested => "suggested",
            By::Person => "person",
        });
        json!({
            "key": q.key,
            "sentence": q.sentence,
            "file": or_null(&q.place.file),
            "line": q.place.line,
            "column": q.place.column,
            "found": or_null(&q.found),
            "rows": q.rows,
            "choices": choices.collect::<Vec<_>>(),
            "answer": q.answer,
            "by": by,
        })
    };
    of.iter().map(one).collect()
}

/// Every row that changes a student, field by field.
fn changes(plan: &Plan) -> Value {
    let mut out = Vec::new();
    for row in &plan.rows {
        let Fate::Changed(_, changes) = &row.fate else {
            continue;
        };
        let fields = changes.iter().map(|c| {
            json!({
                "field": c.field.name(),
                "before": or_null(&c.before.text()),
                "after": or_null(&c.after.text()),
            })
        });
        out.push(
            json!({ "line": row.file_line, "number": row.number, "fields": fields.collect::<Vec<_>>() }),
        );
    }
    Value::Array(out)
}

/// The same for people.
pub fn imported_text(planned: &PlannedRoster, unused: &[String], dry_run: bool) -> String {
    let (roster, plan) = (&planned.roster, &planned.plan);
    let Counts {
        rows,
        added,
        changed,
        same,
        refused,
    } = plan.counts();
    let nothing = if dry_run { "Nothing was written. " } else { "" };
    let mut out = format!(
        "{nothing}{}: {rows} rows, {added} added, {changed} changed, {same} the same, {refused} held back\n",
        plan.file
    );
    for r in &roster.recognised {
        let why = if r.why.is_empty() {
            String::new()
        } else {
            format!(" ({})", r.why)
        };
        out.push_str(&format!("{}: {}{why}\n", r.what, r.value));
    }
    let guessed = |c: &&MappedColumn| c.known == Known::Guessed && c.column.is_some();
    for c in roster.columns.iter().filter(guessed) {
        let label = c.column.map_or("", RosterColumn::label);
        let column = c.column.map_or("", RosterColumn::name);
        out.push_str(&format!(
            "Column “{}” was taken for: {label} ({column}). Another one is said with --column.\n",
            c.header
        ));
    }
    out.push_str(&questions_text(&plan.questions));
    for answer in unused {
        out.push_str(&format!(
            "Not asked about this file, so the answer was not used: {answer}\n"
        ));
    }
    for p in &plan.problems {
        out.push_str(&format!("{p}\n"));
    }
    for (code, name) in &plan.new_schools {
        let made = if dry_run {
            "School to create"
        } else {
            "School created"
        };
        out.push_str(&format!("{made}: {code} {name}\n"));
    }
    for g in &plan.gone {
        let since = g.since.map(|d| format!(", marked since {d}")).unwrap_or_default();
        out.push_str(&format!(
            "No longer in the file: {} {}{since}\n",
            g.number, g.name
        ));
    }
    if dry_run {
        out.push_str(&changes_text(plan));
    }
    out
}

/// Questions for people, each with the options that answer it. What a person answered is not asked again.
pub fn questions_text(of: &[Question]) -> String {
    let mut out = String::new();
    for q in of.iter().filter(|q| !q.is_answered()) {
        let found = format!("“{}”", q.found);
        let place = [
            q.place.column.as_deref().unwrap_or(""),
            if q.found.is_empty() { "" } else { &found },
        ];
        let place: Vec<&str> = place.into_iter().filter(|p| !p.is_empty()).collect();
        let line = q.place.line.map(|l| format!("line {l}"));
        let place: Vec<String> = line
            .into_iter()
            .chain([place.join(" ")].into_iter().filter(|p| !p.is_empty()))
            .collect();
        let rows = (q.rows > 0).then(|| format!("rows: {}", q.rows));
        let hang: Vec<String> = [place.join(", ")]
            .into_iter()
            .filter(|p| !p.is_empty())
            .chain(rows)
            .collect();
        let hang = if hang.is_empty() {
            String::new()
        } else {
            format!(" ({})", hang.join("; "))
        };
        out.push_str(&format!("Question: {}{hang}\n", q.sentence));
        for choice in &q.choices {
            let suggested = if q.answer.as_ref() == Some(&choice.name) {
                " (suggested)"
            } else {
                ""
            };
            out.push_str(&format!(
                "    {}: {}{suggested}\n",
                option(&q.key, &choice.name),
                choice.label
            ));
        }
        out.push_str(match q.answer {
            Some(_) => "    Nobody has answered; the suggestion counts.\n",
            None => "    Nobody has answered; the rows are held back.\n",
        });
    }
    out
}

fn changes_text(plan: &Plan) -> String {
    let blank = |text: String| if text.is_empty() { "blank".to_owned() } else { text };
    let mut out = String::new();
    for row in &plan.rows {
        let Fate::Changed(_, changes) = &row.fate else {
            continue;
        };
        out.push_str(&format!("Line {}: {} {}\n", row.file_line, row.number, row.name));
        for c in changes {
            let (before, after) = (blank(c.before.text()), blank(c.after.text()));
            out.push_str(&format!("    {}: {before} → {after}\n", c.field.label()));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::problem::Place;
    use crate::domain::roster::{Answers, Choice};

    fn asked(key: &str, suggested: Option<&str>, answers: &Answers) -> Question {
        let choices = vec![
            Choice::new("1900", "1900 to 1999"),
            Choice::new("2000", "2000 to 2099"),
        ];
        let place = Place {
            file: "r.csv".into(),
            line: Some(3),
            column: Some("DOB".into()),
        };
        Question::new(key, "Which century?", choices, suggested, answers).at(place, "3/9/14", 7)
    }

    #[test]
    fn a_question_is_listed_with_the_options_that_answer_it_until_a_person_has() {
        let none = Answers::default();
        let text = questions_text(&[
            asked("century", Some("2000"), &none),
            asked("school:North", None, &none),
        ]);
        for has in [
            "Question: Which century? (line 3, DOB “3/9/14”; rows: 7)",
            "    --century 1900: 1900 to 1999\n",
            "    --century 2000: 2000 to 2099 (suggested)\n    Nobody has answered; the suggestion counts.",
            "    --answer school:North=2000: 2000 to 2099\n    Nobody has answered; the rows are held back.",
        ] {
            assert!(text.contains(has), "{has}\n{text}");
        }
        let given = Answers::from([("century".to_owned(), "1900".to_owned())]);
        let answered = asked("century", Some("2000"), &given);
        assert_eq!(questions_text(std::slice::from_ref(&answered)), "");
        let all = questions(&[answered, asked("sheet", None, &given)]);
        assert_eq!(json!([all[0]["answer"], all[0]["by"]]), json!(["1900", "person"]));
        assert_eq!(json!([all[1]["answer"], all[1]["by"]]), json!([null, null]));
        assert_eq!(
            all[0]["choices"][1],
            json!({ "name": "2000", "label": "2000 to 2099" })
        );
    }
}
