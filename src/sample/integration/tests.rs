//! The Special Programs side of the sample district: counted, and put into a store.

use super::*;
