//! The one integration test program.

mod badcsv;
mod cli;
mod cli_duplicates;
mod cli_merge;
mod cli_missing;
mod cli_rosters;
mod cli_signed;
mod desk;
mod general;
mod jobs;
mod journey;
mod journey_duplicates;
mod journey_merge;
mod journey_roster;
mod layers;
mod merged_later;
mod roster_gone;
mod systems;
mod systems_lenient;
mod systems_packages;
mod systems_slipped;
mod systems_written;
mod workbooks;
mod workbooks_hidden;
mod workbooks_results;
mod workbooks_stopped;
