//! `index-builder learn-language`: makes the table that tells languages apart again.
//!
//! From lists of words with how often each is met, made-up texts of one to nine words are drawn, and a linear classifier
//! is fitted to them by gradient descent (multinomial logistic regression, AdaGrad). Its weights are rounded to a few
//! steps. The same lists give the same table.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use gangway_reading::language::{LANGUAGES, LARGEST, PLACES, each_place};

use crate::Outcome;
use crate::failure::Failure;
use crate::output::print_json;

/// Learns to tell languages apart from lists of their words.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Folder with a file for each language, `es.tsv`: a word and how often it is met in a line, with a tab between.
    #[arg(long)]
    words: PathBuf,
    /// The table to write.
    #[arg(long, default_value = "crates/reading/src/language.table")]
    out: PathBuf,
    /// Texts drawn for each language.
    #[arg(long, default_value_t = 30_000)]
    texts: usize,
    /// Write what was made as JSON.
    #[arg(long)]
    json: bool,
}

/// Times over all texts.
const ROUNDS: usize = 4;
const RATE: f32 = 0.2;
/// How far from the mean, in standard deviations, the largest step stands.
const WIDEST: f32 = 3.0;
/// How many words the texts have, in turn. The first [`FLAT`] are drawn with rare words made likelier: two words must
/// do, and they are not "the" and "of".
const LENGTHS: [usize; 8] = [1, 2, 2, 2, 3, 4, 6, 9];
const FLAT: usize = 5;
const FLATNESS: f64 = 0.6;

type Row = [f32; LANGUAGES.len()];

pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let mut texts = Vec::new();
    for (label, language) in LANGUAGES.iter().enumerate() {
        let words = Bag::read(&arguments.words.join(format!("{language}.tsv")))?;
        for number in 0..arguments.texts {
            let kind = number % LENGTHS.len();
            let mut places = Vec::new();
            for _ in 0..LENGTHS[kind] {
                let word = words.draw(kind < FLAT, &mut dice);
                each_place(word, |place| places.push(place as u32));
            }
            texts.push((label, places));
        }
    }
    let mut weights = fit(&mut texts, &mut dice);
    let bytes = pack(&mut weights);
    std::fs::write(&arguments.out, &bytes).map_err(|error| Failure::io("write", &arguments.out, &error))?;
    if arguments.json {
        print_json(&serde_json::json!({
            "out": arguments.out,
            "bytes": bytes.len(),
            "languages": LANGUAGES,
        }))?;
    } else {
        eprintln!("`{}`: {} bytes", arguments.out.display(), bytes.len());
    }
    Ok(ExitCode::SUCCESS)
}

/// Words with the sums of their frequencies up to each.
struct Bag {
    words: Vec<String>,
    sums: Vec<f64>,
    flat: Vec<f64>,
}

impl Bag {
    fn read(path: &Path) -> Result<Self, Failure> {
        let text = std::fs::read_to_string(path).map_err(|error| Failure::io("read", path, &error))?;
        let mut bag = Self {
            words: Vec::new(),
            sums: Vec::new(),
            flat: Vec::new(),
        };
        let (mut sum, mut flat) = (0.0, 0.0);
        for (number, line) in text.lines().enumerate() {
            let parsed = line.split_once('\t').and_then(|(word, times)| {
                let times: f64 = times.trim().parse().ok()?;
                (times > 0.0).then(|| (word.to_lowercase(), times))
            });
            let (word, times) = parsed.ok_or_else(|| {
                Failure::new(format!(
                    "`{}`, line {}: not a word, a tab and a number",
                    path.display(),
                    number + 1
                ))
            })?;
            if !word.chars().all(char::is_alphabetic) {
                continue;
            }
            sum += times;
            flat += times.powf(FLATNESS);
            bag.words.push(word);
            bag.sums.push(sum);
            bag.flat.push(flat);
        }
        if bag.words.is_empty() {
            return Err(Failure::new(format!("`{}`: no words", path.display())));
        }
        Ok(bag)
    }

