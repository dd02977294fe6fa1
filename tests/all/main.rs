//! The one integration test program.

mod cli;
mod cli_signed;
mod cli_missing;
mod desk;
mod general;
mod jobs;
mod journey;
mod layers;
