//! How soon the engine stops when it is told to, and how long it says nothing of how far it is.

use crate::measure::ready;
use crate::reading::People;
use serde::{Deserialize, Serialize};
use ssid_desk::domain::matching::Matcher;
use std::io::Result;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// The worst of several times, in seconds.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Stops {
    /// From the request to the end of a scan.
    pub scan: f64,
    /// From the request to the end of making ready.
    pub ready: f64,
    /// The longest silence while scanning and while making ready.
    pub silent_scan: f64,
    pub silent_ready: f64,
}

/// A piece of work that reports how far it is.
type Work<'a> = dyn Fn(&(dyn Fn(u64, u64) -> bool + Sync)) + 'a;

/// Measures both on one set.
pub fn measure(folder: &Path, matcher: &Matcher, least: f32) -> Result<Stops> {
    let people = || People::open(folder);
    people()?;
    let scan = |progress: &(dyn Fn(u64, u64) -> bool + Sync)| {
        matcher.scan(None, least, &|_| (), progress);
    };
    let make = |progress: &(dyn Fn(u64, u64) -> bool + Sync)| {
        if let Ok(mut people) = people() {
            let made = ready(&mut people, progress);
            // To give a gigabyte back takes longer than a report may; nobody waits for it.
            std::thread::spawn(move || drop(made));
        }
    };
    let (whole, silent_scan) = silence(&scan);
    let (whole_ready, silent_ready) = silence(&make);
    Ok(Stops {
        scan: worst_stop(&scan, whole),
        ready: worst_stop(&make, whole_ready),
        silent_scan,
        silent_ready,
    })
}

/// How long it all takes, and the longest time between two reports.
fn silence(work: &Work<'_>) -> (Duration, f64) {
    let start = Instant::now();
    let heard = Mutex::new((start, Duration::ZERO));
    let hear = || {
        let mut heard = heard.lock().expect("no report panics");
        let now = Instant::now();
        heard.1 = heard.1.max(now - heard.0);
        heard.0 = now;
    };
    work(&|_, _| {
        hear();
        true
    });
    hear();
    let longest = heard.lock().expect("no report panics").1;
    (start.elapsed(), longest.as_secs_f64())
}

/// Asks it to stop after a part of its time, several times.
fn worst_stop(work: &Work<'_>, whole: Duration) -> f64 {
    [0.05, 0.2, 0.4, 0.6, 0.8, 0.95]
        .into_iter()
        .map(|part| {
            let stop = AtomicBool::new(false);
            let asked = Mutex::new(None);
            std::thread::scope(|scope| {
                scope.spawn(|| {
                    std::thread::sleep(whole.mul_f64(part));
                    *asked.lock().expect("nothing panics") = Some(Instant::now());
                    stop.store(true, Ordering::Relaxed);
                });
                work(&|_, _| !stop.load(Ordering::Relaxed));
                let done = Instant::now();
                let asked = *asked.lock().expect("nothing panics");
                asked.map_or(0.0, |asked| done.saturating_duration_since(asked).as_secs_f64())
            })
        })
        .fold(0.0, f64::max)
}
