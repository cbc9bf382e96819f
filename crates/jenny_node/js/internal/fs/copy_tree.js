//! `fs.cp`: copies a file or a whole tree.
'use strict';

const { codes, make, systemErrors } = require('internal/errors');
const { validateBoolean, validateFunction, validateInteger, validateObject } = require('internal/validators');

const S_IFMT = 61440;
const S_IFDIR = 16384;
const S_IFREG = 32768;
const S_IFLNK = 40960;

const call = (name, ...args) => [name, args];
const isKind = (record, kind) => (record.mode & S_IFMT) === kind;

const cpMessages = {
  ERR_FS_CP_DIR_TO_NON_DIR: 'Cannot overwrite non-directory with directory',
  ERR_FS_CP_EEXIST: 'Target already exists',
  ERR_FS_CP_EINVAL: 'Invalid src or dest',
  ERR_FS_CP_NON_DIR_TO_DIR: 'Cannot overwrite directory with non-directory',
  ERR_FS_EISDIR: 'Path is a directory',
};

function cpError(code, message, path, errno) {
  const error = new Error(`${cpMessages[code]}: cp returned ${errno} (${message}) ${path}`);
  error.name = 'SystemError';
  Object.assign(error, { code, info: { message, path, syscall: 'cp', errno: -systemErrors[errno][0], code: errno } });
  error.errno = -systemErrors[errno][0];
  error.syscall = 'cp';
  error.path = path;
  return error;
}

function* statOrNull(name, path) {
  try {
    return yield call(name, path);
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

function* copyTree(source, destination, options = {}) {
  if (options != null) validateObject(options, 'options');
  const {
    dereference = false, errorOnExist = false, filter, force = true, preserveTimestamps = false, recursive = false,
    verbatimSymlinks = false, mode = 0,
  } = options ?? {};
  for (const [name, value] of Object.entries({ dereference, errorOnExist, force, preserveTimestamps, recursive, verbatimSymlinks })) {
    validateBoolean(value, `options.${name}`);
  }
  validateInteger(mode, 'options.mode', 0, 7);
  if (dereference && verbatimSymlinks) throw make('ERR_INCOMPATIBLE_OPTION_PAIR', ['dereference', 'verbatimSymlinks']);
  if (filter !== undefined) validateFunction(filter, 'options.filter');
  const paths = require('path');

  function* wanted(from, to) {
    if (filter === undefined) return true;
    const answer = filter(from, to);
    return answer && typeof answer.then === 'function' ? yield ['await', [answer]] : answer;
  }
  function* copy(from, to, isTop) {
    if (!(yield* wanted(from, to))) return;
    const record = yield call(dereference ? 'stat' : 'lstat', from);
    const existing = yield* statOrNull(dereference ? 'stat' : 'lstat', to);
    if (existing !== null) {
      if (record.ino === existing.ino && record.dev === existing.dev) {
        throw cpError('ERR_FS_CP_EINVAL', 'src and dest cannot be the same', to, 'EINVAL');
      }
      if (isKind(record, S_IFDIR) && !isKind(existing, S_IFDIR)) {
        throw cpError('ERR_FS_CP_DIR_TO_NON_DIR', `cannot overwrite non-directory ${to} with directory ${from}`, to, 'EISDIR');
      }
      if (!isKind(record, S_IFDIR) && isKind(existing, S_IFDIR)) {
        throw cpError('ERR_FS_CP_NON_DIR_TO_DIR', `cannot overwrite directory ${to} with non-directory ${from}`, to, 'ENOTDIR');
      }
    }
    if (isKind(record, S_IFDIR)) {
      if (!recursive) throw cpError('ERR_FS_EISDIR', `${from} is a directory (not copied)`, from, 'EISDIR');
      const resolved = paths.resolve(from);
      if (isTop && `${paths.resolve(to)}${paths.sep}`.startsWith(`${resolved}${paths.sep}`)) {
        throw cpError('ERR_FS_CP_EINVAL', `cannot copy ${from} to a subdirectory of self ${to}`, to, 'EINVAL');
      }
      if (existing === null) yield call('mkdir', to, true, 0o777);
      const entries = yield call('readdir', from);
      for (let i = 0; i < entries.length; i += 2) {
        yield* copy(paths.join(from, entries[i]), paths.join(to, entries[i]), false);
      }
      if (existing === null) yield call('chmod', to, record.mode & 0o7777);
      return;
    }
    if (isTop) yield call('mkdir', paths.dirname(paths.resolve(to)), true, 0o777);
    if (isKind(record, S_IFLNK)) {
      let target = yield call('readlink', from);
      if (!verbatimSymlinks && !paths.isAbsolute(target)) target = paths.resolve(paths.dirname(from), target);
      if (existing !== null) yield call('unlink', to);
      yield call('symlink', target, to, 'file');
      return;
    }
    if (existing !== null) {
      if (!force) {
        if (errorOnExist) throw cpError('ERR_FS_CP_EEXIST', `${to} already exists`, to, 'EEXIST');
        return;
      }
      yield call('unlink', to);
    }
    yield call('copyFile', from, to, mode);
    if (preserveTimestamps) {
      yield call('utimes', to, record.atime[0] + record.atime[1] / 1e9, record.mtime[0] + record.mtime[1] / 1e9);
    }
    if (!isKind(record, S_IFREG)) throw new codes.ERR_INVALID_ARG_VALUE('src', from, 'is not a file or directory');
  }
  yield* copy(source, destination, true);
}

module.exports = copyTree;
