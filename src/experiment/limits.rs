//! How large an experiment may be.

/// Most hidden layers.
pub const MAX_LAYERS: usize = 8;
/// Most steps of silence.
pub const MAX_GAP: usize = 100;
/// Most maps of a convolution.
pub const MAX_MAPS: usize = 64;
/// Most pixels a side of its kernel.
pub const MAX_KERNEL: usize = 15;
/// Largest stride of a convolution, and largest side of a pool's window.
pub const MAX_STRIDE: usize = 16;
/// Most neurons a hidden layer, but for a convolution.
pub const MAX_NEURONS: usize = 512;
/// Largest seed: the largest integer that JavaScript holds exactly.
pub const MAX_SEED: u64 = (1 << 53) - 1;
/// Most memory an experiment may need, in bytes (1 GiB).
pub const MEMORY_LIMIT: u64 = 1 << 30;
/// Most memory that kept iterates take, in bytes.
pub const KEPT_LIMIT: usize = 64 << 20;
/// Most changes of settings under way.
pub const MAX_LIVE: usize = 100;
/// Most values of a sweep.
pub const MAX_SWEEP: usize = 8;
