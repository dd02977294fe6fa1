//! Weights from the data at hand: how often pairs taken by chance agree, and by expectation-maximisation how often pairs
//! of one person do, with the shipped shares as what is believed beforehand.

use super::compare::Comparer;
use super::level::{Birth, COMPARISONS, First, Levels, Pattern, level_in};
use super::lexicon::{Lexicon, NONE, mix};
use super::row::Row;
use super::weights::{
    BIRTH, FIRST, LAST, LEVELS, Shares, Weights, apply_rules, levels_of, shipped_prior, shipped_shares,
};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// Pairs taken by chance to see how often two persons agree.
const CHANCE: usize = 100_000;
/// How many pairs by chance the shipped shares count as.
const BELIEF_BETWEEN: f64 = 200.0;
/// How many pairs of one person the shipped shares count as.
const BELIEF_WITHIN: f64 = 40.0;
/// Rounds of expectation-maximisation; it settles long before.
const ROUNDS: usize = 25;

/// How often pairs taken by chance agree at each level.
///
/// `None` when `go_on` stopped it.
pub(super) fn by_chance(
    lexicon: &Lexicon<'_>,
    rows: &[Row],
    persons: usize,
    go_on: &(dyn Fn() -> bool + Sync),
) -> Option<Shares> {
    let (_, mut u) = shipped_shares();
    if persons < 2 {
        return Some(u);
    }
    let n = rows.len() as u64;
    let pairs = CHANCE.min(persons * 10);
    let counts = (0..8u64)
        .into_par_iter()
        .map(|part| {
            let mut counts = [[0u64; LEVELS]; COMPARISONS];
            let mut comparer = Comparer::new(lexicon, true);
            for k in 0..(pairs / 8) as u64 {
                if k.is_multiple_of(1024) && !go_on() {
                    break;
                }
                let chance = mix(part << 32 | k);
                let (i, j) = ((chance >> 32) % n, (chance & 0xffff_ffff) % n);
                let (a, b) = (&rows[i as usize], &rows[j as usize]);
                if i == j || !a.there || !b.there {
                    continue;
                }
                let levels = comparer.compare_all(a, b);
                for (c, level) in levels.numbers().into_iter().enumerate() {
                    counts[c][level as usize] += 1;
                }
            }
            counts
        })
        .reduce(
            || [[0; LEVELS]; COMPARISONS],
            |mut a, b| {
                for (x, y) in a.iter_mut().flatten().zip(b.iter().flatten()) {
                    *x += y;
                }
                a
            },
        );
    for (c, levels) in counts.iter().enumerate() {
        let known: u64 = levels[1..].iter().sum();
        let believed: f64 = u[c][1..].iter().sum();
        for l in 1..=levels_of(c) {
            u[c][l] =
                (levels[l] as f64 + BELIEF_BETWEEN * u[c][l] / believed) / (known as f64 + BELIEF_BETWEEN);
        }
    }
    if !go_on() {
        return None;
    }
    // What is equal rarely is counted, not sampled.
    let mut dates: FxHashMap<u32, u64> = FxHashMap::default();
    for row in rows.iter().filter(|r| r.there && r.birth.is_known()) {
        *dates.entry(row.birth.0).or_default() += 1;
    }
    let words = lexicon.words();
    u[BIRTH][1] = equal(dates.values().copied(), u[BIRTH][1]);
    u[FIRST][1] = equal(words.iter().map(|w| u64::from(w.as_first)), u[FIRST][1]);
    u[LAST][1] = equal(words.iter().map(|w| u64::from(w.as_last)), u[LAST][1]);
    go_on().then_some(u)
}

/// How often two persons taken by chance have the same value, from how many have each; `believed` while they are few.
fn equal(counts: impl Iterator<Item = u64>, believed: f64) -> f64 {
    let (mut all, mut same) = (0.0, 0.0);
    for n in counts.filter(|n| *n > 0) {
        all += n as f64;
        same += n as f64 * (n - 1) as f64;
    }
    if all < 100.0 {
        return believed;
    }
    (same + BELIEF_BETWEEN * believed) / (all * (all - 1.0) + BELIEF_BETWEEN)
}

/// A pair to learn from: its levels, and what rare names add, in bits.
pub(super) type Seen = (Levels, f32);

