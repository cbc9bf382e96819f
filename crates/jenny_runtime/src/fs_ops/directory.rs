//! Directories: listing, making, removing.

use std::ffi::OsString;
use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::os::unix::fs::{DirBuilderExt, FileTypeExt};
use std::path::{Path, PathBuf};

use rustix::io::Errno;

use super::error::{Context, FsError, FsResult};

/// What a directory's entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    Unknown,
    File,
    Directory,
    Link,
    Fifo,
    Socket,
    CharacterDevice,
    BlockDevice,
}

impl From<fs::FileType> for EntryKind {
    fn from(kind: fs::FileType) -> EntryKind {
        match kind {
            _ if kind.is_file() => EntryKind::File,
            _ if kind.is_dir() => EntryKind::Directory,
            _ if kind.is_symlink() => EntryKind::Link,
            _ if kind.is_fifo() => EntryKind::Fifo,
            _ if kind.is_socket() => EntryKind::Socket,
            _ if kind.is_char_device() => EntryKind::CharacterDevice,
            _ if kind.is_block_device() => EntryKind::BlockDevice,
            _ => EntryKind::Unknown,
        }
    }
}

/// One entry of a directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectoryEntry {
    pub name: OsString,
    pub kind: EntryKind,
}

/// The entries of the directory `path` in the order of their names' bytes, so that no run depends on the disk's order.
pub fn read_directory(path: &Path) -> FsResult<Vec<DirectoryEntry>> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(path).on("scandir", path)? {
        let entry = entry.on("scandir", path)?;
        let kind = entry.file_type().map_or(EntryKind::Unknown, EntryKind::from);
        entries.push(DirectoryEntry { name: entry.file_name(), kind });
    }
    entries.sort_by(|a, b| a.name.as_bytes().cmp(b.name.as_bytes()));
    Ok(entries)
}

/// Makes a directory. With `recursive` also its parents, an existing directory is then no error, and the answer is the
/// first directory that was made.
pub fn make_directory(path: &Path, recursive: bool, mode: u32) -> FsResult<Option<PathBuf>> {
    let mut builder = DirBuilder::new();
    builder.mode(mode);
    if !recursive {
        return builder.create(path).on("mkdir", path).map(|()| None);
    }
    let mut missing = Vec::new();
    let mut at = path;
    loop {
        match builder.create(at) {
            Ok(()) => {
                missing.push(at);
                break;
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                missing.push(at);
                match at.parent().filter(|parent| !parent.as_os_str().is_empty()) {
                    Some(parent) => at = parent,
                    None => return Err(FsError::from_io(&error, "mkdir").at(path)),
                }
            }
            Err(_) if at.is_dir() => break,
            // A file stands where a directory is needed.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                let errno = if at == path { Errno::EXIST } else { Errno::NOTDIR };
                return Err(FsError::from_errno(errno, "mkdir").at(path));
            }
            Err(error) => return Err(FsError::from_io(&error, "mkdir").at(path)),
        }
    }
    let first = missing.last().map(|first| first.to_path_buf());
    for directory in missing.into_iter().rev() {
        match builder.create(directory) {
            Err(_) if directory.is_dir() => {}
            made => made.on("mkdir", path)?,
        }
    }
    Ok(first)
}

/// Makes a directory whose name is `prefix` and six further characters, drawn with `rand`; answers its path.
pub fn make_temporary_directory(prefix: &Path, mut rand: impl FnMut(&mut [u8])) -> FsResult<PathBuf> {
    const LETTERS: &[u8; 62] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    let mut name = prefix.as_os_str().as_bytes().to_vec();
    let length = name.len();
    for attempt in 0.. {
        let mut bytes = [0; 6];
        rand(&mut bytes);
        name.truncate(length);
        name.extend(bytes.map(|byte| LETTERS[usize::from(byte) % LETTERS.len()]));
        let path = PathBuf::from(OsString::from_vec(name.clone()));
        match DirBuilder::new().mode(0o700).create(&path) {
            Ok(()) => return Ok(path),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && attempt < 100 => {}
            Err(error) => {
                let mut shown = prefix.as_os_str().to_owned();
                shown.push("XXXXXX");
                return Err(FsError::from_io(&error, "mkdtemp").at(Path::new(&shown)));
            }
        }
    }
    unreachable!("the loop ends by returning")
}

/// Removes an empty directory.
pub fn remove_directory(path: &Path) -> FsResult<()> {
    fs::remove_dir(path).on("rmdir", path)
}

/// Removes a file, or with `recursive` a directory and all in it. With `force`, what does not exist is no error.
pub fn remove(path: &Path, recursive: bool, force: bool) -> FsResult<()> {
    let metadata = match fs::symlink_metadata(path) {
        Err(error) if force && error.kind() == io::ErrorKind::NotFound => return Ok(()),
        metadata => metadata.on("rm", path)?,
    };
    match (metadata.is_dir(), recursive) {
        (true, false) => Err(FsError::from_errno(Errno::ISDIR, "rm").at(path)),
        (true, true) => fs::remove_dir_all(path).on("rm", path),
        (false, _) => fs::remove_file(path).on("rm", path),
    }
}
