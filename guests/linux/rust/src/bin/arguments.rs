//! Arguments, environment, standard streams, and an exit code that the last argument chooses.
use std::{env, io::Write, process::ExitCode};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    println!("{} {arguments:?}", arguments.len());
    println!("{:?} {:?}", env::var("HART_TEST"), env::var("NOT_THERE"));
    eprintln!("to standard error");
    std::io::stdout().flush().unwrap();
    let code = arguments.last().and_then(|text| text.parse().ok()).unwrap_or(0);
    ExitCode::from(code)
}
