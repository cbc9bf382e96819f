//! `jenny ps`: the running programs of this user, and what one of them waits for.

use std::io::Write;

use jenny_runtime::inspection::ask;

use crate::program::fail;

/// Prints the running programs; the exit code.
pub fn list() -> i32 {
    let lines: String =
        ask::programs().iter().map(|program| format!("{:>8}  {}\n", program.pid, program.command)).collect();
    print(&lines)
}

/// Asks a program what it runs and waits for, and prints the answer; the exit code.
pub fn show(pid: &str) -> i32 {
    let Ok(number) = pid.parse::<u32>() else { return fail(&format!("ps: {pid} is no number of a process")) };
    match ask::ask(number) {
        Ok(text) => print(&text),
        Err(why) => fail(&format!("ps: {why}")),
    }
}

fn print(text: &str) -> i32 {
    match std::io::stdout().write_all(text.as_bytes()) {
        Ok(()) => 0,
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => 0,
        Err(error) => fail(&format!("standard output cannot be written: {error}")),
    }
}
