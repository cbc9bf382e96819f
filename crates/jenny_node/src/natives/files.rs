//! Natives of `node:fs`: every operation once, run at once or on a thread of the reactor.

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use jenny_engine::embed::{Gc, HeldValue, PropertySpec, RootVec, SpecValue, TypedArrayObject, method, value};
use jenny_engine::operations::values;
use jenny_engine::{Agent, Args, AsObject, Attributes, JsResult, Value};
use jenny_runtime::binding::callbacks::ScheduledAt;
use jenny_runtime::binding::state_of;
use jenny_runtime::event_loop::{OperationId, OperationKind, TaskSource};
use jenny_runtime::fs_ops::{
    self, EntryKind, FsError, FsResult, OpenFlags, Stat, Time, WatchEvent, WatchEventKind, Watcher,
};
use rustc_hash::FxHashMap;

use super::taped_answer::TapedAnswer;
use super::{failure, throw_failure};

pub static MEMBERS: &[PropertySpec] =
    &[value("fs", SpecValue::Make(|agent| super::new_namespace(agent, OPERATIONS)), Attributes::BUILTIN)];

static OPERATIONS: &[PropertySpec] = &[
    method("opSync", op_sync, 2),
    method("opAsync", op_async, 3),
    method("watch", watch, 4),
    method("unwatch", unwatch, 1),
    method("watchRef", watch_ref, 2),
];

/// What an operation answers, free of the heap.
pub(super) enum Answer {
    Nothing,
    Number(f64),
    Text(String),
    Bytes(Vec<u8>),
    /// bytes to be put into the caller's array at an offset
    Into(Vec<u8>, usize),
    Stat(Box<Stat>),
    Entries(Vec<(String, u32)>),
    Fields(Vec<(&'static str, f64)>),
}

type Work = Box<dyn FnOnce() -> FsResult<Answer> + Send>;

/// An operation made ready: its work, and the array that takes what it reads.
struct Prepared {
    work: Work,
    target: Option<Gc<TypedArrayObject>>,
}

/// The arguments of an operation, read from the program's array.
struct Arguments<'a> {
    agent: &'a mut Agent,
    list: RootVec,
}

impl Arguments<'_> {
    fn get(&self, i: usize) -> Value {
        values(&self.list).get(i).copied().unwrap_or(Value::UNDEFINED)
    }
    fn path(&mut self, i: usize) -> JsResult<PathBuf> {
        Ok(PathBuf::from(self.get(i).to_rust_string(self.agent)?))
    }
    fn text(&mut self, i: usize) -> JsResult<String> {
        self.get(i).to_rust_string(self.agent)
    }
    fn int(&mut self, i: usize) -> JsResult<i32> {
        self.get(i).to_int32(self.agent)
    }
    fn number(&mut self, i: usize) -> JsResult<f64> {
        if self.get(i).is_bigint() {
            let text = self.text(i)?;
            return Ok(text.parse().unwrap_or(0.0));
        }
        self.get(i).to_number(self.agent)
    }
    fn flag(&self, i: usize) -> bool {
        self.get(i).to_boolean()
    }
    fn array(&mut self, i: usize) -> JsResult<Gc<TypedArrayObject>> {
        super::bytes::array_argument(self.agent, self.get(i))
    }
    /// The part of an array that an operation reads or writes.
    fn range(&mut self, array: Gc<TypedArrayObject>, offset: usize, length: usize) -> JsResult<(usize, usize)> {
        let size = array.viewed_bytes();
        let offset = (self.number(offset)?.max(0.0) as usize).min(size);
        let length = (self.number(length)?.max(0.0) as usize).min(size - offset);
        Ok((offset, length))
    }
}

fn nothing(result: FsResult<()>) -> FsResult<Answer> {
    result.map(|()| Answer::Nothing)
}

fn stat(result: FsResult<Stat>) -> FsResult<Answer> {
    result.map(|stat| Answer::Stat(Box::new(stat)))
}

fn text(path: &Path) -> Answer {
    Answer::Text(path.to_string_lossy().into_owned())
}

