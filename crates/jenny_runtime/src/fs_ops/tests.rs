//! File operations on a temporary directory, their errors in Node's words included.

use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;

use super::*;

fn flags(flags: &str) -> OpenFlags {
    OpenFlags::parse(flags).unwrap()
}

fn names(path: &Path) -> Vec<String> {
    let entries = read_directory(path).unwrap();
    entries.into_iter().map(|entry| format!("{}:{:?}", entry.name.to_string_lossy(), entry.kind)).collect()
}

#[test]
fn write_read_append_copy_rename_remove() {
    let home = tempfile::tempdir().unwrap();
    let (a, b) = (home.path().join("a"), home.path().join("b"));
    write_file(&a, b"hello, longer", flags("w"), 0o666).unwrap();
    write_file(&a, b"hello", flags("w"), 0o666).unwrap();
    append_file(&a, b" world", 0o666).unwrap();
    assert_eq!(read_file(&a).unwrap(), b"hello world");
    copy_file(&a, &b, true).unwrap();
    assert_eq!(copy_file(&a, &b, true).unwrap_err().code, "EEXIST");
    assert_eq!(stat(&b).unwrap().size, 11);
    rename(&b, &home.path().join("c")).unwrap();
    symlink(Path::new("a"), &home.path().join("l")).unwrap();
    assert_eq!(names(home.path()), ["a:File", "c:File", "l:Link"]);
    assert_eq!(read_link(&home.path().join("l")).unwrap(), Path::new("a"));
    assert_eq!(real_path(&home.path().join("l")).unwrap(), real_path(&a).unwrap());
    truncate(&a, 2).unwrap();
    assert_eq!(read_file(&a).unwrap(), b"he");
    unlink(&a).unwrap();
    assert_eq!(stat(&home.path().join("l")).unwrap_err().code, "ENOENT");
    assert!(lstat(&home.path().join("l")).is_ok());
}

#[test]
fn descriptors_read_and_write_at_places() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("f");
    let descriptor = open(&path, flags("w+"), 0o644).unwrap();
    assert_eq!(write(descriptor, b"abcdef").unwrap(), 6);
    assert_eq!(write_at(descriptor, b"X", 1).unwrap(), 1);
    let mut buffer = [0; 3];
    assert_eq!(read_at(descriptor, &mut buffer, 1).unwrap(), 3);
    assert_eq!(&buffer, b"Xcd");
    assert_eq!(read(descriptor, &mut buffer).unwrap(), 0);
    truncate_open(descriptor, 4).unwrap();
    assert_eq!(stat_open(descriptor).unwrap().size, 4);
    close(descriptor).unwrap();
    assert_eq!(close(-1).unwrap_err().to_string(), "EBADF: bad file descriptor, close");
    assert_eq!(read(123_456, &mut buffer).unwrap_err().code, "EBADF");
}

#[test]
fn errors_are_worded_as_node_words_them() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("none");
    let shown = path.display();
    let error = read_file(&path).unwrap_err();
    assert_eq!(error.to_string(), format!("ENOENT: no such file or directory, open '{shown}'"));
    assert_eq!((error.errno, error.syscall), (-2, "open"));
    let error = rename(&path, Path::new("/x")).unwrap_err();
    assert_eq!(error.to_string(), format!("ENOENT: no such file or directory, rename '{shown}' -> '/x'"));
    assert_eq!(read_file(home.path()).unwrap_err().to_string(), "EISDIR: illegal operation on a directory, read");
    assert_eq!(
        read_directory(&path).unwrap_err().to_string(),
        format!("ENOENT: no such file or directory, scandir '{shown}'")
    );
    assert_eq!(access(&path, ACCESS_READ).unwrap_err().syscall, "access");
    assert_eq!(open(&path, flags("r"), 0).unwrap_err().code, "ENOENT");
    write_file(&path, b"", flags("wx"), 0o666).unwrap();
    assert_eq!(write_file(&path, b"", flags("wx"), 0o666).unwrap_err().code, "EEXIST");
    assert_eq!(OpenFlags::parse("rw"), None);
}

#[test]
fn a_full_disk_is_an_error_and_leaves_nothing_half_written() {
    if cfg!(target_os = "linux") {
        let error = write_file(Path::new("/dev/full"), b"x", flags("w"), 0o666).unwrap_err();
        assert_eq!(error.to_string(), "ENOSPC: no space left on device, write '/dev/full'");
    }
}

#[test]
fn directories_are_made_and_removed_with_all_in_them() {
    let home = tempfile::tempdir().unwrap();
    let deep = home.path().join("x/y/z");
    assert_eq!(make_directory(&deep, false, 0o777).unwrap_err().code, "ENOENT");
    assert_eq!(make_directory(&deep, true, 0o777).unwrap(), Some(home.path().join("x")));
    assert_eq!(make_directory(&deep, true, 0o777).unwrap(), None);
    assert_eq!(make_directory(&deep, false, 0o777).unwrap_err().code, "EEXIST");
    write_file(&deep.join("f"), b"1", flags("w"), 0o666).unwrap();
    assert_eq!(make_directory(&deep.join("f/g"), true, 0o777).unwrap_err().code, "ENOTDIR");
    assert_eq!(remove_directory(&deep).unwrap_err().code, "ENOTEMPTY");
    assert_eq!(remove(&home.path().join("x"), false, true).unwrap_err().code, "EISDIR");
    remove(&home.path().join("x"), true, false).unwrap();
    remove(&home.path().join("x"), true, true).unwrap();
    assert_eq!(remove(&home.path().join("x"), true, false).unwrap_err().code, "ENOENT");
    let mut state = 0;
    let made = make_temporary_directory(&home.path().join("t-"), |bytes| {
        state += 1;
        bytes.fill(state);
    });
    assert_eq!(made.unwrap().file_name().unwrap(), "t-bbbbbb");
}

#[test]
fn times_modes_and_access_are_set_and_seen() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("f");
    write_file(&path, b"", flags("w"), 0o666).unwrap();
    change_mode(&path, 0o640).unwrap();
    set_times(&path, Time::from_seconds(1.5), Time::from_seconds(1e9), true).unwrap();
    let stat = stat(&path).unwrap();
    assert_eq!(stat.mode & 0o777, 0o640);
    assert_eq!((stat.atime.milliseconds(), stat.mtime.milliseconds()), (1500.0, 1e12));
    access(&path, ACCESS_READ | ACCESS_WRITE).unwrap();
}

#[test]
fn a_watcher_tells_of_changes() {
    let home = tempfile::tempdir().unwrap();
    let (sender, receiver) = mpsc::channel();
    let watcher = watch(home.path(), false, move |event| drop(sender.send(event))).unwrap();
    write_file(&home.path().join("new"), b"1", flags("w"), 0o666).unwrap();
    let event = receiver.recv_timeout(Duration::from_secs(10)).unwrap().unwrap();
    assert_eq!((event.kind, event.name.as_path()), (WatchEventKind::Rename, Path::new("new")));
    drop(watcher);
    let missing = watch(&home.path().join("none"), false, |_| ()).unwrap_err();
    assert_eq!((missing.code, missing.syscall), ("ENOENT", "watch"));
}
