//! What a link can say, as data for a page that builds its controls from it.

use serde::Serialize;

use super::Solver;
use super::field::{Group, Kind, fields};
use super::spec::VERSION;
use crate::tasks::Task;

/// Everything a link can say. Free of language: keys and ranges only.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Catalogue {
    /// Version of the links.
    pub version: u64,
    /// The tasks.
    pub tasks: Vec<TaskEntry>,
    /// The solvers; the first is the default.
    pub solvers: Vec<SolverEntry>,
    /// The fields, in the order of a canonical link.
    pub fields: Vec<FieldEntry>,
}

/// A task.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct TaskEntry {
    /// Name in a link.
    pub value: &'static str,
    /// 2 when the samples are points of a plane, so that a decision map makes sense, else 0.
    pub dimensions: usize,
    /// Number of classes.
    pub classes: usize,
    /// Encoders that it accepts.
    pub encoders: Vec<&'static str>,
    /// Solvers that can train it.
    pub solvers: Vec<&'static str>,
    /// Largest noise of this task; the field's own `max` is the largest of all tasks.
    pub max_noise: f64,
    /// Pictures that its channels are, `[maps, width, height]`, on which convolutions and pools can stand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub picture: Option<[usize; 3]>,
    /// Most steps of silence of this task, where it has a gap.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_gap: Option<usize>,
}

/// A solver.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct SolverEntry {
    /// Name in a link.
    pub value: &'static str,
    /// Whether it can train recurrent layers and convolutions.
    pub shared: bool,
}

/// A field.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct FieldEntry {
    /// Key in a link.
    pub key: &'static str,
    /// Kind of its value.
    pub kind: Kind,
    /// Where it belongs.
    pub group: Group,
    /// Smallest value (of each layer, for layers); absent for a choice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    /// Largest value; absent for a choice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    /// What can be chosen; absent for all but a choice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub choices: Option<Vec<&'static str>>,
    /// Solvers that have it; null for all.
    pub solvers: Option<Vec<&'static str>>,
    /// Whether it can change during a run.
    pub live: bool,
}

/// The catalogue of this version.
pub fn catalogue() -> Catalogue {
    let task = |task: Task| TaskEntry {
        value: task.name(),
        dimensions: if task.view().is_plane() { 2 } else { 0 },
        classes: task.answer().classes(),
        encoders: task.encoders().iter().map(|e| e.name()).collect(),
        solvers: Solver::of_task(&task).iter().map(|s| s.name()).collect(),
        max_noise: task.max_noise(),
        picture: task.view().picture().map(|picture| [picture.maps, picture.width, picture.height]),
        max_gap: task.gap().map(|[_, most]| most),
    };
    let fields = fields().iter().map(|field| {
        let choice = field.kind == Kind::Choice;
        FieldEntry {
            key: field.key,
            kind: field.kind,
            group: field.group,
            min: (!choice).then_some(field.min),
            max: (!choice).then_some(field.max),
            choices: choice.then(|| field.choices()),
            solvers: field.solvers.as_ref().map(|solvers| solvers.iter().map(|s| s.name()).collect()),
            live: field.live,
        }
    });
    Catalogue {
        version: VERSION,
        tasks: Task::ALL.map(task).to_vec(),
        solvers: Solver::ALL.map(|s| SolverEntry { value: s.name(), shared: s.shared() }).to_vec(),
        fields: fields.collect(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::method::Status;

    #[test]
    fn a_status_is_written_by_its_name() {
        use Status::{Converged, MaxIterations, NoProgress, NumericalError, Running, Stopped};
        for status in [Running, Converged, NoProgress, MaxIterations, NumericalError, Stopped] {
            assert_eq!(serde_json::to_value(status).expect("JSON"), status.name());
        }
    }

    #[test]
    fn the_page_gets_plain_names_and_ranges() {
        let all = serde_json::to_value(catalogue()).expect("JSON");
        assert_eq!(all["version"], 1);
        assert_eq!(
            all["tasks"][1],
            json!({ "value": "moons", "dimensions": 2, "classes": 2, "maxNoise": 1.0,
                    "solvers": ["exact", "targets", "paper", "surrogate", "control"],
                    "encoders": ["rate", "latency", "population", "current"] })
        );
        assert_eq!(all["solvers"][0], json!({ "value": "exact", "shared": Solver::Exact.shared() }));
        let field = |key: &str| {
            let fields = all["fields"].as_array().expect("an array");
            fields.iter().find(|f| f["key"] == key).cloned().expect("a field")
        };
        assert_eq!(
            field("encoder"),
            json!({ "key": "encoder", "kind": "choice", "group": "data", "solvers": null, "live": false,
                    "choices": ["rate", "latency", "population", "current", "events"] })
        );
        assert_eq!(
            field("hidden"),
            json!({ "key": "hidden", "kind": "layers", "group": "network", "min": 1.0, "max": 512.0, "solvers": null,
                    "live": false })
        );
        assert_eq!(
            field("inner"),
            json!({ "key": "inner", "kind": "integer", "group": "optimiser", "min": 1.0, "max": 100.0,
                    "solvers": ["exact", "targets"], "live": true })
        );
    }
}
