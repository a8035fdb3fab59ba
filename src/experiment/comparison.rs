//! What an experiment is compared with: a second run that differs in some settings, and a sweep of one setting.
//!
//! Both are said by the link, as differences from its experiment: `&with=solver:surrogate` or `&with=mu:0.03;inner:1`,
//! and `&sweep=mu:0.001,0.01,0.1`. What they leave out is as in the experiment; another solver brings its own settings
//! and leaves data, network and seed.

use serde::Serialize;

use super::Solver;
use super::field::{Field, Kind, field, fields_of, keys};
use super::limits::MAX_SWEEP;
use super::pairs::pairs;
use super::problem::{Problem, Reason, take};
use super::spec::Spec;
use super::value::{Read, nearest, read};
use crate::error::Allowed;

/// A field and a value of it as a link says it.
type Setting = (&'static Field, String);

/// What an experiment is compared with, as differences from it. It follows the experiment when that changes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Comparison {
    /// What the second run does otherwise, in the order of a canonical link; empty for no second run.
    with: Vec<Setting>,
    /// The field that is swept and its values.
    sweep: Option<(&'static Field, Vec<String>)>,
}

/// How the weights of two runs start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "lowercase")]
pub enum Start {
    /// The same, to the last bit.
    Same,
    /// The same random numbers, each layer at another scale: the gain or what the layers are scaled on differs.
    Scaled,
    /// One of them from zero, as a solver without a gain does, and the other from random numbers.
    Zero,
    /// Other random numbers, or another network.
    Other,
}

/// A comparison as plain data.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Compared {
    /// The second run.
    pub with: Option<Second>,
    /// The sweep.
    pub sweep: Option<Sweep>,
    /// What the link of the experiment's own run has to be followed by: `&with=..&sweep=..`.
    pub text: String,
    /// The link of the experiment's own run.
    pub run: String,
}

/// A second run as plain data.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Second {
    /// The link of this run alone.
    pub link: String,
    /// Key and value of what differs.
    pub differences: Vec<(&'static str, String)>,
    /// Whether both are given the same samples.
    pub data: bool,
    /// How its weights start beside the first's.
    pub weights: Start,
}

/// A sweep as plain data.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Sweep {
    /// The setting.
    pub key: &'static str,
    /// Its values, each with the link of that run alone.
    pub runs: Vec<(String, String)>,
}

impl Spec {
    /// The same data, network and seed with another solver, which brings its own settings and iterations.
    pub fn with_solver(&self, solver: Solver) -> Self {
        if solver == self.solver {
            return self.clone();
        }
        let Self { iterations, settings, hidden, .. } =
            Self::with(self.task.clone(), solver, solver.admitted(&self.hidden), self.gap);
        let mut other = Self { solver, iterations, settings, hidden, ..self.clone() };
        other.drop_foreign_changes();
        other
    }

    /// Whether a run of `other` is given the same samples as one of this.
    pub fn same_data(&self, other: &Self) -> bool {
        let numbers = |s: &Self| (s.samples, s.steps, s.noise.to_bits(), s.gap, s.encoder, s.seed);
        self.task == other.task && numbers(self) == numbers(other)
    }

    /// How the weights of a run of `other` start beside those of this.
    pub fn same_start(&self, other: &Self) -> Start {
        if (&self.hidden, self.inputs(), self.seed) != (&other.hidden, other.inputs(), other.seed) {
            return Start::Other;
        }
        match (self.solver.gain().is_none(), other.solver.gain().is_none()) {
            (true, true) => Start::Same,
            (false, false) => {
                let scale = |s: &Self| [s.delta, s.theta, s.setting("gain")].map(f64::to_bits);
                if self.same_data(other) && scale(self) == scale(other) { Start::Same } else { Start::Scaled }
            }
            _ => Start::Zero,
        }
    }
}

impl Comparison {
    /// Reads only what a link says of a comparison with `base`. What could not be taken as given is left out or moved
    /// to the nearest, and is a problem each.
    pub fn parse(base: &Spec, link: &str) -> (Self, Vec<Problem>) {
        let pairs = pairs(link);
        let first = |key: &str| pairs.iter().find(|(k, _)| k == key).map(|(_, value)| value.as_str());
        let mut problems = Vec::new();
        let comparison = Self::read(base, first("with"), first("sweep"), &mut problems);
        (comparison, problems)
    }

