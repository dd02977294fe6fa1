//! The pair looked at: how likely it is and why, what can be done, both profiles side by side, and the waterfall.

use super::fields;
use crate::app::{Command, LookedPair, PairKeys, PairState, Session};
use crate::domain::matching::{Decision, Verdict, odds};
use crate::domain::student::Student;
use crate::ui::screens::general::WAIT;
use crate::ui::screens::{Cx, explained, words};
use crate::ui::theme::{Theme, Tone, strong};
use crate::ui::widgets::{Because, button, empty_state, link, note, plain_card, primary_button, weak};
use egui::style::ScrollAnimation;
use egui::{Label, ScrollArea, Ui, Vec2};

/// Left and right of a button's text.
const AROUND: f32 = 34.0;

/// Where there is less room, the buttons stand above the reasons, so that they are in sight.
const LITTLE_ROOM: f32 = 420.0;

/// A page of the pane is so much of what is in sight: a little of the one before stays.
const PAGE: f32 = 0.85;

/// What is wished for the pair looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// To see both in the merge review.
    Compare,
    /// To say that they are one student, and go on to the merge.
    Same,
    /// To say that they are two.
    NotSame,
    /// To put the pair aside.
    Park,
    /// To take the decision back.
    Revoke,
}

/// The pane's own throw-away state.
#[derive(Default)]
pub(super) struct Pane {
    /// The pair that was drawn last: another one begins at its top.
    drawn: Option<PairKeys>,
    /// So many pages are to be turned.
    pages: isize,
}

impl Pane {
    /// Turns pages, back when below zero.
    pub fn turn(&mut self, pages: isize) {
        self.pages += pages;
    }

    /// Draws the pair looked at, when it is a row of the list beside it; the answer is what is wished.
    pub fn show(&mut self, ui: &mut Ui, cx: &Cx<'_>, session: &Session, listed: bool) -> Option<Wish> {
        let pages = std::mem::take(&mut self.pages) as f32;
        let height = ui.available_height().floor();
        plain_card(ui, height, |ui| {
            let of = &session.duplicates;
            let looked = of.looked.as_ref().filter(|_| listed);
            let another = self.drawn != looked.map(|l| l.pair);
            self.drawn = looked.map(|l| l.pair);
            let Some(looked) = looked else {
                nothing(ui, listed, of.alike.is_some());
                return None;
            };
            let room = height - 2.0 * Theme::of(ui.ctx()).size.card_padding - 2.0;
            let mut area = ScrollArea::vertical()
                .id_salt("pair")
                .auto_shrink(false)
                .max_height(room)
                .min_scrolled_height(room);
            if another {
                area = area.vertical_scroll_offset(0.0);
            }
            area.show(ui, |ui| {
                ui.set_width(ui.available_width() - 6.0);
                if pages != 0.0 {
                    let by = Vec2::new(0.0, -pages * room * PAGE);
                    ui.scroll_with_delta_animation(by, ScrollAnimation::none());
                }
                contents(ui, cx, session, looked, room < LITTLE_ROOM)
            })
            .inner
        })
    }
}

/// Says why there is no pair to be seen.
fn nothing(ui: &mut Ui, listed: bool, read: bool) {
    let (title, sentence) = match (listed, read) {
        (true, false) => (
            "The profiles are still being read",
            "The pair is shown as soon as they can be compared.",
        ),
        (true, true) => (
            "This pair is no longer there",
            "One of the two profiles was taken away by an undo.",
        ),
        (false, _) => (
            "No pair is selected",
            "Select one in the list to see what speaks for one student and what against, and to decide.",
        ),
    };
    empty_state(ui, title, sentence);
}

fn contents(
    ui: &mut Ui,
    cx: &Cx<'_>,
    session: &Session,
    looked: &LookedPair,
    little_room: bool,
) -> Option<Wish> {
    let decision = session.duplicates.decision(looked.pair);
    let mut wish = None;
    head(ui, looked);
    if little_room {
        wish = actions(ui, cx, looked, decision);
    }
    if let Some(decision) = decision {
        ui.add_space(4.0);
        decided(ui, session, looked, decision);
    }
    ui.add_space(4.0);
    explained::reasons(ui, &looked.why);
    if !little_room {
        ui.add_space(6.0);
        wish = actions(ui, cx, looked, decision);
    }
    ui.add_space(8.0);
    ui.label(strong("Side by side"));
    fields::table(ui, session, &looked.first, &looked.second);
    ui.add_space(4.0);
    ways_on(ui, cx, looked);
    ui.add_space(8.0);
    ui.label(strong("How the total comes about"));
    weak(
        ui,
        "In bits: each bit doubles the odds that the two are one student, each bit less halves them.",
    );
    ui.add_space(2.0);
    explained::waterfall(ui, &looked.why);
    wish
}

