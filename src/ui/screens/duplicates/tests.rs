//! Tests of the screen in a window.
