//! Draws docs/lambda.svg: the multiplier of every charged spike against the gradient that a boxcar surrogate would give
//! it, on the default experiment after ten iterations. `cargo run --release --package heaviside-runner --example lambda`

use std::error::Error;
use std::sync::Arc;

use heaviside::admm::exact::{Exact, Settings};
use heaviside::experiment::{Experiment, Spec};
use heaviside::loss::Message;
use heaviside::method::Trainer;
use plotters::prelude::*;

const ITERATIONS: usize = 10;

fn main() -> Result<(), Box<dyn Error>> {
    let experiment = Experiment::<f64>::new(Spec::default(), || 0.0)?;
    let settings = Settings::default();
    let mut solver = Exact::new(Arc::new(experiment.problem().clone()), settings)?;
    while solver.iteration() < ITERATIONS || solver.next_block().kind != "layer_problem" {
        solver.step(false)?;
    }
    let last = solver.activity().spikes.len() - 1;
    let spikes = &solver.activity().spikes[last];
    let lambda = &solver.layer_problem(last).ok_or("no hidden layer")?.lambda;
    let Message::End { slope, .. } = solver.message_to_last() else { return Err("no message of classes".into()) };
    let (steps, stride) = (spikes.steps(), spikes.stride());
    let delta = experiment.problem().start.delta;
    let mut points = [Vec::new(), Vec::new()];
    for t in 0..steps {
        // The loss sees a spike at t through the trace at T, delta^(T - t) of it, and the boxcar's slope is 1 / (2 m).
        let reach = delta.powi((steps - 1 - t) as i32) / (2.0 * settings.margin);
        for (i, g) in slope.iter().enumerate() {
            let cell = t * stride + i;
            if lambda.values()[cell] != 0.0 {
                let fires = spikes.values()[cell] > 0.0;
                points[usize::from(fires)].push((-g * reach, lambda.values()[cell]));
            }
        }
    }
    let largest = points.iter().flatten().flat_map(|(x, y)| [x.abs(), y.abs()]).fold(0.0, f64::max);
    let (all, largest) = (points[0].len() + points[1].len(), 1.05 * largest);

    let root = SVGBackend::new("docs/lambda.svg", (760, 560)).into_drawing_area();
    root.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(&root)
        .margin(16)
        .x_label_area_size(48)
        .y_label_area_size(72)
        .build_cartesian_2d(-largest..largest, -largest..largest)?;
    chart
        .configure_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(BLACK.mix(0.08))
        .x_desc("minus the boxcar surrogate's gradient in z (resets detached)")
        .y_desc("multiplier λ of the exact flip cost")
        .label_style(("sans-serif", 14))
        .draw()?;
    chart.draw_series([PathElement::new([(-largest, -largest), (largest, largest)], BLACK.mix(0.5))])?;
    // A sample of the points: all of them make a file of megabytes.
    let every = all.div_ceil(3000);
    let (blue, vermillion) = (RGBColor(0x00, 0x72, 0xb2), RGBColor(0xd5, 0x5e, 0x00));
    chart
        .draw_series(points[0].iter().step_by(every).map(|&p| Circle::new(p, 2, blue.mix(0.6).filled())))?
        .label("no spike there")
        .legend(move |p| Circle::new(p, 4, blue.filled()));
    chart
        .draw_series(points[1].iter().step_by(every).map(|&p| Cross::new(p, 3, vermillion.mix(0.8))))?
        .label("a spike there")
        .legend(move |p| Cross::new(p, 4, vermillion));
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::UpperLeft)
        .background_style(WHITE)
        .border_style(BLACK.mix(0.3))
        .label_font(("sans-serif", 14))
        .draw()?;
    root.present()?;
    let pairs = || points.iter().flatten();
    let (xx, yy, xy) = pairs().fold((0.0, 0.0, 0.0), |s, (x, y)| (s.0 + x * x, s.1 + y * y, s.2 + x * y));
    let agree = pairs().filter(|(x, y)| x * y > 0.0).count();
    println!(
        "{all} charged spikes; cosine {:.3}; the same sign for {:.1} %",
        xy / (xx * yy).sqrt(),
        100.0 * agree as f64 / all as f64
    );
    Ok(())
}
