//! The headless companion: reads its arguments, calls what [`crate::app`] can do, prints one answer.
//!
//! Architecture invariant: no rule of the trade is in here. A command turns words into arguments of a function of
//! `app::work` and its result into JSON and plain text. Nothing asks a question on a terminal.

mod administrators;
mod args;
mod districts;
mod duplicate_args;
mod duplicates;
mod general;
mod history;
mod import_args;
mod import_show;
mod merges;
mod missing;
mod output;
mod practice;
mod program_args;
mod programs;
mod request_args;
mod requests;
mod responses;
mod rosters;
mod run;
mod show;
mod show_program;
mod signed;
mod signed_args;
mod student_args;
mod students;

pub use run::main;
