//! Zips of lists: OneRoster, Clever, School Data Sync, whole and damaged.
#![no_main]

use libfuzzer_sys::fuzz_target;
use readers::files::package;

fuzz_target!(|data: &[u8]| {
    let Some((reading, file)) = readers::wanted(data) else { return };
    if !package::is_zip("f.zip", file) {
        return;
    }
    match readers::files::parse_roster("f.zip", file, &reading, &mut |_, _| true) {
        Ok(roster) => {
            for row in roster.rows.iter() {
                assert!(row.file_line > 0);
            }
        }
        Err(e) => readers::refused(&e),
    }
});
