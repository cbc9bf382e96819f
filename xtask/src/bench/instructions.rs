//! How many instructions a program executes: a figure that does not depend on what else the machine does.

use crate::process::{self, Exit};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::time::Duration;

/// A program is fifty times slower while it is simulated.
const LIMIT: Duration = Duration::from_secs(600);

/// Who counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Counter {
    /// Simulates a processor, the same one on every machine.
    Valgrind,
    /// The processor's own counters, where the system gives them to its users.
    Perf,
}

impl Counter {
    /// The first that works here.
    pub fn find() -> Option<Counter> {
        let nothing = Path::new("true");
        let found =
            [Counter::Valgrind, Counter::Perf].into_iter().find(|counter| counter.count(nothing, None).is_some());
        if found.is_none() {
            println!("neither valgrind nor perf counts instructions here: times only");
        }
        found
    }

    pub fn name(self) -> &'static str {
        match self {
            Counter::Valgrind => "valgrind",
            Counter::Perf => "perf",
        }
    }

    /// The instructions that each case takes, as many at a time as there are processors.
    pub fn count_all(self, jenny: &Path, cases: &[PathBuf]) -> Vec<Option<u64>> {
        let next = Mutex::new(cases.iter().enumerate());
        let counts = Mutex::new(vec![None; cases.len()]);
        let work = || {
            while let Some((index, case)) = lock(&next).next() {
                let count = self.count(jenny, Some(case));
                lock(&counts)[index] = count;
            }
        };
        std::thread::scope(|scope| {
            for _ in 0..std::thread::available_parallelism().map_or(1, std::num::NonZero::get) {
                scope.spawn(work);
            }
        });
        counts.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// None if the program failed, or nobody counted.
    fn count(self, program: &Path, case: Option<&Path>) -> Option<u64> {
        let mut command = match self {
            Counter::Valgrind => {
                let mut command = Command::new("valgrind");
                command.args(["--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]);
                command
            }
            Counter::Perf => {
                let mut command = Command::new("perf");
                command.args(["stat", "-x", ",", "-e", "instructions:u", "--"]);
                command
            }
        };
        command.arg(program).args(case);
        let ended = process::run(&mut command, b"", LIMIT);
        if ended.exit != Exit::Code(0) {
            return None;
        }
        match self {
            Counter::Valgrind => {
                let (_, count) = ended.stderr.lines().find_map(|line| line.split_once(" refs:"))?;
                count.trim().replace(',', "").parse().ok()
            }
            Counter::Perf => {
                let line = ended.stderr.lines().find(|line| line.contains("instructions"))?;
                line.split(',').next()?.parse().ok()
            }
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
