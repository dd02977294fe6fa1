//! A window on a small practice district, for the tests of the list screens.

use crate::app::work::{districts, rosters};
use crate::app::{Command, Core, Phase, Scripted, Session, Setup, Stamp, Tab, Ticket};
use crate::domain::roster::{CREATE, Reading, UNKNOWN_SCHOOLS};
use crate::domain::student::Timestamp;
use crate::ui::window::Window;
use egui_kittest::{Harness, kittest::Queryable};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;

/// The roster that the district begins with.
pub const FIRST: &str = "student_number,last_name,first_name,birth_date,gender,school,grade
104398,Begay,Dezbah,2016-05-02,F,104,05
104417,O’Brien,Séan,2014-12-03,M,104,07
104502,Nuñez,Maria Elena,2015-01-30,F,108,06
";

/// A harness around the whole window, its scripted desktop and its folder.
pub struct Bench {
    pub window: Harness<'static, Window>,
    pub desktop: Scripted,
    pub folder: TempDir,
}

/// Noon of November 22, 2026, as the fixed clock has it.
pub fn now() -> Timestamp {
    "2026-11-22T19:00:00Z".parse().unwrap()
}

/// Writes a district with two schools and three students.
fn district(folder: &Path) -> PathBuf {
    let stamp = Stamp::at(now(), "registrar");
    let district = districts::district_of("140", "Bear River", "2027", true).unwrap();
    let path = districts::district_path(folder, &district.lea, &district.name);
    let store = districts::create(&path, &district, &stamp).unwrap();
    let file = folder.join("first.csv");
    std::fs::write(&file, FIRST).unwrap();
    let roster = rosters::read(
        &file,
        &Reading::default().answering(UNKNOWN_SCHOOLS, CREATE),
        &Ticket::default(),
    )
    .unwrap();
    let planned = rosters::compare(&store, roster, &stamp, &Ticket::default()).unwrap();
    rosters::import(&store, &planned, &stamp, &Ticket::default())
        .unwrap()
        .unwrap();
    path
}

impl Bench {
    /// The window on that district, at a tab.
    pub fn at(tab: Tab) -> Self {
        Self::sized(tab, [1280.0, 800.0])
    }

    /// The same in a window of another size.
    pub fn sized(tab: Tab, size: [f32; 2]) -> Self {
        Self::prepared(tab, size, |_| {})
    }

    /// The same on a district to which something was done before it is opened; the file is handed over.
    pub fn prepared(tab: Tab, size: [f32; 2], prepare: impl FnOnce(&Path)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = district(folder.path());
        prepare(&path);
        let desktop = Scripted::default();
        let core = Core::new(Setup {
            data_folder: folder.path().to_owned(),
            desktop: Box::new(desktop.clone()),
            clock: Box::new(|| Stamp::at(now(), "registrar")),
            wake: Arc::new(|| {}),
        });
        core.send(Command::OpenStore(path));
        core.send(Command::ShowTab(tab));
        let window = Harness::builder()
            .with_size(size)
            .build_eframe(move |cc| Window::new(core, &cc.egui_ctx));
        let mut bench = Self {
            window,
            desktop,
            folder,
        };
        bench.settle();
        bench
    }

    /// Lets everything that was asked for happen and be drawn.
    pub fn settle(&mut self) {
        for _ in 0..3 {
            self.window.run_steps(2);
            self.window.state_mut().core().run_until_idle();
        }
        self.window.run_steps(2);
    }

    /// Sends a command as a screen would.
    pub fn send(&mut self, command: Command) {
        self.window.state_mut().core().send(command);
        self.settle();
    }

    /// Begins the import of a roster of that text.
    pub fn import(&mut self, name: &str, text: &str) {
        let file = self.folder.path().join(name);
        std::fs::write(&file, text).unwrap();
        self.send(Command::ReadRoster(file));
    }

    /// Clicks what has this label.
    pub fn click(&mut self, label: &str) {
        self.window.get_by_label(label).click();
        self.settle();
    }

    /// Replaces the text of a field.
    pub fn type_into(&mut self, field: &str, text: &str) {
        let role = egui::Role::TextInput;
        self.window.get_by_role_and_label(role, field).focus();
        self.window.run_steps(2);
        self.window
            .key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
        self.window.run_steps(2);
        self.window.get_by_role_and_label(role, field).type_text(text);
        self.settle();
    }

    /// Types a password into an empty field.
    pub fn type_password(&mut self, field: &str, text: &str) {
        let role = egui::Role::PasswordInput;
        self.window.get_by_role_and_label(role, field).focus();
        self.window.run_steps(2);
        self.window.get_by_role_and_label(role, field).type_text(text);
        self.settle();
    }

    /// Sets the first password of admin, and is signed in with it.
    pub fn sign_in_first(&mut self, password: &str) {
        self.click("Sign in as security administrator");
        self.type_password("New password", password);
        self.type_password("New password again", password);
        self.click("Set the password and sign in");
    }

    /// Whether anything has a label with this in it.
    pub fn sees(&self, part: &str) -> bool {
        self.window.query_all_by_label_contains(part).next().is_some()
    }

    /// What the core has open.
    pub fn session<T>(&mut self, look: impl FnOnce(&Session) -> T) -> T {
        match self.window.state_mut().core().view().phase {
            Phase::Open(session) => look(session),
            _ => panic!("no district is open"),
        }
    }
}
