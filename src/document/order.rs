//! Sorting and finding by id, for all lists of a document.
//!
//! One sort on plain keys serves every type: a sort or a map for each of them would be compiled for each of them, and was a third
//! of the wasm module.

use std::collections::BinaryHeap;

/// What things are sorted by: ids and then numbers, as many of them as a thing has.
pub(crate) type Key<'a> = ([&'a str; 4], [i32; 2]);

/// The positions of `keys` in rising order; equal ones keep their order.
#[inline(never)]
pub(crate) fn rising(keys: Vec<Key<'_>>) -> Vec<usize> {
    Index::new(keys).sorted.into_iter().map(|(_, position)| position).collect()
}

/// Sorts a list by the keys of its things.
pub(crate) fn sort_by_key<T>(list: &mut [T], key: impl Fn(&T) -> Key<'_>) {
    let mut keys = Vec::with_capacity(list.len());
    for thing in &*list {
        keys.push(key(thing));
    }
    // Each exchange brings one thing to where it belongs.
    let mut places = places(keys);
    let mut at = 0;
    while let Some(place) = places.get(at).copied() {
        if place == at {
            at += 1;
        } else {
            list.swap(at, place);
            places.swap(at, place);
        }
    }
}

/// The place that each of `keys` has in rising order; equal ones keep their order.
#[inline(never)]
fn places(keys: Vec<Key<'_>>) -> Vec<usize> {
    let mut places = vec![0; keys.len()];
    for (place, position) in rising(keys).into_iter().enumerate() {
        if let Some(slot) = places.get_mut(position) {
            *slot = place;
        }
    }
    places
}

/// The key of a thing that has one id.
pub(crate) fn id(id: &str) -> Key<'_> {
    ([id, "", "", ""], [0, 0])
}

/// The key of a thing that is a number.
pub(crate) fn number(number: i32) -> Key<'static> {
    ([""; 4], [number, 0])
}

/// The key of a thing that is a number from −1 to 1, told apart to 2⁻⁶⁰.
pub(crate) fn fraction(number: f64) -> Key<'static> {
    const PART: f64 = 1_073_741_824.0;
    #[expect(clippy::cast_possible_truncation, reason = "both parts lie within ± 2³⁰; what does not stops at an end")]
    let whole = |number: f64| number as i32;
    let high = (number * PART).floor();
    ([""; 4], [whole(high), whole((number * PART - high) * PART)])
}

/// Where the things of a list are, by their keys.
#[derive(Debug)]
pub(crate) struct Index<'a> {
    sorted: Vec<(Key<'a>, usize)>,
}

impl<'a> Index<'a> {
    /// Sorts the keys of a list, to be looked up.
    #[inline(never)]
    pub(crate) fn new(keys: Vec<Key<'a>>) -> Self {
        // A heap is a tenth of the code of the slices' own sort; reading and checking a document takes far longer than either.
        Self { sorted: BinaryHeap::from(keys.into_iter().zip(0..).collect::<Vec<_>>()).into_sorted_vec() }
    }

    /// Sorts the ids of a list, to be looked up.
    pub(crate) fn of_ids(ids: impl Iterator<Item = &'a str>) -> Self {
        let mut keys = Vec::new();
        for name in ids {
            keys.push(id(name));
        }
        Self::new(keys)
    }

    /// The position of the first thing with this key.
    #[inline(never)]
    pub(crate) fn position(&self, key: Key<'_>) -> Option<usize> {
        let at = self.sorted.partition_point(|(sorted, _)| *sorted < key);
        self.sorted.get(at).filter(|(sorted, _)| *sorted == key).map(|(_, position)| *position)
    }

    /// Whether a thing before this position has the key that the thing there has.
    pub(crate) fn is_repeated(&self, key: Key<'_>, position: usize) -> bool {
        self.position(key).is_some_and(|first| first < position)
    }
}