fn kind_code(kind: EntryKind) -> u32 {
    match kind {
        EntryKind::File => 1,
        EntryKind::Directory => 2,
        EntryKind::Link => 3,
        EntryKind::Fifo => 4,
        EntryKind::Socket => 5,
        EntryKind::CharacterDevice => 6,
        EntryKind::BlockDevice => 7,
        EntryKind::Unknown => 0,
    }
}

fn entries(path: &Path, syscall: &'static str) -> FsResult<Answer> {
    let list = fs_ops::read_directory(path).map_err(|error| error.in_syscall(syscall))?;
    let row = |entry: fs_ops::DirectoryEntry| (entry.name.to_string_lossy().into_owned(), kind_code(entry.kind));
    Ok(Answer::Entries(list.into_iter().map(row).collect()))
}

/// Reads the arguments and makes the work, in the order in which the operation wants them.
fn prepare(arguments: &mut Arguments<'_>, name: &str) -> JsResult<Result<Prepared, FsError>> {
    let mut target = None;
    let a = arguments;
    let work: Work = match name {
        "open" => {
            let (path, flags, mode) = (a.path(0)?, OpenFlags::from_bits(a.int(1)?), a.int(2)? as u32);
            Box::new(move || fs_ops::open(&path, flags, mode).map(|fd| Answer::Number(fd.into())))
        }
        "close" => {
            let fd = a.int(0)?;
            Box::new(move || nothing(fs_ops::close(fd)))
        }
        "read" => {
            let (fd, array) = (a.int(0)?, a.array(1)?);
            let (offset, length) = a.range(array, 2, 3)?;
            let position = a.number(4)?;
            target = Some(array);
            Box::new(move || {
                let mut bytes = vec![0; length];
                let count = if position < 0.0 || position.is_nan() {
                    fs_ops::read(fd, &mut bytes)?
                } else {
                    fs_ops::read_at(fd, &mut bytes, position as u64)?
                };
                bytes.truncate(count);
                Ok(Answer::Into(bytes, offset))
            })
        }
        "write" => {
            let (fd, array) = (a.int(0)?, a.array(1)?);
            let (offset, length) = a.range(array, 2, 3)?;
            let position = a.number(4)?;
            let bytes = array.read_range(offset..offset + length).unwrap_or_default();
            Box::new(move || {
                let count = if position < 0.0 || position.is_nan() {
                    fs_ops::write(fd, &bytes)?
                } else {
                    fs_ops::write_at(fd, &bytes, position as u64)?
                };
                Ok(Answer::Number(count as f64))
            })
        }
        "readFile" => {
            let path = a.path(0)?;
            Box::new(move || fs_ops::read_file(&path).map(Answer::Bytes))
        }
        "readFileDescriptor" => {
            let fd = a.int(0)?;
            Box::new(move || fs_ops::read_open_to_end(fd).map(Answer::Bytes))
        }
        "writeFile" => {
            let (path, array) = (a.path(0)?, a.array(1)?);
            let (flags, mode) = (OpenFlags::from_bits(a.int(2)?), a.int(3)? as u32);
            let bytes = array.to_vec();
            Box::new(move || nothing(fs_ops::write_file(&path, &bytes, flags, mode)))
        }
        "fsync" | "fdatasync" => {
            let fd = a.int(0)?;
            let syscall = if name == "fsync" { "fsync" } else { "fdatasync" };
            Box::new(move || nothing(fs_ops::sync(fd).map_err(|error| error.in_syscall(syscall))))
        }
        "truncate" => {
            let (path, length) = (a.path(0)?, a.number(1)? as u64);
            Box::new(move || nothing(fs_ops::truncate(&path, length)))
        }
        "ftruncate" => {
            let (fd, length) = (a.int(0)?, a.number(1)? as u64);
            Box::new(move || nothing(fs_ops::truncate_open(fd, length)))
        }
        "stat" => {
            let path = a.path(0)?;
            Box::new(move || stat(fs_ops::stat(&path)))
        }
        "lstat" => {
            let path = a.path(0)?;
            Box::new(move || stat(fs_ops::lstat(&path)))
        }
        "fstat" => {
            let fd = a.int(0)?;
            Box::new(move || stat(fs_ops::stat_open(fd)))
        }
        "statfs" => {
            let path = a.path(0)?;
            Box::new(move || {
                let fs = fs_ops::stat_file_system(&path)?;
                Ok(Answer::Fields(vec![
                    ("type", fs.kind as f64),
                    ("bsize", fs.block_size as f64),
                    ("frsize", fs.fragment_size as f64),
                    ("blocks", fs.blocks as f64),
                    ("bfree", fs.free_blocks as f64),
                    ("bavail", fs.available_blocks as f64),
                    ("files", fs.files as f64),
                    ("ffree", fs.free_files as f64),
                ]))
            })
        }
        "access" => {
            let (path, mode) = (a.path(0)?, a.int(1)? as u32);
            Box::new(move || nothing(fs_ops::access(&path, mode)))
        }
        "chmod" | "lchmod" => {
            let (path, mode) = (a.path(0)?, a.int(1)? as u32);
            Box::new(move || nothing(fs_ops::change_mode(&path, mode)))
        }
        "fchmod" => {
            let (fd, mode) = (a.int(0)?, a.int(1)? as u32);
            Box::new(move || nothing(fs_ops::change_mode_open(fd, mode)))
        }
        "chown" | "lchown" => {
            let (path, uid, gid) = (a.path(0)?, a.number(1)? as i64 as u32, a.number(2)? as i64 as u32);
            let follow = name == "chown";
            Box::new(move || nothing(fs_ops::change_owner(&path, uid, gid, follow)))
        }
        "fchown" => {
            let (fd, uid, gid) = (a.int(0)?, a.number(1)? as i64 as u32, a.number(2)? as i64 as u32);
            Box::new(move || nothing(fs_ops::change_owner_open(fd, uid, gid)))
        }
        "utimes" | "lutimes" => {
            let path = a.path(0)?;
            let (accessed, modified) = (Time::from_seconds(a.number(1)?), Time::from_seconds(a.number(2)?));
            let follow = name == "utimes";
            Box::new(move || nothing(fs_ops::set_times(&path, accessed, modified, follow)))
        }
        "futimes" => {
            let fd = a.int(0)?;
            let (accessed, modified) = (Time::from_seconds(a.number(1)?), Time::from_seconds(a.number(2)?));
            Box::new(move || nothing(fs_ops::set_times_open(fd, accessed, modified)))
        }
        "rename" => {
            let (path, dest) = (a.path(0)?, a.path(1)?);
            Box::new(move || nothing(fs_ops::rename(&path, &dest)))
        }
        "link" => {
            let (path, dest) = (a.path(0)?, a.path(1)?);
            Box::new(move || nothing(fs_ops::link(&path, &dest)))
        }
        "symlink" => {
            let (target, path) = (a.path(0)?, a.path(1)?);
            Box::new(move || nothing(fs_ops::symlink(&target, &path)))
        }
        "readlink" => {
            let path = a.path(0)?;
            Box::new(move || fs_ops::read_link(&path).map(|path| text(&path)))
        }
        "realpath" => {
            let path = a.path(0)?;
            Box::new(move || fs_ops::real_path(&path).map(|path| text(&path)))
        }
        "unlink" => {
            let path = a.path(0)?;
            Box::new(move || nothing(fs_ops::unlink(&path)))
        }
        "rmdir" => {
            let path = a.path(0)?;
            Box::new(move || nothing(fs_ops::remove_directory(&path)))
        }
        "rm" => {
            let (path, recursive, force) = (a.path(0)?, a.flag(1), a.flag(2));
            Box::new(move || nothing(fs_ops::remove(&path, recursive, force)))
        }
        "copyFile" => {
            let (path, dest, mode) = (a.path(0)?, a.path(1)?, a.int(2)?);
            Box::new(move || nothing(fs_ops::copy_file(&path, &dest, mode & 1 != 0)))
        }
        "mkdir" => {
            let (path, recursive, mode) = (a.path(0)?, a.flag(1), a.int(2)? as u32);
            Box::new(move || {
                let made = fs_ops::make_directory(&path, recursive, mode)?;
                Ok(made.filter(|_| recursive).map_or(Answer::Nothing, |path| text(&path)))
            })
        }
        "mkdtemp" => {
            let prefix = a.text(0)?;
            let mut random = [0_u8; 256];
            a.agent.host.random("temporary name", &mut random);
            let mut at = 0;
            let rand = move |out: &mut [u8]| {
                for byte in out {
                    *byte = random[at % random.len()];
                    at += 1;
                }
            };
            Box::new(move || fs_ops::make_temporary_directory(Path::new(&prefix), rand).map(|path| text(&path)))
        }
        "readdir" => {
            let path = a.path(0)?;
            Box::new(move || entries(&path, "scandir"))
        }
        "opendir" => {
            let path = a.path(0)?;
            Box::new(move || entries(&path, "opendir"))
        }
        _ => return Ok(Err(FsError::from_number(38, "fs"))),
    };
    Ok(Ok(Prepared { work, target }))
}

