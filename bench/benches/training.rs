//! Natively: criterion takes its statistics from the times of `heaviside_bench::measure`, so that they are taken as in a
//! browser. Beside them peak memory against the estimate, and how an iteration grows with N and T, drawn into
//! growth.svg. What it measured besides criterion's estimates goes to the file in HEAVISIDE_BENCH, as JSON.

#![allow(unsafe_code, reason = "a global allocator cannot be written without")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a benchmark may panic")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::hint::black_box;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::{Duration, Instant};

use criterion::{Criterion, SamplingMode};
use heaviside::experiment::{Experiment, Spec};
use heaviside_bench::cost::Cost;
use heaviside_bench::measure::{self, Growth, SAMPLES, Timed, Together};
use heaviside_bench::roof;
use heaviside_bench::sizes::{Real, SIZES};
use plotters::prelude::*;
use serde::Serialize;

/// Seconds a measured thing, and how samples and steps grow.
const WHOLE: (f64, &[usize], &[usize]) = (1.0, &[50, 150, 500, 1500, 5000, 15_000, 50_000], &[5, 15, 50, 150, 500]);
/// The same where it is only asked whether it works.
const QUICK: (f64, &[usize], &[usize]) = (0.01, &[50, 150], &[5, 15]);
/// Threads that work together.
const THREADS: [usize; 2] = [1, 2];
/// Links whose memory is looked at.
const MEMORY: [&str; 4] = ["task=spirals", "task=yinyang-published", "task=yinyang-published&batch=0", "task=saccade"];

/// Bytes that are taken, and the most that were.
static TAKEN: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

struct Counting;

fn take(bytes: usize) {
    MOST.fetch_max(TAKEN.fetch_add(bytes, Relaxed) + bytes, Relaxed);
}

// SAFETY: every call is passed on to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        take(layout.size());
        // SAFETY: the caller's promises are those that the system's allocator asks for.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        take(layout.size());
        // SAFETY: as above.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        take(size);
        TAKEN.fetch_sub(layout.size(), Relaxed);
        // SAFETY: as above.
        unsafe { System.realloc(pointer, layout, size) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        TAKEN.fetch_sub(layout.size(), Relaxed);
        // SAFETY: as above.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn clock() -> f64 {
    static START: OnceLock<Instant> = OnceLock::new();
    START.get_or_init(Instant::now).elapsed().as_secs_f64()
}

/// What stands beside criterion's estimates, by their names.
#[derive(Serialize)]
struct Measured {
    name: String,
    cost: Option<Cost>,
}

#[derive(Serialize)]
struct Size {
    name: &'static str,
    about: &'static str,
    link: &'static str,
    sizes: Vec<usize>,
    samples: usize,
    steps: usize,
    measured: Vec<Measured>,
}

#[derive(Serialize)]
struct Memory {
    link: String,
    estimate: u64,
    peak: u64,
}

#[derive(Serialize)]
struct Beside {
    peak: Vec<Measured>,
    sizes: Vec<Size>,
    others: Vec<Measured>,
    memory: Vec<Memory>,
    growth: Vec<Growth>,
    threads: Vec<Together>,
}

/// Hands times that were taken to criterion, which makes its estimates of them.
fn estimate(c: &mut Criterion, group: &str, timed: Vec<Timed>) -> Vec<Measured> {
    let mut group = c.benchmark_group(group);
    group.sampling_mode(SamplingMode::Flat);
    timed
        .into_iter()
        .map(|Timed { name, seconds, cost }| {
            // A sample of ours is a sample of criterion's, however many repetitions it thinks that it asked for.
            let mut next = seconds.iter().cycle();
            group.bench_function(&name, |b| {
                b.iter_custom(|times| Duration::from_secs_f64(times as f64 * next.next().expect("a time")));
            });
            Measured { name, cost }
        })
        .collect()
}

/// The most that a run of some iterations takes beside what is taken before, and the estimate.
fn memory(link: &str) -> Memory {
    let spec = Spec::parse(link).spec;
    let estimate = spec.memory_bytes();
    let before = TAKEN.load(Relaxed);
    MOST.store(before, Relaxed);
    let mut experiment = Experiment::<Real>::new(spec, || 0.0).unwrap();
    for _ in 0..5 {
        experiment.step_iteration().unwrap();
    }
    black_box(experiment.snapshot().unwrap());
    drop(experiment);
    Memory { link: link.to_owned(), estimate, peak: (MOST.load(Relaxed) - before) as u64 }
}

