//! Tests of the widgets.
