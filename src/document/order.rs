//! Sorting and finding by id, for all lists of a document.
//!
//! One sort on plain keys serves every type: a sort or a map for each of them would be compiled for each of them, and was a third
//! of the wasm module.

/// What things are sorted by: ids and then numbers, as many of them as a thing has.
pub(crate) type Key<'a> = ([&'a str; 4], [i32; 2]);

/// The positions of `keys` in rising order; equal ones keep their order.
#[inline(never)]
pub(crate) fn rising(keys: Vec<Key<'_>>) -> Vec<usize> {
    Index::new(keys).sorted.into_iter().map(|(_, position)| position).collect()
}

/// Sorts a list by the keys of its things.
pub(crate) fn sort_by_key<T>(list: &mut Vec<T>, key: impl Fn(&T) -> Key<'_>) {
    let order = rising(list.iter().map(key).collect());
    let mut taken: Vec<Option<T>> = list.drain(..).map(Some).collect();
    list.extend(order.into_iter().filter_map(|position| taken.get_mut(position).and_then(Option::take)));
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
        let mut sorted: Vec<(Key<'a>, usize)> = keys.into_iter().zip(0..).collect();
        sorted.sort_unstable();
        Self { sorted }
    }

    /// Sorts the ids of a list, to be looked up.
    pub(crate) fn of_ids(ids: impl Iterator<Item = &'a str>) -> Self {
        Self::new(ids.map(id).collect())
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
