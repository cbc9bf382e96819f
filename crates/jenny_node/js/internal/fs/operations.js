//! Every file operation, once, as a generator of native calls; `fs.js` and `fs/promises` hand out their forms.
'use strict';

const { make } = require('internal/errors');
const { validateInteger, validateObject, validateBoolean } = require('internal/validators');
const {
  toPath, toDescriptor, toPathOrDescriptor, toFlags, toMode, toOptions, toSeconds, toBytes, encodeName, bufferArgument,
  checkAborted,
} = require('internal/fs/arguments');
const { statsOf, statFsOf, Dirent } = require('internal/fs/stats');
const constants = require('internal/fs/constants');

const { S_IFMT, S_IFDIR, S_IFREG, S_IFLNK } = constants;

const call = (name, ...args) => [name, args];
const isKind = (record, kind) => (record.mode & S_IFMT) === kind;

/** Wraps one native call whose answer is nothing or is handed on as it is. */
function single(prepare) {
  return function* (...args) {
    return yield prepare(...args);
  };
}

const operations = {
  access: single((path, mode = constants.F_OK) => {
    path = toPath(path);
    if (mode != null) validateInteger(mode, 'mode', 0, 7);
    return call('access', path, mode ?? 0);
  }),

  * open(path, flags, mode) {
    path = toPath(path);
    return yield call('open', path, toFlags(flags ?? 'r'), toMode(mode, 'mode', 0o666));
  },

  close: single((fd) => call('close', toDescriptor(fd))),
  fsync: single((fd) => call('fsync', toDescriptor(fd))),
  fdatasync: single((fd) => call('fdatasync', toDescriptor(fd))),
  chmod: single((path, mode) => call('chmod', toPath(path), toMode(mode, 'mode'))),
  fchmod: single((fd, mode) => call('fchmod', toDescriptor(fd), toMode(mode, 'mode'))),
  lchmod: single((path, mode) => call('lchmod', toPath(path), toMode(mode, 'mode'))),
  chown: single((path, uid, gid) => call('chown', toPath(path), owner(uid, 'uid'), owner(gid, 'gid'))),
  lchown: single((path, uid, gid) => call('lchown', toPath(path), owner(uid, 'uid'), owner(gid, 'gid'))),
  fchown: single((fd, uid, gid) => call('fchown', toDescriptor(fd), owner(uid, 'uid'), owner(gid, 'gid'))),
  utimes: single((path, atime, mtime) => call('utimes', toPath(path), toSeconds(atime), toSeconds(mtime))),
  lutimes: single((path, atime, mtime) => call('lutimes', toPath(path), toSeconds(atime), toSeconds(mtime))),
  futimes: single((fd, atime, mtime) => call('futimes', toDescriptor(fd), toSeconds(atime, 'atime'), toSeconds(mtime, 'mtime'))),
  rename: single((from, to) => call('rename', toPath(from, 'oldPath'), toPath(to, 'newPath'))),
  unlink: single((path) => call('unlink', toPath(path))),
  link: single((from, to) => call('link', toPath(from, 'existingPath'), toPath(to, 'newPath'))),
  copyFile: single((from, to, mode = 0) => {
    from = toPath(from, 'src');
    to = toPath(to, 'dest');
    validateInteger(mode, 'mode', 0, 7);
    return call('copyFile', from, to, mode);
  }),

  * symlink(target, path, type) {
    if (type != null && !['dir', 'file', 'junction'].includes(type)) {
      throw make('ERR_INVALID_ARG_VALUE', ['type', type, "must be one of: 'dir', 'file', 'junction', null, undefined"]);
    }
    return yield call('symlink', toPath(target, 'target'), toPath(path), type ?? 'file');
  },

  * readlink(path, options) {
    const { encoding } = toOptions(options);
    return encodeName(yield call('readlink', toPath(path)), encoding);
  },

  * realpath(path, options) {
    const { encoding } = toOptions(options);
    const text = toPath(path);
    try {
      return encodeName(yield call('realpath', text), encoding);
    } catch (error) {
      // The walk over the parts of the path fails at an lstat.
      if (error.code !== 'ENOENT' && error.code !== 'ELOOP' && error.code !== 'ENOTDIR') throw error;
      const { systemError } = require('internal/errors');
      const resolved = require('path').resolve(text);
      throw systemError({ code: error.code, errno: error.errno, syscall: error.code === 'ELOOP' ? 'stat' : 'lstat', path: resolved });
    }
  },

  * realpathNative(path, options) {
    const { encoding } = toOptions(options);
    return encodeName(yield call('realpath', toPath(path)), encoding);
  },

  * stat(path, options = {}) {
    return yield* statOf('stat', toPath(path), options);
  },
  * lstat(path, options = {}) {
    return yield* statOf('lstat', toPath(path), options);
  },
  * fstat(fd, options = {}) {
    return yield* statOf('fstat', toDescriptor(fd), options);
  },
  * statfs(path, options = {}) {
    return statFsOf(yield call('statfs', toPath(path)), options?.bigint);
  },

  * truncate(path, length) {
    if (typeof path === 'number') return yield call('ftruncate', path, truncateLength(length));
    return yield call('truncate', toPath(path), truncateLength(length));
  },
  ftruncate: single((fd, length) => call('ftruncate', toDescriptor(fd), truncateLength(length))),

  * mkdir(path, options) {
    let mode = 0o777;
    let recursive = false;
    if (typeof options === 'number' || typeof options === 'string') {
      mode = toMode(options, 'mode');
    } else if (options) {
      if (options.recursive !== undefined) {
        recursive = options.recursive;
        validateBoolean(recursive, 'options.recursive');
      }
      if (options.mode !== undefined) mode = toMode(options.mode, 'options.mode');
    }
    const first = yield call('mkdir', toPath(path), recursive, mode);
    return recursive ? first ?? undefined : undefined;
  },

  * mkdtemp(prefix, options) {
    const { encoding } = toOptions(options);
    return encodeName(yield call('mkdtemp', toPath(prefix, 'prefix')), encoding);
  },

  * rmdir(path, options) {
    path = toPath(path);
    if (options?.recursive !== undefined) {
      throw make('ERR_INVALID_ARG_VALUE', ['options.recursive', options.recursive, 'is no longer supported']);
    }
    return yield call('rmdir', path);
  },

  * rm(path, options) {
    path = toPath(path);
    const { recursive = false, force = false } = options ?? {};
    if (options != null) validateObject(options, 'options');
    validateBoolean(force, 'options.force');
    validateBoolean(recursive, 'options.recursive');
    let record;
    try {
      record = yield call('lstat', path);
    } catch (error) {
      if (force && error.code === 'ENOENT') return undefined;
      throw error;
    }
    if (isKind(record, S_IFDIR) && !recursive) {
      const error = new Error(`Path is a directory: rm returned EISDIR (is a directory) ${path}`);
      error.name = 'SystemError';
      Object.assign(error, { code: 'ERR_FS_EISDIR', info: { code: 'EISDIR', message: 'is a directory', path, syscall: 'rm', errno: 21 } });
      error.errno = 21;
      error.syscall = 'rm';
      error.path = path;
      throw error;
    }
    yield call('rm', path, recursive, force);
    return undefined;
  },

  * readdir(path, options) {
    options = toOptions(options);
    if (options.recursive != null) validateBoolean(options.recursive, 'options.recursive');
    path = toPath(path);
    const paths = require('path');
    const { encoding, withFileTypes, recursive } = options;
    const result = [];
    const waiting = [''];
    while (waiting.length > 0) {
      const below = waiting.shift();
      const directory = below === '' ? path : paths.join(path, below);
      const entries = yield call('readdir', directory);
      for (let i = 0; i < entries.length; i += 2) {
        const name = entries[i];
        const kind = entries[i + 1];
        if (withFileTypes) result.push(new Dirent(encodeName(name, encoding), kind, directory));
        else result.push(encodeName(below === '' ? name : paths.join(below, name), encoding));
        if (recursive && kind === constants.UV_DIRENT_DIR) waiting.push(below === '' ? name : paths.join(below, name));
      }
      if (!recursive) break;
    }
    return result;
  },

  * readFile(path, options) {
    options = toOptions(options, { flag: 'r' });
    checkAborted(options.signal);
    const target = toPathOrDescriptor(path);
    const bytes = typeof target === 'number' ? yield* readDescriptor(target)
      : yield call('readFile', target, toFlags(options.flag, 'options.flag'));
    checkAborted(options.signal);
    const { Buffer } = require('buffer');
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return options.encoding && options.encoding !== 'buffer' ? buffer.toString(options.encoding) : buffer;
  },

  * writeFile(path, data, options) {
    options = toOptions(options, { encoding: 'utf8', mode: 0o666, flag: 'w', flush: false });
    yield* writeWhole(path, data, options, 'w');
  },

  * appendFile(path, data, options) {
    options = toOptions(options, { encoding: 'utf8', mode: 0o666, flag: 'a', flush: false });
    yield* writeWhole(path, data, options, 'a');
  },

  * read(fd, buffer, offset, length, position) {
    toDescriptor(fd);
    let size = 16384;
    if (buffer === undefined || (buffer !== null && typeof buffer === 'object' && !ArrayBuffer.isView(buffer))) {
      const given = buffer ?? {};
      buffer = given.buffer ?? require('buffer').Buffer.alloc(size);
      ({ offset = 0, length = buffer.byteLength - offset, position = null } = given);
    } else if (offset !== null && typeof offset === 'object') {
      ({ offset = 0, length, position = null } = offset);
    }
    bufferArgument(buffer);
    offset ??= 0;
    validateInteger(offset, 'offset', 0);
    length ??= buffer.byteLength - offset;
    length = length | 0;
    if (length === 0) return { bytesRead: 0, buffer };
    if (buffer.byteLength === 0) {
      throw make('ERR_INVALID_ARG_VALUE', ['buffer', buffer, 'is empty and cannot be written']);
    }
    if (offset < 0 || offset > buffer.byteLength) {
      throw make('ERR_OUT_OF_RANGE', ['offset', `>= 0 && <= ${buffer.byteLength}`, offset]);
    }
    if (length < 0) throw make('ERR_OUT_OF_RANGE', ['length', '>= 0', length]);
    if (length > buffer.byteLength - offset) {
      throw make('ERR_OUT_OF_RANGE', ['length', `<= ${buffer.byteLength - offset}`, length]);
    }
    if (position == null) position = -1;
    else if (typeof position === 'bigint') position = Number(position);
    else validateInteger(position, 'position', -1);
    const bytesRead = yield call('read', fd, toBytes(buffer), offset, length, position);
    return { bytesRead, buffer };
  },

  * write(fd, buffer, offset, length, position) {
    toDescriptor(fd);
    let bytes;
    if (typeof buffer === 'string') {
      // write(fd, string, position, encoding)
      const encoding = length ?? 'utf8';
      position = offset;
      bytes = toBytes(buffer, encoding);
      offset = 0;
      length = bytes.byteLength;
    } else {
      if (!ArrayBuffer.isView(buffer)) throw make('ERR_INVALID_ARG_TYPE', ['buffer', ['Buffer', 'TypedArray', 'DataView'], buffer]);
      if (offset !== null && typeof offset === 'object') ({ offset = 0, length, position = null } = offset);
      offset ??= 0;
      validateInteger(offset, 'offset', 0);
      if (typeof length !== 'number') length = buffer.byteLength - offset;
      if (offset > buffer.byteLength) throw make('ERR_OUT_OF_RANGE', ['offset', `<= ${buffer.byteLength}`, offset]);
      if (length > buffer.byteLength - offset) throw make('ERR_OUT_OF_RANGE', ['length', `<= ${buffer.byteLength - offset}`, length]);
      if (length < 0) throw make('ERR_OUT_OF_RANGE', ['length', '>= 0', length]);
      bytes = toBytes(buffer);
    }
    if (typeof position !== 'number') position = -1;
    const bytesWritten = yield call('write', fd, bytes, offset, length, position);
    return { bytesWritten, buffer };
  },

  * readv(fd, buffers, position) {
    toDescriptor(fd);
    checkBuffers(buffers);
    let total = 0;
    let at = typeof position === 'number' ? position : -1;
    for (const buffer of buffers) {
      const count = yield call('read', fd, toBytes(buffer), 0, buffer.byteLength, at);
      total += count;
      if (at >= 0) at += count;
      if (count < buffer.byteLength) break;
    }
    return { bytesRead: total, buffers };
  },

  * writev(fd, buffers, position) {
    toDescriptor(fd);
    checkBuffers(buffers);
    let total = 0;
    let at = typeof position === 'number' ? position : -1;
    for (const buffer of buffers) {
      let done = 0;
      while (done < buffer.byteLength) {
        const count = yield call('write', fd, toBytes(buffer), done, buffer.byteLength - done, at);
        done += count;
        total += count;
        if (at >= 0) at += count;
      }
    }
    return { bytesWritten: total, buffers };
  },

  * cp(source, destination, options) {
    yield* require('internal/fs/copy_tree')(toPath(source, 'src'), toPath(destination, 'dest'), options);
  },

  * opendir(path, options) {
    const { Dir } = require('internal/fs/dir');
    path = toPath(path);
    options = toOptions(options, { encoding: 'utf8' });
    const entries = yield call('opendir', path);
    return new Dir(path, entries, options);
  },

  * glob(patterns, options) {
    return yield* globWalk(patterns, options);
  },
};

