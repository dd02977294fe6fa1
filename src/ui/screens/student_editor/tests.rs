//! Tests of the screen in a whole window.
