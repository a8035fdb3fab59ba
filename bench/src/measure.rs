//! Times of blocks, iterations, passes and evaluations.

use std::collections::BTreeMap;
use std::sync::Arc;

use heaviside::error::Error;
use heaviside::experiment::{Solver, Spec};
use heaviside::method::{Block, Extent, Problem, Run, Status, Trainer};
use heaviside::network::{Activity, Reading, initialise, trace};
use heaviside::random::{Stream, generator};
use serde::Serialize;

use crate::cost::{self, Cost};
use crate::roof;
use crate::sizes::{Real, SIZES, Setting, Size};

/// Seconds from any origin.
pub type Clock = fn() -> f64;

/// Samples of a time at least.
pub const SAMPLES: usize = 10;
/// Seconds that a sample lasts at least, over as many repetitions as that takes: clocks of browsers are coarse.
const SAMPLE: f64 = 0.002;
/// Iterations after which a run begins anew, so that what is measured is training and not its end.
const RUN: usize = 100;

/// What was measured.
#[derive(Debug, Clone, Serialize)]
pub struct Timed {
    /// Name, e.g. `exact/forward`.
    pub name: String,
    /// Seconds of one repetition, a sample each.
    pub seconds: Vec<f64>,
    /// What it had to do at least, where that is known.
    pub cost: Option<Cost>,
}

/// Seconds of `work`, a sample each, until the budget is spent.
pub fn repeat(clock: Clock, budget: f64, mut work: impl FnMut()) -> Vec<f64> {
    let mut times = 1u32;
    let mut timed = |times: u32| {
        let start = clock();
        (0..times).for_each(|_| work());
        clock() - start
    };
    timed(1);
    let mut last = timed(1);
    while last < SAMPLE {
        times *= 2;
        last = timed(times);
    }
    let end = clock() + budget;
    let mut samples = Vec::new();
    while samples.len() < SAMPLES || clock() < end {
        samples.push(timed(times) / f64::from(times));
    }
    samples
}

/// A trainer that begins anew when its run is long.
struct Endless<'a> {
    setting: &'a Setting,
    solver: Solver,
    trainer: Box<dyn Trainer<Real>>,
}

/// A new trainer.
///
/// # Errors
/// Those of its construction.
pub fn trainer(problem: &Arc<Problem<Real>>, spec: &Spec, solver: Solver) -> Result<Box<dyn Trainer<Real>>, Error> {
    solver.build(problem, Run { settings: &spec.settings, iterations: spec.iterations, seed: spec.seed })
}

impl<'a> Endless<'a> {
    fn new(setting: &'a Setting) -> Result<Self, Error> {
        let solver = setting.spec.solver;
        Ok(Self { setting, solver, trainer: trainer(&setting.problem, &setting.spec, solver)? })
    }

    /// One iteration; calls `saw` with each block and its seconds.
    fn iterate(&mut self, clock: Clock, mut saw: impl FnMut(&Block, f64)) -> Result<(), Error> {
        let done = self.trainer.iteration();
        while self.trainer.iteration() == done {
            let block = self.trainer.next_block();
            let start = clock();
            self.trainer.step(false)?;
            saw(&block, clock() - start);
        }
        if done + 1 >= RUN || self.trainer.status() != Status::Running {
            self.trainer = trainer(&self.setting.problem, &self.setting.spec, self.solver)?;
        }
        Ok(())
    }
}

/// Every block of an iteration and the whole of it, `solver/block` and `solver`.
///
/// # Errors
/// Those of the trainer.
pub fn iteration(setting: &Setting, clock: Clock, budget: f64) -> Result<Vec<Timed>, Error> {
    let solver = setting.spec.solver.name();
    let mut endless = Endless::new(setting)?;
    let extent = setting.extent();
    let rounds = setting.spec.settings.get("inner").copied().unwrap_or(1.0);
    let mut names = Vec::new();
    let mut costs: BTreeMap<String, Option<Cost>> = BTreeMap::new();
    for block in endless.trainer.blocks() {
        let name = block.name();
        if !costs.contains_key(&name) {
            names.push(name.clone());
        }
        costs.insert(name, cost::of(&block, &extent, rounds));
    }
    // The first iterations allocate, and the engine compiles.
    let start = clock();
    endless.iterate(clock, |_, _| ())?;
    endless.iterate(clock, |_, _| ())?;
    let each = ((clock() - start) / 2.0).max(1e-6);
    let together = (10.0 * SAMPLE / each).ceil().clamp(1.0, 200.0) as usize;
    let (end, mut samples) = (clock() + budget, 0);
    let mut seconds: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    let mut whole = Vec::new();
    while samples < SAMPLES || clock() < end {
        let mut sums: BTreeMap<String, f64> = BTreeMap::new();
        let mut sum = 0.0;
        for _ in 0..together {
            let start = clock();
            endless.iterate(clock, |block, time| *sums.entry(block.name()).or_default() += time)?;
            sum += clock() - start;
        }
        for (name, time) in sums {
            seconds.entry(name).or_default().push(time / together as f64);
        }
        whole.push(sum / together as f64);
        samples += 1;
    }
    let mut timed: Vec<Timed> = names
        .into_iter()
        .map(|name| Timed {
            seconds: seconds.remove(&name).unwrap_or_default(),
            cost: costs.get(&name).copied().flatten(),
            name: format!("{solver}/{name}"),
        })
        .collect();
    timed.push(Timed { name: solver.to_owned(), seconds: whole, cost: None });
    Ok(timed)
}

