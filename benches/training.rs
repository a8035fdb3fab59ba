//! Time of the forward pass, of every block of `exact` and of one iteration of each solver, on the default experiment
//! (spirals, 17-50-2, N = 200, T = 20, single precision), beside two floors measured in the same run: copying the
//! potentials once (memory) and one matrix product of the hidden layer's size (floating point operations).

#![allow(missing_docs, reason = "criterion's macro makes a public function")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a benchmark may panic")]

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use heaviside::admm::{exact, paper, targets};
use heaviside::baselines::surrogate;
use heaviside::experiment::{Experiment, Spec};
use heaviside::linalg::product;
use heaviside::method::{Problem, Status, Trainer};
use heaviside::network::Activity;
use heaviside::random::{Stream, generator};

type Real = f32;
type Boxed = Box<dyn Trainer<Real>>;

fn problem() -> Arc<Problem<Real>> {
    Arc::new(Experiment::<Real>::new(Spec::default(), || 0.0).expect("the default").problem().clone())
}

fn floors(c: &mut Criterion, problem: &Problem<Real>) {
    let sizes = problem.start.sizes();
    let input = &problem.input_trace;
    let mut activity = Activity::new(&sizes, input.steps(), input.samples());
    problem.start.forward(input, &mut activity).unwrap();
    let mut copy = activity.potentials[0].clone();
    c.bench_function("floor/memory: copy the potentials", |b| {
        b.iter(|| black_box(&mut copy).values_mut().copy_from_slice(black_box(&activity.potentials[0]).values()));
    });
    let weights = &problem.start.layers[0].parameters();
    c.bench_function("floor/flops: product of the hidden layer", |b| {
        b.iter(|| product(1.0, black_box(input).flat(), weights.t(), 0.0, black_box(&mut copy).flat_mut()));
    });
    c.bench_function("forward", |b| b.iter(|| problem.start.forward(black_box(input), &mut activity).unwrap()));
}

/// Steps `trainer` by one block; a new one takes its place where the run has ended.
fn step(trainer: &mut Boxed, new: &dyn Fn() -> Boxed) {
    if trainer.status() != Status::Running {
        *trainer = new();
    }
    trainer.step(false).unwrap();
}

/// Times only those steps that update block `name`.
fn block(c: &mut Criterion, name: &str, new: &dyn Fn() -> Boxed) {
    let mut trainer = new();
    c.bench_function(&format!("exact/{name}"), |b| {
        b.iter_custom(|times| {
            let mut total = Duration::ZERO;
            for _ in 0..times {
                while trainer.next_block().name() != name {
                    step(&mut trainer, new);
                }
                let start = Instant::now();
                trainer.step(false).unwrap();
                total += start.elapsed();
            }
            total
        });
    });
}

fn iteration(c: &mut Criterion, name: &str, new: &dyn Fn() -> Boxed) {
    let mut trainer = new();
    c.bench_function(&format!("iteration/{name}"), |b| {
        b.iter_custom(|times| {
            let mut total = Duration::ZERO;
            for _ in 0..times {
                if trainer.status() != Status::Running {
                    trainer = new();
                }
                let done = trainer.iteration();
                let start = Instant::now();
                while trainer.iteration() == done {
                    trainer.step(false).unwrap();
                }
                total += start.elapsed();
            }
            total
        });
    });
}

fn training(c: &mut Criterion) {
    let problem = problem();
    floors(c, &problem);
    let exact = |inner: usize| {
        let settings = exact::Settings { inner, ..exact::Settings::default() };
        Box::new(exact::Exact::new(Arc::clone(&problem), settings).unwrap()) as Boxed
    };
    for part in exact(2).blocks() {
        block(c, &part.name(), &|| exact(2));
    }
    for inner in [1, 2, 3] {
        iteration(c, &format!("exact, K = {inner}"), &|| exact(inner));
    }
    iteration(c, "targets", &|| {
        Box::new(targets::Targets::new(Arc::clone(&problem), targets::Settings::default()).unwrap())
    });
    iteration(c, "paper", &|| {
        let mut rng = generator(1, Stream::Trainer);
        Box::new(paper::Paper::new(&problem, paper::Settings::default(), &mut rng).unwrap())
    });
    iteration(c, "surrogate", &|| {
        Box::new(surrogate::Surrogate::new(Arc::clone(&problem), surrogate::Settings::default()).unwrap())
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1));
    targets = training
}
criterion_main!(benches);
