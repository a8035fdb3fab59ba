//! What the rest must know of the solver.

use std::sync::Arc;

use super::{Settings, Targets};
use crate::Error;
use crate::linalg::Scalar;
use crate::method::{self, Extent, Knob, Method, Problem, Run, Trainer};

/// Solver `targets`: its readout sees the last step only, so it has no spike trains for a target.
pub struct Descriptor;

impl Method for Descriptor {
    const NAME: &'static str = "targets";
    const GAIN: Option<f64> = Some(3.0);
    const KNOBS: &'static [Knob] = Settings::KNOBS;
    const ITERATIONS: usize = 40;
    const TRAINS: bool = false;

    fn memory(extent: &Extent) -> u64 {
        // Potentials, spikes, traces, targets; reset, potential, sided potential and multiplier of the layer problem.
        let series = extent.series(8 * extent.hidden());
        let rows = extent.batch as u64 * (3 * extent.outputs() + 1) + extent.series(1) * 3;
        // Normal equations in double precision: Gram matrix, factor, 256 converted rows, right-hand side.
        let inputs: u64 = extent.sizes[..extent.sizes.len() - 1].iter().map(|&n| n as u64).sum();
        let normal = 2 * (2 * extent.grams() + 256 * inputs + extent.weights());
        series + rows + normal + 5 * extent.weights()
    }

    fn flops(extent: &Extent, settings: &method::Settings) -> f64 {
        let inner = settings.get("inner").copied().unwrap_or(1.0);
        let rows = (extent.batch * extent.steps) as f64;
        let hidden = &extent.sizes[..extent.sizes.len() - 1];
        let layers: f64 = hidden
            .windows(2)
            .enumerate()
            .map(|(l, pair)| {
                let (inputs, outputs) = (pair[0] as f64, pair[1] as f64);
                let product = 2.0 * rows * inputs * outputs;
                let gram = if l == 0 { 0.0 } else { 2.0 * rows * inputs * inputs + inputs.powi(3) / 3.0 };
                gram + (2.0 * inner + 3.0) * product + inner * 2.0 * outputs * inputs * inputs
            })
            .sum();
        // Every neuron tries a flip at every step and runs on from it; below the last layer the layer above feels it.
        let neurons: f64 = hidden[1..].iter().map(|&n| n as f64).sum();
        let flips = rows * extent.steps as f64 * neurons * 2.0;
        extent.forward_flops() + layers + flips + extent.elementwise_flops(90.0)
    }

    #[inline(never)] // see `Method::build`
    fn build<F: Scalar>(problem: &Arc<Problem<F>>, run: Run<'_>) -> Result<Box<dyn Trainer<F>>, Error> {
        let settings = Settings { iterations: run.iterations, ..Settings::default() };
        Ok(Box::new(Targets::new(Arc::clone(problem), settings.with(run.settings))?))
    }
}
