//! The baseline: surrogate gradients.
//!
//! Backpropagation through time on the same network, with the derivative of the step function replaced by that of
//! a fast sigmoid, `1 / (1 + slope |z - theta|)^2` (Zenke and Ganguli 2018, Neural Computation 30(6)); cross-entropy
//! of the readout potential at the last step, or the distance of target trains at every step; Adam (Kingma and Ba, arXiv 1412.6980) with cosine decay. The reset is part
//! of the differentiated dynamics, or detached by a setting. A layer that hears itself is run back through its own weights.

mod backward;
mod forecast;
mod method;
mod settings;

pub use backward::surrogate_derivative;
pub use forecast::{Derivatives, derivatives, forecast};
pub use method::Descriptor;
pub use settings::Settings;

use std::sync::Arc;

use ndarray::Array2;

use self::backward::{error_from_readout, error_from_trains, through_spikes};
use crate::Error;
use crate::linalg::{Scalar, num, rms, slice, slice_mut};
use crate::loss::{self, Hold, Loss};
use crate::method::Batches;
use crate::method::{Auxiliary, Belief, Block, Measures, Problem, Report, Status, Trainer};
use crate::network::{Activity, Heard, Network, Series};

/// The fast sigmoid that stands in for the step function where the surrogate takes the place of its derivative:
/// `(1 + slope d / (1 + slope |d|)) / 2`, `d = z - theta`, which runs from 0 to 1. Its derivative is
/// [`surrogate_derivative`] times `slope / 2`, a constant that Adam takes out again.
pub fn smooth_spike<F: Scalar>(z: F, theta: F, slope: F) -> F {
    let d = slope * (z - theta);
    let half: F = num(0.5);
    half + half * d / (F::one() + d.abs())
}

/// The network with the fast sigmoid ([`smooth_spike`]) in place of the step function, soft reset included: the
/// function whose gradient surrogate gradients are. Returns whether each hidden neuron of it is above threshold, 0 or 1,
/// `[t][n][neuron]`; `input_trace` is the trace of its input.
///
/// # Errors
/// [`Error::Shape`] when the input does not fit the network.
pub fn smooth_spikes<F: Scalar>(
    network: &Network<F>,
    input_trace: &Series<F>,
    slope: F,
) -> Result<Vec<Series<F>>, Error> {
    let mut out = Vec::with_capacity(network.depth() - 1);
    smooth_pass(network, input_trace, slope, |spikes| out.push(spikes))?;
    Ok(out)
}

/// Readout potential at the last step, `[n][output]`, of the network that [`smooth_spikes`] is about.
///
/// # Errors
/// [`Error::Shape`] when the input does not fit the network.
pub fn smooth_output<F: Scalar>(network: &Network<F>, input_trace: &Series<F>, slope: F) -> Result<Array2<F>, Error> {
    let last = smooth_pass(network, input_trace, slope, |_| ())?;
    let mut output = Array2::zeros((last.samples(), network.readout().shape().outputs));
    network.readout().apply(F::one(), Heard::end(&last), F::zero(), output.view_mut());
    Ok(output)
}

/// Runs the smoothed network: hands on whether each hidden neuron is above threshold, a layer after the other, and returns
/// the traces of the last one.
fn smooth_pass<F: Scalar>(
    network: &Network<F>,
    input_trace: &Series<F>,
    slope: F,
    mut see: impl FnMut(Series<F>),
) -> Result<Series<F>, Error> {
    Error::check_shape("input", network.layers[0].shape().inputs, input_trace.neurons())?;
    let (delta, theta) = (network.delta, network.theta);
    let mut below = input_trace.clone();
    for layer in network.hidden() {
        let mut spikes = Series::zeros(below.steps(), below.samples(), layer.shape().outputs);
        layer.apply(F::one(), Heard::all(&below), F::zero(), spikes.flat_mut());
        let mut traces = spikes.clone();
        let stride = spikes.stride();
        for t in 0..spikes.steps() {
            if layer.hears_itself() && t > 0 {
                layer.hear_own(traces.at(t - 1), spikes.at_mut(t));
            }
            for k in t * stride..(t + 1) * stride {
                let past = k.checked_sub(stride).map_or(F::zero(), |k| traces.values()[k]);
                let z = spikes.values()[k] - theta * past;
                spikes.values_mut()[k] = F::step(z > theta);
                traces.values_mut()[k] = delta * past + smooth_spike(z, theta, slope);
            }
        }
        see(spikes);
        below = traces;
    }
    Ok(below)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Forward,
    Backward,
    Adam,
}

