//! Workbooks: Excel and OpenDocument, whole and damaged.
#![no_main]

use libfuzzer_sys::fuzz_target;

// The reader takes a panic inside the library that it uses for a damaged file. The hook that libFuzzer sets would end the
// run there; without it only a panic that comes through does.
fuzz_target!(init: std::panic::set_hook(Box::new(readers::say_ours)), |data: &[u8]| {
    let Some((reading, file)) = readers::wanted(data) else { return };
    for name in ["f.xlsx", "f.xls", "f.ods"] {
        match readers::files::parse_roster(name, file, &reading, &mut |_, _| true) {
            Ok(roster) => readers::promises(&roster),
            Err(e) => readers::refused(&e),
        }
    }
});
