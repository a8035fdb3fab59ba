//! The page's own sentences about tasks, solvers and settings, so that terminal and page say the same.

use std::sync::LazyLock;

use serde_json::Value;

/// The English catalogue of the page.
static CATALOGUE: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../www/strings/en.json")).unwrap_or_default());

/// What a setting does, by its key in a link.
pub fn setting(key: &str) -> Option<&'static str> {
    about("fields", key)
}

/// What a task is, by its name in a link.
pub fn task(name: &str) -> Option<&'static str> {
    about("tasks", name)
}

/// What a solver is, by its name in a link.
pub fn solver(name: &str) -> Option<&'static str> {
    about("solvers", name)
}

/// What the catalogue says about a member of a group.
fn about(group: &str, name: &str) -> Option<&'static str> {
    CATALOGUE.get(group)?.get(name)?.get("about")?.as_str()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;

    use heaviside::data::Encoder;
    use heaviside::experiment::{Experiment, Solver, Spec, fields};
    use heaviside::method::Block;
    use heaviside::tasks::Task;

    use super::*;

    /// Every catalogue of the page, by its file's name.
    fn catalogues() -> Vec<(String, Value)> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../www/strings");
        let files = fs::read_dir(folder).expect("the catalogues").map(|entry| entry.expect("a file").path());
        let all: Vec<_> = files
            .filter(|path| path.extension().is_some_and(|e| e == "json"))
            .map(|path| {
                let text = fs::read_to_string(&path).expect("a text");
                (path.display().to_string(), serde_json::from_str(&text).expect("JSON"))
            })
            .collect();
        assert!(all.len() >= 2, "{all:?}");
        all
    }

    /// The group holds just these names, each with all of these texts.
    fn holds<'a>(catalogue: &Value, group: &str, names: impl IntoIterator<Item = &'a str>, texts: &[&str]) {
        let group = catalogue[group].as_object().expect("a group");
        let names: BTreeSet<&str> = names.into_iter().collect();
        assert_eq!(group.keys().map(String::as_str).collect::<BTreeSet<_>>(), names);
        for (name, entry) in group {
            for text in texts {
                assert!(entry[text].as_str().is_some_and(|t| !t.trim().is_empty()), "{name}.{text}");
            }
        }
    }

    #[test]
    fn all_that_a_link_can_say_has_its_words_in_every_language_and_nothing_else_has() {
        let keys = || fields().iter().map(|f| f.key).filter(|key| !matches!(*key, "task" | "solver"));
        for (file, catalogue) in catalogues() {
            println!("{file}");
            holds(&catalogue, "tasks", Task::ALL.map(|task| task.name()), &["name", "about"]);
            holds(&catalogue, "solvers", Solver::ALL.map(Solver::name), &["name", "about", "model"]);
            holds(&catalogue, "fields", keys(), &["label", "about"]);
            holds(&catalogue, "encoders", Encoder::ALL.map(Encoder::name), &["name"]);
        }
    }

    /// What the page calls the kind of a block: the readout's of the paper's solver have texts of their own.
    fn kind_on_page(block: Block, layers: usize) -> &'static str {
        match (block.kind, block.layer == Some(layers)) {
            ("W", true) => "W_out",
            ("z", true) => "z_out",
            (kind, _) => kind,
        }
    }

    #[test]
    fn every_block_says_what_it_does_and_nothing_else_does() {
        let catalogues = catalogues();
        let mut all = BTreeSet::new();
        for solver in Solver::ALL {
            let mut kinds = BTreeSet::new();
            for task in Task::ALL.into_iter().filter(|task| Solver::of_task(task).contains(&solver)) {
                let spec = Spec {
                    samples: 20,
                    hidden: vec![heaviside::network::layer::Token::Dense(4)],
                    ..Spec::defaults(task, solver)
                };
                let mut experiment = Experiment::<f32>::new(spec, || 0.0).expect("an experiment");
                let layers = experiment.network().depth();
                let blocks = experiment.blocks();
                // What the page steps over at once is a block to whoever steps.
                for _ in &blocks {
                    let report = experiment.step_sweep().expect("a step").expect("a report");
                    kinds.insert(kind_on_page(report.block, layers));
                }
                kinds.extend(blocks.into_iter().map(|block| kind_on_page(block, layers)));
            }
            for (file, catalogue) in &catalogues {
                let says = catalogue["solvers"][solver.name()]["blocks"].as_object().expect("a group");
                assert_eq!(says.keys().map(String::as_str).collect::<BTreeSet<_>>(), kinds, "{solver:?} in {file}");
            }
            all.extend(kinds);
        }
        for (file, catalogue) in &catalogues {
            for kind in catalogue["blocks"].as_object().expect("a group").keys() {
                assert!(all.contains(kind.as_str()), "{file}: no solver has a block {kind}");
            }
        }
    }

    #[test]
    fn the_terminal_finds_what_the_page_says() {
        let ends = |sentence: Option<&str>| sentence.is_some_and(|s| s.ends_with('.'));
        for field in fields().iter().filter(|f| !matches!(f.key, "task" | "solver")) {
            assert!(ends(setting(field.key)), "{}", field.key);
        }
        assert!(Task::ALL.iter().all(|t| ends(task(t.name()))));
        assert!(Solver::ALL.iter().all(|s| ends(solver(s.name()))));
        assert_eq!(setting("lr"), Some("Step size of Adam."));
        assert_eq!(setting("nothing"), None);
    }
}
