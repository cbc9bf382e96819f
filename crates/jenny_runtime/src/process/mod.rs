//! The process as a program sees it: standard output, signals, environment, working directory, exit.

mod environment;
mod output;
mod signals;
pub mod system;

use std::path::{Path, PathBuf};

use crate::fs_ops::{FsError, FsResult};

pub use environment::Environment;
pub use output::{Diversion, Output, StandardStream, WindowSize, is_terminal, tell, window_size, write_all};
pub use signals::{SIGNALS, has_listener, kill, signal_name, signal_number, watch_signal, watch_signal_with};
pub use system::{ResourceUsage, UserIds, file_mode_mask, resource_usage, user_ids};

/// The working directory.
///
/// # Errors
/// It was removed, or a directory above it may not be read.
pub fn working_directory() -> FsResult<PathBuf> {
    std::env::current_dir().map_err(|error| FsError::from_io(&error, "uv_cwd"))
}

/// Changes the working directory.
pub fn change_directory(path: &Path) -> FsResult<()> {
    std::env::set_current_dir(path).map_err(|error| FsError::from_io(&error, "chdir").at(path))
}

/// This process's number and its parent's.
pub fn process_ids() -> (u32, u32) {
    (std::process::id(), std::os::unix::process::parent_id())
}

/// The path of the running program, if the system tells it.
pub fn executable_path() -> Option<PathBuf> {
    std::env::current_exe().ok()
}

/// `process.platform` and `process.arch`, in Node's words.
pub fn platform() -> (&'static str, &'static str) {
    let system = match std::env::consts::OS {
        "macos" => "darwin",
        other => other,
    };
    let machine = match std::env::consts::ARCH {
        "x86_64" => "x64",
        "x86" => "ia32",
        "aarch64" => "arm64",
        other => other,
    };
    (system, machine)
}

/// How many threads can run at once.
pub fn available_parallelism() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Bytes of memory that the process holds; 0 where the system does not tell.
pub fn resident_memory() -> u64 {
    let pages = std::fs::read_to_string("/proc/self/statm")
        .ok()
        .and_then(|text| text.split(' ').nth(1)?.parse::<u64>().ok())
        .unwrap_or(0);
    pages * rustix::param::page_size() as u64
}

/// Ends the process. The terminal is given back as it was found; buffered output must have been flushed.
pub fn exit(code: i32) -> ! {
    crate::stdin::restore_terminal();
    crate::code_cache::finish();
    std::process::exit(code)
}
