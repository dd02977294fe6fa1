//! A response of the SSID System.
#![no_main]

use libfuzzer_sys::fuzz_target;
use readers::domain::layout::Layout;

fuzz_target!(|data: &[u8]| {
    match readers::files::parse_response("f.csv", data, &Layout::utah_default(), &mut |_, _| true) {
        Ok(read) => {
            for line in &read.value.lines {
                assert!(line.file_line > 0);
                assert!(line.broken.as_ref().is_none_or(|why| !why.is_empty()));
            }
        }
        Err(e) => readers::refused(&e),
    }
});
