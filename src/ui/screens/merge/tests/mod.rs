//! Tests of the screen by its labels, on states made by hand.

mod bench;
mod review_tests;
mod start_tests;
