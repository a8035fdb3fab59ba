//! Algorithm 1 of the paper, one block at a time.

use ndarray::Array2;
use rand::Rng;

use super::variables::step;
use super::{Anchor, AugmentedLagrangian, Settings, Variables, Work};
use crate::Error;
use crate::linalg::{Scalar, all_finite, num, rms, slice};
use crate::method::{Auxiliary, Belief, Block, Measures, Problem, Report, Status, Trainer};
use crate::network::{Network, Series};

/// Below this, the residuals and the change of the weights count as zero (root mean squares).
const CONVERGED: f64 = 1e-6;

/// One block; layers and times by index from 0.
#[derive(Debug, Clone, Copy)]
enum Stage {
    Weights(usize),
    Spikes(usize, usize),
    Potentials(usize, usize),
    Readout,
    Multiplier,
}

/// One iteration, in order.
fn algorithm(hidden: usize, steps: usize) -> Vec<Stage> {
    let mut order = Vec::new();
    for l in 0..hidden {
        order.push(Stage::Weights(l));
        for t in 0..steps {
            order.push(Stage::Spikes(l, t));
            order.push(Stage::Potentials(l, t));
        }
    }
    order.extend([Stage::Weights(hidden), Stage::Readout, Stage::Multiplier]);
    order
}

/// Solver `paper`.
#[derive(Debug, Clone)]
pub struct Paper<F: Scalar> {
    settings: Settings,
    lagrangian: AugmentedLagrangian<F>,
    variables: Variables<F>,
    work: Work<F>,
    order: Vec<Stage>,
    /// Position in `order` of the next block.
    cursor: usize,
    /// The hidden layer for which drive, pull and factors in `work` hold.
    prepared: Option<usize>,
    iteration: usize,
    status: Status,
    measures: Measures,
    /// Weights at the end of the last iteration.
    previous: Vec<Array2<F>>,
    /// The block's variable before a detailed step.
    before: Vec<F>,
}

impl<F: Scalar> Paper<F> {
    /// Starts as the paper does: `W = 0`, `z` and `a` uniform in `[0, 1)`, `lambda = 0`. Of `problem.start` only the
    /// sizes, `delta` and `theta` matter.
    ///
    /// # Errors
    /// [`Error::Setting`] for settings out of range, [`Error::Shape`] when data and network do not fit,
    /// [`Error::Numerical`] for an input that is not finite.
    pub fn new<R: Rng>(problem: &Problem<F>, settings: Settings, rng: &mut R) -> Result<Self, Error> {
        let input = &problem.data.input;
        let variables = Variables::random(&problem.start, input.steps(), input.samples(), rng);
        Self::from_variables(problem, settings, variables)
    }

