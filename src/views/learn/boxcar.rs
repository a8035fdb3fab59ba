//! The multipliers of solver `exact` beside the gradient that a boxcar surrogate gives.

use std::sync::Arc;

use crate::Error;
use crate::admm::exact::{Exact, FlippedReset, Message, Settings, flip_costs, multipliers};
use crate::experiment::{Experiment, Spec};
use crate::linalg::{Scalar, num, slice};
use crate::loss;
use crate::method::Trainer;
use crate::network::Series;

/// A charged spike of the last hidden layer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Charged<F> {
    /// Minus the gradient of the loss in its potential, by a boxcar of width `2m` in place of the step function's
    /// derivative, resets detached.
    pub gradient: F,
    /// Its multiplier.
    pub lambda: F,
    /// Whether it is a spike.
    pub fires: bool,
}

/// Every charged spike of the last hidden layer after `iterations` of solver `exact`, with the curvature `Q` of the loss in
/// its price or with `Q = 0`. Without it the two numbers of each are the same.
///
/// # Errors
/// As [`Experiment::new`] and [`Trainer::step`]; [`Error::Shape`] for a target that is no class.
pub fn against_boxcar<F: Scalar>(spec: &Spec, iterations: usize, curvature: bool) -> Result<Vec<Charged<F>>, Error> {
    let experiment = Experiment::<F>::new(spec.clone(), || 0.0)?;
    if experiment.target().is_some() {
        return Err(Error::Shape { what: "target", expected: "classes".into(), found: "spike trains".into() });
    }
    let settings = Settings { iterations: spec.iterations, seed: spec.seed, ..Settings::default() };
    let settings = Settings { batch: 0, ..settings.with(&spec.settings) };
    let mut solver = Exact::new(Arc::new(experiment.problem().clone()), settings)?;
    while solver.iteration() < iterations || solver.next_block().kind != "flip_costs" {
        solver.step(false)?;
    }
    let (Some(z), Some(a)) = (solver.activity().potentials.last(), solver.activity().spikes.last()) else {
        return Ok(Vec::new());
    };
    let (delta, theta) = (experiment.problem().start.delta, experiment.problem().start.theta);
    let margin: F = num(settings.margin);
    let loss::Message::End { slope, curvature: second, .. } = solver.message_to_last() else { return Ok(Vec::new()) };
    let none = vec![F::zero(); second.len()];
    let message = Message::Last { slope: slice(slope), curvature: if curvature { slice(second) } else { &none } };
    let mut kappa = Series::zeros(a.steps(), a.samples(), a.neurons());
    let mut lambda = kappa.clone();
    let mut work = vec![F::zero(); 2 * a.stride()];
    flip_costs(z, a, message, FlippedReset::Frozen, delta, theta, &mut work, &mut kappa);
    multipliers(&kappa, z, a, theta, margin, &mut lambda);
    let gradient = boxcar(z, slice(slope), delta, theta, margin);
    let all = gradient.values().iter().zip(lambda.values()).zip(a.values());
    let charged = all.filter(|((_, lambda), _)| **lambda != F::zero());
    Ok(charged.map(|((g, l), a)| Charged { gradient: -*g, lambda: *l, fires: *a > F::zero() }).collect())
}

/// Backpropagation through time of the loss to each potential of the last hidden layer: the slope `g` at the last step,
/// back along the leak of the trace, and through `1 / (2m)` where the potential is within `m` of the threshold.
fn boxcar<F: Scalar>(potential: &Series<F>, slope: &[F], delta: F, theta: F, margin: F) -> Series<F> {
    let mut out = potential.clone();
    let stride = out.stride();
    let mut adjoint = slope.to_vec();
    for now in out.values_mut().chunks_exact_mut(stride).rev() {
        for (z, adjoint) in now.iter_mut().zip(&mut adjoint) {
            let inside = (*z - theta).abs() < margin;
            *z = if inside { *adjoint / (margin + margin) } else { F::zero() };
            *adjoint *= delta;
        }
    }
    out
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    #[test]
    fn without_curvature_they_are_one_and_with_it_they_are_not() {
        let spec = Spec::parse("#v=1&task=spirals&hidden=10&n=30&T=12").spec;
        let apart = |curvature| {
            let all = against_boxcar::<f64>(&spec, 4, curvature).unwrap();
            assert!(all.len() > 100 && all.iter().any(|c| c.fires) && all.iter().any(|c| !c.fires));
            let size = all.iter().map(|c| c.lambda.abs()).fold(0.0, f64::max);
            all.iter().map(|c| (c.gradient - c.lambda).abs()).fold(0.0, f64::max) / size
        };
        assert!(apart(false) < 1e-12);
        assert!(apart(true) > 1e-3);
    }
}