fn draw(growth: &[Growth], file: &std::path::Path) -> Result<(), Box<dyn std::error::Error>> {
    let root = SVGBackend::new(file, (860, 420)).into_drawing_area();
    root.fill(&WHITE)?;
    let colours = [RGBColor(0xd5, 0x5e, 0x00), RGBColor(0x00, 0x72, 0xb2)];
    for (area, along) in root.split_evenly((1, 2)).iter().zip(["N", "T"]) {
        let lines: Vec<_> = growth.iter().filter(|one| one.along == along).collect();
        let points = || lines.iter().flat_map(|one| one.points.iter());
        let x = points().map(|p| p.0 as f64);
        let x = x.clone().fold(f64::MAX, f64::min)..x.fold(0.0, f64::max);
        let y = points().map(|p| 1000.0 * p.1);
        let y = 0.5 * y.clone().fold(f64::MAX, f64::min)..2.0 * y.fold(0.0, f64::max);
        let mut chart = ChartBuilder::on(area)
            .margin(12)
            .x_label_area_size(40)
            .y_label_area_size(56)
            .build_cartesian_2d(x.log_scale(), y.log_scale())?;
        let what = if along == "N" { "samples N, at T = 30" } else { "time steps T, at N = 1000" };
        chart
            .configure_mesh()
            .light_line_style(TRANSPARENT)
            .bold_line_style(BLACK.mix(0.08))
            .x_desc(what)
            .y_desc("ms an iteration")
            .label_style(("sans-serif", 13))
            .draw()?;
        for (one, colour) in lines.iter().zip(colours) {
            let points: Vec<_> = one.points.iter().map(|&(x, s)| (x as f64, 1000.0 * s)).collect();
            chart
                .draw_series(LineSeries::new(points.iter().copied(), colour.stroke_width(2)))?
                .label(&one.solver)
                .legend(move |(x, y)| PathElement::new([(x, y), (x + 16, y)], colour.stroke_width(2)));
            chart.draw_series(points.iter().map(|&p| Circle::new(p, 3, colour.filled())))?;
        }
        chart
            .configure_series_labels()
            .position(SeriesLabelPosition::UpperLeft)
            .background_style(WHITE)
            .border_style(BLACK.mix(0.3))
            .label_font(("sans-serif", 13))
            .draw()?;
    }
    root.present()?;
    Ok(())
}

/// The data of the published Yin-Yang as other libraries read them: raw `f32`, spikes or currents `[t][n][channel]`, and labels.
fn dump(folder: &std::path::Path) {
    let spec = Spec::parse("task=yinyang-published").spec;
    let data = SIZES[1].splits(&spec).unwrap();
    std::fs::create_dir_all(folder).unwrap();
    for (name, set) in [("train", &data.train), ("test", &data.test)] {
        let bytes: Vec<u8> = set.input.values().iter().flat_map(|v| v.to_le_bytes()).collect();
        std::fs::write(folder.join(format!("{name}.f32")), bytes).unwrap();
        std::fs::write(folder.join(format!("{name}.u8")), set.labels.iter().map(|&y| y as u8).collect::<Vec<_>>())
            .unwrap();
    }
    let hidden = &serde_json::to_value(&spec).unwrap()["hidden"];
    let shape = serde_json::json!({ "steps": spec.steps, "channels": data.train.input.neurons(), "hidden": hidden,
        "classes": data.train.classes, "delta": spec.delta, "theta": spec.theta });
    std::fs::write(folder.join("shape.json"), serde_json::to_vec(&shape).unwrap()).unwrap();
}

fn main() {
    let mut c = Criterion::default()
        .sample_size(SAMPLES)
        .warm_up_time(Duration::from_millis(1))
        .measurement_time(Duration::from_millis(1))
        .configure_from_args();
    // Before anything large was taken and given back: the first look is at a heap that is as it was.
    let memory = MEMORY.map(memory).into();
    let (budget, samples, steps) = if std::env::var_os("HEAVISIDE_BENCH_QUICK").is_some() { QUICK } else { WHOLE };
    let peak = estimate(&mut c, "peak", roof::peak(clock, budget));
    let sizes = SIZES
        .iter()
        .map(|size| {
            let extent = size.setting("").unwrap().extent();
            Size {
                name: size.name,
                about: size.about,
                link: size.link,
                sizes: extent.sizes,
                samples: extent.samples,
                steps: extent.steps,
                measured: estimate(&mut c, size.name, measure::size(size, clock, budget).unwrap()),
            }
        })
        .collect();
    let others = estimate(&mut c, "others", measure::others(clock, budget / 2.0).unwrap());
    let growth = measure::growth(clock, samples, steps).unwrap();
    let threads = measure::threads(clock, 2.0 * budget, &THREADS).unwrap();
    c.final_summary();
    if let Some(file) = std::env::var_os("HEAVISIDE_BENCH") {
        let folder = std::path::Path::new(&file).parent().unwrap();
        dump(&folder.join("peers"));
        draw(&growth, &folder.join("growth.svg")).unwrap();
        let beside = Beside { peak, sizes, others, memory, growth, threads };
        std::fs::write(file, serde_json::to_vec(&beside).unwrap()).unwrap();
    }
}
