//! Firing on cue: each class is a frozen pattern of input spikes, and a set of output trains that must be fired to it.

use rand::Rng;

use super::encode::Slot;
use crate::linalg::Scalar;
use crate::network::Series;
use crate::random::{Stream, gaussian, generator, uniform};

/// Number of patterns.
pub(super) const CLASSES: usize = 4;
/// Input channels.
pub(super) const CHANNELS: usize = 30;
/// Output neurons, each with a target train a class.
pub(super) const OUTPUTS: usize = 5;
/// Spikes a channel and step of a pattern.
const RATE: f64 = 0.08;
/// Fewest steps from one target spike to the next.
const REFRACTORY: usize = 5;
/// Most further steps that the next target spike waits.
const WAIT: usize = 9;
/// The first target spike lies in this part of the time, after some input to fire it from.
const FIRST: [f64; 2] = [0.1, 0.4];

/// Input spikes of each class: channel of each, and its time in steps, which lies anywhere within a step.
pub(super) struct Patterns(Vec<Vec<(usize, f64)>>);

impl Patterns {
    /// The patterns and the target trains (`[t][class][output]`) of an experiment's seed, over `steps`. A longer
    /// experiment has other ones.
    pub(super) fn of_seed<F: Scalar>(seed: u64, steps: usize) -> (Self, Series<F>) {
        let mut rng = generator(seed, Stream::Prototypes);
        let mut patterns = vec![Vec::new(); CLASSES];
        for pattern in &mut patterns {
            for channel in 0..CHANNELS {
                for t in 0..steps {
                    // One number says whether it spikes and where in the step.
                    let draw = uniform(&mut rng) / RATE;
                    if draw < 1.0 {
                        pattern.push((channel, t as f64 + draw));
                    }
                }
            }
        }
        let mut trains = Series::zeros(steps, CLASSES, OUTPUTS);
        for class in 0..CLASSES {
            for output in 0..OUTPUTS {
                let first = FIRST[0] + (FIRST[1] - FIRST[0]) * uniform(&mut rng);
                let mut t = (first * steps as f64) as usize;
                while t < steps {
                    trains.at_mut(t)[(class, output)] = F::one();
                    t += REFRACTORY + (uniform(&mut rng) * (WAIT + 1) as f64) as usize;
                }
            }
        }
        (Self(patterns), trains)
    }

    /// Writes a sample of class `label`: every spike of its pattern jittered by a Gaussian of standard deviation `noise`
    /// steps. What would leave the time is lost.
    pub(super) fn draw<F: Scalar, R: Rng>(&self, label: usize, noise: f64, slot: &mut Slot<'_, F>, rng: &mut R) {
        let steps = slot.steps() as f64;
        for &(channel, t) in &self.0[label] {
            let time = (t + noise * gaussian(rng)).floor();
            if (0.0..steps).contains(&time) {
                slot.put(time as usize, channel, 1.0);
            }
        }
    }
}
