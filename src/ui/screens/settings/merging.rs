//! Settings: where the rows of a merge come from, when an administrator is signed out, what a provisional ID looks like.

use super::super::Cx;
use super::super::sign_in::signed_in_line;
use super::form::{Fields, Problems, Spot, problem_at};
use crate::app::Session;
use crate::domain::district::Rules;
use crate::domain::merge::{Group, Policy, Prefer};
use crate::ui::theme::Theme;
use crate::ui::widgets::{card, choice_field, text_field, weak};
use egui::Ui;

/// The section's own state: nothing of it is saved.
pub struct Merging {
    /// Texts to try the provisional pattern on.
    sample: String,
}

impl Default for Merging {
    fn default() -> Self {
        Self {
            sample: "P-0091823, 1904417723".into(),
        }
    }
}

impl Merging {
    /// Draws it.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        cx: &Cx<'_>,
        session: &Session,
        fields: &mut Fields,
        problems: &Problems,
    ) {
        let gap = Theme::of(ui.ctx()).size.gap - ui.spacing().item_spacing.y;
        card(
            ui,
            "Merge policy",
            |_| {},
            |ui| {
                weak(
                    ui,
                    "Where the merged record takes a row from when Source and Target differ. In each merge a person can choose otherwise, row by row.",
                );
                signed_in_line(ui, cx, session.security.signed_in.as_deref());
                ui.add_space(4.0);
                let may = session.security.signed_in.is_some();
                narrow(ui, |ui| {
                    for group in Group::ALL {
                        policy(ui, may, group, &mut fields.policy);
                    }
                });
                weak(ui, LEFT_TO_PEOPLE);
            },
        );
        ui.add_space(gap);
        card(
            ui,
            "Signing out",
            |_| {},
            |ui| {
                let may = session.security.signed_in.is_some();
                narrow(ui, |ui| {
                    if may {
                        let problem = problem_at(problems, Spot::IdleMinutes);
                        text_field(
                            ui,
                            "Minutes without a touch until an administrator is signed out",
                            &mut fields.idle_minutes,
                            problem,
                        );
                    } else {
                        weak(ui, &signed_out_after(session.district.rules.idle_minutes));
                    }
                });
                if may {
                    weak(
                        ui,
                        "0 means never: only where nobody else comes near the computer.",
                    );
                }
            },
        );
        ui.add_space(gap);
        card(
            ui,
            "Provisional IDs",
            |_| {},
            |ui| {
                narrow(ui, |ui| {
                    text_field(
                        ui,
                        "What a provisional ID looks like",
                        &mut fields.provisional,
                        None,
                    );
                    weak(
                        ui,
                        "Patterns with commas between them: * stands for any letters or digits, # for one digit.",
                    );
                    ui.add_space(4.0);
                    text_field(ui, "Try it on these texts", &mut self.sample, None);
                });
                weak(ui, &tried(&fields.provisional, &self.sample));
            },
        );
    }
}

/// Rows that no policy decides (source: `design/merging.md`).
const LEFT_TO_PEOPLE: &str = "A person decides in any case when birth date, gender or suffix differ, when the last names share no word, when the profiles are enrolled in different schools now or two grades apart, when both have a real State ID and they differ, when both have an open plan of one kind, and when custody texts differ.";

fn policy(ui: &mut Ui, may: bool, group: Group, policy: &mut Policy) {
    let possible = Policy::possible(group);
    let default = possible[0];
    let labels: Vec<(Prefer, String)> = possible
        .iter()
        .map(|p| match *p == default {
            true => (*p, format!("{} (default)", p.label())),
            false => (*p, p.label().to_owned()),
        })
        .collect();
    let mut chosen = policy.prefer(group);
    if !may {
        let text = labels.iter().find(|(p, _)| *p == chosen).map_or("", |(_, t)| t);
        weak(ui, &format!("{}: {text}", group.label()));
        return;
    }
    let options: Vec<(Prefer, &str)> = labels.iter().map(|(p, t)| (*p, t.as_str())).collect();
    if choice_field(ui, group.label(), &mut chosen, &options) {
        // What is not set follows the default, also when that changes one day.
        if chosen == default {
            policy.groups.remove(&group);
        } else {
            policy.groups.insert(group, chosen);
        }
    }
    ui.add_space(2.0);
}

fn signed_out_after(minutes: u32) -> String {
    match minutes {
        0 => "An administrator stays signed in until they sign out.".into(),
        n => format!(
            "An administrator is signed out after {} without a touch.",
            crate::domain::text::count(n as usize, "minute", "minutes")
        ),
    }
}

/// Which of the texts count as provisional.
fn tried(provisional: &str, sample: &str) -> String {
    let rules = Rules {
        provisional: provisional.to_owned(),
        ..Rules::default()
    };
    let each: Vec<String> = sample
        .split(',')
        .map(str::trim)
        .filter(|t| !t.is_empty())
        .map(|t| match rules.is_provisional(t) {
            true => format!("{t}: a provisional ID"),
            false => format!("{t}: not one"),
        })
        .collect();
    match each.is_empty() {
        true => "Type some IDs above to see which of them count.".into(),
        false => each.join(" · "),
    }
}

/// Choices and numbers are not as wide as the screen.
fn narrow(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    ui.scope(|ui| {
        ui.set_max_width(ui.available_width().min(420.0));
        add(ui);
    });
}
