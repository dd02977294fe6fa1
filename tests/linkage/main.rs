//! The matching engine measured on labelled sets, in one command:
//!
//! ```text
//! cargo bench --no-default-features --features glow --bench linkage -- --sets DIR
//! ```
//!
//! It prints a line for each set in DIR and for a made one of 100,000 students; `-- --help` says what else can be asked.
//! Made sets are families with brothers and sisters, twins and namesakes, 8% of the records a second one of a student,
//! damaged as often and in the ways of a labelled set of 5,000 that is no part of this repository; the same seed always
//! makes the same set. Each set is measured in a process of its own, so that its peak memory is its own.

mod args;
mod cancel;
mod damage;
mod dice;
mod families;
mod homes;
mod made;
mod measure;
mod misses;
mod names;
mod noise;
mod promises;
mod reading;
mod table;
mod typing;

use args::Args;
use clap::Parser;
use made::Made;
use measure::Measured;
use std::io::{Error, Result};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

fn main() -> ExitCode {
    let args = Args::parse();
    let result = match &args.child {
        Some(folder) => child(folder, &args),
        None if !args.others.is_empty() => Ok(ExitCode::SUCCESS),
        None if args.bench => parent(&args),
        None => try_out(&args),
    };
    result.unwrap_or_else(|error| {
        eprintln!("{error}");
        ExitCode::from(2)
    })
}

fn child(folder: &Path, args: &Args) -> Result<ExitCode> {
    let measured = measure::measure(folder, args)?;
    println!("{}", serde_json::to_string(&measured)?);
    Ok(ExitCode::SUCCESS)
}

/// Sees that it all runs, over a few hundred students: nothing here is slow on any machine.
fn try_out(args: &Args) -> Result<ExitCode> {
    let folder = tempfile::tempdir()?;
    for at in ["one", "two"] {
        Made::new(500, 1).write(&folder.path().join(at))?;
    }
    let read = |at: &str| std::fs::read(folder.path().join(at).join("persons.csv"));
    assert_eq!(read("one")?, read("two")?, "the same seed makes the same set");
    let measured = measure::measure(&folder.path().join("one"), args)?;
    println!("{}\n{}", table::head(), table::row("a few", &measured));
    Ok(ExitCode::SUCCESS)
}

fn parent(args: &Args) -> Result<ExitCode> {
    if let Some(folder) = &args.write {
        for (size, seed) in to_make(args) {
            let folder = folder.join(made_name(size, seed));
            Made::new(size, seed).write(&folder)?;
            println!("{}", folder.display());
        }
        return Ok(ExitCode::SUCCESS);
    }
    println!("{}", table::head());
    let mut missed = Vec::new();
    let mut tell = |name: &str, folder: &Path| -> Result<()> {
        let measured = in_a_child(folder, args)?;
        println!("{}", table::row(name, &measured));
        for line in table::below(&measured) {
            println!("{line}");
        }
        missed.extend(promises::missed(name, &measured));
        Ok(())
    };
    for (name, folder) in labelled(args)? {
        tell(&name, &folder)?;
    }
    for (size, seed) in to_make(args) {
        let folder = tempfile::tempdir()?;
        let start = std::time::Instant::now();
        Made::new(size, seed).write(folder.path())?;
        eprintln!(
            "{size} records made by seed {seed} in {:.1} s",
            start.elapsed().as_secs_f64()
        );
        tell(&made_name(size, seed), folder.path())?;
    }
    if !args.check {
        return Ok(ExitCode::SUCCESS);
    }
    for sentence in &missed {
        println!("{sentence}");
    }
    Ok(ExitCode::from(u8::from(!missed.is_empty())))
}

fn made_name(size: usize, seed: u64) -> String {
    format!("made-{size}-{seed}")
}

/// The sets to make: sizes and seeds.
fn to_make(args: &Args) -> Vec<(usize, u64)> {
    let all = args
        .students
        .iter()
        .flat_map(|size| args.seed.iter().map(|seed| (*size, *seed)));
    all.filter(|(size, seed)| *size > 0 && wanted(args, &made_name(*size, *seed)))
        .collect()
}

fn wanted(args: &Args, name: &str) -> bool {
    args.only.as_ref().is_none_or(|only| name.contains(only))
}

/// The labelled sets in the folder that was given, by name.
fn labelled(args: &Args) -> Result<Vec<(String, PathBuf)>> {
    let Some(sets) = &args.sets else {
        return Ok(Vec::new());
    };
    let mut out = Vec::new();
    for entry in std::fs::read_dir(sets)? {
        let folder = entry?.path();
        let name = folder
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if reading::records_of(&folder).is_some() && wanted(args, &name) {
            out.push((name, folder));
        }
    }
    out.sort();
    Ok(out)
}

/// Measures a set in a process of its own: this program, started again.
fn in_a_child(folder: &Path, args: &Args) -> Result<Measured> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("--child").arg(folder);
    command.arg(format!("--misses={}", args.misses));
    command.arg(format!("--least={}", args.least));
    if args.cancel {
        command.arg("--cancel");
    }
    let out = command.stderr(Stdio::inherit()).output()?;
    if !out.status.success() {
        return Err(Error::other(format!(
            "{} could not be measured",
            folder.display()
        )));
    }
    serde_json::from_slice(&out.stdout).map_err(Error::other)
}
