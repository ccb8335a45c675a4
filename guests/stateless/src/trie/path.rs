//! Nibble paths of trie nodes, packed two to a byte.

/// Longest path in bytes: a hashed key.
const BYTES: usize = 32;

/// Up to 64 nibbles; the unused ones are zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Path {
    bytes: [u8; BYTES],
    len: u8,
}

/// Nibble `index` of a packed key.
#[inline(always)]
pub fn nibble(key: &[u8], index: usize) -> u8 {
    let byte = key[index / 2];
    if index.is_multiple_of(2) { byte >> 4 } else { byte & 15 }
}

impl Path {
    pub const EMPTY: Self = Self { bytes: [0; BYTES], len: 0 };

    /// The nibbles of `key` from `start` on. `key` has at most 32 bytes.
    pub fn from_key(key: &[u8], start: usize) -> Self {
        let mut path = Self::EMPTY;
        if start.is_multiple_of(2) {
            let rest = &key[start / 2..];
            path.bytes[..rest.len()].copy_from_slice(rest);
            path.len = (rest.len() * 2) as u8;
        } else {
            path.push(nibble(key, start));
            path.append_key(key, start + 1);
        }
        path
    }

    /// Decodes hex-prefix: the path and whether it ends at a leaf. `None` if it is not canonical.
    pub fn from_hex_prefix(encoded: &[u8]) -> Option<(Self, bool)> {
        let (&first, rest) = encoded.split_first()?;
        if rest.len() > BYTES || first >> 6 != 0 {
            return None;
        }
        let is_leaf = first & 0x20 != 0;
        let is_odd = first & 0x10 != 0;
        let mut path = Self::EMPTY;
        if is_odd {
            if rest.len() == BYTES {
                return None;
            }
            path.push(first & 15);
            path.append_key(rest, 0);
        } else {
            if first & 15 != 0 {
                return None;
            }
            path.bytes[..rest.len()].copy_from_slice(rest);
            path.len = (rest.len() * 2) as u8;
        }
        Some((path, is_leaf))
    }

    /// Hex-prefix encoding: the bytes and how many of them are used.
    pub fn to_hex_prefix(self, is_leaf: bool) -> ([u8; BYTES + 1], usize) {
        let mut encoded = [0; BYTES + 1];
        let len = self.len();
        let flag = if is_leaf { 0x20 } else { 0 };
        if len.is_multiple_of(2) {
            encoded[0] = flag;
            encoded[1..=len / 2].copy_from_slice(&self.bytes[..len / 2]);
        } else {
            encoded[0] = flag | 0x10 | self.nibble(0);
            for (index, byte) in encoded[1..=len / 2].iter_mut().enumerate() {
                *byte = self.nibble(2 * index + 1) << 4 | self.nibble(2 * index + 2);
            }
        }
        (encoded, len / 2 + 1)
    }

    pub const fn len(&self) -> usize {
        self.len as usize
    }

    #[inline(always)]
    pub fn nibble(&self, index: usize) -> u8 {
        nibble(&self.bytes, index)
    }

    /// How many nibbles this path shares with `key` from nibble `start` on.
    #[inline]
    pub fn common_prefix(&self, key: &[u8], start: usize) -> usize {
        let limit = self.len().min(key.len() * 2 - start);
        (0..limit).find(|&index| self.nibble(index) != nibble(key, start + index)).unwrap_or(limit)
    }

    /// The nibbles from `start` to `end`.
    pub fn slice(&self, start: usize, end: usize) -> Self {
        let mut path = Self::EMPTY;
        for index in start..end {
            path.push(self.nibble(index));
        }
        path
    }

    /// This path, one nibble, and another path.
    pub fn join(&self, middle: u8, tail: &Self) -> Self {
        let mut path = *self;
        path.push(middle);
        path.concat(tail)
    }

    /// This path and another.
    pub fn concat(&self, tail: &Self) -> Self {
        let mut path = *self;
        for index in 0..tail.len() {
            path.push(tail.nibble(index));
        }
        path
    }

    #[inline(always)]
    fn push(&mut self, nibble: u8) {
        let index = self.len();
        self.bytes[index / 2] |= if index.is_multiple_of(2) { nibble << 4 } else { nibble };
        self.len += 1;
    }

    fn append_key(&mut self, key: &[u8], start: usize) {
        for index in start..key.len() * 2 {
            self.push(nibble(key, index));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn hex_prefix_round_trips(key in proptest::collection::vec(any::<u8>(), 0..=32), start in 0usize..64, is_leaf: bool) {
            let path = Path::from_key(&key, start.min(key.len() * 2));
            let (encoded, len) = path.to_hex_prefix(is_leaf);
            prop_assert_eq!(Path::from_hex_prefix(&encoded[..len]), Some((path, is_leaf)));
        }

        #[test]
        fn slices_join_again(key in proptest::collection::vec(any::<u8>(), 1..=32), at in any::<proptest::sample::Index>()) {
            let path = Path::from_key(&key, 0);
            let at = at.index(path.len());
            let joined = path.slice(0, at).join(path.nibble(at), &path.slice(at + 1, path.len()));
            prop_assert_eq!(joined, path);
        }
    }

    #[test]
    fn refuses_other_hex_prefixes() {
        for encoded in [&[][..], &[0x40], &[0x01], &[0x21, 0x00], &[0x1f; 33][..]] {
            assert_eq!(Path::from_hex_prefix(encoded), None, "{encoded:x?}");
        }
    }
}
