//! Those who cannot be sent, with what is missing; one click from the Student Editor.

use crate::app::{Command, Session};
use crate::domain::text::count;
use crate::ui::screens::Cx;
use crate::ui::theme::Theme;
use crate::ui::widgets::{
    Column, TableHeight, TableSpec, cell_lines, cell_text, cell_weak, primary_button, weak, wide_modal,
};
use egui::Context;

/// Shows the list over the screen.
pub fn show(ctx: &Context, cx: &Cx<'_>, session: &Session) {
    let p = &session.process;
    let cards = session.roll.cards();
    let rows: Vec<_> = p
        .not_sent
        .iter()
        .filter_map(|(at, why)| Some((cards.get(*at as usize)?, *why)))
        .collect();
    let title = format!("Not in the {} file", p.function.word());
    let shown = wide_modal(ctx, &title, |ui| {
        weak(
            ui,
            &format!(
                "{} of the selected schools cannot be sent now. Click one to open the Student Editor.",
                count(rows.len(), "student", "students")
            ),
        );
        ui.add_space(6.0);
        let columns = [
            Column::share("Student", 200.0, 2.0),
            Column::fixed("Number", 100.0),
            Column::fixed("Birth date", 104.0),
            Column::share("School", 130.0, 1.0),
            Column::share("Why", 220.0, 2.0),
        ];
        let theme = Theme::of(ctx);
        let mut spec = TableSpec::new("not sent", "Students who cannot be sent", &columns, rows.len());
        spec = spec.row_height(theme.size.row_two_lines);
        let room = ctx.content_rect().height() - 260.0;
        spec.height = TableHeight::Exactly(
            (31.0 + rows.len() as f32 * theme.size.row_two_lines + 2.0).clamp(64.0, room.max(130.0)),
        );
        let events = spec.show(
            ui,
            |row| {
                format!(
                    "{}, {}: {}",
                    rows[row].0.name,
                    rows[row].0.number,
                    rows[row].1.why_not()
                )
            },
            |row, column, ui| {
                let (card, why) = &rows[row];
                match column {
                    0 => cell_text(ui, &card.name),
                    1 => cell_text(ui, &card.number),
                    2 => match card.birth_date {
                        Some(d) => cell_text(ui, &d.to_string()),
                        None => cell_weak(ui, "none"),
                    },
                    3 => cell_text(ui, session.school_name(&card.school)),
                    _ => cell_lines(ui, &why.why_not(), 2),
                };
            },
        );
        if let Some((card, _)) = events.select.or(events.open).and_then(|r| rows.get(r)) {
            cx.send(Command::ListNotSent(false));
            cx.send(Command::OpenStudent(card.key));
        }
        ui.add_space(10.0);
        primary_button(ui, true, "Close").clicked()
    });
    if shown.escaped || shown.inner {
        cx.send(Command::ListNotSent(false));
    }
}
