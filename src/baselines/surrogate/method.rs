//! What the rest must know of the baseline.

use std::sync::Arc;

use super::{Settings, Surrogate};
use crate::Error;
use crate::linalg::Scalar;
use crate::method::{self, Extent, Knob, Layers, Method, Problem, Run, Trainer};

/// Solver `surrogate`.
pub struct Descriptor;

impl Method for Descriptor {
    const NAME: &'static str = "surrogate";
    const GAIN: Option<f64> = Some(1.0);
    const KNOBS: &'static [Knob] = Settings::KNOBS;
    const ITERATIONS: usize = 300;
    const TRAINS: bool = true;
    const SHARED: bool = true;

    fn defaults(layers: Layers) -> &'static [(&'static str, f64)] {
        match layers {
            Layers::Dense => &[],
            Layers::Recurrent | Layers::Conv => &[("lr", 0.01), ("detach", 1.0)],
        }
    }

    fn memory(extent: &Extent) -> u64 {
        // Potentials, spikes, traces and the adjoint; spikes and traces of a batch are copies.
        let series = extent.series(4 * extent.hidden()) + 2 * extent.copied_input();
        series + extent.batch as u64 * (2 * extent.outputs() + extent.last()) + 4 * extent.weights()
    }

    fn flops(extent: &Extent, _: &method::Settings) -> f64 {
        // The gradients, by spikes as the forward pass, and back through the layers but the first.
        let back: f64 = (1..extent.layers.len() - 1).map(|l| extent.product_flops(l)).sum();
        2.0 * extent.forward_flops() + back + extent.elementwise_flops(40.0)
    }

    fn look_flops(extent: &Extent) -> f64 {
        // The smooth network runs beside the real one.
        5.0 * extent.forward_flops() + extent.elementwise_flops(250.0)
    }

    #[inline(never)] // see `Method::build`
    fn build<F: Scalar>(problem: &Arc<Problem<F>>, run: Run<'_>) -> Result<Box<dyn Trainer<F>>, Error> {
        let settings = Settings { iterations: run.iterations, seed: run.seed, ..Settings::default() };
        Ok(Box::new(Surrogate::new(Arc::clone(problem), settings.with(run.settings))?))
    }
}
