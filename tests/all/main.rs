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
mod layers;
mod merged_later;
mod workbooks;