fn arguments_of<'a>(agent: &'a mut Agent, list: Value) -> JsResult<Arguments<'a>> {
    let list = agent.create_list_from_array_like(list)?;
    Ok(Arguments { agent, list })
}

fn time(agent: &mut Agent, time: Time) -> JsResult<Value> {
    let pair = [Value::number(time.seconds as f64), time.nanoseconds.into()];
    Ok(agent.new_array(&pair)?.as_object().into())
}

fn answer_value(agent: &mut Agent, answer: Answer, target: Option<Gc<TypedArrayObject>>) -> JsResult<Value> {
    Ok(match answer {
        Answer::Nothing => Value::UNDEFINED,
        Answer::Number(number) => Value::number(number),
        Answer::Text(text) => agent.try_string(&text)?.into(),
        Answer::Bytes(bytes) => agent.uint8_array_from_vec(bytes)?.as_object().into(),
        Answer::Into(bytes, offset) => {
            // The array may have been detached or shrunk while the operation ran.
            if let Some(array) = target {
                array.write_bytes(offset, &bytes);
            }
            bytes.len().into()
        }
        Answer::Stat(stat) => {
            let object = agent.new_object();
            let fields = [
                ("dev", stat.dev as f64),
                ("mode", f64::from(stat.mode)),
                ("nlink", stat.nlink as f64),
                ("uid", f64::from(stat.uid)),
                ("gid", f64::from(stat.gid)),
                ("rdev", stat.rdev as f64),
                ("blksize", stat.blksize as f64),
                ("ino", stat.ino as f64),
                ("size", stat.size as f64),
                ("blocks", stat.blocks as f64),
            ];
            for (name, number) in fields {
                object.create_str(agent, name, Value::number(number))?;
            }
            let times =
                [("atime", stat.atime), ("mtime", stat.mtime), ("ctime", stat.ctime), ("birthtime", stat.birthtime)];
            for (name, moment) in times {
                let pair = time(agent, moment)?;
                object.create_str(agent, name, pair)?;
            }
            object.into()
        }
        Answer::Entries(entries) => {
            let mut list = RootVec::with_capacity(&agent.heap, entries.len() * 2);
            for (name, kind) in entries {
                list.push(agent.string_value(&name).bits());
                list.push(Value::from(kind).bits());
            }
            agent.new_array(values(&list))?.as_object().into()
        }
        Answer::Fields(fields) => {
            let object = agent.new_object();
            for (name, number) in fields {
                object.create_str(agent, name, Value::number(number))?;
            }
            object.into()
        }
    })
}

