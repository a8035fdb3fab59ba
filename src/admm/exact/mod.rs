//! Solver `exact`: ADMM with exact spikes.
//!
//! The constraints of the network stand in trace form, `z_l = W_l c_{l-1} - theta R_l`, spikes stay 0 or 1, and every
//! iteration starts from the real forward pass, so there is no gap between what the optimiser believes and what the
//! network does. The multiplier of a layer's constraint tells the layer below what each of its spikes is worth. One
//! iteration, block by block:
//!
//! 1. `forward`: `W` gives `z_l, a_l, c_l` and the loss.
//! 2. `message`: slope and curvature of the loss in the last hidden trace ([`Loss::message`]). For classes they come from
//!    the readout's multiplier `lambda_L = onehot(y) - p` at the last step; for target trains they hold at every step, and
//!    the readout is not trained.
//! 3. `flip_costs_l` and `layer_problem_l`, from the last hidden layer to the first: what flipping a spike
//!    would cost picks its Heaviside branch and its multiplier ([`flip_costs`]; exact in the quadratic model of the loss
//!    for the last hidden layer, linear below it), and the layer problem is solved by scaled
//!    ADMM ([`LayerProblem`]).
//!
//!    A layer that hears itself ([`crate::network::layer::Recurrent`]) gets its prices backwards in time, `g_t` less
//!    `U' lambda_{t+1}`, and its multipliers are capped for the layer problem and the message down.
//! 4. `step`: running averages of the statistics ([`Averages`]), a step of fixed size in the hidden layers, a capped one in
//!    the readout; averaged weights are kept beside.
//!
//! **Relation to surrogate gradients.** No derivative of the step function is ever taken. But with a frozen reset and
//! `Q = 0` the multiplier equals minus the gradient of a boxcar surrogate of width `2m` with detached resets, whatever `K`
//! is; with `K = 1` the step, too, is that gradient, preconditioned by the inputs' Gram matrix: the place where the two
//! methods meet. With `K >= 2` (the default) the layer problem has a scaled multiplier of its own, which starts at zero in
//! every solve.

mod averages;
mod belief;
mod flip_cost;
mod layer_problem;
mod method;
mod observe;
mod part;
mod phase;
mod prices;
mod settings;
mod step;
mod through_time;

pub use averages::Averages;
pub use flip_cost::{Message, flip_costs, multipliers, pair_costs};
pub use layer_problem::{LayerProblem, Settled, prox};
pub use method::Descriptor;
pub use part::{Part, Place, Round, inputs_of, part};
pub use prices::{Quote, prices, quote};
pub use settings::{FlippedReset, Settings};
pub use step::READOUT_STEP;

use std::sync::Arc;

use ndarray::Array2;

use self::flip_cost::{charge, charges_alone};
use self::phase::Phase;
use self::through_time::{cap, through_time};
use crate::Error;
use crate::linalg::{Scalar, all_finite, num, slice};
use crate::loss::{self, Loss};
use crate::method::Batches;
use crate::method::{Auxiliary, Belief, Block, Measures, Problem, Report, Status, Trainer};
use crate::network::{Activity, Heard, Network, Series};

/// Samples on which the residuals of the layer problems are measured, at most.
const RESIDUALS: usize = 50;

/// The solver; see the [module](self).
pub struct Exact<F: Scalar> {
    settings: Settings,
    problem: Arc<Problem<F>>,
    network: Network<F>,
    averaged: Network<F>,
    phase: Phase,
    iteration: usize,
    measures: Measures,

    batches: Batches,
    /// Input traces of the batch, when it is not all samples.
    batch_input: Option<Series<F>>,
    batch_labels: Vec<usize>,

    activity: Activity<F>,
    loss: Box<dyn Loss<F>>,
    /// From the loss to the last hidden layer.
    message: loss::Message<F>,
    /// Message into each hidden layer but the last.
    messages: Vec<Series<F>>,
    problems: Vec<LayerProblem<F>>,
    averages: Vec<Averages<F>>,
    readout_statistics: Array2<F>,
    reverse: Vec<F>,
}

