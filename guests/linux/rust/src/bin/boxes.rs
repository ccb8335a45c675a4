//! Ownership at work: trait objects, closures, reference counts, a tree, big vectors, recursion.
use std::cell::RefCell;
use std::fmt::Debug;
use std::rc::{Rc, Weak};

trait Shape: Debug {
    fn area(&self) -> f64;
}
#[derive(Debug)]
struct Circle(f64);
#[derive(Debug)]
struct Square(f64);
impl Shape for Circle {
    fn area(&self) -> f64 {
        self.0 * self.0 * std::f64::consts::PI
    }
}
impl Shape for Square {
    fn area(&self) -> f64 {
        self.0 * self.0
    }
}

struct Node {
    value: u32,
    parent: RefCell<Weak<Node>>,
    children: RefCell<Vec<Rc<Node>>>,
}

fn tree(depth: u32, value: u32) -> Rc<Node> {
    let node = Rc::new(Node { value, parent: RefCell::default(), children: RefCell::default() });
    for n in 0..if depth == 0 { 0 } else { 3 } {
        let child = tree(depth - 1, value * 3 + n);
        *child.parent.borrow_mut() = Rc::downgrade(&node);
        node.children.borrow_mut().push(child);
    }
    node
}

fn sum(node: &Node) -> u64 {
    let up = node.parent.borrow().upgrade().map_or(0, |parent| u64::from(parent.value));
    u64::from(node.value) + up + node.children.borrow().iter().map(|child| sum(child)).sum::<u64>()
}

fn main() {
    let shapes: Vec<Box<dyn Shape>> = vec![Box::new(Circle(1.5)), Box::new(Square(2.0))];
    println!("{shapes:?} {:.6}", shapes.iter().map(|shape| shape.area()).sum::<f64>());
    let root = tree(7, 1);
    println!("{} {}", sum(&root), Rc::strong_count(&root));
    let adders: Vec<Box<dyn Fn(u64) -> u64>> = (0..10u64).map(|n| Box::new(move |x: u64| x * 7 + n) as _).collect();
    println!("{}", adders.iter().fold(1u64, |x, add| add(x)));
    let mut big: Vec<u64> = (0..60_000).map(|n: u64| n.wrapping_mul(0x9e37_79b9_7f4a_7c15)).collect();
    big.sort_unstable();
    println!("{:x} {:x}", big[1234], big[big.len() / 2]);
    let text: String = (0..2000).map(|n| char::from_u32(0x3b1 + n % 24).unwrap()).collect();
    println!("{} {} {}", text.len(), text.chars().count(), &text[..10]);
}
