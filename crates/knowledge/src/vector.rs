//! Vectors of bytes: what passages, queries and word pieces are compared as.

use bytes::Bytes;
use wide::{i16x8, i32x4};

/// Components of every vector. A model with fewer is padded with zeros, of a longer one the first are kept.
pub(crate) const DIMENSIONS: usize = 256;

/// A unit vector in eight bits a component. Multiplied by `scale` it is what it stands for.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Vector {
    pub(crate) bytes: [i8; DIMENSIONS],
    pub(crate) scale: f32,
}

impl Vector {
    /// The nothing that is similar to nothing.
    pub(crate) const ZERO: Self = Self {
        bytes: [0; DIMENSIONS],
        scale: 0.0,
    };

    /// The direction of a sum of rows; [`Vector::ZERO`] when it has none.
    pub(crate) fn direction(sum: &[f32; DIMENSIONS]) -> Self {
        let largest = sum.iter().fold(0f32, |largest, value| largest.max(value.abs()));
        if largest <= 0.0 || !largest.is_finite() {
            return Self::ZERO;
        }
        let mut bytes = [0; DIMENSIONS];
        for (byte, value) in bytes.iter_mut().zip(sum) {
            *byte = (value / largest * 127.0).round() as i8;
        }
        Self::from_integers(bytes)
    }

    /// The direction of a vector of integers.
    pub(crate) fn from_integers(bytes: [i8; DIMENSIONS]) -> Self {
        let length = dot(&bytes, &bytes);
        let scale = if length == 0 {
            0.0
        } else {
            1.0 / (length as f32).sqrt()
        };
        Self { bytes, scale }
    }

    /// The cosine of two unit vectors.
    pub(crate) fn cosine(&self, other: &Self) -> f32 {
        dot(&self.bytes, &other.bytes) as f32 * self.scale * other.scale
    }
}

/// A vector that is compared with many others, widened once.
#[derive(Clone, Debug)]
pub(crate) struct Meant {
    /// Of sixteen components those with an even number, then those with an odd one.
    lanes: [[i16x8; 2]; DIMENSIONS / 16],
    scale: f32,
}

impl Meant {
    pub(crate) fn new(vector: &Vector) -> Self {
        let mut lanes = [[i16x8::ZERO; 2]; DIMENSIONS / 16];
        for (lanes, bytes) in lanes.iter_mut().zip(vector.bytes.as_chunks::<16>().0) {
            let both: i16x8 = bytemuck::cast(*bytes);
            *lanes = [(both << 8u32) >> 8u32, both >> 8u32];
        }
        Self {
            lanes,
            scale: vector.scale,
        }
    }

    fn dot(&self, bytes: &[u8; DIMENSIONS]) -> i32 {
        // The low byte of a lane is moved up and stays there, which makes its products 256 times as large.
        let (mut even, mut odd) = (i32x4::ZERO, i32x4::ZERO);
        for (lanes, bytes) in self.lanes.iter().zip(bytes.as_chunks::<16>().0) {
            let both: i16x8 = bytemuck::cast(*bytes);
            even += lanes[0].dot(both << 8u32);
            odd += lanes[1].dot(both >> 8u32);
        }
        (even.reduce_add() >> 8) + odd.reduce_add()
    }
}

/// The vectors of passages, where they stand in a file.
#[derive(Default)]
pub(crate) struct Vectors {
    /// [`DIMENSIONS`] bytes each.
    bytes: Bytes,
    /// A little-endian `f32` each: [`Vector::scale`].
    scales: Bytes,
}

impl std::fmt::Debug for Vectors {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} vectors", self.len())
    }
}

impl Vectors {
    /// `None` when there are not as many bytes as so many vectors have, or a scale is none.
    pub(crate) fn new(bytes: Bytes, scales: Bytes, count: usize) -> Option<Self> {
        let fit = bytes.len() == count * DIMENSIONS && scales.len() == count * 4;
        let mut each = scales.as_chunks::<4>().0.iter();
        let scaled = each.all(|scale| (0.0..=1.0).contains(&f32::from_le_bytes(*scale)));
        (fit && scaled).then_some(Self { bytes, scales })
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.bytes.len() / DIMENSIONS
    }

    /// The cosine of a vector and another one; 0 when there is no such vector.
    pub(crate) fn cosine(&self, at: usize, meant: &Meant) -> f32 {
        let bytes = self.bytes.as_chunks::<DIMENSIONS>().0.get(at);
        let scale = self.scales.as_chunks::<4>().0.get(at);
        match (bytes, scale) {
            (Some(bytes), Some(scale)) => meant.dot(bytes) as f32 * meant.scale * f32::from_le_bytes(*scale),
            _ => 0.0,
        }
    }

    /// One of them.
    #[cfg(test)]
    pub(crate) fn get(&self, at: usize) -> Option<Vector> {
        let bytes = self.bytes.as_chunks::<DIMENSIONS>().0.get(at)?;
        Some(Vector::from_integers(bytes.map(|byte| byte as i8)))
    }
}

/// The dot product. Written out for vector units, because the Worker is built for its bytes and a build for bytes
/// does not turn loops into vector code.
pub(crate) fn dot(a: &[i8; DIMENSIONS], b: &[i8; DIMENSIONS]) -> i32 {
    let mut sum = i32x4::ZERO;
    for (a, b) in a.as_chunks::<16>().0.iter().zip(b.as_chunks::<16>().0) {
        // Sixteen bits hold two components: the low one is moved up and down again for its sign.
        let (a, b): (i16x8, i16x8) = (bytemuck::cast(*a), bytemuck::cast(*b));
        sum += ((a << 8u32) >> 8u32).dot((b << 8u32) >> 8u32) + (a >> 8u32).dot(b >> 8u32);
    }
    sum.reduce_add()
}

