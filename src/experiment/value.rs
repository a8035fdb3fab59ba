//! Reading and writing one value of an experiment as a link says it.

use lexical_parse_float::FromLexical;

use super::field::{Field, Kind, field};
use super::limits::{MAX_KERNEL, MAX_LAYERS, MAX_MAPS, MAX_NEURONS, MAX_STRIDE};
use super::spec::{Spec, layers_text};
use crate::data::Encoder;
use crate::error::Allowed;
use crate::network::layer::Token;

impl Spec {
    /// [`Self::text`] of the field of that key.
    pub(super) fn text_of(&self, key: &str) -> String {
        field(key).map_or_else(String::new, |field| self.text(field))
    }

    /// The value of a field as a link says it; NaN for a number of another solver. Numbers are the shortest decimals that
    /// read back to the same bits.
    pub fn text(&self, field: &Field) -> String {
        match (field.kind, field.key) {
            (Kind::Choice, "task") => self.task.name().to_owned(),
            (Kind::Choice, "solver") => self.solver.name().to_owned(),
            (Kind::Choice, _) => self.encoder.name().to_owned(),
            (Kind::Layers, _) => layers_text(&self.hidden),
            (Kind::Integer | Kind::Number, key) => self.number(key).unwrap_or(f64::NAN).to_string(),
        }
    }
}

/// The choice of that name, written in whatever case.
pub(super) fn nearest<T>(given: &str, from_name: impl Fn(&str) -> Option<T>) -> Option<T> {
    from_name(&given.to_ascii_lowercase())
}

/// How much of a given value could be taken.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Read {
    /// It as given.
    Exact,
    /// The nearest to it that is allowed.
    Nearest,
    /// The nearest to it, since its layers do not fit; what they must be.
    Unfit(Allowed),
    /// Nothing: the spec is as it was.
    Nothing,
}

impl Read {
    fn of(exact: bool) -> Self {
        if exact { Self::Exact } else { Self::Nearest }
    }
}

/// Puts the value of a field into the spec, or the nearest to it.
pub(super) fn read(spec: &mut Spec, field: &'static Field, given: &str) -> Read {
    match (field.kind, field.key) {
        // Task and solver are in the spec already.
        (Kind::Choice, "task") => Read::of(given == spec.task.name()),
        (Kind::Choice, "solver") => Read::of(given == spec.solver.name()),
        (Kind::Choice, _) => {
            let accepted = spec.task.encoders();
            let Some(encoder) = nearest(given, Encoder::from_name).filter(|e| accepted.contains(e)) else {
                return Read::Nothing;
            };
            spec.encoder = encoder;
            Read::of(given == encoder.name())
        }
        (Kind::Layers, _) => {
            let layers = given.split(',').map(token);
            let mut exact = true;
            let mut hidden = Vec::new();
            for layer in layers {
                exact &= layer.is_some_and(|(_, exact)| exact) && hidden.len() < MAX_LAYERS;
                if let Some((token, _)) = layer.filter(|_| hidden.len() < MAX_LAYERS) {
                    hidden.push(token);
                }
            }
            let wrong = spec.misfit(&hidden);
            let Some(hidden) = spec.nearest_layers(&hidden) else { return wrong.map_or(Read::Nothing, Read::Unfit) };
            spec.carry(hidden, spec.gap);
            wrong.map_or(Read::of(exact), Read::Unfit)
        }
        (_, "gap") => {
            let Some((gap, exact)) = whole(given, field.range(&spec.task)) else { return Read::Nothing };
            spec.carry(spec.hidden.clone(), gap as usize);
            Read::of(exact)
        }
        (kind, key) => {
            let range = field.range(&spec.task);
            let value = if kind == Kind::Integer { whole(given, range) } else { real(given, range) };
            let Some((value, exact)) = value else { return Read::Nothing };
            spec.put(key, value);
            Read::of(exact)
        }
    }
}