function owner(id, name) {
  validateInteger(id, name, -1, 4294967295);
  return id;
}

function truncateLength(length) {
  if (length == null) return 0;
  validateInteger(length, 'len');
  return Math.max(0, length);
}

function checkBuffers(buffers) {
  if (!Array.isArray(buffers) || !buffers.every(ArrayBuffer.isView)) {
    throw make('ERR_INVALID_ARG_TYPE', ['buffers', 'ArrayBufferView[]', buffers]);
  }
}

function* statOf(name, target, options) {
  let record;
  try {
    record = yield call(name, target);
  } catch (error) {
    if (options?.throwIfNoEntry === false && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return undefined;
    throw error;
  }
  return statsOf(record, options?.bigint);
}

function* writeWhole(path, data, options, flag) {
  checkAborted(options.signal);
  const target = toPathOrDescriptor(path);
  const bytes = toBytes(data, options.encoding);
  if (typeof target === 'number') {
    let done = 0;
    while (done < bytes.byteLength) done += yield call('write', target, bytes, done, bytes.byteLength - done, -1);
    if (options.flush) yield call('fsync', target);
    return;
  }
  yield call('writeFile', target, bytes, toFlags(options.flag ?? flag, 'options.flag'), toMode(options.mode, 'options.mode', 0o666),
    Boolean(options.flush));
}

/** What is left behind the position of an open file. A descriptor that is not open fails where its size is asked. */
function* readDescriptor(descriptor) {
  try {
    return yield call('readFileDescriptor', descriptor);
  } catch (error) {
    if (error.code !== 'EBADF') throw error;
    const { systemError } = require('internal/errors');
    throw systemError({ code: error.code, errno: error.errno, syscall: 'fstat' });
  }
}

function* globWalk(patterns, options = {}) {
  const { compile } = require('internal/glob');
  const paths = require('path');
  const list = Array.isArray(patterns) ? patterns : [patterns];
  const expressions = list.map((pattern) => compile(paths.posix.normalize(pattern)));
  const cwd = options.cwd === undefined ? internal.cwd() : toPath(options.cwd, 'options.cwd');
  const excluded = typeof options.exclude === 'function' ? options.exclude
    : Array.isArray(options.exclude) ? ((tests) => (name) => tests.some((test) => test.test(name)))(options.exclude.map(compile))
      : () => false;
  const result = [];
  const waiting = [''];
  while (waiting.length > 0) {
    const below = waiting.shift();
    let entries;
    try {
      entries = yield call('readdir', below === '' ? cwd : paths.join(cwd, below));
    } catch {
      continue;
    }
    for (let i = 0; i < entries.length; i += 2) {
      const relative = below === '' ? entries[i] : `${below}/${entries[i]}`;
      const entry = options.withFileTypes ? new Dirent(entries[i], entries[i + 1], paths.join(cwd, below)) : relative;
      if (excluded(entry)) continue;
      if (expressions.some((expression) => expression.test(relative))) result.push(entry);
      if (entries[i + 1] === constants.UV_DIRENT_DIR) waiting.push(relative);
    }
  }
  return result;
}

module.exports = { operations, call, isKind, S_IFDIR, S_IFREG, S_IFLNK };
