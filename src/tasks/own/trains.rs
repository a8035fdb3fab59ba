//! Own spike trains: `task=own&trains=..`. Each sample of the experiment is a copy of one that was drawn, its spikes jittered in time.
//!
//! After the version, the bytes are the number of channels and of steps, and then for each sample its class and its spikes, a bit a
//! cell, step by step from channel 1 on, the highest bit first, up to a whole byte.

use std::iter::zip;

use super::super::source::{Defaults, Draw, Sketch, Source};
use super::text::{self, MAX_CLASSES, NAME, Unread};
use crate::data::{Answer, Encoder, Slot};
use crate::network::layer::Token;
use crate::random::gaussian;

/// Most samples that are drawn.
const MAX_SAMPLES: usize = 8;
const MAX_CHANNELS: usize = 32;
const MAX_STEPS: usize = 60;

/// Spike trains with a class each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trains {
    channels: usize,
    steps: usize,
    classes: usize,
    samples: Vec<Sample>,
}

/// One that was drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Sample {
    class: usize,
    /// Step by step, from channel 1 on.
    cells: Vec<bool>,
}

impl Trains {
    /// Reads what a link says.
    ///
    /// # Errors
    /// [`Unread`] for what says no spike trains.
    pub fn read(text: &str) -> Result<Self, Unread> {
        const MOST: usize = 3 + MAX_SAMPLES * (1 + (MAX_CHANNELS * MAX_STEPS).div_ceil(8));
        let bytes = text::bytes(text, MOST, Unread::Samples)?;
        let (&[channels, steps], rest) = bytes.split_first_chunk().ok_or(Unread::End)?;
        let [channels, steps] = [channels, steps].map(usize::from);
        if !(1..=MAX_CHANNELS).contains(&channels) || !(2..=MAX_STEPS).contains(&steps) {
            return Err(Unread::Size);
        }
        let cells = channels * steps;
        let chunks = rest.chunks_exact(1 + cells.div_ceil(8));
        if !chunks.remainder().is_empty() {
            return Err(Unread::End);
        }
        let samples: Vec<_> = chunks
            .map(|chunk| Sample {
                class: chunk[0].into(),
                cells: (0..cells).map(|cell| chunk[1 + cell / 8] & (0x80 >> (cell % 8)) != 0).collect(),
            })
            .collect();
        if !(2..=MAX_SAMPLES).contains(&samples.len()) {
            return Err(Unread::Samples);
        }
        let classes = 1 + samples.iter().map(|sample| sample.class).max().unwrap_or(0);
        let all = (0..classes.min(MAX_CLASSES)).all(|class| samples.iter().any(|sample| sample.class == class));
        if !(2..=MAX_CLASSES).contains(&classes) || !all {
            return Err(Unread::Classes);
        }
        Ok(Self { channels, steps, classes, samples })
    }

    /// What a link says of them.
    fn text(&self) -> String {
        let mut bytes = vec![self.channels as u8, self.steps as u8];
        for Sample { class, cells } in &self.samples {
            bytes.push(*class as u8);
            bytes.extend(
                cells
                    .chunks(8)
                    .map(|byte| zip(byte, (0..8).rev()).fold(0, |all, (&spike, bit)| all | (u8::from(spike) << bit))),
            );
        }
        text::text(bytes)
    }
}

