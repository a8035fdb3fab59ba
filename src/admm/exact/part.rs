//! The part that one spike has in its layer's problem: what its own variables do, and what that adds to the weights.

use ndarray::{Array2, s};

use super::{LayerProblem, Settings};
use crate::Error;
use crate::linalg::{Scalar, SpdSolver, num};
use crate::network::Series;
use crate::network::layer::{Heard, Layer};

/// A spike of a batch; all from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Sample of the batch.
    pub sample: usize,
    /// Neuron of the layer.
    pub neuron: usize,
    /// Time index.
    pub time: usize,
}

/// The variables of one spike in one round of scaled ADMM.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Round {
    /// Its number, from 1.
    pub number: usize,
    /// Potential that the weights give, `V`.
    pub given: f64,
    /// Scaled multiplier `u` as the round begins.
    pub dual: f64,
    /// Potential as a variable of its own, `z`.
    pub own: f64,
    /// `z - u - V_0` with the new `u`: what of it goes into the statistics, times its inputs.
    pub amount: f64,
}

impl Round {
    /// `q = V + u`, where the proximal step starts.
    pub fn start(&self) -> f64 {
        self.given + self.dual
    }
}

/// What one spike does in its layer's problem.
#[derive(Debug, Clone, PartialEq)]
pub struct Part<F> {
    /// Multiplier `lambda`.
    pub lambda: f64,
    /// Penalty `rho` of the layer's problem; 0 where nothing of the layer is charged.
    pub rho: f64,
    /// The first round and the last; the first alone for `K = 1`, which keeps no variables and is drawn as if it did.
    pub rounds: Vec<Round>,
    /// What a round adds to the neuron's row of weights, one a round: `(z - u - V_0) c' (G + mu' I)^-1 / (N T)`, or
    /// `lambda c' (G + mu' I)^-1 / N` for `K = 1`.
    pub weights: Vec<Vec<F>>,
    /// The step of that row that all spikes of the batch make together, before it is averaged and scaled.
    pub row: Vec<F>,
}

/// The row `x` that a neuron hears in row `row` of what its layer hears, `[1][entry]`: all 0 where it hears nothing, and no
/// price can then teach it anything.
pub fn inputs_of<F: Scalar>(layer: &dyn Layer<F>, heard: Heard<'_, F>, row: usize, neuron: usize) -> Array2<F> {
    let shape = layer.shape();
    let mut rows = Array2::zeros((shape.positions(), shape.row));
    layer.wide_rows(heard, row..row + 1, rows.view_mut());
    let position = neuron / shape.maps.max(1);
    rows.slice(s![position..=position, ..]).mapv(num)
}

/// The part of the spike at `place` in the problem of `layer`, whose multipliers are `lambda`, potentials `v0` and inputs
/// `heard`; `gram` holds the factored `G + mu' I`.
///
/// # Errors
/// [`Error::Shape`] when the arrays do not fit.
#[allow(clippy::too_many_arguments, reason = "one argument a symbol of the equation")]
pub fn part<F: Scalar>(
    layer: &dyn Layer<F>,
    lambda: &Series<F>,
    v0: &Series<F>,
    heard: Heard<'_, F>,
    gram: &SpdSolver<F>,
    settings: &Settings,
    theta: F,
    place: Place,
) -> Result<Part<F>, Error> {
    let (samples, shape, rounds) = (v0.samples(), layer.shape(), settings.inner);
    let row = place.time * samples + place.sample;
    let at = |series: &Series<F>| series.flat()[(row, place.neuron)].f64();
    let mut problem = LayerProblem::new(v0.steps(), samples, shape);
    problem.lambda.values_mut().copy_from_slice(lambda.values());
    let margin = num(settings.margin);
    let start = at(v0);
    let mut solve = |k: usize| {
        problem.solve(layer, v0, heard, gram, k, theta, margin)?;
        Ok::<_, Error>((problem.settled(layer, v0, heard, gram, theta, margin)?, problem.rho))
    };
    let (last, rho) = solve(rounds)?;
    let multiplier = at(lambda);
    let moved =
        if rho > 0.0 { super::prox(num(start), num(multiplier), num(1.0 / rho), theta, margin).f64() } else { 0.0 };
    let mut found = vec![Round { number: 1, given: start, dual: 0.0, own: start + moved, amount: 2.0 * moved }];
    if let Some(primal) = &last.primal {
        // The residual z - V that the round left gives its z, and u = q - z its q.
        let (dual, own) = (at(&last.dual), start + at(primal) + at(&last.shift));
        let before = at(&last.dual_before);
        let given = own + dual - before;
        found.push(Round { number: rounds, given, dual: before, own, amount: own - dual - start });
    }
    // What the spike's inputs would add with an amount of one: the row of the place where it fires.
    let mut unit = inputs_of(layer, heard, row, place.neuron);
    gram.solve_rows(&mut unit)?;
    let cells = (heard.rows() * shape.positions()) as f64;
    let adds = |round: &Round| {
        let factor = if rounds == 1 { multiplier / samples as f64 } else { round.amount / cells };
        unit.row(0).iter().map(|&u| u * num(factor)).collect()
    };
    let weights = found.iter().map(adds).collect();
    Ok(Part {
        lambda: multiplier,
        rho,
        rounds: found,
        weights,
        row: last.step.row(place.neuron % shape.maps.max(1)).to_vec(),
    })
}
