//! Start-up of the window.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use ssid_desk::app::work::districts::data_folder;
use ssid_desk::app::{Command, Core, Prefs, Setup, Stamp};
use ssid_desk::ui::native::{Native, tell_without_window};
use ssid_desk::ui::window::{PROGRAM, Window};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

const USAGE: &str = "ssid-desk [--sample | FILE]

  --sample   open the sample district: made-up students, with a practice SSID system
  FILE       open a district (a file that ends in .ssiddesk)

Without either, the district that was open last is opened again.
For work without a window there is ssid-desk-cli.";

fn main() -> ExitCode {
    let mut first = None;
    for argument in std::env::args_os().skip(1) {
        match argument.to_str() {
            Some("--sample") => first = Some(Command::OpenSample),
            Some("--help" | "-h") => {
                println!("{USAGE}");
                return ExitCode::SUCCESS;
            }
            Some("--version" | "-V") => {
                println!("{PROGRAM} {}", env!("CARGO_PKG_VERSION"));
                return ExitCode::SUCCESS;
            }
            Some(option) if option.starts_with('-') => {
                eprintln!("There is no option {option}.\n\n{USAGE}");
                return ExitCode::from(2);
            }
            _ => first = Some(Command::OpenStore(PathBuf::from(argument))),
        }
    }
    let folder = data_folder();
    let first = first.or_else(|| {
        let last = Prefs::load(&folder).store.filter(|p| p.is_file());
        last.map(Command::OpenStore)
    });
    open_window(&folder, first)
}

/// OpenGL alone fails over Remote Desktop and on basic display drivers, so each renderer is tried in turn: an attempt
/// that fails does so before its first frame, and the next one can still open the window.
fn open_window(folder: &std::path::Path, first: Option<Command>) -> ExitCode {
    let mut problems = Vec::new();
    for (name, renderer) in renderers() {
        let (folder, first) = (folder.to_owned(), first.clone());
        let options = eframe::NativeOptions {
            renderer,
            viewport: egui::ViewportBuilder::default()
                .with_title(PROGRAM)
                .with_app_id("ssid-desk")
                .with_icon(icon())
                .with_inner_size([1280.0, 800.0])
                .with_min_inner_size([800.0, 520.0]),
            // Window size and place, beside the districts: the local data folder, not the roaming one.
            persistence_path: Some(folder.join("window.ron")),
            ..Default::default()
        };
        let result = eframe::run_native(
            PROGRAM,
            options,
            Box::new(move |cc| {
                let ctx = cc.egui_ctx.clone();
                let core = Core::new(Setup {
                    data_folder: folder,
                    desktop: Box::new(Native),
                    clock: Box::new(Stamp::now),
                    wake: Arc::new(move || ctx.request_repaint()),
                });
                if let Some(command) = first {
                    core.send(command);
                }
                Ok(Box::new(Window::new(core, &cc.egui_ctx)))
            }),
        );
        match result {
            Ok(()) => return ExitCode::SUCCESS,
            Err(e) => problems.push(format!("{name}: {e}")),
        }
    }
    let text = format!(
        "{PROGRAM} could not open a window.\n{}\nUpdate the display driver, or ask your support for a computer with OpenGL 2, Vulkan or DirectX 12.",
        problems.join("\n")
    );
    tell_without_window(PROGRAM, &text);
    ExitCode::FAILURE
}

/// The renderers to try, the likeliest to work first: Direct3D or Vulkan on Windows, OpenGL elsewhere.
fn renderers() -> Vec<(&'static str, eframe::Renderer)> {
    let mut list = vec![
        #[cfg(feature = "glow")]
        ("OpenGL", eframe::Renderer::Glow),
        #[cfg(feature = "wgpu")]
        ("Vulkan, Metal or Direct3D", eframe::Renderer::Wgpu),
    ];
    if cfg!(windows) {
        list.reverse();
    }
    list
}

fn icon() -> egui::IconData {
    eframe::icon_data::from_png_bytes(include_bytes!("../assets/icon.png")).unwrap_or_default()
}
