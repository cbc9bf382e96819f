//! Watching files and directories for changes.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use notify::event::{EventKind, ModifyKind};
use notify::{RecursiveMode, Watcher as _};
use rustix::io::Errno;

use super::error::{FsError, FsResult};
use crate::recording::{Decoder, Encoder, Malformed, Taped};

/// What happened, in the two words that `fs.watch` has for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WatchEventKind {
    /// A name appeared or went.
    Rename,
    /// Content or metadata changed.
    Change,
}

/// A change below a watched path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WatchEvent {
    pub kind: WatchEventKind,
    /// The file's path relative to what is watched; its own name if that is the file itself.
    pub name: PathBuf,
}

impl Taped for WatchEvent {
    fn write(&self, encoder: &mut Encoder) {
        (self.kind == WatchEventKind::Rename).write(encoder);
        encoder.slice(self.name.as_os_str().as_bytes());
    }

    fn read(decoder: &mut Decoder<'_>) -> Result<WatchEvent, Malformed> {
        let kind = if bool::read(decoder)? { WatchEventKind::Rename } else { WatchEventKind::Change };
        Ok(WatchEvent { kind, name: PathBuf::from(OsStr::from_bytes(decoder.slice()?)) })
    }
}

/// Watches until it is dropped.
#[derive(Debug)]
pub struct Watcher {
    _watcher: notify::RecommendedWatcher,
}

/// Calls `post` from another thread for every change of `path`, or with `recursive` anywhere below it.
pub fn watch(
    path: &Path,
    recursive: bool,
    mut post: impl FnMut(FsResult<WatchEvent>) + Send + 'static,
) -> FsResult<Watcher> {
    let failed = |error: &notify::Error, path: &Path| {
        let error = match &error.kind {
            notify::ErrorKind::Io(error) => FsError::from_io(error, "watch"),
            notify::ErrorKind::PathNotFound | notify::ErrorKind::WatchNotFound => {
                FsError::from_errno(Errno::NOENT, "watch")
            }
            notify::ErrorKind::MaxFilesWatch => FsError::from_errno(Errno::NOSPC, "watch"),
            _ => FsError::from_errno(Errno::INVAL, "watch"),
        };
        error.at(path)
    };
    // Events name absolute paths without links.
    let root = super::real_path(path).map_err(|error| error.in_syscall("watch"))?;
    let own = root.clone();
    let handler = move |event: notify::Result<notify::Event>| match event {
        Ok(event) => {
            let kind = match event.kind {
                EventKind::Create(_) | EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)) => {
                    WatchEventKind::Rename
                }
                EventKind::Modify(_) | EventKind::Any => WatchEventKind::Change,
                EventKind::Access(_) | EventKind::Other => return,
            };
            for changed in event.paths {
                let below = changed.strip_prefix(&own).ok().filter(|below| !below.as_os_str().is_empty());
                let name = below.map(Path::to_path_buf).or_else(|| own.file_name().map(PathBuf::from));
                post(Ok(WatchEvent { kind, name: name.unwrap_or_default() }));
            }
        }
        Err(error) => post(Err(failed(&error, &own))),
    };
    let mut watcher = notify::recommended_watcher(handler).map_err(|error| failed(&error, path))?;
    let mode = if recursive { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
    watcher.watch(&root, mode).map_err(|error| failed(&error, path))?;
    Ok(Watcher { _watcher: watcher })
}
