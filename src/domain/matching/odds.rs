//! The odds that two records are one student, in words.

use crate::domain::text::thousands;

/// From so many bits on nobody is helped by the number of the odds.
const BEYOND: f32 = 20.0;

/// The odds of a total in bits: "about 4,000 to 1", "even", "about 1 to 8".
pub fn odds(bits: f32) -> String {
    let odds = rounded(bits.abs().min(BEYOND).exp2());
    match bits {
        b if b >= BEYOND => "over a million to 1".into(),
        b if b <= -BEYOND => "under 1 to a million".into(),
        _ if odds <= 1 => "even".into(),
        b if b > 0.0 => format!("about {} to 1", thousands(odds)),
        _ => format!("about 1 to {}", thousands(odds)),
    }
}

/// To one digit that counts from ten on: more would say more than is known.
fn rounded(odds: f32) -> usize {
    let odds = odds.round() as usize;
    let mut unit = 1;
    while odds / unit >= 10 {
        unit *= 10;
    }
    (odds + unit / 2) / unit * unit
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_odds_are_said_in_words_and_no_more_exactly_than_they_are_known() {
        assert_eq!(odds(12.0), "about 4,000 to 1");
        assert_eq!(odds(3.17), "about 9 to 1");
        assert_eq!(odds(0.2), "even");
        assert_eq!(odds(-3.0), "about 1 to 8");
        assert_eq!(odds(24.7), "over a million to 1");
    }
}
