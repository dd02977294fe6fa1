//! The question before two profiles are remembered as two students: why they are not one; and before a decision is taken
//! back.

use super::Cx;
use super::general::WAIT;
use crate::app::{Command, DuplicatesCommand, PairKeys, Remembered};
use crate::domain::ids::StudentKey;
use crate::domain::matching::Verdict;
use crate::domain::text::tidy;
use crate::ui::theme::{Tone, strong};
use crate::ui::widgets::{
    Because, button, confirm, entered, modal, primary_button, sections, text_area, weak,
};
use egui::{Context, Label, Response, Ui};

/// The reasons that are usual.
const USUAL: [&str; 5] = [
    "Twins",
    "Siblings",
    "Cousins or namesakes",
    "Checked with the school",
    "Another reason",
];
/// The one that has to be said in own words.
const OTHER: usize = USUAL.len() - 1;

/// Why two profiles are two students: one of the usual reasons, own words, or both.
#[derive(Default)]
pub struct Reason {
    /// Which of [`USUAL`]; none is chosen for the person.
    usual: Option<usize>,
    words: String,
}

impl Reason {
    /// The reason as it is written down; `None` while it is not said.
    pub fn said(&self) -> Option<String> {
        let words = tidy(&self.words);
        match (self.usual?, words.is_empty()) {
            (OTHER, true) => None,
            (OTHER, false) => Some(words),
            (usual, true) => Some(USUAL[usual].to_owned()),
            (usual, false) => Some(format!("{}: {words}", USUAL[usual])),
        }
    }

    /// What has to be said yet, while [`Reason::said`] has nothing.
    pub fn missing(&self) -> &'static str {
        match self.usual {
            None => "Choose why they are two students.",
            Some(_) => "Say in your own words why they are two students.",
        }
    }

    /// Draws the row of usual reasons and the field for own words, which is given back.
    pub fn show(&mut self, ui: &mut Ui) -> Response {
        weak(ui, "Why are they two students?");
        let mut at = self.usual.unwrap_or(USUAL.len());
        if sections(ui, "Why are they two students?", &USUAL, &mut at) {
            self.usual = Some(at);
        }
        ui.add_space(4.0);
        let label = if self.usual == Some(OTHER) {
            "In your own words (needed)"
        } else {
            "In your own words (if you like)"
        };
        let field = text_area(ui, label, &mut self.words, 2, None);
        if self.usual.is_none() && !tidy(&self.words).is_empty() {
            // Who types a reason need not choose one as well.
            self.usual = Some(OTHER);
        }
        field
    }
}

/// The question about a pair, open over the screen.
pub struct NotSame {
    pair: (StudentKey, StudentKey),
    names: [String; 2],
    reason: Reason,
    fresh: bool,
}

/// What came of the question in one frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotSameAnswer {
    /// It is still open.
    Open,
    /// It was left: the pair stays as it is.
    Left,
    /// It was decided, and sent to be written down.
    Decided,
}

impl NotSame {
    /// The question about two profiles, each with its name and number as they are shown.
    pub fn new(pair: (StudentKey, StudentKey), first: impl Into<String>, second: impl Into<String>) -> Self {
        Self {
            pair,
            names: [first.into(), second.into()],
            reason: Reason::default(),
            fresh: true,
        }
    }

    /// Draws it. When it is decided, [`DuplicatesCommand::Decide`] has been sent.
    pub fn show(&mut self, ctx: &Context, cx: &Cx<'_>) -> NotSameAnswer {
        let dialog = modal(ctx, "Not the same student?", |ui| self.body(ui, cx));
        if dialog.escaped {
            NotSameAnswer::Left
        } else {
            dialog.inner
        }
    }

    fn body(&mut self, ui: &mut Ui, cx: &Cx<'_>) -> NotSameAnswer {
        for name in &self.names {
            ui.add(Label::new(strong(name)).wrap());
        }
        ui.add_space(4.0);
        ui.add(
            Label::new(
                "They are remembered as two students and not asked about again, unless one of them changes so that they look much more alike. Neither profile is changed.",
            )
            .wrap(),
        );
        ui.add_space(8.0);
        let entered = entered(ui);
        let field = self.reason.show(ui);
        if std::mem::take(&mut self.fresh) {
            field.request_focus();
        }
        ui.add_space(10.0);
        ui.horizontal_wrapped(|ui| {
            let reason = self.reason.said();
            let why = if cx.view.busy() {
                WAIT
            } else {
                self.reason.missing()
            };
            let enabled = reason.is_some() && !cx.view.busy();
            let sure = primary_button(ui, enabled, "They are two students").because(why);
            let stay = button(ui, true, "Leave it");
            match reason {
                Some(reason) if sure.clicked() || entered && sure.enabled() => {
                    cx.send(Command::Duplicates(DuplicatesCommand::Decide {
                        pair: self.pair,
                        verdict: Verdict::NotSame,
                        reason,
                    }));
                    NotSameAnswer::Decided
                }
                _ if stay.clicked() => NotSameAnswer::Left,
                _ => NotSameAnswer::Open,
            }
        })
        .inner
    }
}

/// The question before a decision is taken back.
pub struct Revoke {
    pair: PairKeys,
    sentence: String,
}

impl Revoke {
    /// The question about a decision, and what was done relying on it.
    pub fn new(of: &Remembered, [first, second]: [String; 2]) -> Self {
        let decision = &of.decision;
        let because = match decision.reason.as_str() {
            "" => String::new(),
            reason => format!(" ({reason})"),
        };
        let mut sentence = format!(
            "{first} and {second}: {}{because}. The decision is taken back, and the pair is asked about again. Neither profile is changed.",
            decision.verdict.words()
        );
        for warning in &of.relied_on {
            sentence.push_str(&format!("\n\n{warning}"));
        }
        Self {
            pair: decision.pair,
            sentence,
        }
    }

    /// Draws it; `true` while it stays open.
    pub fn show(&self, ctx: &Context, cx: &Cx<'_>) -> bool {
        let title = "Take this decision back?";
        match confirm(ctx, Tone::Warn, title, &self.sentence, "Take it back", "Leave it") {
            None => return true,
            Some(true) => cx.send(Command::Duplicates(DuplicatesCommand::Revoke(self.pair))),
            Some(false) => {}
        }
        false
    }
}
