//! The selected row: whose it is, what Import and Refresh would do, and the row beside its profile.

use super::ask::Deed;
use super::{WAIT, compare};
use crate::app::{Command, GeneralCommand, SelectedRow, Session};
use crate::domain::general::{ImportPlan, Why};
use crate::ui::screens::{Cx, words};
use crate::ui::theme::{Theme, Tone, strong};
use crate::ui::widgets::{Because, button, link, note, pill, plain_card, primary_button, weak};
use egui::{Label, ScrollArea, Sides, Ui};

/// Draws it; the answer is what was asked for.
pub fn show(ui: &mut Ui, cx: &Cx<'_>, session: &Session, sis: &SelectedRow) -> Option<Deed> {
    let height = ui.available_height().floor();
    plain_card(ui, height, |ui| {
        let room = height - 2.0 * Theme::of(ui.ctx()).size.card_padding - 2.0;
        // Another row begins at its top again.
        ScrollArea::vertical()
            .id_salt(("row", sis.row.record.number.as_str()))
            .auto_shrink(false)
            .max_height(room)
            .min_scrolled_height(room)
            .show(ui, |ui| {
                ui.set_width(ui.available_width() - 6.0);
                contents(ui, cx, session, sis)
            })
            .inner
    })
}

fn contents(ui: &mut Ui, cx: &Cx<'_>, session: &Session, sis: &SelectedRow) -> Option<Deed> {
    let record = &sis.row.record;
    let name = format!("{} ({})", record.list_name(), record.number);
    Sides::new().shrink_left().show(
        ui,
        |ui| {
            let text = strong(&name).size(Theme::of(ui.ctx()).size.heading + 1.0);
            let label = ui.add(Label::new(text).truncate());
            ui.ctx().accesskit_node_builder(label.id, |node| {
                node.set_role(egui::Role::Heading);
                node.set_label(name.as_str());
            });
        },
        |ui| {
            if link(ui, "Close").clicked() {
                cx.send(Command::General(GeneralCommand::Select(None)));
            }
        },
    );
    ui.horizontal_wrapped(|ui| {
        for (tone, text) in pills(sis) {
            pill(ui, tone, &text);
        }
    });
    weak(
        ui,
        &format!(
            "Last seen in an export of the SIS: {}",
            words::when_exactly(sis.row.seen)
        ),
    );
    if let Some(profile) = sis.profile.as_deref() {
        ui.horizontal_wrapped(|ui| {
            weak(ui, "Profile:");
            let name = format!("{} ({})", profile.list_name(), profile.number);
            if link(ui, &name)
                .accessible_name(format!("Open {name} in the Student Editor"))
                .clicked()
            {
                cx.send(Command::OpenStudent(profile.key));
            }
        });
    }
    ui.add_space(4.0);
    what_import_does(ui, cx, sis);
    ui.add_space(2.0);
    let deed = buttons(ui, cx, sis);
    ui.add_space(8.0);
    if sis.profile.is_some() {
        compare::table(ui, session, sis, cx.view.today);
    } else {
        compare::row_alone(ui, session, record, cx.view.today);
    }
    deed
}

/// How the row stands, in a word or two each.
fn pills(sis: &SelectedRow) -> Vec<(Tone, String)> {
    let record = &sis.row.record;
    let mut out = vec![if sis.linked {
        (Tone::Ok, "Linked".to_owned())
    } else if sis.profile.is_some() {
        (Tone::Warn, "Profile not linked".into())
    } else {
        (Tone::Neutral, "Not imported".into())
    }];
    out.push(match &record.ssid {
        Some(ssid) => (Tone::Neutral, format!("State ID {ssid}")),
        None if record.provisional_id.is_empty() => (Tone::Warn, "No State ID".into()),
        None => (Tone::Warn, format!("Provisional ID {}", record.provisional_id)),
    });
    out.push(match record.integration_idt.as_str() {
        "" => (Tone::Warn, "No IntegrationIDT".into()),
        idt => (Tone::Neutral, format!("IntegrationIDT {idt}")),
    });
    out
}

/// What Import would do, or why it is not possible and who stands in the way; for a linked row what Refresh would do.
fn what_import_does(ui: &mut Ui, cx: &Cx<'_>, sis: &SelectedRow) {
    let (tone, sentence) = match &sis.import {
        Ok(ImportPlan::New(_)) => (
            Tone::Accent,
            "Import makes a new profile from this row.".to_owned(),
        ),
        Ok(ImportPlan::Link { before, .. }) => (
            Tone::Accent,
            format!(
                "Import links the profile {} ({}) to this row: it gets the IntegrationIDT and the State ID.",
                before.list_name(),
                before.number
            ),
        ),
        Err(r) if r.why == Why::AlreadyLinked && sis.would_refresh() => {
            let labels: Vec<&str> = sis
                .compared
                .iter()
                .filter(|c| c.verdict == crate::domain::general::Verdict::Taken)
                .map(|c| c.field.label())
                .collect();
            (
                Tone::Accent,
                format!(
                    "The profile is linked. Refresh takes the SIS's data: {}.",
                    labels.join(", ")
                ),
            )
        }
        Err(r) if r.why == Why::AlreadyLinked => match sis.compared.iter().find(|c| c.differs()) {
            None => (
                Tone::Neutral,
                "The profile is linked and says what the SIS says.".to_owned(),
            ),
            Some(c) => (
                Tone::Warn,
                format!(
                    "The profile is linked. {} differs: {}",
                    c.field.label(),
                    c.verdict.sentence()
                ),
            ),
        },
        Err(r) => (Tone::Warn, r.sentence.clone()),
    };
    let in_the_way = sis.import.as_ref().err().and_then(|r| r.profile);
    let in_the_way = in_the_way.filter(|key| sis.profile.as_ref().is_none_or(|p| p.key != *key));
    note(ui, tone, |ui| {
        ui.add(Label::new(sentence).wrap());
        if let Some(key) = in_the_way
            && link(ui, "Open that profile").clicked()
        {
            cx.send(Command::OpenStudent(key));
        }
    });
}

fn buttons(ui: &mut Ui, cx: &Cx<'_>, sis: &SelectedRow) -> Option<Deed> {
    let busy = cx.view.busy();
    let import = sis.import.is_ok() && !busy;
    let why_no_import = match &sis.import {
        Err(r) if !busy => r.sentence.as_str(),
        _ => WAIT,
    };
    let refresh = sis.would_refresh() && !busy;
    let why_no_refresh = match (busy, sis.linked) {
        (true, _) => WAIT,
        (false, true) if sis.in_doubt.is_some() => sis.in_doubt.as_deref().unwrap_or_default(),
        (false, false) => "No profile is linked to this row yet. Import it first.",
        (false, true) => "There is nothing that Refresh could take.",
    };
    ui.horizontal_wrapped(|ui| {
        // The button that leads on is the main one.
        let (a, b) = if sis.linked {
            let b = primary_button(ui, refresh, "Refresh").because(why_no_refresh);
            (button(ui, import, "Import").because(why_no_import), b)
        } else {
            let a = primary_button(ui, import, "Import").because(why_no_import);
            (a, button(ui, refresh, "Refresh").because(why_no_refresh))
        };
        match (a.clicked(), b.clicked()) {
            (true, _) => Some(Deed::Import),
            (false, true) => Some(Deed::Refresh),
            (false, false) => None,
        }
    })
    .inner
}
