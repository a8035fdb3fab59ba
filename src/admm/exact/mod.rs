//! Solver `exact`: ADMM with exact spikes.
//!
//! The constraints of the network stand in trace form, `z_l = W_l c_{l-1} - theta R_l`, spikes stay 0 or 1, and every
//! iteration starts from the real forward pass, so there is no gap between what the optimiser believes and what the
//! network does. The multiplier of a layer's constraint tells the layer below what each of its spikes is worth. One
//! iteration, block by block:
//!
//! 1. `forward`: `W` gives `z_l, a_l, c_l`; the readout gives `p = softmax(W_L c_L[T])`.
//! 2. `message`: for classes, multiplier `lambda_L = onehot(y) - p`; slope and curvature of the loss in the last hidden trace. For
//!    target trains ([`Target`]) the loss is quadratic in that trace, its slope and curvature hold at every step, and the
//!    readout is not trained.
//! 3. `flip_costs_l` and `layer_problem_l`, from the last hidden layer to the first: the exact cost of flipping each
//!    spike picks its Heaviside branch and its multiplier ([`flip_costs`]), and the layer problem is solved by scaled
//!    ADMM ([`LayerProblem`]).
//! 4. `step`: running averages of the statistics, a step of fixed size in the hidden layers, a capped one in the
//!    readout; averaged weights are kept beside.
//!
//! **Relation to surrogate gradients.** No derivative of the step function is ever taken. But with `K = 1`, a frozen
//! reset and `Q = 0`, the multiplier equals minus the gradient of a boxcar surrogate of width `2m` with detached resets,
//! and the step is that gradient preconditioned by the inputs' Gram matrix: the place where the two methods meet. With
//! `K >= 2` (the default) the layer problem keeps genuine scaled multipliers.

mod belief;
mod flip_cost;
mod layer_problem;
mod method;
mod settings;

pub use flip_cost::{Message, flip_costs, multipliers, pair_costs};
pub use layer_problem::{LayerProblem, Outcome, prox};
pub use method::Descriptor;
pub use settings::{FlippedReset, Settings};

use std::sync::Arc;

use ndarray::Array2;

use crate::Error;
use crate::linalg::{Scalar, SpdSolver, all_finite, num, product, rms, slice, slice_mut};
use crate::loss::Target;
use crate::method::Batches;
use crate::method::{Auxiliary, Belief, Block, Measures, Problem, Report, Status, Trainer};
use crate::network::{Activity, Network, Series};

/// Largest step of the readout: root mean square change of its potential at the last step.
const READOUT_STEP: f64 = 1.0;

/// Share of the loss's curvature that the flip costs of target trains take. With all of it a flip's cost is the exact change
/// of the loss; but then every rightly silent step near the threshold is guarded by `Q / (2 (1 - delta^2))`, and the many
/// guards drown the few spikes that are wanted: the outputs fall silent. Measured (agreement after 60 iterations on 40
/// samples): all of the curvature .32, with [`pair_costs`] .41, three tenths .51, with pairs .56, none .50.
const TRAIN_CURVATURE: f64 = 0.3;

/// A layer's inputs: Gram matrix and its running average, and the averaged statistics.
#[derive(Debug, Clone)]
struct Averages<F: Scalar> {
    batch_gram: Array2<F>,
    gram: Array2<F>,
    mean_statistics: Array2<F>,
    solver: SpdSolver<F>,
    step: Array2<F>,
    /// Training samples `N`.
    samples: usize,
    /// `mu' = mu tr(G) / N`.
    mu: f64,
    /// The Gram matrix never changes (first layer) and is factored.
    settled: bool,
}

impl<F: Scalar> Averages<F> {
    fn new(inputs: usize, outputs: usize, samples: usize) -> Self {
        Self {
            batch_gram: Array2::zeros((inputs, inputs)),
            gram: Array2::zeros((inputs, inputs)),
            mean_statistics: Array2::zeros((outputs, inputs)),
            solver: SpdSolver::new(inputs),
            step: Array2::zeros((outputs, inputs)),
            samples,
            mu: 0.0,
            settled: false,
        }
    }

