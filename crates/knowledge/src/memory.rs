//! What an index or a table takes of the heap, so that a cache knows what it keeps.

use crate::{Passage, Place};

/// What an allocator adds to each block, about: its head, and what rounding up costs.
pub(crate) const BLOCK: usize = 8;
/// How many bytes `serde` reserves at most for a list whose length a file states: longer ones grow by doubling.
const RESERVED: usize = 1 << 20;

/// Something that owns blocks of the heap.
pub(crate) trait Heap {
    /// The bytes of all of them.
    fn heap(&self) -> usize;
}

/// A block of so many bytes.
pub(crate) fn block(bytes: usize) -> usize {
    if bytes == 0 { 0 } else { bytes + BLOCK }
}

/// A list whose elements own nothing.
pub(crate) fn flat<T>(list: &Vec<T>) -> usize {
    block(list.capacity() * size_of::<T>())
}

/// A list of so many elements, of so many bytes each, as `serde` has read it.
pub(crate) fn read_list(count: usize, each: usize) -> usize {
    let mut capacity = count.min(RESERVED / each.max(1));
    while capacity < count {
        capacity *= 2;
    }
    block(capacity * each)
}

impl Heap for String {
    fn heap(&self) -> usize {
        block(self.capacity())
    }
}

impl<T: Heap> Heap for Vec<T> {
    fn heap(&self) -> usize {
        flat(self) + self.iter().map(Heap::heap).sum::<usize>()
    }
}

impl<T: Heap> Heap for Option<T> {
    fn heap(&self) -> usize {
        self.as_ref().map_or(0, Heap::heap)
    }
}

impl Heap for Place {
    fn heap(&self) -> usize {
        self.id.heap() + self.name.heap()
    }
}

impl Heap for Passage {
    fn heap(&self) -> usize {
        let Self {
            id,
            document,
            title,
            heading,
            text,
            link,
            place,
            partition: _,
            audience: _,
            language,
            valid: _,
            page: _,
            row: _,
        } = self;
        let texts = [id, document, title, text];
        texts.iter().map(|text| text.heap()).sum::<usize>()
            + heading.heap()
            + link.heap()
            + place.heap()
            + language.heap()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_that_was_read_is_as_long_as_serde_makes_it() {
        for count in [0_u32, 1, 1_000, 262_144, 262_145, 1_000_000] {
            let numbers: Vec<u32> = (0..count).collect();
            let bytes = postcard::to_allocvec(&numbers).expect("numbers");
            let read: Vec<u32> = postcard::from_bytes(&bytes).expect("written just now");
            assert_eq!(
                read_list(count as usize, size_of::<u32>()),
                flat(&read),
                "{count}"
            );
        }
    }
}
