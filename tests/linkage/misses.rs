//! Pairs the engine got wrong, each with both records, what happened to them, and the engine's reasons.

use crate::reading::{Kind, People, Truth, each_pair};
use ssid_desk::domain::matching::{Band, Matcher, Pair, Person, Scan};
use std::collections::{HashMap, HashSet};
use std::fmt::Write;
use std::io::Result;
use std::path::Path;

/// So many pairs wrongly found and so many not found, taken evenly from all of them, the surest first.
pub fn show(
    folder: &Path,
    matcher: &Matcher,
    scan: &Scan,
    truth: &Truth,
    many: usize,
) -> Result<Vec<String>> {
    let good = |p: &&Pair| p.band >= Band::Check;
    let found: HashSet<(u32, u32)> = scan.pairs.iter().filter(good).map(|p| (p.a, p.b)).collect();
    let mut wrong: Vec<&Pair> = scan
        .pairs
        .iter()
        .filter(good)
        .filter(|p| !truth.is_same((p.a, p.b)))
        .collect();
    wrong.sort_by(|a, b| b.bits.total_cmp(&a.bits));
    let missed: Vec<(u32, u32)> = truth
        .same
        .iter()
        .copied()
        .filter(|p| !found.contains(p))
        .collect();
    let needed: HashSet<u32> = wrong
        .iter()
        .map(|p| (p.a, p.b))
        .chain(missed.iter().copied())
        .flat_map(|(a, b)| [a, b])
        .collect();
    let mut people = People::open(folder)?;
    let persons: HashMap<u32, Person> = (0..).zip(&mut people).filter(|p| needed.contains(&p.0)).collect();
    let mut places = people.places;
    places.sort_unstable();
    let mut errors = HashMap::new();
    each_pair(&folder.join("truth_pairs.csv"), &places, |pair, what| {
        errors.insert(pair, what.to_owned());
    })?;
    let total = |p: &(u32, u32)| matcher.explain(&persons[&p.0], &persons[&p.1]).total;
    let mut missed: Vec<(f32, (u32, u32))> = missed.iter().map(|p| (total(p), *p)).collect();
    missed.sort_by(|a, b| b.0.total_cmp(&a.0));
    let unmet = missed.iter().filter(|m| m.0 >= 4.0).count();
    let mut out = vec![format!(
        "{} pairs wrongly found; {} not found, of which {unmet} would have been in \"check\" or above had they been compared",
        wrong.len(),
        missed.len()
    )];
    for pair in spread(&wrong, many) {
        let places = (pair.a, pair.b);
        let kind = match truth.kind(places) {
            Kind::Twin => "twins",
            Kind::Sibling => "siblings",
            Kind::Other => "two students",
        };
        let head = format!(
            "WRONGLY FOUND {:.1} bits, {}: {kind}",
            pair.bits,
            pair.band.label()
        );
        out.push(one(&head, places, &persons, matcher));
    }
    for (bits, places) in spread(&missed, many) {
        let what = errors.get(places).map_or("", String::as_str);
        let compared = scan.pairs.iter().any(|p| (p.a, p.b) == *places);
        let compared = match (compared, *bits >= 4.0) {
            (true, _) => "shown below \"check\"",
            (_, true) => "never compared",
            _ => "not shown",
        };
        let head = format!("NOT FOUND {bits:.1} bits, {compared}: {what}");
        out.push(one(&head, *places, &persons, matcher));
    }
    Ok(out)
}

fn spread<T>(all: &[T], many: usize) -> impl Iterator<Item = &T> {
    all.iter().step_by(all.len().div_ceil(many).max(1))
}

fn one(head: &str, (a, b): (u32, u32), persons: &HashMap<u32, Person>, matcher: &Matcher) -> String {
    let (a, b) = (&persons[&a], &persons[&b]);
    let mut out = format!("{head}\n");
    for p in [a, b] {
        let birth = p.birth_date.map_or_else(String::new, |d| d.to_string());
        let fields = [
            &p.last_name,
            &p.first_name,
            &p.middle_name,
            &p.suffix,
            &birth,
            &p.gender,
            &p.grade,
            &p.school,
            &p.state_id,
            &p.number,
            &p.phone,
            &p.address,
            &p.guardian,
        ];
        let line: Vec<&str> = fields.iter().map(|f| f.as_str()).collect();
        let _ = writeln!(out, "    {}", line.join(" | "));
    }
    let e = matcher.explain(a, b);
    let _ = write!(out, "    {:+.1}", e.prior);
    for bar in e.bars.iter().filter(|b| b.bits != 0.0) {
        let _ = write!(out, " · {} {} {:+.1}", bar.what.label(), bar.level, bar.bits);
    }
    let _ = writeln!(out, " = {:+.1}\n    {}", e.total, e.sentence());
    out
}
