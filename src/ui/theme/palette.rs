//! The colours of each look. The only file of the program with raw colours.

use egui::Color32;

use super::{Colors, Look, ToneColors};

/// `0xRRGGBB`.
const fn hex(rgb: u32) -> Color32 {
    Color32::from_rgb((rgb >> 16) as u8, (rgb >> 8) as u8, rgb as u8)
}

/// A tone without a line around it.
const fn soft(fill: u32, text: u32) -> ToneColors {
    ToneColors {
        fill: hex(fill),
        text: hex(text),
        border: hex(fill),
    }
}

/// A tone on black, with a line of its own colour around it.
const fn lined(text: u32) -> ToneColors {
    ToneColors {
        fill: hex(0x000000),
        text: hex(text),
        border: hex(text),
    }
}

/// The colours of a look.
pub(super) fn colors(look: Look) -> Colors {
    match look {
        Look::Light => light(),
        Look::Dark => dark(),
        Look::HighContrast => high_contrast(),
    }
}

fn light() -> Colors {
    Colors {
        page: hex(0xF4F6F8),
        card: hex(0xFFFFFF),
        card_border: hex(0xDDE2E9),
        control_border: hex(0xC2C9D3),
        text: hex(0x1B2430),
        weak_text: hex(0x5A6574),
        accent: hex(0x1F4E8F),
        accent_hover: hex(0x2A5FA8),
        on_accent: hex(0xFFFFFF),
        accent_soft: hex(0xF0F5FC),
        selected_row: hex(0xE6EEF9),
        hover: hex(0xF3F6FA),
        table_header: hex(0xF8FAFC),
        row_line: hex(0xE6EAEF),
        focus: hex(0x1668DC),
        backdrop: Color32::from_black_alpha(90),
        mark: hex(0xFCE3A6),
        chosen: hex(0xE9F5EC),
        tones: [
            soft(0xEAEDF1, 0x4A5563),
            soft(0xE2EBF9, 0x1F4E8F),
            soft(0xDFF3E4, 0x1A6534),
            soft(0xFDF0CB, 0x755000),
            soft(0xFDE3E1, 0xA3211B),
        ],
    }
}

fn dark() -> Colors {
    Colors {
        page: hex(0x14181E),
        card: hex(0x1C222A),
        card_border: hex(0x333D49),
        control_border: hex(0x566373),
        text: hex(0xE7ECF2),
        weak_text: hex(0xA7B2C0),
        accent: hex(0x8AB8F8),
        accent_hover: hex(0xA8CBFA),
        on_accent: hex(0x0D1B2E),
        accent_soft: hex(0x1E2B3D),
        selected_row: hex(0x26384F),
        hover: hex(0x262E38),
        table_header: hex(0x222932),
        row_line: hex(0x2C343F),
        focus: hex(0xFFD166),
        backdrop: Color32::from_black_alpha(150),
        mark: hex(0x5A4712),
        chosen: hex(0x1E3527),
        tones: [
            soft(0x323B47, 0xCDD5DE),
            soft(0x223A5A, 0xADCFFB),
            soft(0x1D3F2A, 0x9DE2B2),
            soft(0x463814, 0xF4D27A),
            soft(0x4C2325, 0xFBB8B2),
        ],
    }
}

fn high_contrast() -> Colors {
    Colors {
        page: hex(0x000000),
        card: hex(0x000000),
        card_border: hex(0xFFFFFF),
        control_border: hex(0xFFFFFF),
        text: hex(0xFFFFFF),
        weak_text: hex(0xE6E6E6),
        accent: hex(0xFFE14D),
        accent_hover: hex(0xFFF0A3),
        on_accent: hex(0x000000),
        accent_soft: hex(0x101010),
        selected_row: hex(0x003A75),
        hover: hex(0x2B2B2B),
        table_header: hex(0x1C1C1C),
        row_line: hex(0x8C8C8C),
        focus: hex(0x00E5FF),
        backdrop: Color32::from_black_alpha(190),
        mark: hex(0x6B4E00),
        chosen: hex(0x00401A),
        tones: [
            lined(0xFFFFFF),
            lined(0x9CCBFF),
            lined(0x7CF29A),
            lined(0xFFE14D),
            lined(0xFFA8A0),
        ],
    }
}
