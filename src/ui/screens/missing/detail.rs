//! The selected profile: how far it has come, what has to be done and by whom, its candidates and its next step.

use super::actions::{self, Asked};
use super::{candidates, list};
use crate::app::{Command, GeneralCommand, MissingCommand, MissingRow, Session};
use crate::domain::missing::{Cause, Reached};
use crate::ui::screens::Cx;
use crate::ui::screens::general::compare;
use crate::ui::theme::{Theme, Tone, strong};
use crate::ui::widgets::{choice_field, empty_state, link, note, pill, plain_card, weak};
use egui::{Label, ScrollArea, Ui};

/// The widest that the choice of a cause gets.
const CAUSE: f32 = 320.0;

/// Draws it; the answer is what was asked for and has to be confirmed.
pub fn show(ui: &mut Ui, cx: &Cx<'_>, session: &Session) -> Option<Asked> {
    let height = ui.available_height().floor();
    plain_card(ui, height, |ui| {
        let Some(row) = session.missing.selected_row() else {
            empty_state(
                ui,
                "No profile is selected",
                "Select one in the list to see what has to be done, and to do it.",
            );
            return None;
        };
        let room = height - 2.0 * Theme::of(ui.ctx()).size.card_padding - 2.0;
        // Another profile begins at its top again.
        ScrollArea::vertical()
            .id_salt(("profile", row.key))
            .auto_shrink(false)
            .max_height(room)
            .min_scrolled_height(room)
            .show(ui, |ui| {
                ui.set_width(ui.available_width() - 6.0);
                contents(ui, cx, session, row)
            })
            .inner
    })
}

fn contents(ui: &mut Ui, cx: &Cx<'_>, session: &Session, row: &MissingRow) -> Option<Asked> {
    head(ui, session, row);
    stages(ui, row);
    ui.add_space(4.0);
    asks(ui, session, row);
    ui.add_space(4.0);
    let mut asked = actions::show(ui, cx, session, row);
    ui.add_space(2.0);
    ways_on(ui, cx, session, row);
    ui.add_space(8.0);
    why(ui, cx, row);
    ui.add_space(8.0);
    if !row.merged {
        asked = candidates::show(ui, cx, session, row).or(asked);
    }
    report(ui, cx, session, row);
    asked
}

/// Name and number, and what the profile is, in a word or two each.
fn head(ui: &mut Ui, session: &Session, row: &MissingRow) {
    let name = format!("{} ({})", row.name, row.number);
    let text = strong(&name).size(Theme::of(ui.ctx()).size.heading + 1.0);
    let label = ui.add(Label::new(text).wrap());
    ui.ctx().accesskit_node_builder(label.id, |node| {
        node.set_role(egui::Role::Heading);
        node.set_label(name.as_str());
    });
    let mut about = Vec::new();
    about.extend(row.birth_date.map(|d| format!("born {d}")));
    if !row.school.is_empty() {
        about.push(session.school_name(&row.school).to_owned());
    }
    if !row.state_id.is_empty() && !row.provisional {
        about.push(format!("State ID {}", row.state_id));
    }
    if !about.is_empty() {
        weak(ui, &about.join(" · "));
    }
    ui.horizontal_wrapped(|ui| {
        if row.provisional {
            pill(ui, Tone::Warn, &format!("Provisional ID {}", row.state_id));
        } else if row.state_id.is_empty() {
            pill(ui, Tone::Warn, "No State ID");
        }
        if row.merged {
            pill(ui, Tone::Neutral, "Merged");
        } else if row.duplicate {
            pill(ui, Tone::Warn, "Duplicate (D)");
        }
    });
}

/// The steps of the procedure: those behind the profile, the next one, those to come.
fn stages(ui: &mut Ui, row: &MissingRow) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        for (stage, reached) in row.stages() {
            let (tone, text) = match reached {
                Reached::Done => (Tone::Ok, format!("{} ✓", stage.label())),
                Reached::Next => (Tone::Accent, format!("{}: next", stage.label())),
                Reached::Later => (Tone::Neutral, stage.label().to_owned()),
            };
            pill(ui, tone, &text);
        }
    });
}

/// What has to be done, and who must act.
fn asks(ui: &mut Ui, session: &Session, row: &MissingRow) {
    if row.judged.asks.is_empty() {
        return;
    }
    let tone = if row.judged.blocked {
        Tone::Warn
    } else {
        Tone::Accent
    };
    note(ui, tone, |ui| {
        for block in &row.judged.asks {
            ui.label(strong(block.who.label()));
            ui.add(Label::new(&block.ask).wrap());
        }
    });
    if let Some(Err(why)) = &session.missing.mark
        && !row.duplicate
        && !row.merged
    {
        note(ui, Tone::Warn, |ui| ui.add(Label::new(why).wrap()));
    }
}

fn ways_on(ui: &mut Ui, cx: &Cx<'_>, session: &Session, row: &MissingRow) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 14.0;
        if link(ui, "Open in Student Editor").clicked() {
            cx.send(Command::OpenStudent(row.key));
        }
        if let Some(sis) = &session.missing.sis
            && link(ui, "Open in General Student Table").clicked()
        {
            let number = sis.row.record.number.to_string();
            cx.send(Command::General(GeneralCommand::Show(number)));
        }
        if let Some(target) = &row.judged.target
            && link(ui, &format!("Open the Target ({})", target.number)).clicked()
        {
            cx.send(Command::OpenStudent(target.key));
        }
    });
}

/// Why the profile is not integrated: from the data, or for a person to choose.
fn why(ui: &mut Ui, cx: &Cx<'_>, row: &MissingRow) {
    if row.merged || (row.judged.cause.is_some() && !row.cause_by_hand) {
        weak(ui, &format!("Why it is not integrated: {}", list::cause(row)));
        return;
    }
    let mut options = vec![(None, "Not known")];
    options.extend(Cause::ALL.map(|c| (Some(c), c.label())));
    let mut cause = row.judged.cause;
    ui.scope(|ui| {
        ui.set_max_width(ui.available_width().min(CAUSE));
        ui.add_enabled_ui(!cx.view.busy(), |ui| {
            if choice_field(ui, "Why it is not integrated", &mut cause, &options) {
                cx.send(Command::Missing(MissingCommand::SetCause(row.key, cause)));
            }
        });
    });
}

/// For a profile that waits for its refresh: the fields here and in the SIS.
fn report(ui: &mut Ui, cx: &Cx<'_>, session: &Session, row: &MissingRow) {
    let Some(sis) = &session.missing.sis else { return };
    let checked = row.judged.target.as_ref().map_or(row.key, |t| t.key);
    let own = sis.profile.as_ref().is_some_and(|p| p.key == checked);
    if own && sis.linked && (row.merged || !row.duplicate) {
        ui.add_space(8.0);
        ui.label(strong("The SIS beside the profile"));
        compare::table(ui, session, sis, cx.view.today);
    }
}
