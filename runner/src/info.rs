//! The command `info`: explains a link.

use std::io::{Write, stdout};

use anyhow::Result;
use heaviside::experiment::limits::MAX_LAYERS;
use heaviside::experiment::{Experiment, Kind, Parsed, Spec, fields_of};

use crate::data::Data;
use crate::progress::seconds;
use crate::{Ending, run, words};

/// What `info` is given.
#[derive(clap::Args)]
pub struct Options {
    /// The experiment, e.g. '#v=1&task=moons&seed=2' or a whole address of the page
    link: String,
    #[command(flatten)]
    data: Data,
}

/// Prints the explanation.
pub fn run(options: &Options) -> Result<Ending> {
    let (Parsed { spec, .. }, _) = run::open(&options.link, &options.data)?;
    let settings = settings(&spec);
    let experiment = Experiment::<f32>::new(spec, seconds)?;
    let mut out = stdout().lock();
    out.write_all(settings.as_bytes())?;
    out.write_all(sizes(&experiment).as_bytes())?;
    Ok(Ending::Done)
}

/// Task, solver and every setting with value, range, default or changed, and its sentence.
fn settings(spec: &Spec) -> String {
    let (task, solver) = (spec.task.name(), spec.solver.name());
    let mut text = format!("{}\n\n", spec.link());
    for (key, value, sentence) in [("task", task, words::task(task)), ("solver", solver, words::solver(solver))] {
        text += &format!("{key:<11} {value}\n{:12}{}\n", "", sentence.unwrap_or_default());
    }
    let defaults = spec.standard();
    for field in fields_of(spec.solver).filter(|f| !matches!(f.key, "task" | "solver")) {
        let (now, default) = (spec.text(field), defaults.text(field));
        let changed = if now == default { "default".to_owned() } else { format!("changed from {default}") };
        let [min, max] = field.range(&spec.task);
        let range = match field.kind {
            Kind::Choice => spec.task.encoders().iter().map(|e| e.name()).collect::<Vec<_>>().join(", "),
            Kind::Layers => format!("1 to {MAX_LAYERS} layers of {min} to {max}"),
            Kind::Integer | Kind::Number => format!("{min} to {max}"),
        };
        let live = if field.live { ", can change during a run" } else { "" };
        text += &format!("{:<11} {now}  ({changed}; {range}{live})\n", field.key);
        text += &format!("{:12}{}\n", "", words::setting(field.key).unwrap_or_default());
    }
    for change in &spec.live {
        text += &format!("{:<11} {change}  (a change under way: iteration, setting, value)\n", "live");
    }
    text
}

/// Sizes, memory and the blocks of an iteration.
fn sizes(experiment: &Experiment<f32>) -> String {
    let (spec, network) = (experiment.spec(), experiment.network());
    let layers: Vec<String> = network.sizes().iter().map(usize::to_string).collect();
    let mib = spec.memory_bytes() as f64 / f64::from(1 << 20);
    // A block of each time step is one name.
    let mut blocks: Vec<String> = Vec::new();
    for name in experiment.blocks().iter().map(heaviside::method::Block::name) {
        if !blocks.contains(&name) {
            blocks.push(name);
        }
    }
    format!(
        "\nlayers      {}\nparameters  {}\nsamples     {} of {} time steps in each of training, validation and test set\n\
         memory      about {mib:.1} MiB\niteration   {}\n",
        layers.join("-"),
        network.parameters(),
        spec.samples,
        spec.steps,
        blocks.join(", "),
    )
}
