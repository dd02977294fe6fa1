//! A report as one page to print from any browser: nothing is loaded from elsewhere.

use super::Sheet;
use super::xlsx::colors;
use crate::domain::response::OutcomeKind;
use crate::domain::text::thousands;
use std::fmt::Write;

const STYLE: &str = "
body { font: 14px/1.4 system-ui, 'Segoe UI', 'Noto Sans', sans-serif; color: #1b2430; margin: 2em; }
h1 { font-size: 1.5em; margin: 0 0 .4em; }
dl { display: grid; grid-template-columns: max-content auto; gap: .1em 1em; margin: 0 0 1em; }
dt { color: #556; } dd { margin: 0; }
.notice { border-left: 4px solid #a3211f; padding: .3em .8em; margin: 0 0 1em; }
.counts { list-style: none; padding: 0; margin: 0 0 1em; } .counts li { display: inline-block; margin-right: 1.5em; }
table { border-collapse: collapse; width: 100%; }
th { text-align: left; border-bottom: 2px solid #889; }
th, td { padding: .25em .6em .25em 0; vertical-align: top; }
td { border-bottom: 1px solid #dde; overflow-wrap: break-word; white-space: pre-line; }
.n { text-align: right; padding-right: 1em; }
.t { padding: 0 .5em; border-radius: .7em; white-space: nowrap; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
.id { white-space: nowrap; font-variant-numeric: tabular-nums; }
@page { size: landscape; margin: 12mm; }
@media print { body { margin: 0; font-size: 10pt; } thead { display: table-header-group; } tr { break-inside: avoid; } }
";

/// A list as a page to print: title, what it is about, counts, table; lines with a problem first.
pub fn print_sheet(sheet: &Sheet) -> String {
    let mut out = String::with_capacity(2000 + sheet.rows.len() * 300);
    // Writing into a String cannot fail.
    let _ = write_page(&mut out, sheet);
    out
}

fn write_page(out: &mut String, sheet: &Sheet) -> std::fmt::Result {
    let title = escaped(&sheet.title);
    write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n<style>{STYLE}"
    )?;
    for kind in ORDER {
        let (back, letters) = colors(kind);
        writeln!(
            out,
            ".{} {{ background: #{back:06x}; color: #{letters:06x}; }}",
            class(kind)
        )?;
    }
    write!(out, "</style>\n</head>\n<body>\n<h1>{title}</h1>\n<dl>\n")?;
    for (name, value) in &sheet.facts {
        writeln!(out, "<dt>{}</dt><dd>{}</dd>", escaped(name), escaped(value))?;
    }
    out.push_str("</dl>\n");
    if !sheet.notice.is_empty() {
        writeln!(out, "<p class=\"notice\">{}</p>", escaped(&sheet.notice))?;
    }
    write!(
        out,
        "<ul class=\"counts\">\n<li><b>All {}</b></li>\n",
        thousands(sheet.rows.len())
    )?;
    for (name, n) in &sheet.counts {
        writeln!(out, "<li>{} {}</li>", escaped(name), thousands(*n))?;
    }
    out.push_str("</ul>\n<table>\n<thead>\n<tr>");
    for column in &sheet.columns {
        let class = if column.counts { " class=\"n\"" } else { "" };
        write!(out, "<th scope=\"col\"{class}>{}</th>", escaped(&column.header))?;
    }
    out.push_str("</tr>\n</thead>\n<tbody>\n");
    let groups = ORDER.iter().map(|k| Some(*k)).chain([None]);
    for group in groups {
        for row in sheet.rows.iter().filter(|r| r.kind == group) {
            write_row(out, sheet, &row.cells, row.kind)?;
        }
    }
    out.push_str("</tbody>\n</table>\n</body>\n</html>\n");
    Ok(())
}

fn write_row(
    out: &mut String,
    sheet: &Sheet,
    cells: &[String],
    kind: Option<OutcomeKind>,
) -> std::fmt::Result {
    out.push_str("<tr>");
    for (i, cell) in cells.iter().enumerate() {
        let cell = escaped(cell);
        let column = sheet.columns.get(i);
        match kind.filter(|_| sheet.tinted == Some(i)) {
            Some(kind) => write!(out, "<td><span class=\"t {}\">{cell}</span></td>", class(kind))?,
            None if column.is_some_and(|c| c.counts) => write!(out, "<td class=\"n\">{cell}</td>")?,
            None if column.is_some_and(|c| c.width <= 13) => write!(out, "<td class=\"id\">{cell}</td>")?,
            None => write!(out, "<td>{cell}</td>")?,
        }
    }
    out.push_str("</tr>\n");
    Ok(())
}

/// What needs a person first.
const ORDER: [OutcomeKind; 4] = [
    OutcomeKind::Error,
    OutcomeKind::Decide,
    OutcomeKind::Nothing,
    OutcomeKind::Writes,
];

fn class(kind: OutcomeKind) -> &'static str {
    match kind {
        OutcomeKind::Writes => "writes",
        OutcomeKind::Nothing => "nothing",
        OutcomeKind::Decide => "decide",
        OutcomeKind::Error => "error",
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() && c != '\n' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
