//! The readers of the program, and what every fuzz target asks of them.
//!
//! `domain` and `files` are taken in by their sources: they know nothing above them, and so neither the window nor the
//! store has to be built.

#[path = "../../../src/domain/mod.rs"]
pub mod domain;
#[path = "../../../src/files/mod.rs"]
pub mod files;

mod desk;
pub mod packed;
mod reading;

pub use desk::{Desk, judge};
pub use reading::wanted;

use domain::roster::Roster;
use files::FileError;

/// What every refusal promises: a sentence.
pub fn refused(e: &FileError) {
    assert!(e.to_string().trim().len() > 10, "a refusal without a reason: {e:?}");
}

/// What every roster that was read promises.
pub fn promises(roster: &Roster) {
    let mut last = 0;
    for row in roster.rows.iter() {
        assert!(row.file_line > 0 && row.file_line >= last, "rows keep the order of their lines");
        last = row.file_line;
        for (i, (column, text)) in row.cells.iter().enumerate() {
            assert!(!text.trim().is_empty(), "blanks are left out");
            assert!(!row.cells.iter().take(i).any(|c| c.0 == column), "one cell for a column");
            assert!(!text.contains('\0'), "no NUL comes through");
        }
        if let Some(problem) = &row.broken {
            assert!(!problem.message.is_empty() && problem.place.line.is_some());
        }
    }
    if let Some(problem) = &roster.unreadable {
        assert!(roster.rows.is_empty(), "nothing is taken of a file that nobody can read yet");
        assert!(!problem.message.is_empty());
    }
    for q in &roster.questions {
        assert!(!q.key.is_empty() && !q.sentence.is_empty() && !q.choices.is_empty(), "{q:?}");
        if let Some(answer) = &q.answer {
            assert!(q.choices.iter().any(|c| c.name == *answer), "an answer is one of the choices: {q:?}");
        }
    }
    for p in &roster.problems {
        assert!(!p.message.is_empty() && !p.place.file.is_empty());
    }
}

/// Says a panic of our own, and keeps still about those of the libraries, which readers may catch.
pub fn say_ours(info: &std::panic::PanicHookInfo<'_>) {
    if !info.location().is_some_and(|l| l.file().contains("registry")) {
        eprintln!("{info}");
    }
}
