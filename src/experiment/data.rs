//! What a run is given: its data, and the network that it starts from.

use std::sync::Arc;

use super::{Shape, Solver, Spec};
use crate::Error;
use crate::data::{Dataset, Splits, View};
use crate::linalg::{Scalar, num};
use crate::loss;
use crate::method::Problem;
use crate::network::layer::Plan;
use crate::network::{Activity, Network, Series, trace};
use crate::random::{Stream, generator};

/// The data of a run, wherever they come from, with the traces that its networks see.
pub(super) struct Data<F: Scalar> {
    /// Training data, its trace and the network that the run starts from.
    pub(super) problem: Arc<Problem<F>>,
    pub(super) validation: Dataset<F>,
    pub(super) validation_trace: Series<F>,
    pub(super) test: Dataset<F>,
    pub(super) test_trace: Series<F>,
    /// How a sample can be seen.
    pub(super) view: View,
    /// A short name of each input channel; empty where they have no meaning of their own.
    pub(super) names: Vec<String>,
}

impl<F: Scalar> Data<F> {
    /// The data of `spec`, with first weights from its seed.
    pub(super) fn new(spec: &Spec, splits: Splits<F>) -> Result<Self, Error> {
        let Splits { train, validation, test, view, names } = splits;
        let (inputs, steps) = (train.input.neurons(), train.input.steps());
        for set in [&train, &validation, &test] {
            let (labels, samples) = (set.labels.len(), set.input.samples());
            Error::check_shape("labels", samples, labels)?;
            Error::check_shape("data set", (inputs, steps), (set.input.neurons(), set.input.steps()))?;
            Error::check_shape("answer", train.answer(), set.answer())?;
            if set.is_empty() || set.labels.iter().any(|&label| label >= set.classes) {
                return Err(Error::Shape {
                    what: "data set",
                    expected: format!("at least one sample, labels below {}", set.classes),
                    found: format!("{labels} samples, labels to {}", set.labels.iter().max().unwrap_or(&0)),
                });
            }
        }
        let delta = num(spec.delta);
        let input_trace = trace(&train.input, delta);
        // A solver that starts from W = 0 has no gain; its first picture is that of the control.
        let gain = spec.settings.get("gain").copied().unwrap_or_else(|| control_settings(spec).0);
        let shape = Shape::of(&train, &validation, &test, view);
        let start = start(spec, &spec.plan_on(&shape)?, &train, &input_trace, gain)?;
        Ok(Self {
            validation_trace: trace(&validation.input, delta),
            test_trace: trace(&test.input, delta),
            problem: Arc::new(Problem { input_trace, data: train, start }),
            validation,
            test,
            view,
            names,
        })
    }

    /// What the data are, without them.
    pub(super) fn shape(&self) -> Shape {
        Shape::of(&self.problem.data, &self.validation, &self.test, self.view)
    }

    /// The control on these data: hidden layers as drawn, a fitted readout. One network for all solvers.
    pub(super) fn control(&self, spec: &Spec) -> Result<Network<F>, Error> {
        let (gain, ridge) = control_settings(spec);
        let Problem { data, input_trace, .. } = &*self.problem;
        let mut network = start(spec, &spec.plan_on(&self.shape())?, data, input_trace, gain)?;
        let mut activity = Activity::new(&network.sizes(), input_trace.steps(), data.len());
        network.forward(input_trace, &mut activity)?;
        loss::of(data, network.delta).fit(&activity, input_trace, &data.labels, ridge, &mut network)?;
        Ok(network)
    }
}

/// Gain and ridge of the control: the experiment's own when it is the control, else the control's defaults.
fn control_settings(spec: &Spec) -> (f64, f64) {
    let defaults;
    let control = if spec.solver == Solver::Control {
        spec
    } else {
        defaults = Spec::defaults(spec.task.clone(), Solver::Control);
        &defaults
    };
    (control.setting("gain"), control.setting("kappa"))
}

/// The network that a run starts from, with the readout that its loss asks for.
fn start<F: Scalar>(
    spec: &Spec,
    plan: &Plan,
    data: &Dataset<F>,
    input_trace: &Series<F>,
    gain: f64,
) -> Result<Network<F>, Error> {
    let mut rng = generator(spec.seed, Stream::Weights);
    let delta = num(spec.delta);
    let mut network = Network::new(plan.build(delta), delta, num(spec.theta))?;
    network.initialise(input_trace, gain, &mut rng)?;
    loss::of(data, network.delta).fix_readout(network.readout_mut());
    Ok(network)
}
