//! Rows of many columns → rows of [`DIMENSIONS`], with as little lost as can be: their principal components.

use crate::vector::DIMENSIONS;

/// More columns are not reduced: the work grows with the cube of their number.
pub(super) const MOST_COLUMNS: usize = 2_048;
/// So often all pairs of columns are turned at the most. About ten times are enough for a thousand columns.
const ROUNDS: usize = 40;
/// What is left beside the diagonal, as a share of everything, when it is done.
const REST: f64 = 1e-12;

/// Reduces rows of so many columns, [`DIMENSIONS`] at the least, and says which share of their squared lengths is kept.
///
/// The mean is not taken away: texts are compared by the cosine of sums of rows, and what is to be kept is what rows have in
/// common with each other. So the components are the eigenvectors of Σ row · rowᵀ, which lose the least of all products of
/// rows that a projection can (Eckart and Young). The same rows give the same bits: additions only, in one order.
pub(super) fn reduce(rows: &[f32], columns: usize) -> (Vec<[f32; DIMENSIONS]>, f64) {
    let mut products = products(rows, columns);
    let whole: f64 = (0..columns).map(|at| products[at * columns + at]).sum();
    let components = eigenvectors(&mut products, columns);
    let kept: f64 = components.iter().map(|component| component.share).sum();
    let reduced = rows
        .chunks_exact(columns)
        .map(|row| {
            let mut short = [0.0; DIMENSIONS];
            for (value, component) in short.iter_mut().zip(&components) {
                let product: f64 = row
                    .iter()
                    .zip(&component.direction)
                    .map(|(&a, b)| f64::from(a) * b)
                    .sum();
                *value = product as f32;
            }
            short
        })
        .collect();
    (reduced, if whole > 0.0 { kept / whole } else { 1.0 })
}

/// An eigenvector of length 1, and its eigenvalue.
struct Component {
    direction: Vec<f64>,
    share: f64,
}

/// Σ row · rowᵀ.
fn products(rows: &[f32], columns: usize) -> Vec<f64> {
    let mut sums = vec![0.0; columns * columns];
    for row in rows.chunks_exact(columns) {
        for (at, &value) in row.iter().enumerate() {
            if value != 0.0 {
                let sums = &mut sums[at * columns + at..(at + 1) * columns];
                for (sum, &other) in sums.iter_mut().zip(&row[at..]) {
                    *sum += f64::from(value) * f64::from(other);
                }
            }
        }
    }
    for at in 0..columns {
        for before in 0..at {
            sums[at * columns + before] = sums[before * columns + at];
        }
    }
    sums
}

/// The [`DIMENSIONS`] eigenvectors of a symmetric matrix with the largest eigenvalues, the largest first: Jacobi's method,
/// all pairs in turn (Golub and Van Loan, Matrix Computations, 8.5).
fn eigenvectors(matrix: &mut [f64], side: usize) -> Vec<Component> {
    // A row is a direction, so that turning two of them runs through memory.
    let mut directions = vec![0.0; side * side];
    for at in 0..side {
        directions[at * side + at] = 1.0;
    }
    let all: f64 = matrix.iter().map(|value| value * value).sum();
    for _ in 0..ROUNDS {
        let beside: f64 = (0..side)
            .map(|at| {
                matrix[at * side + at + 1..(at + 1) * side]
                    .iter()
                    .map(|value| value * value)
                    .sum::<f64>()
            })
            .sum();
        if 2.0 * beside <= REST * all {
            break;
        }
        for one in 0..side {
            for other in one + 1..side {
                let Some((cosine, sine)) = turn(matrix, side, one, other) else {
                    continue;
                };
                rotate(matrix, side, one, other, cosine, sine);
                for at in 0..side {
                    let (a, b) = (matrix[at * side + one], matrix[at * side + other]);
                    matrix[at * side + one] = cosine * a - sine * b;
                    matrix[at * side + other] = sine * a + cosine * b;
                }
                rotate(&mut directions, side, one, other, cosine, sine);
            }
        }
    }
    let mut order: Vec<usize> = (0..side).collect();
    order.sort_by(|&a, &b| {
        matrix[b * side + b]
            .total_cmp(&matrix[a * side + a])
            .then(a.cmp(&b))
    });
    order
        .into_iter()
        .take(DIMENSIONS)
        .map(|at| Component {
            direction: directions[at * side..(at + 1) * side].to_vec(),
            share: matrix[at * side + at].max(0.0),
        })
        .collect()
}

