//! What is cleaned off a cell: a part of what stood there, never anything else.
#![no_main]

use libfuzzer_sys::fuzz_target;
use readers::files::cells;

fuzz_target!(|text: &str| {
    for part in [cells::without_formula(text), cells::identifier(text)] {
        assert!(text.contains(part), "{part}");
    }
    if let Some(whole) = cells::without_point_zero(text) {
        assert!(text.starts_with(whole) && whole.chars().all(|c| c.is_ascii_digit() || c == '-'));
    }
    if let Some(inside) = cells::without_curly_quotes(text) {
        assert!(!inside.is_empty() && text.contains(inside));
    }
    if let Some(digits) = cells::without_punctuation(text) {
        let there: String = text.chars().filter(char::is_ascii_digit).collect();
        assert_eq!(digits, there);
    }
    let _ = cells::is_date(text);
});
