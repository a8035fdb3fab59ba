//! The typed description of an experiment, its fields and its defaults.

use std::collections::BTreeMap;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::KEPT_LIMIT;
use crate::error::{Allowed, Error};
use crate::tasks::{Encoder, Task};

/// Version of links and of serialised specs.
pub const VERSION: u64 = 1;
/// Most hidden layers.
pub const MAX_LAYERS: usize = 8;
/// Most neurons a hidden layer.
pub const MAX_NEURONS: usize = 512;
/// Largest seed: the largest integer that JavaScript holds exactly.
pub const MAX_SEED: u64 = (1 << 53) - 1;
/// Most memory an experiment may need, in bytes (1 GiB).
pub const MEMORY_LIMIT: u64 = 1 << 30;

/// A training method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Solver {
    /// Exact spikes, multipliers carried down from the readout ([`crate::admm::exact`]).
    Exact,
    /// Target spike trains ([`crate::admm::targets`]).
    Targets,
    /// The relaxed form of arXiv 2505.05527 ([`crate::admm::paper`]).
    Paper,
    /// Surrogate gradients ([`crate::baselines::surrogate`]).
    Surrogate,
    /// Frozen random hidden layers and a ridge readout ([`crate::baselines::control`]).
    Control,
}

impl Solver {
    /// All solvers; the first is the default.
    pub const ALL: [Self; 5] = [Self::Exact, Self::Targets, Self::Paper, Self::Surrogate, Self::Control];

    /// Name in a link.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Targets => "targets",
            Self::Paper => "paper",
            Self::Surrogate => "surrogate",
            Self::Control => "control",
        }
    }

    /// The solver of that name in a link.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.name() == name)
    }

    /// The solvers that can train `task`; the first is the default. A target that is a spike train needs a solver that
    /// takes a loss at every time step: the readout of `targets` and the multiplier of `paper` see the last one only.
    pub const fn of_task(task: Task) -> &'static [Self] {
        if task.has_trains() { &[Self::Exact, Self::Surrogate, Self::Control] } else { &Self::ALL }
    }
}

/// What kind of value a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A whole number.
    Integer,
    /// A real number.
    Number,
    /// One of some words.
    Choice,
    /// Neurons a hidden layer, one whole number each.
    Layers,
}

/// Where a field belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Group {
    /// The data.
    Data,
    /// The network.
    Network,
    /// The training method.
    Optimiser,
}

/// One thing that a link can say.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Field {
    /// Key in a link.
    pub key: &'static str,
    /// Kind of its value.
    pub kind: Kind,
    /// Where it belongs.
    pub group: Group,
    /// Smallest value (of each layer, for layers); 0 for a choice.
    pub min: f64,
    /// Largest value; 0 for a choice. The noise of a task may end lower: [`Task::max_noise`].
    pub max: f64,
    /// Solvers that have it; `None` for all.
    pub solvers: Option<&'static [Solver]>,
    /// Whether it can change during a run.
    pub live: bool,
}

impl Field {
    /// Whether an experiment with `solver` has this field.
    pub fn applies_to(&self, solver: Solver) -> bool {
        self.solvers.is_none_or(|solvers| solvers.contains(&solver))
    }

    /// `[min, max]` for `task`.
    pub fn range(&self, task: Task) -> [f64; 2] {
        if self.key == "noise" { [0.0, task.max_noise()] } else { [self.min, self.max] }
    }
}

const fn common(key: &'static str, kind: Kind, group: Group, min: f64, max: f64) -> Field {
    Field { key, kind, group, min, max, solvers: None, live: false }
}

const fn own(key: &'static str, kind: Kind, [min, max]: [f64; 2], live: bool, solvers: &'static [Solver]) -> Field {
    Field { key, kind, group: Group::Optimiser, min, max, solvers: Some(solvers), live }
}

use Group::{Data, Network, Optimiser};
use Kind::{Choice, Integer, Layers, Number};
use Solver::{Control, Exact, Paper, Surrogate, Targets};