/// The baseline as a trainer; see the [module](self). Blocks: `forward`, `backward`, `adam`.
pub struct Surrogate<F: Scalar> {
    settings: Settings,
    problem: Arc<Problem<F>>,
    network: Network<F>,
    phase: Phase,
    iteration: usize,
    measures: Measures,
    batches: Batches,
    /// Traces of the batch, when it is not all samples, and its spikes, where the traces do not know them.
    batch_input: Option<(Option<Series<F>>, Series<F>)>,
    labels: Vec<usize>,
    activity: Activity<F>,
    loss: Box<dyn Loss<F>>,
    /// `dloss/do`, `[n][class]`.
    error: Array2<F>,
    /// `dloss/da` below the readout at `T`, `[n][neuron]`.
    below_readout: Array2<F>,
    /// `dloss/da`, then `dloss/dz` in its place, a hidden layer.
    adjoint: Vec<Series<F>>,
    gradients: Vec<Array2<F>>,
    first: Vec<Array2<F>>,
    second: Vec<Array2<F>>,
}

impl<F: Scalar> Surrogate<F> {
    /// A trainer that starts from `problem.start`.
    ///
    /// # Errors
    /// [`Error::Setting`] for a setting out of range, [`Error::Shape`] when data and network do not fit.
    pub fn new(problem: Arc<Problem<F>>, settings: Settings) -> Result<Self, Error> {
        settings.validate()?;
        let samples = problem.data.len();
        Error::check_shape("labels", problem.input_trace.samples(), samples)?;
        let batches = Batches::new(samples, settings.batch, settings.seed);
        let size = batches.size();
        let sizes = problem.start.sizes();
        let steps = problem.input_trace.steps();
        let hidden = &sizes[1..sizes.len() - 1];
        let zeros: Vec<_> = problem.start.weights().map(|w| Array2::zeros(w.dim())).collect();
        let bare = problem.start.layers[0].hears_spikes();
        let input = || {
            let traces = problem.input_trace.room(size, bare);
            let spikes = (!(bare && traces.events().is_some())).then(|| problem.data.input.room(size, false));
            (spikes, traces)
        };
        Ok(Self {
            network: problem.start.clone(),
            phase: Phase::Forward,
            iteration: 0,
            measures: Measures {
                dynamics: vec![None; sizes.len() - 1],
                spikes: vec![None; hidden.len()],
                ..Measures::default()
            },
            batch_input: (!batches.whole()).then(input),
            labels: problem.data.labels[..size].to_vec(),
            batches,
            activity: Activity::new(&sizes, steps, size),
            loss: loss::of(&problem.data, problem.start.delta),
            error: Array2::zeros((size, sizes[sizes.len() - 1])),
            below_readout: Array2::zeros((size, hidden[hidden.len() - 1])),
            adjoint: hidden.iter().map(|&n| Series::zeros(steps, size, n)).collect(),
            gradients: zeros.clone(),
            first: zeros.clone(),
            second: zeros,
            settings,
            problem,
        })
    }

    /// Gradients of the mean loss in the weights, as the surrogate gives them, `[out][in]` a layer.
    pub fn gradients(&self) -> &[Array2<F>] {
        &self.gradients
    }

