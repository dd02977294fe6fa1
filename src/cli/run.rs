//! From the arguments to the command, and its answer to the exit status.

use super::args::{self, Cli, Command};
use super::output::{self, Answer, Failure, WRONG, err, print};
use super::{
    administrators, districts, duplicates, general, history, merges, missing, practice, request_args,
    requests, responses, rosters, signed_args, students,
};
use crate::app::work::districts::{data_folder, sample_path};
use crate::app::{Prefs, Stamp, Ticket};
use crate::store::Store;
use clap::Parser;
use clap::error::ErrorKind;
use serde_json::json;
use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

/// What every command has: where the store is, when it is, and how to tell of progress.
pub struct Cx {
    data: Option<PathBuf>,
    /// Who and when.
    pub stamp: Stamp,
    /// Progress.
    pub ticket: Ticket,
}

impl Cx {
    /// The file that `--data` names, when it was given.
    pub fn data(&self) -> Option<&PathBuf> {
        self.data.as_ref()
    }

    /// The district's file: the one of `--data`, else the one the window opened last, else the sample district.
    pub fn store_path(&self) -> Result<PathBuf, Failure> {
        if let Some(path) = &self.data {
            return Ok(path.clone());
        }
        let folder = data_folder();
        if let Some(path) = Prefs::load(&folder).store {
            return Ok(path);
        }
        let sample = sample_path(&folder);
        if sample.is_file() {
            return Ok(sample);
        }
        Err(Failure::store(
            "No district was opened yet. Say which file with --data, or make one with init or sample.",
        ))
    }

    /// Opens the district.
    pub fn open(&self) -> Result<Store, Failure> {
        let path = self.store_path()?;
        self.ticket.phase("Opening the district");
        Ok(Store::open(&path)?)
    }
}

/// Runs the program.
pub fn main() -> ExitCode {
    let words: Vec<OsString> = std::env::args_os().collect();
    let as_json = words
        .iter()
        .skip(1)
        .take_while(|w| *w != "--")
        .any(|w| w == "--json");
    let exit = match Cli::try_parse_from(words) {
        Ok(cli) => {
            let cx = Cx {
                data: cli.data,
                stamp: Stamp::now(),
                ticket: Ticket::default(),
            };
            watch(&cx.ticket);
            print(run(cli.command, &cx), as_json)
        }
        Err(e) => parse_error(&e, as_json),
    };
    ExitCode::from(exit)
}

fn run(command: Command, cx: &Cx) -> Result<Answer, Failure> {
    use Command as C;
    match command {
        C::Init(init) => districts::init(&init, cx),
        C::Sample => districts::sample(cx),
        C::Schools(args::Schools::List) => districts::schools(&cx.open()?, cx),
        C::Schools(args::Schools::Add { code, name }) => districts::add_school(&code, &name, cx),
        C::Status => districts::status(cx),
        C::Import(command) => rosters::run(&command, cx),
        C::General(command) => general::run(command, cx),
        C::Missing(command) => missing::run(command, cx),
        C::Students(command) => students::run(command, cx),
        C::Merge(command) => merges::run(command, cx),
        C::Duplicates(command) => duplicates::run(command, cx),
        C::Request(command) => requests::run(command, cx),
        C::Response(command) => responses::run(command, cx),
        C::Practice(request_args::Practice::Answer {
            request,
            registry,
            out,
            function,
        }) => practice::answer(&request, &registry, &out, function, cx),
        C::History(signed_args::History::List { limit }) => history::list(limit, cx),
        C::History(signed_args::History::Undo {
            operation,
            signed,
            back,
            to_source,
        }) => history::undo(operation, &signed, &back, &to_source, cx),
        C::Administrators(command) => administrators::run(&command, cx),
        C::Backup { file } => districts::backup(&file, cx),
        C::Restore { file } => districts::restore(&file, cx),
        C::Check => districts::check(cx),
    }
}

/// Help and version are answers; everything else clap says is a wrong argument.
fn parse_error(e: &clap::Error, as_json: bool) -> u8 {
    let text = e.render().to_string();
    match e.kind() {
        ErrorKind::DisplayHelp => print(Ok(Answer::done(json!({ "help": text }), text)), as_json),
        ErrorKind::DisplayVersion => {
            print(Ok(Answer::done(json!({ "version": text.trim() }), text)), as_json)
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand if as_json => print(
            Err(Failure::wrong("A command is missing; --help lists them.")),
            true,
        ),
        _ if as_json => {
            // The first paragraph is what is wrong; the rest is how it is used.
            let first = text.split("\n\n").next().unwrap_or_default();
            let first = first.strip_prefix("error: ").unwrap_or(first);
            let words: Vec<&str> = first.split_whitespace().collect();
            print(Err(Failure::wrong(words.join(" "))), true)
        }
        _ => {
            output::err(&text);
            WRONG
        }
    }
}

/// Tells a person at a terminal how far long work is. It ends with the program.
fn watch(ticket: &Ticket) {
    if !std::io::stderr().is_terminal() {
        return;
    }
    let ticket = ticket.clone();
    let tell = move || {
        let mut last = String::new();
        loop {
            std::thread::sleep(Duration::from_secs(2));
            let text = ticket.text();
            if text != last {
                err(&text);
                last = text;
            }
        }
    };
    // Without it the work is done all the same.
    let _ = std::thread::Builder::new().name("progress".into()).spawn(tell);
}
