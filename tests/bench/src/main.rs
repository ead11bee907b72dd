//! The compiled half of the bench: one piece of work a process, so that what the operating system charges it is what
//! that work costs. `measure.py` starts it, and the same work in Python, and prints the table.

#![expect(clippy::print_stdout, reason = "its answer is what it prints")]

mod paper;
#[path = "../../src/people.rs"]
#[expect(dead_code, reason = "the flow tests use the rest of it")]
mod people;
mod read;
mod roster;
mod write;

use std::{env, error::Error, fs, hint::black_box};

const USAGE: &str = "usage: bench rows N | make N FILE | read ours|stream|range|floor FILE TIMES \
                     | write export|result|template N TIMES | paper notice|register|certificate N TIMES [FILE]";

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words[..] {
        ["rows", n] => print!("{}", roster::tab_separated(n.parse()?)),
        ["make", n, file] => fs::write(file, roster::workbook(n.parse()?)?)?,
        ["read", how, file, times] => {
            let bytes = fs::read(file)?;
            repeat(times.parse()?, || read::by(how, &bytes))?;
        }
        ["write", what, n, times] => {
            let work = write::Work::of(what, n.parse()?)?;
            repeat(times.parse()?, || work.write())?;
        }
        ["paper", what, n, times] => {
            let people = paper::members(n.parse()?)?;
            repeat(times.parse()?, || Ok(paper::by(what, &people)?.len().to_string()))?;
        }
        ["paper", what, n, _, file] => fs::write(file, paper::by(what, &paper::members(n.parse()?)?)?)?,
        _ => return Err(USAGE.into()),
    }
    Ok(())
}

/// Does the work so many times (not at all, too: that is what the process costs by itself) and prints what came of it.
fn repeat(
    times: usize,
    mut work: impl FnMut() -> Result<String, Box<dyn Error>>,
) -> Result<(), Box<dyn Error>> {
    let mut outcome = String::new();
    for _ in 0..times {
        outcome = black_box(work()?);
    }
    println!("{outcome}\t{}", peak()?);
    Ok(())
}

/// KiB of memory that were resident at most.
fn peak() -> Result<u64, Box<dyn Error>> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("no VmHWM")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}
