//! Reading, writing, appending and copying whole files.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;

use rustix::io::Errno;

use super::error::{Context, FsError, FsResult};
use super::file::{OpenFlags, with_file};

/// The largest file that is read into one buffer.
const LARGEST: u64 = (1 << 31) - 1;

/// All bytes of the file at `path`.
pub fn read_file(path: &Path) -> FsResult<Vec<u8>> {
    let file = File::open(path).on("open", path)?;
    if file.metadata().on("fstat", path)?.is_dir() {
        return Err(FsError::from_errno(Errno::ISDIR, "read"));
    }
    read_to_end(&file).on("read", path)
}

/// All bytes from the open file's own position on.
pub fn read_open_to_end(descriptor: i32) -> FsResult<Vec<u8>> {
    with_file(descriptor, "read", read_to_end)
}

fn read_to_end(mut file: &File) -> io::Result<Vec<u8>> {
    let length = file.metadata()?.len();
    if length > LARGEST {
        return Err(Errno::FBIG.into());
    }
    // One byte more than the length, so that the end is seen without growing the buffer.
    let mut bytes = Vec::with_capacity(length as usize + 1);
    file.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Makes `bytes` the content of the file at `path`, or adds them, as `flags` say.
///
/// A full disk leaves no half-written file behind: room is reserved before old content is overwritten, and a file that
/// this call has made is removed again if it cannot be filled.
pub fn write_file(path: &Path, bytes: &[u8], flags: OpenFlags, mode: u32) -> FsResult<()> {
    let replaces = flags.truncate && flags.write;
    if !replaces {
        let mut file = flags.open_file(path, mode).on("open", path)?;
        return file.write_all(bytes).on("write", path);
    }
    let existed = fs::metadata(path);
    let mut file = OpenFlags { truncate: false, ..flags }.open_file(path, mode).on("open", path)?;
    match existed {
        Ok(before) if before.is_file() => {
            reserve(&file, before.len(), bytes.len() as u64).on("write", path)?;
            file.write_all(bytes).on("write", path)?;
            file.set_len(bytes.len() as u64).on("ftruncate", path)
        }
        // Pipes and devices have nothing to keep.
        Ok(_) => file.write_all(bytes).on("write", path),
        Err(_) => file.write_all(bytes).on("write", path).inspect_err(|_| {
            let _ = fs::remove_file(path);
        }),
    }
}

/// Makes sure that a file of `before` bytes can become one of `after`, or leaves it as it was.
fn reserve(file: &File, before: u64, after: u64) -> io::Result<()> {
    if after <= before {
        return Ok(());
    }
    #[cfg(target_os = "linux")]
    if let Err(errno @ (Errno::NOSPC | Errno::DQUOT | Errno::FBIG)) =
        rustix::fs::fallocate(file, rustix::fs::FallocateFlags::empty(), 0, after)
    {
        file.set_len(before)?;
        return Err(errno.into());
    }
    // A file system that cannot reserve writes without.
    #[cfg(not(target_os = "linux"))]
    let _ = file;
    Ok(())
}

/// Adds `bytes` to the end of the file at `path`, making it if need be.
pub fn append_file(path: &Path, bytes: &[u8], mode: u32) -> FsResult<()> {
    let flags = OpenFlags {
        read: false,
        write: true,
        append: true,
        create: true,
        truncate: false,
        exclusive: false,
        sync: false,
    };
    let before = fs::metadata(path).map(|metadata| (metadata.is_file(), metadata.len()));
    let mut file = flags.open_file(path, mode).on("open", path)?;
    file.write_all(bytes).on("write", path).inspect_err(|_| match before {
        Ok((true, length)) => drop(file.set_len(length)),
        Ok(_) => {}
        Err(_) => drop(fs::remove_file(path)),
    })
}

/// Copies `path` to `dest`, with its permissions; `exclusive` refuses to overwrite.
pub fn copy_file(path: &Path, dest: &Path, exclusive: bool) -> FsResult<()> {
    let source = fs::metadata(path).on_two("copyfile", path, dest)?;
    if source.is_dir() {
        return Err(FsError::from_errno(Errno::ISDIR, "copyfile").at(path).to(dest));
    }
    let existing = fs::metadata(dest);
    if exclusive && fs::symlink_metadata(dest).is_ok() {
        return Err(FsError::from_errno(Errno::EXIST, "copyfile").at(path).to(dest));
    }
    if let Ok(existing) = &existing {
        use std::os::unix::fs::MetadataExt;
        // Onto itself there is nothing to do, and truncating it would lose it.
        if (existing.dev(), existing.ino()) == (source.dev(), source.ino()) {
            return Ok(());
        }
    }
    fs::copy(path, dest).map(drop).on_two("copyfile", path, dest).inspect_err(|_| {
        if existing.is_err() {
            let _ = fs::remove_file(dest);
        }
    })
}
