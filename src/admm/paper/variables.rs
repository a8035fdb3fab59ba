//! What the blocks update.

use ndarray::Array2;
use rand::{Rng, RngExt};

use crate::Error;
use crate::linalg::{Scalar, num};
use crate::network::{Network, Series};

/// Weights, auxiliary variables and scaled multipliers. Layer `l` of the mathematics has index `l - 1` here.
#[derive(Debug, Clone, PartialEq)]
pub struct Variables<F: Scalar> {
    /// `W_l`, `[out][in]`, with the constants `delta` and `theta`.
    pub network: Network<F>,
    /// Auxiliary potentials `z_l` of every layer, `[t][n][neuron]`.
    pub z: Vec<Series<F>>,
    /// Relaxed spikes `a_l` of the hidden layers, `[t][n][neuron]`, entries in `[0, 1]`.
    pub a: Vec<Series<F>>,
    /// Scaled multipliers `u_l = lambda_l / rho` of each layer's dynamics, `[t][n][neuron]`; none is the same as
    /// all zero.
    pub u: Vec<Option<Series<F>>>,
}

impl<F: Scalar> Variables<F> {
    /// The paper's start for a network of the shape of `network`: `W = 0`, `z` and `a` uniform in `[0, 1)`,
    /// `lambda = 0`. Drawn in `f64`, `z` of all layers first, so that `f32` and `f64` start alike.
    pub fn random<R: Rng>(network: &Network<F>, steps: usize, samples: usize, rng: &mut R) -> Self {
        let mut network = network.clone();
        network.weights_mut().for_each(|w| w.fill(F::zero()));
        let sizes = network.sizes();
        let depth = network.depth();
        let mut uniform = |neurons: usize| {
            let mut series = Series::zeros(steps, samples, neurons);
            series.values_mut().iter_mut().for_each(|v| *v = num(rng.random::<f64>()));
            series
        };
        let z = sizes[1..].iter().map(|&n| uniform(n)).collect();
        let a = sizes[1..depth].iter().map(|&n| uniform(n)).collect();
        Self { network, z, a, u: vec![None; depth] }
    }

    /// Number of hidden layers.
    pub fn hidden(&self) -> usize {
        self.a.len()
    }

    /// Multiplier of the paper's one hard constraint, `lambda = rho u_{L,T}`, `[n][class]`.
    pub fn lambda(&self, rho: F) -> Array2<F> {
        let last = self.z.len() - 1;
        let z = &self.z[last];
        match &self.u[last] {
            Some(u) => u.at(u.steps() - 1).mapv(|u| rho * u),
            None => Array2::zeros((z.samples(), z.neurons())),
        }
    }

    /// Checks that everything fits the network and data of `steps` and `samples`.
    ///
    /// # Errors
    /// [`Error::Shape`] naming the first variable that does not fit.
    pub fn check(&self, steps: usize, samples: usize) -> Result<(), Error> {
        let depth = self.network.depth();
        Error::check_shape("list of potentials", depth, self.z.len())?;
        Error::check_shape("list of relaxed spikes", depth - 1, self.a.len())?;
        Error::check_shape("list of multipliers", depth, self.u.len())?;
        let size = |s: &Series<F>| (s.steps(), s.samples(), s.neurons());
        for (l, layer) in self.network.layers.iter().enumerate() {
            let expected = (steps, samples, layer.shape().outputs);
            Error::check_shape("layer of potentials", expected, size(&self.z[l]))?;
            if let Some(a) = self.a.get(l) {
                Error::check_shape("layer of relaxed spikes", expected, size(a))?;
            }
            if let Some(u) = &self.u[l] {
                Error::check_shape("layer of multipliers", expected, size(u))?;
            }
        }
        Ok(())
    }

    /// `x_{l,t} = z_{l,t} - delta z_{l,t-1} + theta a_{l,t-1}` for all `t`: what `W_l a_{l-1,t}` should be.
    pub(super) fn increments(&self, l: usize, out: &mut Series<F>) {
        let (delta, theta) = (self.network.delta, self.network.theta);
        let (stride, z) = (out.stride(), self.z[l].values());
        let out = out.values_mut();
        out.copy_from_slice(z);
        let later = out.get_mut(stride..).unwrap_or_default();
        later.iter_mut().zip(z).for_each(|(x, &z)| *x -= delta * z);
        if let Some(a) = self.a.get(l) {
            later.iter_mut().zip(a.values()).for_each(|(x, &a)| *x += theta * a);
        }
    }

    /// `x_{l,t} + u_{l,t}` for all `t`, with `x` of [`Self::increments`].
    pub(super) fn shifted_increments(&self, l: usize, out: &mut Series<F>) {
        self.increments(l, out);
        if let Some(u) = &self.u[l] {
            out.values_mut().iter_mut().zip(u.values()).for_each(|(x, &u)| *x += u);
        }
    }

    /// `q_t = W_l a_{l-1,t} - u_{l,t} + delta z_{l,t-1} - theta a_{l,t-1}`: what the past asks of `z_{l,t}`.
    /// `drive` holds `W_l a_{l-1}`.
    pub(super) fn asked_by_past(&self, l: usize, t: usize, drive: &Series<F>, out: &mut [F]) {
        let (delta, theta) = (self.network.delta, self.network.theta);
        out.copy_from_slice(step(drive, t));
        if let Some(u) = &self.u[l] {
            out.iter_mut().zip(step(u, t)).for_each(|(q, &u)| *q -= u);
        }
        if t > 0 {
            out.iter_mut().zip(step(&self.z[l], t - 1)).for_each(|(q, &z)| *q += delta * z);
            if let Some(a) = self.a.get(l) {
                out.iter_mut().zip(step(a, t - 1)).for_each(|(q, &a)| *q -= theta * a);
            }
        }
    }

    /// `k_t = z_{l,t+1} - W_l a_{l-1,t+1} + u_{l,t+1}`: what the future asks of `delta z_{l,t} - theta a_{l,t}`; zero
    /// at the last step, which has no future.
    pub(super) fn asked_by_future(&self, l: usize, t: usize, drive: &Series<F>, out: &mut [F]) {
        if t + 1 == drive.steps() {
            out.fill(F::zero());
            return;
        }
        out.copy_from_slice(step(&self.z[l], t + 1));
        out.iter_mut().zip(step(drive, t + 1)).for_each(|(k, &f)| *k -= f);
        if let Some(u) = &self.u[l] {
            out.iter_mut().zip(step(u, t + 1)).for_each(|(k, &u)| *k += u);
        }
    }
}

/// Entries of `series` at time index `t`.
pub(super) fn step<F: Scalar>(series: &Series<F>, t: usize) -> &[F] {
    let stride = series.stride();
    &series.values()[t * stride..(t + 1) * stride]
}

/// As [`step`], to write to.
pub(super) fn step_mut<F: Scalar>(series: &mut Series<F>, t: usize) -> &mut [F] {
    let stride = series.stride();
    &mut series.values_mut()[t * stride..(t + 1) * stride]
}
