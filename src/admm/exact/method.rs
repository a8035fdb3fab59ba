//! What the rest must know of the solver.

use std::sync::Arc;

use super::{Exact, Settings};
use crate::Error;
use crate::linalg::Scalar;
use crate::method::{self, Extent, Knob, Layers, Method, Problem, Run, Trainer};

/// Solver `exact`.
pub struct Descriptor;

impl Method for Descriptor {
    const NAME: &'static str = "exact";
    const GAIN: Option<f64> = Some(3.0);
    const KNOBS: &'static [Knob] = Settings::KNOBS;
    const ITERATIONS: usize = 150;
    const TRAINS: bool = true;
    const SHARED: bool = true;

    fn defaults(layers: Layers) -> &'static [(&'static str, f64)] {
        match layers {
            Layers::Dense => &[],
            Layers::Recurrent => &[("margin", 4.0), ("inner", 1.0)],
            Layers::Conv => &[("gain", 1.0), ("tau", 0.6), ("inner", 1.0), ("iterations", 80.0)],
        }
    }

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
        let hidden = &extent.layers[..extent.layers.len() - 1];
        let layers = hidden.iter().enumerate().map(|(l, layer)| {
            let (row, maps) = (layer.row as f64, layer.maps as f64);
            let (product, heard) = (extent.product_flops(l), extent.heard_flops(l));
            // The first layer sends no message down, and its Gram matrix is that of the data, once; but for a layer that
            // hears itself.
            let message = if l == 0 { 0.0 } else { product };
            let fixed = l == 0 && layer.own == 0;
            let gram = if fixed { 0.0 } else { heard * row / maps + row.powi(3) / 3.0 };
            // Statistics a round, and shift and solve between two; one more solve for the step.
            message + gram + (2.0 * inner - 1.0) * heard + inner * 2.0 * maps * row * row
        });
        extent.forward_flops() + layers.sum::<f64>() + extent.elementwise_flops(20.0 + 30.0 * inner)
    }

    fn look_flops(extent: &Extent) -> f64 {
        // The layer problems are settled on those samples: what no step of a run needs.
        5.0 * extent.forward_flops() + extent.elementwise_flops(250.0)
    }

    #[inline(never)] // see `Method::build`
    fn build<F: Scalar>(problem: &Arc<Problem<F>>, run: Run<'_>) -> Result<Box<dyn Trainer<F>>, Error> {
        let settings = Settings { iterations: run.iterations, seed: run.seed, ..Settings::default() };
        Ok(Box::new(Exact::new(Arc::clone(problem), settings.with(run.settings))?))
    }
}
