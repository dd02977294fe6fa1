//! The practice SSID system: answers request files as the state's would, from a registry file of its own, for training rooms and tests.
//!
//! It is always labelled: every line it writes begins its Message with [`PRACTICE_MARK`], so that the store of a real
//! district refuses the file. It knows the domain and the files it is given; nothing of the store, the window or the
//! clock, and nothing in it is left to chance: the same request and registry give the same answer.

mod answer;
mod error;
mod lines;
mod registry;
mod request;
mod write;

pub use crate::domain::response::PRACTICE_MARK;
pub use answer::{Answer, AnswerLine, Mismatch, Verdict, answer};
pub use error::PracticeError;
pub use registry::{Person, REGISTRY_HEADERS, Registry};
pub use request::{RequestFile, RequestLine, read_request};

use crate::domain::layout::Layout;
use crate::domain::request::{Function, response_name};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// An answer that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerFile {
    /// The file: `RESP_….csv`, or `VERIFY_….csv` for Verify.
    pub file: PathBuf,
    /// Lines of the request.
    pub lines: usize,
    /// Lines by how they went; verdicts without lines are left out.
    pub counts: BTreeMap<Verdict, usize>,
    /// Differences that Verify found: the lines of its file.
    pub mismatches: usize,
}

/// Answers a request file: reads it by the layout, asks the registry file, writes the answer into `out_dir`.
///
/// An existing answer is never written over. The answer is written before the registry is saved: when the second
/// fails, answering again gives the same bytes and completes it.
///
/// # Errors
/// When a file cannot be read or written, the request is not one (line and column are said), or another answer of
/// that name is there already.
pub fn answer_file(
    request: &Path,
    function: Function,
    layout: &Layout,
    registry_path: &Path,
    out_dir: &Path,
) -> Result<AnswerFile, PracticeError> {
    let bytes = std::fs::read(request).map_err(|e| PracticeError::read(request, e))?;
    let asked = read_request(&error::file_name(request), &bytes, function, layout)?;
    let mut registry = Registry::load(registry_path)?;
    let given = answer(&asked, &mut registry);
    let file = out_dir.join(answer_name(&asked.name, function));
    let text = match function {
        Function::Verify => given.verify_csv(),
        _ => given.response_csv(&asked, layout),
    };
    write::new_file(&file, &text)?;
    if function != Function::Verify {
        registry.save(registry_path)?;
    }
    Ok(AnswerFile {
        file,
        lines: given.lines.len(),
        counts: given.counts(),
        mismatches: given.mismatches.len(),
    })
}

/// What the answer to a request file is called: RESP for REQ, and VERIFY for REQ where there is no response.
pub fn answer_name(request: &str, function: Function) -> String {
    let response = response_name(request);
    match (function, response.strip_prefix("RESP")) {
        (Function::Verify, Some(rest)) => format!("VERIFY{rest}"),
        _ => response,
    }
}

#[cfg(test)]
mod tests;