fn op_sync(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let name = args.get(0).to_rust_string(agent)?;
    let prepared = prepare(&mut arguments_of(agent, args.get(1))?, &name)?;
    let prepared = super::unwrap(agent, prepared)?;
    let taped = state_of(agent).outside_call(&name, move || TapedAnswer((prepared.work)()));
    match taped.0 {
        Ok(answer) => answer_value(agent, answer, prepared.target),
        Err(error) => throw_failure(agent, &error),
    }
}

/// The operation on another thread; `callback(failure or null, result)` in a task of its own.
fn op_async(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let name = args.get(0).to_rust_string(agent)?;
    let prepared = prepare(&mut arguments_of(agent, args.get(1))?, &name)?;
    let callback = HeldValue::new(agent, args.get(2));
    let state = state_of(agent);
    let origin = ScheduledAt::now(agent, &state);
    let (work, target): (Work, _) = match prepared {
        Ok(prepared) => (prepared.work, prepared.target),
        Err(error) => (Box::new(move || Err(error)), None),
    };
    let target = target.map(|array| HeldValue::new(agent, array.as_object()));
    state.name_operation(&name);
    let work = move || TapedAnswer(work());
    let started = state.spawn_blocking(OperationKind::Fs, TaskSource::FileIo, work, move |agent, result| {
        origin.resume(agent);
        let callback = callback.get();
        let target = target.and_then(|held| held.get().as_kind::<TypedArrayObject>());
        let arguments = match result.map(|TapedAnswer(answer)| answer) {
            Some(Ok(answer)) => [Value::NULL, answer_value(agent, answer, target)?],
            Some(Err(error)) => [failure(agent, &error)?, Value::UNDEFINED],
            None => [failure(agent, &FsError::from_number(125, "fs"))?, Value::UNDEFINED],
        };
        agent.call(callback, Value::UNDEFINED, &arguments).map(|_| ())
    });
    match started {
        Ok(_) => Ok(Value::UNDEFINED),
        Err(error) => throw_failure(agent, &FsError::from_io(&error, "fs")),
    }
}

