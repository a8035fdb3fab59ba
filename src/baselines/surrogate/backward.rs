//! Backpropagation through time, a layer at a time.

use ndarray::{Array2, Axis, s};

use crate::linalg::{Columns, PASS, Scalar, slice, spread};
use crate::loss::Loss;
use crate::network::{Layer, Network, Neuron, Series};

/// Derivative of the fast sigmoid at `z - theta`, which stands in for that of the step function.
pub fn surrogate_derivative<F: Scalar>(z: F, theta: F, slope: F) -> F {
    let d = F::one() + slope * (z - theta).abs();
    F::one() / (d * d)
}

/// `dloss/da` of the last hidden layer from the derivative `error` of the loss in the readout's potential at the last step:
/// the readout leaks, so a spike at `t` reaches it as `delta^(T-t)`. `below` is `error W_L`, `[n][neuron]`.
pub(super) fn error_from_readout<F: Scalar>(
    network: &Network<F>,
    error: &Array2<F>,
    below: &mut Array2<F>,
    adjoint: &mut Series<F>,
) {
    network.readout().adjoint(F::one(), error.view(), F::zero(), below.view_mut());
    let stride = adjoint.stride();
    let mut leak = F::one();
    for t in (0..adjoint.steps()).rev() {
        let now = &mut adjoint.values_mut()[t * stride..(t + 1) * stride];
        for (e, &g) in now.iter_mut().zip(slice(below)) {
            *e = g * leak;
        }
        leak *= network.delta;
    }
}

/// `dloss/da_t = sum_{t' >= t} delta^(t'-t) dloss/dc_t'` of the last hidden layer.
pub(super) fn error_from_trains<F: Scalar>(
    loss: &dyn Loss<F>,
    traces: &Series<F>,
    labels: &[usize],
    delta: F,
    adjoint: &mut Series<F>,
) {
    loss.error_of_trains(traces, labels, adjoint);
    let stride = adjoint.stride();
    for t in (0..adjoint.steps()).rev() {
        let (now, later) = adjoint.values_mut().split_at_mut((t + 1) * stride);
        for (e, &next) in now[t * stride..].iter_mut().zip(later.iter()) {
            *e += delta * next;
        }
    }
}

/// From `e_t`, the derivative of the loss in a layer's spikes through the layers above, to `dloss/dz_t`, in its place:
/// `dloss/dz_t = sigma'(z_t) (e_t - theta dloss/dz_{t+1}) + delta dloss/dz_{t+1}`.
///
/// In a layer that hears itself `e_t` gains `U' dloss/dz_{t+1}`. `reset` is what of `theta` the derivative runs through:
/// all of it, or 0 where the reset is detached.
pub(super) fn through_spikes<F: Scalar>(
    layer: &dyn Layer<F>,
    potential: &Series<F>,
    neuron: Neuron<F>,
    reset: F,
    slope: F,
    adjoint: &mut Series<F>,
) {
    let (stride, steps) = (adjoint.stride(), adjoint.steps());
    if layer.hears_itself() {
        for t in (0..steps).rev() {
            if t + 1 < steps {
                hear_later(layer, F::one(), t, adjoint);
            }
            let z = &potential.values()[t * stride..(t + 1) * stride];
            let (now, next) = adjoint.values_mut().split_at_mut((t + 1) * stride);
            let next = &next[..next.len().min(stride)];
            through_step(&mut now[t * stride..], next, z, neuron, reset, slope);
        }
        return;
    }
    let all = (0..stride, Columns::of(steps, adjoint.values_mut()));
    spread(all, PASS.div_ceil(steps.max(1)), &|(cells, mut adjoint)| {
        for t in (0..steps).rev() {
            let z = &potential.values()[t * stride..][cells.clone()];
            let (now, next) = adjoint.pair(t);
            through_step(now, next, z, neuron, reset, slope);
        }
    });
}

/// A step of [`through_spikes`]; `next` is `dloss/dz_{t+1}`, empty after the last step.
fn through_step<F: Scalar>(now: &mut [F], next: &[F], z: &[F], neuron: Neuron<F>, reset: F, slope: F) {
    let Neuron { delta, theta } = neuron;
    if next.is_empty() {
        for (e, &z) in now.iter_mut().zip(z) {
            *e *= surrogate_derivative(z, theta, slope);
        }
    } else {
        for ((e, &n), &z) in now.iter_mut().zip(next).zip(z) {
            *e = surrogate_derivative(z, theta, slope) * (*e - reset * n) + delta * n;
        }
    }
}

/// Adds `factor U' later_{t+1}` to step `t` of a series that holds `later` from step `t + 1` on.
fn hear_later<F: Scalar>(layer: &dyn Layer<F>, factor: F, t: usize, adjoint: &mut Series<F>) {
    let samples = adjoint.samples();
    let (mut now, later) = adjoint.flat_mut().split_at(Axis(0), (t + 1) * samples);
    layer.own_adjoint(factor, later.slice(s![..samples, ..]), now.slice_mut(s![t * samples.., ..]));
}
