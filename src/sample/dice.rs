//! Chance for the sample district: a generator and ranges of our own, so that no new version of a crate changes the district.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// Throws that are the same for the same seed, always.
pub(super) struct Dice(ChaCha8Rng);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        Self(ChaCha8Rng::from_seed(bytes))
    }

    /// A number from 0 to `n` - 1; 0 when `n` is 0.
    pub(super) fn below(&mut self, n: usize) -> usize {
        // The high half of a product: even enough for names, and the same on every machine.
        ((u128::from(self.0.next_u64()) * n as u128) >> 64) as usize
    }

    /// A number from `from` to `to`, both included.
    pub(super) fn between(&mut self, from: i64, to: i64) -> i64 {
        from + self.below(usize::try_from(to - from + 1).unwrap_or(0)) as i64
    }

    /// True in so many of a thousand throws.
    pub(super) fn chance(&mut self, per_mille: usize) -> bool {
        self.below(1000) < per_mille
    }

    /// One of a list; the type's default where the list is empty.
    pub(super) fn pick<T: Copy + Default>(&mut self, list: &[T]) -> T {
        let at = self.below(list.len());
        list.get(at).copied().unwrap_or_default()
    }

    /// Puts a list into another order.
    pub(super) fn shuffle<T>(&mut self, list: &mut [T]) {
        for i in (1..list.len()).rev() {
            list.swap(i, self.below(i + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_never_changes() {
        let mut dice = Dice::new(140);
        let throws: Vec<usize> = (0..8).map(|_| dice.below(1000)).collect();
        assert_eq!(throws, STREAM);
        assert_eq!(Dice::new(1).below(0), 0);
        assert!((0..99).all(|_| (3..=5).contains(&dice.between(3, 5))));
    }

    const STREAM: [usize; 8] = [49, 115, 947, 242, 137, 500, 211, 34];
}
