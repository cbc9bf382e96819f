//! Code of large sources, kept on disk from one run to the next.
//!
//! A file is named by a digest of all that its code follows from: the text, how it is read, and the build of the compiler. It
//! ends with a digest of its bytes, so that one that is damaged, cut off or of another name is not there. Files are
//! written beside the program by a thread, under another name first; nothing that goes wrong with them is anybody's error.
//! A program runs the same with and without them.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Condvar, Mutex, OnceLock, PoisonError};
use std::time::{Duration, SystemTime};

use jenny_bytecode::portable::{self, StoredBytes};
use jenny_bytecode::{FunctionTemplate, ModuleTemplate, SourceText};
use ring::digest::{Context, SHA256, SHA256_OUTPUT_LEN};

/// Smaller sources, in bytes, are compiled in less time than it takes to be sure that a file is whole.
const SMALLEST_SOURCE: usize = 64 << 10;
/// No file is larger than this, in bytes.
const LARGEST_FILE: u64 = 1 << 30;
/// When the files take more than this in all, in bytes, the oldest go until half of it is left.
const LARGEST_FOLDER: u64 = 512 << 20;
/// How long the end of the process waits for files that are being written.
const LAST_WAIT: Duration = Duration::from_secs(2);
/// What a file ends with.
const MAGIC: &[u8; 8] = b"jennycod";
const SUFFIX: &str = ".code";
const UNFINISHED: &str = ".tmp";

static IS_ON: AtomicBool = AtomicBool::new(false);
static FOLDER: OnceLock<Option<PathBuf>> = OnceLock::new();
/// How many files are being written.
static WRITING: Mutex<u32> = Mutex::new(0);
static WRITTEN: Condvar = Condvar::new();

type Digest = [u8; SHA256_OUTPUT_LEN];

/// Lets this process keep code, in `$JENNY_CACHE_DIR`, or `jenny/code` in the user's cache folder. An empty `$JENNY_CACHE_DIR` forbids it.
pub fn turn_on() {
    IS_ON.store(true, Ordering::Relaxed);
}

/// Waits until what is being written is there, for two seconds at most.
pub fn finish() {
    // Who panicked with the lock held left the number whole.
    let writing = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    drop(WRITTEN.wait_timeout_while(writing, LAST_WAIT, |writing| *writing > 0));
}

fn folder() -> Option<&'static Path> {
    if !IS_ON.load(Ordering::Relaxed) {
        return None;
    }
    let folder = FOLDER.get_or_init(|| {
        if let Some(folder) = std::env::var_os("JENNY_CACHE_DIR") {
            return (!folder.is_empty()).then(|| PathBuf::from(folder));
        }
        let variable = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
        let cache = variable("XDG_CACHE_HOME").or_else(|| variable("HOME").map(|home| home.join(".cache")))?;
        Some(cache.join("jenny/code"))
    });
    folder.as_deref()
}

/// The place of one source's code.
pub(crate) struct Entry {
    folder: &'static Path,
    key: Digest,
}

impl Entry {
    /// `reading`: everything besides the text that the code follows from. None if no code of it is kept.
    pub(crate) fn of(source: &SourceText, reading: &str) -> Option<Entry> {
        if source.text.len() < SMALLEST_SOURCE || !source.stand_ins.is_empty() {
            return None;
        }
        let folder = folder()?;
        let mut digest = Context::new(&SHA256);
        for part in [env!("JENNY_CODE_BUILD"), reading] {
            digest.update(&(part.len() as u64).to_le_bytes());
            digest.update(part.as_bytes());
        }
        digest.update(source.text.as_bytes());
        Some(Entry { folder, key: value(digest) })
    }

    fn path(&self) -> PathBuf {
        let mut name: String = self.key[..20].iter().map(|byte| format!("{byte:02x}")).collect();
        name.push_str(SUFFIX);
        self.folder.join(name)
    }

    pub(crate) fn function(&self, source: &Arc<SourceText>) -> Option<Arc<FunctionTemplate>> {
        portable::from_bytes(&self.read()?, source)
    }

    pub(crate) fn module(&self, source: &Arc<SourceText>) -> Option<Arc<ModuleTemplate>> {
        portable::module_from_bytes(&self.read()?, source)
    }

    pub(crate) fn keep_function(self, template: &Arc<FunctionTemplate>) {
        let template = template.clone();
        self.write(move || portable::is_portable(&template).then(|| portable::to_bytes(&template)));
    }

    pub(crate) fn keep_module(self, module: &Arc<ModuleTemplate>) {
        let module = module.clone();
        self.write(move || {
            let portable = portable::is_portable(&module.init) && portable::is_portable(&module.body);
            portable.then(|| portable::module_to_bytes(&module))
        });
    }

    /// The bytes of the file, if it is there and whole.
    fn read(&self) -> Option<StoredBytes> {
        let path = self.path();
        let size = fs::metadata(&path).ok().filter(fs::Metadata::is_file)?.len();
        if size > LARGEST_FILE {
            return None;
        }
        let mut bytes = fs::read(path).ok()?;
        let at = bytes.len().checked_sub(SHA256_OUTPUT_LEN + MAGIC.len())?;
        let (code, end) = bytes.split_at(at);
        if end != self.ending(code) {
            return None;
        }
        bytes.truncate(at);
        Some(StoredBytes::Shared(Arc::new(bytes)))
    }