    /// Starts from the given state.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn from_variables(
        problem: &Problem<F>,
        settings: Settings,
        mut variables: Variables<F>,
    ) -> Result<Self, Error> {
        settings.validate()?;
        let lagrangian = AugmentedLagrangian::new(&problem.data, num(settings.rho), num(settings.beta))?;
        let sizes = variables.network.sizes();
        let ends = (problem.data.input.neurons(), problem.data.classes);
        Error::check_shape("network (inputs, classes)", ends, (sizes[0], sizes[sizes.len() - 1]))?;
        variables.check(lagrangian.steps(), lagrangian.samples())?;
        let (hidden, steps) = (variables.hidden(), lagrangian.steps());
        variables.u[hidden].get_or_insert_with(|| Series::zeros(steps, lagrangian.samples(), sizes[sizes.len() - 1]));
        let mut work = Work::new(&variables);
        let mut measures = Measures::default();
        lagrangian.measure(&variables, &mut work, &mut measures);
        Ok(Self {
            settings,
            lagrangian,
            previous: variables.network.weights().cloned().collect(),
            variables,
            work,
            order: algorithm(hidden, steps),
            cursor: 0,
            prepared: None,
            iteration: 0,
            status: Status::Running,
            measures,
            before: Vec::new(),
        })
    }

    /// The settings, with changes made during the run.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Weights, auxiliary variables and scaled multipliers as they are now.
    pub fn variables(&self) -> &Variables<F> {
        &self.variables
    }

    /// The multiplier `lambda` of the readout's last step, `[n][class]`.
    pub fn lambda(&self) -> Array2<F> {
        self.variables.lambda(self.lagrangian.rho)
    }

    /// Value of the augmented Lagrangian now.
    pub fn augmented_lagrangian(&mut self) -> f64 {
        self.lagrangian.value(&self.variables, &mut self.work)
    }

    /// Whether `lambda` is left alone in the current iteration.
    pub fn in_warmup(&self) -> bool {
        self.iteration < self.settings.warmup_iterations()
    }

    /// How a stage is called outside.
    fn block(&self, stage: Stage) -> Block {
        match stage {
            Stage::Weights(l) => Block::of_layer("W", l + 1),
            Stage::Spikes(l, t) => Block { kind: "a", layer: Some(l + 1), time: Some(t + 1) },
            Stage::Potentials(l, t) => Block { kind: "z", layer: Some(l + 1), time: Some(t + 1) },
            Stage::Readout => Block::of_layer("z", self.variables.hidden() + 1),
            Stage::Multiplier => Block::whole("lambda"),
        }
    }

    /// The variable that a stage updates.
    fn variable(&self, stage: Stage) -> &[F] {
        let Variables { network, z, a, u } = &self.variables;
        let last = a.len();
        match stage {
            Stage::Weights(l) => slice(network.layers[l].parameters()),
            Stage::Spikes(l, t) => step(&a[l], t),
            Stage::Potentials(l, t) => step(&z[l], t),
            Stage::Readout => z[last].values(),
            Stage::Multiplier => match &u[last] {
                Some(u) => step(u, u.steps() - 1),
                None => &[],
            },
        }
    }

    fn update(&mut self, stage: Stage) -> Result<(), Error> {
        let warmup = self.in_warmup();
        let Self { lagrangian, variables, work, .. } = self;
        match stage {
            Stage::Weights(l) => {
                self.prepared = None;
                lagrangian.update_weights(variables, l, Anchor::none(), work)?;
            }
            Stage::Spikes(l, t) => {
                self.prepare(l)?;
                self.lagrangian.clip_spikes_at(&mut self.variables, l, t, &mut self.work)?;
            }
            Stage::Potentials(l, t) => {
                self.prepare(l)?;
                self.lagrangian.update_potentials_at(&mut self.variables, l, t, &mut self.work);
            }
            Stage::Readout => lagrangian.sweep_readout(variables, work),
            Stage::Multiplier if warmup => {}
            Stage::Multiplier => lagrangian.ascend_multiplier(variables, work),
        }
        if all_finite(self.variable(stage)) {
            Ok(())
        } else {
            Err(Error::Numerical { block: String::new(), reason: "a number is not finite" })
        }
    }

    /// What all `a_{l,t}` and `z_{l,t}` of a layer share, once a layer.
    fn prepare(&mut self, l: usize) -> Result<(), Error> {
        if self.prepared != Some(l) {
            let Self { lagrangian, variables, work, .. } = self;
            lagrangian.drive(variables, l, work);
            lagrangian.pull(variables, l, work);
            lagrangian.factor_spikes(variables, l, work)?;
            self.prepared = Some(l);
        }
        Ok(())
    }

    /// [`Self::update`], with what it did.
    fn detailed_update(&mut self, stage: Stage) -> Result<Report, Error> {
        let mut before = std::mem::take(&mut self.before);
        before.clear();
        before.extend_from_slice(self.variable(stage));
        let (value_before, residual_before) = self.lagrangian.value_and_residual(&self.variables, &mut self.work);
        self.update(stage)?;
        let (value_after, residual_after) = self.lagrangian.value_and_residual(&self.variables, &mut self.work);

        let (theta, half) = (self.variables.network.theta, num::<F>(0.5));
        let now = self.variable(stage);
        let crossed = |level: F| before.iter().zip(now).filter(|(b, n)| (**b > level) != (**n > level)).count();
        let changed = match stage {
            Stage::Spikes(..) => Some((crossed(half), now.len())),
            Stage::Potentials(..) => Some((crossed(theta), now.len())),
            _ => None,
        };
        before.iter_mut().zip(now).for_each(|(b, &n)| *b -= n);
        let rho = self.lagrangian.rho.f64();
        // The variable of the last block is u = lambda / rho.
        let unit = if matches!(stage, Stage::Multiplier) { rho } else { 1.0 };
        let change = unit * rms(&before);
        self.before = before;
        Ok(Report {
            block: self.block(stage),
            quantity: Some("augmented_lagrangian"),
            before: Some(value_before),
            after: Some(value_after),
            residual: Some((residual_before, residual_after)),
            changed,
            change: Some(change),
            extras: vec![
                ("rho", rho),
                ("beta", self.lagrangian.beta.f64()),
                ("lambda", rho * rms(self.variable(Stage::Multiplier))),
            ],
        })
    }

    /// What is left of the sweep of layer `l` (from 0) over time: its spikes and potentials.
    fn detailed_sweep(&mut self, l: usize) -> Result<(Report, usize), Error> {
        let mut before = std::mem::take(&mut self.before);
        before.clear();
        before.extend_from_slice(self.variables.a[l].values());
        before.extend_from_slice(self.variables.z[l].values());
        let (value_before, residual_before) = self.lagrangian.value_and_residual(&self.variables, &mut self.work);
        let from = self.cursor;
        while let Stage::Spikes(..) | Stage::Potentials(..) = self.order[self.cursor] {
            self.step(false)?;
        }
        let (value_after, residual_after) = self.lagrangian.value_and_residual(&self.variables, &mut self.work);
        let (half, theta) = (num::<F>(0.5), self.variables.network.theta);
        let (a, z) = (self.variables.a[l].values(), self.variables.z[l].values());
        let (old_a, old_z) = before.split_at(a.len());
        let crossed = |old: &[F], new: &[F], level: F| {
            old.iter().zip(new).filter(|(o, n)| (**o > level) != (**n > level)).count()
        };
        let changed = (crossed(old_a, a, half), a.len());
        let branches = crossed(old_z, z, theta);
        before.iter_mut().zip(a.iter().chain(z)).for_each(|(b, &n)| *b -= n);
        let change = rms(&before);
        self.before = before;
        let report = Report {
            block: Block::of_layer("sweep", l + 1),
            quantity: Some("augmented_lagrangian"),
            before: Some(value_before),
            after: Some(value_after),
            residual: Some((residual_before, residual_after)),
            changed: Some(changed),
            change: Some(change),
            extras: vec![("potentials_changed", branches as f64)],
        };
        Ok((report, self.cursor - from))
    }

    fn finish_iteration(&mut self) {
        self.iteration += 1;
        self.lagrangian.measure(&self.variables, &mut self.work, &mut self.measures);
        let mut moved = 0.0;
        for (old, new) in self.previous.iter_mut().zip(self.variables.network.weights()) {
            moved += old.iter().zip(new).map(|(&o, &n)| (n - o).f64().powi(2)).sum::<f64>();
            old.assign(new);
        }
        let moved = (moved / self.variables.network.parameters() as f64).sqrt();
        let mut residuals = self.measures.dynamics.iter().chain(&self.measures.spikes);
        let still = moved < CONVERGED && residuals.all(|r| r.is_some_and(|r| r < CONVERGED));
        self.status = if still { Status::Converged } else { Status::Running };
    }
}

