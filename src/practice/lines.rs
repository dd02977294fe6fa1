//! Which line of a file a record begins on, as an editor counts them: the csv crate is one short after CRLF.

/// Counts lines up to places that come in ascending order.
pub(super) struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u64,
}

impl<'a> Lines<'a> {
    pub(super) fn of(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            at: 0,
            line: 1,
        }
    }

    /// The line of the record that the csv crate says begins at a place: blank lines and the rest of a line end
    /// before it belong to the lines above.
    pub(super) fn at(&mut self, place: Option<&csv::Position>) -> u64 {
        let place = place.map_or(self.at, |p| usize::try_from(p.byte()).unwrap_or(self.at));
        while let Some(byte) = self.bytes.get(self.at) {
            if self.at >= place && !matches!(byte, b'\r' | b'\n') {
                break;
            }
            let ends =
                *byte == b'\n' || (*byte == b'\r' && self.bytes.get(self.at + 1).is_none_or(|b| *b != b'\n'));
            self.line += u64::from(ends);
            self.at += 1;
        }
        self.line
    }
}
