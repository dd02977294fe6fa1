//! Whether the SSID and the IntegrationIDT that a row brings are free: a roster never overwrites one, nor gives it twice.

use super::super::{RosterColumn, RosterRow, Table};
use super::Planning;
use crate::domain::ids::{Ssid, StudentNumber};
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
                let holder = holder.filter(|s| !self.gives_another(&s.number, Field::Ssid, ssid.as_str()));
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

    /// Whether a row of the file gives a student another State ID or IntegrationIDT than this one, as where the SIS mended a
    /// swap.
    fn gives_another(&mut self, number: &StudentNumber, field: Field, id: &str) -> bool {
        let roster = self.roster;
        let is_id = |cell: &str| match field {
            Field::Ssid => Ssid::parse(cell).is_ok_and(|ssid| ssid.as_str() == id),
            _ => cell == id,
        };
        let mut rows = self.positions.of_number(roster, number.as_str());
        rows.any(|at| {
            let cell = roster.rows[at].cell(RosterColumn::Field(field)).trim();
            !cell.is_empty() && !is_id(cell)
        })
    }

    /// What is to be said about a row's IntegrationIDT in the SIS's own data: that another row has it too.
    fn note_link(&mut self, row: &RosterRow, after: &Student) {
        let idt = &*after.integration_idt;
        let other = match self.links.get(idt).map(|at| &self.plan.rows[*at]) {
            Some(above) => Some(format!("{} (line {})", above.number, above.file_line)),
            None => {
                let cx = self.cx;
                let holder = cx.links.get(idt).filter(|h| h.number != after.number);
                let holder = holder.filter(|h| !self.gives_another(&h.number, Field::IntegrationIdt, idt));
                holder.map(|h| format!("{} ({}, from an earlier import)", h.number, h.name))
            }
        };
        if let Some(other) = other {
            let message = format!(
                "{} (line {}) and {other} have IntegrationIDT {idt} both. Ask the SIS administrator / data manager which one is right.",
                after.number, row.file_line
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
            .filter(|h| Some(h.key) != before.map(|b| b.key));
        let why = if !here.is_empty() {
            format!(
                "The file says {idt}, this student has {here} here. A different IntegrationIDT is never overwritten by a roster; settle it in the Student Editor."
            )
        } else if let Some(above) = self.links.get(&**idt).map(|at| &self.plan.rows[*at]) {
            format!(
                "IntegrationIDT {idt} is that of line {} ({}) already. One of the two is wrong: correct it in the SIS.",
                above.file_line, above.number
            )
        } else if let Some(holder) = holder {
            let (name, number) = (&holder.name, &holder.number);
            format!(
                "IntegrationIDT {idt} belongs to {name} ({number}). One of the two is wrong: correct it in the SIS or in the Student Editor."
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
