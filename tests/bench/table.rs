//! Measures, remembers every time, and prints the promised limits beside the medians.

use criterion::{Criterion, SamplingMode};
use std::hint::black_box;
use std::time::{Duration, Instant};

/// What has been measured so far.
#[derive(Default)]
pub struct Figures(Vec<Figure>);

struct Figure {
    name: &'static str,
    limit: Option<Duration>,
    peer: Option<&'static str>,
    times: Vec<Duration>,
}

impl Figure {
    /// The median; the first time is the warm-up.
    fn median(&self) -> Option<Duration> {
        let mut times: Vec<Duration> = self.times.iter().skip(1).copied().collect();
        times.sort_unstable();
        times.get(times.len() / 2).copied()
    }
}

/// What a figure is called, what is promised, and which figure of this run it is compared with.
pub struct Name {
    name: &'static str,
    limit: Option<Duration>,
    peer: Option<&'static str>,
}

/// A figure without a limit.
pub fn figure(name: &'static str) -> Name {
    Name {
        name,
        limit: None,
        peer: None,
    }
}

impl Name {
    /// What is promised.
    pub fn under(mut self, millis: u64) -> Self {
        self.limit = Some(Duration::from_millis(millis));
        self
    }

    /// The figure it is compared with, measured before.
    pub fn beside(mut self, peer: &'static str) -> Self {
        self.peer = Some(peer);
        self
    }
}

impl Figures {
    /// Measures: `set_up` is not timed, nor is the end of what it made and of what `run` gives back.
    pub fn measure<S, R>(
        &mut self,
        criterion: &mut Criterion,
        name: Name,
        mut set_up: impl FnMut() -> S,
        mut run: impl FnMut(&mut S) -> R,
    ) {
        let mut times = Vec::new();
        let mut group = criterion.benchmark_group("figures");
        group.sampling_mode(SamplingMode::Flat);
        group.bench_function(name.name, |b| {
            b.iter_custom(|n| {
                let mut sum = Duration::ZERO;
                for _ in 0..n {
                    let mut state = set_up();
                    let start = Instant::now();
                    let out = black_box(run(&mut state));
                    let time = start.elapsed();
                    drop((out, state));
                    times.push(time);
                    sum += time;
                }
                sum
            });
        });
        group.finish();
        if times.len() > 1 {
            let Name { name, limit, peer } = name;
            self.0.push(Figure {
                name,
                limit,
                peer,
                times,
            });
        }
    }

    /// Keeps times that were measured in another way.
    pub fn keep(&mut self, name: Name, times: Vec<Duration>) {
        let Name { name, limit, peer } = name;
        self.0.push(Figure {
            name,
            limit,
            peer,
            times,
        });
    }

    fn median_of(&self, name: &str) -> Option<Duration> {
        self.0.iter().find(|f| f.name == name).and_then(Figure::median)
    }

    /// The table.
    pub fn print(&self, size: usize) {
        println!("\n{size} students, medians in milliseconds\n");
        println!(
            "{:<58} {:>9} {:>9}  ratio to a peer of this run",
            "", "promised", "median"
        );
        for figure in &self.0 {
            let Some(median) = figure.median() else { continue };
            let promised = match figure.limit {
                Some(limit) => format!("< {}", limit.as_millis()),
                None => String::new(),
            };
            let mut said = match figure.peer.and_then(|p| Some((p, self.median_of(p)?))) {
                Some((peer, time)) => format!("{:.2} × {peer}", median.as_secs_f64() / time.as_secs_f64()),
                None => String::new(),
            };
            if figure.limit.is_some_and(|limit| median >= limit) {
                said.push_str("  BROKEN");
            }
            let millis = median.as_secs_f64() * 1000.0;
            println!("{:<58} {promised:>9} {millis:>9.2}  {said}", figure.name);
        }
    }
}
