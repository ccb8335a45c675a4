//! Hashing: only nodes that changed are encoded again.
use alloc::vec::Vec;

use alloy_primitives::{B256, keccak256};

use super::node::{Kind, Link, Node, Reference};
use super::path::Path;
use super::{EMPTY_ROOT, Trie};

impl Trie<'_> {
    /// Hash of the trie as it is now.
    pub fn root(&self) -> B256 {
        self.root_with(&mut |_| ())
    }

    /// The same; `visit` gets the encoding of each node that changed and is not embedded.
    pub fn root_with(&self, visit: &mut dyn FnMut(&[u8])) -> B256 {
        match self.root {
            Link::Empty => EMPTY_ROOT,
            Link::Hash(hash) => B256::from(hash),
            Link::Node(id) => {
                let node = &self.nodes[id as usize];
                if let Some(Reference::Hash(hash)) = node.reference {
                    return B256::from(hash);
                }
                let encoding = self.encode(node, visit);
                visit(&encoding);
                keccak256(&encoding)
            }
        }
    }

    /// A node as it stands in its parent: its hash, or its encoding if that is shorter than 32 bytes.
    fn push_link(&self, out: &mut Vec<u8>, link: Link<'_>, visit: &mut dyn FnMut(&[u8])) {
        match link {
            Link::Empty => out.push(0x80),
            Link::Hash(hash) => push_hash(out, hash),
            Link::Node(id) => {
                let node = &self.nodes[id as usize];
                match node.reference {
                    Some(Reference::Hash(hash)) => push_hash(out, hash),
                    Some(Reference::Embedded(encoding)) => out.extend_from_slice(encoding),
                    None => {
                        let encoding = self.encode(node, visit);
                        if encoding.len() < 32 {
                            out.extend_from_slice(&encoding);
                        } else {
                            visit(&encoding);
                            push_hash(out, &keccak256(&encoding).0);
                        }
                    }
                }
            }
        }
    }

    fn encode(&self, node: &Node<'_>, visit: &mut dyn FnMut(&[u8])) -> Vec<u8> {
        match &node.kind {
            Kind::Branch(children) => {
                // Sixteen hashes, the empty value and the list's header.
                let mut out = Vec::with_capacity(16 * 33 + 1 + 3);
                out.extend_from_slice(&[0; 3]);
                for child in children.iter() {
                    self.push_link(&mut out, *child, visit);
                }
                out.push(0x80);
                close_list(out)
            }
            Kind::Extension(path, child) => {
                let mut out = Vec::with_capacity(3 + 34 + 33);
                out.extend_from_slice(&[0; 3]);
                push_path(&mut out, path, false);
                self.push_link(&mut out, *child, visit);
                close_list(out)
            }
            Kind::Leaf(path, value) => {
                let mut body = Vec::with_capacity(40 + value.len());
                push_path(&mut body, path, true);
                alloy_rlp::Encodable::encode(&**value, &mut body);
                let mut out = Vec::with_capacity(9 + body.len());
                alloy_rlp::Header { list: true, payload_length: body.len() }.encode(&mut out);
                out.extend_from_slice(&body);
                out
            }
        }
    }
}

/// Writes the header of a list of less than 64 KiB into the three bytes left free before it.
fn close_list(mut out: Vec<u8>) -> Vec<u8> {
    let len = out.len() - 3;
    let start = match len {
        0..=55 => 2,
        56..=255 => 1,
        _ => 0,
    };
    match start {
        2 => out[2] = 0xc0 + len as u8,
        1 => out[1..3].copy_from_slice(&[0xf8, len as u8]),
        _ => out[..3].copy_from_slice(&[0xf9, (len >> 8) as u8, len as u8]),
    }
    out.drain(..start);
    out
}

fn push_hash(out: &mut Vec<u8>, hash: &[u8; 32]) {
    out.push(0xa0);
    out.extend_from_slice(hash);
}

fn push_path(out: &mut Vec<u8>, path: &Path, is_leaf: bool) {
    let (encoded, len) = path.to_hex_prefix(is_leaf);
    // A single byte of hex-prefix is below 0x80 and stands for itself.
    if len > 1 {
        out.push(0x80 + len as u8);
    }
    out.extend_from_slice(&encoded[..len]);
}