/// Everything that a link can say, in the order of a canonical link.
pub const FIELDS: &[Field] = &[
    common("task", Choice, Data, 0.0, 0.0),
    common("solver", Choice, Optimiser, 0.0, 0.0),
    common("hidden", Layers, Network, 1.0, MAX_NEURONS as f64),
    common("n", Integer, Data, 4.0, 5000.0),
    common("T", Integer, Data, 2.0, 200.0),
    common("noise", Number, Data, 0.0, 10.0),
    common("encoder", Choice, Data, 0.0, 0.0),
    common("seed", Integer, Data, 0.0, MAX_SEED as f64),
    common("delta", Number, Network, 0.0, 0.9999),
    common("theta", Number, Network, 0.01, 100.0),
    common("iterations", Integer, Optimiser, 1.0, 10_000.0),
    own("gain", Number, [0.01, 100.0], false, &[Exact, Targets, Surrogate, Control]),
    own("margin", Number, [0.001, 100.0], true, &[Exact, Targets]),
    own("mu", Number, [1e-8, 1e6], true, &[Exact, Targets]),
    own("tau", Number, [1e-5, 10.0], true, &[Exact]),
    own("inner", Integer, [1.0, 100.0], true, &[Exact, Targets]),
    own("batch", Integer, [0.0, 5000.0], false, &[Exact, Surrogate]),
    own("average", Number, [0.0, 0.999], true, &[Exact]),
    own("rho0", Number, [1e-4, 1e4], true, &[Targets]),
    own("rho1", Number, [1e-4, 1e4], true, &[Targets]),
    own("kappa", Number, [1e-6, 1e6], true, &[Targets, Control]),
    own("alpha", Number, [0.1, 1.95], true, &[Targets]),
    own("rho", Number, [1e-4, 1e4], true, &[Paper]),
    own("beta", Number, [1e-4, 1e4], true, &[Paper]),
    own("warmup", Number, [0.0, 1.0], false, &[Paper]),
    own("lr", Number, [1e-6, 1.0], true, &[Surrogate]),
    own("slope", Number, [0.1, 100.0], true, &[Surrogate]),
];

/// Defaults of a task: hidden layers, n, T, noise, encoder.
const fn task_defaults(task: Task) -> (&'static [usize], usize, usize, f64, Encoder) {
    match task {
        Task::Xor => (&[20], 200, 20, 0.0, Encoder::Rate),
        Task::Moons => (&[50], 200, 20, 0.12, Encoder::Population),
        Task::Circles => (&[50], 200, 20, 0.1, Encoder::Population),
        Task::Spirals => (&[50], 200, 20, 0.02, Encoder::Population),
        Task::Yinyang => (&[120], 2000, 30, 0.0, Encoder::Current),
        Task::YinyangPublished => (&[120], 5000, 30, 0.0, Encoder::Current),
        Task::Order => (&[50], 200, 30, 1.5, Encoder::Latency),
        Task::Randman => (&[50], 400, 50, 1.0, Encoder::Latency),
        Task::Match => (&[50], 400, 30, 0.1, Encoder::Rate),
        Task::Saccade => (&[100], 400, 30, 0.5, Encoder::Events),
        Task::Channels => (&[60], 50, 30, 0.5, Encoder::Rate),
        Task::Trains => (&[100], 100, 50, 0.5, Encoder::Rate),
    }
}

/// Defaults of every experiment, whatever its task and solver.
const DEFAULT_SEED: u64 = 1;
const DEFAULT_DELTA: f64 = 0.95;
const DEFAULT_THETA: f64 = 1.0;

/// Values by key.
type Values = &'static [(&'static str, f64)];

