//! Workbooks: Excel and OpenDocument, whole and damaged.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((reading, file)) = readers::wanted(data) else { return };
    for name in ["f.xlsx", "f.xls", "f.ods"] {
        match readers::files::parse_roster(name, file, &reading, &mut |_, _| true) {
            Ok(roster) => readers::promises(&roster),
            Err(e) => readers::refused(&e),
        }
    }
});