impl<F: Scalar> Trainer<F> for Paper<F> {
    fn next_block(&self) -> Block {
        self.block(self.order[self.cursor])
    }

    fn blocks(&self) -> Vec<Block> {
        self.order.iter().map(|&stage| self.block(stage)).collect()
    }

    /// In the warm-up the block `lambda` changes nothing, and its report says so: extra `warmup`, 1.
    fn step(&mut self, detail: bool) -> Result<Report, Error> {
        let stage = self.order[self.cursor];
        let block = self.block(stage);
        let skipped = matches!(stage, Stage::Multiplier) && self.in_warmup();
        let outcome =
            if detail { self.detailed_update(stage) } else { self.update(stage).map(|()| Report::plain(block)) };
        let mut report = outcome.map_err(|error| {
            self.status = Status::NumericalError;
            name_block(error, block)
        })?;
        if skipped {
            report.extras.push(("warmup", 1.0));
        }
        self.cursor += 1;
        if self.cursor == self.order.len() {
            self.cursor = 0;
            self.finish_iteration();
        }
        Ok(report)
    }

    /// Of a layer's spikes and potentials, all `a_t` and `z_t` from the next one on, as block `sweep`; it changes none of
    /// the numbers that single steps give.
    fn sweep(&mut self) -> Result<(Report, usize), Error> {
        match self.order[self.cursor] {
            Stage::Spikes(l, _) | Stage::Potentials(l, _) => self.detailed_sweep(l),
            _ => Ok((self.step(true)?, 1)),
        }
    }

