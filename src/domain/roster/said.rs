//! Which rows of a file a problem is said of.

use super::{Plan, Roster};
use crate::domain::problem::Problem;
use std::collections::HashMap;

/// Finds the rows that problems are said of. A problem of another file of a package has that file's line; it is said of
/// the rows that are held back for it.
pub struct SaidOf<'a> {
    file: &'a str,
    elsewhere: HashMap<(&'a str, Option<u64>), Vec<u64>>,
}

impl<'a> SaidOf<'a> {
    /// Of a roster and what was planned of it.
    pub fn new(roster: &'a Roster, plan: &'a Plan) -> Self {
        let file = &*plan.file;
        let mut elsewhere: HashMap<_, Vec<u64>> = HashMap::new();
        for row in roster.rows.iter() {
            if let Some(place) = row.broken.as_deref().map(|p| &p.place)
                && &*place.file != file
            {
                let at = (&*place.file, place.line);
                elsewhere.entry(at).or_default().push(row.file_line);
            }
        }
        Self { file, elsewhere }
    }

    /// The lines of the file that a problem is said of; none where it is about the file as a whole, or about a line of
    /// another file for which no row is held back.
    pub fn lines<'s>(&'s self, problem: &'s Problem) -> impl Iterator<Item = u64> + 's {
        let place = &problem.place;
        let is_here = &*place.file == self.file;
        let others = match is_here {
            true => None,
            false => self.elsewhere.get(&(&*place.file, place.line)),
        };
        let here = place.line.filter(|_| is_here);
        here.into_iter().chain(others.into_iter().flatten().copied())
    }
}
