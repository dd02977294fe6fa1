//! Dates: what is read is a day, the day as written reads as itself, and no digit is made up.
#![no_main]

use libfuzzer_sys::fuzz_target;
use readers::domain::date::{parse_date, written};

fuzz_target!(|text: &str| {
    match parse_date(text) {
        Ok(read) => {
            let again = parse_date(&written(read.day)).expect("a day as it is written");
            assert_eq!((again.day, again.note), (read.day, None));
        }
        Err(message) => assert!(message.ends_with('.'), "{message}"),
    }
});