impl Setting {
    /// How large the training problem is.
    pub fn extent(&self) -> Extent {
        let data = &self.problem.data;
        let batch = match self.spec.settings.get("batch") {
            Some(&batch) if batch >= 1.0 => data.len().min(batch as usize),
            _ => data.len(),
        };
        Extent { batch, ..Extent::dense(data.len(), data.input.steps(), self.problem.start.sizes(), false) }
    }
}

/// The forward pass of the training data, and an evaluation: all three sets, of which no spike is kept.
///
/// # Errors
/// Those of the network.
pub fn passes(setting: &Setting, clock: Clock, budget: f64) -> Result<Vec<Timed>, Error> {
    let extent = setting.extent();
    let (network, input) = (&setting.problem.start, &setting.problem.input_trace);
    let mut activity = Activity::new(&extent.sizes, extent.steps, extent.samples);
    network.forward(input, &mut activity)?;
    let forward = repeat(clock, budget, || network.forward(input, &mut activity).unwrap_or_else(|_| unreachable()));
    drop(activity);
    let mut readings = Vec::new();
    for set in [input, &setting.held_back[0], &setting.held_back[1]] {
        let mut reading = Reading::new(&extent.sizes, set.samples());
        network.read(set, &mut reading)?;
        readings.push((set, reading));
    }
    let evaluation = repeat(clock, budget, || {
        for (set, reading) in &mut readings {
            network.read(set, reading).unwrap_or_else(|_| unreachable());
        }
    });
    let whole = Block::whole("forward");
    Ok(vec![
        Timed { name: "forward".into(), seconds: forward, cost: cost::of(&whole, &extent, 1.0) },
        Timed { name: "evaluation".into(), seconds: evaluation, cost: None },
    ])
}

/// What fitted once fits again.
fn unreachable() {
    unreachable!("the same arrays fitted before")
}

/// Everything at one size: the roof, the passes, and an iteration of `exact` and of `surrogate`.
///
/// # Errors
/// Those of the experiment and its trainers.
pub fn size(size: &Size, clock: Clock, budget: f64) -> Result<Vec<Timed>, Error> {
    let setting = size.setting("")?;
    let mut all = roof::at(&setting.extent(), clock, budget / 4.0);
    all.extend(passes(&setting, clock, budget / 4.0)?);
    all.extend(iteration(&setting, clock, budget)?);
    drop(setting);
    all.extend(iteration(&size.setting("&solver=surrogate")?, clock, budget / 2.0)?);
    Ok(all)
}

/// An iteration of the other forms of training, on the default experiment: no blocks of theirs.
///
/// # Errors
/// Those of the experiment and its trainers.
pub fn others(clock: Clock, budget: f64) -> Result<Vec<Timed>, Error> {
    let mut all = Vec::new();
    for (name, words) in [
        ("exact, K = 1", "&inner=1"),
        ("exact, K = 3", "&inner=3"),
        ("targets", "&solver=targets"),
        ("paper", "&solver=paper"),
    ] {
        let whole = iteration(&SIZES[0].setting(words)?, clock, budget)?.pop();
        all.extend(whole.map(|timed| Timed { name: name.to_owned(), ..timed }));
    }
    Ok(all)
}

/// How the time of an iteration grows.
#[derive(Debug, Clone, Serialize)]
pub struct Growth {
    /// `exact` or `surrogate`.
    pub solver: String,
    /// What grows, `N` or `T`.
    pub along: &'static str,
    /// Its values and the seconds of an iteration.
    pub points: Vec<(usize, f64)>,
}

/// Samples and steps at which the other of the two grows.
const FIXED: (usize, usize) = (1000, 30);

