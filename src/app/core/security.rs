//! Runs what the security commands ask for.

use super::Core;
use crate::app::command::SecurityCommand;

impl Core {
    pub(super) fn run_security(&mut self, _command: SecurityCommand) {}
}
