//! `node:fs`: file operations at once or with a callback, streams, watchers.
'use strict';

const { operations } = require('internal/fs/operations');
const { forms } = require('internal/fs/drive');
const { make } = require('internal/errors');
const { argumentNames, custom } = require('internal/promisify');
const constants = require('internal/fs/constants');
const { Stats, Dirent } = require('internal/fs/stats');
const { toPath } = require('internal/fs/arguments');
const { nextTick } = require('internal/ticks');

const fs = module.exports = {};

// Operations whose three forms differ in nothing but how the answer arrives.
for (const name of ['access', 'appendFile', 'chmod', 'fchmod', 'chown', 'fchown', 'lchown', 'copyFile', 'cp', 'fdatasync', 'fstat',
  'fsync', 'ftruncate', 'futimes', 'glob', 'link', 'lstat', 'lutimes', 'mkdir', 'mkdtemp', 'open', 'opendir', 'readdir', 'readFile',
  'readlink', 'realpath', 'rename', 'rm', 'rmdir', 'stat', 'statfs', 'symlink', 'truncate', 'unlink', 'utimes', 'writeFile']) {
  const { sync, callback } = forms(name, operations[name]);
  fs[name] = callback;
  fs[`${name}Sync`] = sync;
}
{
  const { sync, callback } = forms('native', operations.realpathNative);
  fs.realpath.native = callback;
  fs.realpathSync.native = sync;
}

const closeForms = forms('close', operations.close);
fs.close = function close(fd, callback = (error) => {
  if (error) throw error;
}) {
  closeForms.callback(fd, callback);
};
fs.closeSync = closeForms.sync;

function needCallback(callback, caller) {
  if (typeof callback !== 'function') throw make('ERR_INVALID_ARG_TYPE', ['cb', 'Function', callback], caller);
}

/** Forms whose answer is an object of a count and the buffers: callbacks get them one by one, sync forms the count. */
function countedForms(name, countName, bufferName) {
  const { sync, callback } = forms(name, operations[name]);
  fs[`${name}Sync`] = function(...args) {
    return sync(...args)[countName];
  };
  Object.defineProperty(fs[`${name}Sync`], 'name', { value: `${name}Sync` });
  fs[name] = function(...args) {
    const done = args.pop();
    needCallback(done, fs[name]);
    callback(...args, (error, result) => {
      if (error) done(error);
      else done(null, result[countName], result[bufferName]);
    });
  };
  Object.defineProperty(fs[name], 'name', { value: name });
  fs[name][argumentNames] = [countName, bufferName];
  Object.defineProperty(fs[name], argumentNames, { enumerable: false });
}
countedForms('read', 'bytesRead', 'buffer');
countedForms('write', 'bytesWritten', 'buffer');
countedForms('readv', 'bytesRead', 'buffers');
countedForms('writev', 'bytesWritten', 'buffers');

fs.exists = function exists(path, callback) {
  needCallback(callback, exists);
  let text;
  try {
    text = toPath(path);
  } catch {
    nextTick(callback, false);
    return;
  }
  fs.access(text, constants.F_OK, (error) => callback(!error));
};
Object.defineProperty(fs.exists, custom, {
  __proto__: null,
  enumerable: false,
  value: (path) => new Promise((resolve) => fs.exists(path, resolve)),
});

fs.existsSync = function existsSync(path) {
  try {
    internal.fs.opSync('access', [toPath(path), constants.F_OK]);
    return true;
  } catch {
    return false;
  }
};

fs.openAsBlob = async function openAsBlob(path, options = {}) {
  const bytes = await require('fs/promises').readFile(path);
  return new Blob([bytes], { type: options.type ?? '' });
};

fs.mkdtempDisposableSync = function mkdtempDisposableSync(prefix, options) {
  const path = fs.mkdtempSync(prefix, options);
  const remove = () => fs.rmSync(path, { recursive: true, force: true });
  return { path, remove, [Symbol.dispose]: remove };
};

fs._toUnixTimestamp = (time, name) => require('internal/fs/arguments').toSeconds(time, name);
fs.constants = constants;
fs.Stats = Stats;
fs.Dirent = Dirent;

const lazy = {
  Dir: () => require('internal/fs/dir').Dir,
  ReadStream: () => require('internal/fs/streams').ReadStream,
  WriteStream: () => require('internal/fs/streams').WriteStream,
  FileReadStream: () => require('internal/fs/streams').ReadStream,
  FileWriteStream: () => require('internal/fs/streams').WriteStream,
  promises: () => require('fs/promises'),
};
for (const name of Object.keys(lazy)) {
  Object.defineProperty(fs, name, {
    __proto__: null,
    configurable: true,
    enumerable: true,
    get() {
      return lazy[name]();
    },
    set(value) {
      Object.defineProperty(fs, name, { value, writable: true, enumerable: true, configurable: true });
    },
  });
}
fs.createReadStream = function createReadStream(path, options) {
  return new fs.ReadStream(path, options);
};
fs.createWriteStream = function createWriteStream(path, options) {
  return new fs.WriteStream(path, options);
};
for (const name of ['watch', 'watchFile', 'unwatchFile']) {
  fs[name] = function(...args) {
    return require('internal/fs/watch')[name](...args);
  };
  Object.defineProperty(fs[name], 'name', { value: name });
}
