//! A roster read with any answers.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((reading, file)) = readers::wanted(data) else { return };
    match readers::files::parse_roster("f.csv", file, &reading, &mut |_, _| true) {
        Ok(roster) => readers::promises(&roster),
        Err(e) => readers::refused(&e),
    }
});
