//! Properties of the partial trie against a naive one that is rebuilt from all keys.
use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use alloc::vec;
use alloc::vec::Vec;

use alloy_primitives::{B256, keccak256};
use proptest::prelude::*;

use super::path::nibble;
use super::{EMPTY_ROOT, NodeIndex, Trie, TrieError};

type Entries = BTreeMap<[u8; 32], Vec<u8>>;

/// The yellow paper's definition, straight: the encoding of the node for these entries from nibble `depth` on.
fn naive_node(entries: &[(&[u8; 32], &Vec<u8>)], depth: usize, nodes: &mut Vec<Vec<u8>>) -> Vec<u8> {
    let hex_prefix = |key: &[u8; 32], from: usize, to: usize, leaf: bool| {
        let mut nibbles: Vec<u8> = (from..to).map(|index| nibble(key, index)).collect();
        let flag = if leaf { 2 } else { 0 } + nibbles.len() as u8 % 2;
        if nibbles.len().is_multiple_of(2) {
            nibbles.insert(0, 0);
        }
        nibbles.insert(0, flag);
        nibbles.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect::<Vec<u8>>()
    };
    let list = |items: Vec<Vec<u8>>| {
        let mut out = vec![];
        let payload_length = items.iter().map(Vec::len).sum();
        alloy_rlp::Header { list: true, payload_length }.encode(&mut out);
        out.extend(items.concat());
        out
    };
    let string = |bytes: &[u8]| alloy_rlp::encode(bytes);
    let reference = |encoding: Vec<u8>, nodes: &mut Vec<Vec<u8>>| {
        if encoding.len() < 32 {
            return encoding;
        }
        let hash = keccak256(&encoding);
        nodes.push(encoding);
        string(hash.as_slice())
    };
    if let [(key, value)] = entries {
        return list(vec![string(&hex_prefix(key, depth, 64, true)), string(value)]);
    }
    let first = entries[0].0;
    let last = entries[entries.len() - 1].0;
    let common = (depth..64).find(|&index| nibble(first, index) != nibble(last, index)).unwrap();
    if common > depth {
        let child = naive_node(entries, common, nodes);
        return list(vec![string(&hex_prefix(first, depth, common, false)), reference(child, nodes)]);
    }
    let mut items = vec![];
    for at in 0..16 {
        let below: Vec<_> = entries.iter().filter(|(key, _)| nibble(*key, depth) == at).copied().collect();
        items.push(if below.is_empty() {
            vec![0x80]
        } else {
            let child = naive_node(&below, depth + 1, nodes);
            reference(child, nodes)
        });
    }
    items.push(vec![0x80]);
    list(items)
}

/// Root of the entries, and all nodes that are not embedded.
fn naive(entries: &Entries) -> (B256, Vec<Vec<u8>>) {
    let entries: Vec<_> = entries.iter().collect();
    if entries.is_empty() {
        return (EMPTY_ROOT, vec![]);
    }
    let mut nodes = vec![];
    let root = naive_node(&entries, 0, &mut nodes);
    let hash = keccak256(&root);
    nodes.push(root);
    (hash, nodes)
}

/// Keys that share long prefixes, so that extensions, collapses and embedded nodes are common.
fn key() -> impl Strategy<Value = [u8; 32]> {
    (proptest::collection::vec(0u8..3, 3), 0u8..2, 0u8..4).prop_map(|(head, middle, tail)| {
        let mut key = [0x11; 32];
        key[..3].copy_from_slice(&head);
        key[20] = middle << 4;
        key[31] = tail;
        key
    })
}

fn entries(max: usize) -> impl Strategy<Value = Entries> {
    proptest::collection::btree_map(key(), proptest::collection::vec(any::<u8>(), 1..40), 0..max)
}

/// Applies changes to a trie in the order that witnesses are made for.
fn apply<'a>(
    trie: &mut Trie<'a>,
    index: &NodeIndex<'a>,
    changes: &BTreeMap<[u8; 32], Option<Vec<u8>>>,
) -> Result<(), TrieError> {
    for (key, value) in changes {
        if let Some(value) = value {
            trie.insert(index, key, Cow::Owned(value.clone()))?;
        }
    }
    for (key, value) in changes {
        if value.is_none() {
            trie.remove(index, key)?;
        }
    }
    Ok(())
}

