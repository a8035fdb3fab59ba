//! The typed description of an experiment and its defaults.

use std::collections::BTreeMap;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::Solver;
use super::field::Kind::{Choice, Integer, Layers, Number};
use super::field::{absent, fields_of};
use super::limits::{MAX_KERNEL, MAX_LAYERS, MAX_LIVE, MAX_MAPS, MAX_NEURONS, MAX_SEED, MAX_STRIDE};
use super::live::Live;
use crate::data::Encoder;
use crate::error::{Allowed, Error};
use crate::method;
use crate::network::layer::{Plan, Token};
use crate::tasks::{Defaults, Task};

/// Version of links and of serialised specs.
pub const VERSION: u64 = 1;

/// Defaults of every experiment, whatever its task and solver.
const DEFAULT_SEED: u64 = 1;
const DEFAULT_DELTA: f64 = 0.95;
const DEFAULT_THETA: f64 = 1.0;

/// An experiment: all that decides its course, to the last bit.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(type = "{ [key: string]: Value }"))]
pub struct Spec {
    /// The task (`task`).
    pub task: Task,
    /// The training method (`solver`).
    pub solver: Solver,
    /// The hidden layers (`hidden`).
    pub hidden: Vec<Token>,
    /// Samples in the training set (`n`); the other two have [`crate::tasks::Source::set_sizes`].
    pub samples: usize,
    /// Time steps (`T`).
    pub steps: usize,
    /// Noise in the task's own unit (`noise`), see [`crate::tasks::Source::max_noise`].
    pub noise: f64,
    /// Steps of silence (`gap`), for a task that has a gap; else 0.
    pub gap: usize,
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
    /// The solver's own settings by key: exactly those of [`Solver::knobs`].
    pub settings: BTreeMap<&'static str, f64>,
    /// Changes of settings under way (`live`), in the order of the run, at most [`MAX_LIVE`].
    pub live: Vec<Live>,
}

impl Default for Spec {
    /// Spirals with the default solver.
    fn default() -> Self {
        Self::defaults(Task::SPIRALS, Solver::ALL[0])
    }
}

impl Spec {
    /// The experiment that a link with only a task and a solver means.
    pub fn defaults(task: Task, solver: Solver) -> Self {
        let hidden = solver.admitted(task.defaults().hidden);
        let gap = task.usual_gap();
        Self::with(task, solver, hidden, gap)
    }

    /// The experiment that a link with only a task, a solver, layers and a gap means.
    pub(super) fn with(task: Task, solver: Solver, hidden: Vec<Token>, gap: usize) -> Self {
        let Defaults { samples, steps, noise, encoder, .. } = task.defaults();
        let steps = steps + gap - task.usual_gap().min(steps + gap);
        let own = task.settings(solver.name());
        let mut spec = Self {
            task,
            solver,
            samples,
            steps,
            noise,
            gap,
            encoder,
            seed: DEFAULT_SEED,
            delta: DEFAULT_DELTA,
            theta: DEFAULT_THETA,
            iterations: solver.iterations(),
            settings: solver.knobs().map(|knob| (knob.key, knob.default)).collect(),
            hidden,
            live: Vec::new(),
        };
        let of_layers = solver.defaults(method::Layers::of(&spec.hidden));
        for &(key, value) in of_layers.iter().chain(own) {
            spec.put(key, value);
        }
        spec
    }

    /// What an experiment with this task, solver, layers and gap has when its link says nothing else; layers and gap
    /// themselves as the task has them.
    pub fn standard(&self) -> Self {
        let Self { hidden, gap, .. } = Self::defaults(self.task.clone(), self.solver);
        Self { hidden, gap, ..Self::with(self.task.clone(), self.solver, self.hidden.clone(), self.gap) }
    }

    /// Takes other layers and another gap. What is as it was usual becomes as it is usual with those.
    pub(super) fn carry(&mut self, hidden: Vec<Token>, gap: usize) {
        if (&hidden, gap) == (&self.hidden, self.gap) {
            return;
        }
        let usual = |s: &Self| Self::with(s.task.clone(), s.solver, s.hidden.clone(), s.gap);
        let before = usual(self);
        (self.hidden, self.gap) = (hidden, gap);
        let after = usual(self);
        for field in fields_of(self.solver).filter(|f| matches!(f.kind, Integer | Number)) {
            let [old, new, own] = [&before, &after, &*self].map(|s| s.number(field.key));
            if let Some(new) = new.filter(|_| own == old) {
                self.put(field.key, new);
            }
        }
    }