impl<F: Scalar> Exact<F> {
    /// A solver that starts from `problem.start`.
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
        let (start, data) = (&problem.start, &problem.data);
        let loss = loss::of(data, start.delta);
        Error::check_shape("readout", loss.outputs(), sizes[sizes.len() - 1])?;
        let shapes = || start.layers.iter().map(|layer| layer.shape());
        let series = |&n: &usize| Series::zeros(steps, size, n);
        let widest = hidden.iter().copied().max().unwrap_or(0);
        let mut solver = Self {
            network: start.clone(),
            averaged: start.clone(),
            phase: Phase::Forward,
            iteration: 0,
            measures: Measures::default(),
            batch_input: (!batches.whole()).then(|| problem.input_trace.room(size, start.layers[0].hears_spikes())),
            batch_labels: data.labels[..size].to_vec(),
            batches,
            activity: Activity::new(&sizes, steps, size),
            message: loss::Message::new(loss.hold(), start, steps, size),
            loss,
            messages: hidden[..hidden.len() - 1].iter().map(series).collect(),
            problems: shapes().take(hidden.len()).map(|shape| LayerProblem::new(steps, size, shape)).collect(),
            averages: shapes().map(|shape| Averages::new(shape, samples)).collect(),
            readout_statistics: Array2::zeros(start.readout().parameters().dim()),
            reverse: vec![F::zero(); 2 * size * widest],
            settings,
            problem,
        };
        solver.measures.dynamics = vec![None; sizes.len() - 1];
        solver.measures.spikes = vec![None; hidden.len()];
        Ok(solver)
    }

    /// Flip costs `kappa` of a hidden layer (index from 0), `[t][n][neuron]`, computed anew.
    pub fn kappa(&self, layer: usize) -> Option<Series<F>> {
        let mut kappa = self.activity.spikes.get(layer)?.clone();
        let mut work = vec![F::zero(); 2 * kappa.stride()];
        self.price(layer, &mut work, &mut kappa);
        Some(kappa)
    }

    /// Flip costs of hidden layer `l`, into `kappa`.
    fn price(&self, l: usize, work: &mut [F], kappa: &mut Series<F>) {
        let (potential, spikes) = (&self.activity.potentials[l], &self.activity.spikes[l]);
        let message = prices::to_layer(&self.message, self.messages.get(l));
        let (neuron, layer) = (self.network.neuron(), &*self.network.layers[l]);
        if layer.hears_itself() {
            let mut lambda = kappa.clone();
            let margin = num(self.settings.margin);
            through_time(layer, potential, spikes, message, neuron, margin, work, kappa, &mut lambda);
        } else {
            flip_costs(potential, spikes, message, self.settings.reset, neuron.delta, neuron.theta, work, kappa);
        }
        let delta = neuron.delta;
        if let Message::Quadratic { curvature, .. } = message {
            pair_costs(spikes, curvature, delta, work, kappa);
        }
    }

    /// The problem of a hidden layer (index from 0), as it was last solved.
    pub fn layer_problem(&self, layer: usize) -> Option<&LayerProblem<F>> {
        self.problems.get(layer)
    }

    /// Where the last solve of a hidden layer's problem (index from 0) ended, computed anew.
    ///
    /// # Errors
    /// [`Error::Shape`] for a layer that does not exist or whose problem was never solved.
    pub fn settled(&self, layer: usize) -> Result<Settled<F>, Error> {
        Error::check_range("layer", layer, 0, self.hidden() - 1)?;
        let all: Vec<usize> = (0..self.batches.size()).collect();
        self.settled_of(layer, &all)
    }

    /// As [`Self::settled`], for some samples of the batch.
    fn settled_of(&self, l: usize, samples: &[usize]) -> Result<Settled<F>, Error> {
        let (below, own) = (self.below(l).select(samples), self.activity.traces[l].select(samples));
        let v0 = self.activity.potentials[l].select(samples);
        let (theta, margin) = (self.network.theta, num(self.settings.margin));
        let (layer, gram) = (&*self.network.layers[l], &self.averages[l].solver);
        let problem = self.problems[l].select(samples);
        problem.settled(layer, &v0, Heard::with_own(&below, &own), gram, theta, margin)
    }

    /// Traces that hidden layer `l` hears, for the samples of the batch.
    fn below(&self, l: usize) -> &Series<F> {
        l.checked_sub(1).map_or_else(|| self.input(), |below| &self.activity.traces[below])
    }

    /// Running averages of a layer (index from 0; the readout is the last).
    pub fn averages(&self, layer: usize) -> Option<&Averages<F>> {
        self.averages.get(layer)
    }

    /// Statistics `lambda_L' C / N` of the readout, of the last step.
    pub fn readout_statistics(&self) -> &Array2<F> {
        &self.readout_statistics
    }

    /// What the last forward pass computed, for the samples of the batch.
    pub fn activity(&self) -> &Activity<F> {
        &self.activity
    }

    /// What the loss tells the last hidden layer.
    pub fn message_to_last(&self) -> &loss::Message<F> {
        &self.message
    }

    /// The message `g` into a hidden layer below the last (index from 0), `[t][n][neuron]`.
    pub fn message_to(&self, layer: usize) -> Option<&Series<F>> {
        self.messages.get(layer)
    }

    fn hidden(&self) -> usize {
        self.problems.len()
    }

    fn failure(&self, phase: Phase, reason: &'static str) -> Error {
        Error::Numerical { block: phase.block().name(), reason }
    }

    /// Input traces of the batch.
    fn input(&self) -> &Series<F> {
        self.batch_input.as_ref().unwrap_or(&self.problem.input_trace)
    }

    fn draw_batch(&mut self) {
        let Some(input) = &mut self.batch_input else { return };
        let batch = self.batches.draw(self.iteration);
        self.problem.input_trace.select_into(batch, input);
        for (label, &n) in self.batch_labels.iter_mut().zip(batch) {
            *label = self.problem.data.labels[n];
        }
    }

    /// `W -> z, a, c`, and the loss.
    fn forward(&mut self) -> Result<(), Error> {
        self.draw_batch();
        let input = self.batch_input.as_ref().unwrap_or(&self.problem.input_trace);
        self.network.forward(input, &mut self.activity)?;
        let loss = self.loss.value((&self.activity).into(), &self.batch_labels);
        if !loss.is_finite() {
            return Err(self.failure(Phase::Forward, "the loss is not finite"));
        }
        self.measures.loss = Some(loss);
        self.measures.objective = Some(loss);
        self.measures.dynamics.fill(None);
        self.measures.spikes.fill(None);
        Ok(())
    }

    /// Slope `g` and curvature `Q` of the loss in the trace of the last hidden layer.
    fn send_message(&mut self) {
        self.loss.message(&self.activity, self.network.readout(), &self.batch_labels, &mut self.message);
    }

    /// Flip costs, branches and multipliers of hidden layer `l`, and the message to the layer below.
    fn flip_costs(&mut self, l: usize) {
        let (potential, spikes) = (&self.activity.potentials[l], &self.activity.spikes[l]);
        let message = prices::to_layer(&self.message, self.messages.get(l));
        let (neuron, margin) = (self.network.neuron(), num(self.settings.margin));
        let problem = &mut self.problems[l];
        let layer = &*self.network.layers[l];
        if layer.hears_itself() {
            let (mut kappa, mut work) = (problem.take_work(), std::mem::take(&mut self.reverse));
            let lambda = &mut problem.lambda;
            through_time(layer, potential, spikes, message, neuron, margin, &mut work, &mut kappa, lambda);
            if let Message::Quadratic { curvature, .. } = message {
                pair_costs(spikes, curvature, neuron.delta, &mut work, &mut kappa);
                multipliers(&kappa, potential, spikes, neuron.theta, margin, lambda);
            }
            cap(lambda);
            problem.give_work(kappa);
            self.reverse = work;
        } else if charges_alone(message, self.settings.reset) {
            charge(potential, message, neuron, margin, &mut problem.lambda);
        } else {
            let (mut kappa, mut work) = (problem.take_work(), std::mem::take(&mut self.reverse));
            self.price(l, &mut work[..2 * spikes.stride()], &mut kappa);
            self.reverse = work;
            let problem = &mut self.problems[l];
            multipliers(&kappa, potential, spikes, neuron.theta, margin, &mut problem.lambda);
            problem.give_work(kappa);
        }
        let lambda = &self.problems[l].lambda;
        if l > 0 {
            // g <- -lambda_l W_l
            let below = self.messages[l - 1].flat_mut();
            self.network.layers[l].adjoint(-F::one(), lambda.flat(), F::zero(), below);
        }
    }

    /// `G + mu' I` of what the layer hears, and its problem by scaled ADMM.
    fn solve_layer(&mut self, l: usize) -> Result<(), Error> {
        let weight = self.weight();
        let phase = Phase::LayerProblem(l);
        let input = match l.checked_sub(1) {
            Some(below) => &self.activity.traces[below],
            None => self.batch_input.as_ref().unwrap_or(&self.problem.input_trace),
        };
        let layer = &*self.network.layers[l];
        let heard = Heard::with_own(input, &self.activity.traces[l]);
        let averages = &mut self.averages[l];
        // The first layer's inputs are the data: their Gram matrix is taken once, over all samples.
        // But for a layer that hears itself.
        let fixed = l == 0 && !layer.hears_itself();
        let observed = if fixed { Heard::all(&self.problem.input_trace) } else { heard };
        averages.observe(layer, observed, weight, self.settings.mu, "layer_problem").map_err(|error| match error {
            Error::Numerical { reason, .. } => Error::Numerical { block: phase.block().name(), reason },
            other => other,
        })?;
        if fixed {
            averages.settle();
        }
        let (theta, margin) = (self.network.theta, num(self.settings.margin));
        let v0 = &self.activity.potentials[l];
        let problem = &mut self.problems[l];
        problem.solve(layer, v0, heard, &averages.solver, self.settings.inner, theta, margin)?;
        if !all_finite(slice(&problem.statistics)) {
            return Err(self.failure(phase, "the layer problem's statistics are not finite"));
        }
        Ok(())
    }
}

