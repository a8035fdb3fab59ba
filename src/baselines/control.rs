//! The control: hidden layers stay as they were drawn, the readout is fitted by ridge regression.
//!
//! A method that does not beat it has not used its hidden layers. Where the target is a spike train, the output neurons are
//! what is fitted.

mod method;
mod settings;

pub use method::Descriptor;
pub use settings::Settings;

use std::sync::Arc;

use crate::Error;
use crate::linalg::Scalar;
use crate::loss::{self, Loss};
use crate::method::{Auxiliary, Block, Bound, Measures, Problem, Report, Status, Trainer};
use crate::network::{Activity, Network};

/// The control as a trainer of one iteration: `forward`, then `readout`.
pub struct Control<F: Scalar> {
    problem: Arc<Problem<F>>,
    network: Network<F>,
    activity: Activity<F>,
    loss: Box<dyn Loss<F>>,
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
            loss: loss::of(&problem.data, problem.start.delta),
            problem,
            kappa,
            fitted: false,
            forwarded: false,
            measures,
        })
    }

    /// What the fit is judged by, of the last forward pass; see [`Loss::fit_value`].
    fn fit_value(&self) -> (f64, bool) {
        self.loss.fit_value((&self.activity).into(), &self.problem.data.labels)
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
        let before = detail.then(|| self.fit_value().0);
        let (input, labels) = (&self.problem.input_trace, &self.problem.data.labels);
        self.loss.fit(&self.activity, input, labels, self.kappa, &mut self.network)?;
        self.network.forward(input, &mut self.activity)?;
        self.fitted = true;
        let (after, minimised) = self.fit_value();
        self.measures.loss = Some(after);
        self.measures.objective = minimised.then(|| {
            after + self.kappa * self.network.readout().norm_squared() / self.problem.data.len().max(1) as f64
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
