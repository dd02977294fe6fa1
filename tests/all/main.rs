//! The one integration test program.

mod cli;
