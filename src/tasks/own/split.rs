//! How a visitor's data are split: every class by itself, by the experiment's seed.

use rand_chacha::ChaCha8Rng;

use super::super::source::pick;

/// A fifth of a class is for validation and a fifth for the test, one at least.
pub(super) const fn held_out(samples: usize) -> usize {
    let fifth = (samples + 2) / 5;
    if fifth == 0 { 1 } else { fifth }
}

pub(super) fn shuffle<V>(all: &mut [V], rng: &mut ChaCha8Rng) {
    for last in (1..all.len()).rev() {
        all.swap(last, pick(last + 1, rng));
    }
}

/// Training, validation and test set of classes, each split by itself, and the sets shuffled.
pub(super) fn split<V>(classes: impl IntoIterator<Item = Vec<V>>, rng: &mut ChaCha8Rng) -> [Vec<V>; 3] {
    let mut sets: [Vec<V>; 3] = Default::default();
    for mut all in classes {
        shuffle(&mut all, rng);
        let held = held_out(all.len());
        sets[1].extend(all.drain(..held));
        sets[2].extend(all.drain(..held));
        sets[0].extend(all);
    }
    for set in &mut sets {
        shuffle(set, rng);
    }
    sets
}