    /// Takes inputs (`rows x n_in`) into the running Gram matrix and factors `G + mu' I`.
    fn observe(&mut self, inputs: ndarray::ArrayView2<'_, F>, weight: f64, mu: f64, block: Block) -> Result<(), Error> {
        if self.settled {
            return Ok(());
        }
        product(num(1.0 / inputs.nrows() as f64), inputs.t(), inputs, F::zero(), self.batch_gram.view_mut());
        blend(&mut self.gram, &self.batch_gram, weight);
        let trace: f64 = self.gram.diag().iter().map(|v| v.f64()).sum();
        // Silent inputs give an empty Gram matrix; any positive ridge then gives the right answer, no step.
        self.mu = if trace > 0.0 { mu * trace / self.samples as f64 } else { 1.0 };
        self.solver.factor(self.gram.view(), num(self.mu), block.kind).map_err(|error| match error {
            Error::Numerical { reason, .. } => numerical(block, reason),
            other => other,
        })
    }

    /// Averages the statistics and solves for the step; returns the root mean square change of the potential that
    /// it makes on inputs with the running Gram matrix, `sqrt(tr(dW G dW') / n_out)`.
    fn solve(&mut self, statistics: &Array2<F>, weight: f64, work: &mut Array2<F>) -> Result<f64, Error> {
        blend(&mut self.mean_statistics, statistics, weight);
        self.step.assign(&self.mean_statistics);
        self.solver.solve_rows(&mut self.step)?;
        product(F::one(), self.step.view(), self.gram.view(), F::zero(), work.view_mut());
        let square: f64 = slice(work).iter().zip(slice(&self.step)).map(|(a, b)| a.f64() * b.f64()).sum();
        Ok((square.max(0.0) / self.step.nrows() as f64).sqrt())
    }
}

/// `mean += weight (value - mean)`.
fn blend<F: Scalar>(mean: &mut Array2<F>, value: &Array2<F>, weight: f64) {
    let weight: F = num(weight);
    for (m, &v) in slice_mut(mean).iter_mut().zip(slice(value)) {
        *m += weight * (v - *m);
    }
}

