//! How likely it is that two records are one student, as every screen shows it: the band, the chance in words, the reasons.

use crate::domain::matching::{Band, Explanation};
use crate::domain::text::thousands;
use crate::ui::theme::{Theme, Tone};
use crate::ui::widgets::{pill, weak};
use egui::{Label, Response, RichText, Ui};

/// A band as it is called on screen; `None` is below the last one.
pub fn label(band: Option<Band>) -> &'static str {
    band.map_or("Unlikely", Band::label)
}

/// How a band is tinted.
pub fn tone(band: Option<Band>) -> Tone {
    match band {
        Some(Band::VeryLikely) => Tone::Accent,
        Some(Band::Check) => Tone::Warn,
        Some(Band::Possible) | None => Tone::Neutral,
    }
}

/// The band as a pill; the chance on hover.
pub fn band_pill(ui: &mut Ui, band: Option<Band>, bits: f32) -> Response {
    pill(ui, tone(band), label(band)).on_hover_text(chance(bits))
}

/// Above so many to one nobody can tell the difference.
const MOST: f32 = 1_000_000.0;

/// The chance in words: `about 5,300 to 1 that they are one student`. A total in bits is the binary logarithm of the odds.
pub fn chance(bits: f32) -> String {
    let odds = bits.abs().exp2();
    let to_one = if odds > MOST {
        format!("more than {} to 1", thousands(MOST as usize))
    } else {
        format!("about {} to 1", thousands(rounded(odds)))
    };
    match bits {
        b if b >= 1.0 => format!("{to_one} that they are one student"),
        b if b <= -1.0 => format!("{to_one} that they are two students"),
        _ => "as likely one student as two".to_owned(),
    }
}

/// To two digits: more would say that it is known better than it is.
fn rounded(odds: f32) -> usize {
    let whole = odds.round() as usize;
    let step = 10usize.pow(whole.max(1).ilog10().saturating_sub(1));
    (whole + step / 2) / step * step
}

/// The band and the chance in one line, then what speaks for one student and what against, at most three each.
pub fn in_words(ui: &mut Ui, why: &Explanation) {
    ui.horizontal_wrapped(|ui| {
        band_pill(ui, why.band, why.total);
        weak(ui, &chance(why.total));
    });
    reasons(ui, "✓", "For", &why.speaks_for, true);
    reasons(ui, "≠", "Against", &why.speaks_against, false);
}

/// So many reasons are said; the comparison field by field has all of them.
const REASONS: usize = 3;

fn reasons(ui: &mut Ui, sign: &str, spoken: &str, all: &[String], strong: bool) {
    let theme = Theme::of(ui.ctx());
    let color = if strong {
        theme.color.text
    } else {
        theme.color.weak_text
    };
    for reason in all.iter().take(REASONS) {
        let text = RichText::new(format!("{sign} {reason}"))
            .size(theme.size.small + 0.5)
            .color(color);
        let label = ui.add(Label::new(text).wrap());
        ui.ctx().accesskit_node_builder(label.id, |node| {
            node.set_label(format!("{spoken}: {reason}"));
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chance_is_said_as_odds_of_two_digits() {
        assert_eq!(chance(12.4), "about 5,400 to 1 that they are one student");
        assert_eq!(chance(2.0), "about 4 to 1 that they are one student");
        assert_eq!(chance(0.3), "as likely one student as two");
        assert_eq!(chance(-4.1), "about 17 to 1 that they are two students");
        assert_eq!(chance(42.0), "more than 1,000,000 to 1 that they are one student");
    }
}
