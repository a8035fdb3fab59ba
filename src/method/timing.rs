//! Spike timing: how far the optimiser's picture of the spikes is from those of the real network.
//!
//! What stands for the picture differs by method ([`crate::method::Trainer::belief`]), and so does what a distance means:
//!
//! - `paper`: auxiliary spikes that are meant to become the network's; a distance is what they have not.
//! - `targets`: target trains that the layers have just been fitted to; a distance is what the fit left.
//! - `exact`: what the layer problems predict for their step. Every iteration starts from the real forward pass, so the
//!   distance is what one step changes otherwise than predicted; it falls with the size of the step, too.
//! - `surrogate`: the smoothed network, whose gradient the surrogate is. The method runs the real network forward and
//!   never this one; the distance says how far apart are the function that it descends on and the one that it reports.

use crate::Error;
use crate::linalg::Scalar;
use crate::method::Belief;
use crate::network::{Activity, Network, Series};

/// Training samples that [`mismatch`] looks at, at most.
pub const SAMPLES: usize = 50;

/// Spikes that two rasters have in common and that either has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Overlap {
    /// Spikes of both.
    pub both: usize,
    /// Spikes of the one, the other or both.
    pub either: usize,
}

impl Overlap {
    /// Counts the spikes (entries above 0) of two rasters of one size.
    pub fn of<F: Scalar>(one: &[F], other: &[F]) -> Self {
        let mut out = Self::default();
        for (&a, &b) in one.iter().zip(other) {
            let (a, b) = (a > F::zero(), b > F::zero());
            out.both += usize::from(a && b);
            out.either += usize::from(a || b);
        }
        out
    }

    /// Jaccard distance `|A xor B| / |A or B|` of the two sets of spikes: 0 when they are equal (also when both are
    /// empty), 1 when they have no spike in common.
    pub fn distance(self) -> f64 {
        if self.either == 0 { 0.0 } else { (self.either - self.both) as f64 / self.either as f64 }
    }
}

/// Share of the spikes whose time differs between the optimiser's model and the real network.
#[derive(Debug, Clone, PartialEq)]
pub struct Mismatch {
    /// Over all hidden layers together.
    pub all: f64,
    /// Of each hidden layer.
    pub layers: Vec<f64>,
}

/// Compares what the optimiser believes with a real forward pass of the same samples, of all spikes in either
/// ([`Overlap::distance`]). `input_trace` is that of all training samples, `[t][n][channel]`.
///
/// # Errors
/// [`Error::Shape`] when belief, input and network do not fit.
pub fn mismatch<F: Scalar>(
    belief: &Belief<F>,
    network: &Network<F>,
    input_trace: &Series<F>,
) -> Result<Mismatch, Error> {
    let input = input_trace.select(&belief.samples);
    let mut real = Activity::new(&network.sizes(), input.steps(), input.samples());
    network.forward(&input, &mut real)?;
    Error::check_shape("belief", real.spikes.len(), belief.spikes.len())?;
    let mut all = Overlap::default();
    let mut layers = Vec::with_capacity(real.spikes.len());
    for (real, own) in real.spikes.iter().zip(&belief.spikes) {
        Error::check_shape("belief", real.flat().dim(), own.flat().dim())?;
        let overlap = Overlap::of(real.values(), own.values());
        all.both += overlap.both;
        all.either += overlap.either;
        layers.push(overlap.distance());
    }
    Ok(Mismatch { all: all.distance(), layers })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distance_counts_spikes_that_only_one_has() {
        let distance = |one: &[f64], other: &[f64]| Overlap::of(one, other).distance();
        assert_eq!(distance(&[0.0, 1.0, 1.0], &[0.0, 1.0, 1.0]), 0.0);
        assert_eq!(distance(&[0.0, 0.0], &[0.0, 0.0]), 0.0);
        assert_eq!(distance(&[1.0, 0.0], &[0.0, 1.0]), 1.0);
        // One spike shared, one moved by a step: three times at which either fires, two at which they differ.
        assert_eq!(distance(&[1.0, 1.0, 0.0, 0.0], &[1.0, 0.0, 1.0, 0.0]), 2.0 / 3.0);
    }
}