/// Defaults of a solver: its iterations and its own settings (exactly those that [`FIELDS`] gives it).
const fn solver_defaults(solver: Solver) -> Values {
    match solver {
        Exact => &[
            ("iterations", 150.0),
            ("gain", 3.0),
            ("margin", 1.5),
            ("mu", 0.6),
            ("tau", 0.3),
            ("inner", 2.0),
            ("batch", 200.0),
            ("average", 0.7),
        ],
        Targets => &[
            ("iterations", 40.0),
            ("gain", 3.0),
            ("rho0", 0.3),
            ("rho1", 10.0),
            ("margin", 0.15),
            ("mu", 100.0),
            ("kappa", 1.0),
            ("alpha", 1.6),
            ("inner", 15.0),
        ],
        Paper => &[("iterations", 200.0), ("rho", 1.0), ("beta", 0.1), ("warmup", 0.3)],
        Surrogate => &[("iterations", 300.0), ("gain", 1.0), ("lr", 0.03), ("slope", 5.0), ("batch", 0.0)],
        Control => &[("iterations", 1.0), ("gain", 3.0), ("kappa", 1.0)],
    }
}

/// What differs from [`solver_defaults`] for a task.
const OVERRIDES: &[(Task, Solver, Values)] = &[
    (Task::Channels, Paper, &[("delta", 0.99)]),
    (Task::Saccade, Surrogate, &[("batch", 100.0), ("iterations", 100.0), ("lr", 0.01)]),
    // Thousands of samples in batches of 200: more iterations to see them all a few times. Nothing else is tuned.
    (Task::Yinyang, Exact, &[("iterations", 300.0)]),
    (Task::Yinyang, Surrogate, &[("batch", 200.0), ("iterations", 1000.0), ("gain", 3.0), ("lr", 0.01)]),
    (Task::YinyangPublished, Exact, &[("iterations", 300.0)]),
    (Task::YinyangPublished, Surrogate, &[("batch", 200.0), ("iterations", 1000.0), ("gain", 3.0), ("lr", 0.01)]),
    // Firing at a time needs a short memory.
    (Task::Trains, Exact, &[("delta", 0.8), ("iterations", 200.0), ("tau", 0.1), ("mu", 0.1)]),
    (Task::Trains, Surrogate, &[("delta", 0.8)]),
    (Task::Trains, Control, &[("delta", 0.8)]),
];

/// An experiment: all that decides its course, to the last bit.
#[derive(Debug, Clone, PartialEq)]
pub struct Spec {
    /// The task (`task`).
    pub task: Task,
    /// The training method (`solver`).
    pub solver: Solver,
    /// Neurons of each hidden layer (`hidden`).
    pub hidden: Vec<usize>,
    /// Samples in the training set (`n`); the other two have [`Task::set_sizes`].
    pub samples: usize,
    /// Time steps (`T`).
    pub steps: usize,
    /// Noise in the task's own unit (`noise`), see [`Task::max_noise`].
    pub noise: f64,
    /// How values become spikes (`encoder`).
    pub encoder: Encoder,
    /// Seed of all random numbers (`seed`), at most [`MAX_SEED`].
    pub seed: u64,
    /// Leak of the membrane potential a step (`delta`).
    pub delta: f64,
    /// Threshold (`theta`).
    pub theta: f64,
    /// Iterations after which a run ends (`iterations`).
    pub iterations: usize,
    /// The solver's own settings by key: exactly those that [`FIELDS`] gives it.
    pub settings: BTreeMap<&'static str, f64>,
}

impl Default for Spec {
    /// Spirals with the default solver.
    fn default() -> Self {
        Self::defaults(Task::Spirals, Exact)
    }
}

impl Spec {
    /// The experiment that a link with only a task and a solver means.
    pub fn defaults(task: Task, solver: Solver) -> Self {
        let (hidden, samples, steps, noise, encoder) = task_defaults(task);
        let mut spec = Self {
            task,
            solver,
            hidden: hidden.to_vec(),
            samples,
            steps,
            noise,
            encoder,
            seed: DEFAULT_SEED,
            delta: DEFAULT_DELTA,
            theta: DEFAULT_THETA,
            iterations: 1,
            settings: BTreeMap::new(),
        };
        let overrides =
            OVERRIDES.iter().filter(|(t, s, _)| (*t, *s) == (task, solver)).flat_map(|(.., values)| *values);
        for &(key, value) in solver_defaults(solver).iter().chain(overrides) {
            spec.put(key, value);
        }
        spec
    }

