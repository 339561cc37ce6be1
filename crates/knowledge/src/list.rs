//! Many short runs of bytes, one after the other: how a file holds terms, postings, records and links, and how they
//! are read where they stand.

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use crate::format::{Block, read_number};
use crate::memory::{Heap, flat};

/// As it stands in a file.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub(crate) struct StoredList<'a> {
    /// The length of each in base 128.
    #[serde(borrow)]
    lengths: Block<'a>,
    /// All of them.
    #[serde(borrow)]
    bytes: Block<'a>,
}

/// Read in place: only where each begins is worked out.
#[derive(Default)]
pub(crate) struct List {
    /// One more than there are runs.
    starts: Vec<u32>,
    bytes: Bytes,
}

impl Heap for List {
    /// The bytes belong to the file.
    fn heap(&self) -> usize {
        flat(&self.starts)
    }
}

impl std::fmt::Debug for List {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} runs in {} bytes", self.len(), self.bytes.len())
    }
}

impl List {
    /// Of a list that stands in `file`. `None` when the lengths do not add up.
    pub(crate) fn read(stored: &StoredList<'_>, file: &Bytes) -> Option<Self> {
        let starts = starts(&stored.lengths.0)?;
        (starts.last() == Some(&u32::try_from(stored.bytes.0.len()).ok()?)).then(|| Self {
            starts,
            bytes: file.slice_ref(&stored.bytes.0),
        })
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// One of them.
    pub(crate) fn get(&self, at: usize) -> Option<&[u8]> {
        let start = *self.starts.get(at)?;
        let end = *self.starts.get(at + 1)?;
        self.bytes.get(start as usize..end as usize)
    }

    /// One of them that is text.
    pub(crate) fn text(&self, at: usize) -> Option<&str> {
        std::str::from_utf8(self.get(at)?).ok()
    }
}

/// Where runs of these lengths, in base 128, begin when they stand one after the other, and where the last one ends.
pub(crate) fn starts(mut lengths: &[u8]) -> Option<Vec<u32>> {
    // The last byte of a number is below 128.
    let count = lengths.iter().filter(|&&byte| byte < 0x80).count();
    let mut starts = Vec::with_capacity(count + 1);
    let mut start = 0u32;
    starts.push(start);
    while !lengths.is_empty() {
        start = start.checked_add(read_number(&mut lengths)?)?;
        starts.push(start);
    }
    Some(starts)
}

/// A list on the way into a file.
#[cfg(feature = "build")]
#[derive(Default, Debug)]
pub(crate) struct ListWriter {
    lengths: Vec<u8>,
    bytes: Vec<u8>,
}

#[cfg(feature = "build")]
impl ListWriter {
    /// Appends a run.
    pub(crate) fn push(&mut self, run: &[u8]) {
        crate::format::write_number(run.len() as u32, &mut self.lengths);
        self.bytes.extend_from_slice(run);
    }

    /// Appends the run that `write` appends to the bytes.
    pub(crate) fn push_with(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
        let before = self.bytes.len();
        write(&mut self.bytes);
        crate::format::write_number((self.bytes.len() - before) as u32, &mut self.lengths);
    }

    /// As it is stored.
    pub(crate) fn stored(&self) -> StoredList<'_> {
        StoredList {
            lengths: Block(self.lengths.as_slice().into()),
            bytes: Block(self.bytes.as_slice().into()),
        }
    }

    /// Read again, outside of any file.
    #[cfg(test)]
    pub(crate) fn list(&self) -> List {
        let file = postcard::to_allocvec(&self.stored())
            .map(Bytes::from)
            .unwrap_or_default();
        let stored = postcard::from_bytes(&file).unwrap_or_default();
        List::read(&stored, &file).unwrap_or_default()
    }
}

/// How many numbers, then the distance from each to the next.
#[cfg(feature = "build")]
pub(crate) fn write_ascending(numbers: &[u32], out: &mut Vec<u8>) {
    crate::format::write_number(numbers.len() as u32, out);
    write_distances(numbers, out);
}

/// The distance from each number to the next.
#[cfg(feature = "build")]
pub(crate) fn write_distances(numbers: &[u32], out: &mut Vec<u8>) {
    let mut next = 0;
    for &number in numbers {
        crate::format::write_number(number - next, out);
        next = number + 1;
    }
}

/// Reads what [`write_distances`] wrote, as far as it can be read.
#[derive(Clone, Debug)]
pub(crate) struct Distances<'a> {
    rest: &'a [u8],
    next: u32,
}

impl<'a> Distances<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes, next: 0 }
    }

    /// What was not read.
    pub(crate) fn rest(&self) -> &'a [u8] {
        self.rest
    }
}

impl Iterator for Distances<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        let number = self.next.checked_add(read_number(&mut self.rest)?)?;
        self.next = number.wrapping_add(1);
        Some(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_come_back_where_they_stand() {
        let mut writer = ListWriter::default();
        writer.push(b"boat");
        writer.push(b"");
        writer.push_with(|out| out.extend_from_slice("é".as_bytes()));
        writer.push(&[0xff; 200]);
        let list = writer.list();
        assert_eq!(list.len(), 4);
        assert_eq!(list.text(0), Some("boat"));
        assert_eq!(list.get(1), Some(&b""[..]));
        assert_eq!(list.text(2), Some("é"));
        assert_eq!(list.get(3).map(<[u8]>::len), Some(200));
        assert_eq!((list.text(3), list.get(4)), (None, None));
    }

    #[test]
    fn lengths_that_do_not_add_up_are_refused() {
        let check = |lengths: &[u8], bytes: &[u8]| {
            let stored = StoredList {
                lengths: Block(lengths.to_vec().into()),
                bytes: Block(bytes.to_vec().into()),
            };
            assert!(List::read(&stored, &Bytes::new()).is_none());
        };
        check(&[2], b"a");
        check(&[], b"a");
        check(&[1, 0x80], b"a");
        check(&[0xff, 0xff, 0xff, 0xff, 0x0f, 1], b"a");
    }

    #[test]
    fn distances_are_read_as_far_as_they_can_be() {
        let mut bytes = Vec::new();
        write_distances(&[0, 1, 500], &mut bytes);
        assert_eq!(Distances::new(&bytes).collect::<Vec<_>>(), [0, 1, 500]);
        assert_eq!(Distances::new(&bytes[..3]).collect::<Vec<_>>(), [0, 1]);
        bytes.extend_from_slice(&[0xff, 0xff, 0xff, 0xff, 0x0f]);
        assert_eq!(Distances::new(&bytes).count(), 3, "past the largest number");
    }
}