fn named(s: &Student) -> String {
    format!("{} ({})", s.list_name(), s.number)
}

/// Both names, the band and the chance.
fn head(ui: &mut Ui, looked: &LookedPair) {
    let theme = Theme::of(ui.ctx());
    for student in [&looked.first, &looked.second] {
        let name = named(student);
        let label = ui.add(Label::new(strong(&name).size(theme.size.heading + 1.0)).wrap());
        ui.ctx().accesskit_node_builder(label.id, |node| {
            node.set_role(egui::Role::Heading);
            node.set_label(name.as_str());
        });
    }
    ui.horizontal_wrapped(|ui| {
        explained::band_pill(ui, looked.why.band);
        ui.label(format!("{} that they are one", odds(looked.why.total)));
        weak(ui, &explained::in_bits(looked.why.total));
    });
}

/// What was decided, by whom, when and why; or that it came back.
fn decided(ui: &mut Ui, session: &Session, looked: &LookedPair, decision: &Decision) {
    if let Some(PairState::Returned(why)) = session.duplicates.standing(looked.pair) {
        note(ui, Tone::Warn, |ui| ui.add(Label::new(why).wrap()));
        return;
    }
    let mut text = format!(
        "{}, {}: {}",
        words::when(decision.at, session.today),
        decision.by,
        decision.verdict.words()
    );
    if !decision.reason.is_empty() {
        text.push_str(&format!(": {}", decision.reason));
    }
    text.push('.');
    note(ui, Tone::Neutral, |ui| ui.add(Label::new(text).wrap()));
}

fn actions(ui: &mut Ui, cx: &Cx<'_>, looked: &LookedPair, decision: Option<&Decision>) -> Option<Wish> {
    let merged = looked.first.is_retired() || looked.second.is_retired();
    let why = if merged {
        "One of the two was merged into another profile."
    } else {
        WAIT
    };
    let enabled = !merged && !cx.view.busy();
    let verdict = decision.map(|d| d.verdict);
    let offers: Vec<(&str, Wish)> = [
        ("Compare…", Wish::Compare, true),
        ("Same student", Wish::Same, verdict != Some(Verdict::Same)),
        (
            "Not the same student…",
            Wish::NotSame,
            verdict != Some(Verdict::NotSame),
        ),
        ("Park…", Wish::Park, true),
        ("Revoke…", Wish::Revoke, decision.is_some()),
    ]
    .into_iter()
    .filter(|o| o.2)
    .map(|(text, wish, _)| (text, wish))
    .collect();
    let mut wish = None;
    for line in lines(ui, &offers) {
        ui.horizontal(|ui| {
            for (text, wanted) in line {
                let pressed = if *wanted == Wish::Compare {
                    primary_button(ui, enabled, text)
                } else {
                    button(ui, enabled, text)
                };
                if pressed.because(why).clicked() {
                    wish = Some(*wanted);
                }
            }
        });
    }
    wish
}

/// The buttons in as many lines as they need: none of them is cut.
fn lines<'a>(ui: &Ui, offers: &'a [(&'a str, Wish)]) -> Vec<&'a [(&'a str, Wish)]> {
    let theme = Theme::of(ui.ctx());
    let width = |text: &str| {
        let font = theme.strong_font(theme.size.body);
        let galley = ui
            .painter()
            .layout_no_wrap(text.to_owned(), font, theme.color.text);
        galley.size().x + AROUND
    };
    let gap = ui.spacing().item_spacing.x;
    let room = ui.available_width();
    let (mut out, mut begin, mut used) = (Vec::new(), 0, 0.0);
    for (n, (text, _)) in offers.iter().enumerate() {
        let wide = width(text);
        if n > begin && used + wide > room {
            out.push(&offers[begin..n]);
            (begin, used) = (n, 0.0);
        }
        used += wide + gap;
    }
    out.push(&offers[begin..]);
    out
}

fn ways_on(ui: &mut Ui, cx: &Cx<'_>, looked: &LookedPair) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 14.0;
        for student in [&looked.first, &looked.second] {
            if link(ui, &format!("Open {} in Student Editor", student.number)).clicked() {
                cx.send(Command::OpenStudent(student.key));
            }
        }
    });
}
