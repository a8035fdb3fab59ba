//! What the rest must know of the control.

use std::sync::Arc;

use super::{Control, Settings};
use crate::Error;
use crate::linalg::Scalar;
use crate::method::{self, Extent, Knob, Method, Problem, Run, Trainer};

/// Solver `control`.
pub struct Descriptor;

impl Method for Descriptor {
    const NAME: &'static str = "control";
    const GAIN: Option<f64> = Some(3.0);
    const KNOBS: &'static [Knob] = Settings::KNOBS;
    const ITERATIONS: usize = 1;
    const TRAINS: bool = true;
    const SHARED: bool = true;

    fn memory(extent: &Extent) -> u64 {
        // A forward pass; then, in double precision, what the regression is fitted on and its system.
        let fitted = if extent.trains { extent.samples * extent.steps } else { extent.samples } as u64;
        let wide = if extent.trains { extent.below_last() + extent.outputs() } else { extent.last() };
        let system = 2 * wide * wide;
        extent.series(3 * extent.hidden()) + 2 * (fitted * wide + system) + 2 * extent.weights()
    }

    fn flops(extent: &Extent, _: &method::Settings) -> f64 {
        let fitted = if extent.trains { extent.samples * extent.steps } else { extent.samples } as f64;
        let wide = if extent.trains { extent.below_last() } else { extent.last() } as f64;
        extent.forward_flops() + 2.0 * fitted * wide * wide + wide.powi(3) / 3.0
    }

    #[inline(never)] // see `Method::build`
    fn build<F: Scalar>(problem: &Arc<Problem<F>>, run: Run<'_>) -> Result<Box<dyn Trainer<F>>, Error> {
        let settings = Settings::default().with(run.settings);
        Ok(Box::new(Control::new(Arc::clone(problem), settings.kappa)?))
    }
}
