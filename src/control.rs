//! The control: hidden layers stay as they were drawn, the readout is fitted by ridge regression.
//!
//! A method that does not beat it has not used its hidden layers.

use std::sync::Arc;

use ndarray::Array2;

use crate::Error;
use crate::linalg::{Scalar, SpdSolver, num, product, slice};
use crate::network::{Activity, Network};
use crate::trainer::{Auxiliary, Block, Measures, Problem, Report, Status, Trainer, not_live};

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

/// The control as a trainer of one iteration: `forward`, then `readout`.
pub struct Control<F: Scalar> {
    problem: Arc<Problem<F>>,
    network: Network<F>,
    activity: Activity<F>,
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
        check_ridge(kappa)?;
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
            problem,
            kappa,
            fitted: false,
            forwarded: false,
            measures,
        })
    }

    /// Mean over samples of `|W_L c - y|^2`.
    fn loss(&mut self) -> f64 {
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
        let last = &self.activity.traces[self.activity.traces.len() - 1];
        let depth = self.network.depth();
        let readout = &mut self.network.weights[depth - 1];
        fit_readout(last.at(last.steps() - 1), &self.problem.data.labels, self.kappa, readout)?;
        self.fitted = true;
        let after = self.loss();
        let norm: f64 = slice(&self.network.weights[depth - 1]).iter().map(|w| w.f64() * w.f64()).sum();
        self.measures.loss = Some(after);
        self.measures.objective = Some(after + self.kappa * norm / self.problem.data.len().max(1) as f64);
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
        if key != "kappa" {
            return Err(not_live(key, value));
        }
        check_ridge(value)?;
        self.kappa = value;
        Ok(())
    }
}

fn check_ridge(kappa: f64) -> Result<(), Error> {
    if kappa > 0.0 && kappa.is_finite() {
        return Ok(());
    }
    Err(Error::Setting { key: "kappa".into(), given: kappa.to_string(), allowed: "a positive number".into() })
}
