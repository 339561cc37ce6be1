//! Fitting a logistic function: weighted maximum likelihood by gradient descent.

use gangway_knowledge::{Calibration, Evidence};
use serde::Serialize;

/// A first hit: what spoke for it, whether it was right, how much it counts.
pub(crate) struct Example {
    pub(crate) evidence: Evidence,
    pub(crate) right: bool,
    pub(crate) weight: f32,
}

/// The factors of the bias and of each part of the evidence.
pub(crate) struct Fit([f64; PARTS]);

/// Examples of one tenth of the confidences.
#[derive(Serialize)]
pub(crate) struct Bin {
    pub(crate) from: f32,
    pub(crate) weight: f64,
    /// Mean confidence.
    pub(crate) mean: f64,
    /// Share that was right.
    pub(crate) right: f64,
}

/// The bias, and the parts of the evidence.
const PARTS: usize = Evidence::PARTS.len() + 1;
const STEPS: usize = 4_000;
const RATE: f64 = 0.8;
/// Pulls factors towards zero, so that evidence which says the same twice shares its factor.
const PULL: f64 = 1e-3;

impl Fit {
    /// Fits the examples.
    pub(crate) fn of(examples: &[Example]) -> Self {
        let all: f64 = examples.iter().map(|example| f64::from(example.weight)).sum();
        let mut fit = Self([0.0; PARTS]);
        for _ in 0..STEPS {
            let mut slope = [0.0; PARTS];
            for example in examples {
                let error = fit.confidence(&example.evidence) - f64::from(u8::from(example.right));
                for (slope, part) in slope.iter_mut().zip(parts(&example.evidence)) {
                    *slope += error * part * f64::from(example.weight) / all;
                }
            }
            for (at, (factor, slope)) in fit.0.iter_mut().zip(slope).enumerate() {
                let pull = if at == 0 { 0.0 } else { PULL * *factor };
                *factor -= RATE * (slope + pull);
            }
        }
        fit
    }

    /// The factors as they are committed.
    pub(crate) fn calibration(&self) -> Calibration {
        let [bias, factors @ ..] = self.0.map(|factor| (factor * 100.0).round() as f32 / 100.0);
        Calibration::of(bias, factors)
    }

    /// What the confidences come to, tenth by tenth.
    pub(crate) fn reliability(&self, examples: &[Example]) -> Vec<Bin> {
        let mut bins: Vec<Bin> = (0..10)
            .map(|tenth| Bin {
                from: tenth as f32 / 10.0,
                weight: 0.0,
                mean: 0.0,
                right: 0.0,
            })
            .collect();
        for example in examples {
            let confidence = self.confidence(&example.evidence);
            let bin = &mut bins[((confidence * 10.0) as usize).min(9)];
            bin.weight += f64::from(example.weight);
            bin.mean += confidence * f64::from(example.weight);
            bin.right += f64::from(example.weight) * f64::from(u8::from(example.right));
        }
        for bin in &mut bins {
            bin.mean /= bin.weight.max(1.0);
            bin.right /= bin.weight.max(1.0);
        }
        bins
    }

    fn confidence(&self, evidence: &Evidence) -> f64 {
        let sum: f64 = self
            .0
            .iter()
            .zip(parts(evidence))
            .map(|(factor, part)| factor * part)
            .sum();
        1.0 / (1.0 + (-sum).exp())
    }
}

fn parts(evidence: &Evidence) -> [f64; PARTS] {
    let mut parts = [1.0; PARTS];
    for (part, value) in parts[1..].iter_mut().zip(evidence.values()) {
        *part = f64::from(value);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_decides_gets_the_factor_and_the_confidences_come_true() {
        let examples: Vec<Example> = (0..1000)
            .map(|number| {
                let lead = (number % 100) as f32 / 100.0;
                Example {
                    evidence: Evidence {
                        lead,
                        late: (number % 7) as f32 / 7.0,
                        ..Evidence::default()
                    },
                    // Right ever more often with the lead, and never because of the late interaction.
                    right: (number * 37 % 100) as f32 / 100.0 < lead,
                    weight: 1.0,
                }
            })
            .collect();
        let fit = Fit::of(&examples);
        let calibration = fit.calibration();
        assert!(calibration.lead > 4.0, "{calibration:?}");
        assert!(calibration.late.abs() < 0.5, "{calibration:?}");
        for bin in fit.reliability(&examples).iter().filter(|bin| bin.weight > 50.0) {
            assert!(
                (bin.mean - bin.right).abs() < 0.1,
                "{}: {} {}",
                bin.from,
                bin.mean,
                bin.right
            );
        }
    }
}