    pub(super) fn read(base: &Spec, with: Option<&str>, sweep: Option<&str>, problems: &mut Vec<Problem>) -> Self {
        Self {
            with: with.map(|given| read_with(base, given, problems)).unwrap_or_default(),
            sweep: sweep.and_then(|given| read_sweep(base, given, problems)),
        }
    }

    /// The comparison of `base` with a second run on the same task.
    pub fn between(base: &Spec, second: &Spec) -> Self {
        Self { with: differences(base, second), sweep: None }
    }

    /// The experiment of the second run; `None` when there is none, or none that differs from `base`.
    pub fn second(&self, base: &Spec) -> Option<Spec> {
        if self.with.is_empty() {
            return None;
        }
        let second = changed(base, &self.with);
        (second != *base).then_some(second)
    }

    /// The experiments of the sweep; empty when there is none.
    pub fn runs(&self, base: &Spec) -> Vec<Spec> {
        let sweep = self.sweep.iter();
        sweep.flat_map(|(field, values)| values.iter().map(|v| changed(base, &[(*field, v.clone())]))).collect()
    }

    /// What the link of `base` is followed by, `&with=..&sweep=..`; empty for no comparison.
    pub fn link(&self, base: &Spec) -> String {
        let mut link = String::new();
        if let Some(second) = self.second(base) {
            let settings: Vec<_> =
                differences(base, &second).iter().map(|(f, value)| format!("{}:{value}", f.key)).collect();
            link += &format!("&with={}", settings.join(";"));
        }
        if let Some((field, values)) = &self.sweep {
            let values: Vec<_> = values.iter().map(|v| v.replace(',', "-")).collect();
            link += &format!("&sweep={}:{}", field.key, values.join(","));
        }
        link
    }

    /// All of it as plain data.
    pub fn describe(&self, base: &Spec) -> Compared {
        let with = self.second(base).map(|second| Second {
            link: second.link(),
            differences: differences(base, &second).into_iter().map(|(f, value)| (f.key, value)).collect(),
            data: base.same_data(&second),
            weights: base.same_start(&second),
        });
        let sweep = self.sweep.as_ref().map(|(field, values)| Sweep {
            key: field.key,
            runs: values.iter().cloned().zip(self.runs(base).iter().map(Spec::link)).collect(),
        });
        Compared { with, sweep, text: self.link(base), run: base.link() }
    }
}

/// Settings by which others have their usual value, so that they are read before those.
const LEADING: [&str; 2] = ["hidden", "gap"];

/// `base` with some settings changed: the solver first, then layers and gap.
#[inline(never)] // no part of what the page fetches first
fn changed(base: &Spec, settings: &[Setting]) -> Spec {
    let solver = settings.iter().find(|(f, _)| f.key == "solver").and_then(|(_, name)| Solver::from_name(name));
    let mut spec = base.with_solver(solver.unwrap_or(base.solver));
    let (first, rest): (Vec<_>, Vec<_>) =
        settings.iter().filter(|(f, _)| f.key != "solver").partition(|(f, _)| LEADING.contains(&f.key));
    for (field, value) in first.into_iter().chain(rest) {
        read(&mut spec, field, value);
        // It has this value, whatever the first run changes under way.
        spec.live.retain(|change| change.key != field.key);
    }
    spec
}

/// What leads from `base` to `second`, in the order of a canonical link.
#[inline(never)] // no part of what the page fetches first, as those that read
fn differences(base: &Spec, second: &Spec) -> Vec<Setting> {
    let mut settings = Vec::new();
    if base.solver != second.solver {
        settings.extend(field("solver").map(|f| (f, second.solver.name().to_owned())));
    }
    let mut from = base.with_solver(second.solver);
    let own = (from.text_of("hidden"), from.text_of("gap"));
    from.carry(second.hidden.clone(), second.gap);
    let before = |f: &Field| match f.key {
        "hidden" => own.0.clone(),
        "gap" => own.1.clone(),
        _ => from.text(f),
    };
    let others = fields_of(second.solver).filter(|f| !matches!(f.key, "task" | "solver"));
    settings.extend(others.map(|f| (f, second.text(f))).filter(|(f, value)| *value != before(f)));
    settings
}

/// The solver of that name, where the experiment's task has it.
fn solver_of(base: &Spec, given: &str) -> Option<Solver> {
    nearest(given, Solver::from_name).filter(|solver| solver.fits(&base.task))
}

