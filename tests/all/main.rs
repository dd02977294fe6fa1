//! The one integration test program.

mod cli;
mod cli_signed;
mod desk;
mod jobs;
mod journey;
mod layers;
