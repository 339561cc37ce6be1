//! Content hashes that name files.

use sha2::{Digest, Sha256};

/// Digits of a hash.
pub(crate) const DIGITS: usize = 16;

/// The first 16 hexadecimal digits of the SHA-256 of some bytes.
pub(crate) fn of(bytes: &[u8]) -> String {
    hexadecimal(Sha256::digest(bytes).as_slice())
}

/// The hash of several parts. Their lengths count: `ab`, `c` is not `a`, `bc`.
#[derive(Default)]
pub(crate) struct Hasher(Sha256);

impl Hasher {
    pub(crate) fn add(&mut self, part: &[u8]) -> &mut Self {
        self.0.update((part.len() as u64).to_le_bytes());
        self.0.update(part);
        self
    }

    pub(crate) fn finish(self) -> String {
        hexadecimal(self.0.finalize().as_slice())
    }
}

fn hexadecimal(digest: &[u8]) -> String {
    digest
        .iter()
        .take(DIGITS / 2)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Hasher, of};

    #[test]
    fn a_hash_is_the_beginning_of_the_sha_256() {
        assert_eq!(of(b"abc"), "ba7816bf8f01cfea");
    }

    #[test]
    fn the_same_bytes_in_other_parts_have_another_hash() {
        let hash = |parts: [&[u8]; 2]| {
            let mut hasher = Hasher::default();
            hasher.add(parts[0]).add(parts[1]);
            hasher.finish()
        };
        assert_ne!(hash([b"ab", b"c"]), hash([b"a", b"bc"]));
    }
}
