//! Look-alikes before New: the note on the card, and the list in which each is answered.

use crate::app::work::before_new::{AskedPair, Known, Who};
use crate::app::{BeforeNew, BeforeNewCommand, Command, Session};
use crate::domain::date::written;
use crate::domain::ids::StudentKey;
use crate::domain::request::Function;
use crate::domain::text::count;
use crate::ui::screens::not_same::Reason;
use crate::ui::screens::{Cx, explained};
use crate::ui::theme::{Theme, Tone, strong};
use crate::ui::widgets::{Because, button, link, note, pill, plain_card, primary_button, weak, wide_modal};
use egui::{Context, Label, Ui};

/// So many students in requests are named on the card; the list has all.
const SAID: usize = 3;

const WAIT: &str = "Wait for what is under way, or cancel it.";

/// The list's throw-away state.
#[derive(Default)]
pub struct LookAlikes {
    /// Of whom it is asked why they are different persons, and what is said so far: each pair has its own reason.
    asking: Option<((StudentKey, StudentKey), Reason)>,
}

/// What has to be answered before Create, or is left out; nothing for the other functions.
pub fn on_card(ui: &mut Ui, cx: &Cx<'_>, session: &Session) {
    let b = &session.process.before_new;
    in_requests(ui, cx, b);
    if session.process.function != Function::New || b.pairs.is_empty() {
        return;
    }
    let (open, out) = (b.unanswered(), b.held_back());
    let show = |ui: &mut Ui, text: &str| {
        if link(ui, text).clicked() {
            cx.send(Command::BeforeNew(BeforeNewCommand::Show(true)));
        }
    };
    if open > 0 {
        note(ui, Tone::Warn, |ui| {
            ui.horizontal_wrapped(|ui| {
                let why = "New would give such a child a second SSID. Say of each whether it is a different person.";
                ui.label(strong(headline(open, b))).on_hover_text(why);
                show(ui, "Look at them");
            });
        });
    } else if out > 0 {
        note(ui, Tone::Neutral, |ui| {
            ui.horizontal_wrapped(|ui| {
                ui.label(format!(
                    "{} left out of this file because of whom they look like.",
                    count(out, "student is", "students are")
                ));
                show(ui, "Look at them");
            });
        });
    }
}

/// Whoever was sent to New and looks like a student with an SSID by now: the state would give the child a second one.
fn in_requests(ui: &mut Ui, cx: &Cx<'_>, b: &BeforeNew) {
    if b.in_requests.is_empty() {
        return;
    }
    note(ui, Tone::Warn, |ui| {
        for found in b.in_requests.iter().take(SAID) {
            ui.add(Label::new(found.sentence()).wrap());
        }
        ui.horizontal_wrapped(|ui| {
            if b.in_requests.len() > SAID {
                weak(ui, &format!("and {} more", b.in_requests.len() - SAID));
            }
            if link(ui, "Look at those in requests").clicked() {
                cx.send(Command::BeforeNew(BeforeNewCommand::Show(true)));
            }
        });
    });
}

/// "7 of these look like students who already have an SSID."
fn headline(open: usize, b: &BeforeNew) -> String {
    let look = if open == 1 { "looks" } else { "look" };
    let unsettled = |p: &&AskedPair| !p.settled_by(&b.left_out);
    if b.pairs.iter().filter(unsettled).all(|p| p.how == Known::HasSsid) {
        format!("{open} of these {look} like students who already have an SSID.")
    } else {
        format!("{open} of these {look} like students who already have an SSID, or are about to get one.")
    }
}

/// Why New cannot be created yet; empty when nothing has to be answered.
pub fn why_not(session: &Session) -> String {
    match session.process.before_new.unanswered() {
        _ if session.process.function != Function::New => String::new(),
        0 => String::new(),
        1 => "1 student looks like one who has an SSID: answer that first.".into(),
        n => format!("{n} students look like others who have an SSID: answer those first."),
    }
}

/// Shows the list over the screen.
pub fn show(ctx: &Context, cx: &Cx<'_>, session: &Session, state: &mut LookAlikes) {
    let b = &session.process.before_new;
    let open = b.unanswered();
    let title = "Look-alikes before New";
    let shown = wide_modal(ctx, title, |ui| {
        let text = if open > 0 {
            headline(open, b)
        } else if !b.in_requests.is_empty() {
            "These are in a New request that has no response yet.".into()
        } else {
            "All are answered.".into()
        };
        ui.add(Label::new(strong(text)).wrap());
        weak(
            ui,
            "New would give such a child a second SSID. A different person: it is written down, and not asked again. The same child: compare the two and merge them. Not known yet: leave the student out of this file.",
        );
        ui.add_space(6.0);
        for pair in &b.pairs {
            ui.push_id((pair.sent.key, pair.known.key), |ui| {
                one(ui, cx, session, (pair, None), &mut state.asking);
            });
            ui.add_space(2.0);
        }
        for found in &b.in_requests {
            let pair = &found.pair;
            ui.push_id(("request", pair.sent.key, pair.known.key), |ui| {
                one(ui, cx, session, (pair, Some(&found.file)), &mut state.asking);
            });
            ui.add_space(2.0);
        }
        ui.add_space(6.0);
        primary_button(ui, true, "Close").clicked()
    });
    if shown.escaped || shown.inner {
        cx.send(Command::BeforeNew(BeforeNewCommand::Show(false)));
        state.asking = None;
    }
}

