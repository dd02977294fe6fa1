//! Open requests and their age: what is out at the state, and what can be done with it.

use super::questions::Question;
use super::{age_text, time_text};
use crate::app::work::requests::path_of;
use crate::app::{Command, Session};
use crate::domain::request::{Function, RequestRecord};
use crate::domain::text::count;
use crate::ui::screens::Cx;
use crate::ui::theme::strong;
use crate::ui::widgets::{button, link, weak};
use egui::{ScrollArea, Ui};

/// Draws the list; nothing when no request is open.
pub fn show(ui: &mut Ui, cx: &Cx<'_>, session: &Session, asking: &mut Option<Question>) {
    let open: Vec<&RequestRecord> = session.open_requests().collect();
    if open.is_empty() {
        return;
    }
    ui.add_space(6.0);
    ui.label(strong(format!("Open requests ({})", open.len())));
    ScrollArea::vertical()
        .id_salt("open requests")
        .max_height(260.0)
        .auto_shrink([false, true])
        .show(ui, |ui| {
            for request in open {
                ui.push_id(request.id.0, |ui| one(ui, cx, session, request, asking));
                ui.add_space(4.0);
            }
        });
}

fn one(ui: &mut Ui, cx: &Cx<'_>, session: &Session, request: &RequestRecord, asking: &mut Option<Question>) {
    let what = match request.function {
        Function::Verify => "errors to correct in the SSID System",
        _ => "no response yet",
    };
    ui.horizontal_wrapped(|ui| {
        if link(ui, &request.file_name)
            .on_hover_text(format!("Open the folder {}", request.folder))
            .clicked()
        {
            let folder = path_of(request)
                .parent()
                .map(std::path::Path::to_owned)
                .unwrap_or_default();
            cx.send(Command::Show(folder));
        }
        weak(
            ui,
            &format!(
                "{} · {} · {}",
                request.function.word(),
                count(request.lines as usize, "student", "students"),
                age_text(request.made_at, session.today)
            ),
        )
        .on_hover_text(format!("Created {}; {what}", time_text(request.made_at)));
    });
    let free = !cx.view.busy();
    if request.function == Function::Verify
        && button(ui, free, "Mark as checked")
            .on_hover_text("No errors are left in the SSID System for this file")
            .clicked()
    {
        *asking = Some(Question::Checked(request.id));
    }
    ui.horizontal_wrapped(|ui| {
        if session.district.practice && button(ui, free, "Send to practice SSID system").clicked() {
            cx.send(Command::SendToPractice(request.id));
        }
        if free
            && link(ui, "Withdraw")
                .on_hover_text("For a file that will not be sent: its students can be sent again. The file stays in its folder.")
                .clicked()
        {
            *asking = Some(Question::Withdraw(request.id));
        }
    });
}