fn changes() -> impl Strategy<Value = BTreeMap<[u8; 32], Option<Vec<u8>>>> {
    let value = proptest::option::of(proptest::collection::vec(any::<u8>(), 1..40));
    proptest::collection::btree_map(key(), value, 0..30)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn agrees_with_the_naive_trie(before in entries(40), changes in changes()) {
        let (root, nodes) = naive(&before);
        let nodes: Vec<&[u8]> = nodes.iter().map(Vec::as_slice).collect();
        let index = NodeIndex::new(&nodes);
        let mut trie = Trie::from_root(&root.0);
        for key in before.keys().chain(changes.keys()) {
            let value = trie.get(&index, key).unwrap();
            prop_assert_eq!(value.as_deref(), before.get(key).map(Vec::as_slice));
        }
        prop_assert_eq!(trie.root(), root);

        apply(&mut trie, &index, &changes).unwrap();
        let mut after = before;
        for (key, value) in changes {
            match value {
                Some(value) => after.insert(key, value),
                None => after.remove(&key),
            };
        }
        for (key, value) in &after {
            let found = trie.get(&index, key).unwrap();
            prop_assert_eq!(found.as_deref(), Some(value.as_slice()));
        }
        prop_assert_eq!(trie.root(), naive(&after).0);
    }

    /// Without some node a trie either works as before or says that it is missing; it never gives another answer.
    #[test]
    fn an_absent_node_is_never_empty(before in entries(40), changes in changes(), dropped in any::<proptest::sample::Index>()) {
        let (root, nodes) = naive(&before);
        prop_assume!(!nodes.is_empty());
        let mut nodes: Vec<&[u8]> = nodes.iter().map(Vec::as_slice).collect();
        let index = NodeIndex::new(&nodes);
        let mut whole = Trie::from_root(&root.0);
        apply(&mut whole, &index, &changes).unwrap();
        let expected = whole.root();

        let gone = keccak256(nodes.swap_remove(dropped.index(nodes.len())));
        nodes.retain(|node| keccak256(node) != gone);
        let index = NodeIndex::new(&nodes);
        let mut trie = Trie::from_root(&root.0);
        for key in before.keys() {
            match trie.get(&index, key) {
                Ok(value) => prop_assert_eq!(value.as_deref(), before.get(key).map(Vec::as_slice)),
                Err(error) => prop_assert_eq!(error, TrieError::MissingNode(gone)),
            }
        }
        match apply(&mut trie, &index, &changes) {
            Ok(()) => prop_assert_eq!(trie.root(), expected),
            Err(error) => prop_assert_eq!(error, TrieError::MissingNode(gone)),
        }
    }

    /// Any bytes as the root node: an answer or an error, no panic.
    #[test]
    fn garbage_nodes_do_not_panic(node in proptest::collection::vec(any::<u8>(), 0..80), changes in changes()) {
        let root = keccak256(&node);
        let nodes = [node.as_slice()];
        let index = NodeIndex::new(&nodes);
        let mut trie = Trie::from_root(&root.0);
        let _ = trie.get(&index, &[0; 32]);
        if apply(&mut trie, &index, &changes).is_ok() {
            trie.root();
        }
    }
}

#[test]
fn a_path_that_is_too_long_is_refused() {
    // An extension of 64 nibbles: no key is left for the branch below.
    let mut branch = vec![0xd1];
    branch.extend([0x80; 17]);
    let mut extension = vec![0xf3, 0xa1, 0x00];
    extension.extend([0x11; 32]);
    extension.extend(&branch);
    extension[0] = 0xc0 + (extension.len() - 1) as u8;
    let root = keccak256(&extension);
    let nodes = [extension.as_slice()];
    let index = NodeIndex::new(&nodes);
    let mut trie = Trie::from_root(&root.0);
    assert_eq!(trie.get(&index, &[0x11; 32]), Ok(None));
    assert_eq!(trie.remove(&index, &[0x11; 32]), Ok(()));
    assert!(matches!(trie.insert(&index, &[0x11; 32], Cow::Borrowed(b"x")), Err(TrieError::MalformedNode(_))));
}

#[test]
fn removing_the_last_key_leaves_the_empty_trie() {
    let index = NodeIndex::default();
    let mut trie = Trie::empty();
    trie.insert(&index, &[7; 32], Cow::Borrowed(b"value")).unwrap();
    trie.remove(&index, &[8; 32]).unwrap();
    assert_ne!(trie.root(), EMPTY_ROOT);
    trie.remove(&index, &[7; 32]).unwrap();
    assert_eq!(trie.root(), EMPTY_ROOT);
}
