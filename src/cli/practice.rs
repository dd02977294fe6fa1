//! The practice SSID system.

use super::output::{Answer, Failure};
use super::request_args::FunctionName;
use super::run::Cx;
use crate::app::work::practice::{Asked, answer as give, asked_by, possible_functions};
use crate::domain::layout::Layout;
use crate::domain::request::Function;
use crate::domain::text::count;
use crate::store::Store;
use serde_json::{Map, Value, json};
use std::path::Path;

pub fn answer(
    request: &Path,
    registry: &Path,
    out: &Path,
    function: Option<FunctionName>,
    cx: &Cx,
) -> Result<Answer, Failure> {
    let asked = asked(request, function, cx)?;
    let done = give(request, &asked, registry, out)?;
    let counts: Map<String, Value> = done
        .counts
        .iter()
        .map(|(verdict, n)| (verdict.label().to_lowercase().replace(' ', "_"), json!(n)))
        .collect();
    let mut text = format!(
        "{} with {} was written.\n",
        done.file.display(),
        count(done.lines, "line", "lines")
    );
    for (verdict, n) in &done.counts {
        text.push_str(&format!("{n:>7}  {}\n", verdict.label()));
    }
    Ok(Answer::done(
        json!({
            "file": super::show::path(&done.file),
            "lines": done.lines,
            "function": asked.function,
            "counts": counts,
            "mismatches": done.mismatches,
        }),
        text,
    )
    .look_if(done.mismatches > 0))
}

/// What the file asks for, and in which columns: as the district says that made it, or as it was named.
fn asked(request: &Path, function: Option<FunctionName>, cx: &Cx) -> Result<Asked, Failure> {
    // A request file can be answered without a district; one that is named has to be there.
    let store = match cx.data() {
        Some(path) => Some(Store::open(path)?),
        None => None,
    };
    let (layout, known) = match &store {
        Some(store) => (store.read()?.district()?.layout, asked_by(store, request)?),
        None => (Layout::utah_default(), None),
    };
    let function = match (function, known) {
        (Some(name), _) => named(name),
        (None, Some(known)) => return Ok(known),
        (None, None) => {
            let possible = possible_functions(request, &layout)?;
            if let [only] = possible[..] {
                only
            } else {
                let words: Vec<&str> = possible.iter().map(|f| f.word()).collect();
                return Err(Failure::wrong(format!(
                    "This file can be a {} request. Say which with --function, or name the district that made it with --data.",
                    words.join(" or a ")
                )));
            }
        }
    };
    Ok(Asked { function, layout })
}

fn named(name: FunctionName) -> Function {
    match name {
        FunctionName::Retrieve => Function::Retrieve,
        FunctionName::New => Function::New,
        FunctionName::Update => Function::Update,
        FunctionName::Verify => Function::Verify,
    }
}
