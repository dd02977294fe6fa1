//! The table: a line for each set.

use crate::measure::{Family, Measured};

const HEADS: [(&str, usize); 16] = [
    ("set", 18),
    ("persons", 9),
    ("same", 7),
    ("found", 7),
    ("precision", 9),
    ("recall", 7),
    ("F1", 7),
    ("likely: precision", 17),
    ("recall", 7),
    ("twins likely/check/of", 21),
    ("siblings likely/check/of", 24),
    ("best F1 at bits", 15),
    ("compared", 12),
    ("seconds (ready + scan)", 22),
    ("reading", 8),
    ("peak MB", 12),
];

fn line(cells: [String; 16]) -> String {
    let mut out = String::new();
    for (i, (cell, (_, width))) in cells.iter().zip(HEADS).enumerate() {
        match i {
            0 => out.push_str(&format!("{cell:<width$}")),
            _ => out.push_str(&format!("  {cell:>width$}")),
        }
    }
    out
}

/// The heads of the columns, and what they mean.
pub fn head() -> String {
    format!(
        "precision, recall and F1 count what is found in \"check\" and above; \"likely\" counts \"very likely\" alone.\n\
         Twins and siblings are pairs of records of two children. Seconds are the engine's alone; memory is that of a\n\
         whole process that reads and measures one set.\n\n{}",
        line(HEADS.map(|h| h.0.to_owned()))
    )
}

/// A set's line.
pub fn row(name: &str, m: &Measured) -> String {
    let family = |f: &Family| format!("{}/{}/{}", f.likely, f.check, f.of);
    line([
        name.to_owned(),
        m.persons.to_string(),
        m.same.to_string(),
        m.found.to_string(),
        format!("{:.4}", m.precision()),
        format!("{:.4}", m.recall()),
        format!("{:.4}", m.f1()),
        format!("{:.4}", m.likely_precision()),
        format!("{:.4}", m.likely_recall()),
        family(&m.twins),
        family(&m.siblings),
        format!("{:.4} {:+.1}", m.best.0, m.best.1),
        m.compared.to_string(),
        format!("{:.2} ({:.2} + {:.2})", m.ready + m.scan, m.ready, m.scan),
        format!("{:.2} s", m.read),
        m.megabytes
            .map_or_else(|| "not measured".to_owned(), |mb| mb.to_string()),
    ])
}

/// What stands below a set's line: values too common, stopping, pairs that were got wrong.
pub fn below(m: &Measured) -> Vec<String> {
    let mut out = Vec::new();
    if m.split > 0 {
        out.push(format!("  {} values too common to compare all by", m.split));
    }
    if let Some(s) = &m.stops {
        out.push(format!(
            "  stops at the latest after {:.3} s (making ready: {:.3} s); longest silence {:.3} s ({:.3} s)",
            s.scan, s.ready, s.silent_scan, s.silent_ready
        ));
    }
    out.extend(m.misses.iter().cloned());
    out
}
