//! A layer of any kind as one matrix.

use ndarray::{Array1, Array2, Axis, s};

use crate::linalg::Scalar;
use crate::network::layer::{Heard, Layer};

/// The weights from everything below to every neuron, `[neuron][input]`: of a convolution and of pooling, unrolled.
pub fn below<F: Scalar>(layer: &dyn Layer<F>) -> Array2<F> {
    let shape = layer.shape();
    let mut columns = Array2::zeros((shape.inputs, shape.outputs));
    for (input, mut column) in columns.outer_iter_mut().enumerate() {
        if let Some(column) = column.as_slice_mut() {
            layer.outgoing(input, column);
        }
    }
    columns.reversed_axes().as_standard_layout().into_owned()
}

/// What every neuron hears at each step whatever fires below, `[neuron]`: the bias of a convolution above the first layer, which is no
/// channel of the layer below; none where there is none.
pub fn constant<F: Scalar>(layer: &dyn Layer<F>) -> Option<Array1<F>> {
    let shape = layer.shape();
    if layer.hears_itself() || shape.by_spikes() {
        return None;
    }
    let silence = Array2::zeros((1, shape.inputs));
    let mut out = Array2::zeros((1, shape.outputs));
    let heard = Heard { alone: true, ..Heard::step(silence.view(), 0) };
    layer.apply(F::one(), heard, F::zero(), out.view_mut());
    out.iter().any(|v| *v != F::zero()).then(|| out.remove_axis(Axis(0)))
}

/// The weights of a recurrent layer from its own neurons, `[neuron][neuron]`, which it hears one step late; none for others.
pub fn own<F: Scalar>(layer: &dyn Layer<F>) -> Option<Array2<F>> {
    layer.hears_itself().then(|| layer.parameters().slice(s![.., layer.entries_below()..]).to_owned())
}
