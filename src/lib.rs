//! SSID Desk: the map of the house.
//!
//! ```text
//! main.rs, bin/ssid-desk-cli.rs   start-up of the window and of the headless companion
//! ui   cli                        the two faces: screens that borrow a view and send commands; arguments and JSON
//! app                             what the program can do: use cases, the core that runs commands, jobs, notices
//! store   files   practice        redb and the journal; rosters of every system, CSV, workbooks, pages; the practice SSID system
//! sample                          the made-up district
//! domain                          the trade: students and what they own, identifiers, requests, responses, merging, who
//!                                 may be whom (matching), the General Student Table, missing IDs, accounts, dates, the
//!                                 journal's words
//! ```
//!
//! Each knows what stands below it and nothing above or beside it; `tests/all/layers.rs` holds that. What is absent:
//!
//! * Nothing in [`domain`] knows a window, a disk, a clock, a thread or chance. The day and the time come in as
//!   arguments, and so does everything the store holds. [`domain::matching`] uses all cores inside a call (rayon); who
//!   calls it sees a function that gives the same result in every run.
//! * Nothing but [`domain::matching`] says whether two records may be one student. [`app::Alike`] holds the profiles of
//!   the open district ready for it; every screen that asks, asks there.
//! * Nothing in [`store`] is written without an operation in the journal, and no operation is written in more than one
//!   transaction. There is no way to delete a student but the undo of an addition: a merge retires the Source and moves
//!   what it owns. Only a merge that was begun and not saved lies there without an operation.
//! * Nothing but a security administrator's sign-in saves a merge or takes one back, and no undo brings a password back.
//! * Nothing in [`files`] writes over a file that a person did not choose to replace.
//! * Nothing in [`app`] draws, and nothing in [`ui`] decides: a rule of the trade in a screen is in the wrong place.
//!   Only [`app::Core`] changes what screens see, only in answer to a command or the end of a job.
//! * Nothing of [`practice`] can reach a real district: its answers are marked in every line, and a store says from
//!   its first day whether it is for practice.
//!
//! How one click travels: a screen sends an [`app::Command`]; `ui::window` wakes; [`app::Core`] runs it, at once when
//! it is short, as a job on a thread of its own when it is not; the job's end comes back through the same inbox; the
//! next frame borrows the new [`app::View`]. `cli` calls the same functions of [`app::work`] one after the other.

pub mod app;
pub mod cli;
pub mod domain;
pub mod files;
pub mod practice;
pub mod sample;
pub mod store;
pub mod ui;

/// Memory that is freed is given back or used again, whichever thread freed it. The system's own allocator on Linux keeps
/// a heap for each thread: what a comparison of a million rows had held stayed there while the next one took as much again.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;
