//! Four numbers side by side, in one register where the processor has such: for loops that a compiler does not see to.

use std::ops::{Add, Mul};

use wide::{f32x4, f64x4};

/// Numbers side by side.
pub const WIDTH: usize = 4;

/// Four numbers side by side. Every operation is that of each alone, to the last bit.
pub trait Lanes<F>: Copy + Add<Output = Self> + Mul<Output = Self> {
    /// Four times the same.
    fn all(value: F) -> Self;
    /// From memory.
    fn load(values: &[F; WIDTH]) -> Self;
    /// To memory.
    fn store(self) -> [F; WIDTH];
    /// Which of them are above 0: a bit each, the first the lowest.
    fn positive(self) -> u32;
}

macro_rules! lanes {
    ($lanes:ty, $number:ty) => {
        impl Lanes<$number> for $lanes {
            #[inline(always)]
            fn all(value: $number) -> Self {
                Self::splat(value)
            }
            #[inline(always)]
            fn load(values: &[$number; WIDTH]) -> Self {
                Self::new(*values)
            }
            #[inline(always)]
            fn store(self) -> [$number; WIDTH] {
                self.to_array()
            }
            #[inline(always)]
            fn positive(self) -> u32 {
                self.simd_gt(Self::ZERO).to_bitmask()
            }
        }
    };
}

lanes!(f32x4, f32);
lanes!(f64x4, f64);
