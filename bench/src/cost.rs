//! What a block must do at least, counted from the sizes.
//!
//! Operations: one multiplication and one addition are two. Bytes: every array that goes in read once and every array that comes
//! out written once, in single precision. Both are those of dense products: a trainer that makes use of zeros in its input can do
//! with less, and can then stand above the roof.

use heaviside::method::{Block, Extent};
use serde::Serialize;

/// Operations and bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Cost {
    /// Operations.
    pub flops: f64,
    /// Of these, in matrix products.
    pub products: f64,
    /// Bytes.
    pub bytes: f64,
}

impl Cost {
    /// Of matrix products and other operations, and of numbers moved.
    fn new(products: f64, other: f64, numbers: f64) -> Self {
        Self { flops: products + other, products, bytes: 4.0 * numbers }
    }
}

/// Operations of a hidden neuron, sample and step in the forward pass: leak, reset, threshold, trace.
const FIRE: f64 = 5.0;
/// In the price of a flip, its branch and its multiplier.
const PRICE: f64 = 30.0;
/// In the proximal step of a round.
const PROX: f64 = 15.0;
/// In a step backwards through the neuron with a fast sigmoid.
const BACKWARD: f64 = 12.0;
/// Of a weight in Adam.
const ADAM: f64 = 12.0;

/// The cost of a block of `exact` (with so many inner rounds) or of `surrogate`; none for a block that is not known here.
pub fn of(block: &Block, extent: &Extent, rounds: f64) -> Option<Cost> {
    let sizes: Vec<f64> = extent.sizes.iter().map(|&n| n as f64).collect();
    let samples = extent.batch as f64;
    let rows = samples * extent.steps as f64;
    let depth = sizes.len() - 1;
    let (last, classes) = (sizes[depth - 1], sizes[depth]);
    let readout = 2.0 * samples * last * classes;
    let hidden = || sizes.windows(2).take(depth - 1);
    // Of dense products, whatever the trainers make of zeros in them.
    let forward = 2.0 * rows * hidden().map(|pair| pair[0] * pair[1]).sum::<f64>() + readout;
    let sum = |each: &dyn Fn(f64, f64) -> f64| hidden().map(|pair| each(pair[0], pair[1])).sum::<f64>();
    // Inputs and neurons of the layer that the block is of, and whether it is the first.
    let layer = block.layer.map(|l| (sizes[l - 1], sizes[l], l == 1));
    let cost = match (block.kind, layer) {
        // Potentials, spikes and traces are written.
        ("forward", None) => Cost::new(
            forward,
            FIRE * rows * sum(&|_, neurons| neurons),
            rows * sum(&|inputs, neurons| inputs + 3.0 * neurons),
        ),
        // Slope, and curvature from two products.
        ("message", None) => Cost::new(3.0 * readout, 10.0 * samples * classes, samples * (2.0 * last + classes)),
        // Potentials and spikes in, prices and multipliers out; the message to the layer below.
        ("flip_costs", Some((inputs, neurons, first))) => {
            let below = if first { 0.0 } else { rows * inputs };
            Cost::new(2.0 * below * neurons, PRICE * rows * neurons, 4.0 * rows * neurons + below)
        }
        // Statistics in each round, a shift of the potentials in each but the last; the Gram matrix of a layer above the first.
        ("layer_problem", Some((inputs, neurons, first))) => {
            let product = 2.0 * rows * inputs * neurons;
            let gram = if first { 0.0 } else { rows * inputs * inputs + inputs.powi(3) / 3.0 };
            let solves = rounds * 2.0 * inputs * inputs * neurons;
            // A round reads potentials, multipliers, dual and shift and writes the dual; the first has no shift and no dual.
            let series = rows * neurons * (5.0 * rounds - 2.0 + (rounds - 1.0));
            let input = rows * inputs * (2.0 * rounds - 1.0);
            Cost::new((2.0 * rounds - 1.0) * product + gram + solves, rounds * PROX * rows * neurons, series + input)
        }
        // A solve a layer; the readout's statistics, Gram matrix and factor.
        ("step", None) => Cost::new(
            sum(&|inputs, neurons| 2.0 * inputs * inputs * neurons)
                + readout
                + samples * last * last
                + last.powi(3) / 3.0
                + 2.0 * classes * last * last,
            4.0 * extent.weights() as f64,
            sum(&|inputs, neurons| inputs * inputs + 6.0 * inputs * neurons) + samples * last + last * last,
        ),
        // Gradients, and the adjoint of every layer but the first.
        ("backward", None) => Cost::new(
            2.0 * forward - 2.0 * rows * sizes[0] * sizes[1],
            BACKWARD * rows * sum(&|_, neurons| neurons),
            rows * sum(&|inputs, neurons| inputs + 2.0 * neurons),
        ),
        ("adam", None) => {
            let weights = extent.weights() as f64;
            Cost::new(0.0, ADAM * weights, 7.0 * weights)
        }
        _ => return None,
    };
    Some(cost)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn extent(sizes: &[usize]) -> Extent {
        Extent::dense(10, 3, sizes.to_vec(), false)
    }

    #[test]
    fn a_forward_pass_is_its_products_and_each_array_once() {
        let cost = of(&Block::whole("forward"), &extent(&[4, 5, 2]), 2.0).expect("known");
        assert_eq!(cost.products, 2.0 * (30.0 * 20.0 + 10.0 * 10.0));
        assert_eq!(cost.flops, cost.products + FIRE * 150.0);
        assert_eq!(cost.bytes, 4.0 * 30.0 * (4.0 + 15.0));
    }

    #[test]
    fn two_rounds_are_three_products() {
        let cost = of(&Block::of_layer("layer_problem", 1), &extent(&[4, 5, 2]), 2.0).expect("known");
        assert_eq!(cost.products, 3.0 * 2.0 * 30.0 * 20.0 + 2.0 * 2.0 * 16.0 * 5.0);
    }

    #[test]
    fn what_is_not_known_has_no_cost() {
        assert_eq!(of(&Block::whole("dream"), &extent(&[4, 5, 2]), 2.0), None);
    }
}
