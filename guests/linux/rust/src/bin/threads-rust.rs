//! Threads: channels, scoped threads, a mutex with a condition, barriers, thread-local state, atomics.
use std::cell::Cell;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{mpsc, Arc, Barrier, Condvar, Mutex, RwLock};
use std::thread;
use std::time::{Duration, Instant};

thread_local! { static OWN: Cell<u64> = const { Cell::new(7) }; }

fn main() {
    let (sender, receiver) = mpsc::channel();
    let workers: Vec<_> = (0..4u64)
        .map(|n| {
            let sender = sender.clone();
            thread::spawn(move || {
                for m in 0..100 {
                    sender.send(n * 1000 + m).unwrap();
                    OWN.set(OWN.get() + 1);
                }
                OWN.get()
            })
        })
        .collect();
    drop(sender);
    let sum: u64 = receiver.iter().sum();
    let own: Vec<u64> = workers.into_iter().map(|worker| worker.join().unwrap()).collect();
    println!("{sum} {own:?} {}", OWN.get());

    let counter = AtomicU64::new(0);
    let table = RwLock::new(vec![0u64; 8]);
    let barrier = Barrier::new(4);
    thread::scope(|scope| {
        for n in 0..4usize {
            let (counter, table, barrier) = (&counter, &table, &barrier);
            scope.spawn(move || {
                counter.fetch_add(n as u64, Ordering::SeqCst);
                barrier.wait();
                table.write().unwrap()[n] = counter.load(Ordering::SeqCst);
            });
        }
    });
    println!("{:?}", table.into_inner().unwrap());

    let pair = Arc::new((Mutex::new(0), Condvar::new()));
    let other = Arc::clone(&pair);
    let waiter = thread::spawn(move || {
        let (lock, changed) = &*other;
        let guard = changed.wait_while(lock.lock().unwrap(), |n| *n < 3).unwrap();
        *guard
    });
    for _ in 0..3 {
        thread::sleep(Duration::from_millis(1));
        *pair.0.lock().unwrap() += 1;
        pair.1.notify_all();
    }
    println!("{}", waiter.join().unwrap());
    let start = Instant::now();
    let late = pair.1.wait_timeout(pair.0.lock().unwrap(), Duration::from_millis(5)).unwrap().1;
    println!("{} {}", late.timed_out(), start.elapsed() >= Duration::from_millis(5));
    println!("{}", thread::spawn(|| panic!("in a thread")).join().is_err());
}
