//! The forward pass in trace form, and what it leaves behind.

use ndarray::Array2;

use super::{Network, Series};
use crate::Error;
use crate::linalg::{Scalar, product};

/// Trace `c_t = delta c_{t-1} + a_t` of a spike train, from rest.
pub fn trace<F: Scalar>(spikes: &Series<F>, delta: F) -> Series<F> {
    let mut out = spikes.clone();
    let stride = out.stride();
    for t in 1..out.steps() {
        let (past, now) = out.values_mut().split_at_mut(t * stride);
        for (c, &p) in now[..stride].iter_mut().zip(&past[(t - 1) * stride..]) {
            *c += delta * p;
        }
    }
    out
}

/// Lets a layer of leaky integrate-and-fire neurons fire.
///
/// On entry `potential` holds `V_t = W c_t`, the potential without resets; on return it holds
/// `z_t = V_t - theta R_t`, `spikes` holds `a_t = H(z_t - theta)` and `traces` holds
/// `c_t = delta c_{t-1} + a_t`. The reset trace needs no storage of its own: `R_t = c_{t-1}`.
/// Unrolling `z_t = delta z_{t-1} + W a_t - theta a_{t-1}` gives this form exactly.
pub fn fire<F: Scalar>(potential: &mut Series<F>, spikes: &mut Series<F>, traces: &mut Series<F>, delta: F, theta: F) {
    let (steps, stride) = (potential.steps(), potential.stride());
    let zero = F::zero();
    for t in 0..steps {
        let now = t * stride..(t + 1) * stride;
        let z = &mut potential.values_mut()[now.clone()];
        let a = &mut spikes.values_mut()[now.clone()];
        let (past, c) = traces.values_mut().split_at_mut(t * stride);
        let c = &mut c[..stride];
        if t == 0 {
            for ((z, a), c) in z.iter().zip(a).zip(c) {
                *a = if *z > theta { F::one() } else { zero };
                *c = *a;
            }
        } else {
            let past = &past[(t - 1) * stride..];
            for (((z, a), c), &p) in z.iter_mut().zip(a).zip(c).zip(past) {
                *z -= theta * p;
                *a = if *z > theta { F::one() } else { zero };
                *c = delta * p + *a;
            }
        }
    }
}

/// Class of each row of readout potentials, `[n][class]`: argmax (the first of equals).
pub fn predictions<F: Scalar>(output: &Array2<F>) -> impl Iterator<Item = usize> + '_ {
    output
        .outer_iter()
        .map(|row| row.iter().enumerate().fold((0, row[0]), |best, (k, &v)| if v > best.1 { (k, v) } else { best }).0)
}

/// Fraction of rows of readout potentials, `[n][class]`, whose prediction is their label.
pub fn accuracy<F: Scalar>(output: &Array2<F>, labels: &[usize]) -> f64 {
    let right = predictions(output).zip(labels).filter(|(p, y)| p == *y).count();
    right as f64 / labels.len().max(1) as f64
}

/// Mean cross-entropy of the softmax of readout potentials, `[n][class]`, against the labels, in nats.
pub fn cross_entropy<F: Scalar>(output: &Array2<F>, labels: &[usize]) -> f64 {
    let total: f64 = output
        .outer_iter()
        .zip(labels)
        .map(|(row, &y)| {
            let top = row.iter().fold(f64::NEG_INFINITY, |m, v| m.max(v.f64()));
            let sum: f64 = row.iter().map(|v| libm::exp(v.f64() - top)).sum();
            top + libm::log(sum) - row[y].f64()
        })
        .sum();
    total / labels.len().max(1) as f64
}

/// Class probabilities of each row of readout potentials, `[n][class]`, into `out` of the same size.
pub fn softmax<F: Scalar>(output: &Array2<F>, out: &mut Array2<F>) {
    for (row, mut p) in output.outer_iter().zip(out.outer_iter_mut()) {
        let top = row.iter().fold(row[0], |m, &v| m.max(v));
        let mut sum = F::zero();
        for (p, &o) in p.iter_mut().zip(row) {
            *p = (o - top).exp();
            sum += *p;
        }
        p.iter_mut().for_each(|p| *p /= sum);
    }
}

