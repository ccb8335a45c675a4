//! A partial Merkle Patricia trie: the nodes of a witness, decoded when a key first leads to them.
//!
//! A node that is needed and absent is an error, never an empty subtree. Apply inserts and updates before removals:
//! a removal may need a sibling of the removed node, and witnesses hold only those that are needed in this order.
mod edit;
mod encode;
mod node;
mod path;
#[cfg(test)]
mod tests;

use alloc::borrow::Cow;
use alloc::vec::Vec;

use alloy_primitives::map::B256Map;
use alloy_primitives::{B256, b256, keccak256};

use node::{Kind, Link, Node, Reference};
use path::nibble;

/// Root of a trie without any key.
pub const EMPTY_ROOT: B256 = b256!("56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421");

/// Why a trie could not be read or changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrieError {
    /// The witness has no node of this hash.
    MissingNode(B256),
    /// The node of this hash does not decode.
    MalformedNode(B256),
}

/// The trie nodes of a witness by their hash.
#[derive(Debug, Default)]
pub struct NodeIndex<'a>(B256Map<&'a [u8]>);

impl<'a> NodeIndex<'a> {
    /// Hashes every node once. Order and duplicates do not matter.
    pub fn new(nodes: &[&'a [u8]]) -> Self {
        let mut index = B256Map::with_capacity_and_hasher(nodes.len(), Default::default());
        for node in nodes {
            // A shorter node is embedded in its parent, or is the empty trie: nothing points to its hash,
            // except to the hash of a root.
            index.insert(keccak256(node), *node);
        }
        Self(index)
    }
}

/// One trie, of accounts or of one account's storage.
#[derive(Clone, Debug)]
pub struct Trie<'a> {
    nodes: Vec<Node<'a>>,
    root: Link<'a>,
}

/// Where a link is kept.
#[derive(Clone, Copy)]
enum Slot {
    Root,
    Branch(u32, u8),
    Extension(u32),
}

impl<'a> Trie<'a> {
    pub const fn empty() -> Self {
        Self { nodes: Vec::new(), root: Link::Empty }
    }

    /// The trie below a root hash. No node is looked up yet.
    pub fn from_root(root: &'a [u8; 32]) -> Self {
        let root = if EMPTY_ROOT == *root { Link::Empty } else { Link::Hash(root) };
        Self { nodes: Vec::new(), root }
    }

    /// Value of a key of at most 32 bytes. It is borrowed from the witness if it was never set.
    pub fn get(&mut self, index: &NodeIndex<'a>, key: &[u8]) -> Result<Option<Cow<'a, [u8]>>, TrieError> {
        let mut slot = Slot::Root;
        let mut depth = 0;
        while let Some(id) = self.resolve(index, slot)? {
            match &self.nodes[id as usize].kind {
                Kind::Branch(_) => {
                    if depth == key.len() * 2 {
                        return Ok(None);
                    }
                    slot = Slot::Branch(id, nibble(key, depth));
                    depth += 1;
                }
                Kind::Extension(path, _) => {
                    if path.common_prefix(key, depth) < path.len() {
                        return Ok(None);
                    }
                    slot = Slot::Extension(id);
                    depth += path.len();
                }
                Kind::Leaf(path, value) => {
                    let found = path.len() == key.len() * 2 - depth && path.common_prefix(key, depth) == path.len();
                    return Ok(found.then(|| value.clone()));
                }
            }
        }
        Ok(None)
    }

    fn link(&self, slot: Slot) -> Link<'a> {
        match slot {
            Slot::Root => self.root,
            Slot::Branch(id, nibble) => match &self.nodes[id as usize].kind {
                Kind::Branch(children) => children[usize::from(nibble)],
                _ => unreachable!("slot of a branch"),
            },
            Slot::Extension(id) => match &self.nodes[id as usize].kind {
                Kind::Extension(_, child) => *child,
                _ => unreachable!("slot of an extension"),
            },
        }
    }

    fn set_link(&mut self, slot: Slot, link: Link<'a>) {
        match slot {
            Slot::Root => self.root = link,
            Slot::Branch(id, nibble) => match &mut self.nodes[id as usize].kind {
                Kind::Branch(children) => children[usize::from(nibble)] = link,
                _ => unreachable!("slot of a branch"),
            },
            Slot::Extension(id) => match &mut self.nodes[id as usize].kind {
                Kind::Extension(_, child) => *child = link,
                _ => unreachable!("slot of an extension"),
            },
        }
    }

    /// Index of the node in a slot, which is decoded if it was not yet; `None` if the slot is empty.
    fn resolve(&mut self, index: &NodeIndex<'a>, slot: Slot) -> Result<Option<u32>, TrieError> {
        match self.link(slot) {
            Link::Empty => Ok(None),
            Link::Node(id) => Ok(Some(id)),
            Link::Hash(hash) => {
                let bytes = *index.0.get(hash).ok_or(TrieError::MissingNode(B256::from(hash)))?;
                let nodes = &mut self.nodes;
                let kind = node::decode(bytes, &mut |node| push(nodes, node))
                    .map_err(|_| TrieError::MalformedNode(B256::from(hash)))?;
                let id = push(nodes, Node { kind, reference: Some(Reference::Hash(hash)) });
                self.set_link(slot, Link::Node(id));
                Ok(Some(id))
            }
        }
    }

    /// The node's path does not suit the length of the keys.
    fn malformed(&self, id: u32) -> TrieError {
        match self.nodes[id as usize].reference {
            Some(Reference::Hash(hash)) => TrieError::MalformedNode(B256::from(hash)),
            _ => TrieError::MalformedNode(B256::ZERO),
        }
    }

    fn add(&mut self, kind: Kind<'a>) -> u32 {
        push(&mut self.nodes, Node { kind, reference: None })
    }
}

fn push<'a>(nodes: &mut Vec<Node<'a>>, node: Node<'a>) -> u32 {
    let id = nodes.len() as u32;
    nodes.push(node);
    id
}

/// Root of the trie from the RLP of each index to its value, as for transactions, withdrawals and receipts.
pub fn ordered_root<'a>(values: impl IntoIterator<Item = Cow<'a, [u8]>>) -> B256 {
    let mut trie = Trie::empty();
    let index = NodeIndex::default();
    for (position, value) in values.into_iter().enumerate() {
        let key = alloy_rlp::encode_fixed_size(&position);
        trie.insert(&index, &key, value).expect("a trie without hashes lacks no node");
    }
    trie.root()
}