impl Source for Trains {
    fn name(&self) -> &'static str {
        NAME
    }

    fn said(&self) -> Option<(&'static str, String)> {
        Some(("trains", self.text()))
    }

    fn answer(&self) -> Answer {
        Answer::Classes(self.classes)
    }

    fn encoders(&self) -> &'static [Encoder] {
        &[Encoder::Latency]
    }

    fn channels(&self, _: Encoder) -> usize {
        self.channels
    }

    /// Standard deviation of a spike's time, in steps.
    fn max_noise(&self) -> f64 {
        10.0
    }

    fn defaults(&self) -> Defaults {
        let hidden = &[Token::Dense(50)];
        Defaults { hidden, samples: 200, steps: self.steps, noise: 1.0, encoder: Encoder::Latency }
    }

    /// The samples that were drawn take turns. What lies beyond the steps of the experiment is left out.
    fn draw(&self, draw: &Draw, sketch: &mut Sketch<'_>) {
        let Sketch { canvas, labels, spikes, .. } = sketch;
        let last = draw.steps.saturating_sub(1);
        for (k, label) in labels.iter_mut().enumerate() {
            let sample = &self.samples[k % self.samples.len()];
            *label = sample.class;
            let mut slot = Slot::new(*canvas, k, draw.steps);
            for (cell, _) in sample.cells.iter().enumerate().filter(|(_, spike)| **spike) {
                let (t, channel) = (cell / self.channels, cell % self.channels);
                let moved = t as f64 + draw.noise * gaussian(spikes);
                if t <= last {
                    slot.put(moved.round().clamp(0.0, last as f64) as usize, channel, 1.0);
                }
            }
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::tasks::Task;

    /// Any that a link can say.
    pub(crate) fn drawings() -> impl Strategy<Value = Trains> {
        (1..=MAX_CHANNELS, 2..=MAX_STEPS, 2..=MAX_SAMPLES, 2..=MAX_CLASSES).prop_flat_map(
            |(channels, steps, count, classes)| {
                let cells = prop::collection::vec(any::<bool>(), channels * steps);
                prop::collection::vec(cells, count).prop_map(move |all| {
                    let classes = classes.min(count);
                    let samples =
                        all.into_iter().enumerate().map(|(k, cells)| Sample { class: k % classes, cells }).collect();
                    Trains { channels, steps, classes, samples }
                })
            },
        )
    }

    proptest! {
        #[test]
        fn what_is_said_is_read(trains in drawings()) {
            prop_assert_eq!(Trains::read(&trains.text()), Ok(trains));
        }

        #[test]
        fn any_text_is_read_or_refused(text in "[A-Za-z0-9_=+/ -]{0,60}|AQI[A-Za-z0-9_-]{0,200}|\\PC{0,4000}") {
            // Bits beyond the last cell are nothing.
            if let Ok(trains) = Trains::read(&text) {
                prop_assert_eq!(Trains::read(&trains.text()), Ok(trains));
            }
        }

        #[test]
        fn without_jitter_every_sample_is_one_that_was_drawn(trains in drawings(), seed: u64) {
            let task = Task::own(trains.clone());
            let splits = task.generate::<f64>(Encoder::Latency, 16, trains.steps, 0.0, seed).expect("valid");
            for set in [&splits.train, &splits.test] {
                for k in 0..16 {
                    let sample = &trains.samples[k % trains.samples.len()];
                    prop_assert_eq!(set.labels[k], sample.class);
                    for (cell, &spike) in sample.cells.iter().enumerate() {
                        let (t, channel) = (cell / trains.channels, cell % trains.channels);
                        prop_assert_eq!(set.input.at(t)[(k, channel)], f64::from(u8::from(spike)));
                    }
                }
            }
            prop_assert_eq!(splits.train.classes, trains.classes);
        }
    }

    #[test]
    fn the_format_is_what_is_written_of_it() {
        // Bytes 1; 3 channels, 4 steps; class 0, 1010 0000 0001 (0000); class 1, 0000 0000 1111 (0000); by Python's
        // base64.urlsafe_b64encode.
        let trains = Trains::read("AQMEAKAQAQDw").expect("spike trains");
        assert_eq!((trains.channels, trains.steps, trains.classes), (3, 4, 2));
        let spikes = |k: usize| {
            let cells = trains.samples[k].cells.iter().enumerate().filter(|(_, spike)| **spike);
            cells.map(|(cell, _)| (cell / 3, cell % 3)).collect::<Vec<_>>()
        };
        assert_eq!(spikes(0), [(0, 0), (0, 2), (3, 2)]);
        assert_eq!(spikes(1), [(2, 2), (3, 0), (3, 1), (3, 2)]);
    }

    #[test]
    fn each_fault_has_its_name() {
        let of = |bytes: &[u8]| Trains::read(&text::text(bytes.to_vec()));
        let samples =
            |classes: &[u8]| of(&[&[1, 2][..], &classes.iter().flat_map(|&k| [k, 0x80]).collect::<Vec<_>>()].concat());
        assert!(samples(&[0, 1]).is_ok() && samples(&[0, 1, 2, 3, 4, 0, 1, 2]).is_ok());
        assert_eq!((samples(&[0]), samples(&[0; 9])), (Err(Unread::Samples), Err(Unread::Samples)));
        assert_eq!(
            (samples(&[0, 0]), samples(&[0, 2]), samples(&[0, 255])),
            (Err(Unread::Classes), Err(Unread::Classes), Err(Unread::Classes))
        );
        assert_eq!(
            (of(&[0, 9]), of(&[33, 9]), of(&[3, 1]), of(&[3, 61])),
            (Err(Unread::Size), Err(Unread::Size), Err(Unread::Size), Err(Unread::Size))
        );
        assert_eq!((of(&[]), of(&[3]), of(&[3, 9, 0, 1])), (Err(Unread::End), Err(Unread::End), Err(Unread::End)));
        assert_eq!(Trains::read("Ag"), Err(Unread::Version));
        assert_eq!(Trains::read(&"A".repeat(1 << 20)), Err(Unread::Samples));
        assert_eq!(Trains::read("AQ*"), Err(Unread::Text));
    }

    /// A step beyond the end of the experiment holds no spikes of it, and jitter stays within.
    #[test]
    fn fewer_steps_leave_out_what_lies_beyond() {
        let trains = Trains::read("AQMEAKAQAQDw").expect("spike trains");
        let splits = Task::own(trains).generate::<f64>(Encoder::Latency, 2, 2, 5.0, 1).expect("valid");
        let flat = splits.train.input.flat();
        assert_eq!(flat.column(0).sum() + flat.column(2).sum(), 2.0, "the two of the first sample");
        assert_eq!(flat.column(1).sum(), 0.0);
    }
}
