//! The look of the program: colours and sizes by meaning, in three looks, and the fonts.
//!
//! Architecture invariant: `Color32::from_rgb` and its kin appear in `theme` only; a widget
//! asks [`Theme::of`] for what a colour *means*.

mod fonts;
mod palette;
mod style;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use egui::{Color32, FontFamily, FontId, Id, RichText};
use serde::{Deserialize, Serialize};

/// The looks a registrar can choose between.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Look {
    /// Dark text on white cards: the usual one.
    #[default]
    Light,
    /// Light text on dark grey cards.
    Dark,
    /// White on black with full borders, for weak eyes.
    HighContrast,
}

impl Look {
    /// Every look, in the order in which a settings screen lists them.
    pub const ALL: [Self; 3] = [Self::Light, Self::Dark, Self::HighContrast];

    /// The look's name as the settings screen shows it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Light => "Light",
            Self::Dark => "Dark",
            Self::HighContrast => "High contrast",
        }
    }

    /// The look of that name; the usual one where there is none.
    pub fn by_name(name: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|l| l.label() == name)
            .unwrap_or_default()
    }
}

/// What a tinted thing (pill, note, notice) says by its colour. Never by colour alone: there
/// is always a text beside it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tone {
    /// Says nothing in particular.
    #[default]
    Neutral,
    /// Belongs to what is chosen or counted.
    Accent,
    /// Good, done.
    Ok,
    /// Wants a look.
    Warn,
    /// Wrong, refused.
    Bad,
}

impl Tone {
    /// Every tone.
    pub const ALL: [Self; 5] = [Self::Neutral, Self::Accent, Self::Ok, Self::Warn, Self::Bad];
}

/// The colours of one [`Tone`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ToneColors {
    /// The soft tint behind the text.
    pub fill: Color32,
    /// Text on that tint; also readable on a card.
    pub text: Color32,
    /// The line around the tint; the same as `fill` where the look needs none.
    pub border: Color32,
}

/// Colours by meaning.
#[derive(Clone, Debug, PartialEq)]
pub struct Colors {
    /// Behind everything.
    pub page: Color32,
    /// Cards, bars, fields.
    pub card: Color32,
    /// The line around a card or bar.
    pub card_border: Color32,
    /// The line around fields, buttons and radio rings.
    pub control_border: Color32,
    /// Ordinary text.
    pub text: Color32,
    /// Text of less weight: hints, breadcrumbs, table headers.
    pub weak_text: Color32,
    /// The colour of the program: main buttons, the chosen tab.
    pub accent: Color32,
    /// The accent under the mouse.
    pub accent_hover: Color32,
    /// Text on the accent.
    pub on_accent: Color32,
    /// A tint of the accent: chosen cards, notes.
    pub accent_soft: Color32,
    /// The selected row of a table.
    pub selected_row: Color32,
    /// The row under the mouse, and ordinary buttons under the mouse.
    pub hover: Color32,
    /// The header of a table.
    pub table_header: Color32,
    /// The line between two rows.
    pub row_line: Color32,
    /// The ring around what the keyboard will act on.
    pub focus: Color32,
    /// Laid over the page behind a dialog.
    pub backdrop: Color32,
    /// Behind marked letters, where two values differ.
    pub mark: Color32,
    /// A value that was chosen over another one.
    pub chosen: Color32,
    /// The tones, in the order of [`Tone::ALL`]; ask [`Theme::tone`].
    pub(super) tones: [ToneColors; 5],
}

/// Sizes by meaning, in points before the text scale.
#[derive(Clone, Debug, PartialEq)]
pub struct Sizes {
    /// The title of a screen.
    pub title: f32,
    /// The title of a card.
    pub heading: f32,
    /// Ordinary text.
    pub body: f32,
    /// Pills, hints, table headers.
    pub small: f32,
    /// Between cards.
    pub gap: f32,
    /// From a card's edge to its contents.
    pub card_padding: f32,
    /// The rounding of a card.
    pub rounding: u8,
    /// The rounding of fields and buttons.
    pub control_rounding: u8,
    /// The height of fields and buttons.
    pub control_height: f32,
    /// The height of a table's row of one line.
    pub row: f32,
    /// The height of a table's row of two lines.
    pub row_two_lines: f32,
}

impl Default for Sizes {
    fn default() -> Self {
        Self {
            title: 19.0,
            heading: 14.0,
            body: 13.5,
            small: 12.0,
            gap: 14.0,
            card_padding: 14.0,
            rounding: 8,
            control_rounding: 6,
            control_height: 34.0,
            row: 33.0,
            row_two_lines: 51.0,
        }
    }
}

/// The look in force: see [`Theme::of`].
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    /// Which of the looks this is.
    pub look: Look,
    /// Colours by meaning.
    pub color: Colors,
    /// Sizes by meaning.
    pub size: Sizes,
}

impl Theme {
    /// The theme of a look.
    pub fn new(look: Look) -> Self {
        Self {
            look,
            color: palette::colors(look),
            size: Sizes::default(),
        }
    }

    /// Puts a look and a text size in force. To be called before the first frame, which gets
    /// the fonts in place, and again when the registrar changes one of the two.
    pub fn apply(look: Look, text_scale: f32, ctx: &egui::Context) {
        let theme = Self::new(look);
        fonts::install_once(ctx);
        ctx.set_theme(match look {
            Look::Light => egui::Theme::Light,
            Look::Dark | Look::HighContrast => egui::Theme::Dark,
        });
        ctx.all_styles_mut(|style| style::fill_in(style, &theme));
        ctx.set_zoom_factor(text_scale.clamp(0.5, 3.0));
        ctx.data_mut(|data| data.insert_temp(Id::NULL, Arc::new(theme)));
    }

    /// The look in force. Costs one lookup; the light one when none was applied.
    pub fn of(ctx: &egui::Context) -> Arc<Self> {
        ctx.data(|data| data.get_temp(Id::NULL))
            .unwrap_or_else(|| Arc::new(Self::new(Look::default())))
    }

    /// The colours of a tone.
    pub fn tone(&self, tone: Tone) -> ToneColors {
        self.color.tones[tone as usize]
    }

    /// The ordinary font.
    pub fn font(&self, size: f32) -> FontId {
        FontId::new(size, FontFamily::Proportional)
    }

    /// The bold font.
    pub fn strong_font(&self, size: f32) -> FontId {
        FontId::new(size, strong_family())
    }
}

/// The family of bold letters.
fn strong_family() -> FontFamily {
    FontFamily::Name("strong".into())
}

/// Bold text: egui's own `strong` only changes the colour.
pub fn strong(text: impl Into<String>) -> RichText {
    RichText::new(text).family(strong_family())
}
