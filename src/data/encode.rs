//! Encoders: how values become spikes or currents.

use rand::Rng;

use crate::error::Error;
use crate::linalg::{Scalar, num};
use crate::network::Series;
use crate::random::{Stream, generator, uniform};

/// How values become spikes or currents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Encoder {
    /// Random spikes whose probability a step grows with the value; for points over receptive fields.
    Rate,
    /// One spike a channel, the earlier the larger the value.
    Latency,
    /// Gaussian receptive fields over each coordinate, one spike each, the earlier the better the field fits.
    Population,
    /// The value itself as a constant current.
    Current,
    /// ON and OFF events of a camera; for pictures only.
    Events,
}

impl Encoder {
    /// All encoders.
    pub const ALL: [Self; 5] = [Self::Rate, Self::Latency, Self::Population, Self::Current, Self::Events];
    /// Those for points of the plane.
    pub const PLANE: [Self; 4] = [Self::Rate, Self::Latency, Self::Population, Self::Current];

    /// Name in a link.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rate => "rate",
            Self::Latency => "latency",
            Self::Population => "population",
            Self::Current => "current",
            Self::Events => "events",
        }
    }

    /// The encoder of that name in a link.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|e| e.name() == name)
    }
}

/// Receptive fields a coordinate.
const FIELDS: usize = 8;
/// A field whose activation is no more than this does not spike.
const SILENT: f64 = 0.1;
/// Probability of a spike a step at full activation.
const MAX_RATE: f64 = 0.8;

/// Input series that are being filled, whatever their precision.
pub trait Canvas {
    /// Sets a channel of a sample at time index `t`.
    fn put(&mut self, sample: usize, t: usize, channel: usize, value: f64);
}

impl<F: Scalar> Canvas for Series<F> {
    fn put(&mut self, sample: usize, t: usize, channel: usize, value: f64) {
        let row = t * self.samples() + sample;
        self.flat_mut()[(row, channel)] = num(value);
    }
}

/// The channels of one sample of a [`Canvas`].
pub struct Slot<'a> {
    canvas: &'a mut dyn Canvas,
    sample: usize,
    steps: usize,
}

impl<'a> Slot<'a> {
    /// Sample `sample` of a canvas of `steps` time steps.
    pub fn new(canvas: &'a mut dyn Canvas, sample: usize, steps: usize) -> Self {
        Self { canvas, sample, steps }
    }

    /// Number of time steps.
    pub fn steps(&self) -> usize {
        self.steps
    }

    /// Sets a channel at time index `t`.
    pub fn put(&mut self, t: usize, channel: usize, value: f64) {
        self.canvas.put(self.sample, t, channel, value);
    }

    /// Sets a channel at all times.
    pub fn hold(&mut self, channel: usize, value: f64) {
        for t in 0..self.steps {
            self.put(t, channel, value);
        }
    }
}

/// A series that is zero but for the last channel, the bias, which is 1.
pub fn blank<F: Scalar>(steps: usize, samples: usize, channels: usize) -> Series<F> {
    let mut series = Series::zeros(steps, samples, channels);
    if let Some(bias) = channels.checked_sub(1) {
        series.flat_mut().column_mut(bias).fill(num(1.0));
    }
    series
}

/// Channels of a point of the plane, without the bias.
pub const fn point_channels(encoder: Encoder) -> usize {
    value_channels(encoder, 2)
}

/// Channels of so many values from 0 to 1, without the bias: receptive fields over each, or each value and what it lacks of 1.
pub const fn value_channels(encoder: Encoder, values: usize) -> usize {
    match encoder {
        Encoder::Rate | Encoder::Population => values * FIELDS,
        Encoder::Latency | Encoder::Current => values * 2,
        Encoder::Events => 0,
    }
}

/// Names of the channels of a point: values, or coordinates with the centre of the receptive field.
pub fn point_names(encoder: Encoder) -> Vec<String> {
    value_names(encoder, &["x", "y"])
}

/// Names of the channels of values with these names.
pub fn value_names<S: AsRef<str>>(encoder: Encoder, values: &[S]) -> Vec<String> {
    let values = values.iter().map(AsRef::as_ref);
    match encoder {
        Encoder::Rate | Encoder::Population => {
            values.flat_map(|value| (0..FIELDS).map(move |j| format!("{value} = {}", hundredths(j)))).collect()
        }
        Encoder::Latency | Encoder::Current => {
            values.clone().map(str::to_owned).chain(values.map(|value| format!("1 - {value}"))).collect()
        }
        Encoder::Events => Vec::new(),
    }
}

/// Writes a point of the unit square, as [`write_values`] does.
pub fn point<R: Rng>(encoder: Encoder, at: [f64; 2], slot: &mut Slot<'_>, rng: &mut R) {
    write_values(encoder, &at, slot, rng);
}