    /// The solver's own setting `key`; NaN for a key that the solver does not have.
    pub fn setting(&self, key: &str) -> f64 {
        self.settings.get(key).copied().unwrap_or(f64::NAN)
    }

    /// The value of any field that is a number, by its key in a link; `None` for the others and for settings of
    /// other solvers.
    pub fn number(&self, key: &str) -> Option<f64> {
        match key {
            "n" => Some(self.samples as f64),
            "T" => Some(self.steps as f64),
            "noise" => Some(self.noise),
            "seed" => Some(self.seed as f64),
            "delta" => Some(self.delta),
            "theta" => Some(self.theta),
            "iterations" => Some(self.iterations as f64),
            _ => self.settings.get(key).copied(),
        }
    }

    /// Changes any field that is a number.
    ///
    /// # Errors
    /// [`Error::Setting`] for an unknown key, a key of another solver or a value that it cannot have; the spec then
    /// stays as it was.
    pub fn set_number(&mut self, key: &str, value: f64) -> Result<(), Error> {
        let refuse = |allowed: Allowed| Error::Setting { key: key.to_owned(), given: value.to_string(), allowed };
        let field = fields_of(self.solver)
            .find(|f| f.key == key && matches!(f.kind, Integer | Number))
            .ok_or_else(|| refuse(absent(self.solver)))?;
        if !allows(field, self.task, value) {
            return Err(refuse(allowed(field, self.task)));
        }
        self.put(field.key, value);
        Ok(())
    }

    /// As [`Self::set_number`], for a value that is known to be valid.
    pub(super) fn put(&mut self, key: &'static str, value: f64) {
        match key {
            "n" => self.samples = value as usize,
            "T" => self.steps = value as usize,
            "noise" => self.noise = value,
            "seed" => self.seed = value as u64,
            "delta" => self.delta = value,
            "theta" => self.theta = value,
            "iterations" => self.iterations = value as usize,
            _ => {
                self.settings.insert(key, value);
            }
        }
    }

    /// Neurons a layer, inputs and readout included: `[inputs, hidden.., outputs]`. Where the target is a spike train,
    /// the output neurons spike, and the readout is a layer of as many that shows their traces.
    pub fn sizes(&self) -> Vec<usize> {
        let mut sizes = vec![self.task.channels(self.encoder)];
        sizes.extend(&self.hidden);
        if self.task.has_trains() {
            sizes.push(self.task.outputs());
        }
        sizes.push(self.task.outputs());
        sizes
    }

    /// Checks every field against its range, that the encoder is one of the task's and that the settings are exactly
    /// the solver's own. A spec from a link is always valid.
    ///
    /// # Errors
    /// [`Error::Setting`] for the first field that is not.
    pub fn validate(&self) -> Result<(), Error> {
        let refuse =
            |key: &str, given: String, allowed: Allowed| Err(Error::Setting { key: key.into(), given, allowed });
        for field in fields_of(self.solver) {
            match (field.kind, field.key) {
                (Integer | Number, key) => {
                    let value = self.number(key).unwrap_or(f64::NAN);
                    // Seeds beyond 2^53 round when seen as numbers.
                    if !allows(field, self.task, value) || (key == "seed" && self.seed > MAX_SEED) {
                        return refuse(key, value.to_string(), allowed(field, self.task));
                    }
                }
                (Layers, key) => {
                    let fits = |&n: &usize| (1..=MAX_NEURONS).contains(&n);
                    if !(1..=MAX_LAYERS).contains(&self.hidden.len()) || !self.hidden.iter().all(fits) {
                        return refuse(key, layers_text(&self.hidden), allowed(field, self.task));
                    }
                }
                (Choice, "encoder") if !self.task.encoders().contains(&self.encoder) => {
                    return refuse("encoder", self.encoder.name().into(), allowed(field, self.task));
                }
                (Choice, "solver") if !Solver::of_task(self.task).contains(&self.solver) => {
                    return refuse("solver", self.solver.name().into(), allowed(field, self.task));
                }
                (Choice, _) => {}
            }
        }
        let owned = |key: &str| FIELDS.iter().any(|f| f.key == key && f.solvers.is_some() && f.applies_to(self.solver));
        match self.settings.iter().find(|(key, _)| !owned(key)) {
            Some((key, value)) => refuse(key, value.to_string(), absent(self.solver)),
            None => Ok(()),
        }
    }

