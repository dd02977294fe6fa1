//! Tests of the screen in a whole window, driven by what is seen and spoken.

use crate::app::work::districts;
use crate::app::{Command, Core, Opened, Phase, Scripted, Session, Setup, Stamp, Ticket};
use crate::domain::student::{Field, Student};
use crate::ui::window::Window;
use chrono::{TimeZone, Utc};
use egui::{Key, Modifiers, Role};
use egui_kittest::{
    Harness,
    kittest::{NodeT, Queryable},
};
use std::sync::Arc;

pub(super) struct Desk {
    pub harness: Harness<'static, Window>,
    pub desktop: Scripted,
    pub folder: tempfile::TempDir,
}

pub(super) fn stamp() -> Stamp {
    Stamp::at(Utc.with_ymd_and_hms(2026, 11, 22, 18, 0, 0).unwrap(), "pat")
}

/// A window of that size in a sample district of 200 students, with the Student Editor open.
pub(super) fn desk(size: [f32; 2]) -> Desk {
    desk_with(size, Some(200))
}

fn desk_with(size: [f32; 2], students: Option<usize>) -> Desk {
    desk_after(size, students, |_| ())
}

/// The same, with something done to the store before the window opens it.
pub(super) fn desk_after(
    size: [f32; 2],
    students: Option<usize>,
    before: impl FnOnce(&crate::store::Store),
) -> Desk {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_owned();
    let path = districts::sample_path(&data);
    match students {
        Some(n) => drop(districts::create_sample(&path, n, &stamp(), &Ticket::default()).unwrap()),
        None => {
            let district = districts::district_of("140", "Empty", "2027", false).unwrap();
            drop(districts::create(&path, &district, &stamp()).unwrap());
        }
    }
    before(&crate::store::Store::open(&path).unwrap());
    let desktop = Scripted::default();
    let mut core = Core::new(Setup {
        data_folder: data,
        desktop: Box::new(desktop.clone()),
        clock: Box::new(stamp),
        wake: Arc::new(|| ()),
    });
    core.send(Command::OpenStore(path));
    core.send(Command::ShowTab(crate::app::Tab::StudentEditor));
    core.run_until_idle();
    let harness = Harness::builder()
        .with_size(size)
        .build_eframe(|cc| Window::new(core, &cc.egui_ctx));
    let mut desk = Desk {
        harness,
        desktop,
        folder,
    };
    desk.steps();
    desk
}

impl Desk {
    pub fn steps(&mut self) {
        self.harness.run_steps(3);
        self.harness.state_mut().core().run_until_idle();
        self.harness.run_steps(3);
    }

    pub fn session(&mut self) -> &Session {
        match self.harness.state_mut().core().view().phase {
            Phase::Open(session) => session,
            _ => panic!("no district is open"),
        }
    }

    pub fn opened(&mut self) -> &Opened {
        self.session().editor.opened.as_ref().unwrap()
    }

    /// The student in the form, as the store has them.
    pub fn student(&mut self) -> Student {
        *self.opened().student.clone().unwrap()
    }

    /// What was decided about pairs, as the store has it.
    pub fn decisions(&mut self) -> Vec<crate::domain::matching::Decision> {
        self.session().decisions()
    }

    /// Numbers of students of whom `what` is true.
    pub fn numbers(&mut self, what: impl Fn(&crate::app::Card) -> bool) -> Vec<String> {
        let cards = self.session().roll.cards().iter();
        cards.filter(|c| what(c)).map(|c| c.number.to_string()).collect()
    }

    pub fn press(&mut self, role: Role, name: &str) {
        self.harness.get_by_role_and_label(role, name).click_accesskit();
        self.steps();
    }

    /// Presses the last button of that name: dialogs are drawn over the rest.
    pub fn press_in_dialog(&mut self, name: &str) {
        let all = self.harness.query_all_by_role_and_label(Role::Button, name);
        all.last().unwrap().click_accesskit();
        self.steps();
    }

    pub fn put(&mut self, field: &str, text: &str) {
        self.put_into(Role::TextInput, field, text);
    }

    pub fn put_into(&mut self, role: Role, field: &str, text: &str) {
        self.harness.get_by_role_and_label(role, field).focus();
        self.steps();
        self.harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
        self.harness.get_by_role_and_label(role, field).type_text(text);
        self.steps();
    }

    pub fn typed(&self, field: &str) -> String {
        let node = self.harness.get_by_role_and_label(Role::TextInput, field);
        node.value().unwrap_or_default()
    }

    pub fn key(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.steps();
    }

    pub fn find(&mut self, text: &str) {
        self.key(Modifiers::COMMAND, Key::F);
        self.put("Find a student", text);
    }

    pub fn open(&mut self, text: &str) {
        self.find(text);
        self.key(Modifiers::NONE, Key::Enter);
    }

    pub fn sees(&self, text: &str) -> bool {
        self.harness.query_all_by_label_contains(text).next().is_some()
    }
}

#[test]
fn search_finds_by_name_number_ssid_and_birth_date() {
    let mut desk = desk([1280.0, 800.0]);
    assert!(desk.sees("200 of 200 students"));
    let number = desk.numbers(|c| !c.ssid.is_empty() && c.birth_date.is_some())[0].clone();
    desk.open(&number);
    let student = desk.student();
    assert_eq!(student.number.as_str(), number);
    let day = student.birth_date.unwrap();
    for text in [
        student.ssid.clone().unwrap().to_string(),
        format!("{} {}", student.last_name.to_lowercase(), number),
        format!("{} {day}", student.first_name),
    ] {
        desk.find(&text);
        assert!(desk.sees("1 of 200 students"), "{text}");
    }
    desk.find("no such student");
    assert!(desk.sees("Nobody matches"));
}

