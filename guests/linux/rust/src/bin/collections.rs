//! The collections of the standard library, and iterators over them.
use std::collections::{BTreeMap, BinaryHeap, HashMap, HashSet, VecDeque};

fn main() {
    let mut words: HashMap<String, usize> = HashMap::new();
    for n in 0..6_000u64 {
        *words.entry(format!("word-{}", n * 7919 % 1009)).or_default() += n as usize;
    }
    let sorted: BTreeMap<_, _> = words.iter().collect();
    let sum = sorted.iter().fold(0usize, |sum, (word, count)| sum.wrapping_mul(31) ^ (word.len() + **count));
    println!("{} {:?} {sum}", sorted.len(), sorted.iter().next().unwrap());

    let set: HashSet<u32> = (0..500).map(|n| n * n % 257).collect();
    let mut heap: BinaryHeap<u32> = set.iter().copied().collect();
    let top: Vec<u32> = std::iter::from_fn(|| heap.pop()).take(5).collect();
    println!("{} {top:?}", set.len());

    let mut queue: VecDeque<u64> = (1..=10).collect();
    for _ in 0..1000 {
        let (first, last) = (queue.pop_front().unwrap(), *queue.back().unwrap());
        queue.push_back(first.wrapping_mul(3).wrapping_add(last));
    }
    println!("{:?}", queue.iter().take(3).collect::<Vec<_>>());
    let text = "the quick brown fox jumps over the lazy dog";
    let mut letters: Vec<char> = text.chars().filter(|c| c.is_alphabetic()).collect();
    letters.sort_unstable();
    letters.dedup();
    println!("{} {}", letters.len(), letters.into_iter().rev().collect::<String>());
}
