//! Files by the first argument: whole, line by line, seeking, metadata, a directory, errors.
use std::fs::{self, File};
use std::io::{BufRead, BufReader, ErrorKind, Read, Seek, SeekFrom};
use std::path::PathBuf;

fn main() -> std::io::Result<()> {
    let path = PathBuf::from(std::env::args().nth(1).expect("a path"));
    let text = fs::read_to_string(&path)?;
    println!("{} bytes, {} lines", text.len(), text.lines().count());
    let mut file = File::open(&path)?;
    println!("{} {}", file.metadata()?.len(), file.metadata()?.is_file());
    file.seek(SeekFrom::End(-4))?;
    let mut end = String::new();
    file.read_to_string(&mut end)?;
    println!("{end:?} {}", file.stream_position()?);
    file.rewind()?;
    let longest = BufReader::new(file).lines().map_while(Result::ok).max_by_key(String::len);
    println!("{longest:?}");
    let mut names: Vec<_> = fs::read_dir(path.parent().unwrap())?
        .map(|entry| entry.map(|entry| entry.file_name()))
        .collect::<Result<_, _>>()?;
    names.sort();
    println!("{names:?}");
    println!("{:?}", File::open("/no/such/file").map_err(|error| error.kind()).err());
    println!("{}", fs::read("/dev/null")?.len());
    println!("{}", fs::metadata("/no").is_err_and(|error| error.kind() == ErrorKind::NotFound));
    println!("{:?}", path.try_exists());
    Ok(())
}
