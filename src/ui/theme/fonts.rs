//! The fonts: egui's own lack Vietnamese, Navajo and Hawaiian letters and many symbols.

use std::sync::Arc;

use egui::{FontData, FontDefinitions, FontFamily, Id};

/// Puts the fonts in place, the first time it is called on a context.
pub(super) fn install_once(ctx: &egui::Context) {
    let id = Id::unique("ssid-desk-fonts");
    if ctx.data(|data| data.get_temp::<bool>(id)).is_none() {
        ctx.set_fonts(definitions());
        ctx.data_mut(|data| data.insert_temp(id, true));
    }
}

/// Noto Sans, then DejaVu Sans for symbols, then what egui brings along.
pub(super) fn definitions() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    for (name, bytes) in [
        (
            "NotoSans",
            &include_bytes!("../../../assets/fonts/NotoSans-Regular.ttf")[..],
        ),
        (
            "NotoSansBold",
            &include_bytes!("../../../assets/fonts/NotoSans-Bold.ttf")[..],
        ),
        (
            "DejaVuSans",
            &include_bytes!("../../../assets/fonts/DejaVuSans.ttf")[..],
        ),
    ] {
        let data = FontData::from_static(bytes);
        fonts.font_data.insert(name.to_owned(), Arc::new(data));
    }
    let others = fonts
        .families
        .get(&FontFamily::Proportional)
        .cloned()
        .unwrap_or_default();
    let list = |first: &str| {
        let mut names = vec![first.to_owned(), "DejaVuSans".to_owned()];
        names.extend(others.iter().cloned());
        names
    };
    fonts
        .families
        .insert(super::strong_family(), list("NotoSansBold"));
    fonts.families.insert(FontFamily::Proportional, list("NotoSans"));
    if let Some(monospace) = fonts.families.get_mut(&FontFamily::Monospace) {
        monospace.push("NotoSans".to_owned());
        monospace.push("DejaVuSans".to_owned());
    }
    fonts
}