impl<F: Scalar> Trainer<F> for Exact<F> {
    fn next_block(&self) -> Block {
        self.phase.block()
    }

    fn blocks(&self) -> Vec<Block> {
        let mut phase = Phase::Forward;
        let mut out = vec![phase.block()];
        while phase != Phase::Step {
            phase = phase.next(self.hidden());
            out.push(phase.block());
        }
        out
    }

    fn step(&mut self, detail: bool) -> Result<Report, Error> {
        let (phase, loss) = (self.phase, self.measures.loss);
        match phase {
            Phase::Forward => self.forward()?,
            Phase::Message => self.send_message(),
            Phase::FlipCosts(l) => self.flip_costs(l),
            Phase::LayerProblem(l) => self.solve_layer(l)?,
            Phase::Step => self.step_weights()?,
        }
        let report = if detail { self.observe(phase, loss)? } else { Report::plain(phase.block()) };
        self.iteration += usize::from(phase == Phase::Step);
        self.phase = phase.next(self.hidden());
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

    #[allow(clippy::misnamed_getters, reason = "what the solver hands over is the averaged network")]
    fn network(&self) -> &Network<F> {
        &self.averaged
    }

    fn measures(&self) -> &Measures {
        &self.measures
    }

    /// Residuals of the layer problems, on the first `RESIDUALS` samples of the batch.
    fn measure(&mut self) -> Result<(), Error> {
        let few: Vec<usize> = (0..self.batches.size().min(RESIDUALS)).collect();
        if self.iteration == 0 || self.phase != Phase::Forward {
            return Ok(());
        }
        for l in 0..self.hidden() {
            let settled = self.settled_of(l, &few)?;
            self.measures.dynamics[l] = settled.residual();
            self.measures.spikes[l] = settled.wrong;
        }
        Ok(())
    }

    fn auxiliary(&self, n: usize) -> Option<Auxiliary<F>> {
        if self.iteration == 0 && self.phase == Phase::Forward {
            return None;
        }
        let k = self.batches.current().iter().position(|&b| b == n)?;
        // Nearly every spike near the threshold has some price; those above the layer's root mean square are
        // the ones that the step is about.
        let spikes = (0..self.problems.len()).map(|l| self.wanted(l, &[k]).flat().to_owned());
        let potential = |l: usize| {
            let shift = if self.problems[l].charged() { self.settled_of(l, &[k]).ok()?.shift } else { return None };
            Some(sample(&self.activity.potentials[l], k) + shift.flat())
        };
        let potentials = (0..self.problems.len())
            .map(|l| Some(potential(l).unwrap_or_else(|| sample(&self.activity.potentials[l], k))))
            .chain([None]);
        Some(Auxiliary { spikes: spikes.collect(), potentials: potentials.collect() })
    }

    fn belief(&self, most: usize) -> Result<Option<Belief<F>>, Error> {
        self.believed(most)
    }

    fn set_live(&mut self, key: &str, value: f64) -> Result<(), Error> {
        self.settings = self.settings.changed(key, value)?;
        // The factored Gram matrices hold the old mu.
        self.averages.iter_mut().for_each(Averages::unsettle);
        Ok(())
    }
}

/// Sample `k` of a series, `[t][neuron]`.
fn sample<F: Scalar>(series: &Series<F>, k: usize) -> Array2<F> {
    series.sample(k).flat().to_owned()
}
