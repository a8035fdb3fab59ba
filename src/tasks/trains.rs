//! Firing on cue: each class is a frozen pattern of input spikes, and a set of output trains that must be fired to it.

use rand::Rng;

use super::source::{Defaults, Draw, Sketch, Source, Values};
use crate::data::{Answer, Encoder, Slot};
use crate::network::layer::Token;
use crate::random::{Stream, gaussian, generator, uniform};

/// Number of patterns.
const CLASSES: usize = 4;
/// Input channels.
const CHANNELS: usize = 30;
/// Output neurons, each with a target train a class.
const OUTPUTS: usize = 5;
/// Spikes a channel and step of a pattern.
const RATE: f64 = 0.08;
/// Fewest steps from one target spike to the next.
const REFRACTORY: usize = 5;
/// Most further steps that the next target spike waits.
const WAIT: usize = 9;
/// The first target spike lies in this part of the time, after some input to fire it from.
const FIRST: [f64; 2] = [0.1, 0.4];

pub(super) const SOURCE: &dyn Source = &Trains;

struct Trains;

impl Source for Trains {
    fn name(&self) -> &'static str {
        "trains"
    }

    fn answer(&self) -> Answer {
        Answer::Trains { patterns: CLASSES, outputs: OUTPUTS }
    }

    fn encoders(&self) -> &'static [Encoder] {
        &[Encoder::Rate]
    }

    fn channels(&self, _: Encoder) -> usize {
        CHANNELS
    }

    /// Standard deviation of a spike's time, in steps.
    fn max_noise(&self) -> f64 {
        10.0
    }

    fn defaults(&self) -> Defaults {
        Defaults { hidden: &[Token::Dense(100)], samples: 100, steps: 50, noise: 0.5, encoder: Encoder::Rate }
    }

    fn settings(&self, method: &str) -> Values {
        // Firing at a time needs a short memory.
        match method {
            "exact" => &[("delta", 0.8), ("iterations", 200.0), ("tau", 0.1), ("mu", 0.1)],
            "surrogate" | "control" => &[("delta", 0.8)],
            _ => &[],
        }
    }

    fn draw(&self, draw: &Draw, sketch: &mut Sketch<'_>) {
        let (patterns, trains) = Patterns::of_seed(draw.seed, draw.steps);
        sketch.trains = trains;
        let Sketch { canvas, labels, spikes, .. } = sketch;
        for (k, &label) in labels.iter().enumerate() {
            patterns.draw(label, draw.noise, &mut Slot::new(*canvas, k, draw.steps), spikes);
        }
    }
}

/// Input spikes of each class: channel of each, and its time in steps, which lies anywhere within a step.
struct Patterns(Vec<Vec<(usize, f64)>>);

impl Patterns {
    /// The patterns and the target spikes `(t, class, output)` of an experiment's seed, over `steps`. A longer
    /// experiment has other ones.
    fn of_seed(seed: u64, steps: usize) -> (Self, Vec<(usize, usize, usize)>) {
        let mut rng = generator(seed, Stream::Prototypes);
        let mut patterns = vec![Vec::new(); CLASSES];
        for pattern in &mut patterns {
            for channel in 0..CHANNELS {
                for t in 0..steps {
                    // One number says whether it spikes and where in the step.
                    let draw = uniform(&mut rng) / RATE;
                    if draw < 1.0 {
                        pattern.push((channel, t as f64 + draw));
                    }
                }
            }
        }
        let mut trains = Vec::new();
        for class in 0..CLASSES {
            for output in 0..OUTPUTS {
                let first = FIRST[0] + (FIRST[1] - FIRST[0]) * uniform(&mut rng);
                let mut t = (first * steps as f64) as usize;
                while t < steps {
                    trains.push((t, class, output));
                    t += REFRACTORY + (uniform(&mut rng) * (WAIT + 1) as f64) as usize;
                }
            }
        }
        (Self(patterns), trains)
    }

    /// Writes a sample of class `label`: every spike of its pattern jittered by a Gaussian of standard deviation `noise`
    /// steps. What would leave the time is lost.
    fn draw<R: Rng>(&self, label: usize, noise: f64, slot: &mut Slot<'_>, rng: &mut R) {
        let steps = slot.steps() as f64;
        for &(channel, t) in &self.0[label] {
            let time = (t + noise * gaussian(rng)).floor();
            if (0.0..steps).contains(&time) {
                slot.put(time as usize, channel, 1.0);
            }
        }
    }
}
