//! Program data as JSON and as lines of text.

use super::show::or_null;
use crate::domain::program::{Owned, Row};
use serde_json::{Value, json};

/// A row of program data.
pub fn row(owned: &Owned) -> Value {
    let details = match &owned.row {
        Row::Event(e) => json!({
            "event": e.kind,
            "date": e.date.to_string(),
            "until": e.until.map(|d| d.to_string()),
            "closed": e.closed.map(|d| d.to_string()),
            "open": e.is_open_plan(),
            "case_manager": or_null(&e.case_manager),
            "remarks": or_null(&e.text),
        }),
        Row::Document(d) => json!({
            "title": d.title,
            "document_kind": or_null(&d.kind),
            "date": d.date.map(|d| d.to_string()),
            "file_name": d.file_name,
            "size": d.size,
            "hash": d.hash,
            "also": d.also,
        }),
        Row::Note(n) => json!({
            "author": n.author,
            "date": n.date.to_string(),
            "note": n.text,
        }),
        Row::Guardian(g) => json!({
            "name": g.name,
            "relation": or_null(&g.relation),
            "phone": or_null(&g.phone),
            "email": or_null(&g.email),
        }),
    };
    let mut out = json!({ "id": owned.id, "kind": owned.row.kind().name(), "text": owned.row.label() });
    if let (Value::Object(out), Value::Object(details)) = (&mut out, details) {
        out.extend(details);
    }
    out
}

/// The program data of a student.
pub fn rows(rows: &[Owned]) -> Value {
    Value::Array(rows.iter().map(row).collect())
}

/// The program data of a student, a line each.
pub fn rows_text(rows: &[Owned]) -> String {
    rows.iter()
        .map(|o| format!("{:>5}  {:<18}{}\n", o.id.0, o.row.kind().label(), o.row.label()))
        .collect()
}
