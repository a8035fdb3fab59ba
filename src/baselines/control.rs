//! The control: hidden layers stay as they were drawn, the readout is fitted by ridge regression.
//!
//! A method that does not beat it has not used its hidden layers. Where the target is a spike train, the output neurons are
//! what is fitted.

mod method;
mod settings;

pub use method::Descriptor;
pub use settings::Settings;

use std::sync::Arc;

use ndarray::Array2;

use crate::Error;
use crate::linalg::{Scalar, SpdSolver, num, product, slice};
use crate::loss::Target;
use crate::method::{Auxiliary, Block, Bound, Measures, Problem, Report, Status, Trainer};
use crate::network::{Activity, Network, Series};

/// Fits the readout in closed form, `W_L = Y'C (C'C + kappa I)^-1`, with `C = c_{L-1}[T]` (`N x n`) and one-hot `Y`
/// (`N x classes`). In `f64` whatever the precision of the data: with more neurons than samples only `kappa` makes the
/// system regular, and single precision loses it beside the Gram matrix.
///
/// # Errors
/// [`Error::Shape`] when the arrays do not fit, [`Error::Numerical`] when the system has no solution.
pub fn fit_readout<F: Scalar>(
    traces: ndarray::ArrayView2<'_, F>,
    labels: &[usize],
    kappa: f64,
    readout: &mut Array2<F>,
) -> Result<(), Error> {
    let (samples, neurons) = traces.dim();
    Error::check_shape("labels", samples, labels.len())?;
    Error::check_shape("readout", neurons, readout.ncols())?;
    let traces = traces.mapv(Scalar::f64);
    let mut gram = Array2::zeros((neurons, neurons));
    product(1.0, traces.t(), traces.view(), 0.0, gram.view_mut());
    let mut solver = SpdSolver::new(neurons);
    solver.factor(gram.view(), kappa, "readout")?;
    let mut rows = Array2::<f64>::zeros(readout.dim());
    for (row, &label) in traces.outer_iter().zip(labels) {
        let mut out = rows.row_mut(label);
        out += &row;
    }
    solver.solve_rows(&mut rows)?;
    readout.zip_mut_with(&rows, |w, &wide| *w = num(wide));
    Ok(())
}

/// Fits the output neurons of `network` to target trains in closed form: ridge regression of the potential that fires
/// them, whose own resets are known,
///
/// ```text
/// W c_t = theta R*_t + theta + m (2 a*_t - 1),    R*_t = c*_{t-1},    m = theta.
/// ```
///
/// `activity` holds a forward pass of the hidden layers below, from `input_trace`. In `f64`, as [`fit_readout`].
///
/// # Errors
/// [`Error::Shape`] when the arrays do not fit, [`Error::Numerical`] when the system has no solution.
pub fn fit_output<F: Scalar>(
    activity: &Activity<F>,
    input_trace: &Series<F>,
    target: &Target<F>,
    labels: &[usize],
    kappa: f64,
    network: &mut Network<F>,
) -> Result<(), Error> {
    let layer = network.depth() - 2;
    let theta = network.theta.f64();
    let inputs = layer.checked_sub(1).map_or(input_trace, |below| &activity.traces[below]);
    let weights = &mut network.weights[layer];
    Error::check_shape("labels", inputs.samples(), labels.len())?;
    Error::check_shape("target", (inputs.steps(), weights.nrows()), (target.trains().steps(), target.outputs()))?;
    Error::check_shape("output weights", inputs.neurons(), weights.ncols())?;
    let traces = inputs.flat().mapv(Scalar::f64);
    let mut gram = Array2::zeros((traces.ncols(), traces.ncols()));
    product(1.0, traces.t(), traces.view(), 0.0, gram.view_mut());
    let mut solver = SpdSolver::new(traces.ncols());
    solver.factor(gram.view(), kappa, "readout")?;
    let mut wanted = Array2::<f64>::zeros((traces.nrows(), weights.nrows()));
    for (row, mut out) in wanted.outer_iter_mut().enumerate() {
        let (t, label) = (row / labels.len(), labels[row % labels.len()]);
        for (k, out) in out.iter_mut().enumerate() {
            let reset = if t == 0 { 0.0 } else { target.traces().at(t - 1)[(label, k)].f64() };
            *out = theta * (reset + 2.0 * target.trains().at(t)[(label, k)].f64());
        }
    }
    let mut rows = Array2::<f64>::zeros(weights.dim());
    product(1.0, wanted.t(), traces.view(), 0.0, rows.view_mut());
    solver.solve_rows(&mut rows)?;
    weights.zip_mut_with(&rows, |w, &wide| *w = num(wide));
    Ok(())
}

