//! The headless companion: the same program without a window.

fn main() -> std::process::ExitCode {
    ssid_desk::cli::main()
}
