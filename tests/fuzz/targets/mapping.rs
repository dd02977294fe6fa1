//! A mapping as `--map` reads it: what is read is written as the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use readers::domain::roster::Reading;

fuzz_target!(|text: &str| {
    if let Ok(reading) = toml::from_str::<Reading>(text) {
        let written = toml::to_string(&reading).expect("a mapping can be written");
        assert_eq!(toml::from_str::<Reading>(&written).expect("and read"), reading);
    }
});
