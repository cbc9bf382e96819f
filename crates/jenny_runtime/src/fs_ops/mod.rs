//! The file system, one blocking function per operation; errors carry what Node's do.
//!
//! The synchronous half of `node:fs` calls these directly. The asynchronous half hands the same calls to
//! [`crate::event_loop::EventLoop::start_blocking`], so that both do the same.

mod directory;
mod errno;
mod error;
mod file;
mod links;
mod metadata;
mod watch;
mod whole_file;

#[cfg(test)]
mod tests;

pub use directory::{
    DirectoryEntry, EntryKind, make_directory, make_temporary_directory, read_directory, remove, remove_directory,
};
pub use errno::{ErrorCode, error_code, error_code_by_name};
pub use error::{FsError, FsResult};
pub use file::{OpenFlags, close, open, read, read_at, sync, truncate_open, write, write_at};
pub use links::{link, read_link, real_path, rename, symlink, unlink};
pub use metadata::{
    ACCESS_EXECUTE, ACCESS_READ, ACCESS_WRITE, FileSystemStat, Stat, Time, access, change_mode, change_mode_open,
    change_owner, change_owner_open, lstat, set_times, set_times_open, stat, stat_file_system, stat_open, truncate,
};
pub use watch::{WatchEvent, WatchEventKind, Watcher, watch};
pub use whole_file::{append_file, copy_file, read_file, read_open_to_end, write_file};
