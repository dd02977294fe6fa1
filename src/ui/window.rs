//! The window: tabs, the line of notices, the screen in the middle, the status line below.

use super::screens::{Cx, Screens, help};
use super::theme::{Look, Theme, Tone};
use super::widgets::{
    NAV_BAR_HEIGHT, NoticeEvent, confirm, link, nav_bar, notice, pill, progress_strip, steady, weak,
};
use crate::app::{Command, Core, GeneralCommand, Level, Notice, Phase, Session, Tab, View};
use crate::domain::text::count;
use egui::{CentralPanel, Context, Event, Frame, Key, Margin, Modifiers, Panel, Sides, Ui};
use std::path::PathBuf;

/// What the program is called.
pub const PROGRAM: &str = "SSID Desk";

/// From this width of the window on the district stands beside the tabs.
const ROOM_FOR_DISTRICT: f32 = 1100.0;

/// Seconds between a choice and its being written down: not at every letter of a path.
const REMEMBER_AFTER: f64 = 1.0;

/// The whole program in a window.
pub struct Window {
    core: Core,
    screens: Screens,
    applied: Option<(Look, f32)>,
    help: bool,
    /// When a choice was made that is not written down yet, in egui's seconds.
    chosen_at: Option<f64>,
    /// Asked before the window closes over something that is not saved.
    closing: bool,
    /// The window closes as soon as the work under way is done.
    close_when_idle: bool,
}

impl Window {
    /// A window around a core. Puts the theme in force, so it has to be made before the first frame.
    pub fn new(core: Core, ctx: &Context) -> Self {
        let mut window = Self {
            core,
            screens: Screens::default(),
            applied: None,
            help: false,
            chosen_at: None,
            closing: false,
            close_when_idle: false,
        };
        window.apply_look(ctx);
        window
    }

    /// The core, for tests that drive it beside the screens.
    pub fn core(&mut self) -> &mut Core {
        &mut self.core
    }

    fn apply_look(&mut self, ctx: &Context) {
        let prefs = self.core.view().prefs;
        let look = Look::by_name(&prefs.look);
        let wanted = (look, prefs.text_scale);
        if self.applied != Some(wanted) {
            self.applied = Some(wanted);
            Theme::apply(look, wanted.1, ctx);
        }
    }

    /// Writes choices down a moment after the last one was made, so that even a crash does not forget them.
    fn remember(&mut self, ctx: &Context) {
        if !self.core.has_unsaved_prefs() {
            self.chosen_at = None;
            return;
        }
        let now = ctx.input(|i| i.time);
        let since = *self.chosen_at.get_or_insert(now);
        if now - since >= REMEMBER_AFTER {
            self.chosen_at = None;
            self.core.save_prefs();
        } else {
            ctx.request_repaint_after(std::time::Duration::from_secs_f64(REMEMBER_AFTER));
        }
    }

    fn draw(&mut self, ui: &mut Ui) {
        let theme = Theme::of(ui.ctx());
        let ctx = ui.ctx().clone();
        let send = self.core.sender();
        let send = move |command: Command| {
            send(command);
            ctx.request_repaint();
        };
        let view = self.core.view();
        let cx = Cx {
            view: &view,
            send: &send,
        };
        if let Phase::Open(session) = view.phase {
            keys(ui, &cx);
            self.screens.keys_before(ui, &cx);
            Panel::top("tabs")
                .frame(Frame::new())
                .show_separator_line(false)
                .resizable(false)
                .min_size(NAV_BAR_HEIGHT)
                .default_size(NAV_BAR_HEIGHT)
                .show(ui, |ui| self.help |= tabs(ui, &cx, session));
            status_line(ui, &view, session, !self.screens.unsaved().is_empty());
        }
        if let Some(job) = view.job {
            ui.ctx()
                .request_repaint_after(std::time::Duration::from_millis(80));
            if job.is_worth_showing() {
                let frame = Frame::new()
                    .fill(theme.color.page)
                    .inner_margin(Margin::symmetric(20, 6));
                Panel::bottom("job")
                    .frame(frame)
                    .show_separator_line(false)
                    .show(ui, |ui| {
                        if progress_strip(ui, job.title, job.ticket.fraction(), &job.ticket.text()) {
                            (cx.send)(Command::CancelJob);
                        }
                    });
            }
        }
        if !view.notices.is_empty() {
            // Below the screen: what is told must not push away the button that is being pressed.
            let frame = Frame::new().fill(theme.color.page).inner_margin(Margin {
                left: 20,
                right: 20,
                top: 6,
                bottom: 2,
            });
            Panel::bottom("notices")
                .frame(frame)
                .show_separator_line(false)
                .show(ui, |ui| notices(ui, &cx));
        }
        CentralPanel::default()
            .frame(
                Frame::new()
                    .fill(theme.color.page)
                    .inner_margin(Margin::symmetric(20, 8)),
            )
            .show(ui, |ui| {
                steady(ui, "screen", |ui| self.screens.show(ui, &cx));
            });
        if self.help {
            self.help = help::show(ui.ctx(), view.prefs.tab);
        }
        dropped(ui, &cx);
        self.guard_closing(ui.ctx());
    }

