//! Tests of the theme: every text can be read in every look, and no letter is a box.

use egui::{Color32, FontId};

use super::{Look, Theme, Tone, fonts, strong_family};

fn luminance(color: Color32) -> f32 {
    let channel = |value: u8| {
        let value = f32::from(value) / 255.0;
        if value <= 0.04045 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * channel(color.r()) + 0.7152 * channel(color.g()) + 0.0722 * channel(color.b())
}

/// The contrast of WCAG 2: 1 to 21.
fn contrast(one: Color32, other: Color32) -> f32 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn every_text_has_enough_contrast_in_every_look() {
    for look in Look::ALL {
        let theme = Theme::new(look);
        let c = &theme.color;
        let mut pairs = vec![
            ("on accent", c.on_accent, c.accent),
            ("on accent, hovered", c.on_accent, c.accent_hover),
        ];
        for (place, fill) in [
            ("page", c.page),
            ("card", c.card),
            ("accent-soft", c.accent_soft),
            ("selected row", c.selected_row),
            ("hover", c.hover),
            ("table header", c.table_header),
            ("chosen", c.chosen),
        ] {
            pairs.push((place, c.text, fill));
            pairs.push((place, c.weak_text, fill));
            pairs.push((place, c.accent, fill));
            for tone in Tone::ALL {
                pairs.push((place, theme.tone(tone).text, fill));
            }
        }
        pairs.push(("mark", c.text, c.mark));
        for tone in Tone::ALL {
            let of_tone = theme.tone(tone);
            pairs.push(("its tone", of_tone.text, of_tone.fill));
            pairs.push(("tone, ordinary text", c.text, of_tone.fill));
        }
        for (place, text, fill) in pairs {
            let ratio = contrast(text, fill);
            assert!(ratio >= 4.5, "{look:?}: {text:?} on {place}: {ratio:.2}");
        }
        for fill in [c.page, c.card, c.selected_row] {
            let ratio = contrast(c.focus, fill);
            assert!(ratio >= 3.0, "{look:?}: focus ring on {fill:?}: {ratio:.2}");
        }
    }
}

#[test]
fn names_and_symbols_have_glyphs_in_both_weights() {
    let ctx = egui::Context::default();
    ctx.set_fonts(fonts::definitions());
    let mut seen = false;
    let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
        seen = true;
        ui.ctx().fonts_mut(|fonts| {
            for family in [egui::FontFamily::Proportional, strong_family()] {
                let font = FontId::new(13.5, family);
                for letter in "ễặợĐđʻąa\u{301}łñÑéŁ’→←↑↓✓✔⚠☑☐›·…–—×▲▼●○".chars()
                {
                    assert!(fonts.has_glyph(&font, letter), "{letter:?} in {font:?}");
                }
                assert!(fonts.has_glyphs(&font, "Nguyễn Ngọc Ánh, Tapuʻeluelu, O’Brien, Begay"));
            }
        });
    });
    output.textures_delta.clear();
    assert!(seen);
}

#[test]
fn looks_are_kept_by_name() {
    for look in Look::ALL {
        let kept = serde_json::to_string(&look).unwrap();
        assert_eq!(serde_json::from_str::<Look>(&kept).unwrap(), look);
        assert!(!look.label().is_empty());
    }
}
