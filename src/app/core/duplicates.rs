//! Duplicates: the scan in the background, decisions, and the engine for all who ask.

use super::Core;
use crate::app::command::DuplicatesCommand;

impl Core {
    pub(super) fn run_duplicates(&mut self, command: DuplicatesCommand) {
        match command {
            DuplicatesCommand::Scan
            | DuplicatesCommand::StopScan
            | DuplicatesCommand::Select(_)
            | DuplicatesCommand::Decide { .. }
            | DuplicatesCommand::Revoke(_) => {}
        }
    }
}