/// Writes values from 0 to 1; they have no [`Encoder::Events`]. Only [`Encoder::Rate`] draws random numbers, `T` times the number of
/// channels.
pub fn write_values<R: Rng>(encoder: Encoder, values: &[f64], slot: &mut Slot<'_>, rng: &mut R) {
    let steps = slot.steps();
    let both = || values.iter().copied().chain(values.iter().map(|value| 1.0 - value)).enumerate();
    match encoder {
        Encoder::Current => {
            for (channel, value) in both() {
                slot.hold(channel, value);
            }
        }
        Encoder::Latency => {
            for (channel, value) in both() {
                slot.put(latency(value, steps), channel, 1.0);
            }
        }
        Encoder::Events => {}
        Encoder::Population => {
            for (channel, activation) in activations(values).enumerate() {
                if activation > SILENT {
                    slot.put(latency(activation, steps), channel, 1.0);
                }
            }
        }
        Encoder::Rate => {
            for (channel, activation) in activations(values).enumerate() {
                for t in 0..steps {
                    if uniform(rng) < MAX_RATE * activation {
                        slot.put(t, channel, 1.0);
                    }
                }
            }
        }
    }
}

/// Points of the unit square as input series, the bias included, e.g. for a decision map. [`Encoder::Rate`] uses the same
/// random numbers for every point, so that the map has no noise from point to point.
///
/// # Errors
/// [`Error::Setting`] for an encoder that is none for points.
pub fn encode_points<F: Scalar>(
    encoder: Encoder,
    points: &[[f64; 2]],
    steps: usize,
    seed: u64,
) -> Result<Series<F>, Error> {
    if !Encoder::PLANE.contains(&encoder) {
        return Err(Error::Setting {
            key: "encoder".into(),
            given: encoder.name().into(),
            allowed: crate::error::Allowed::OneOf { names: Encoder::PLANE.map(Encoder::name).to_vec(), task: None },
        });
    }
    let mut series = blank(steps, points.len(), point_channels(encoder) + 1);
    let rng = generator(seed, Stream::Map);
    for (k, &at) in points.iter().enumerate() {
        point(encoder, at, &mut Slot::new(&mut series, k, steps), &mut rng.clone());
    }
    Ok(series)
}

/// Time index of the spike for a value in `[0, 1]`: at once for 1, at the last step for 0.
fn latency(value: f64, steps: usize) -> usize {
    let last = steps.saturating_sub(1) as f64;
    ((1.0 - value) * last).round().clamp(0.0, last) as usize
}

fn centre(field: usize) -> f64 {
    field as f64 / (FIELDS - 1) as f64
}

/// The centre of a receptive field to two decimals, in whole numbers: what prints a float to so many is 8 KB of the page's wasm.
fn hundredths(field: usize) -> String {
    let last = FIELDS - 1;
    let rounded = (100 * field + last / 2) / last;
    format!("{}.{:02}", rounded / 100, rounded % 100)
}

/// Gaussian receptive fields, evenly spaced, as wide (standard deviation) as they are apart.
fn activations(values: &[f64]) -> impl Iterator<Item = f64> {
    let width = 1.0 / (FIELDS - 1) as f64;
    values.iter().flat_map(move |&value| {
        (0..FIELDS).map(move |j| {
            let distance = (value - centre(j)) / width;
            libm::exp(-0.5 * distance * distance)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(encoder: Encoder, at: [f64; 2], steps: usize) -> Series<f64> {
        let mut series = blank(steps, 1, point_channels(encoder) + 1);
        point(encoder, at, &mut Slot::new(&mut series, 0, steps), &mut generator(1, Stream::Map));
        series
    }

    /// Time index of the only spike of a channel.
    fn time(series: &Series<f64>, channel: usize) -> Option<usize> {
        let column = series.flat().column(channel).to_vec();
        let times: Vec<usize> = (0..column.len()).filter(|&t| column[t] == 1.0).collect();
        assert!(times.len() < 2);
        times.first().copied()
    }

    #[test]
    fn latency_is_earlier_for_larger_values() {
        let series = encoded(Encoder::Latency, [0.0, 0.75], 21);
        assert_eq!([0, 1, 2, 3].map(|c| time(&series, c)), [Some(20), Some(5), Some(0), Some(15)]);
    }

    #[test]
    fn current_is_constant() {
        let series = encoded(Encoder::Current, [0.25, 0.5], 3);
        for row in series.flat().rows() {
            assert_eq!(row.to_vec(), [0.25, 0.5, 0.75, 0.5, 1.0]);
        }
    }

    #[test]
    fn population_fires_first_where_the_point_is() {
        let series = encoded(Encoder::Population, [0.0, 1.0], 20);
        // exp(-1/2) = .607: after 7.5 of 19 steps; exp(-2) = .135: 16.4; exp(-4.5) = .011: silent.
        assert_eq!([0, 1, 2, 3].map(|c| time(&series, c)), [Some(0), Some(7), Some(16), None]);
        assert_eq!([15, 14, 13, 12].map(|c| time(&series, c)), [Some(0), Some(7), Some(16), None]);
    }

    #[test]
    fn rate_follows_the_activation() {
        let series = encoded(Encoder::Rate, [0.0, 1.0], 4000);
        let rate = |c: usize| series.flat().column(c).sum() / 4000.0;
        assert!((rate(0) - 0.8).abs() < 0.03, "{}", rate(0));
        assert!((rate(1) - 0.8 * (-0.5_f64).exp()).abs() < 0.03, "{}", rate(1));
        assert_eq!(rate(7), 0.0);
    }

    #[test]
    fn one_step_is_enough() {
        for encoder in Encoder::PLANE {
            assert_eq!(encoded(encoder, [1.0, 0.0], 1).steps(), 1);
        }
    }
}
