//! What the rest must know of the solver.

use std::sync::Arc;

use super::{Exact, Settings};
use crate::Error;
use crate::linalg::Scalar;
use crate::method::{self, Extent, Knob, Method, Problem, Run, Trainer};

/// Solver `exact`.
pub struct Descriptor;

impl Method for Descriptor {
    const NAME: &'static str = "exact";
    const GAIN: Option<f64> = Some(3.0);
    const KNOBS: &'static [Knob] = Settings::KNOBS;
    const ITERATIONS: usize = 150;
    const TRAINS: bool = true;

    fn memory(extent: &Extent) -> u64 {
        let [samples, outputs] = [extent.batch as u64, extent.outputs()];
        let last = extent.last();
        // Potentials, spikes, traces; multiplier, dual and work of the layer problem; the message; lists of spikes.
        let series = extent.series(8 * extent.hidden()) + extent.copied_input();
        let slope = if extent.trains { 2 * extent.series(last) } else { 0 };
        let rows = samples * (3 * outputs + 2 * last + 2 * extent.widest());
        // Gram matrix of the batch, its average and its factor; statistics, their average, step and work of a layer.
        series + slope + rows + 3 * extent.grams() + 7 * extent.weights()
    }

    fn flops(extent: &Extent, settings: &method::Settings) -> f64 {
        let inner = settings.get("inner").copied().unwrap_or(1.0);
        let layers = (0..extent.sizes.len() - 2).map(|l| {
            let (inputs, outputs) = (extent.sizes[l] as f64, extent.sizes[l + 1] as f64);
            let (product, heard) = (extent.product_flops(l), extent.heard_flops(l));
            // The Gram matrix of the first layer is that of the data, once; it sends no message down.
            let below = if l == 0 { 0.0 } else { product + heard * inputs / outputs + inputs.powi(3) / 3.0 };
            // Statistics a round, and shift and solve between two; one more solve for the step.
            below + (2.0 * inner - 1.0) * heard + inner * 2.0 * outputs * inputs * inputs
        });
        extent.forward_flops() + layers.sum::<f64>() + extent.elementwise_flops(20.0 + 30.0 * inner)
    }

    fn look_flops(extent: &Extent) -> f64 {
        // The layer problems are settled on those samples: what no step of a run needs.
        5.0 * extent.forward_flops() + extent.elementwise_flops(250.0)
    }

    fn build<F: Scalar>(problem: &Arc<Problem<F>>, run: Run<'_>) -> Result<Box<dyn Trainer<F>>, Error> {
        let settings = Settings { iterations: run.iterations, seed: run.seed, ..Settings::default() };
        Ok(Box::new(Exact::new(Arc::clone(problem), settings.with(run.settings))?))
    }
}