/// The control as a trainer of one iteration: `forward`, then `readout`.
pub struct Control<F: Scalar> {
    problem: Arc<Problem<F>>,
    network: Network<F>,
    activity: Activity<F>,
    target: Option<Target<F>>,
    kappa: f64,
    fitted: bool,
    forwarded: bool,
    measures: Measures,
}

impl<F: Scalar> Control<F> {
    /// A control with ridge `kappa > 0`.
    ///
    /// # Errors
    /// [`Error::Setting`] when `kappa` is not positive.
    pub fn new(problem: Arc<Problem<F>>, kappa: f64) -> Result<Self, Error> {
        Bound::Positive.check("kappa", kappa)?;
        let sizes = problem.start.sizes();
        let input = &problem.input_trace;
        let measures = Measures {
            dynamics: vec![None; sizes.len() - 1],
            spikes: vec![None; sizes.len() - 2],
            ..Measures::default()
        };
        Ok(Self {
            activity: Activity::new(&sizes, input.steps(), input.samples()),
            network: problem.start.clone(),
            target: Target::of(&problem.data, problem.start.delta),
            problem,
            kappa,
            fitted: false,
            forwarded: false,
            measures,
        })
    }

    /// Mean over samples of `|W_L c - y|^2`, or the loss of the target trains; of the last forward pass.
    fn loss(&mut self) -> f64 {
        if let (Some(target), Some(traces)) = (&self.target, self.activity.traces.last()) {
            return target.loss(traces, &self.problem.data.labels);
        }
        let readout = &self.network.weights[self.network.depth() - 1];
        let last = &self.activity.traces[self.activity.traces.len() - 1];
        product(F::one(), last.at(last.steps() - 1), readout.t(), F::zero(), self.activity.output.view_mut());
        let rows = self.activity.output.outer_iter().zip(&self.problem.data.labels);
        let total: f64 = rows
            .flat_map(|(row, &y)| {
                row.into_iter().enumerate().map(move |(k, o)| (o.f64() - f64::from(u8::from(k == y))).powi(2))
            })
            .sum();
        total / self.problem.data.len().max(1) as f64
    }

    fn fit(&mut self) -> Result<(), Error> {
        let last = &self.activity.traces[self.activity.traces.len() - 1];
        let depth = self.network.depth();
        let readout = &mut self.network.weights[depth - 1];
        fit_readout(last.at(last.steps() - 1), &self.problem.data.labels, self.kappa, readout)
    }
}

impl<F: Scalar> Trainer<F> for Control<F> {
    fn next_block(&self) -> Block {
        Block::whole(if self.forwarded && !self.fitted { "readout" } else { "forward" })
    }

    fn blocks(&self) -> Vec<Block> {
        vec![Block::whole("forward"), Block::whole("readout")]
    }

    fn step(&mut self, detail: bool) -> Result<Report, Error> {
        let mut report = Report::plain(self.next_block());
        if !self.mid_iteration() {
            self.network.forward(&self.problem.input_trace, &mut self.activity)?;
            self.forwarded = true;
            return Ok(report);
        }
        let before = if detail { Some(self.loss()) } else { None };
        if let Some(target) = &self.target {
            let labels = &self.problem.data.labels;
            let input = &self.problem.input_trace;
            fit_output(&self.activity, input, target, labels, self.kappa, &mut self.network)?;
            self.network.forward(input, &mut self.activity)?;
        } else {
            self.fit()?;
        }
        self.fitted = true;
        let after = self.loss();
        self.measures.loss = Some(after);
        // The ridge regression of the potentials is another problem than the distance of the trains.
        self.measures.objective = self.target.is_none().then(|| {
            let norm: f64 =
                slice(&self.network.weights[self.network.depth() - 1]).iter().map(|w| w.f64() * w.f64()).sum();
            after + self.kappa * norm / self.problem.data.len().max(1) as f64
        });
        if detail {
            report.quantity = Some("loss");
            report.before = before;
            report.after = Some(after);
        }
        Ok(report)
    }

    fn iteration(&self) -> usize {
        usize::from(self.fitted)
    }

    fn mid_iteration(&self) -> bool {
        self.forwarded && !self.fitted
    }

    fn status(&self) -> Status {
        if self.fitted { Status::Converged } else { Status::Running }
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

    fn set_live(&mut self, key: &str, value: f64) -> Result<(), Error> {
        let settings = Settings { kappa: self.kappa, ..Settings::default() };
        self.kappa = settings.changed(key, value)?.kappa;
        Ok(())
    }
}
