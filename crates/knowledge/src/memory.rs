//! What an index or a table takes of the heap, so that a cache knows what it keeps.

/// What an allocator adds to each block, about: its head, and what rounding up costs.
pub(crate) const BLOCK: usize = 8;
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

impl Heap for String {
    fn heap(&self) -> usize {
        block(self.capacity())
    }
}