/// The direction of a table's row, widened for comparing it with many others. The components stand in an order that
/// depends on how the table stores them: only directions of one table can be compared.
#[derive(Clone, Debug)]
pub(crate) struct Direction {
    lanes: [i16x8; DIMENSIONS / 8],
    scale: f32,
}

impl Direction {
    /// The direction of a vector of small integers.
    pub(crate) fn new(lanes: [i16x8; DIMENSIONS / 8]) -> Self {
        let length = dot_lanes(&lanes, &lanes);
        let scale = if length == 0 {
            0.0
        } else {
            1.0 / (length as f32).sqrt()
        };
        Self { lanes, scale }
    }

    /// The direction of a vector of bytes.
    pub(crate) fn from_bytes(bytes: &[i8; DIMENSIONS]) -> Self {
        let mut lanes = [i16x8::ZERO; DIMENSIONS / 8];
        for (lanes, bytes) in lanes
            .as_chunks_mut::<2>()
            .0
            .iter_mut()
            .zip(bytes.as_chunks::<16>().0)
        {
            let both: i16x8 = bytemuck::cast(*bytes);
            *lanes = [(both << 8u32) >> 8, both >> 8];
        }
        Self::new(lanes)
    }

    /// The length of the vector it is the direction of.
    pub(crate) fn length(&self) -> f32 {
        if self.scale > 0.0 { 1.0 / self.scale } else { 0.0 }
    }

    /// The cosine of two directions of one table.
    pub(crate) fn cosine(&self, other: &Self) -> f32 {
        dot_lanes(&self.lanes, &other.lanes) as f32 * self.scale * other.scale
    }
}

fn dot_lanes(a: &[i16x8; DIMENSIONS / 8], b: &[i16x8; DIMENSIONS / 8]) -> i32 {
    let mut sum = i32x4::ZERO;
    for (a, b) in a.iter().zip(b) {
        sum += a.dot(*b);
    }
    sum.reduce_add()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn direction(values: &[f32]) -> Vector {
        let mut sum = [0.0; DIMENSIONS];
        sum[..values.len()].copy_from_slice(values);
        Vector::direction(&sum)
    }

    #[test]
    fn cosines_are_what_they_are_without_rounding() {
        let a = direction(&[3.0, 4.0]);
        assert!((a.cosine(&a) - 1.0).abs() < 1e-6);
        assert!((a.cosine(&direction(&[4.0, 3.0])) - 0.96).abs() < 0.01);
        assert!((a.cosine(&direction(&[-3.0, -4.0])) + 1.0).abs() < 1e-6);
        assert!(a.cosine(&direction(&[4.0, -3.0])).abs() < 0.01);
    }

    #[test]
    fn the_dot_product_is_exact() {
        let component = |at: usize, times: i32| (at as i32 * times % 255 - 127) as i8;
        let (a, b) = (
            std::array::from_fn(|at| component(at, 37)),
            std::array::from_fn(|at| component(at, 91)),
        );
        let plain: i32 = a
            .iter()
            .zip(&b)
            .map(|(&a, &b): (&i8, &i8)| i32::from(a) * i32::from(b))
            .sum();
        assert_eq!(dot(&a, &b), plain);
        assert_eq!(dot(&[-128; DIMENSIONS], &[-128; DIMENSIONS]), 128 * 128 * 256);

        let wide = Direction::from_bytes(&a).cosine(&Direction::from_bytes(&b));
        let narrow = Vector::from_integers(a).cosine(&Vector::from_integers(b));
        assert!((wide - narrow).abs() < 1e-6);
    }

    #[test]
    fn nothing_is_similar_to_nothing() {
        assert_eq!(direction(&[]), Vector::ZERO);
        assert_eq!(direction(&[f32::NAN, f32::INFINITY]), Vector::ZERO);
        assert!(direction(&[1.0]).cosine(&Vector::ZERO).abs() < f32::EPSILON);
    }

    #[test]
    fn vectors_that_stand_in_a_file_compare_as_they_did_before() {
        let vectors = [
            direction(&[0.3, -0.2, 0.9]),
            Vector::ZERO,
            Vector::from_integers(std::array::from_fn(|at| (at as i32 * 91 % 255 - 127) as i8)),
            Vector::from_integers([-128; DIMENSIONS]),
        ];
        let bytes: Vec<u8> = vectors
            .iter()
            .flat_map(|vector| vector.bytes.map(|byte| byte as u8))
            .collect();
        let scales: Vec<u8> = vectors
            .iter()
            .flat_map(|vector| vector.scale.to_le_bytes())
            .collect();
        let stored = Vectors::new(bytes.into(), scales.into(), vectors.len()).expect("as many bytes");
        for one in &vectors {
            let meant = Meant::new(one);
            for (at, other) in vectors.iter().enumerate() {
                assert!((stored.cosine(at, &meant) - one.cosine(other)).abs() < 1e-6);
            }
            assert!(stored.cosine(vectors.len(), &meant).abs() < f32::EPSILON);
        }
        assert_eq!(stored.get(0).as_ref(), Some(&vectors[0]));
        assert!(Vectors::new(Bytes::new(), Bytes::new(), 1).is_none());
    }
}