/// Watchers of this agent, by their id.
#[derive(Default)]
struct Watchers(RefCell<FxHashMap<u64, (OperationId, Option<Watcher>)>>);

fn watch(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let path = PathBuf::from(args.get(0).to_rust_string(agent)?);
    let (recursive, persistent) = (args.get(1).to_boolean(), args.get(2).to_boolean());
    let callback = HeldValue::new(agent, args.get(3));
    let state = state_of(agent);
    let (operation, poster) = state.start_external::<FsResult<WatchEvent>>(
        OperationKind::FsWatch,
        TaskSource::FileIo,
        persistent,
        move |agent, event, _| {
            let callback = callback.get();
            let arguments = match event {
                None => return Ok(()),
                Some(Ok(event)) => {
                    let kind = if event.kind == WatchEventKind::Rename { "rename" } else { "change" };
                    let kind = agent.string_value(kind);
                    [Value::NULL, kind, agent.string_value(&event.name.to_string_lossy())]
                }
                Some(Err(error)) => [failure(agent, &error)?, Value::UNDEFINED, Value::UNDEFINED],
            };
            agent.call(callback, Value::UNDEFINED, &arguments).map(|_| ())
        },
    );
    let mut watcher = None;
    let started = state.outside_call("watch", || {
        fs_ops::watch(&path, recursive, move |event| poster.post(event)).map(|started| watcher = Some(started))
    });
    match started {
        Ok(()) => {
            agent.state::<Watchers>().0.borrow_mut().insert(operation.bits(), (operation, watcher));
            Ok(Value::number(operation.bits() as f64))
        }
        Err(error) => {
            state.cancel(operation);
            throw_failure(agent, &error)
        }
    }
}

fn operation_of(agent: &mut Agent, value: Value) -> Option<OperationId> {
    let id = value.as_number()? as u64;
    agent.state::<Watchers>().0.borrow().get(&id).map(|(operation, _)| *operation)
}

fn unwatch(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    if let Some(operation) = operation_of(agent, args.get(0)) {
        state_of(agent).cancel(operation);
        let watcher = agent.state::<Watchers>().0.borrow_mut().remove(&operation.bits());
        drop(watcher);
    }
    Ok(Value::UNDEFINED)
}

fn watch_ref(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    if let Some(operation) = operation_of(agent, args.get(0)) {
        state_of(agent).event_loop.set_operation_ref(operation, args.get(1).to_boolean());
    }
    Ok(Value::UNDEFINED)
}