    fn iteration(&self) -> usize {
        self.iteration
    }

    fn mid_iteration(&self) -> bool {
        self.cursor > 0
    }

    /// [`Status::Converged`] after an iteration at whose end every residual, dynamics and spikes of each layer, and the
    /// change of the weights over the iteration are below 1e-6 (root mean squares).
    fn status(&self) -> Status {
        self.status
    }

    fn iterate(&self) -> &Network<F> {
        &self.variables.network
    }

    fn measures(&self) -> &Measures {
        &self.measures
    }

    fn auxiliary(&self, n: usize) -> Option<Auxiliary<F>> {
        let one = |series: &Series<F>| series.sample(n).flat().to_owned();
        (n < self.lagrangian.samples()).then(|| Auxiliary {
            spikes: self.variables.a.iter().map(one).collect(),
            potentials: self.variables.z.iter().map(|z| Some(one(z))).collect(),
        })
    }

    /// The auxiliary spikes, rounded: a spike where `a >= 1/2`.
    fn belief(&self, most: usize) -> Result<Option<Belief<F>>, Error> {
        let samples: Vec<usize> = (0..self.lagrangian.samples().min(most)).collect();
        let spikes = self.variables.a.iter().map(|a| a.select_spikes(&samples, |a| a >= num(0.5))).collect();
        Ok(Some(Belief { samples, spikes }))
    }

    /// `rho` (which keeps `lambda`) and `beta` can change in a run.
    fn set_live(&mut self, key: &str, value: f64) -> Result<(), Error> {
        let settings = self.settings.changed(key, value)?;
        let (old, new) = (self.lagrangian.rho, num::<F>(settings.rho));
        if old != new {
            // lambda = rho u stays as it is
            for u in self.variables.u.iter_mut().flatten() {
                u.values_mut().iter_mut().for_each(|u| *u *= old / new);
            }
        }
        self.lagrangian.rho = new;
        self.lagrangian.beta = num(settings.beta);
        self.settings = settings;
        self.prepared = None;
        Ok(())
    }
}

/// Says which block failed: the parts below know only its kind.
fn name_block(error: Error, block: Block) -> Error {
    match error {
        Error::Numerical { reason, .. } => {
            let time = block.time.map(|t| format!(" at t = {t}")).unwrap_or_default();
            Error::Numerical { block: block.name() + &time, reason }
        }
        other => other,
    }
}