    /// Estimated memory of a run in bytes, in single precision, to a few ten per cent:
    ///
    /// ```text
    /// 4 ( 2 S T n_0                                  all S samples of the three sets: input and its trace
    ///   + 3 N T sum n_l                              z, a and trace a hidden neuron, while the control is measured
    ///   + B T (w sum n_l + 2 n_L)                    workspaces of the trainer, w arrays a hidden neuron:
    ///                                                exact 8, targets 8, paper 4, surrogate 4, control 0
    ///   + 3 sum_{l < L} n_l^2                        Gram matrices: sum, average, factor
    ///   + 8 sum_{l <= L} n_{l-1} n_l )               weights: start, iterate, average, best, steps
    ///   + what is kept of past iterates, at most [`KEPT_LIMIT`]
    /// ```
    ///
    /// with the sum over hidden layers where no bounds are given and `B` the samples of a batch.
    pub fn memory_bytes(&self) -> u64 {
        let sizes: Vec<u64> = self.sizes().iter().map(|&n| n as u64).collect();
        let (inputs, classes) = (sizes[0], sizes[sizes.len() - 1]);
        let hidden: u64 = sizes[1..sizes.len() - 1].iter().sum();
        let (n, steps) = (self.samples as u64, self.steps as u64);
        let batch = match self.settings.get("batch") {
            Some(&batch) if batch >= 1.0 => n.min(batch as u64),
            _ => n,
        };
        let arrays = match self.solver {
            Exact | Targets => 8,
            Paper | Surrogate => 4,
            Control => 0,
        };
        let samples: u64 = self.task.set_sizes(self.samples).iter().map(|&n| n as u64).sum();
        let data = steps * (2 * samples * inputs + 3 * n * hidden);
        let workspaces = batch * steps * (arrays * hidden + 2 * classes);
        let grams: u64 = sizes[..sizes.len() - 1].iter().map(|n| 3 * n * n).sum();
        let weights: u64 = sizes.windows(2).map(|pair| 8 * pair[0] * pair[1]).sum();
        let kept = (weights / 8 * 4 * (self.iterations as u64 + 1)).min(KEPT_LIMIT as u64);
        4 * (data + workspaces + grams + weights) + kept
    }

    /// Refuses an experiment that would need more than [`MEMORY_LIMIT`].
    ///
    /// # Errors
    /// [`Error::Memory`] with the estimate.
    pub fn check_memory(&self) -> Result<(), Error> {
        let needed = self.memory_bytes();
        if needed > MEMORY_LIMIT {
            return Err(Error::Memory { needed_mib: needed.div_ceil(1 << 20), limit_mib: MEMORY_LIMIT >> 20 });
        }
        Ok(())
    }
}

/// A flat map from the keys of a link to values: `{ v: 1, task: "spirals", hidden: [50], n: 200, .. }` with every
/// field that the solver has.
impl Serialize for Spec {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(1 + fields_of(self.solver).count()))?;
        map.serialize_entry("v", &VERSION)?;
        for field in fields_of(self.solver) {
            match (field.kind, field.key) {
                (Choice, "task") => map.serialize_entry("task", self.task.name())?,
                (Choice, "solver") => map.serialize_entry("solver", self.solver.name())?,
                (Choice, key) => map.serialize_entry(key, self.encoder.name())?,
                (Layers, key) => map.serialize_entry(key, &self.hidden)?,
                (Integer, key) => map.serialize_entry(key, &(self.number(key).unwrap_or(0.0) as u64))?,
                (Number, key) => map.serialize_entry(key, &self.number(key))?,
            }
        }
        map.end()
    }
}

