//! Where two values differ, letter by letter, so that the difference is seen inside the value.

use std::collections::HashSet;
use unicode_normalization::char::is_combining_mark;

/// A part of a value: the same on both sides, or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The letters.
    pub text: String,
    /// Whether the other side has others here.
    pub differs: bool,
}

/// The two values in parts that are the same and parts that differ. The parts of one side put together are its value.
/// Dates are compared by year, month and day, lists line by line, everything else letter by letter.
pub fn marks(source: &str, target: &str) -> (Vec<Span>, Vec<Span>) {
    if source.contains('\n') || target.contains('\n') {
        return (by_line(source, target), by_line(target, source));
    }
    if let (Some(a), Some(b)) = (date_parts(source), date_parts(target)) {
        return (by_part(a, b), by_part(b, a));
    }
    by_letter(&letters(source), &letters(target))
}

/// Longest middle part, in letters, that is compared letter by letter; a longer one differs as a whole.
const MOST: usize = 400;

fn by_letter(a: &[&str], b: &[&str]) -> (Vec<Span>, Vec<Span>) {
    let front = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a_rest, b_rest) = (&a[front..], &b[front..]);
    let back = a_rest
        .iter()
        .rev()
        .zip(b_rest.iter().rev())
        .take_while(|(x, y)| x == y)
        .count();
    let (a_mid, b_mid) = (&a_rest[..a_rest.len() - back], &b_rest[..b_rest.len() - back]);
    let mut blocks = vec![Block::same(&a[..front])];
    if a_mid.len() <= MOST && b_mid.len() <= MOST {
        blocks.extend(common(a_mid, b_mid));
    } else {
        blocks.push(Block {
            source: a_mid.concat(),
            target: b_mid.concat(),
            letters: 0,
        });
    }
    blocks.push(Block::same(&a_rest[a_rest.len() - back..]));
    let (mut left, mut right) = (Spans::default(), Spans::default());
    let is_small = |at: usize| {
        let differs = |i: usize| {
            blocks
                .get(i)
                .is_some_and(|b: &Block| b.letters == 0 && !b.is_empty())
        };
        blocks[at].letters == 1 && at > 0 && differs(at - 1) && differs(at + 1)
    };
    for (at, block) in blocks.iter().enumerate() {
        // One common letter between two differences is chance more often than not.
        let differs = block.letters == 0 || is_small(at);
        left.push(&block.source, differs);
        right.push(&block.target, differs);
    }
    (left.0, right.0)
}

/// A stretch of both values: `letters` common ones, or 0 where they differ.
struct Block {
    source: String,
    target: String,
    letters: usize,
}

impl Block {
    fn same(letters: &[&str]) -> Self {
        Self {
            source: letters.concat(),
            target: letters.concat(),
            letters: letters.len(),
        }
    }
    fn is_empty(&self) -> bool {
        self.source.is_empty() && self.target.is_empty()
    }
}

/// The blocks of two stretches by their longest common subsequence, differing and common ones in turn.
fn common(a: &[&str], b: &[&str]) -> Vec<Block> {
    let width = b.len() + 1;
    let mut longest = vec![0_u16; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            longest[i * width + j] = if a[i] == b[j] {
                longest[(i + 1) * width + j + 1] + 1
            } else {
                longest[(i + 1) * width + j].max(longest[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut blocks = Vec::new();
    while i < a.len() || j < b.len() {
        let (from_i, from_j) = (i, j);
        while i < a.len() && j < b.len() && a[i] == b[j] {
            (i, j) = (i + 1, j + 1);
        }
        blocks.extend((i > from_i).then(|| Block::same(&a[from_i..i])));
        let (from_i, from_j) = (i, from_j + (i - from_i));
        while (i < a.len() || j < b.len()) && !(i < a.len() && j < b.len() && a[i] == b[j]) {
            let skip_target =
                i == a.len() || (j < b.len() && longest[i * width + j + 1] >= longest[(i + 1) * width + j]);
            if skip_target {
                j += 1;
            } else {
                i += 1;
            }
        }
        if i > from_i || j > from_j {
            blocks.push(Block {
                source: a[from_i..i].concat(),
                target: b[from_j..j].concat(),
                letters: 0,
            });
        }
    }
    blocks
}

/// A text in letters, each with the marks that combine with it.
fn letters(text: &str) -> Vec<&str> {
    let mut out = Vec::with_capacity(text.len());
    let mut from = 0;
    for (at, c) in text.char_indices() {
        if at > from && !is_combining_mark(c) {
            out.push(&text[from..at]);
            from = at;
        }
    }
    if from < text.len() {
        out.push(&text[from..]);
    }
    out
}

/// Year, month and day of `2014-03-12`.
fn date_parts(text: &str) -> Option<[&str; 3]> {
    let mut parts = text.split('-');
    let out = [parts.next()?, parts.next()?, parts.next()?];
    let digits = |t: &str, n: usize| t.len() == n && t.bytes().all(|b| b.is_ascii_digit());
    let is_date = digits(out[0], 4) && digits(out[1], 2) && digits(out[2], 2);
    (is_date && parts.next().is_none()).then_some(out)
}

fn by_part(own: [&str; 3], other: [&str; 3]) -> Vec<Span> {
    let mut out = Spans::default();
    for (at, (a, b)) in own.into_iter().zip(other).enumerate() {
        if at > 0 {
            out.push("-", false);
        }
        out.push(a, a != b);
    }
    out.0
}

fn by_line(own: &str, other: &str) -> Vec<Span> {
    let there: HashSet<&str> = other.split('\n').collect();
    let mut out = Spans::default();
    for (at, line) in own.split('\n').enumerate() {
        if at > 0 {
            out.push("\n", false);
        }
        out.push(line, !there.contains(line));
    }
    out.0
}

/// Spans, equal neighbours joined.
#[derive(Default)]
struct Spans(Vec<Span>);

impl Spans {
    fn push(&mut self, text: &str, differs: bool) {
        match self.0.last_mut() {
            _ if text.is_empty() => {}
            Some(last) if last.differs == differs => last.text.push_str(text),
            _ => self.0.push(Span {
                text: text.to_owned(),
                differs,
            }),
        }
    }
}