    /// The layers nearest to these that the task and the solver can have; none where nothing is left of them.
    pub(super) fn nearest_layers(&self, hidden: &[Token]) -> Option<Vec<Token>> {
        let hidden = if self.solver.shared() { hidden.to_vec() } else { Token::dense(hidden) };
        let shape = self.shape();
        let (plan, _) = Plan::nearest(shape.form(), &hidden, &shape.answer.last());
        let tokens = plan.tokens();
        tokens.iter().any(|token| token.fires()).then(|| tokens.to_vec())
    }

    /// What these layers must be, where they are not what the task and the solver can have.
    pub(super) fn misfit(&self, hidden: &[Token]) -> Option<Allowed> {
        if !self.solver.shared() && !hidden.iter().all(|token| token.is_dense()) {
            return Some(Allowed::DenseFor { solver: self.solver.name() });
        }
        let shape = self.shape();
        let (_, wrong) = Plan::nearest(shape.form(), hidden, &shape.answer.last());
        wrong.map(|(token, misfit, below)| misfit.allowed(token, below))
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
            "gap" => Some(self.gap as f64),
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
        if !field.allows(&self.task, value) {
            return Err(refuse(field.allowed(&self.task)));
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
            "gap" => self.gap = value as usize,
            "seed" => self.seed = value as u64,
            "delta" => self.delta = value,
            "theta" => self.theta = value,
            "iterations" => self.iterations = value as usize,
            _ => {
                self.settings.insert(key, value);
            }
        }
    }

    /// Neurons a layer, inputs and readout included, see [`crate::data::Answer::last`].
    pub fn sizes(&self) -> Vec<usize> {
        self.extent(&self.shape()).sizes
    }

    /// Input channels, the bias included.
    pub(super) fn inputs(&self) -> usize {
        self.task.inputs(self.encoder)
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
                    if !field.allows(&self.task, value) || (key == "seed" && self.seed > MAX_SEED) {
                        return refuse(key, value.to_string(), field.allowed(&self.task));
                    }
                }
                (Layers, key) => {
                    if !(1..=MAX_LAYERS).contains(&self.hidden.len()) || !self.hidden.iter().copied().all(within) {
                        return refuse(key, layers_text(&self.hidden), field.allowed(&self.task));
                    }
                    if let Some(allowed) = self.misfit(&self.hidden) {
                        return refuse(key, layers_text(&self.hidden), allowed);
                    }
                }
                (Choice, "encoder") if !self.task.encoders().contains(&self.encoder) => {
                    return refuse("encoder", self.encoder.name().into(), field.allowed(&self.task));
                }
                (Choice, "solver") if !self.solver.fits(&self.task) => {
                    return refuse("solver", self.solver.name().into(), field.allowed(&self.task));
                }
                (Choice, _) => {}
            }
        }
        if let Some((change, allowed)) = self.live.iter().find_map(|change| Some((change, self.unlike(change)?))) {
            return refuse("live", change.to_string(), allowed);
        }
        if self.live.len() > MAX_LIVE {
            return refuse("live", self.live.len().to_string(), Allowed::AtMost { most: MAX_LIVE });
        }
        let owned = |key: &str| self.solver.knobs().any(|knob| knob.key == key);
        match self.settings.iter().find(|(key, _)| !owned(key)) {
            Some((key, value)) => refuse(key, value.to_string(), absent(self.solver)),
            None => Ok(()),
        }
    }
}

/// Whether a layer is within the limits of a link.
fn within(token: Token) -> bool {
    match token {
        Token::Dense(neurons) | Token::Recurrent(neurons) => (1..=MAX_NEURONS).contains(&neurons),
        Token::Conv { maps, kernel, stride } => {
            (1..=MAX_MAPS).contains(&maps) && (1..=MAX_KERNEL).contains(&kernel) && (1..=MAX_STRIDE).contains(&stride)
        }
        Token::Pool(side) => (1..=MAX_STRIDE).contains(&side),
        Token::PoolAll => true,
    }
}

/// The layers as a link says them.
pub(super) fn layers_text(hidden: &[Token]) -> String {
    hidden.iter().map(Token::to_string).collect::<Vec<_>>().join(",")
}

/// A layer as plain data: a number of neurons where it is dense, else a word.
#[derive(Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(untagged)]
enum Word {
    Dense(usize),
    Other(String),
}

impl From<&Token> for Word {
    fn from(token: &Token) -> Self {
        match token {
            Token::Dense(neurons) => Self::Dense(*neurons),
            other => Self::Other(other.to_string()),
        }
    }
}

