//! What is kept in memory, below a cap in bytes: what was used longest ago goes first.

use std::collections::BTreeMap;

/// A cache with a cap.
#[derive(Debug)]
pub(crate) struct Shelf<V> {
    cap: usize,
    used: usize,
    clock: u64,
    items: BTreeMap<String, Item<V>>,
}

#[derive(Debug)]
struct Item<V> {
    value: V,
    bytes: usize,
    last_used: u64,
}

impl<V: Clone> Shelf<V> {
    /// An empty one. With a cap of 0 nothing is ever kept.
    pub(crate) const fn new(cap: usize) -> Self {
        Self {
            cap,
            used: 0,
            clock: 0,
            items: BTreeMap::new(),
        }
    }

    /// What is kept under a name.
    pub(crate) fn find(&mut self, name: &str) -> Option<V> {
        self.clock += 1;
        let item = self.items.get_mut(name)?;
        item.last_used = self.clock;
        Some(item.value.clone())
    }

    /// Keeps something. What is larger than the whole shelf is not kept; whoever holds it may go on using it.
    pub(crate) fn keep(&mut self, name: &str, value: V, bytes: usize) {
        self.remove(name);
        if bytes > self.cap {
            return;
        }
        self.make_room(bytes);
        self.clock += 1;
        self.used += bytes;
        let item = Item {
            value,
            bytes,
            last_used: self.clock,
        };
        self.items.insert(name.to_owned(), item);
    }

    /// Lets go of what was used longest ago until there is room for so many bytes, or nothing left.
    pub(crate) fn make_room(&mut self, bytes: usize) {
        while self.used.saturating_add(bytes) > self.cap {
            let Some(oldest) = self
                .items
                .iter()
                .min_by_key(|(_, item)| item.last_used)
                .map(|(name, _)| name.clone())
            else {
                break;
            };
            self.remove(&oldest);
        }
    }

    fn remove(&mut self, name: &str) {
        if let Some(item) = self.items.remove(name) {
            self.used -= item.bytes;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cap_holds_and_what_was_used_longest_ago_goes() {
        let mut shelf = Shelf::new(10);
        shelf.keep("a", 1, 4);
        shelf.keep("b", 2, 4);
        assert_eq!(shelf.find("a"), Some(1));
        shelf.keep("c", 3, 4);
        assert_eq!(
            (shelf.find("a"), shelf.find("b"), shelf.find("c")),
            (Some(1), None, Some(3))
        );
        assert_eq!(shelf.used, 8);
        shelf.keep("d", 4, 10);
        assert_eq!(
            (shelf.find("a"), shelf.find("c"), shelf.find("d")),
            (None, None, Some(4))
        );
        assert_eq!(shelf.used, 10);
    }

    #[test]
    fn what_is_kept_again_counts_once() {
        let mut shelf = Shelf::new(10);
        shelf.keep("a", 1, 6);
        shelf.keep("a", 2, 7);
        assert_eq!((shelf.find("a"), shelf.used), (Some(2), 7));
    }

    #[test]
    fn room_is_made_before_what_needs_it_is_there() {
        let mut shelf = Shelf::new(10);
        shelf.keep("a", 1, 4);
        shelf.keep("b", 2, 4);
        shelf.make_room(5);
        assert_eq!((shelf.find("a"), shelf.find("b"), shelf.used), (None, Some(2), 4));
        shelf.make_room(usize::MAX);
        assert_eq!((shelf.find("b"), shelf.used), (None, 0));
    }

    #[test]
    fn what_is_larger_than_the_shelf_takes_nobody_elses_place() {
        let mut shelf = Shelf::new(10);
        shelf.keep("a", 1, 4);
        shelf.keep("b", 2, 11);
        assert_eq!((shelf.find("a"), shelf.find("b"), shelf.used), (Some(1), None, 4));
    }
}
