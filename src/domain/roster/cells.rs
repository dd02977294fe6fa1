//! The cells of a roster's row in little room: a file may have a million rows, and all of them are held until it is taken.

use super::RosterColumn;

/// The cells of a row by column. Their texts lie one behind the other in one piece of memory.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cells {
    text: String,
    /// Each cell's column, and how many bytes of `text` are its.
    columns: Vec<(RosterColumn, u32)>,
}

impl Cells {
    /// None yet, with room for that many bytes in that many cells.
    pub fn with_room(bytes: usize, cells: usize) -> Self {
        Self {
            text: String::with_capacity(bytes),
            columns: Vec::with_capacity(cells),
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.columns.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }

    /// The cells in their order.
    pub fn iter(&self) -> impl Iterator<Item = (RosterColumn, &str)> {
        let mut rest = self.text.as_str();
        self.columns.iter().map(move |(column, len)| {
            let (text, behind) = rest.split_at(*len as usize);
            rest = behind;
            (*column, text)
        })
    }

    /// The text of a column, when it has a cell.
    pub fn get(&self, column: RosterColumn) -> Option<&str> {
        let (_, start, len) = self.find(column)?;
        self.text.get(start..start + len)
    }

    /// Adds a cell behind the others. A text too long for any file is left out.
    pub fn push(&mut self, column: RosterColumn, text: &str) {
        if let Ok(len) = u32::try_from(text.len()) {
            self.text.push_str(text);
            self.columns.push((column, len));
        }
    }

    /// Puts another text into a column that has a cell, or takes the cell out.
    pub fn replace(&mut self, column: RosterColumn, text: Option<&str>) {
        let Some((at, start, len)) = self.find(column) else {
            return;
        };
        let new = text.unwrap_or_default();
        match u32::try_from(new.len()) {
            Ok(new_len) if text.is_some() => self.columns[at].1 = new_len,
            _ => drop(self.columns.remove(at)),
        }
        self.text.replace_range(start..start + len, new);
    }

    /// Gives back the room that is not taken.
    pub fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.columns.shrink_to_fit();
    }

    /// Position of a column's cell, where its text begins, and how long it is.
    fn find(&self, column: RosterColumn) -> Option<(usize, usize, usize)> {
        let mut start = 0;
        for (at, (of, len)) in self.columns.iter().enumerate() {
            if *of == column {
                return Some((at, start, *len as usize));
            }
            start += *len as usize;
        }
        None
    }
}

impl<T: AsRef<str>> FromIterator<(RosterColumn, T)> for Cells {
    fn from_iter<I: IntoIterator<Item = (RosterColumn, T)>>(cells: I) -> Self {
        let mut out = Self::default();
        for (column, text) in cells {
            out.push(column, text.as_ref());
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::student::Field;

    const NUMBER: RosterColumn = RosterColumn::Field(Field::Number);
    const LAST: RosterColumn = RosterColumn::Field(Field::LastName);
    const FIRST: RosterColumn = RosterColumn::Field(Field::FirstName);

    fn cells() -> Cells {
        [(NUMBER, "1"), (LAST, "Peña"), (FIRST, "Ann")]
            .into_iter()
            .collect()
    }

    #[test]
    fn a_cell_is_found_by_its_column_and_stays_as_it_was_when_another_changes() {
        let mut row = cells();
        assert_eq!(
            (row.get(LAST), row.get(RosterColumn::SchoolName)),
            (Some("Peña"), None)
        );
        row.replace(NUMBER, Some("00001"));
        row.replace(LAST, Some("Ñ"));
        row.replace(RosterColumn::SchoolName, Some("no such cell"));
        let all: Vec<_> = row.iter().collect();
        assert_eq!(all, [(NUMBER, "00001"), (LAST, "Ñ"), (FIRST, "Ann")]);
    }

    #[test]
    fn a_cell_that_is_taken_out_leaves_the_others_and_can_be_put_back_behind_them() {
        let mut row = cells();
        row.replace(LAST, None);
        assert_eq!((row.len(), row.get(LAST), row.get(FIRST)), (2, None, Some("Ann")));
        row.push(LAST, "Peña");
        row.shrink();
        let all: Vec<_> = row.iter().collect();
        assert_eq!(all, [(NUMBER, "1"), (FIRST, "Ann"), (LAST, "Peña")]);
        for column in [NUMBER, LAST, FIRST] {
            row.replace(column, None);
        }
        assert!(row.is_empty());
        assert_eq!(row, Cells::default());
    }
}
