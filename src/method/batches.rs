//! Batches of training samples, drawn epoch by epoch.

use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use crate::random::{Stream, generator};

/// Which samples each iteration takes. All samples, in order, when the batch is as large as the data; else each epoch
/// shuffles them and deals out as many full batches as there are.
#[derive(Debug, Clone)]
pub struct Batches {
    order: Vec<usize>,
    size: usize,
    rng: ChaCha8Rng,
    current: usize,
}

impl Batches {
    /// Batches of `size` out of `samples`; 0 means all of them.
    pub fn new(samples: usize, size: usize, seed: u64) -> Self {
        let size = if size == 0 { samples } else { size.min(samples) };
        Self { order: (0..samples).collect(), size, rng: generator(seed, Stream::Trainer), current: 0 }
    }

    /// Samples a batch.
    pub fn size(&self) -> usize {
        self.size
    }

    /// Whether every batch is all samples.
    pub fn whole(&self) -> bool {
        self.size == self.order.len()
    }

    /// The samples of the current batch.
    pub fn current(&self) -> &[usize] {
        &self.order[self.current..self.current + self.size]
    }

    /// Moves on to the batch of `iteration` (from 0, one after the other) and returns it.
    pub fn draw(&mut self, iteration: usize) -> &[usize] {
        if !self.whole() {
            let position = iteration % (self.order.len() / self.size);
            if position == 0 {
                self.order.shuffle(&mut self.rng);
            }
            self.current = position * self.size;
        }
        self.current()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_epoch_takes_no_sample_twice() {
        let mut batches = Batches::new(10, 3, 1);
        for epoch in 0..4 {
            let mut seen: Vec<usize> = (0..3).flat_map(|k| batches.draw(3 * epoch + k).to_vec()).collect();
            seen.sort_unstable();
            seen.dedup();
            assert_eq!(seen.len(), 9);
        }
    }

    #[test]
    fn none_or_too_many_means_all_in_order() {
        for size in [0, 4, 9] {
            let mut batches = Batches::new(4, size, 1);
            assert!(batches.whole());
            assert_eq!(batches.draw(0), [0, 1, 2, 3]);
            assert_eq!(batches.draw(7), [0, 1, 2, 3]);
        }
    }
}
