//! What a link can say: the fields of an experiment, with their ranges.

use std::sync::LazyLock;

use serde::Serialize;

use super::Solver;
use super::limits::{MAX_GAP, MAX_LAYERS, MAX_NEURONS, MAX_SEED};
use crate::data::Encoder;
use crate::error::Allowed;
use crate::method::Number;
use crate::tasks::Task;

/// What kind of value a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A whole number.
    Integer,
    /// A real number.
    Number,
    /// One of some words.
    Choice,
    /// Hidden layers, a word each.
    Layers,
}

/// Where a field belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
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
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Key in a link.
    pub key: &'static str,
    /// Kind of its value.
    pub kind: Kind,
    /// Where it belongs.
    pub group: Group,
    /// Smallest value (of each layer, for layers); 0 for a choice.
    pub min: f64,
    /// Largest value; 0 for a choice. The noise and the gap of a task may end lower:
    /// [`crate::tasks::Source::max_noise`], [`crate::tasks::Source::gap`].
    pub max: f64,
    /// Solvers that have it; `None` for all.
    pub solvers: Option<Vec<Solver>>,
    /// Whether it can change during a run.
    pub live: bool,
}

impl Field {
    /// Whether an experiment with `solver` has this field.
    pub fn applies_to(&self, solver: Solver) -> bool {
        self.solvers.as_ref().is_none_or(|solvers| solvers.contains(&solver))
    }

    /// `[min, max]` for `task`.
    pub fn range(&self, task: &Task) -> [f64; 2] {
        match self.key {
            "noise" => [0.0, task.max_noise()],
            "gap" => [0.0, task.gap().map_or(0.0, |[_, most]| most as f64)],
            _ => [self.min, self.max],
        }
    }

    /// Whether a number is one that the field can have.
    pub(super) fn allows(&self, task: &Task, value: f64) -> bool {
        let [min, max] = self.range(task);
        (min..=max).contains(&value) && (self.kind != Integer || value.fract() == 0.0)
    }

    /// What the field can be.
    pub(super) fn allowed(&self, task: &Task) -> Allowed {
        let [min, max] = self.range(task);
        match (self.kind, self.key) {
            (Integer, _) if min == max => Allowed::from(min.to_string()),
            (Integer, _) => Allowed::Range { whole: true, min, max },
            (Kind::Number, _) if min == max => Allowed::from(min.to_string()),
            (Kind::Number, _) => Allowed::Range { whole: false, min, max },
            (Layers, _) => Allowed::Layers { most: MAX_LAYERS, min, max },
            (Choice, "task") => Allowed::OneOf { names: self.choices(), task: None },
            (Choice, "solver") => {
                let names: Vec<_> = Solver::of_task(task).into_iter().map(Solver::name).collect();
                let restricted = names.len() < Solver::ALL.len();
                Allowed::OneOf { names, task: restricted.then_some(task.name()) }
            }
            (Choice, _) => {
                Allowed::OneOf { names: task.encoders().iter().map(|e| e.name()).collect(), task: Some(task.name()) }
            }
        }
    }

    /// What a choice can be in some experiment; empty for other kinds.
    pub(super) fn choices(&self) -> Vec<&'static str> {
        match (self.kind, self.key) {
            (Choice, "task") => Task::ALL.iter().map(|task| task.name()).collect(),
            (Choice, "solver") => Solver::ALL.map(Solver::name).to_vec(),
            (Choice, _) => Encoder::ALL.map(Encoder::name).to_vec(),
            _ => Vec::new(),
        }
    }

    /// Where the field belongs, when `solver` does not have it.
    pub(super) fn owners(&self, solver: Solver) -> Allowed {
        let owners = self.solvers.iter().flatten().map(|s| s.name()).collect();
        Allowed::OtherSolver { solver: solver.name(), owners }
    }
}

use Group::{Data, Network, Optimiser};
use Kind::{Choice, Integer, Layers};

const fn common(key: &'static str, kind: Kind, group: Group, min: f64, max: f64) -> Field {
    Field { key, kind, group, min, max, solvers: None, live: false }
}

/// The fields that every experiment has, in the order of a canonical link.
const COMMON: [Field; 12] = [
    common("task", Choice, Data, 0.0, 0.0),
    common("solver", Choice, Optimiser, 0.0, 0.0),
    common("hidden", Layers, Network, 1.0, MAX_NEURONS as f64),
    common("n", Integer, Data, 4.0, 5000.0),
    common("T", Integer, Data, 2.0, 200.0),
    common("noise", Kind::Number, Data, 0.0, 10.0),
    common("gap", Integer, Data, 0.0, MAX_GAP as f64),
    common("encoder", Choice, Data, 0.0, 0.0),
    common("seed", Integer, Data, 0.0, MAX_SEED as f64),
    common("delta", Kind::Number, Network, 0.0, 0.9999),
    common("theta", Kind::Number, Network, 0.01, 100.0),
    common("iterations", Integer, Optimiser, 1.0, 10_000.0),
];

static FIELDS: LazyLock<Vec<Field>> = LazyLock::new(|| {
    let mut fields = COMMON.to_vec();
    for solver in Solver::ALL {
        for knob in solver.knobs() {
            if let Some(field) = fields.iter_mut().find(|field| field.key == knob.key) {
                field.solvers.get_or_insert_default().push(solver);
                continue;
            }
            let kind = match knob.number {
                Number::Whole => Integer,
                Number::Real => Kind::Number,
            };
            let [min, max] = knob.range;
            let solvers = Some(vec![solver]);
            fields.push(Field { key: knob.key, kind, group: Optimiser, min, max, solvers, live: knob.live });
        }
    }
    fields
});

/// Everything that a link can say, in the order of a canonical link.
pub fn fields() -> &'static [Field] {
    &FIELDS
}

/// The field of that key in a link.
pub fn field(key: &str) -> Option<&'static Field> {
    FIELDS.iter().find(|f| f.key == key)
}

/// The fields of an experiment with `solver`, in the order of a canonical link.
pub fn fields_of(solver: Solver) -> impl Iterator<Item = &'static Field> {
    FIELDS.iter().filter(move |f| f.applies_to(solver))
}

/// What a setting that `solver` does not have can be.
pub(super) fn absent(solver: Solver) -> Allowed {
    Allowed::OtherSolver { solver: solver.name(), owners: Vec::new() }
}

/// The keys of an experiment with `solver` that can differ between two runs.
pub(super) fn keys(solver: Solver) -> impl Iterator<Item = &'static str> {
    fields_of(solver).map(|f| f.key).filter(|key| *key != "task")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_unique() {
        let mut keys: Vec<_> = fields().iter().map(|f| f.key).collect();
        keys.sort_unstable();
        assert!(keys.windows(2).all(|pair| pair[0] != pair[1]), "{keys:?}");
    }

    /// Reading rounds a whole number after it has moved it into its range.
    #[test]
    fn ranges_of_whole_numbers_end_in_whole_numbers() {
        for field in fields().iter().filter(|f| matches!(f.kind, Integer | Layers)) {
            assert_eq!((field.min.fract(), field.max.fract()), (0.0, 0.0), "{}", field.key);
        }
    }

    #[test]
    fn the_canonical_order_stays() {
        let keys: Vec<_> = fields().iter().map(|f| f.key).collect();
        assert_eq!(
            keys.join(" "),
            "task solver hidden n T noise gap encoder seed delta theta iterations gain margin mu tau inner batch average \
             rho0 rho1 kappa alpha rho beta warmup lr slope detach"
        );
    }
}