/// Weights that fit the pairs at hand. `share` of all persons were compared with all others.
pub(super) fn fit(seen: &[Seen], u: &Shares, persons: usize, share: f64, families: bool) -> Weights {
    let (believed, _) = shipped_shares();
    let mut weights = Weights::of(&believed, u, shipped_prior(persons), families);
    if persons < 2 {
        // No pair to learn from, and nothing to divide by.
        return weights;
    }
    let pairs = persons as f64 * (persons.max(2) - 1) as f64 / 2.0;
    // Equal patterns weigh the same but for rare names: those are kept in steps of half a bit.
    let mut grouped: FxHashMap<(Pattern, i32), (Levels, f64)> = FxHashMap::default();
    for (levels, rare) in seen {
        grouped
            .entry((levels.pattern(), (rare * 2.0).round() as i32))
            .or_insert((*levels, 0.0))
            .1 += 1.0;
    }
    let mut groups: Vec<(Pattern, f32, Levels, f64)> = grouped
        .into_iter()
        .map(|((p, rare), (levels, n))| (p, rare as f32 / 2.0, levels, n))
        .collect();
    // In one order, so that sums come out the same in every run.
    groups.sort_unstable_by_key(|g| (g.0, (g.1 * 2.0) as i32));
    for _ in 0..ROUNDS {
        let mut counts = [[0.0f64; LEVELS]; COMPARISONS];
        let mut matches = 0.0;
        for (pattern, rare, levels, n) in &groups {
            let (total, _) = apply_rules(levels, weights.sum(*pattern) + rare, families);
            let p = f64::from(1.0 / (1.0 + (-total).exp2()));
            if p < 1e-6 {
                continue;
            }
            let weight = p * n;
            matches += weight;
            for (c, counts) in counts.iter_mut().enumerate() {
                counts[level_in(*pattern, c)] += weight;
            }
        }
        let mut m = believed;
        for c in 0..COMPARISONS {
            let known: f64 = counts[c][1..].iter().sum();
            let sum: f64 = believed[c][1..].iter().sum();
            for l in 1..=levels_of(c) {
                m[c][l] = (counts[c][l] + BELIEF_WITHIN * believed[c][l] / sum) / (known + BELIEF_WITHIN);
            }
        }
        // One in a thousand to one in two students may be there twice; four pairs are believed beforehand.
        let least = 0.001 * persons as f64;
        let expected = ((matches / share) + 4.0 * 0.01 * persons as f64 / (persons as f64).max(400.0))
            .clamp(least, 0.5 * persons as f64);
        weights = Weights::of(&m, u, (expected / pairs).log2() as f32, families);
    }
    weights
}

/// Whether the persons are of families: of those whose household is known, how many share it and the last name with
/// another person of another first name and birth date. Where next to nobody does, what a family shares says as much as
/// anything else; where households are not known, families are expected.
pub(super) fn are_families(lexicon: &Lexicon<'_>, rows: &[Row], go_on: &(dyn Fn() -> bool + Sync)) -> bool {
    let mut comparer = Comparer::new(lexicon, true);
    // Every so many homes are enough to tell, with everybody in them.
    let every = (rows.len() / 50_000).max(1) as u64;
    let mut homes: FxHashMap<(u64, u32), (u32, u8)> = FxHashMap::default();
    let (mut known, mut siblings) = (0usize, 0usize);
    for (row, at) in rows
        .iter()
        .zip(0u32..)
        .filter(|(r, _)| r.there && r.last != NONE && r.first != NONE && r.birth.is_known())
    {
        if at.is_multiple_of(4096) && !go_on() {
            break;
        }
        let home = match (row.address, row.phone) {
            (NONE, 0) => continue,
            (NONE, phone) => phone,
            (address, _) => u64::from(address) | 1 << 62,
        };
        if !mix(home).is_multiple_of(every) {
            continue;
        }
        known += 1;
        let (other, met) = homes
            .entry((home, lexicon.name(row.last).joined))
            .or_insert((at, 0));
        // The first of each home is enough to tell.
        if *other != at && *met < 3 {
            *met += 1;
            let levels = comparer.compare_all(&rows[*other as usize], row);
            siblings += usize::from(levels.first == First::Different && levels.birth == Birth::Different);
        }
    }
    known < 300 || 2 * known * (every as usize) < rows.len() || siblings * 200 > known
}
