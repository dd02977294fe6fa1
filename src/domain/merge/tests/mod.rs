//! What a merge promises.
