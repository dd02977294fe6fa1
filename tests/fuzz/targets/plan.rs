//! A roster read with any answers, and compared with a small district.
#![no_main]

use libfuzzer_sys::fuzz_target;
use readers::domain::roster::Table;

fuzz_target!(|data: &[u8]| {
    let Some((reading, file)) = readers::wanted(data) else { return };
    let Ok(roster) = readers::files::parse_roster("f.csv", file, &reading, &mut |_, _| true) else { return };
    let table = if data.len() % 2 == 0 { Table::Students } else { Table::General };
    readers::judge(&roster, file, &reading, table);
});