    fn draw(&self, flat: bool, dice: &mut Dice) -> &str {
        let sums = if flat { &self.flat } else { &self.sums };
        let thrown = dice.throw() * sums.last().copied().unwrap_or_default();
        let at = sums
            .partition_point(|&sum| sum <= thrown)
            .min(self.words.len() - 1);
        &self.words[at]
    }
}

/// Numbers that look random and are the same every time (xorshift64*).
struct Dice(u64);

impl Dice {
    /// In [0, 1).
    fn throw(&mut self) -> f64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// A text's places count together as much as the square root of their number, as where they are used.
fn fit(texts: &mut [(usize, Vec<u32>)], dice: &mut Dice) -> Vec<Row> {
    let mut weights = vec![Row::default(); PLACES];
    let mut squares = vec![[1e-6f32; LANGUAGES.len()]; PLACES];
    for _ in 0..ROUNDS {
        for last in (1..texts.len()).rev() {
            let other = (dice.throw() * (last + 1) as f64) as usize;
            texts.swap(last, other);
        }
        for (label, places) in texts.iter() {
            let scale = 1.0 / (places.len().max(1) as f32).sqrt();
            let mut scores = Row::default();
            for &place in places {
                for (score, weight) in scores.iter_mut().zip(&weights[place as usize]) {
                    *score += weight * scale;
                }
            }
            let largest = scores.iter().copied().fold(f32::MIN, f32::max);
            let shares = scores.map(|score| (score - largest).exp());
            let all: f32 = shares.iter().sum();
            let mut errors = shares.map(|share| share / all * scale);
            errors[*label] -= scale;
            for &place in places {
                let rows = weights[place as usize]
                    .iter_mut()
                    .zip(&mut squares[place as usize]);
                for ((weight, square), error) in rows.zip(errors) {
                    *square += error * error;
                    *weight -= RATE * error / square.sqrt();
                }
            }
        }
    }
    weights
}

/// What a step counts, then two weights a byte.
fn pack(weights: &mut [Row]) -> Vec<u8> {
    for row in weights.iter_mut() {
        let mean = row.iter().sum::<f32>() / row.len() as f32;
        for weight in row {
            *weight -= mean;
        }
    }
    let count = (weights.len() * LANGUAGES.len()) as f32;
    let spread = (weights
        .iter()
        .flatten()
        .map(|weight| weight * weight)
        .sum::<f32>()
        / count)
        .sqrt();
    let step = (spread * WIDEST / f32::from(LARGEST)).max(f32::MIN_POSITIVE);
    let mut bytes = step.to_le_bytes().to_vec();
    let codes: Vec<u8> = weights
        .iter()
        .flatten()
        .map(|weight| {
            let largest = f32::from(LARGEST);
            (weight / step).round().clamp(-largest, largest) as i8 as u8 & 0xf
        })
        .collect();
    bytes.extend(
        codes
            .chunks(2)
            .map(|two| two[0] | two.get(1).copied().unwrap_or_default() << 4),
    );
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_drawn_as_often_as_they_are_met() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("xx.tsv");
        std::fs::write(&file, "often\t9\nseldom\t1\nx1\t100\n").expect("a file");
        let bag = Bag::read(&file).expect("a bag");
        let mut dice = Dice(1);
        let often = |flat, dice: &mut Dice| (0..1000).filter(|_| bag.draw(flat, dice) == "often").count();
        let (as_met, flat) = (often(false, &mut dice), often(true, &mut dice));
        assert!((850..950).contains(&as_met) && flat < as_met, "{as_met} {flat}");
        std::fs::write(&file, "word\n").expect("a file");
        let fault = Bag::read(&file).err().expect("a fault").to_string();
        assert!(
            fault.contains("line 1: not a word, a tab and a number"),
            "{fault}"
        );
    }

    #[test]
    fn what_only_one_language_has_speaks_for_it() {
        let mut texts: Vec<(usize, Vec<u32>)> = (0..200)
            .map(|number| (number % 2, vec![number as u32 % 2, 7]))
            .collect();
        let weights = fit(&mut texts, &mut Dice(1));
        assert!(weights[0][0] > weights[0][1] + 1.0 && weights[1][1] > weights[1][0] + 1.0);
        assert!((weights[7][0] - weights[7][1]).abs() < 1.0);
    }
}
