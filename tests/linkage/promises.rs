//! What is promised of the engine, set by set (issue 4's table).

use crate::measure::Measured;

/// What a set was to reach and did not, in sentences.
pub fn missed(name: &str, m: &Measured) -> Vec<String> {
    let mut out = Vec::new();
    let mut least = |what: &str, is: f64, limit: f64| {
        if is < limit {
            out.push(format!(
                "{name}: {what} is {is:.4}, promised is at least {limit}."
            ));
        }
    };
    match name {
        "febrl1" => least("F1", m.f1(), 0.998),
        "febrl2" => least("F1", m.f1(), 0.997),
        "students-5k" => least("F1", m.f1(), 0.95),
        _ => {
            least("F1", m.f1(), 0.94);
            least("precision in \"very likely\"", m.likely_precision(), 0.99);
        }
    }
    let mut most = |what: &str, is: f64, limit: f64, unit: &str| {
        if is > limit {
            out.push(format!(
                "{name}: {what} is {is:.2}{unit}, promised is at most {limit}{unit}."
            ));
        }
    };
    if name == "students-5k" {
        most(
            "the number of twin pairs in \"very likely\"",
            m.twins.likely as f64,
            1.0,
            "",
        );
        most(
            "the number of sibling pairs in \"very likely\"",
            m.siblings.likely as f64,
            2.0,
            "",
        );
    }
    let (seconds, megabytes) = match m.persons {
        ..=110_000 => (2.0, 400.0),
        _ => (60.0, 3_000.0),
    };
    most("the time", m.ready + m.scan, seconds, " s");
    most("the memory", m.megabytes.unwrap_or(0) as f64, megabytes, " MB");
    if let Some(stops) = &m.stops {
        for (what, is) in [
            ("the time until a scan stops", stops.scan),
            ("the time until making ready stops", stops.ready),
            ("the longest silence of a scan", stops.silent_scan),
            ("the longest silence of making ready", stops.silent_ready),
        ] {
            most(what, is, 0.2, " s");
        }
    }
    out
}
