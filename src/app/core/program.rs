//! Runs what the program commands ask for.

use super::Core;
use crate::app::command::ProgramCommand;

impl Core {
    pub(super) fn run_program(&mut self, _command: ProgramCommand) {}
}