#[inline(never)]
fn read_with(base: &Spec, given: &str, problems: &mut Vec<Problem>) -> Vec<Setting> {
    let before = problems.len();
    let refuse = |given: &str| Problem {
        reason: Reason::Value,
        key: "with".into(),
        given: given.into(),
        allowed: Allowed::Differences,
        used: None,
    };
    let items: Vec<_> = given.split(';').map(str::trim).filter(|item| !item.is_empty()).collect();
    let pairs: Vec<_> =
        items.iter().filter_map(|i| i.split_once(':')).map(|(key, value)| (key.trim(), value.trim())).collect();
    let solver = pairs.iter().find(|(key, _)| *key == "solver").and_then(|(_, v)| solver_of(base, v));
    let mut second = base.with_solver(solver.unwrap_or(base.solver));
    problems.extend(items.iter().filter(|item| !item.contains(':')).map(|item| refuse(item)));
    for key in LEADING {
        let given = pairs.iter().find(|(k, _)| *k == key);
        if let (Some(field), Some((_, value))) = (field(key), given) {
            read(&mut second, field, value);
        }
    }
    for (index, (key, value)) in pairs.iter().enumerate() {
        let earlier = pairs[..index].iter().any(|(k, _)| k == key);
        // Both runs have one task: other points would have another plane.
        let known = field(key).filter(|f| f.key != "task");
        problems.extend(take(&mut second, known, &format!("with={key}"), value, earlier, || Allowed::Keys {
            names: keys(solver.unwrap_or(base.solver)).collect(),
        }));
    }
    let settings = differences(base, &second);
    if settings.is_empty() && problems.len() == before {
        problems.push(refuse(given));
    }
    settings
}

#[inline(never)]
fn read_sweep(base: &Spec, given: &str, problems: &mut Vec<Problem>) -> Option<(&'static Field, Vec<String>)> {
    let mut problem = |reason, key: String, given: &str, allowed: Allowed, used| {
        problems.push(Problem { reason, key, given: given.to_owned(), allowed, used });
    };
    let shape = || Allowed::Sweep { most: MAX_SWEEP };
    let Some((key, list)) = given.split_once(':').map(|(key, list)| (key.trim(), list)) else {
        problem(Reason::Value, "sweep".into(), given, shape(), None);
        return None;
    };
    let name = format!("sweep={key}");
    let Some(field) = field(key).filter(|f| f.key != "task") else {
        problem(Reason::UnknownKey, name, list, Allowed::Keys { names: keys(base.solver).collect() }, None);
        return None;
    };
    if !field.applies_to(base.solver) {
        problem(Reason::OtherSolver, name, list, field.owners(base.solver), None);
        return None;
    }
    let mut values: Vec<String> = Vec::new();
    for one in list.split(',').map(str::trim) {
        let mut spec = base.clone();
        // The layers of one network stand with "-" between them, since "," parts the values.
        let (outcome, value) = match (field.kind, field.key) {
            (Kind::Choice, "solver") => match solver_of(base, one) {
                Some(solver) if solver.name() == one => (Read::Exact, one.to_owned()),
                Some(solver) => (Read::Nearest, solver.name().to_owned()),
                None => (Read::Nothing, String::new()),
            },
            (Kind::Layers, _) => (read(&mut spec, field, &one.replace('-', ",")), spec.text(field)),
            _ => (read(&mut spec, field, one), spec.text(field)),
        };
        let allowed = match &outcome {
            Read::Unfit(allowed) => allowed.clone(),
            _ => field.allowed(&base.task),
        };
        if outcome == Read::Nothing {
            problem(Reason::Value, name.clone(), one, allowed, None);
        } else if values.contains(&value) {
            problem(Reason::Repeated, name.clone(), one, Allowed::Once, None);
        } else if values.len() == MAX_SWEEP {
            problem(Reason::Value, name.clone(), one, Allowed::AtMost { most: MAX_SWEEP }, None);
        } else {
            if outcome != Read::Exact {
                problem(Reason::Value, name.clone(), one, allowed, Some(value.clone()));
            }
            values.push(value);
        }
    }
    if values.len() < 2 {
        problem(Reason::Value, "sweep".into(), given, shape(), None);
        return None;
    }
    Some((field, values))
}

#[cfg(test)]
mod tests;
