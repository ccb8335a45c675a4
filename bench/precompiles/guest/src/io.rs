use alloc::vec::Vec;

/// What a workload does: items in, results out.
pub type Workload = fn(&[u8]) -> Vec<u8>;

/// Runs the workload that the input names: its id after the id's length in one byte, then the items.
pub fn serve(workloads: &[(&str, Workload)]) {
    let input = read_input();
    let (length, rest) = input.split_first().expect("the input names a workload");
    let (name, items) = rest.split_at(*length as usize);
    let (_, run) =
        workloads.iter().find(|(known, _)| known.as_bytes() == name).expect("this guest has no such workload");
    write_output(&run(items));
}

/// The items of a fixed size.
pub fn items<const N: usize>(bytes: &[u8]) -> &[[u8; N]] {
    let (items, rest) = bytes.as_chunks();
    assert!(rest.is_empty(), "the input ends within an item");
    items
}

#[cfg(target_os = "none")]
use hart_guest::{read_input, write_output};

/// On the host the same programs are filters.
#[cfg(not(target_os = "none"))]
fn read_input() -> Vec<u8> {
    let mut input = Vec::new();
    std::io::Read::read_to_end(&mut std::io::stdin(), &mut input).expect("standard input can be read");
    input
}

#[cfg(not(target_os = "none"))]
fn write_output(bytes: &[u8]) {
    std::io::Write::write_all(&mut std::io::stdout(), bytes).expect("standard output can be written");
}
