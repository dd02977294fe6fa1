//! Runs what the general commands ask for.

use super::Core;
use crate::app::command::GeneralCommand;

impl Core {
    pub(super) fn run_general(&mut self, _command: GeneralCommand) {}
}
