//! The layers of `design/architecture.md`, held: who may know whom, read from the sources themselves.

use std::path::{Path, PathBuf};

/// Every Rust file below a folder, with its text.
fn sources(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a source folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            out.extend(sources(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            let text = std::fs::read_to_string(&path).expect("a source file");
            out.push((path, text));
        }
    }
    out
}

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn is_test(path: &Path) -> bool {
    path.components().any(|c| {
        c.as_os_str()
            .to_string_lossy()
            .trim_end_matches(".rs")
            .ends_with("tests")
    }) || path.ends_with("testing.rs")
}

/// The program's own lines: what comes before the tests of a file.
fn own(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(text)
}

#[test]
fn each_layer_knows_only_those_below_it() {
    for (layer, unknown) in [
        (
            "domain",
            &["files", "store", "app", "ui", "practice", "sample", "cli"][..],
        ),
        ("files", &["store", "app", "ui", "practice", "sample", "cli"]),
        ("practice", &["store", "app", "ui", "sample", "cli"]),
        ("sample", &["files", "store", "app", "ui", "cli"]),
        ("store", &["files", "app", "ui", "practice", "sample", "cli"]),
        ("app", &["ui", "cli"]),
        ("ui", &["files", "store", "practice", "sample", "cli"]),
        ("cli", &["ui"]),
    ] {
        for (path, text) in sources(&src().join(layer)) {
            if is_test(&path) {
                continue;
            }
            for other in unknown {
                let named = format!("crate::{other}::");
                let found = own(&text)
                    .lines()
                    .find(|l| l.contains(&named) && !l.trim_start().starts_with("//"));
                assert!(
                    found.is_none(),
                    "{}: {layer} must not know {other}: {found:?}",
                    path.display()
                );
            }
        }
    }
}

#[test]
fn the_domain_knows_no_window_disk_clock_or_thread() {
    for (path, text) in sources(&src().join("domain")) {
        if is_test(&path) {
            continue;
        }
        for word in [
            "std::fs",
            "std::thread",
            "std::time",
            "Utc::now",
            "Local::now",
            "egui",
            "redb",
            "std::env",
        ] {
            assert!(!own(&text).contains(word), "{} uses {word}", path.display());
        }
    }
}

#[test]
fn one_place_knows_native_dialogs_and_one_knows_raw_colours() {
    for (path, text) in sources(&src()) {
        let native = path.ends_with("ui/native.rs");
        assert!(native || !text.contains("rfd::"), "{} uses rfd", path.display());
        let theme = path.components().any(|c| c.as_os_str() == "theme");
        assert!(
            theme || !text.contains("Color32::from_"),
            "{} makes a colour of its own",
            path.display()
        );
    }
}

#[test]
fn every_file_says_in_its_first_line_what_it_is_for() {
    for (path, text) in sources(&src()) {
        let first = text.lines().next().unwrap_or_default();
        assert!(
            first.starts_with("//!") || is_test(&path),
            "{}: {first}",
            path.display()
        );
    }
}
