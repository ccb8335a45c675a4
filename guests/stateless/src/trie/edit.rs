//! Insertion and removal. Nodes change in place, so that an index stays valid.
use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::vec::Vec;

use super::node::{Kind, Link};
use super::path::{Path, nibble};
use super::{NodeIndex, Slot, Trie, TrieError};

impl<'a> Trie<'a> {
    /// Sets the value of a key. No key may be a prefix of another.
    pub fn insert(&mut self, index: &NodeIndex<'a>, key: &[u8], value: Cow<'a, [u8]>) -> Result<(), TrieError> {
        let mut slot = Slot::Root;
        let mut depth = 0;
        loop {
            let Some(id) = self.resolve(index, slot)? else {
                let leaf = self.add(Kind::Leaf(Path::from_key(key, depth), value));
                self.set_link(slot, Link::Node(leaf));
                return Ok(());
            };
            let left = key.len() * 2 - depth;
            let malformed = self.malformed(id);
            let node = &mut self.nodes[id as usize];
            node.reference = None;
            match &mut node.kind {
                Kind::Branch(_) => {
                    if left == 0 {
                        return Err(malformed);
                    }
                    slot = Slot::Branch(id, nibble(key, depth));
                    depth += 1;
                }
                Kind::Extension(path, child) => {
                    let common = path.common_prefix(key, depth);
                    if common < path.len() {
                        if common == left {
                            return Err(malformed);
                        }
                        let (path, child) = (*path, *child);
                        self.split(id, path, common, key, depth, value, |trie, tail| {
                            if tail.len() == 0 { child } else { Link::Node(trie.add(Kind::Extension(tail, child))) }
                        });
                        return Ok(());
                    }
                    slot = Slot::Extension(id);
                    depth += common;
                }
                Kind::Leaf(path, old) => {
                    let common = path.common_prefix(key, depth);
                    if common == path.len() && common == left {
                        *old = value;
                        return Ok(());
                    }
                    if common == path.len() || common == left {
                        return Err(malformed);
                    }
                    let (path, old) = (*path, core::mem::take(old));
                    self.split(id, path, common, key, depth, value, |trie, tail| {
                        Link::Node(trie.add(Kind::Leaf(tail, old)))
                    });
                    return Ok(());
                }
            }
        }
    }

    /// Turns node `id` into a branch below the `common` nibbles that its path shares with the key: on one side
    /// the new leaf, on the other what `old` makes of the rest of the path.
    #[expect(clippy::too_many_arguments, reason = "one place of use, twice")]
    fn split(
        &mut self,
        id: u32,
        path: Path,
        common: usize,
        key: &[u8],
        depth: usize,
        value: Cow<'a, [u8]>,
        old: impl FnOnce(&mut Self, Path) -> Link<'a>,
    ) {
        let fork = depth + common;
        let mut children = Box::new([Link::Empty; 16]);
        children[usize::from(path.nibble(common))] = old(self, path.slice(common + 1, path.len()));
        let leaf = self.add(Kind::Leaf(Path::from_key(key, fork + 1), value));
        children[usize::from(nibble(key, fork))] = Link::Node(leaf);
        let branch = Kind::Branch(children);
        self.nodes[id as usize].kind = if common == 0 {
            branch
        } else {
            let branch = self.add(branch);
            Kind::Extension(path.slice(0, common), Link::Node(branch))
        };
    }

    /// Removes a key; a key that is not there changes nothing.
    pub fn remove(&mut self, index: &NodeIndex<'a>, key: &[u8]) -> Result<(), TrieError> {
        let mut slots: Vec<Slot> = Vec::with_capacity(16);
        let mut slot = Slot::Root;
        let mut depth = 0;
        loop {
            let Some(id) = self.resolve(index, slot)? else {
                return Ok(());
            };
            slots.push(slot);
            match &self.nodes[id as usize].kind {
                Kind::Branch(_) => {
                    if depth == key.len() * 2 {
                        return Ok(());
                    }
                    slot = Slot::Branch(id, nibble(key, depth));
                    depth += 1;
                }
                Kind::Extension(path, _) => {
                    if path.common_prefix(key, depth) < path.len() {
                        return Ok(());
                    }
                    slot = Slot::Extension(id);
                    depth += path.len();
                }
                Kind::Leaf(path, _) => {
                    if path.len() != key.len() * 2 - depth || path.common_prefix(key, depth) < path.len() {
                        return Ok(());
                    }
                    break;
                }
            }
        }
        let leaf_slot = *slots.last().expect("the leaf's slot");
        self.set_link(leaf_slot, Link::Empty);
        for slot in &slots {
            if let Slot::Branch(id, _) | Slot::Extension(id) = *slot {
                self.nodes[id as usize].reference = None;
            }
        }
        if let Slot::Branch(branch, _) = leaf_slot {
            let parent = slots[slots.len() - 2];
            self.collapse(index, branch, parent)?;
        }
        Ok(())
    }

    /// A branch with a single child left becomes part of that child, and both part of an extension above.
    fn collapse(&mut self, index: &NodeIndex<'a>, branch: u32, parent: Slot) -> Result<(), TrieError> {
        let Kind::Branch(children) = &self.nodes[branch as usize].kind else { unreachable!("slot of a branch") };
        let mut left = (0u8..).zip(children.iter()).filter(|(_, child)| !matches!(child, Link::Empty));
        let (Some((at, _)), None) = (left.next(), left.next()) else {
            return Ok(());
        };
        let Some(child) = self.resolve(index, Slot::Branch(branch, at))? else {
            unreachable!("the child is not empty")
        };
        let merged = match &mut self.nodes[child as usize].kind {
            Kind::Leaf(path, value) => Kind::Leaf(Path::EMPTY.join(at, path), core::mem::take(value)),
            Kind::Extension(path, link) => Kind::Extension(Path::EMPTY.join(at, path), *link),
            Kind::Branch(_) => Kind::Extension(Path::EMPTY.join(at, &Path::EMPTY), Link::Node(child)),
        };
        let Slot::Extension(above) = parent else {
            self.nodes[branch as usize].kind = merged;
            return Ok(());
        };
        let Kind::Extension(prefix, _) = self.nodes[above as usize].kind else { unreachable!("slot of an extension") };
        self.nodes[above as usize].kind = match merged {
            Kind::Leaf(path, value) => Kind::Leaf(prefix.concat(&path), value),
            Kind::Extension(path, link) => Kind::Extension(prefix.concat(&path), link),
            Kind::Branch(_) => unreachable!("a merged node has a path"),
        };
        Ok(())
    }
}