/// The problem of the growth: Yin-Yang with 120 hidden neurons, so many samples and steps, and no set beside the training set.
///
/// # Errors
/// Those of the task.
pub fn yinyang(samples: usize, steps: usize, words: &str) -> Result<(Spec, Arc<Problem<Real>>), Error> {
    let spec = Spec::parse(&format!("task=yinyang&hidden=120&encoder=current&batch=0{words}")).spec;
    let data = spec.task.generate::<Real>(spec.encoder, samples, steps, spec.noise, spec.seed)?.train;
    let input_trace = trace(&data.input, spec.delta as Real);
    let sizes = [vec![input_trace.neurons(), 120], data.answer().last()].concat();
    let gain = spec.settings.get("gain").copied().unwrap_or(1.0);
    let mut rng = generator(spec.seed, Stream::Weights);
    let start = initialise(&sizes, &input_trace, spec.delta as Real, spec.theta as Real, gain, &mut rng)?;
    Ok((spec, Arc::new(Problem { input_trace, data, start })))
}

/// Seconds of an iteration of `exact` and `surrogate` as the samples and as the steps grow, every iteration over all samples.
///
/// # Errors
/// Those of the task and the trainers.
pub fn growth(clock: Clock, samples: &[usize], steps: &[usize]) -> Result<Vec<Growth>, Error> {
    let mut all = Vec::new();
    for solver in ["exact", "surrogate"] {
        let time = |n: usize, t: usize| -> Result<f64, Error> {
            let (spec, problem) = yinyang(n, t, &format!("&solver={solver}"))?;
            let mut trainer = trainer(&problem, &spec, spec.solver)?;
            Ok(median(&repeat_iterations(&mut *trainer, clock)?))
        };
        let along_n = samples.iter().map(|&n| Ok((n, time(n, FIXED.1)?))).collect::<Result<_, Error>>()?;
        let along_t = steps.iter().map(|&t| Ok((t, time(FIXED.0, t)?))).collect::<Result<_, Error>>()?;
        all.push(Growth { solver: solver.to_owned(), along: "N", points: along_n });
        all.push(Growth { solver: solver.to_owned(), along: "T", points: along_t });
    }
    Ok(all)
}

/// Seconds of an iteration with threads that work together.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Debug, Clone, Serialize)]
pub struct Together {
    /// Name of the size.
    pub name: &'static str,
    /// `exact` or `surrogate`.
    pub solver: &'static str,
    /// Threads, and seconds of an iteration.
    pub points: Vec<(usize, f64)>,
}

/// Seconds of an iteration of `exact` and `surrogate` with so many threads, at every size; the threads take turns, so that
/// what else the machine does is felt by all alike.
///
/// # Errors
/// Those of the data, of the trainers, and of a system that has no threads.
#[cfg(not(target_arch = "wasm32"))]
pub fn threads(clock: Clock, budget: f64, threads: &[usize]) -> Result<Vec<Together>, Box<dyn std::error::Error>> {
    let cores = threads.iter().map(|&n| heaviside::linalg::Cores::new(n)).collect::<Result<Vec<_>, _>>()?;
    let mut all = Vec::new();
    for (size, solver) in SIZES.iter().flat_map(|size| [(size, "exact"), (size, "surrogate")]) {
        let setting = size.setting(&format!("&solver={solver}"))?;
        let mut seconds = vec![Vec::new(); threads.len()];
        let end = clock() + budget;
        while seconds[0].len() < 3 || clock() < end {
            for (cores, seconds) in cores.iter().zip(&mut seconds) {
                seconds.push(cores.run(|| -> Result<f64, Error> {
                    let mut trainer = trainer(&setting.problem, &setting.spec, setting.spec.solver)?;
                    Ok(median(&repeat_iterations(&mut *trainer, clock)?))
                })?);
            }
        }
        let points = threads.iter().zip(&seconds).map(|(&n, seconds)| (n, median(seconds))).collect();
        all.push(Together { name: size.name, solver, points });
    }
    Ok(all)
}

/// Seconds of iterations: three at least, and for a fifth of a second.
fn repeat_iterations(trainer: &mut dyn Trainer<Real>, clock: Clock) -> Result<Vec<f64>, Error> {
    let mut samples = Vec::new();
    iterate(trainer)?;
    let end = clock() + 0.2;
    while samples.len() < 3 || (clock() < end && samples.len() < RUN) {
        let start = clock();
        iterate(trainer)?;
        samples.push(clock() - start);
    }
    Ok(samples)
}

/// One iteration.
///
/// # Errors
/// Those of the trainer.
pub fn iterate(trainer: &mut dyn Trainer<Real>) -> Result<(), Error> {
    let done = trainer.iteration();
    while trainer.iteration() == done {
        trainer.step(false)?;
    }
    Ok(())
}

/// The middle of some numbers.
pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let (low, high) = (sorted.len().saturating_sub(1) / 2, sorted.len() / 2);
    if sorted.is_empty() { f64::NAN } else { (sorted[low] + sorted[high]) / 2.0 }
}
