//! The one integration test program.

mod cli;
mod desk;
mod journey;
mod layers;
