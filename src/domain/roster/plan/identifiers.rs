//! Whether the SSID and the IntegrationIDT that a row brings are free: a roster never overwrites one, nor gives it twice.

use super::super::{RosterColumn, RosterRow, Table};
use super::Planning;
use crate::domain::ids::Ssid;
use crate::domain::problem::Severity;
use crate::domain::response::Directory;
use crate::domain::student::{Field, Student};

impl<D: Directory> Planning<'_, D> {
    /// Whether a row's identifiers are free to be taken; says why when they are not. The SIS's own data is taken as it
    /// stands, and what looks wrong in it is said.
    pub(super) fn identifiers_free(
        &mut self,
        row: &RosterRow,
        before: Option<&Student>,
        after: &Student,
    ) -> Result<bool, D::Error> {
        match self.cx.table {
            Table::General => {
                self.note_ssid(row, before, after)?;
                self.note_link(row, after);
                Ok(true)
            }
            Table::Students => Ok(self.ssid_free(row, before, after)? && self.link_free(row, before, after)),
        }
    }

    /// What is to be said about a row's State ID in the SIS's own data: that it is another one than before, or that
    /// another row has it too.
    fn note_ssid(
        &mut self,
        row: &RosterRow,
        before: Option<&Student>,
        after: &Student,
    ) -> Result<(), D::Error> {
        let said = |s: &Student| match &s.ssid {
            Some(ssid) => ssid.to_string(),
            None => s.provisional_id.clone(),
        };
        let was = before.map(said).filter(|was| !was.is_empty());
        if let Some(was) = was.filter(|was| *was != said(after)) {
            let now = said(after);
            let message = format!("The State ID was {was} and is {now} in the SIS now.");
            self.say(row, "State ID", Severity::Warning, message);
        }
        let Some(ssid) = &after.ssid else {
            return Ok(());
        };
        let other = match self.ssids.get(ssid).map(|at| &self.plan.rows[*at]) {
            Some(above) => Some(format!("{} (line {})", above.number, above.file_line)),
            None => {
                let holder = self.directory.by_ssid(ssid)?.filter(|s| s.number != after.number);
                let holder = holder.filter(|s| !self.gives_another(s, ssid));
                holder.map(|s| format!("{} ({}, from an earlier import)", s.number, s.list_name()))
            }
        };
        if let Some(other) = other {
            let message = format!(
                "{} (line {}) and {other} have State ID {ssid} both. Ask the SIS administrator / data manager which one is right.",
                after.number, row.file_line
            );
            self.say(row, "State ID", Severity::Warning, message);
        }
        Ok(())
    }

    /// Whether a row of the file gives a student another State ID than this one, as where the SIS mended a swap.
    fn gives_another(&mut self, student: &Student, ssid: &Ssid) -> bool {
        let roster = self.roster;
        let mut rows = self.positions.of_number(roster, student.number.as_str());
        rows.any(|at| {
            let cell = roster.rows[at].cell(RosterColumn::Field(Field::Ssid)).trim();
            !cell.is_empty() && Ssid::parse(cell).as_ref() != Ok(ssid)
        })
    }

    /// What is to be said about a row's IntegrationIDT in the SIS's own data: that a row above has it too.
    fn note_link(&mut self, row: &RosterRow, after: &Student) {
        let above = self
            .links
            .get(&*after.integration_idt)
            .map(|at| &self.plan.rows[*at]);
        if let Some(above) = above {
            let message = format!(
                "{} (line {}) and {} (line {}) have IntegrationIDT {} both. Ask the SIS administrator / data manager which one is right.",
                after.number, row.file_line, above.number, above.file_line, after.integration_idt
            );
            self.say(row, "IntegrationIDT", Severity::Warning, message);
        }
    }

    /// Whether the IntegrationIDT that a row brings is nobody else's, and no other than the student's own: two profiles
    /// with one would be refreshed from one child's data, and one with another's from that child's.
    fn link_free(&mut self, row: &RosterRow, before: Option<&Student>, after: &Student) -> bool {
        let idt = &after.integration_idt;
        let here = before.map_or("", |b| &b.integration_idt);
        if idt.is_empty() || here == idt {
            return true;
        }
        let holder = self
            .cx
            .links
            .get(idt)
            .filter(|(key, _)| Some(*key) != before.map(|b| b.key));
        let why = if !here.is_empty() {
            format!(
                "The file says {idt}, this student has {here} here. A different IntegrationIDT is never overwritten by a roster; settle it in the Student Editor."
            )
        } else if let Some(above) = self.links.get(&**idt).map(|at| &self.plan.rows[*at]) {
            format!(
                "IntegrationIDT {idt} is that of line {} ({}) already. One of the two is wrong: correct it in the SIS.",
                above.file_line, above.number
            )
        } else if let Some((_, name)) = holder {
            format!(
                "IntegrationIDT {idt} belongs to {name}. One of the two is wrong: correct it in the SIS or in the Student Editor."
            )
        } else {
            return true;
        };
        self.held(row, "IntegrationIDT", why);
        false
    }

    fn ssid_free(
        &mut self,
        row: &RosterRow,
        before: Option<&Student>,
        after: &Student,
    ) -> Result<bool, D::Error> {
        let Some(ssid) = &after.ssid else {
            return Ok(true);
        };
        let why = match before.and_then(|b| b.ssid.as_ref()) {
            Some(here) if here == ssid => return Ok(true),
            Some(here) => format!(
                "The file says {ssid}, this student has {here} here. A different SSID is never overwritten by a roster; settle it in the Student Editor."
            ),
            None => {
                let holder = match self.ssids.get(ssid).map(|at| &self.plan.rows[*at]) {
                    Some(above) => Some(format!("line {} ({})", above.file_line, above.number)),
                    None => self
                        .directory
                        .by_ssid(ssid)?
                        .map(|s| format!("{} ({})", s.list_name(), s.number)),
                };
                match holder {
                    None => return Ok(true),
                    Some(holder) => {
                        format!("SSID {ssid} is held by {holder}. Compare the two: they may be one child.")
                    }
                }
            }
        };
        self.held(row, "SSID", why);
        Ok(false)
    }
}