    fn draw_batch(&mut self) {
        let Some((spikes, traces)) = &mut self.batch_input else { return };
        let batch = self.batches.draw(self.iteration);
        if let Some(spikes) = spikes {
            self.problem.data.input.select_into(batch, spikes);
        }
        self.problem.input_trace.select_into(batch, traces);
        for (label, &n) in self.labels.iter_mut().zip(batch) {
            *label = self.problem.data.labels[n];
        }
    }

    fn forward(&mut self) -> Result<(), Error> {
        self.draw_batch();
        let traces = self.batch_input.as_ref().map_or(&self.problem.input_trace, |(_, traces)| traces);
        self.network.forward(traces, &mut self.activity)?;
        let loss = self.loss.value((&self.activity).into(), &self.labels);
        if !loss.is_finite() {
            return Err(Error::Numerical { block: "forward".into(), reason: "the loss is not finite" });
        }
        self.measures.loss = Some(loss);
        self.measures.objective = Some(loss);
        Ok(())
    }

    /// Backpropagation through time.
    fn backward(&mut self) {
        match self.loss.hold() {
            Hold::Readout => self.error_from_readout(),
            Hold::Trains => self.error_from_trains(),
        }
        let slope = num(self.settings.slope);
        for l in (0..self.adjoint.len()).rev() {
            let (here, above) = self.adjoint.split_at_mut(l + 1);
            let adjoint = &mut here[l];
            if let Some(above) = above.first() {
                self.network.layers[l + 1].adjoint(F::one(), above.flat(), F::zero(), adjoint.flat_mut());
            }
            let (layer, neuron) = (&*self.network.layers[l], self.network.neuron());
            let reset = if self.settings.detach == 1 { F::zero() } else { neuron.theta };
            through_spikes(layer, &self.activity.potentials[l], neuron, reset, slope, adjoint);
            let (input, traces) = match (l.checked_sub(1), &self.batch_input) {
                (Some(below), _) => (&self.activity.spikes[below], &self.activity.traces[below]),
                (None, Some((spikes, traces))) => (spikes.as_ref().unwrap_or(traces), traces),
                (None, None) => (&self.problem.data.input, &self.problem.input_trace),
            };
            let heard = Heard::spikes(input, traces, &self.activity.spikes[l]);
            let gradient = self.gradients[l].view_mut();
            self.network.layers[l].statistics(F::one(), adjoint.flat(), heard, F::zero(), gradient);
        }
    }

    /// The gradient of the readout, and `dloss/da` of the last hidden layer.
    fn error_from_readout(&mut self) {
        self.loss.error(&self.activity.output, &self.labels, &mut self.error);
        let hidden = self.adjoint.len();
        let last = &self.activity.traces[hidden - 1];
        let readout = self.network.readout();
        let gradient = self.gradients[hidden].view_mut();
        readout.statistics(F::one(), self.error.view(), Heard::end(last), F::zero(), gradient);
        error_from_readout(&self.network, &self.error, &mut self.below_readout, &mut self.adjoint[hidden - 1]);
    }

    /// `dloss/da` of the last hidden layer. The readout is not trained: its gradient stays 0.
    fn error_from_trains(&mut self) {
        let (Some(adjoint), Some(traces)) = (self.adjoint.last_mut(), self.activity.traces.last()) else { return };
        error_from_trains(&*self.loss, traces, &self.labels, self.network.delta, adjoint);
    }

