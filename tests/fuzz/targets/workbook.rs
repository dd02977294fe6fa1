//! Workbooks: Excel and OpenDocument, whole and damaged. What begins with `<` is taken for the XML of a sheet, and packed.
#![no_main]

use libfuzzer_sys::fuzz_target;
use readers::domain::roster::Reading;
use readers::packed::{as_ods, as_xlsx};

// The reader takes a panic inside the library that it uses for a damaged file. The hook that libFuzzer sets would end the
// run there; without it only a panic that comes through does.
fuzz_target!(init: std::panic::set_hook(Box::new(readers::say_ours)), |data: &[u8]| {
    let Some((reading, file)) = readers::wanted(data) else { return };
    if file.first() == Some(&b'<') {
        for (name, book) in [("f.xlsx", as_xlsx(file)), ("f.ods", as_ods(file))] {
            read(name, &book.unwrap_or_default(), &reading);
        }
        return;
    }
    for name in ["f.xlsx", "f.xls", "f.ods"] {
        read(name, file, &reading);
    }
});

fn read(name: &str, file: &[u8], reading: &Reading) {
    match readers::files::parse_roster(name, file, reading, &mut |_, _| true) {
        Ok(roster) => readers::promises(&roster),
        Err(e) => readers::refused(&e),
    }
}
