//! How a file is to be read, drawn from the first bytes of an input; the rest is the file.

use crate::domain::roster::{Format, Meaning, Reading, RosterColumn};

/// Bytes that say how; the file begins behind them. All zero: nothing is said.
const HEAD: usize = 6;

/// Answers that are known, by the bits of two bytes.
const ANSWERS: [(&str, [&str; 3]); 8] = [
    ("century", ["1900", "2000", "by-age"]),
    ("date-order", ["month-first", "day-first", "month-first"]),
    ("lost-zeros", ["pad", "as-written", "hold"]),
    ("schools", ["create", "hold", "create"]),
    ("blank-cells", ["keep", "clear", "clear"]),
    ("header-line", ["none", "1", "2"]),
    ("state-id", ["none", "identifier", "state_id"]),
    ("grade-numbers", ["kindergarten", "grade", "hold"]),
];

/// Splits an input into how the file is to be read, and the file.
pub fn wanted(data: &[u8]) -> Option<(Reading, &[u8])> {
    let (head, file) = data.split_at_checked(HEAD)?;
    let mut reading = Reading {
        format: (head[0] as usize).checked_sub(1).and_then(|i| Format::ALL.get(i).copied()),
        ..Reading::default()
    };
    let bits = u16::from_le_bytes([head[1], head[2]]);
    for (i, (key, answers)) in ANSWERS.iter().enumerate() {
        if let Some(answer) = usize::from(bits >> (2 * i) & 3).checked_sub(1) {
            reading.answers.insert((*key).to_owned(), answers[answer].to_owned());
        }
    }
    if head[3] > 0 {
        let columns: Vec<RosterColumn> = RosterColumn::all().collect();
        let meaning = match columns.get(head[4] as usize) {
            Some(column) => Meaning::Column(*column),
            None => Meaning::NotUsed,
        };
        // A header of the file, or a column without one.
        let text = String::from_utf8_lossy(&file[..file.len().min(2000)]).into_owned();
        let headers: Vec<&str> = text.split(['\n', ',', ';', '\t', '|']).collect();
        let header = match headers.get(head[5] as usize) {
            Some(header) => header.trim_matches([' ', '"', '\r']).to_owned(),
            None => format!("column {}", head[5]),
        };
        reading.columns.insert(header, meaning);
    }
    Some((reading, file))
}
