//! The one integration test program.

mod cli;
mod desk;
mod jobs;
mod journey;
mod layers;