    /// Nothing that was typed is lost by closing the window without a question, and no work is cut off: a request file
    /// that has no record yet would be sent by somebody all the same.
    fn guard_closing(&mut self, ctx: &Context) {
        let busy = self.core.view().busy();
        if busy && ctx.input(|i| i.viewport().close_requested()) {
            ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
            self.close_when_idle = true;
            return;
        }
        if !busy && std::mem::take(&mut self.close_when_idle) {
            ctx.send_viewport_cmd(egui::ViewportCommand::Close);
            return;
        }
        let unsaved = self.screens.unsaved();
        if ctx.input(|i| i.viewport().close_requested()) && !unsaved.is_empty() && !self.closing {
            ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
            self.closing = true;
        }
        if !self.closing {
            return;
        }
        let sentence = format!("Not saved yet: {}.", unsaved.join("; "));
        match confirm(
            ctx,
            Tone::Bad,
            "Close without saving?",
            &sentence,
            "Close without saving",
            "Stay",
        ) {
            Some(true) => ctx.send_viewport_cmd(egui::ViewportCommand::Close),
            Some(false) => self.closing = false,
            None => {}
        }
    }
}

impl eframe::App for Window {
    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        // The clock first: the key that wakes the computer after an hour does not keep anybody signed in.
        if self.core.run() {
            ctx.request_repaint();
        }
        if ctx.input(|i| i.events.iter().any(is_touch)) {
            self.core.touched();
        }
        if let Some(after) = self.core.wakes_in() {
            ctx.request_repaint_after(after);
        }
        self.apply_look(ctx);
        self.remember(ctx);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.draw(ui);
    }

    fn save(&mut self, _storage: &mut dyn eframe::Storage) {
        self.core.keep_draft_now();
        self.core.save_prefs();
    }
}

/// Whether somebody is there: a key, the pointer, a finger, a screen reader's command.
fn is_touch(event: &Event) -> bool {
    matches!(
        event,
        Event::Key { .. }
            | Event::Text(_)
            | Event::Ime(_)
            | Event::Paste(_)
            | Event::PointerMoved(_)
            | Event::PointerButton { .. }
            | Event::MouseWheel { .. }
            | Event::Touch { .. }
            | Event::AccessKitActionRequest(_)
    )
}

/// The bar of tabs; `true` when help was asked for.
fn tabs(ui: &mut Ui, cx: &Cx<'_>, session: &Session) -> bool {
    // Settings stand apart, at the right.
    let tabs: Vec<Tab> = Tab::ALL.into_iter().filter(|t| *t != Tab::Settings).collect();
    let labels: Vec<&str> = tabs.iter().map(|t| t.label()).collect();
    let at = tabs
        .iter()
        .position(|t| *t == cx.view.prefs.tab)
        .unwrap_or(tabs.len());
    let mut help = false;
    let chosen = nav_bar(ui, PROGRAM, &labels, at, |ui| {
        help = link(ui, "Help").clicked();
        if link(ui, Tab::Settings.label()).clicked() {
            (cx.send)(Command::ShowTab(Tab::Settings));
        }
        let d = &session.district;
        // In a small window the tabs need the room; the district's file is named in the status line.
        if ui.ctx().content_rect().width() >= ROOM_FOR_DISTRICT {
            weak(ui, &format!("{} · {} ({}) ·", d.year.spoken(), d.name, d.lea));
        }
        if d.practice {
            pill(ui, Tone::Warn, "Practice");
        }
    });
    if let Some(tab) = chosen {
        (cx.send)(Command::ShowTab(tabs[tab]));
    }
    help
}

