//! Tests of the screen by its labels, on states made by hand.

mod bench;
mod engine_states;
mod keys_tests;
mod review_tests;
mod start_tests;
mod states;
mod walk_tests;
