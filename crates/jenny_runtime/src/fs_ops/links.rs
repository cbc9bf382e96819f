//! Names of files: rename, unlink, hard and symbolic links, real paths.

use std::fs;
use std::path::{Path, PathBuf};

use super::error::{Context, FsResult};

/// Gives what `path` names the name `dest`, in one step.
pub fn rename(path: &Path, dest: &Path) -> FsResult<()> {
    fs::rename(path, dest).on_two("rename", path, dest)
}

/// Removes the name of a file.
pub fn unlink(path: &Path) -> FsResult<()> {
    rustix::fs::unlink(path).on("unlink", path)
}

/// Gives an existing file a further name.
pub fn link(existing: &Path, path: &Path) -> FsResult<()> {
    fs::hard_link(existing, path).on_two("link", existing, path)
}

/// Makes a symbolic link at `path` that says `target`.
pub fn symlink(target: &Path, path: &Path) -> FsResult<()> {
    std::os::unix::fs::symlink(target, path).on_two("symlink", target, path)
}

/// What a symbolic link says.
pub fn read_link(path: &Path) -> FsResult<PathBuf> {
    fs::read_link(path).on("readlink", path)
}

/// The absolute path without links, `.` and `..`.
pub fn real_path(path: &Path) -> FsResult<PathBuf> {
    fs::canonicalize(path).on("realpath", path)
}