/// A phase of an iteration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Forward,
    Message,
    /// Index of the hidden layer, from 0.
    FlipCosts(usize),
    LayerProblem(usize),
    Step,
}

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
    /// `p`, `[n][class]`.
    probabilities: Array2<F>,
    /// `lambda_L = onehot(y) - p`, `[n][class]`.
    lambda_readout: Array2<F>,
    /// Slope and curvature of the loss in the last hidden trace at `T`, `[n][neuron]`.
    slope: Array2<F>,
    curvature: Array2<F>,
    /// Target trains, and the slope of their loss in the last hidden trace, `[t][n][neuron]`.
    target: Option<(Target<F>, Series<F>)>,
    /// Message into each hidden layer but the last.
    messages: Vec<Series<F>>,
    kappa: Vec<Series<F>>,
    problems: Vec<LayerProblem<F>>,
    averages: Vec<Averages<F>>,
    readout_statistics: Array2<F>,
    /// Products of the size of each layer's weights.
    work: Vec<Array2<F>>,
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
        let classes = sizes[sizes.len() - 1];
        Error::check_shape("readout", problem.data.outputs(), classes)?;
        let last = hidden[hidden.len() - 1];
        let widest = hidden.iter().copied().max().unwrap_or(0);
        let layers = || sizes.windows(2).map(|pair| (pair[0], pair[1]));
        let mut solver = Self {
            network: problem.start.clone(),
            averaged: problem.start.clone(),
            phase: Phase::Forward,
            iteration: 0,
            measures: Measures::default(),
            batch_input: (!batches.whole()).then(|| Series::zeros(steps, size, sizes[0])),
            batch_labels: problem.data.labels[..size].to_vec(),
            batches,
            activity: Activity::new(&sizes, steps, size),
            probabilities: Array2::zeros((size, classes)),
            lambda_readout: Array2::zeros((size, classes)),
            slope: Array2::zeros((size, last)),
            curvature: Array2::zeros((size, last)),
            target: Target::of(&problem.data, problem.start.delta).map(|t| (t, Series::zeros(steps, size, last))),
            messages: hidden[..hidden.len() - 1].iter().map(|&n| Series::zeros(steps, size, n)).collect(),
            kappa: hidden.iter().map(|&n| Series::zeros(steps, size, n)).collect(),
            problems: layers().take(hidden.len()).map(|(i, o)| LayerProblem::new(steps, size, i, o)).collect(),
            averages: layers().map(|(i, o)| Averages::new(i, o, samples)).collect(),
            readout_statistics: Array2::zeros((classes, last)),
            work: layers().map(|(i, o)| Array2::zeros((o, i))).collect(),
            reverse: vec![F::zero(); 2 * size * widest],
            settings,
            problem,
        };
        solver.measures.dynamics = vec![None; sizes.len() - 1];
        solver.measures.spikes = vec![None; hidden.len()];
        Ok(solver)
    }

    /// Flip costs `kappa` of a hidden layer (index from 0), `[t][n][neuron]`.
    pub fn kappa(&self, layer: usize) -> Option<&Series<F>> {
        self.kappa.get(layer)
    }

    /// The problem of a hidden layer (index from 0), as it was last solved.
    pub fn layer_problem(&self, layer: usize) -> Option<&LayerProblem<F>> {
        self.problems.get(layer)
    }

    /// Running Gram matrix of a layer's input traces (index from 0), `[in][in]`.
    pub fn gram(&self, layer: usize) -> Option<&Array2<F>> {
        self.averages.get(layer).map(|a| &a.gram)
    }

    /// What the last forward pass computed, for the samples of the batch.
    pub fn activity(&self) -> &Activity<F> {
        &self.activity
    }

    /// Multiplier of the readout, `onehot(y) - p`, `[n][class]`.
    pub fn lambda_readout(&self) -> &Array2<F> {
        &self.lambda_readout
    }

    /// Slope `g` and curvature `Q` of the loss in the last hidden layer's trace at `T`, `[n][neuron]`.
    pub fn message_to_last(&self) -> (&Array2<F>, &Array2<F>) {
        (&self.slope, &self.curvature)
    }

    /// The message `g` into a hidden layer below the last (index from 0), `[t][n][neuron]`.
    pub fn message_to(&self, layer: usize) -> Option<&Series<F>> {
        self.messages.get(layer)
    }

    fn hidden(&self) -> usize {
        self.problems.len()
    }

    fn block(&self, phase: Phase) -> Block {
        match phase {
            Phase::Forward => Block::whole("forward"),
            Phase::Message => Block::whole("message"),
            Phase::FlipCosts(l) => Block::of_layer("flip_costs", l + 1),
            Phase::LayerProblem(l) => Block::of_layer("layer_problem", l + 1),
            Phase::Step => Block::whole("step"),
        }
    }

    fn after(&self, phase: Phase) -> Phase {
        match phase {
            Phase::Forward => Phase::Message,
            Phase::Message => Phase::FlipCosts(self.hidden() - 1),
            Phase::FlipCosts(l) => Phase::LayerProblem(l),
            Phase::LayerProblem(0) => Phase::Step,
            Phase::LayerProblem(l) => Phase::FlipCosts(l - 1),
            Phase::Step => Phase::Forward,
        }
    }

    /// Weight of the newest value in a running average that starts without a past.
    fn weight(&self) -> f64 {
        let beta = self.settings.average;
        (1.0 - beta) / (1.0 - libm::pow(beta, (self.iteration + 1) as f64))
    }

    fn draw_batch(&mut self) {
        let Some(input) = &mut self.batch_input else { return };
        let batch = self.batches.draw(self.iteration);
        self.problem.input_trace.select_into(batch, input);
        for (label, &n) in self.batch_labels.iter_mut().zip(batch) {
            *label = self.problem.data.labels[n];
        }
    }

    /// `W -> z, a, c` and `p = softmax(W_L c_L[T])`.
    fn forward(&mut self, report: &mut Report, detail: bool) -> Result<(), Error> {
        self.draw_batch();
        let input = self.batch_input.as_ref().unwrap_or(&self.problem.input_trace);
        self.network.forward(input, &mut self.activity)?;
        let loss = match (&self.target, self.activity.traces.last()) {
            (Some((target, _)), Some(traces)) => target.loss(traces, &self.batch_labels),
            _ => self.activity.cross_entropy(&self.batch_labels),
        };
        if !loss.is_finite() {
            return Err(numerical(self.block(Phase::Forward), "the loss is not finite"));
        }
        if detail {
            report.quantity = Some("loss");
            report.before = self.measures.loss;
            report.after = Some(loss);
            let spikes = self.activity.spikes.iter().flat_map(|a| a.values()).filter(|a| **a > F::zero()).count();
            let cells = self.activity.spikes.iter().map(|a| a.values().len()).sum();
            report.changed = Some((spikes, cells));
        }
        self.measures.loss = Some(loss);
        self.measures.objective = Some(loss);
        Ok(())
    }

    /// `lambda_L = onehot(y) - p`, `g[T] = -lambda_L W_L`, `Q[T]_i = sum_k p_k W_ki^2 - (sum_k p_k W_ki)^2`.
    /// For target trains `g[t] = (c_t - c*_t) / K`.
    fn message(&mut self, report: &mut Report, detail: bool) -> Result<(), Error> {
        if let (Some((target, slope)), Some(traces)) = (&mut self.target, self.activity.traces.last()) {
            target.slope(traces, &self.batch_labels, slope);
            report.change = detail.then(|| rms(slope.values()));
            return Ok(());
        }
        let readout = &self.network.weights[self.problems.len()];
        self.activity.softmax(&mut self.probabilities);
        let rows = self.probabilities.outer_iter().zip(self.lambda_readout.outer_iter_mut());
        for ((p, mut lambda), &label) in rows.zip(&self.batch_labels) {
            for (k, (lambda, &p)) in lambda.iter_mut().zip(p).enumerate() {
                *lambda = F::step(k == label) - p;
            }
        }
        product(-F::one(), self.lambda_readout.view(), readout.view(), F::zero(), self.slope.view_mut());
        // Q = p W^2 - (p W)^2; the first product borrows the readout's work space for W^2.
        product(F::one(), self.probabilities.view(), readout.view(), F::zero(), self.curvature.view_mut());
        let squares = &mut self.work[self.problems.len()];
        for (square, &w) in slice_mut(squares).iter_mut().zip(slice(readout)) {
            *square = w * w;
        }
        for q in slice_mut(&mut self.curvature) {
            *q = -*q * *q;
        }
        product(F::one(), self.probabilities.view(), squares.view(), F::one(), self.curvature.view_mut());
        if detail {
            report.extras.push(("rms_lambda", rms(slice(&self.lambda_readout))));
            report.change = Some(rms(slice(&self.slope)));
        }
        Ok(())
    }

    /// Flip costs, branches and multipliers of hidden layer `l`, and the message to the layer below.
    fn flip_costs(&mut self, l: usize, report: &mut Report, detail: bool) -> Result<(), Error> {
        let (potential, spikes) = (&self.activity.potentials[l], &self.activity.spikes[l]);
        let curvature = self.target.as_ref().map_or(F::zero(), |(t, _)| t.curvature() * num(TRAIN_CURVATURE));
        let message = match &self.target {
            _ if l + 1 < self.problems.len() => Message::Every { slope: &self.messages[l] },
            Some((_, slope)) => Message::Quadratic { slope, curvature },
            None => Message::Last { slope: slice(&self.slope), curvature: slice(&self.curvature) },
        };
        let (delta, theta) = (self.network.delta, self.network.theta);
        let stride = spikes.stride();
        let work = &mut self.reverse[..2 * stride];
        let kappa = &mut self.kappa[l];
        flip_costs(potential, spikes, message, self.settings.reset, delta, theta, work, kappa);
        if let Message::Quadratic { .. } = message {
            pair_costs(spikes, curvature, delta, work, kappa);
        }
        let lambda = &mut self.problems[l].lambda;
        multipliers(kappa, potential, spikes, theta, num(self.settings.margin), lambda);
        if l > 0 {
            // g <- -lambda_l W_l
            let below = self.messages[l - 1].flat_mut();
            product(-F::one(), lambda.flat(), self.network.weights[l].view(), F::zero(), below);
        }
        if detail {
            let wrong = lambda
                .values()
                .iter()
                .zip(spikes.values())
                .filter(|(l, a)| if **a > F::zero() { **l < F::zero() } else { **l > F::zero() });
            let charged = lambda.values().iter().filter(|l| **l != F::zero()).count();
            report.changed = Some((wrong.count(), charged));
            report.extras.push(("rms_lambda", rms(lambda.values())));
        }
        Ok(())
    }

    fn layer_problem_block(&mut self, l: usize, report: &mut Report, detail: bool) -> Result<(), Error> {
        let weight = self.weight();
        let block = self.block(Phase::LayerProblem(l));
        let input = match l.checked_sub(1) {
            Some(below) => &self.activity.traces[below],
            None => self.batch_input.as_ref().unwrap_or(&self.problem.input_trace),
        };
        let averages = &mut self.averages[l];
        // The first layer's inputs are the data: their Gram matrix is taken once, over all samples.
        let observed = if l == 0 { &self.problem.input_trace } else { input };
        averages.observe(observed.flat(), weight, self.settings.mu, block)?;
        averages.settled = l == 0;
        let (theta, margin) = (self.network.theta, num(self.settings.margin));
        let v0 = &self.activity.potentials[l];
        let problem = &mut self.problems[l];
        let outcome = problem.solve(v0, input, &averages.solver, self.settings.inner, theta, margin)?;
        if !all_finite(slice(&problem.step)) {
            return Err(numerical(block, "the layer problem's weights are not finite"));
        }
        self.measures.dynamics[l] = outcome.primal;
        self.measures.spikes[l] = outcome.wrong;
        if detail {
            report.change = Some(rms(slice(&problem.step)));
            report.extras.extend([("rounds", self.settings.inner as f64), ("mu", averages.mu)]);
            if let Some(primal) = outcome.primal {
                report.quantity = Some("layer_objective");
                report.before = Some(problem.objective(v0, theta, margin, averages.mu, false));
                report.after = Some(problem.objective(v0, theta, margin, averages.mu, true));
                report.residual = Some((problem.first_residual(v0, theta, margin), primal));
                report.extras.push(("rho", problem.rho));
            }
        }
        Ok(())
    }

    /// Size of the hidden steps now: `tau` with cosine decay over the planned iterations.
    fn tau(&self) -> f64 {
        let progress = (self.iteration as f64 / self.settings.iterations as f64).min(1.0);
        self.settings.tau * 0.5 * (1.0 + libm::cos(std::f64::consts::PI * progress))
    }

    fn step_weights(&mut self, report: &mut Report, detail: bool) -> Result<(), Error> {
        let weight = self.weight();
        let tau = self.tau();
        let hidden = self.problems.len();
        // The readout's problem has no step function: lambda_L C' is its statistic as it stands.
        let last = &self.activity.traces[hidden - 1];
        let end = last.at(last.steps() - 1);
        let each: F = num(1.0 / end.nrows() as f64);
        product(each, self.lambda_readout.t(), end, F::zero(), self.readout_statistics.view_mut());
        self.averages[hidden].observe(end, weight, self.settings.mu, Block::whole("step"))?;
        let mut moved = 0.0;
        let trained = if self.target.is_some() { hidden } else { hidden + 1 };
        for l in 0..trained {
            let statistics = if l < hidden { &self.problems[l].statistics } else { &self.readout_statistics };
            let size = self.averages[l].solve(statistics, weight, &mut self.work[l])?;
            let scale = match (size > 0.0, l < hidden) {
                (false, _) => 0.0,
                (true, true) => tau / size,
                (true, false) => (READOUT_STEP / size).min(1.0),
            };
            let scale_f: F = num(scale);
            for (w, &d) in slice_mut(&mut self.network.weights[l]).iter_mut().zip(slice(&self.averages[l].step)) {
                *w += scale_f * d;
            }
            if detail {
                moved += (scale * rms(slice(&self.averages[l].step))).powi(2);
            }
        }
        if !self.network.is_finite() {
            return Err(numerical(self.block(Phase::Step), "a weight is not finite"));
        }
        let keep = self.settings.average;
        for (mean, w) in self.averaged.weights.iter_mut().zip(&self.network.weights) {
            blend(mean, w, 1.0 - keep);
        }
        if detail {
            report.change = Some(moved.sqrt());
            report.extras.push(("tau", tau));
            // What the step does to the real network: the pictures still need the activity of the old weights.
            let input = self.batch_input.as_ref().unwrap_or(&self.problem.input_trace);
            let mut activity = self.activity.clone();
            self.network.forward(input, &mut activity)?;
            report.quantity = Some("loss");
            report.before = self.measures.loss;
            report.after = Some(activity.cross_entropy(&self.batch_labels));
            report.changed = Some(activity.spikes_that_differ(&self.activity));
        }
        Ok(())
    }
}