/// The field of that key in a link.
pub fn field(key: &str) -> Option<&'static Field> {
    FIELDS.iter().find(|f| f.key == key)
}

/// The fields of an experiment with `solver`, in the order of a canonical link.
pub fn fields_of(solver: Solver) -> impl Iterator<Item = &'static Field> {
    FIELDS.iter().filter(move |f| f.applies_to(solver))
}

fn allows(field: &Field, task: Task, value: f64) -> bool {
    let [min, max] = field.range(task);
    (min..=max).contains(&value) && (field.kind != Integer || value.fract() == 0.0)
}

/// What a field can be.
pub(super) fn allowed(field: &Field, task: Task) -> Allowed {
    let [min, max] = field.range(task);
    match (field.kind, field.key) {
        (Integer, _) => Allowed::Range { whole: true, min, max },
        (Number, _) if min == max => Allowed::from(min.to_string()),
        (Number, _) => Allowed::Range { whole: false, min, max },
        (Layers, _) => Allowed::Layers { most: MAX_LAYERS, min, max },
        (Choice, "task") => Allowed::OneOf { names: Task::ALL.map(Task::name).to_vec(), task: None },
        (Choice, "solver") => {
            let solvers = Solver::of_task(task);
            let restricted = solvers.len() < Solver::ALL.len();
            let names = solvers.iter().map(|s| s.name()).collect();
            Allowed::OneOf { names, task: restricted.then_some(task.name()) }
        }
        (Choice, _) => {
            Allowed::OneOf { names: task.encoders().iter().map(|e| e.name()).collect(), task: Some(task.name()) }
        }
    }
}

/// What a setting that `solver` does not have can be.
fn absent(solver: Solver) -> Allowed {
    Allowed::OtherSolver { solver: solver.name(), owners: Vec::new() }
}

