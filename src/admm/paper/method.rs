//! What the rest must know of the solver.

use std::sync::Arc;

use super::{Paper, Settings};
use crate::Error;
use crate::linalg::Scalar;
use crate::method::{self, Extent, Knob, Method, Problem, Run, Trainer};
use crate::random::{Stream, generator};

/// Solver `paper`: its one multiplier sees the last step only, so it has no spike trains for a target; it starts from `W = 0`.
pub struct Descriptor;

impl Method for Descriptor {
    const NAME: &'static str = "paper";
    const GAIN: Option<f64> = None;
    const KNOBS: &'static [Knob] = Settings::KNOBS;
    const ITERATIONS: usize = 200;
    const TRAINS: bool = false;

    fn memory(extent: &Extent) -> u64 {
        let (hidden, outputs) = (extent.hidden(), extent.outputs());
        // Potentials, relaxed spikes, scratch, drive and pull; the readout has no spikes, but the multiplier.
        let series = extent.series(5 * hidden + 4 * outputs + extent.sizes[0] as u64);
        let rows = extent.batch as u64 * (3 * hidden + 3 * outputs);
        // Gram matrices and factors in single precision, the systems of the spikes (five square matrices) in double.
        series + rows + (2 + 10) * extent.grams() + 6 * extent.weights()
    }

    fn flops(extent: &Extent, _: &method::Settings) -> f64 {
        let rows = (extent.batch * extent.steps) as f64;
        let layers = extent.sizes.windows(2).map(|pair| (pair[0] as f64, pair[1] as f64));
        let layers: f64 = layers
            .enumerate()
            .map(|(l, (inputs, outputs))| {
                let product = 2.0 * rows * inputs * outputs;
                // The pseudo-inverse by eigenvalues counts about twenty times the cube.
                let gram = if l == 0 { 0.0 } else { 2.0 * rows * inputs * inputs + 20.0 * inputs.powi(3) };
                let spikes = if l == 0 { 0.0 } else { product + 2.0 * rows * inputs * inputs };
                gram + spikes + 3.0 * product + 2.0 * outputs * inputs * inputs
            })
            .sum();
        layers + extent.elementwise_flops(170.0)
    }

    #[inline(never)] // see `Method::build`
    fn build<F: Scalar>(problem: &Arc<Problem<F>>, run: Run<'_>) -> Result<Box<dyn Trainer<F>>, Error> {
        let settings = Settings { iterations: run.iterations, ..Settings::default() }.with(run.settings);
        Ok(Box::new(Paper::new(problem, settings, &mut generator(run.seed, Stream::Trainer))?))
    }
}