/// Everything a forward pass computes, in storage that is used again.
#[derive(Debug, Clone)]
pub struct Activity<F> {
    /// Membrane potentials `z_l` of the hidden layers, `[t][n][neuron]`.
    pub potentials: Vec<Series<F>>,
    /// Spike trains `a_l` of the hidden layers, entries 0 or 1.
    pub spikes: Vec<Series<F>>,
    /// Traces `c_l` of those spike trains.
    pub traces: Vec<Series<F>>,
    /// Readout potential at the last step, `z_{L,T}`, `[n][class]`.
    pub output: Array2<F>,
}

impl<F: Scalar> Activity<F> {
    /// Storage for a network of these `sizes` (`[n_0, ..., n_L]`) over `steps` and `samples`.
    pub fn new(sizes: &[usize], steps: usize, samples: usize) -> Self {
        let hidden = sizes.get(1..sizes.len().saturating_sub(1)).unwrap_or_default();
        let storage: Vec<_> = hidden.iter().map(|&n| Series::zeros(steps, samples, n)).collect();
        let classes = sizes.last().copied().unwrap_or(0);
        Self {
            potentials: storage.clone(),
            spikes: storage.clone(),
            traces: storage,
            output: Array2::zeros((samples, classes)),
        }
    }

    /// Class of each sample: argmax of the readout potential at the last step (the first of equals).
    pub fn predictions(&self) -> impl Iterator<Item = usize> + '_ {
        predictions(&self.output)
    }

    /// Fraction of samples whose prediction is their label.
    pub fn accuracy(&self, labels: &[usize]) -> f64 {
        accuracy(&self.output, labels)
    }

    /// How many spikes differ from those of `other`, an activity of the same sizes, and out of how many.
    pub fn spikes_that_differ(&self, other: &Self) -> (usize, usize) {
        let layers = self.spikes.iter().zip(&other.spikes);
        layers.fold((0, 0), |(differ, all), (mine, theirs)| {
            let pairs = mine.values().iter().zip(theirs.values());
            (differ + pairs.filter(|(a, b)| a != b).count(), all + mine.values().len())
        })
    }

    /// Class probabilities `softmax(z_{L,T})`, `[n][class]`, into `out` of the same size.
    pub fn softmax(&self, out: &mut Array2<F>) {
        softmax(&self.output, out);
    }

    /// Mean cross-entropy of softmax(readout) against the labels, in nats.
    pub fn cross_entropy(&self, labels: &[usize]) -> f64 {
        cross_entropy(&self.output, labels)
    }
}

impl<F: Scalar> Network<F> {
    /// Real forward pass from the input's trace `c_0` into `activity`: one matrix product a layer for all times
    /// and samples.
    ///
    /// # Errors
    /// [`Error::Shape`] when `input_trace` or `activity` does not fit the network.
    pub fn forward(&self, input_trace: &Series<F>, activity: &mut Activity<F>) -> Result<(), Error> {
        let hidden = self.depth() - 1;
        Error::check_shape("input", self.weights[0].ncols(), input_trace.neurons())?;
        Error::check_shape("activity", hidden, activity.potentials.len())?;
        for l in 0..hidden {
            let (below, here) = activity.traces.split_at_mut(l);
            let input = if l == 0 { input_trace } else { &below[l - 1] };
            let potential = &mut activity.potentials[l];
            Error::check_shape(
                "activity",
                (input.steps(), input.samples(), self.weights[l].nrows()),
                (potential.steps(), potential.samples(), potential.neurons()),
            )?;
            product(F::one(), input.flat(), self.weights[l].t(), F::zero(), potential.flat_mut());
            fire(potential, &mut activity.spikes[l], &mut here[0], self.delta, self.theta);
        }
        let last = &activity.traces[hidden - 1];
        Error::check_shape("activity", (last.samples(), self.weights[hidden].nrows()), activity.output.dim())?;
        product(F::one(), last.at(last.steps() - 1), self.weights[hidden].t(), F::zero(), activity.output.view_mut());
        Ok(())
    }
}
