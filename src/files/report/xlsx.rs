//! A report as an Excel workbook: the list on the first sheet, what it is about and the counts on the second.

use super::Sheet;
use crate::domain::problem::shorten;
use crate::domain::response::OutcomeKind;
use crate::files::harmless::in_workbook;
use rust_xlsxwriter::{
    Color, Format, FormatAlign, FormatBorder, IgnoreError, Workbook, Worksheet, XlsxError,
};

/// What Excel takes in one cell, with room to spare.
const MOST_CHARS: usize = 32_000;
/// Rows Excel has, without the header.
pub(super) const MOST_ROWS: usize = 1_048_575;

/// The tint and the letters' color of a kind of outcome; as on screen.
pub(super) fn colors(kind: OutcomeKind) -> (u32, u32) {
    match kind {
        OutcomeKind::Writes => (0xE3F4E6, 0x1B6B32),
        OutcomeKind::Nothing => (0xECEFF3, 0x3F4A5A),
        OutcomeKind::Decide => (0xFFF3CC, 0x7A5200),
        OutcomeKind::Error => (0xFDE4E4, 0xA3211F),
    }
}

/// The bytes of the workbook.
pub(super) fn workbook(sheet: &Sheet) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    list(book.add_worksheet(), sheet)?;
    summary(book.add_worksheet(), sheet)?;
    book.save_to_buffer()
}

fn list(page: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    page.set_name("Report")?;
    let head = Format::new()
        .set_bold()
        .set_background_color(Color::RGB(0xDCE6F2))
        .set_border_bottom(FormatBorder::Thin);
    // "@": Excel keeps what is text as text, also after a person clicks into the cell.
    let text = Format::new().set_num_format("@").set_align(FormatAlign::Top);
    let number = Format::new().set_align(FormatAlign::Top);
    let wrapped = text.clone().set_text_wrap();
    let tint = |kind| {
        let (back, letters) = colors(kind);
        text.clone()
            .set_background_color(Color::RGB(back))
            .set_font_color(Color::RGB(letters))
    };
    let tints = [
        OutcomeKind::Writes,
        OutcomeKind::Nothing,
        OutcomeKind::Decide,
        OutcomeKind::Error,
    ]
    .map(|kind| (kind, tint(kind)));
    for (at, column) in (0u16..).zip(&sheet.columns) {
        page.write_string_with_format(0, at, &column.header, &head)?;
        page.set_column_width(at, f64::from(column.width))?;
    }
    for (line, row) in (1u32..).zip(sheet.rows.iter().take(MOST_ROWS)) {
        for (at, cell) in (0u16..).zip(&row.cells) {
            let column = sheet.columns.get(usize::from(at));
            if let Some(n) = column.filter(|c| c.counts).and_then(|_| cell.parse::<u32>().ok()) {
                page.write_number_with_format(line, at, n, &number)?;
                continue;
            }
            let tinted = row
                .kind
                .filter(|_| sheet.tinted == Some(usize::from(at)))
                .and_then(|kind| tints.iter().find(|t| t.0 == kind));
            let format = match (tinted, column) {
                (Some((_, tint)), _) => tint,
                (None, Some(c)) if c.width > 40 => &wrapped,
                _ => &text,
            };
            // Always as a string: nothing that came in a file becomes a formula or a link.
            page.write_string_with_format(line, at, shorten(&in_workbook(cell), MOST_CHARS), format)?;
        }
    }
    page.set_freeze_panes(1, 0)?;
    if let Some(last) = (sheet.columns.len() as u16).checked_sub(1) {
        let end = sheet.rows.len().min(MOST_ROWS) as u32;
        page.autofilter(0, 0, end, last)?;
        // No green corner on every number: they are text on purpose.
        page.ignore_error_range(0, 0, end, last, IgnoreError::NumberStoredAsText)?;
    }
    page.set_landscape();
    page.set_print_fit_to_pages(1, 0);
    page.set_repeat_rows(0, 0)?;
    Ok(())
}

fn summary(page: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    page.set_name("Counts")?;
    let bold = Format::new().set_bold();
    let text = Format::new().set_num_format("@");
    page.set_column_width(0, 28)?;
    page.set_column_width(1, 50)?;
    page.write_string_with_format(0, 0, shorten(&sheet.title, MOST_CHARS), &bold)?;
    let mut line = 1;
    for (name, value) in &sheet.facts {
        page.write_string(line, 0, shorten(name, MOST_CHARS))?;
        page.write_string_with_format(line, 1, shorten(value, MOST_CHARS), &text)?;
        line += 1;
    }
    if !sheet.notice.is_empty() {
        page.write_string_with_format(line, 0, shorten(&sheet.notice, MOST_CHARS), &bold)?;
        line += 1;
    }
    line += 1;
    for (name, n) in &sheet.counts {
        page.write_string(line, 0, shorten(name, MOST_CHARS))?;
        page.write_number(line, 1, *n as f64)?;
        line += 1;
    }
    page.write_string_with_format(line, 0, "All", &bold)?;
    page.write_number_with_format(line, 1, sheet.rows.len() as f64, &bold)?;
    Ok(())
}
