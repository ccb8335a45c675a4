//! Nodes of a partial trie and how they are decoded.
use alloc::borrow::Cow;
use alloc::boxed::Box;

use super::path::Path;
use crate::rlp::{self, Item, Malformed, Reader};

/// What a node or the root points to.
#[derive(Clone, Copy, Debug)]
pub enum Link<'a> {
    Empty,
    /// A node that was not looked at yet, by its hash.
    Hash(&'a [u8; 32]),
    /// A node in the arena, by its index.
    Node(u32),
}

/// How an unchanged node's parent refers to it.
#[derive(Clone, Copy, Debug)]
pub enum Reference<'a> {
    Hash(&'a [u8; 32]),
    /// The encoding of a node shorter than 32 bytes.
    Embedded(&'a [u8]),
}

#[derive(Clone, Debug)]
pub struct Node<'a> {
    pub kind: Kind<'a>,
    /// `None` once the node or one below it has changed.
    pub reference: Option<Reference<'a>>,
}

#[derive(Clone, Debug)]
pub enum Kind<'a> {
    /// No key is a prefix of another, so a branch never has a value.
    Branch(Box<[Link<'a>; 16]>),
    Extension(Path, Link<'a>),
    Leaf(Path, Cow<'a, [u8]>),
}

/// Decodes one node; nodes embedded in it are handed to `add`, which returns their index.
pub fn decode<'a>(bytes: &'a [u8], add: &mut impl FnMut(Node<'a>) -> u32) -> Result<Kind<'a>, Malformed> {
    let Item::List(items) = rlp::decode(bytes)? else {
        return Err(Malformed);
    };
    decode_items(items, add)
}

fn decode_items<'a>(items: &'a [u8], add: &mut impl FnMut(Node<'a>) -> u32) -> Result<Kind<'a>, Malformed> {
    let mut reader = Reader::new(items);
    let (first, first_encoding) = reader.item_with_encoding()?;
    let (second, second_encoding) = reader.item_with_encoding()?;
    if reader.is_empty() {
        let Item::Bytes(path) = first else {
            return Err(Malformed);
        };
        let (path, is_leaf) = Path::from_hex_prefix(path).ok_or(Malformed)?;
        if is_leaf {
            let Item::Bytes(value) = second else {
                return Err(Malformed);
            };
            return Ok(Kind::Leaf(path, Cow::Borrowed(value)));
        }
        return match link(second, second_encoding, add)? {
            Link::Empty => Err(Malformed),
            child if path.len() > 0 => Ok(Kind::Extension(path, child)),
            _ => Err(Malformed),
        };
    }
    let mut children = Box::new([Link::Empty; 16]);
    children[0] = link(first, first_encoding, add)?;
    children[1] = link(second, second_encoding, add)?;
    for child in &mut children[2..] {
        let (item, encoding) = reader.item_with_encoding()?;
        *child = link(item, encoding, add)?;
    }
    if !reader.bytes()?.is_empty() {
        return Err(Malformed);
    }
    reader.end()?;
    Ok(Kind::Branch(children))
}

fn link<'a>(item: Item<'a>, encoding: &'a [u8], add: &mut impl FnMut(Node<'a>) -> u32) -> Result<Link<'a>, Malformed> {
    match item {
        Item::Bytes([]) => Ok(Link::Empty),
        Item::Bytes(bytes) => bytes.try_into().map(Link::Hash).map_err(|_| Malformed),
        Item::List(items) if encoding.len() < 32 => {
            let kind = decode_items(items, add)?;
            Ok(Link::Node(add(Node { kind, reference: Some(Reference::Embedded(encoding)) })))
        }
        Item::List(_) => Err(Malformed),
    }
}
