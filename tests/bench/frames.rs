//! One frame of each screen, in a window of 1280 × 800 with accessibility on: input, layout and tessellation; without
//! what the graphics card does. And the longest that the window stands still while jobs begin and end.

use super::desk::{Desk, Stage};
use super::files::write_roster;
use super::table::{Figures, figure};
use criterion::Criterion;
use eframe::App;
use egui::{Context, Event, Modifiers, MouseWheelUnit, Pos2, RawInput, Rect, TouchPhase, Vec2};
use egui_extras::{Column, TableBuilder};
use ssid_desk::app::{Command, Core, Phase, Scripted, Setup, Tab};
use ssid_desk::domain::request::Function;
use ssid_desk::ui::window::Window;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tempfile::TempDir;

const PLAIN: &str = "peer: egui_extras' table alone, 100,000 rows of 7 cells";
const SIZE: Vec2 = Vec2::new(1280.0, 800.0);

/// The window without a system window around it.
struct Screen {
    ctx: Context,
    frame: eframe::Frame,
    window: Window,
    time: f64,
    _folder: TempDir,
}

fn input(time: &mut f64, events: Vec<Event>) -> RawInput {
    *time += 1.0 / 60.0;
    RawInput {
        screen_rect: Some(Rect::from_min_size(Pos2::ZERO, SIZE)),
        time: Some(*time),
        events,
        ..RawInput::default()
    }
}

impl Screen {
    fn open(desk: &Desk, stage: Stage) -> Self {
        let (folder, path) = desk.copy_file(stage);
        let stamp = desk.stamp.clone();
        let mut core = Core::new(Setup {
            data_folder: folder.path().to_owned(),
            desktop: Box::new(Scripted::default()),
            clock: Box::new(move || stamp.clone()),
            wake: Arc::new(|| ()),
        });
        core.send(Command::OpenStore(path));
        core.run_until_idle();
        let ctx = Context::default();
        ctx.enable_accesskit();
        let mut screen = Self {
            frame: eframe::Frame::_new_kittest(),
            window: Window::new(core, &ctx),
            ctx,
            time: 0.0,
            _folder: folder,
        };
        screen.run([Command::SelectSchools(
            desk.scope.schools.iter().cloned().collect(),
        )]);
        screen
    }

    /// Runs commands to their end, then draws until everything stands still.
    fn run(&mut self, commands: impl IntoIterator<Item = Command>) {
        for command in commands {
            self.window.core().send(command);
            self.window.core().run_until_idle();
        }
        for _ in 0..20 {
            self.draw(Vec::new());
        }
    }

    fn draw(&mut self, events: Vec<Event>) -> usize {
        let input = input(&mut self.time, events);
        let (window, frame) = (&mut self.window, &mut self.frame);
        let out = self.ctx.run_ui(input, |ui| {
            window.logic(ui, frame);
            window.ui(ui, frame);
        });
        self.ctx.tessellate(out.shapes, out.pixels_per_point).len()
    }

    /// Puts the keyboard into the search field that stands where the point is, and the pointer there.
    fn point(&mut self, at: Pos2) {
        self.draw(vec![Event::PointerMoved(at)]);
        self.draw(Vec::new());
    }

    /// The longest that the window stands still while a command and the job it starts run.
    fn longest_stop(&mut self, command: Command) -> Duration {
        let core = self.window.core();
        core.send(command);
        let mut longest = Duration::ZERO;
        loop {
            let start = Instant::now();
            core.run();
            longest = longest.max(start.elapsed());
            if core.view().job.is_none() {
                return longest;
            }
            std::thread::sleep(Duration::from_millis(2));
        }
    }
}

fn wheel() -> Vec<Event> {
    vec![Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: Vec2::new(0.0, -400.0),
        phase: TouchPhase::Move,
        source: egui::MouseWheelSource::Wheel,
        modifiers: Modifiers::NONE,
    }]
}

/// A table of the same size with nothing of ours in it.
fn plain_table() -> impl FnMut() -> usize {
    let ctx = Context::default();
    ctx.enable_accesskit();
    let mut time = 0.0;
    move || {
        let out = ctx.run_ui(input(&mut time, Vec::new()), |ui| {
            let mut table = TableBuilder::new(ui).auto_shrink(false);
            for _ in 0..7 {
                table = table.column(Column::exact(170.0));
            }
            table.body(|body| {
                body.rows(33.0, 100_000, |mut row| {
                    let index = row.index();
                    for cell in 0..7 {
                        row.col(|ui| drop(ui.label(format!("{index} in {cell}"))));
                    }
                });
            });
        });
        ctx.tessellate(out.shapes, out.pixels_per_point).len()
    }
}

