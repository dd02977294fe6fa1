//! Promises of this module, one by one.
