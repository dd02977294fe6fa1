//! Runs what the missing commands ask for.

use super::Core;
use crate::app::command::MissingCommand;

impl Core {
    pub(super) fn run_missing(&mut self, _command: MissingCommand) {}
}
