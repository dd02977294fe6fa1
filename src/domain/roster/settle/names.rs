//! Names that begin with an apostrophe, and names in letters that the state's file does not take.

use super::{Done, Notes, Spot, readable};
use crate::domain::roster::{Choice, Question, Roster, RosterColumn};
use crate::domain::student::Field;
use std::sync::Arc;

const NAMES: [RosterColumn; 5] = [
    RosterColumn::Field(Field::LastName),
    RosterColumn::Field(Field::FirstName),
    RosterColumn::Field(Field::MiddleName),
    RosterColumn::Field(Field::PreferredLastName),
    RosterColumn::Field(Field::PreferredFirstName),
];

const APOSTROPHES: &str = "apostrophes";
const KEEP: &str = "keep";
const DROP: &str = "drop";

/// `'Aolani`: an ʻokina as it is typed, or Excel's mark for text.
fn without_mark(name: &str) -> Option<&str> {
    name.strip_prefix('\'')
        .filter(|rest| rest.starts_with(char::is_alphabetic))
}

/// Whether a character is no letter of the Latin alphabet with its marks, nor what stands between such letters; the
/// ʻokina and its like are no other letters. An emoji is one.
fn is_other_letter(c: char) -> bool {
    let latin = matches!(c,
        '\u{0}'..='\u{36F}' | '\u{1E00}'..='\u{1EFF}' | '\u{2C60}'..='\u{2C7F}' | '\u{A720}'..='\u{A7FF}' | '\u{FB00}'..='\u{FB06}');
    let between = c.is_whitespace()
        || matches!(c, '\u{2010}'..='\u{201F}' | '\u{200B}'..='\u{200D}' | '\u{2032}' | '\u{FEFF}');
    !latin && !between
}

/// Whether a name has a sign in it that no name has: one that another code page shows in place of a letter (`Jos‚`), or a
/// letter as web pages write it (`Jos&eacute;`). Letters of UTF-8 that were read as another encoding are said for the file.
fn has_signs(name: &str) -> bool {
    let is_sign = |c: char| {
        matches!(c, '¡'..='¿' | '‚' | 'ƒ' | '„'..='‡' | '•' | '…' | '‰' | '‹' | '›' | '€' | '™' | 'ˆ')
            && !matches!(c, 'ª' | '´' | '·' | 'º')
    };
    let is_entity = |part: &str| {
        let Some((entity, _)) = part.split_once(';') else {
            return false;
        };
        let digits = entity.strip_prefix('#').map(|n| n.strip_prefix('x').unwrap_or(n));
        match digits {
            Some(digits) => !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_hexdigit()),
            None => entity.len() > 1 && entity.bytes().all(|b| b.is_ascii_alphabetic()),
        }
    };
    let is_misread = ["Ã", "Â", "â€", "√"].iter().any(|m| name.contains(m));
    !name.is_ascii() && !is_misread && name.contains(is_sign) || name.split('&').skip(1).any(is_entity)
}

/// Settles the names of a roster.
pub(super) fn settle(roster: &mut Roster) {
    let (mut first, mut notes) = (None, Notes::default());
    // How many cells of each column have something in them, and how many an apostrophe before it.
    let mut columns = [(0, 0); NAMES.len()];
    for row in readable(roster) {
        for (column, (filled, marked)) in NAMES.into_iter().zip(&mut columns) {
            let name = row.cell(column);
            *filled += usize::from(!name.is_empty());
            if without_mark(name).is_some() {
                first.get_or_insert_with(|| Spot::of(row, column));
                *marked += 1;
            }
            if !name.is_ascii() && name.contains(is_other_letter) {
                notes.add(Done::OtherLetters, row, column, "");
            }
            if has_signs(name) {
                notes.add(Done::Signs, row, column, "");
            }
        }
    }
    notes.say(roster);
    let Some(first) = first else { return };
    let is_marked = columns
        .iter()
        .any(|(filled, marked)| *filled >= 3 && marked == filled);
    let cells = columns.iter().map(|c| c.1).sum();
    let question = Question::new(
        APOSTROPHES,
        "Some names begin with an apostrophe. Does it belong to the name?",
        vec![
            Choice::new(KEEP, "Yes: it is part of the name, as in ’Aolani"),
            Choice::new(DROP, "No: it is a spreadsheet's mark for text"),
        ],
        // Excel marks every cell of a column or none of them.
        Some(if is_marked { DROP } else { KEEP }),
        &roster.reading.answers,
    );
    if roster.ask(question, &first, cells).as_deref() != Some(DROP) {
        return;
    }
    let mut notes = Notes::default();
    for row in Arc::make_mut(&mut roster.rows)
        .iter_mut()
        .filter(|r| r.broken.is_none())
    {
        for column in NAMES {
            if let Some(name) = without_mark(row.cell(column)).map(str::to_owned) {
                notes.add(Done::Apostrophe, row, column, &name);
                row.put(column, &name);
            }
        }
    }
    notes.say(roster);
}
