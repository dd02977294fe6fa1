//! Runs what the merge commands ask for.

use super::Core;
use crate::app::command::MergeCommand;

impl Core {
    pub(super) fn run_merge(&mut self, _command: MergeCommand) {}
}
