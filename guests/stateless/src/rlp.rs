//! A strict RLP reader over borrowed bytes. Only canonical encodings are accepted.

/// One item: what it is and the bytes inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item<'a> {
    Bytes(&'a [u8]),
    /// The concatenated items of a list.
    List(&'a [u8]),
}

/// The bytes are not canonical RLP, or not of the expected shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed;

/// Reads items off the front of a slice.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// The next item.
    #[inline]
    pub fn item(&mut self) -> Result<Item<'a>, Malformed> {
        let (item, rest) = split(self.rest)?;
        self.rest = rest;
        Ok(item)
    }

    /// The next item and its whole encoding.
    #[inline]
    pub fn item_with_encoding(&mut self) -> Result<(Item<'a>, &'a [u8]), Malformed> {
        let before = self.rest;
        let item = self.item()?;
        Ok((item, &before[..before.len() - self.rest.len()]))
    }

    /// The next item, which must be a byte string.
    #[inline]
    pub fn bytes(&mut self) -> Result<&'a [u8], Malformed> {
        match self.item()? {
            Item::Bytes(bytes) => Ok(bytes),
            Item::List(_) => Err(Malformed),
        }
    }

    /// The next item, which must be a list: a reader of its items.
    #[inline]
    pub fn list(&mut self) -> Result<Reader<'a>, Malformed> {
        match self.item()? {
            Item::List(items) => Ok(Reader::new(items)),
            Item::Bytes(_) => Err(Malformed),
        }
    }

    /// The next item, which must be an integer without leading zeros.
    pub fn u64(&mut self) -> Result<u64, Malformed> {
        let bytes = self.bytes()?;
        if bytes.len() > 8 || bytes.first() == Some(&0) {
            return Err(Malformed);
        }
        Ok(bytes.iter().fold(0, |value, byte| value << 8 | u64::from(*byte)))
    }

    /// The next item, which must be a byte string of exactly this length.
    #[inline]
    pub fn array<const N: usize>(&mut self) -> Result<&'a [u8; N], Malformed> {
        self.bytes()?.try_into().map_err(|_| Malformed)
    }

    /// Nothing may follow.
    pub fn end(&self) -> Result<(), Malformed> {
        if self.rest.is_empty() { Ok(()) } else { Err(Malformed) }
    }
}

/// The single item that makes up `bytes`.
pub fn decode(bytes: &[u8]) -> Result<Item<'_>, Malformed> {
    match split(bytes)? {
        (item, []) => Ok(item),
        _ => Err(Malformed),
    }
}

/// The value that `bytes` are the only encoding of: nothing that was hashed may be read in a lenient way.
pub fn decode_exactly<T: alloy_rlp::Decodable + alloy_rlp::Encodable>(bytes: &[u8]) -> Result<T, Malformed> {
    let value = T::decode(&mut &*bytes).map_err(|_| Malformed)?;
    if alloy_rlp::encode(&value) == bytes { Ok(value) } else { Err(Malformed) }
}

#[inline]
fn split(bytes: &[u8]) -> Result<(Item<'_>, &[u8]), Malformed> {
    let (&first, rest) = bytes.split_first().ok_or(Malformed)?;
    match first {
        0..=0x7f => Ok((Item::Bytes(&bytes[..1]), rest)),
        0x80..=0xb7 => {
            let (payload, rest) = rest.split_at_checked(usize::from(first - 0x80)).ok_or(Malformed)?;
            if payload.len() == 1 && payload[0] < 0x80 {
                return Err(Malformed);
            }
            Ok((Item::Bytes(payload), rest))
        }
        0xb8..=0xbf => {
            let (payload, rest) = long(rest, first - 0xb7)?;
            Ok((Item::Bytes(payload), rest))
        }
        0xc0..=0xf7 => {
            let (payload, rest) = rest.split_at_checked(usize::from(first - 0xc0)).ok_or(Malformed)?;
            Ok((Item::List(payload), rest))
        }
        0xf8..=0xff => {
            let (payload, rest) = long(rest, first - 0xf7)?;
            Ok((Item::List(payload), rest))
        }
    }
}

/// A payload longer than 55 bytes, whose length takes `length_bytes` bytes.
fn long(rest: &[u8], length_bytes: u8) -> Result<(&[u8], &[u8]), Malformed> {
    let (length, rest) = rest.split_at_checked(usize::from(length_bytes)).ok_or(Malformed)?;
    if length[0] == 0 {
        return Err(Malformed);
    }
    let length = length.iter().fold(0usize, |value, byte| value << 8 | usize::from(*byte));
    if length <= 55 {
        return Err(Malformed);
    }
    rest.split_at_checked(length).ok_or(Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_canonical_items() {
        let mut reader = Reader::new(&[0x05, 0x80, 0x81, 0x80, 0xc2, 0x01, 0x02]);
        assert_eq!(reader.u64(), Ok(5));
        assert_eq!(reader.u64(), Ok(0));
        assert_eq!(reader.bytes(), Ok(&[0x80][..]));
        let mut list = reader.list().unwrap();
        assert_eq!((list.u64(), list.u64(), list.end()), (Ok(1), Ok(2), Ok(())));
        assert_eq!(reader.end(), Ok(()));
    }

    #[test]
    fn refuses_other_encodings() {
        for bytes in [
            &[][..],
            &[0x81, 0x05],       // one byte below 0x80 stands for itself
            &[0x82, 0x05],       // too short
            &[0xb8, 0x01, 0xff], // short length in the long form
            &[0xb9, 0x00, 0xff], // leading zero in the length
            &[0xf8, 0x01, 0x80],
            &[0xbf, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
            &[0x01, 0x01], // two items
        ] {
            assert_eq!(decode(bytes), Err(Malformed), "{bytes:x?}");
        }
        assert_eq!(Reader::new(&[0x82, 0x00, 0x01]).u64(), Err(Malformed));
    }
}