fn numerical(block: Block, reason: &'static str) -> Error {
    Error::Numerical { block: block.name(), reason }
}

impl<F: Scalar> Trainer<F> for Exact<F> {
    fn next_block(&self) -> Block {
        self.block(self.phase)
    }

    fn blocks(&self) -> Vec<Block> {
        let mut phase = Phase::Forward;
        let mut out = vec![self.block(phase)];
        while phase != Phase::Step {
            phase = self.after(phase);
            out.push(self.block(phase));
        }
        out
    }

    fn step(&mut self, detail: bool) -> Result<Report, Error> {
        let phase = self.phase;
        let mut report = Report::plain(self.block(phase));
        match phase {
            Phase::Forward => self.forward(&mut report, detail)?,
            Phase::Message => self.message(&mut report, detail)?,
            Phase::FlipCosts(l) => self.flip_costs(l, &mut report, detail)?,
            Phase::LayerProblem(l) => self.layer_problem_block(l, &mut report, detail)?,
            Phase::Step => {
                self.step_weights(&mut report, detail)?;
                self.iteration += 1;
            }
        }
        self.phase = self.after(phase);
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

    fn auxiliary(&self, n: usize) -> Option<Auxiliary<F>> {
        if self.iteration == 0 && self.phase == Phase::Forward {
            return None;
        }
        let k = self.batches.current().iter().position(|&b| b == n)?;
        // Nearly every spike near the threshold has some price; those above the layer's root mean square are
        // the ones that the step is about.
        let layers = self.activity.spikes.iter().zip(&self.problems);
        let spikes = layers.map(|(a, problem)| belief::wanted(a, problem, &[k]).flat().to_owned());
        let potentials = self
            .activity
            .potentials
            .iter()
            .zip(&self.problems)
            .map(|(v0, problem)| Some(sample(v0, k) + sample(&problem.shift, k)))
            .chain([None]);
        Some(Auxiliary { spikes: spikes.collect(), potentials: potentials.collect() })
    }

    fn belief(&self, most: usize) -> Result<Option<Belief<F>>, Error> {
        Ok(self.believed(most))
    }

    fn set_live(&mut self, key: &str, value: f64) -> Result<(), Error> {
        self.settings = self.settings.changed(key, value)?;
        // The factored Gram matrices hold the old mu.
        self.averages.iter_mut().for_each(|a| a.settled = false);
        Ok(())
    }
}

/// Sample `k` of a series, `[t][neuron]`.
fn sample<F: Scalar>(series: &Series<F>, k: usize) -> Array2<F> {
    series.sample(k).flat().to_owned()
}
