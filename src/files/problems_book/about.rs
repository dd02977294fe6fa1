//! The second sheet of a workbook of problems: what is said about the file as a whole, and the questions about it.

use super::{MOST_ROWS, cell, column_at, fit, head, sentence, text, tint};
use crate::domain::problem::{Problem, Severity};
use crate::domain::roster::{By, Plan};
use rust_xlsxwriter::{Worksheet, XlsxError};

/// The sheet about the file as a whole. Gives how many lines it has.
pub(super) fn about(
    page: &mut Worksheet,
    others: &[&Problem],
    plan: &Plan,
    left_out: usize,
) -> Result<usize, XlsxError> {
    page.set_name("About the file")?;
    let mut lines = vec![];
    let place = |file: &str, line: Option<u64>, column: Option<&String>| {
        let line = line.map(|l| l.to_string()).unwrap_or_default();
        [file.to_owned(), line, column.cloned().unwrap_or_default()]
    };
    if left_out > 0 {
        let said = format!("{left_out} more rows have problems; a sheet has no room for them.");
        lines.push((
            None,
            "Left out",
            place(&plan.file, None, None),
            said,
            String::new(),
        ));
    }
    for p in others {
        let kind = match p.severity {
            Severity::Warning => "Warning",
            Severity::Held => "Held back",
            Severity::Refused => "Refused",
        };
        let place = place(&p.place.file, p.place.line, p.place.column.as_ref());
        lines.push((Some(p.severity), kind, place, sentence(p), String::new()));
    }
    for q in &plan.questions {
        let label = |name: &String| {
            q.choices
                .iter()
                .find(|c| c.name == *name)
                .map(|c| c.label.as_str())
        };
        let answer = match (&q.answer, q.by) {
            (None, _) => "Not answered; its rows are held back.".to_owned(),
            (Some(a), By::Person) => label(a).unwrap_or(a).to_owned(),
            (Some(a), By::Suggested) => format!("{} (suggested)", label(a).unwrap_or(a)),
        };
        let mut said = q.sentence.clone();
        if !q.found.is_empty() {
            said.push_str(&format!(" Found “{}”.", q.found));
        }
        let place = place(&q.place.file, q.place.line, q.place.column.as_ref());
        lines.push((None, "Question", place, said, answer));
    }
    let head = head();
    let wrapped = text().set_text_wrap();
    let widths = [
        ("What", 12.0),
        ("File", 26.0),
        ("Line", 8.0),
        ("Column", 20.0),
        ("Message", 90.0),
        ("Answer", 40.0),
    ];
    for (at, (name, width)) in widths.iter().enumerate() {
        page.write_string_with_format(0, column_at(at), *name, &head)?;
        page.set_column_width(column_at(at), *width)?;
    }
    for (at, (severity, kind, [file, line, column], said, answer)) in (1u32..).zip(&lines).take(MOST_ROWS) {
        let format = severity.map_or_else(text, |s| text().set_background_color(tint(s)));
        page.write_string_with_format(at, 0, *kind, &format)?;
        for (column, said) in (1u16..).zip([file, line, column, said, answer]) {
            page.write_string_with_format(at, column, cell(said), &wrapped)?;
        }
        fit(page, at, said, widths[4].1)?;
    }
    page.set_freeze_panes(1, 0)?;
    page.set_landscape();
    page.set_print_fit_to_pages(1, 0);
    Ok(lines.len())
}