    fn adam(&mut self) -> Result<(), Error> {
        const DECAY: (f64, f64) = (0.9, 0.999);
        let k = (self.iteration + 1) as f64;
        let progress = (self.iteration as f64 / self.settings.iterations as f64).min(1.0);
        let rate = self.settings.lr * 0.5 * (1.0 + libm::cos(std::f64::consts::PI * progress));
        let rate: F = num(rate / (1.0 - libm::pow(DECAY.0, k)));
        let correct: F = num(1.0 / (1.0 - libm::pow(DECAY.1, k)));
        let (b1, b2): (F, F) = (num(DECAY.0), num(DECAY.1));
        let tiny: F = num(1e-8);
        let moments = self.first.iter_mut().zip(&mut self.second);
        for ((w, g), (m, v)) in self.network.weights_mut().zip(&self.gradients).zip(moments) {
            let entries = slice_mut(w).iter_mut().zip(slice(g));
            for ((w, &g), (m, v)) in entries.zip(slice_mut(m).iter_mut().zip(slice_mut(v))) {
                *m = b1 * *m + (F::one() - b1) * g;
                *v = b2 * *v + (F::one() - b2) * g * g;
                *w -= rate * *m / ((*v * correct).sqrt() + tiny);
            }
        }
        if self.network.is_finite() {
            Ok(())
        } else {
            Err(Error::Numerical { block: "adam".into(), reason: "a weight is not finite" })
        }
    }
}

impl<F: Scalar> Trainer<F> for Surrogate<F> {
    fn next_block(&self) -> Block {
        Block::whole(match self.phase {
            Phase::Forward => "forward",
            Phase::Backward => "backward",
            Phase::Adam => "adam",
        })
    }

    fn blocks(&self) -> Vec<Block> {
        ["forward", "backward", "adam"].map(Block::whole).to_vec()
    }

    fn step(&mut self, detail: bool) -> Result<Report, Error> {
        let mut report = Report::plain(self.next_block());
        match self.phase {
            Phase::Forward => {
                let before = self.measures.loss;
                self.forward()?;
                if detail {
                    report.quantity = Some("loss");
                    report.before = before;
                    report.after = self.measures.loss;
                }
                self.phase = Phase::Backward;
            }
            Phase::Backward => {
                self.backward();
                if detail {
                    report.extras.push(("slope", self.settings.slope));
                    let square: f64 = self.gradients.iter().map(|g| rms(slice(g)).powi(2)).sum();
                    report.change = Some(square.sqrt());
                }
                self.phase = Phase::Adam;
            }
            Phase::Adam => {
                let before = detail.then(|| self.network.clone());
                self.adam()?;
                if let Some(before) = before {
                    let moved = self.network.weights().zip(before.weights()).map(|(a, b)| rms(slice(&(a - b))));
                    report.change = Some(moved.map(|m| m * m).sum::<f64>().sqrt());
                    report.extras.push(("lr", self.settings.lr));
                    let traces = self.batch_input.as_ref().map_or(&self.problem.input_trace, |(_, traces)| traces);
                    let mut activity = self.activity.clone();
                    self.network.forward(traces, &mut activity)?;
                    report.quantity = Some("loss");
                    report.before = self.measures.loss;
                    report.after = Some(self.loss.value((&activity).into(), &self.labels));
                    report.changed = Some(activity.spikes_that_differ(&self.activity));
                }
                self.iteration += 1;
                self.phase = Phase::Forward;
            }
        }
        Ok(report)
    }

    fn iteration(&self) -> usize {
        self.iteration
    }

    fn mid_iteration(&self) -> bool {
        self.phase != Phase::Forward
    }

    fn status(&self) -> Status {
        Status::Running
    }

    fn iterate(&self) -> &Network<F> {
        &self.network
    }

    fn measures(&self) -> &Measures {
        &self.measures
    }

    fn auxiliary(&self, _: usize) -> Option<Auxiliary<F>> {
        None
    }

    /// The smoothed network ([`smooth_spikes`]), on the first samples of the batch.
    fn belief(&self, most: usize) -> Result<Option<Belief<F>>, Error> {
        let batch = self.batches.current();
        let samples = batch[..batch.len().min(most)].to_vec();
        let input = self.problem.input_trace.select(&samples);
        let spikes = smooth_spikes(&self.network, &input, num(self.settings.slope))?;
        Ok(Some(Belief { samples, spikes }))
    }

    fn set_live(&mut self, key: &str, value: f64) -> Result<(), Error> {
        self.settings = self.settings.changed(key, value)?;
        Ok(())
    }
}
