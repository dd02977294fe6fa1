//! Why two records may be one student: the band, the chance, the reasons in words, and the waterfall.

use crate::domain::matching::{Band, Explanation, odds};
use crate::ui::theme::{Theme, Tone};
use crate::ui::widgets::{Waterfall, WaterfallStep, pill, signed};
use egui::{Label, RichText, Ui};

/// How a band is shown, everywhere: the surer it is, the more it wants a look. That it is likely is not good news.
pub fn tone(band: Band) -> Tone {
    match band {
        Band::VeryLikely => Tone::Warn,
        Band::Check => Tone::Accent,
        Band::Possible => Tone::Neutral,
    }
}

/// The pill of a band; below all of them "Unlikely".
pub fn band_pill(ui: &mut Ui, band: Option<Band>) {
    match band {
        Some(band) => drop(pill(ui, tone(band), band.label())),
        None => drop(pill(ui, Tone::Neutral, "Unlikely")),
    }
}

/// The pill of a band where it stands alone and has to say of what it speaks.
pub fn one_child_pill(ui: &mut Ui, band: Option<Band>) {
    let (tone, text) = match band {
        Some(Band::VeryLikely) => (tone(Band::VeryLikely), "Very likely one child"),
        Some(Band::Check) => (tone(Band::Check), "Check: one child?"),
        Some(Band::Possible) => (tone(Band::Possible), "Possibly one child"),
        None => (Tone::Neutral, "Unlikely one child"),
    };
    pill(ui, tone, text);
}

/// `about 20,000 to 1 (+14.2 bits)`.
pub fn total(bits: f32) -> String {
    format!("{} ({})", odds(bits), in_bits(bits))
}

/// `+14.2 bits`.
pub fn in_bits(bits: f32) -> String {
    format!("{} bits", signed(bits))
}

/// The strongest reasons, a line each: what speaks for one student, then what speaks against.
pub fn reasons(ui: &mut Ui, why: &Explanation) {
    let theme = Theme::of(ui.ctx());
    let mut line = |sign: &str, text: &str, weak: bool| {
        let color = if weak {
            theme.color.weak_text
        } else {
            theme.color.text
        };
        let text = RichText::new(format!("{sign} {}", upper(text))).color(color);
        ui.add(Label::new(text).wrap());
    };
    for reason in why.speaks_for.iter().take(3) {
        line("✓", reason, false);
    }
    for reason in why.speaks_against.iter().take(3) {
        line("≠", reason, true);
    }
    if why.speaks_for.is_empty() && why.speaks_against.is_empty() {
        line("·", "nothing that both have can be compared", true);
    }
}

/// The strongest reasons in one sentence, with what stands before it; all of them on hover, and to who cannot see it.
pub fn sentence(ui: &mut Ui, before: &str, why: &Explanation) {
    let (short, whole) = (why.sentence(), why.whole());
    let label = ui.add(Label::new(format!("{before}{short}.")).wrap());
    if short != whole {
        let whole = format!("{before}{whole}.");
        ui.ctx()
            .accesskit_node_builder(label.id, |node| node.set_value(whole.as_str()));
        label.on_hover_text(whole);
    }
}

/// The waterfall of an explanation: from what a pair taken by chance starts from, through every comparison and rule, to
/// the total.
pub fn waterfall(ui: &mut Ui, why: &Explanation) {
    let details: Vec<String> = why
        .bars
        .iter()
        .map(|bar| match (bar.a.as_str(), bar.b.as_str()) {
            ("", "") => bar.level.clone(),
            (a, "") | ("", a) => format!("{}, {a} / blank", bar.level),
            (a, b) if a == b => format!("{}, {a}", bar.level),
            (a, b) => format!("{}, {a} / {b}", bar.level),
        })
        .collect();
    let steps: Vec<WaterfallStep<'_>> = why
        .bars
        .iter()
        .zip(&details)
        .map(|(bar, detail)| WaterfallStep {
            label: bar.what.label(),
            detail,
            amount: bar.bits,
            rule: bar.what.is_rule(),
        })
        .collect();
    Waterfall {
        name: "How the total comes about",
        unit: "bits",
        start: ("Two records taken by chance", why.prior),
        steps: &steps,
        total: ("Total", why.total),
    }
    .show(ui);
}

/// The text with a large first letter.
pub fn upper(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_odds_stand_before_the_bits() {
        assert_eq!(total(12.0), "about 4,000 to 1 (+12.0 bits)");
    }

    #[test]
    fn what_is_very_likely_wants_a_look_and_is_not_green() {
        assert_eq!(Band::ALL.map(tone), [Tone::Warn, Tone::Accent, Tone::Neutral]);
    }
}
