//! Solver `exact` block by block on a network small enough to see every spike.

use std::sync::Arc;

use ndarray::Array2;

use crate::Error;
use crate::admm::exact::{Exact, Settings};
use crate::experiment::{Experiment, Spec};
use crate::linalg::{Scalar, slice};
use crate::loss::{self, classes::accuracy};
use crate::method::{Block, Problem, Report, Trainer};
use crate::network::Series;

/// One hidden layer for one sample, `[t][neuron]` each.
#[derive(Debug, Clone, PartialEq)]
pub struct Cells<F> {
    /// Spikes of the last forward pass, 0 or 1.
    pub spikes: Vec<F>,
    /// What flipping each would cost, as of the last flip costs.
    pub kappa: Vec<F>,
    /// Their multipliers: 0 where a spike is not charged.
    pub lambda: Vec<F>,
    /// Slope `g` of the message that the layer received.
    pub message: Vec<F>,
}

/// A run of solver `exact`, one block at a time.
pub struct Iteration<F: Scalar> {
    solver: Exact<F>,
    labels: Vec<usize>,
}

impl<F: Scalar> Iteration<F> {
    /// From the first weights of an experiment, on all of its training samples at once.
    ///
    /// # Errors
    /// Those of [`Experiment::new`]; [`Error::Setting`] for settings that are not those of solver `exact`.
    pub fn new(spec: &Spec) -> Result<Self, Error> {
        let experiment = Experiment::<F>::new(spec.clone(), || 0.0)?;
        let problem: Problem<F> = experiment.problem().clone();
        let settings = Settings { iterations: spec.iterations, seed: spec.seed, ..Settings::default() };
        let settings = Settings { batch: 0, ..settings.with(&spec.settings) };
        let labels = problem.data.labels.clone();
        Ok(Self { solver: Exact::new(Arc::new(problem), settings)?, labels })
    }

    /// The block that comes next.
    pub fn next(&self) -> Block {
        self.solver.next_block()
    }

    /// The blocks of one iteration.
    pub fn blocks(&self) -> Vec<Block> {
        self.solver.blocks()
    }

    /// Updates one block and says what that did.
    ///
    /// # Errors
    /// As [`Trainer::step`].
    pub fn step(&mut self) -> Result<Report, Error> {
        self.solver.step(true)
    }

    /// Iterations done.
    pub fn done(&self) -> usize {
        self.solver.iteration()
    }

    /// Class of sample `n`; none outside.
    pub fn label(&self, n: usize) -> Option<usize> {
        self.labels.get(n).copied()
    }

    /// Mean training loss of the last forward pass.
    pub fn loss(&self) -> Option<f64> {
        self.solver.measures().loss
    }

    /// Training accuracy of the last forward pass.
    pub fn accuracy(&self) -> f64 {
        accuracy(&self.solver.activity().output, &self.labels)
    }

    /// Hidden layer `l` (from 0) for sample `n`; none outside.
    pub fn cells(&self, l: usize, n: usize) -> Option<Cells<F>> {
        self.labels.get(n)?;
        let spikes = self.solver.activity().spikes.get(l)?;
        let message = match self.solver.message_to(l) {
            Some(series) => of_sample(series, n),
            None => {
                // The readout sees the last step only.
                let mut all = vec![F::zero(); spikes.steps() * spikes.neurons()];
                let end = all.len() - spikes.neurons();
                let loss::Message::End { slope, .. } = self.solver.message_to_last() else { return None };
                all[end..].copy_from_slice(slope.row(n).as_slice()?);
                all
            }
        };
        Some(Cells {
            spikes: of_sample(spikes, n),
            kappa: of_sample(&self.solver.kappa(l)?, n),
            lambda: of_sample(&self.solver.layer_problem(l)?.lambda, n),
            message,
        })
    }

    /// The readout's multiplier `onehot(y) - p` for sample `n`, a number a class; empty outside.
    pub fn readout(&self, n: usize) -> Vec<F> {
        match self.solver.message_to_last() {
            loss::Message::End { multiplier, .. } if n < multiplier.nrows() => multiplier.row(n).to_vec(),
            _ => Vec::new(),
        }
    }

    /// The weights of layer `l` (from 0), row by row; empty outside.
    pub fn weights(&self, l: usize) -> &[F] {
        self.solver.iterate().weights().nth(l).map_or(&[], slice::<F>)
    }

    /// Neurons a layer, inputs first.
    pub fn sizes(&self) -> Vec<usize> {
        self.solver.iterate().sizes()
    }

    /// What the layer problem of hidden layer `l` (from 0) found for its weights, `[out][in]`; none outside.
    pub fn weight_step(&self, l: usize) -> Option<Array2<F>> {
        self.solver.settled(l).ok().map(|settled| settled.step)
    }
}

/// Sample `n` of a series, `[t][neuron]`.
fn of_sample<F: Scalar>(series: &Series<F>, n: usize) -> Vec<F> {
    (0..series.steps()).flat_map(|t| series.at(t).row(n).to_vec()).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    fn iteration() -> Iteration<f64> {
        Iteration::new(&Spec::parse("#v=1&task=xor&hidden=4,3&n=20&T=6").spec).unwrap()
    }

    #[test]
    fn an_iteration_goes_down_and_then_steps() {
        let mut run = iteration();
        let kinds: Vec<_> = run.blocks().into_iter().map(|block| block.name()).collect();
        let expected =
            ["forward", "message", "flip_costs_2", "layer_problem_2", "flip_costs_1", "layer_problem_1", "step"];
        assert_eq!(kinds, expected);
        let start = run.weights(0).to_vec();
        for name in expected {
            assert_eq!(run.weights(0), start, "before {name}");
            assert_eq!(run.step().unwrap().block.name(), name);
        }
        assert_eq!(run.done(), 1);
        assert_ne!(run.weights(0), start);
    }

    #[test]
    fn a_charged_cell_points_to_the_cheaper_side() {
        let mut run = iteration();
        for _ in 0..6 {
            run.step().unwrap();
        }
        let mut charged = 0;
        for (l, neurons) in [(0, 4), (1, 3)] {
            let cells = run.cells(l, 5).unwrap();
            assert_eq!(
                [cells.spikes.len(), cells.kappa.len(), cells.lambda.len(), cells.message.len()],
                [6 * neurons; 4]
            );
            for ((a, kappa), lambda) in cells.spikes.iter().zip(&cells.kappa).zip(&cells.lambda) {
                let side = if *kappa < 0.0 { 1.0 - 2.0 * a } else { 2.0 * a - 1.0 };
                assert!(*lambda == 0.0 || lambda.signum() == side);
                charged += usize::from(*lambda != 0.0);
            }
        }
        assert!(charged > 0);
    }

    #[test]
    fn the_readout_wants_the_label() {
        let mut run = iteration();
        run.step().unwrap();
        run.step().unwrap();
        let wants = run.readout(3);
        assert!(wants[run.label(3).unwrap()] > 0.0);
        assert!(wants.iter().sum::<f64>().abs() < 1e-12);
        assert_eq!((run.readout(20).len(), run.label(20), run.cells(0, 20), run.cells(2, 0)), (0, None, None, None));
    }
}
