//! What the machine can do at most: matrix products and copies, in the same run as everything else.

use heaviside::linalg::product;
use heaviside::method::Extent;
use ndarray::Array2;

use crate::cost::Cost;
use crate::measure::{Clock, Timed, repeat};

/// Rows and columns of the square product that shows the peak.
const PEAK: usize = 512;
/// Numbers of the copy that no cache holds: 64 MiB.
const LARGE: usize = 16 << 20;

/// A product of `rows x inputs` and `inputs x neurons`, as the forward pass does it.
fn timed_product(name: &str, [rows, inputs, neurons]: [usize; 3], clock: Clock, budget: f64) -> Timed {
    let (a, b) = (Array2::<f32>::ones((rows, inputs)), Array2::<f32>::ones((neurons, inputs)));
    let mut out = Array2::zeros((rows, neurons));
    let flops = 2.0 * (rows * inputs * neurons) as f64;
    let bytes = 4.0 * (rows * inputs + inputs * neurons + rows * neurons) as f64;
    let seconds = repeat(clock, budget, || product(1.0, a.view(), b.t(), 0.0, out.view_mut()));
    Timed { name: name.to_owned(), seconds, cost: Some(Cost { flops, products: flops, bytes }) }
}

/// A copy of so many numbers; its bytes are those read and those written.
fn timed_copy(name: &str, numbers: usize, clock: Clock, budget: f64) -> Timed {
    let from = vec![1.0f32; numbers];
    let mut to = vec![0.0f32; numbers];
    let seconds =
        repeat(clock, budget, || std::hint::black_box(&mut to[..]).copy_from_slice(std::hint::black_box(&from)));
    let bytes = 8.0 * numbers as f64;
    Timed { name: name.to_owned(), seconds, cost: Some(Cost { flops: 0.0, products: 0.0, bytes }) }
}

/// The peak, whatever the size: `product` and `copy`.
pub fn peak(clock: Clock, budget: f64) -> Vec<Timed> {
    vec![timed_product("product", [PEAK; 3], clock, budget), timed_copy("copy", LARGE, clock, budget)]
}

/// The same at a size of its own: `product` of the first hidden layer's forward pass, `copy` of its potentials.
pub fn at(extent: &Extent, clock: Clock, budget: f64) -> Vec<Timed> {
    let rows = extent.batch * extent.steps;
    let [inputs, neurons] = [extent.sizes[0], extent.sizes[1]];
    vec![
        timed_product("roof: product", [rows, inputs, neurons], clock, budget),
        timed_copy("roof: copy", rows * neurons, clock, budget),
    ]
}