/// Ctrl+1 … Ctrl+8 go to the tabs.
fn keys(ui: &Ui, cx: &Cx<'_>) {
    for (tab, key) in Tab::ALL.into_iter().zip([
        Key::Num1,
        Key::Num2,
        Key::Num3,
        Key::Num4,
        Key::Num5,
        Key::Num6,
        Key::Num7,
        Key::Num8,
    ]) {
        if ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, key)) {
            (cx.send)(Command::ShowTab(tab));
        }
    }
}

fn status_line(ui: &mut Ui, view: &View<'_>, session: &Session, unsaved: bool) {
    let theme = Theme::of(ui.ctx());
    let frame = Frame::new()
        .fill(theme.color.card)
        .inner_margin(Margin::symmetric(16, 6));
    Panel::bottom("status").frame(frame).show(ui, |ui| {
        Sides::new().shrink_left().show(
            ui,
            |ui| {
                let saved = match (view.busy(), unsaved) {
                    (true, _) => "Working …",
                    (false, true) => "Not saved yet",
                    (false, false) => "✓ Saved",
                };
                weak(ui, saved);
                weak(
                    ui,
                    &format!(
                        "{} · {}",
                        count(session.roll.cards().len(), "student", "students"),
                        count(session.schools.len(), "school", "schools")
                    ),
                );
            },
            |ui| {
                if let Some(name) = session.path.file_name() {
                    weak(ui, &name.to_string_lossy()).on_hover_text(session.path.display().to_string());
                }
            },
        );
    });
}

fn notices(ui: &mut Ui, cx: &Cx<'_>) {
    for (at, n) in cx.view.notices.iter().enumerate() {
        ui.push_id(("notice", at), |ui| {
            let tone = match n.level {
                Level::Done => Tone::Ok,
                Level::Info => Tone::Accent,
                Level::Attention => Tone::Warn,
                Level::Failed => Tone::Bad,
            };
            let mut actions = Vec::new();
            if let Some(place) = &n.place {
                let folder = if place.is_dir() {
                    Some(place.as_path())
                } else {
                    place.parent()
                };
                actions.extend(folder.map(|f| ("Open folder", f)));
                if place.is_file() {
                    actions.push(("Open file", place.as_path()));
                }
            }
            let labels: Vec<&str> = actions.iter().map(|a| a.0).collect();
            match notice(
                ui,
                tone,
                &n.sentence,
                n.details.as_deref(),
                n.hint.as_deref(),
                &labels,
            ) {
                Some(NoticeEvent::Closed) => cx.send(Command::Dismiss(at)),
                Some(NoticeEvent::Action(number)) => cx.send(Command::Show(actions[number].1.to_owned())),
                None => {}
            }
            ui.add_space(4.0);
        });
    }
}

/// Files dropped on the window: a response on SSID Process, a roster in the Student Editor, the SIS's export on the
/// General Student Table, a folder as File Location.
fn dropped(ui: &Ui, cx: &Cx<'_>) {
    let paths: Vec<PathBuf> = ui.input(|i| i.raw.dropped_files.iter().map(|f| f.path().to_owned()).collect());
    let Some(first) = paths.first().cloned() else {
        return;
    };
    let command = match (cx.view.phase, cx.view.prefs.tab) {
        (Phase::Open(_), Tab::SsidProcess) if first.is_dir() => {
            Command::SetRequestFolder(first.display().to_string())
        }
        (Phase::Open(_), Tab::SsidProcess) => Command::SetResponseFile(first.display().to_string()),
        (Phase::Open(_), tab @ (Tab::StudentEditor | Tab::GeneralStudentTable)) => match one_roster(paths) {
            None => Command::Tell(
                Notice::new(
                    Level::Attention,
                    "These files lie in several folders. Nothing was read.",
                )
                .hint("Drop one file, one folder, or files of one folder that belong together."),
            ),
            Some(path) if tab == Tab::StudentEditor => Command::ReadRoster(path),
            Some(path) => Command::General(GeneralCommand::Read(path)),
        },
        (Phase::Welcome, _) => Command::OpenStore(first),
        _ => return,
    };
    (cx.send)(command);
}

/// What dropped files are together: several of one folder (users.csv, orgs.csv …) are that folder.
fn one_roster(mut paths: Vec<PathBuf>) -> Option<PathBuf> {
    if paths.len() == 1 {
        return paths.pop();
    }
    let folder = paths.first()?.parent()?.to_owned();
    paths
        .iter()
        .all(|p| p.parent() == Some(folder.as_path()))
        .then_some(folder)
}
