//! The before/after sheet of a merge, to print or save.

use super::Reviewed;
use crate::app::work::lists;
use crate::domain::codes::label_of;
use crate::domain::district::{District, School};
use crate::domain::merge::Key;
use crate::domain::student::{Field, Student};
use crate::files::report::{Sheet, SheetColumn};

/// The review as a sheet to print or save: what differs or changes first, then what is the same in both; rows in which
/// neither has anything are left out.
pub fn sheet(
    reviewed: &Reviewed,
    reason: &str,
    district: &District,
    schools: &[School],
    made: &str,
) -> Sheet {
    let about = lists::About {
        district: &district.name,
        made,
        shown: "",
    };
    let named = |s: &Student| format!("{} ({})", s.list_name(), s.number);
    let mut facts = Vec::new();
    if let Some(first) = reviewed.reviews.first() {
        facts.push(("Target profile", named(&first.target.student)));
    }
    for review in &reviewed.reviews {
        facts.push(("Source profile", named(&review.source.student)));
    }
    facts.push(("What Save does", reviewed.consequence.clone()));
    facts.push(("Reason", reason.to_owned()));
    let several = reviewed.reviews.len() > 1;
    let (mut differing, mut same) = (Vec::new(), Vec::new());
    for review in &reviewed.reviews {
        for line in &review.lines {
            let said = |text: &str| in_words(line.key, text, district, schools);
            let merged = line.merged.as_deref();
            if line.source.is_empty() && line.target.is_empty() && merged == Some("") {
                continue;
            }
            let mut field = line.key.label().to_owned();
            if several {
                field = format!("{}: {field}", review.source.student.number);
            }
            let row = lists::line(vec![
                field,
                said(&line.source),
                said(&line.target),
                merged.map_or_else(|| "(to be decided)".into(), said),
                format!("{}. {}", line.status.label(), line.why),
            ]);
            if line.status.is_difference() {
                differing.push(row);
            } else {
                same.push(row);
            }
        }
    }
    let counts = vec![
        ("Differ or change".to_owned(), differing.len()),
        ("The same in both".to_owned(), same.len()),
    ];
    differing.append(&mut same);
    Sheet {
        title: "Merge Student Profiles: before and after".into(),
        facts: about.facts(facts),
        notice: reviewed.warnings.join(" "),
        columns: vec![
            SheetColumn::text("Field", 22),
            SheetColumn::text("Source before", 34),
            SheetColumn::text("Target before", 34),
            SheetColumn::text("Target after", 34),
            SheetColumn::text("Why", 50),
        ],
        counts,
        rows: differing,
        ..Sheet::default()
    }
}

/// A value of the review as people say it: codes by their labels, schools by their names.
fn in_words(key: Key, text: &str, district: &District, schools: &[School]) -> String {
    let rules = &district.rules;
    match key {
        Key::Field(Field::Gender) => label_of(&rules.genders, text).to_owned(),
        Key::Field(Field::Ethnicity) => {
            let parts = text.split(';').map(str::trim).filter(|c| !c.is_empty());
            let each: Vec<&str> = parts.map(|c| label_of(&rules.ethnicities, c)).collect();
            each.join(", ")
        }
        Key::CurrentEnrollment | Key::PastEnrollments => {
            let line = |l: &str| match l.split_once(" · ") {
                Some((code, rest)) => format!("{} · {rest}", lists::school_name(schools, code)),
                None => l.to_owned(),
            };
            text.lines().map(line).collect::<Vec<_>>().join("\n")
        }
        _ => text.to_owned(),
    }
}
