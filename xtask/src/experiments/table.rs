//! What is trained: the rows (tasks), the methods, the seeds, and what must be reached.

/// Seeds `1..=SEEDS`.
pub const SEEDS: usize = 5;
/// Iterations of a quick run.
const QUICK_ITERATIONS: usize = 5;

/// What `exact` must reach in a row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bar {
    /// At most so far below the surrogate's mean test accuracy.
    pub below: f64,
    /// Least mean test accuracy, of `exact` and of the surrogate, which must not be weak.
    pub least: Option<f64>,
    /// Most of the ratio of the seconds to the plateau, exact to surrogate.
    pub ratio: f64,
}

/// A task with its layers.
#[derive(Debug)]
pub struct Row {
    /// Its name in tables and for `--only`.
    pub name: &'static str,
    /// What of a link it is.
    pub link: &'static str,
    /// Whether the methods that are slow get fewer iterations here.
    pub slow: bool,
    /// What must be reached, where anything must.
    pub bar: Option<Bar>,
}

/// A method with its settings.
#[derive(Debug)]
pub struct Method {
    /// Its name in tables and for `--only`.
    pub name: &'static str,
    /// What of a link it is.
    pub link: &'static str,
    /// Iterations in a slow row, for a slow method.
    pub slow_iterations: Option<usize>,
}

/// The method that must reach the bars.
pub const EXACT: &str = "exact";
/// The method that it is measured against.
pub const SURROGATE: &str = "surrogate";

/// The methods. Those compared in seconds stand beside each other: they run in this order.
pub const METHODS: [Method; 6] = [
    Method { name: EXACT, link: "solver=exact", slow_iterations: None },
    Method { name: SURROGATE, link: "solver=surrogate", slow_iterations: None },
    Method { name: "exact K=1", link: "solver=exact&inner=1", slow_iterations: None },
    Method { name: "control", link: "solver=control", slow_iterations: None },
    Method { name: "targets", link: "solver=targets", slow_iterations: Some(20) },
    Method { name: "paper", link: "solver=paper", slow_iterations: Some(100) },
];

const SHALLOW: Option<Bar> = Some(Bar { below: 0.01, least: None, ratio: 1.5 });
const PUBLISHED: Option<Bar> = Some(Bar { below: 0.005, least: Some(0.97), ratio: 1.5 });
const SACCADE: Option<Bar> = Some(Bar { below: 0.01, least: None, ratio: 2.0 });
const DEEP: Option<Bar> = Some(Bar { below: 0.0, least: None, ratio: 2.0 });
const DEEPEST: Option<Bar> = Some(Bar { below: 0.02, least: None, ratio: 2.0 });

const fn row(name: &'static str, link: &'static str, slow: bool, bar: Option<Bar>) -> Row {
    Row { name, link, slow, bar }
}

/// The rows. A task that the build does not know is skipped with a line.
pub const ROWS: [Row; 20] = [
    row("xor", "task=xor", false, None),
    row("moons", "task=moons", false, SHALLOW),
    row("circles", "task=circles", false, SHALLOW),
    row("spirals", "task=spirals", false, SHALLOW),
    row("order", "task=order", false, None),
    row("channels", "task=channels", false, None),
    row("yinyang", "task=yinyang", true, None),
    row("yinyang-published", "task=yinyang-published", true, PUBLISHED),
    row("saccade", "task=saccade&hidden=100", true, SACCADE),
    row("randman", "task=randman", true, None),
    row("match", "task=match", false, None),
    row("trains", "task=trains", false, None),
    row("spirals 40", "task=spirals&hidden=40", false, None),
    row("spirals 40-40", "task=spirals&hidden=40,40", false, DEEP),
    row("spirals 40-40-40", "task=spirals&hidden=40,40,40", false, DEEP),
    row("spirals 40 x 5", "task=spirals&hidden=40,40,40,40,40", false, DEEPEST),
    row("saccade 40", "task=saccade&hidden=40", true, None),
    row("saccade 40-40", "task=saccade&hidden=40,40", true, DEEP),
    row("saccade 40-40-40", "task=saccade&hidden=40,40,40", true, DEEP),
    row("saccade 40 x 5", "task=saccade&hidden=40,40,40,40,40", true, DEEPEST),
];

/// A number that a publication gives, with its source.
pub struct Reference {
    /// What was trained on what.
    pub what: &'static str,
    /// Test accuracy in per cent, as published.
    pub accuracy: &'static str,
    /// Where it stands.
    pub source: &'static str,
}

const YINYANG: &str = "Kriener, Göltz, Petrovici, *The Yin-Yang dataset*, arXiv 2102.08211";

/// What is known of the published splits.
pub const REFERENCES: [Reference; 3] = [
    Reference { what: "Yin-Yang: linear classifier", accuracy: "63.8", source: YINYANG },
    Reference { what: "Yin-Yang: ANN 4-30-3, lower layer frozen", accuracy: "85.5", source: YINYANG },
    Reference { what: "Yin-Yang: ANN 4-120-3", accuracy: "98.7 ± 0.3", source: YINYANG },
];

/// The link of a cell with all its seeds, and whether its iterations are cut.
pub fn link(row: &Row, method: &Method, quick: bool) -> (String, bool) {
    let seeds = if quick { 1 } else { SEEDS };
    let mut link = format!("#v=1&{}&{}&seed=1..{seeds}", row.link, method.link);
    let iterations = match method.slow_iterations {
        _ if quick && method.name != "control" => Some(QUICK_ITERATIONS),
        Some(iterations) if row.slow => Some(iterations),
        _ => None,
    };
    if let Some(iterations) = iterations {
        link += &format!("&iterations={iterations}");
    }
    (link, iterations.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(row: &str, method: &str, quick: bool) -> (String, bool) {
        let row = ROWS.iter().find(|r| r.name == row).expect("a row");
        link(row, METHODS.iter().find(|m| m.name == method).expect("a method"), quick)
    }

    #[test]
    fn slow_cells_have_fewer_iterations_and_say_so() {
        assert_eq!(found("moons", "paper", false), ("#v=1&task=moons&solver=paper&seed=1..5".into(), false));
        assert_eq!(
            found("yinyang-published", "paper", false),
            ("#v=1&task=yinyang-published&solver=paper&seed=1..5&iterations=100".into(), true)
        );
        // What is compared in seconds is never cut.
        for method in [EXACT, SURROGATE, "exact K=1"] {
            assert!(ROWS.iter().all(|row| !found(row.name, method, false).1), "{method}");
        }
    }

    #[test]
    fn a_quick_run_has_one_seed_and_few_iterations() {
        let (link, budget) = found("xor", "exact K=1", true);
        assert_eq!((link.as_str(), budget), ("#v=1&task=xor&solver=exact&inner=1&seed=1..1&iterations=5", true));
        assert_eq!(found("xor", "control", true).0, "#v=1&task=xor&solver=control&seed=1..1");
    }

    #[test]
    fn names_are_unique() {
        let mut names = ROWS.map(|row| row.name);
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