/// The layer that a word says, or the nearest to it, and whether it is it; `None` for what is no layer.
fn token(given: &str) -> Option<(Token, bool)> {
    let given = given.trim().to_ascii_lowercase();
    let within = |text: &str, most: usize| whole(text, [1.0, most as f64]).map(|(v, exact)| (v as usize, exact));
    if given == "pg" {
        return Some((Token::PoolAll, true));
    }
    if let Some(side) = given.strip_prefix('p') {
        return within(side, MAX_STRIDE).map(|(side, exact)| (Token::Pool(side), exact));
    }
    if let Some((maps, rest)) = given.split_once('c') {
        let (kernel, stride) = rest.split_once('s').unwrap_or((rest, "1"));
        let (maps, kernel, stride) =
            (within(maps, MAX_MAPS)?, within(kernel, MAX_KERNEL)?, within(stride, MAX_STRIDE)?);
        let token = Token::Conv { maps: maps.0, kernel: kernel.0, stride: stride.0 };
        return Some((token, maps.1 && kernel.1 && stride.1));
    }
    if let Some(neurons) = given.strip_suffix('r') {
        return within(neurons, MAX_NEURONS).map(|(neurons, exact)| (Token::Recurrent(neurons), exact));
    }
    within(&given, MAX_NEURONS).map(|(neurons, exact)| (Token::Dense(neurons), exact))
}

/// The number in `[min, max]` that is nearest to what is given, and whether it is the given one; `None` for what is
/// no number.
fn real(given: &str, [min, max]: [f64; 2]) -> Option<(f64, bool)> {
    let given = given.trim();
    // A form writes a space as "+", so "1e+3" arrives as "1e 3".
    let value = decimal(given).or_else(|| decimal(&given.replacen(' ', "+", 1)))?;
    if value.is_nan() {
        return None;
    }
    // Adding zero turns -0 into 0.
    let nearest = value.clamp(min, max) + 0.0;
    Some((nearest, nearest == value))
}

/// The `f64` nearest to a decimal number, as the standard library reads it; its reader weighs 12 KB more in the page.
fn decimal(given: &str) -> Option<f64> {
    f64::from_lexical(given.as_bytes()).ok()
}

/// As [`real`], for whole numbers.
fn whole(given: &str, range: [f64; 2]) -> Option<(f64, bool)> {
    let (value, exact) = real(given, range)?;
    let rounded = value.round();
    Some((rounded, exact && rounded == value))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;

    use super::decimal;

    fn bits(value: Option<f64>) -> Option<u64> {
        value.map(|v| if v.is_nan() { u64::MAX } else { v.to_bits() })
    }

    proptest! {
        #[test]
        fn decimals_are_those_of_the_standard_library(value: f64) {
            for text in [value.to_string(), format!("{value:e}"), format!("{value:.3}"), format!("{value:.40}")] {
                prop_assert_eq!(bits(decimal(&text)), bits(text.parse().ok()), "{}", text);
            }
        }

        #[test]
        fn digits_of_any_length_round_as_the_standard_library_rounds(text in "[+-]?[0-9]{1,60}(\\.[0-9]{0,60})?([eE][+-]?[0-9]{1,3})?") {
            prop_assert_eq!(bits(decimal(&text)), bits(text.parse().ok()), "{}", text);
        }

        #[test]
        fn what_is_no_number_is_none(text in "[-+0-9.eE_infaNx ,]{0,9}") {
            prop_assert_eq!(bits(decimal(&text)), bits(text.parse().ok()), "{}", text);
        }
    }

    #[test]
    fn halves_between_two_numbers_round_to_even() {
        for text in [
            "9007199254740993",
            "9007199254740993.0000000000000000000000001",
            "2.2250738585072011e-308",
            "5e-324",
            "2e-324",
            "1.7976931348623159e308",
            ".5",
            "5.",
            "inf",
            "NaN",
            "",
        ] {
            assert_eq!(bits(decimal(text)), bits(text.parse().ok()), "{text}");
        }
    }
}