#[test]
fn an_empty_district_says_what_to_do() {
    let mut desk = desk_with([1280.0, 800.0], None);
    assert!(desk.sees("This district has no students yet"));
    assert!(desk.sees("Import roster …"));
    desk.press(Role::Button, "Add student");
    assert!(desk.sees("New student"));
}

#[test]
fn a_changed_name_raises_the_flag_and_stands_in_the_history() {
    let mut desk = desk([1280.0, 800.0]);
    let number = desk.numbers(|c| !c.ssid.is_empty() && !c.facts.changed)[0].clone();
    desk.open(&number);
    let before = desk.student();
    desk.put("Last name", "Smith-Jones");
    assert!(desk.sees("Not saved yet"));
    desk.key(Modifiers::COMMAND, Key::S);
    let after = desk.student();
    assert_eq!(after.last_name, "Smith-Jones");
    assert_eq!(after.change_flag.unwrap().old[&Field::LastName], before.last_name);
    assert!(!desk.sees("Not saved yet"));
    assert!(desk.sees(&format!("The state still has: Last name {}", before.last_name)));
    assert!(desk.sees("Changed: due for Update"));
    assert!(desk.sees(&format!("Last name: {} → Smith-Jones", before.last_name)));
    assert!(desk.sees("· pat"));
}

#[test]
fn an_ssid_of_another_student_is_refused_and_one_of_ones_own_is_saved() {
    let mut desk = desk([1280.0, 800.0]);
    let holder = desk.numbers(|c| !c.ssid.is_empty())[0].clone();
    let without = desk.numbers(|c| c.ssid.is_empty())[0].clone();
    desk.open(&holder);
    let holder = desk.student();
    let taken = holder.ssid.clone().unwrap().to_string();
    desk.open(&without);
    desk.put("SSID", &taken);
    desk.key(Modifiers::COMMAND, Key::S);
    assert_eq!(desk.student().ssid, None);
    assert!(desk.sees(&format!("belongs to {} ({})", holder.list_name(), holder.number)));
    // Typing on takes the refusal away and leaves the keyboard in the field.
    desk.harness
        .get_by_role_and_label(Role::TextInput, "SSID")
        .type_text("1");
    desk.steps();
    assert!(!desk.sees("belongs to"));
    let ssid = desk.harness.get_by_role_and_label(Role::TextInput, "SSID");
    assert!(ssid.is_focused());
    desk.put("SSID", "12A");
    assert!(desk.sees("is not an SSID"));
    desk.put("SSID", "1999999");
    desk.press(Role::Button, "Save");
    assert_eq!(desk.student().ssid.unwrap().as_str(), "1999999");
    assert!(desk.sees("SSID 1999999"));
}

#[test]
fn withdrawing_ends_the_running_enrollments() {
    let mut desk = desk([1280.0, 800.0]);
    let number = desk.numbers(|c| !c.inactive)[0].clone();
    desk.open(&number);
    desk.press(Role::Button, "Withdraw …");
    assert!(desk.sees("Every enrollment that runs on that day ends"));
    desk.put("Last day at school", "nonsense");
    assert!(desk.sees("This is not a date."));
    desk.put("Last day at school", "11/20/2026");
    desk.press(Role::Button, "Withdraw");
    let today = stamp().today;
    let student = desk.student();
    assert!(student.enrollments.iter().all(|e| !e.not_ended_by(today)));
    assert!(desk.sees("was withdrawn on 2026-11-20"));
}

#[test]
fn enrollments_and_flags_are_edited() {
    let mut desk = desk([1280.0, 800.0]);
    let number = desk.numbers(|c| c.facts.enrollments.len() == 1 && !c.facts.left_out)[0].clone();
    desk.open(&number);
    // A row without anything in it is no change, and the keyboard stays on the button.
    desk.harness
        .get_by_role_and_label(Role::Button, "Add enrollment")
        .focus();
    desk.steps();
    desk.key(Modifiers::NONE, Key::Enter);
    let add = desk.harness.get_by_role_and_label(Role::Button, "Add enrollment");
    assert!(add.is_focused() && !desk.sees("Not saved yet"));
    let remove = desk.harness.query_all_by_role_and_label(Role::Link, "Remove");
    remove.last().unwrap().click_accesskit();
    desk.steps();
    desk.press(Role::CheckBox, "No show");
    desk.put("Exit date", "2020-01-01");
    assert!(desk.sees("The exit date lies before the entry date."));
    desk.press(Role::Button, "Save");
    assert!(!desk.student().no_show);
    desk.press(Role::Link, "Remove");
    desk.press(Role::Button, "Save");
    let student = desk.student();
    assert!(student.no_show && student.enrollments.is_empty());
    assert!(desk.sees("Left out of request files: no show"));
}

#[test]
fn arrows_move_through_the_list_and_headers_sort_it() {
    let mut desk = desk([1280.0, 800.0]);
    let first = desk.session().roll.cards()[0].number.to_string();
    let second = desk.session().roll.cards()[1].number.to_string();
    desk.harness.get_by_role_and_label(Role::Grid, "Students").focus();
    desk.steps();
    desk.key(Modifiers::NONE, Key::ArrowDown);
    assert_eq!(desk.student().number.as_str(), first);
    desk.key(Modifiers::NONE, Key::ArrowDown);
    assert_eq!(desk.student().number.as_str(), second);
    desk.press(Role::ColumnHeader, "Number");
    desk.press(Role::ColumnHeader, "Number");
    let sort = desk.session().editor.sort;
    assert!(sort.descending && sort.by == crate::app::SortBy::Number);
    let row = desk.harness.query_all_by_role(Role::Row).next().unwrap();
    assert!(row.accesskit_node().label().is_some());
}
