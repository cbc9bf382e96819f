//! What is known about a file, and changing it: stat, access, mode, owner, times, length.

use std::fs::{self, File, Metadata};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;
use std::time::UNIX_EPOCH;

use rustix::fs::{Access, AtFlags, CWD, Timespec, Timestamps};

use super::error::{Context, FsResult};
use super::file::with_file;

/// A moment as the file system keeps it, since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Time {
    pub seconds: i64,
    /// Below 10^9.
    pub nanoseconds: u32,
}

impl Time {
    /// A moment in seconds since 1970, as `utimes` takes it. What is out of range is clamped; NaN is 0.
    pub fn from_seconds(seconds: f64) -> Time {
        let whole = seconds.floor();
        Time { seconds: whole as i64, nanoseconds: ((seconds - whole) * 1e9).clamp(0.0, 999_999_999.0) as u32 }
    }

    /// Milliseconds since 1970, as in `stats.mtimeMs`.
    pub fn milliseconds(self) -> f64 {
        self.seconds as f64 * 1e3 + f64::from(self.nanoseconds) / 1e6
    }

    fn timespec(self) -> Timespec {
        Timespec { tv_sec: self.seconds, tv_nsec: self.nanoseconds.into() }
    }
}

/// The fields of `fs.Stats`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stat {
    pub dev: u64,
    /// The kind of file in the upper bits, as `S_IFMT` cuts them out, and the permissions in the lower nine.
    pub mode: u32,
    pub nlink: u64,
    pub uid: u32,
    pub gid: u32,
    pub rdev: u64,
    pub blksize: u64,
    pub ino: u64,
    pub size: u64,
    pub blocks: u64,
    pub atime: Time,
    pub mtime: Time,
    pub ctime: Time,
    /// The moment of making; that of the last change where the file system does not keep it.
    pub birthtime: Time,
}

impl Stat {
    fn new(metadata: &Metadata) -> Stat {
        let ctime = Time { seconds: metadata.ctime(), nanoseconds: metadata.ctime_nsec() as u32 };
        let birthtime = metadata.created().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        Stat {
            dev: metadata.dev(),
            mode: metadata.mode(),
            nlink: metadata.nlink(),
            uid: metadata.uid(),
            gid: metadata.gid(),
            rdev: metadata.rdev(),
            blksize: metadata.blksize(),
            ino: metadata.ino(),
            size: metadata.size(),
            blocks: metadata.blocks(),
            atime: Time { seconds: metadata.atime(), nanoseconds: metadata.atime_nsec() as u32 },
            mtime: Time { seconds: metadata.mtime(), nanoseconds: metadata.mtime_nsec() as u32 },
            ctime,
            birthtime: birthtime
                .map_or(ctime, |since| Time { seconds: since.as_secs() as i64, nanoseconds: since.subsec_nanos() }),
        }
    }
}

/// What is known about `path`, or about what it links to.
pub fn stat(path: &Path) -> FsResult<Stat> {
    fs::metadata(path).map(|metadata| Stat::new(&metadata)).on("stat", path)
}

/// What is known about `path`, be it a link itself.
pub fn lstat(path: &Path) -> FsResult<Stat> {
    fs::symlink_metadata(path).map(|metadata| Stat::new(&metadata)).on("lstat", path)
}

/// What is known about an open file.
pub fn stat_open(descriptor: i32) -> FsResult<Stat> {
    with_file(descriptor, "fstat", File::metadata).map(|metadata| Stat::new(&metadata))
}

/// `R_OK`, `W_OK` and `X_OK`; none of them asks whether the path exists.
pub const ACCESS_READ: u32 = 4;
pub const ACCESS_WRITE: u32 = 2;
pub const ACCESS_EXECUTE: u32 = 1;

/// Fails unless the process may use `path` in every way of `mode`.
pub fn access(path: &Path, mode: u32) -> FsResult<()> {
    let mut access = Access::EXISTS;
    for (bit, flag) in
        [(ACCESS_READ, Access::READ_OK), (ACCESS_WRITE, Access::WRITE_OK), (ACCESS_EXECUTE, Access::EXEC_OK)]
    {
        if mode & bit != 0 {
            access |= flag;
        }
    }
    rustix::fs::access(path, access).on("access", path)
}

/// Sets the permissions.
pub fn change_mode(path: &Path, mode: u32) -> FsResult<()> {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).on("chmod", path)
}

/// Sets owner and group of `path`, or of the link itself.
pub fn change_owner(path: &Path, uid: u32, gid: u32, follow: bool) -> FsResult<()> {
    if follow {
        std::os::unix::fs::chown(path, Some(uid), Some(gid)).on("chown", path)
    } else {
        std::os::unix::fs::lchown(path, Some(uid), Some(gid)).on("lchown", path)
    }
}

/// Sets the times of last access and last modification of `path`, or of the link itself.
pub fn set_times(path: &Path, accessed: Time, modified: Time, follow: bool) -> FsResult<()> {
    let times = Timestamps { last_access: accessed.timespec(), last_modification: modified.timespec() };
    let (flags, syscall) = if follow { (AtFlags::empty(), "utime") } else { (AtFlags::SYMLINK_NOFOLLOW, "lutime") };
    rustix::fs::utimensat(CWD, path, &times, flags).on(syscall, path)
}

/// Sets the file's length.
pub fn truncate(path: &Path, length: u64) -> FsResult<()> {
    let file = File::options().write(true).open(path).on("open", path)?;
    file.set_len(length).on("ftruncate", path)
}

/// Sets the permissions of an open file.
pub fn change_mode_open(descriptor: i32, mode: u32) -> FsResult<()> {
    with_file(descriptor, "fchmod", |file| file.set_permissions(fs::Permissions::from_mode(mode)))
}

/// Sets owner and group of an open file.
pub fn change_owner_open(descriptor: i32, uid: u32, gid: u32) -> FsResult<()> {
    with_file(descriptor, "fchown", |file| std::os::unix::fs::fchown(file, Some(uid), Some(gid)))
}

/// Sets the times of last access and last modification of an open file.
pub fn set_times_open(descriptor: i32, accessed: Time, modified: Time) -> FsResult<()> {
    let times = Timestamps { last_access: accessed.timespec(), last_modification: modified.timespec() };
    with_file(descriptor, "futime", |file| rustix::fs::futimens(file, &times).map_err(Into::into))
}

/// What is known about the file system that holds a path, in its own units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileSystemStat {
    pub kind: u64,
    pub block_size: u64,
    pub fragment_size: u64,
    pub blocks: u64,
    pub free_blocks: u64,
    pub available_blocks: u64,
    pub files: u64,
    pub free_files: u64,
}

/// What is known about the file system that holds `path`.
pub fn stat_file_system(path: &Path) -> FsResult<FileSystemStat> {
    let known = rustix::fs::statvfs(path).on("statfs", path)?;
    #[cfg(target_os = "linux")]
    let kind = rustix::fs::statfs(path).map_or(0, |stat| stat.f_type as u64);
    #[cfg(not(target_os = "linux"))]
    let kind = 0;
    Ok(FileSystemStat {
        kind,
        block_size: known.f_bsize,
        fragment_size: known.f_frsize,
        blocks: known.f_blocks,
        free_blocks: known.f_bfree,
        available_blocks: known.f_bavail,
        files: known.f_files,
        free_files: known.f_ffree,
    })
}