/// Measures it.
pub fn measure(c: &mut Criterion, figures: &mut Figures, desk: &Desk) {
    let mut plain = plain_table();
    for _ in 0..20 {
        plain();
    }
    figures.measure(c, figure(PLAIN), || (), |()| plain());
    still(c, figures, desk);
    stops(figures, desk);
}

fn still(c: &mut Criterion, figures: &mut Figures, desk: &Desk) {
    let mut screen = Screen::open(desk, Stage::Asked);
    let mut frame = |screen: &mut Screen, name, events: &dyn Fn() -> Vec<Event>| {
        let name = figure(name).under(8).beside(PLAIN);
        figures.measure(c, name, events, |events| screen.draw(std::mem::take(events)));
    };
    let none = || Vec::new();
    frame(&mut screen, "frame: SSID Process", &none);
    screen.run([Command::ChooseFunction(Function::New), Command::ListNotSent(true)]);
    frame(&mut screen, "frame: everybody who cannot be sent", &none);
    screen.run([
        Command::ListNotSent(false),
        Command::SetResponseFile(desk.response.display().to_string()),
    ]);
    frame(&mut screen, "frame: SSID Process with a response", &none);
    screen.run([Command::PreviewUpdate(true)]);
    frame(&mut screen, "frame: preview of every change", &none);
    screen.run([Command::PreviewUpdate(false), Command::OpenReport(true)]);
    frame(&mut screen, "frame: report of every line", &none);
    screen.point(Pos2::new(600.0, 500.0));
    frame(&mut screen, "frame: report, turning the wheel", &wheel);
    let key = desk.students[desk.students.len() / 2].key;
    screen.run([
        Command::OpenReport(false),
        Command::ShowTab(Tab::StudentEditor),
        Command::FindStudents("a".into()),
    ]);
    frame(&mut screen, "frame: Student Editor, a search", &none);
    frame(&mut screen, "frame: Student Editor, turning the wheel", &wheel);
    screen.run([Command::OpenStudent(key)]);
    frame(&mut screen, "frame: Student Editor, a student", &none);
    let roster = desk.scratch();
    let path = roster.path().join("roster.csv");
    write_roster(&path, &desk.students);
    screen.run([Command::ReadRoster(path)]);
    frame(&mut screen, "frame: a roster before it is taken", &none);
    screen.run([Command::CloseRoster, Command::ShowTab(Tab::Settings)]);
    frame(&mut screen, "frame: Settings", &none);
    for (name, tab) in [
        ("frame: Duplicates", Tab::Duplicates),
        ("frame: Missing IDs", Tab::MissingIds),
        ("frame: General Student Table", Tab::GeneralStudentTable),
        (
            "frame: Merge Student Profiles, before a merge",
            Tab::MergeStudentProfiles,
        ),
    ] {
        screen.run([Command::ShowTab(tab)]);
        frame(&mut screen, name, &none);
    }
    screen.run([Command::ShowTab(Tab::History)]);
    let newest = match screen.window.core().view().phase {
        Phase::Open(session) => session.history.operations.first().map(|o| o.id),
        _ => None,
    };
    screen.run([Command::SelectOperation(newest)]);
    frame(&mut screen, "frame: History, an operation on everybody", &none);
}

/// How long the window stands still at most while work on every student begins and ends.
fn stops(figures: &mut Figures, desk: &Desk) {
    let (mut create, mut apply, mut import) = (Vec::new(), Vec::new(), Vec::new());
    // The first is the warm-up.
    for _ in 0..4 {
        let out = desk.scratch();
        let mut screen = Screen::open(desk, Stage::Fresh);
        screen.run([Command::SetRequestFolder(out.path().display().to_string())]);
        create.push(screen.longest_stop(Command::CreateRequest));
        let mut screen = Screen::open(desk, Stage::Asked);
        screen.run([Command::SetResponseFile(desk.response.display().to_string())]);
        apply.push(screen.longest_stop(Command::ApplyResponse));
        let mut screen = Screen::open(desk, Stage::Empty);
        let path = out.path().join("roster.csv");
        write_roster(&path, &desk.students);
        screen.run([Command::ReadRoster(path)]);
        import.push(screen.longest_stop(Command::ImportRoster));
    }
    figures.keep(figure("longest stop of the window: Create"), create);
    figures.keep(figure("longest stop of the window: Update SIS System"), apply);
    figures.keep(figure("longest stop of the window: taking a roster"), import);
}