/// A value of a spec as plain data.
#[derive(Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(untagged)]
enum Value {
    Integer(u64),
    Number(f64),
    Word(&'static str),
    Layers(Vec<Word>),
}

/// A flat map from the keys of a link to values: `{ v: 1, task: "spirals", hidden: [50], n: 200, .. }` with every
/// field that task and solver have.
impl Serialize for Spec {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let fields = || fields_of(self.solver).filter(|f| f.key != "gap" || self.task.gap().is_some());
        let said = self.task.said();
        let others = usize::from(!self.live.is_empty()) + usize::from(said.is_some());
        let mut map = serializer.serialize_map(Some(1 + fields().count() + others))?;
        map.serialize_entry("v", &VERSION)?;
        for field in fields() {
            let value = match (field.kind, field.key) {
                (Choice, "task") => Value::Word(self.task.name()),
                (Choice, "solver") => Value::Word(self.solver.name()),
                (Choice, _) => Value::Word(self.encoder.name()),
                (Layers, _) => Value::Layers(self.hidden.iter().map(Word::from).collect()),
                (Integer, key) => Value::Integer(self.number(key).unwrap_or_default() as u64),
                (Number, key) => Value::Number(self.number(key).unwrap_or_default()),
            };
            map.serialize_entry(field.key, &value)?;
            if let ("task", Some((key, text))) = (field.key, &said) {
                map.serialize_entry(key, text)?;
            }
        }
        if !self.live.is_empty() {
            map.serialize_entry("live", &self.live_text())?;
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::super::Solver::{Exact, Paper, Surrogate};
    use super::*;

    fn all() -> impl Iterator<Item = Spec> {
        Task::ALL
            .into_iter()
            .flat_map(|task| Solver::of_task(&task).into_iter().map(move |solver| Spec::defaults(task.clone(), solver)))
    }

    #[test]
    fn every_default_is_valid_and_small() {
        for spec in all() {
            assert_eq!(spec.validate(), Ok(()), "{spec:?}");
            assert_eq!(spec.check_memory(), Ok(()), "{spec:?}");
        }
    }

    /// A task names methods and their settings by words: each is one that there is, and says something new.
    #[test]
    fn tasks_change_only_settings_that_exist() {
        for task in Task::ALL {
            let mut found = 0;
            for solver in Solver::ALL {
                for &(key, value) in task.settings(solver.name()) {
                    let field = fields_of(solver).find(|f| f.key == key).expect("a field of the solver");
                    assert!(field.allows(&task, value), "{key} of {task:?}");
                    found += 1;
                }
            }
            let changes = ["exact", "targets", "paper", "surrogate", "control"].map(|name| task.settings(name).len());
            assert_eq!(changes.iter().sum::<usize>(), found, "{task:?}");
        }
    }

    #[test]
    fn yinyang_has_its_own_defaults() {
        let spec = Spec::defaults(Task::YINYANG, Exact);
        assert_eq!((spec.setting("batch"), spec.iterations, spec.samples), (200.0, 300, 2000));
        assert_eq!(spec.sizes(), [5, 120, 3]);
        assert_eq!(Spec::defaults(Task::SPIRALS, Exact).sizes(), [17, 50, 2]);
        let published = Spec::defaults(Task::YINYANG_PUBLISHED, Exact);
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
        assert!(broken(|s| s.hidden = vec![Token::Dense(50), Token::Dense(0)]).contains("50,0"));
        assert!(broken(|s| s.samples = 0).contains("“n” was 0"));
        assert!(broken(|s| s.noise = 2.0).contains("from 0 to 1"));
        assert!(broken(|s| s.delta = f64::NAN).contains("delta"));
        assert!(broken(|s| s.seed = u64::MAX).contains("seed"));
        assert!(broken(|s| s.task = Task::ORDER).contains("latency for the task order"));
        assert!(broken(|s| s.solver = Surrogate).contains("lr"));
        assert!(broken(|s| s.settings.extend([("lr", 0.1)])).contains("no such setting"));
    }

    #[test]
    fn too_much_memory_is_refused_with_the_estimate() {
        let spec = Spec { hidden: vec![Token::Dense(512); 8], samples: 5000, steps: 200, ..Spec::default() };
        assert_eq!(spec.validate(), Ok(()));
        let sentence = spec.check_memory().expect_err("huge").to_string();
        assert!(sentence.contains("limit is 1024 MiB"), "{sentence}");
    }

    #[test]
    fn serialises_to_a_flat_map_of_link_keys() {
        let spec = Spec { hidden: vec![Token::Dense(40), Token::Dense(30)], ..Spec::defaults(Task::MOONS, Paper) };
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