/// One pair, and its answers; with the file of the request that has the student already, if one has.
fn one(
    ui: &mut Ui,
    cx: &Cx<'_>,
    session: &Session,
    (pair, file): (&AskedPair, Option<&str>),
    asking: &mut Option<((StudentKey, StudentKey), Reason)>,
) {
    let b = &session.process.before_new;
    let settled = pair.settled_by(&b.left_out);
    let (sent, known) = (&pair.sent, &pair.known);
    plain_card(ui, 0.0, |ui| {
        ui.horizontal_wrapped(|ui| {
            explained::band_pill(ui, Some(pair.band));
            let what = match pair.how {
                Known::HasSsid => format!("SSID {}", known.ssid),
                Known::InNew => "in a New request that has no response yet".into(),
                Known::InThisFile => "no SSID, in this file too".into(),
            };
            pill(ui, Tone::Accent, &what);
            if settled {
                pill(ui, Tone::Neutral, "Left out of this file");
            }
        });
        let sent_in = file.map(|f| format!("Sent in {f}"));
        side(ui, session, sent_in.as_deref().unwrap_or("To be sent"), sent);
        side(ui, session, "Looks like", known);
        explained::sentence(ui, "", &pair.says);
        if let Some(quote) = &pair.returned {
            weak(ui, quote);
        }
        if let Some(quote) = &pair.decided {
            ui.add(Label::new(strong(quote)).wrap());
        }
        let both = (sent.key, known.key);
        if let Some((_, reason)) = asking.as_mut().filter(|(p, _)| *p == both) {
            if why_different(ui, cx, pair, reason) {
                *asking = None;
            }
            return;
        }
        ui.horizontal_wrapped(|ui| {
            let busy = cx.view.busy();
            let name = |what: &str| format!("{what}: {} and {}", sent.number, known.number);
            if button(ui, !busy, "Different person")
                .accessible_name(name("Different person"))
                .because(WAIT)
                .clicked()
            {
                *asking = Some((both, Reason::default()));
            }
            if button(ui, !busy, "Compare…")
                .accessible_name(name("Compare"))
                .because(WAIT)
                .clicked()
            {
                cx.send(Command::BeforeNew(BeforeNewCommand::Compare {
                    sent: sent.key,
                    known: known.key,
                }));
            }
            if file.is_some() {
                // It is in a file already.
                return;
            }
            let out = b.left_out.contains(&sent.key);
            let (text, name) = if out {
                ("Put back into this file", format!("Put back: {}", sent.number))
            } else {
                ("Leave out of this file", format!("Leave out: {}", sent.number))
            };
            if button(ui, true, text).accessible_name(name).clicked() {
                cx.send(Command::BeforeNew(BeforeNewCommand::LeaveOut {
                    student: sent.key,
                    yes: !out,
                }));
            }
        });
    });
}

/// Asks why the two are different persons. Whether it was answered or left.
fn why_different(ui: &mut Ui, cx: &Cx<'_>, pair: &AskedPair, reason: &mut Reason) -> bool {
    if pair.decided.is_some() {
        weak(
            ui,
            "Your answer takes the place of that; its words are kept in the reason.",
        );
    }
    reason.show(ui);
    ui.add_space(2.0);
    ui.horizontal_wrapped(|ui| {
        let (busy, said) = (cx.view.busy(), reason.said());
        let name = |what: &str| format!("{what}: {} and {}", pair.sent.number, pair.known.number);
        let sure = button(ui, said.is_some() && !busy, "They are two students")
            .accessible_name(name("They are two students"))
            .because(if busy { WAIT } else { reason.missing() })
            .clicked();
        let left = button(ui, true, "Not yet")
            .accessible_name(name("Not yet"))
            .clicked();
        if let Some(why) = said.filter(|_| sure) {
            cx.send(Command::BeforeNew(BeforeNewCommand::Different {
                pair: (pair.sent.key, pair.known.key),
                why,
            }));
            return true;
        }
        left
    })
    .inner
}

/// One of the two in one line.
fn side(ui: &mut Ui, session: &Session, what: &str, who: &Who) {
    let theme = Theme::of(ui.ctx());
    let mut words = vec![format!("number {}", who.number)];
    words.extend(who.birth_date.map(|d| format!("born {}", written(d))));
    if !who.school.is_empty() {
        words.push(session.school_name(&who.school).to_owned());
    }
    ui.horizontal_wrapped(|ui| {
        ui.label(egui::RichText::new(format!("{what}:")).color(theme.color.weak_text));
        ui.label(strong(&who.name));
        ui.label(words.join(", "));
    });
}
