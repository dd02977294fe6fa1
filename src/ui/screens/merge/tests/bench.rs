//! The screen alone on a state made by hand, and the commands it sends.

use super::super::grid::table_id;
use super::super::{Desk, MergeScreen};
use crate::app::{Command, MergeCommand, MergeState, Phase, Prefs, Roll, View};
use crate::domain::district::Rules;
use crate::ui::screens::Cx;
use crate::ui::theme::{Look, Theme};
use chrono::NaiveDate;
use egui::{Modifiers, Role};
use egui_kittest::{Harness, kittest::NodeT, kittest::Queryable};
use std::cell::RefCell;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

pub struct World {
    pub screen: MergeScreen,
    pub merge: MergeState,
    pub signed_in: Option<String>,
    pub roll: Arc<Roll>,
}

pub struct Bench {
    pub window: Harness<'static, World>,
    sent: Rc<RefCell<Vec<Command>>>,
}

pub fn world(merge: MergeState) -> World {
    World {
        screen: MergeScreen::default(),
        merge,
        signed_in: Some("admin".into()),
        roll: Arc::default(),
    }
}

impl Bench {
    pub fn new(world: World) -> Self {
        Self::sized(world, [1280.0, 713.0], Look::Light)
    }

    pub fn sized(world: World, size: [f32; 2], look: Look) -> Self {
        let sent = Rc::new(RefCell::new(Vec::new()));
        let to = Rc::clone(&sent);
        let window = Harness::builder()
            .with_size(size)
            .with_context_setup(move |ctx| Theme::apply(look, 1.0, ctx))
            .build_ui_state(
                move |ui, world: &mut World| {
                    let theme = Theme::of(ui.ctx());
                    ui.painter().rect_filled(ui.max_rect(), 0, theme.color.page);
                    let today = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
                    let (phase, prefs) = (Phase::Welcome, Prefs::default());
                    let view = View {
                        phase: &phase,
                        prefs: &prefs,
                        notices: &[],
                        job: None,
                        today,
                        data_folder: Path::new("data"),
                    };
                    let send = |command| to.borrow_mut().push(command);
                    let cx = Cx {
                        view: &view,
                        send: &send,
                    };
                    let desk = Desk {
                        merge: &world.merge,
                        signed_in: world.signed_in.as_deref(),
                        roll: &world.roll,
                        schools: &[],
                        rules: &Rules::default(),
                        today,
                    };
                    egui::Frame::new()
                        .inner_margin(egui::Margin::symmetric(12, 0))
                        .show(ui, |ui| world.screen.draw(ui, &cx, &desk));
                },
                world,
            );
        let mut bench = Self { window, sent };
        bench.settle();
        bench
    }

    pub fn settle(&mut self) {
        self.window.run_steps(4);
    }

    /// What was sent since the last look.
    pub fn sent(&mut self) -> Vec<MergeCommand> {
        let all = self.sent.borrow_mut().drain(..).collect::<Vec<_>>();
        all.into_iter()
            .filter_map(|c| match c {
                Command::Merge(command) => Some(command),
                _ => None,
            })
            .collect()
    }

    /// Everything that was sent since the last look.
    pub fn sent_all(&mut self) -> Vec<Command> {
        self.sent.borrow_mut().drain(..).collect()
    }

    pub fn press(&mut self, key: egui::Key) {
        self.window.key_press(key);
        self.settle();
    }

    pub fn press_with(&mut self, modifiers: Modifiers, key: egui::Key) {
        self.window.key_press_modifiers(modifiers, key);
        self.settle();
    }

    pub fn click(&mut self, role: Role, label: &str) {
        self.window.get_by_role_and_label(role, label).click();
        self.settle();
    }

    pub fn sees(&self, part: &str) -> bool {
        self.window.query_all_by_label_contains(part).next().is_some()
    }

    /// Whether a button cannot be pressed, and why.
    pub fn disabled(&self, button: &str) -> Option<String> {
        let node = self.window.get_by_role_and_label(Role::Button, button);
        let node = node.accesskit_node();
        node.is_disabled().then(|| node.description().unwrap_or_default())
    }

    /// Whether a control has the keyboard.
    pub fn has_keyboard(&self, role: Role, label: &str) -> bool {
        let node = self.window.get_by_role_and_label(role, label);
        node.accesskit_node().is_focused()
    }

    /// Whether the table of differences has the keyboard.
    pub fn table_has_keyboard(&self) -> bool {
        self.window.ctx.memory(|m| m.focused()) == Some(table_id())
    }

    /// The row that is selected.
    pub fn selected(&self) -> String {
        self.window
            .query_all_by_role(Role::Row)
            .find(|n| n.accesskit_node().is_selected() == Some(true))
            .and_then(|n| n.accesskit_node().label())
            .unwrap_or_default()
    }
}
