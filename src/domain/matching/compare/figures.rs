//! How two birth dates and two State IDs are alike.

use crate::domain::matching::level::{Birth, StateId};
use crate::domain::matching::row::{Day, one_digit_off};

/// How two State IDs are alike.
pub(super) fn state_id(a: u64, b: u64) -> StateId {
    match (a, b) {
        (0, _) | (_, 0) => StateId::Unknown,
        (x, y) if x == y => StateId::Equal,
        (x, y) if one_digit_off(x, y) => StateId::OneDigit,
        _ => StateId::Different,
    }
}

/// How two birth dates are alike.
pub(super) fn birth(a: Day, b: Day) -> Birth {
    if !a.is_known() || !b.is_known() {
        return Birth::Unknown;
    }
    if a == b {
        return Birth::Equal;
    }
    let year = a.year() == b.year();
    let month = a.month() == b.month();
    let day = a.day() == b.day();
    if year && a.month() == b.day() && a.day() == b.month() {
        return Birth::Swapped;
    }
    // A year is written with four digits, the others with two.
    let off = |x: u32, y: u32| one_digit_off(u64::from(x) + 10_000, u64::from(y) + 10_000);
    let close = |x: u32, y: u32| x == y || off(x, y);
    let first_of_january = |d: Day| d.month() == 1 && d.day() == 1;
    let equal = u8::from(year) + u8::from(month) + u8::from(day);
    if equal == 2 && close(a.year(), b.year()) && close(a.month(), b.month()) && close(a.day(), b.day()) {
        return Birth::OneDigit;
    }
    if first_of_january(a) != first_of_january(b) && year {
        return Birth::FirstOfJanuary;
    }
    if equal == 2 {
        return Birth::OnePart;
    }
    if equal == 1 && close(a.year(), b.year()) && close(a.month(), b.month()) && close(a.day(), b.day()) {
        return Birth::TwoDigits;
    }
    Birth::Different
}