    /// What stands behind the code in a file.
    fn ending(&self, code: &[u8]) -> Vec<u8> {
        let mut digest = Context::new(&SHA256);
        digest.update(&self.key);
        digest.update(code);
        [&value(digest)[..], MAGIC].concat()
    }

    /// Writes the file on a thread of its own.
    fn write(self, code: impl FnOnce() -> Option<Vec<u8>> + Send + 'static) {
        *WRITING.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        let written = Written;
        let thread = std::thread::Builder::new().name("code-cache".to_owned()).spawn(move || {
            let _written = written;
            if let Some(mut code) = code() {
                code.extend(self.ending(&code));
                // A disk that is full, or a folder that nobody may write to: then the code is compiled again.
                let _ = self.store(&code);
                remove_old(self.folder, LARGEST_FOLDER);
            }
        });
        // No thread is to be had: as above. The number goes down with the closure.
        drop(thread);
    }

    fn store(&self, bytes: &[u8]) -> std::io::Result<()> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        DirBuilder::new().recursive(true).mode(0o700).create(self.folder)?;
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let unfinished = self.folder.join(format!("{}-{count}{UNFINISHED}", std::process::id()));
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&unfinished)?;
        let done = file.write_all(bytes).and_then(|()| fs::rename(&unfinished, self.path()));
        if done.is_err() {
            fs::remove_file(&unfinished)?;
        }
        done
    }
}

/// Counts a file as written when it goes, in whatever way.
struct Written;

impl Drop for Written {
    fn drop(&mut self) {
        *WRITING.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        WRITTEN.notify_all();
    }
}

fn value(digest: Context) -> Digest {
    let mut value = Digest::default();
    value.copy_from_slice(digest.finish().as_ref());
    value
}

/// Removes the oldest of our files when all take more than `limit` bytes.
fn remove_old(folder: &Path, limit: u64) {
    let is_ours = |name: &str| name.ends_with(SUFFIX) || name.ends_with(UNFINISHED);
    let mut files: Vec<(SystemTime, u64, PathBuf)> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter(|file| file.file_name().to_str().is_some_and(is_ours))
        .filter_map(|file| {
            let about = file.metadata().ok()?;
            Some((about.modified().ok()?, about.len(), file.path()))
        })
        .collect();
    let mut total: u64 = files.iter().map(|file| file.1).sum();
    if total <= limit {
        return;
    }
    files.sort();
    for (_, size, path) in files {
        if total <= limit / 2 {
            break;
        }
        // Another process may have removed it.
        let _ = fs::remove_file(path);
        total -= size;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(folder: &Path, key: u8) -> Entry {
        Entry { folder: Box::leak(folder.to_owned().into_boxed_path()), key: [key; SHA256_OUTPUT_LEN] }
    }

    fn compiled(text: &str) -> (Arc<SourceText>, Arc<FunctionTemplate>) {
        let source = SourceText::new("a.js", text.to_owned());
        let template = jenny_compiler::compile_script(source.clone(), &Default::default()).expect("no syntax error");
        (source, template)
    }

    #[test]
    fn what_was_written_is_read_and_nothing_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let (source, template) = compiled("function f(a) { return () => a + 'x' } f(1)");
        let kept = entry(&folder.path().join("new/one"), 1);
        assert!(kept.function(&source).is_none());
        let path = kept.path();
        entry(kept.folder, 1).keep_function(&template);
        finish();
        let read = kept.function(&source).expect("it was written");
        assert_eq!(portable::to_bytes(&read), portable::to_bytes(&template));
        // Of another key, or with a bit changed, or cut off.
        fs::copy(&path, entry(kept.folder, 2).path()).expect("a copy");
        assert!(entry(kept.folder, 2).function(&source).is_none());
        let whole = fs::read(&path).expect("the file");
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 4;
            fs::write(&path, &bytes).expect("a file");
            assert!(kept.function(&source).is_none(), "changed at {at}");
            fs::write(&path, &whole[..at]).expect("a file");
            assert!(kept.function(&source).is_none(), "cut at {at}");
        }
    }

    #[test]
    fn a_folder_that_cannot_be_is_no_error() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("file");
        fs::write(&file, "").expect("a file");
        let (source, template) = compiled("1");
        entry(&file, 1).keep_function(&template);
        finish();
        assert!(entry(&file, 1).function(&source).is_none());
    }

    #[test]
    fn the_oldest_files_go() {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, age) in [("a.code", 3), ("b.code", 2), ("c.tmp", 4), ("other", 5)] {
            let path = folder.path().join(name);
            fs::write(&path, [0; 100]).expect("a file");
            let when = SystemTime::now() - Duration::from_secs(age * 100);
            fs::File::options().append(true).open(path).and_then(|file| file.set_modified(when)).expect("its time");
        }
        remove_old(folder.path(), 300);
        assert!(folder.path().join("a.code").exists());
        remove_old(folder.path(), 299);
        let left: Vec<bool> = ["a.code", "b.code", "c.tmp", "other"].map(|n| folder.path().join(n).exists()).into();
        assert_eq!(left, [false, true, false, true]);
    }

    #[test]
    fn small_sources_and_a_cache_that_is_off_have_no_entry() {
        assert!(Entry::of(&SourceText::new("a.js", "1"), "script").is_none());
        let large = SourceText::new("a.js", " ".repeat(SMALLEST_SOURCE));
        // No test turns it on.
        assert!(Entry::of(&large, "script").is_none());
    }
}
