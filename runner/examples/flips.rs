//! What prices foretell: spikes of a layer are flipped one at a time, the real network runs on from each, and what the loss
//! did is put beside what `exact` and surrogate gradients foretold of it. Prints the table of docs/method.md.
//! `cargo run --release --package heaviside-runner --example flips`

use std::error::Error;

use heaviside::experiment::{Experiment, Spec};
use heaviside::views::{Flips, flips};

const NETWORKS: [&str; 3] = ["50", "40,40", "30,30,30"];
const SEEDS: std::ops::RangeInclusive<u64> = 1..=3;
const AFTER: [usize; 3] = [0, 10, 60];
const FLIPS: usize = 600;

fn main() -> Result<(), Box<dyn Error>> {
    println!(
        "| hidden | layer | iterations | `exact` foretells | surrogate foretells | flips that `exact` recommends | that the surrogate recommends |"
    );
    println!("|---|---|---|---|---|---|---|");
    for hidden in NETWORKS {
        let layers = hidden.split(',').count();
        let mut experiments = Vec::new();
        for seed in SEEDS {
            let spec = Spec::parse(&format!("#v=1&task=spirals&hidden={hidden}&seed={seed}")).spec;
            experiments.push(Experiment::<f64>::new(spec, || 0.0)?);
        }
        for after in AFTER {
            for experiment in &mut experiments {
                while experiment.position() < after {
                    experiment.step_iteration()?;
                }
            }
            for layer in (1..=layers).rev() {
                let drawn = experiments.iter().map(|e| flips(e, layer, FLIPS)).collect::<Result<Vec<_>, _>>()?;
                let mean = |of: &dyn Fn(&Flips) -> Option<f64>| {
                    let found: Vec<f64> = drawn.iter().filter_map(of).collect();
                    found.iter().sum::<f64>() / found.len() as f64
                };
                println!(
                    "| {hidden} | {layer} | {after} | {:.2} | {:.2} | {:+.4} | {:+.4} |",
                    mean(&|f| f.correlation(&f.exact)),
                    mean(&|f| f.correlation(&f.surrogate)),
                    mean(&|f| f.recommended(&f.exact)),
                    mean(&|f| f.recommended(&f.surrogate)),
                );
            }
        }
    }
    Ok(())
}
