//! Names, numbered in the order in which they are first met.

/// A set of names, each with a number: a hash table of open addresses over one buffer of bytes.
#[derive(Debug, Clone, Default)]
pub struct Names {
    bytes: Vec<u8>,
    /// Where each name ends; it begins where the one before ends.
    ends: Vec<usize>,
    /// Numbers of names plus one at their addresses, 0 where there is none; a power of two, at most half full.
    slots: Vec<u32>,
    /// The number given last: tables repeat themselves from row to row.
    last: usize,
}

impl Names {
    /// How many names there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The name of this number; empty when there is none.
    #[must_use]
    pub fn name(&self, number: usize) -> &[u8] {
        let begin = number.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(number).copied().unwrap_or(begin);
        self.bytes.get(begin..end).unwrap_or_default()
    }

    /// The number of a name, if it was met.
    #[inline]
    pub fn find(&mut self, name: &[u8]) -> Option<usize> {
        if self.name(self.last) == name && !self.is_empty() {
            return Some(self.last);
        }
        let slot = self.slot(name)?;
        let number = *self.slots.get(slot)?;
        self.last = usize::try_from(number.checked_sub(1)?).ok()?;
        Some(self.last)
    }

    /// The number of a name, met now or before.
    pub fn insert(&mut self, name: &[u8]) -> usize {
        if let Some(number) = self.find(name) {
            return number;
        }
        if self.slots.len() <= self.len() * 2 {
            self.grow();
        }
        self.last = self.len();
        if let Some(slot) = self.slot(name).and_then(|slot| self.slots.get_mut(slot)) {
            *slot = u32::try_from(self.last + 1).unwrap_or(0);
        }
        self.bytes.extend_from_slice(name);
        self.ends.push(self.bytes.len());
        self.last
    }

    /// The address of a name: where it is, or the empty one where it would be.
    fn slot(&self, name: &[u8]) -> Option<usize> {
        let mask = self.slots.len().checked_sub(1)?;
        let mut slot = address(name) & mask;
        loop {
            match *self.slots.get(slot)? {
                0 => return Some(slot),
                number if self.name(usize::try_from(number - 1).ok()?) == name => return Some(slot),
                _ => slot = (slot + 1) & mask,
            }
        }
    }

    fn grow(&mut self) {
        let slots = (self.slots.len() * 4).max(64);
        self.slots.clear();
        self.slots.resize(slots, 0);
        for number in 0..self.len() {
            let slot = self.slot(self.name(number));
            if let Some(slot) = slot.and_then(|slot| self.slots.get_mut(slot)) {
                *slot = u32::try_from(number + 1).unwrap_or(0);
            }
        }
    }
}

/// FNV-1a with its bits mixed once more, so that the low ones depend on all bytes.
#[expect(clippy::cast_possible_truncation, reason = "only the low bits are used")]
fn address(name: &[u8]) -> usize {
    let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3);
    let hash = name.iter().fold(0xcbf2_9ce4_8422_2325_u64, step);
    (hash ^ (hash >> 29)) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_keep_their_numbers_however_many_there_are() {
        let mut names = Names::default();
        assert_eq!(names.find(b""), None);
        assert_eq!(names.find(b"x"), None);
        for number in 0..5_000 {
            assert_eq!(names.insert(format!("name-{number}").as_bytes()), number);
        }
        for number in (0..5_000).rev() {
            assert_eq!(names.find(format!("name-{number}").as_bytes()), Some(number));
            assert_eq!(names.insert(format!("name-{number}").as_bytes()), number);
            assert_eq!(names.name(number), format!("name-{number}").as_bytes());
        }
        assert_eq!(names.find(b"name-5000"), None);
        assert_eq!(names.insert(b""), 5_000);
        assert_eq!(names.find(b""), Some(5_000));
        assert_eq!(names.len(), 5_001);
    }
}
