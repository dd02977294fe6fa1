//! A whole window on a real store in a temporary folder, driven by labels, with a scripted dialog and a fixed clock.

use chrono::{TimeZone, Utc};
use egui::Role;
use egui_kittest::{
    Harness,
    kittest::{NodeT, Queryable},
};
use ssid_desk::app::{Command, Core, Opened, Phase, Scripted, Session, Setup, Stamp};
use ssid_desk::ui::window::Window;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The window and what is around it.
pub struct Desk {
    /// The window.
    pub harness: Harness<'static, Window>,
    /// Answers native dialogs.
    pub desktop: Scripted,
    /// Where districts and preferences lie.
    pub data: PathBuf,
    /// Where request and response files go.
    pub files: PathBuf,
    _folder: tempfile::TempDir,
}

/// The day on which every test takes place: November 20, 2026, about noon wherever the test runs.
pub fn stamp() -> Stamp {
    let now = Utc.with_ymd_and_hms(2026, 11, 20, 18, 0, 0).single();
    Stamp::at(now.expect("a real day"), "registrar")
}

/// A clock that begins at [`stamp`] and goes on by a thousandth of a second whenever it is looked at.
fn ticking() -> Box<dyn Fn() -> Stamp> {
    let looks = std::cell::Cell::new(0);
    Box::new(move || {
        looks.set(looks.get() + 1);
        Stamp {
            now: stamp().now + chrono::Duration::milliseconds(looks.get()),
            ..stamp()
        }
    })
}

impl Desk {
    /// A window as on the first start.
    pub fn first_start() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let data = folder.path().join("data");
        let files = folder.path().join("SSID files 2026-27");
        std::fs::create_dir_all(&files).expect("a folder for the files");
        let desktop = Scripted::default();
        let setup = Setup {
            data_folder: data.clone(),
            desktop: Box::new(desktop.clone()),
            clock: ticking(),
            wake: Arc::new(|| ()),
        };
        let harness = Harness::builder()
            .with_size([1280.0, 800.0])
            .build_eframe(|cc| Window::new(Core::new(setup), &cc.egui_ctx));
        let mut desk = Self {
            harness,
            desktop,
            data,
            files,
            _folder: folder,
        };
        desk.settle();
        desk
    }

    /// Lets everything that was asked for happen, and draws the result.
    pub fn settle(&mut self) {
        for _ in 0..3 {
            self.harness.run_steps(2);
            self.harness.state_mut().core().run_until_idle();
        }
        self.harness.run_steps(3);
    }

    /// Presses the control of that role and name.
    pub fn press(&mut self, role: Role, name: &str) {
        self.harness.get_by_role_and_label(role, name).click_accesskit();
        self.settle();
    }

    /// Presses the first of several controls of that name.
    pub fn press_first(&mut self, role: Role, name: &str) {
        self.harness
            .get_all_by_role_and_label(role, name)
            .next()
            .expect("a control of that name")
            .click_accesskit();
        self.settle();
    }

    /// Presses the last of several controls of that name: the one in a dialog over the page.
    pub fn press_last(&mut self, role: Role, name: &str) {
        self.harness
            .get_all_by_role_and_label(role, name)
            .last()
            .expect("a control of that name")
            .click_accesskit();
        self.settle();
    }

    /// Presses the control whose name begins so.
    pub fn press_starting(&mut self, role: Role, start: &str) {
        let start = start.to_owned();
        self.harness
            .get_by(|n| n.role() == role && n.label().is_some_and(|l| l.starts_with(&start)))
            .click_accesskit();
        self.settle();
    }

    /// Whether a text is to be seen, whole or as part of a longer one.
    pub fn sees(&self, text: &str) -> bool {
        self.harness
            .query_all_by(|n| {
                [n.label(), n.value()]
                    .into_iter()
                    .flatten()
                    .any(|t| t.contains(text))
            })
            .next()
            .is_some()
    }

    /// Fails with everything that is to be seen when a text is not.
    pub fn expect(&self, text: &str) {
        if !self.sees(text) {
            let all: Vec<String> = self
                .harness
                .query_all_by(|_| true)
                .filter_map(|n| n.accesskit_node().label().or(n.accesskit_node().value()))
                .collect();
            panic!("“{text}” is not to be seen. There is:\n{}", all.join("\n"));
        }
    }

    /// Whether every button of that name is disabled.
    pub fn is_off(&self, name: &str) -> bool {
        self.harness
            .get_all_by_role_and_label(Role::Button, name)
            .all(|n| n.accesskit_node().is_disabled())
    }

    /// The open district.
    pub fn session(&mut self) -> &Session {
        match self.harness.state_mut().core().view().phase {
            Phase::Open(session) => session,
            _ => panic!("no district is open"),
        }
    }

    /// Opens the profile with this very number in the Student Editor; `None` when no profile that is not retired has it.
    pub fn open_student(&mut self, number: &str) -> Option<&Opened> {
        let cards = self.session().roll.cards();
        let key = cards.iter().find(|c| &*c.number == number)?.key;
        let core = self.harness.state_mut().core();
        core.send(Command::OpenStudent(key));
        self.settle();
        self.session().editor.opened.as_ref()
    }

    /// The names of the files in the folder for request and response files.
    pub fn file_names(&self) -> Vec<String> {
        names_in(&self.files)
    }
}

/// The names of the files in a folder, sorted.
pub fn names_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .expect("the folder")
        .map(|f| f.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}
