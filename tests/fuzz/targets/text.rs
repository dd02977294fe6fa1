//! Bytes to text to records: no bytes bring it down, and lines are counted right.
#![no_main]

use libfuzzer_sys::fuzz_target;
use readers::files::headers::roster_column;
use readers::files::{table, text};

fuzz_target!(|data: &[u8]| {
    let decoded = match text::decode("f.csv", data.to_vec()) {
        Ok(decoded) => decoded,
        Err(e) => return readers::refused(&e),
    };
    let expect = table::Expect {
        known: &|c| roster_column(c).is_some(),
        cells: None,
    };
    let read = match table::read("f.csv", decoded.text.clone(), &expect, &mut |_, _| true) {
        Ok(read) => read,
        Err(e) => return readers::refused(&e),
    };
    let lines = decoded.text.replace("\r\n", "\n").replace('\r', "\n").split('\n').count() as u64;
    let mut last = 0;
    for record in &read.records {
        assert!(record.line > last && record.line <= lines, "line {} of {lines}", record.line);
        last = record.line;
        assert!(record.filled() > 0 && record.filled() <= record.cells.len(), "blank records are left out");
    }
});
