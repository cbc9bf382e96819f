//! Open files by their descriptor's number, as `node:fs` hands them out.

use std::fs::File;
use std::io::{Read, Write};
use std::mem::ManuallyDrop;
use std::os::fd::{FromRawFd, IntoRawFd};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::Path;

use rustix::io::Errno;

use super::error::{Context, FsError, FsResult};

/// How a file is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenFlags {
    pub read: bool,
    pub write: bool,
    pub append: bool,
    pub create: bool,
    pub truncate: bool,
    /// The file must not exist yet.
    pub exclusive: bool,
    pub sync: bool,
}

impl OpenFlags {
    /// Reads one of Node's flag strings; `None` if it is not one of them.
    pub fn parse(flags: &str) -> Option<OpenFlags> {
        let none = OpenFlags {
            read: false,
            write: false,
            append: false,
            create: false,
            truncate: false,
            exclusive: false,
            sync: false,
        };
        let read = OpenFlags { read: true, ..none };
        let write = OpenFlags { write: true, create: true, truncate: true, ..none };
        let append = OpenFlags { write: true, append: true, create: true, ..none };
        Some(match flags {
            "r" => read,
            "rs" | "sr" => OpenFlags { sync: true, ..read },
            "r+" => OpenFlags { write: true, ..read },
            "rs+" | "sr+" => OpenFlags { write: true, sync: true, ..read },
            "w" => write,
            "wx" | "xw" => OpenFlags { exclusive: true, ..write },
            "w+" => OpenFlags { read: true, ..write },
            "wx+" | "xw+" => OpenFlags { read: true, exclusive: true, ..write },
            "a" => append,
            "ax" | "xa" => OpenFlags { exclusive: true, ..append },
            "as" | "sa" => OpenFlags { sync: true, ..append },
            "a+" => OpenFlags { read: true, ..append },
            "ax+" | "xa+" => OpenFlags { read: true, exclusive: true, ..append },
            "as+" | "sa+" => OpenFlags { read: true, sync: true, ..append },
            _ => return None,
        })
    }

    /// Reads the operating system's own flag bits, as in `fs.constants`.
    pub fn from_bits(bits: i32) -> OpenFlags {
        use rustix::fs::OFlags;
        let flags = OFlags::from_bits_retain(bits as _);
        let access = flags & OFlags::RWMODE;
        OpenFlags {
            read: access == OFlags::RDONLY || access == OFlags::RDWR,
            write: access == OFlags::WRONLY || access == OFlags::RDWR,
            append: flags.contains(OFlags::APPEND),
            create: flags.contains(OFlags::CREATE),
            truncate: flags.contains(OFlags::TRUNC),
            exclusive: flags.contains(OFlags::EXCL),
            sync: flags.contains(OFlags::SYNC),
        }
    }

    pub(super) fn open_file(self, path: &Path, mode: u32) -> std::io::Result<File> {
        use rustix::fs::OFlags;
        let mut custom = OFlags::empty();
        if self.sync {
            custom |= OFlags::SYNC;
        }
        // The standard library refuses combinations that the operating system takes, so they go in as they are.
        if self.create {
            custom |= OFlags::CREATE;
        }
        if self.truncate {
            custom |= OFlags::TRUNC;
        }
        if self.exclusive {
            custom |= OFlags::EXCL;
        }
        File::options()
            .read(self.read || !self.write)
            .write(self.write && !self.append)
            .append(self.append)
            .mode(mode)
            .custom_flags(custom.bits() as i32)
            .open(path)
    }
}

/// Opens `path`; answers the descriptor's number.
pub fn open(path: &Path, flags: OpenFlags, mode: u32) -> FsResult<i32> {
    flags.open_file(path, mode).map(IntoRawFd::into_raw_fd).on("open", path)
}

/// Lends the open file `descriptor` to `f`.
pub(super) fn with_file<T>(
    descriptor: i32,
    syscall: &'static str,
    f: impl FnOnce(&File) -> std::io::Result<T>,
) -> FsResult<T> {
    if descriptor < 0 {
        return Err(FsError::from_errno(Errno::BADF, syscall));
    }
    // SAFETY: the File is never dropped, so the descriptor stays the program's own; a number that is not open makes
    // the system calls fail with EBADF and does no harm.
    let file = ManuallyDrop::new(unsafe { File::from_raw_fd(descriptor) });
    f(&file).on_open(syscall)
}

/// Closes `descriptor`.
pub fn close(descriptor: i32) -> FsResult<()> {
    // An open standard stream keeps its number, since other parts of the process write to it.
    with_file(descriptor, "close", |file| file.metadata().map(drop))?;
    if descriptor > 2 {
        // SAFETY: the descriptor is open, as was just seen, and `node:fs` hands its ownership back with this call.
        drop(unsafe { File::from_raw_fd(descriptor) });
    }
    Ok(())
}

/// Reads at the file's own position; answers the number of bytes, 0 at the end.
pub fn read(descriptor: i32, buffer: &mut [u8]) -> FsResult<usize> {
    with_file(descriptor, "read", |mut file| retry(|| file.read(buffer)))
}

/// Reads at `position`, leaving the file's own position where it is.
pub fn read_at(descriptor: i32, buffer: &mut [u8], position: u64) -> FsResult<usize> {
    with_file(descriptor, "read", |file| retry(|| file.read_at(buffer, position)))
}

/// Writes at the file's own position; answers the number of bytes written, which may be fewer than given.
pub fn write(descriptor: i32, bytes: &[u8]) -> FsResult<usize> {
    with_file(descriptor, "write", |mut file| retry(|| file.write(bytes)))
}

/// Writes at `position`.
pub fn write_at(descriptor: i32, bytes: &[u8], position: u64) -> FsResult<usize> {
    with_file(descriptor, "write", |file| retry(|| file.write_at(bytes, position)))
}

/// Waits until the file's content is on the device.
pub fn sync(descriptor: i32) -> FsResult<()> {
    with_file(descriptor, "fsync", File::sync_all)
}

/// Sets the open file's length.
pub fn truncate_open(descriptor: i32, length: u64) -> FsResult<()> {
    with_file(descriptor, "ftruncate", |file| file.set_len(length))
}

/// Repeats a call that a signal interrupted.
fn retry<T>(mut call: impl FnMut() -> std::io::Result<T>) -> std::io::Result<T> {
    loop {
        match call() {
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            result => return result,
        }
    }
}