/// The turn of two directions after which nothing of one is in the other; `None` when that is so already.
fn turn(matrix: &[f64], side: usize, one: usize, other: usize) -> Option<(f64, f64)> {
    let shared = matrix[one * side + other];
    if shared.abs() <= f64::MIN_POSITIVE {
        return None;
    }
    let half = (matrix[other * side + other] - matrix[one * side + one]) / (2.0 * shared);
    let tangent = half.signum() / (half.abs() + (1.0 + half * half).sqrt());
    let cosine = 1.0 / (1.0 + tangent * tangent).sqrt();
    Some((cosine, tangent * cosine))
}

/// Turns two rows.
fn rotate(rows: &mut [f64], side: usize, one: usize, other: usize, cosine: f64, sine: f64) {
    let (before, after) = rows.split_at_mut(other * side);
    let one = &mut before[one * side..(one + 1) * side];
    for (a, b) in one.iter_mut().zip(&mut after[..side]) {
        (*a, *b) = (cosine * *a - sine * *b, sine * *a + cosine * *b);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers from −1 to 1 that look like chance and are always the same.
    fn numbers() -> impl FnMut() -> f32 {
        let mut state = 1u32;
        move || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / (1 << 23) as f32 - 1.0
        }
    }

    fn cosine(a: &[f32], b: &[f32]) -> f32 {
        let product = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
        product(a, b) / (product(a, a) * product(b, b)).sqrt()
    }

    #[test]
    fn rows_that_fit_lose_nothing_and_keep_their_angles() {
        let columns = DIMENSIONS + 14;
        let mut next = numbers();
        let directions: Vec<Vec<f32>> = (0..20).map(|_| (0..columns).map(|_| next()).collect()).collect();
        let mut rows = Vec::new();
        for _ in 0..60 {
            let mut row = vec![0f32; columns];
            for direction in &directions {
                let times = next();
                row.iter_mut()
                    .zip(direction)
                    .for_each(|(value, part)| *value += times * part);
            }
            rows.extend(row);
        }
        let (reduced, kept) = reduce(&rows, columns);
        assert!((kept - 1.0).abs() < 1e-9, "{kept}");
        for (at, row) in rows.chunks_exact(columns).enumerate().skip(1) {
            let (before, after) = (cosine(row, &rows[..columns]), cosine(&reduced[at], &reduced[0]));
            assert!((before - after).abs() < 1e-4, "{at}: {before} {after}");
        }
        assert!(reduced == reduce(&rows, columns).0, "the same bits");
    }

    #[test]
    fn the_directions_that_hold_least_are_lost_and_it_is_said_how_much() {
        let columns = DIMENSIONS + 2;
        let mut rows = Vec::new();
        for at in 0..columns {
            let mut row = vec![0f32; columns];
            row[at] = if at < 2 { 1.0 } else { 2.0 };
            rows.extend(row);
        }
        let (reduced, kept) = reduce(&rows, columns);
        let expected = (4 * DIMENSIONS) as f64 / (4 * DIMENSIONS + 2) as f64;
        assert!((kept - expected).abs() < 1e-12, "{kept} {expected}");
        assert!(
            reduced[0]
                .iter()
                .chain(&reduced[1])
                .all(|value| value.abs() < 1e-6)
        );
        assert!(reduced[2].iter().any(|value| (value.abs() - 2.0).abs() < 1e-6));
        assert_eq!(reduce(&vec![0.0; columns], columns).1, 1.0);
    }
}
