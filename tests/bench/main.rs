//! The figures the program promises, measured: `cargo bench`, about five minutes; `cargo bench -- apply` for some of them.
//!
//! A practice district of 100,000 students lies in a file in a temporary folder; each figure starts from a copy of it
//! that has reached the disk. Beside the figures stand peers, measured in the same run: machines differ, ratios hardly.
//! The table at the end has the promised limits beside the medians. These are commands, never tests: nothing fails here
//! because a machine is slow. `cargo test --benches` runs each once over a thousand students, to see that it runs;
//! `cargo bench --bench figures -- --rows 1000000` imports files of a million rows instead.

mod alike;
mod desk;
mod files;
mod frames;
mod memory;
mod merges;
mod million;
mod peers;
mod roll;
mod table;
mod work;

use criterion::Criterion;
use std::time::Duration;
use table::Figures;

/// Students, lines and rows: what is promised is promised for so many.
const STUDENTS: usize = 100_000;

fn main() {
    if memory::is_child() {
        return memory::child();
    }
    if let Some(rows) = million::rows() {
        return million::print(rows);
    }
    let measuring = std::env::args().any(|a| a == "--bench");
    let size = if measuring { STUDENTS } else { 1_000 };
    let mut criterion = Criterion::default()
        .without_plots()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(1))
        .measurement_time(Duration::from_millis(500))
        .configure_from_args();
    let mut figures = Figures::default();
    let desk = desk::Desk::new(size);
    peers::measure(&mut criterion, &mut figures, &desk);
    work::measure(&mut criterion, &mut figures, &desk);
    merges::measure(&mut criterion, &mut figures, &desk);
    files::measure(&mut criterion, &mut figures, &desk);
    roll::measure(&mut criterion, &mut figures, &desk);
    alike::measure(&mut criterion, &mut figures, &desk);
    frames::measure(&mut criterion, &mut figures, &desk);
    criterion.final_summary();
    if measuring {
        figures.print(size);
        memory::print(&desk);
    }
}
