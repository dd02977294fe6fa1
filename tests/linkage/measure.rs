//! One set measured, in a process that does nothing else.

use crate::args::Args;
use crate::reading::{Kind, People, Truth};
use crate::{cancel, misses};
use serde::{Deserialize, Serialize};
use ssid_desk::domain::matching::{Band, Matcher, Person, Scan};
use std::cell::Cell;
use std::io::{Error, Result};
use std::path::Path;
use std::time::{Duration, Instant};

/// What was measured on a set.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Measured {
    pub persons: usize,
    /// Pairs that are one student.
    pub same: usize,
    /// Pairs found in "check" and above, and how many of these are one student.
    pub found: usize,
    pub right: usize,
    /// The same for "very likely" alone.
    pub likely: usize,
    pub likely_right: usize,
    pub twins: Family,
    pub siblings: Family,
    /// The best F1 any limit would give, and that limit in bits.
    pub best: (f64, f32),
    pub compared: u64,
    pub split: usize,
    /// Seconds: making ready and estimating, scanning; reading the file, which is none of the engine's.
    pub ready: f64,
    pub scan: f64,
    pub read: f64,
    /// The most memory of the whole process; `None` where the system does not say.
    pub megabytes: Option<u64>,
    pub stops: Option<cancel::Stops>,
    /// Pairs that were wrongly found or not found, to be read by a person.
    pub misses: Vec<String>,
}

/// Pairs of two children of one family that were taken for one student.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Family {
    pub likely: usize,
    pub check: usize,
    pub of: usize,
}

impl Measured {
    pub fn precision(&self) -> f64 {
        share(self.right, self.found)
    }

    pub fn recall(&self) -> f64 {
        share(self.right, self.same)
    }

    pub fn f1(&self) -> f64 {
        f1(self.right, self.found, self.same)
    }

    pub fn likely_precision(&self) -> f64 {
        share(self.likely_right, self.likely)
    }

    pub fn likely_recall(&self) -> f64 {
        share(self.likely_right, self.same)
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

fn f1(right: usize, found: usize, same: usize) -> f64 {
    share(2 * right, found + same)
}

/// Adds up how long something takes to hand out its items.
struct Timed<'a, I>(I, &'a Cell<Duration>);

impl<I: Iterator> Iterator for Timed<'_, I> {
    type Item = I::Item;

    fn next(&mut self) -> Option<I::Item> {
        let start = Instant::now();
        let item = self.0.next();
        self.1.set(self.1.get() + start.elapsed());
        item
    }
}

/// Measures the set in a folder.
pub fn measure(folder: &Path, args: &Args) -> Result<Measured> {
    let mut people = People::open(folder)?;
    let spent = Cell::new(Duration::ZERO);
    let start = Instant::now();
    let matcher = ready(Timed(&mut people, &spent), &|_, _| true)?;
    let ready = (start.elapsed() - spent.get()).as_secs_f64();
    let truth = Truth::read(folder, std::mem::take(&mut people.places))?;
    drop(people);
    let start = Instant::now();
    let scan = matcher
        .scan(None, args.least, &|_| (), &|_, _| true)
        .ok_or_else(|| Error::other("the scan stopped by itself"))?;
    let seconds = start.elapsed().as_secs_f64();
    let megabytes = most_memory();
    let mut out = count(&scan, &truth);
    out.persons = matcher.len();
    (out.ready, out.scan, out.read) = (ready, seconds, spent.get().as_secs_f64());
    out.megabytes = megabytes;
    if args.cancel {
        out.stops = Some(cancel::measure(folder, &matcher, args.least)?);
    }
    if args.misses > 0 {
        out.misses = misses::show(folder, &matcher, &scan, &truth, args.misses)?;
    }
    Ok(out)
}

/// Makes persons ready.
pub fn ready(
    people: impl Iterator<Item = Person>,
    progress: &(dyn Fn(u64, u64) -> bool + Sync),
) -> Result<Matcher> {
    Matcher::new(people, progress).ok_or_else(|| Error::other("making ready was stopped"))
}

fn count(scan: &Scan, truth: &Truth) -> Measured {
    let mut out = Measured {
        same: truth.same.len(),
        compared: scan.compared,
        split: scan.split.len(),
        ..Measured::default()
    };
    out.twins.of = truth.count(Kind::Twin);
    out.siblings.of = truth.count(Kind::Sibling);
    let mut totals = Vec::new();
    for pair in &scan.pairs {
        let places = (pair.a, pair.b);
        let same = truth.is_same(places);
        totals.push((pair.bits, same));
        let likely = pair.band == Band::VeryLikely;
        if pair.band >= Band::Check {
            out.found += 1;
            out.right += usize::from(same);
            out.likely += usize::from(likely);
            out.likely_right += usize::from(likely && same);
        }
        let family = match truth.kind(places) {
            Kind::Twin => &mut out.twins,
            Kind::Sibling => &mut out.siblings,
            Kind::Other => continue,
        };
        family.likely += usize::from(likely);
        family.check += usize::from(pair.band == Band::Check);
    }
    totals.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
    let mut right = 0;
    for (i, (bits, same)) in totals.iter().enumerate() {
        right += usize::from(*same);
        let ends = totals.get(i + 1).is_none_or(|next| next.0 < *bits);
        let f1 = f1(right, i + 1, out.same);
        if ends && f1 > out.best.0 {
            out.best = (f1, *bits);
        }
    }
    out
}

/// The most memory this process has had so far, in megabytes.
fn most_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|l| l.starts_with("VmHWM"))?;
    let kilobytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1024)
}
