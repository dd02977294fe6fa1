//! Whether the SSID and the IntegrationIDT that a row brings are free: a roster never overwrites one, nor gives it twice.

use super::super::{RosterRow, Table};
use super::Planning;
use crate::domain::ids::Ssid;
use crate::domain::problem::Severity;
use crate::domain::response::Directory;
use crate::domain::student::Student;

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
                Ok(true)
            }
            Table::Students => Ok(self.ssid_free(row, before, after)? && self.link_free(row, before, after)),
        }
    }

    /// Who has an SSID already: a row above that took it, else whom `here` finds on file.
    fn holder(
        &self,
        ssid: &Ssid,
        above: impl Fn(&str, u64) -> String,
        here: impl Fn(&Student) -> Option<String>,
    ) -> Result<Option<String>, D::Error> {
        match self.ssids.get(ssid).map(|at| &self.plan.rows[*at]) {
            Some(row) => Ok(Some(above(&row.number, row.file_line))),
            None => Ok(self.directory.by_ssid(ssid)?.as_ref().and_then(here)),
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
        let earlier = |s: &Student| {
            (s.number != after.number)
                .then(|| format!("{} ({}, from an earlier import)", s.number, s.list_name()))
        };
        let other = self.holder(ssid, |number, line| format!("{number} (line {line})"), earlier)?;
        if let Some(other) = other {
            let message = format!(
                "{} (line {}) and {other} have State ID {ssid} both. Ask the SIS administrator / data manager which one is right.",
                after.number, row.file_line
            );
            self.say(row, "State ID", Severity::Warning, message);
        }
        Ok(())
    }

    /// Whether the IntegrationIDT that a row brings is nobody else's: two profiles with one would be refreshed from one
    /// child's data.
    fn link_free(&mut self, row: &RosterRow, before: Option<&Student>, after: &Student) -> bool {
        let new = before.is_none_or(|b| b.integration_idt != after.integration_idt);
        let holder = self.cx.links.get(&after.integration_idt).filter(|_| new);
        let Some((_, name)) = holder.filter(|(key, _)| Some(*key) != before.map(|b| b.key)) else {
            return true;
        };
        let why = format!(
            "IntegrationIDT {} belongs to {name}. One of the two is wrong: correct it in the SIS or in the Student Editor.",
            after.integration_idt
        );
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
                let above = |number: &str, line| format!("line {line} ({number})");
                let here = |s: &Student| Some(format!("{} ({})", s.list_name(), s.number));
                match self.holder(ssid, above, here)? {
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