/// The layers as a link says them.
pub(super) fn layers_text(hidden: &[usize]) -> String {
    hidden.iter().map(usize::to_string).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> impl Iterator<Item = Spec> {
        Task::ALL
            .into_iter()
            .flat_map(|task| Solver::of_task(task).iter().map(move |&solver| Spec::defaults(task, solver)))
    }

    #[test]
    fn every_default_is_valid_and_small() {
        for spec in all() {
            assert_eq!(spec.validate(), Ok(()), "{spec:?}");
            assert_eq!(spec.check_memory(), Ok(()), "{spec:?}");
        }
    }

    #[test]
    fn tables_name_only_fields_that_exist() {
        for solver in Solver::ALL {
            let own = FIELDS.iter().filter(|f| f.solvers.is_some() && f.applies_to(solver)).count();
            assert_eq!(solver_defaults(solver).len(), own + 1, "{solver:?}");
        }
        for (_, solver, values) in OVERRIDES {
            for (key, _) in *values {
                assert!(fields_of(*solver).any(|f| f.key == *key), "{key}");
            }
        }
    }

    #[test]
    fn yinyang_has_its_own_defaults() {
        let spec = Spec::defaults(Task::Yinyang, Exact);
        assert_eq!((spec.setting("batch"), spec.iterations, spec.samples), (200.0, 300, 2000));
        assert_eq!(spec.sizes(), [5, 120, 3]);
        assert_eq!(Spec::defaults(Task::Spirals, Exact).sizes(), [17, 50, 2]);
        let published = Spec::defaults(Task::YinyangPublished, Exact);
        assert_eq!((published.setting("batch"), published.samples), (200.0, 5000));
    }

    #[test]
    fn numbers_can_be_set_within_their_range() {
        let mut spec = Spec::default();
        assert_eq!(spec.set_number("mu", 0.5), Ok(()));
        assert_eq!(spec.setting("mu"), 0.5);
        let refused = spec.set_number("T", 2.5).expect_err("not whole").to_string();
        assert_eq!(refused, "“T” was 2.5; it must be a whole number from 2 to 200.");
        let refused = spec.set_number("lr", 0.5).expect_err("another solver's").to_string();
        assert_eq!(refused, "“lr” was 0.5; it must be left out: exact has no such setting.");
        assert!(spec.set_number("mu", f64::NAN).is_err());
        assert!(spec.set_number("hidden", 4.0).is_err());
        assert_eq!(spec.setting("mu"), 0.5);
        assert!(spec.setting("lr").is_nan());
    }

    #[test]
    fn validate_names_the_field() {
        let broken = |change: fn(&mut Spec)| {
            let mut spec = Spec::default();
            change(&mut spec);
            spec.validate().expect_err("broken").to_string()
        };
        assert!(broken(|s| s.hidden = vec![]).contains("hidden"));
        assert!(broken(|s| s.hidden = vec![50, 0]).contains("50,0"));
        assert!(broken(|s| s.samples = 0).contains("“n” was 0"));
        assert!(broken(|s| s.noise = 2.0).contains("from 0 to 1"));
        assert!(broken(|s| s.delta = f64::NAN).contains("delta"));
        assert!(broken(|s| s.seed = u64::MAX).contains("seed"));
        assert!(broken(|s| s.task = Task::Order).contains("latency for the task order"));
        assert!(broken(|s| s.solver = Surrogate).contains("lr"));
        assert!(broken(|s| s.settings.extend([("lr", 0.1)])).contains("no such setting"));
    }

    #[test]
    fn too_much_memory_is_refused_with_the_estimate() {
        let spec = Spec { hidden: vec![512; 8], samples: 5000, steps: 200, ..Spec::default() };
        assert_eq!(spec.validate(), Ok(()));
        let sentence = spec.check_memory().expect_err("huge").to_string();
        assert!(sentence.contains("limit is 1024 MiB"), "{sentence}");
        // 17-50-2, N = 200, T = 20: 3 x 4000 x 34 + 4000 x 150 + 4000 x (400 + 4) + Grams, weights and kept iterates, 4 bytes each.
        let grams = 3 * (17 * 17 + 50 * 50);
        let weights = 8 * (17 * 50 + 50 * 2);
        // Every iterate of 150 iterations and the start.
        let kept = 151 * 4 * (17 * 50 + 50 * 2);
        assert_eq!(Spec::default().memory_bytes(), 4 * (3 * 4000 * 34 + 4000 * 554 + grams + weights) + kept);
        // 5-120-3, T = 30, batches of 200: 7000 samples in the three sets.
        let spec = Spec::defaults(Task::YinyangPublished, Exact);
        let (grams, weights) = (3 * (25 + 120 * 120), 8 * (5 * 120 + 120 * 3));
        let kept = (spec.iterations as u64 + 1) * weights / 2;
        assert_eq!(
            spec.memory_bytes(),
            4 * (7000 * 30 * 10 + 5000 * 30 * 360 + 200 * 30 * 966 + grams + weights) + kept
        );
    }

    #[test]
    fn serialises_to_a_flat_map_of_link_keys() {
        let spec = Spec { hidden: vec![40, 30], ..Spec::defaults(Task::Moons, Paper) };
        assert_eq!(
            serde_json::to_value(&spec).expect("JSON"),
            serde_json::json!({
                "v": 1, "task": "moons", "solver": "paper", "hidden": [40, 30], "n": 200, "T": 20, "noise": 0.12,
                "encoder": "population", "seed": 1, "delta": 0.95, "theta": 1.0, "iterations": 200,
                "rho": 1.0, "beta": 0.1, "warmup": 0.3
            })
        );
    }
}
