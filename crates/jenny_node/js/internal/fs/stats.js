//! What `stat` and `readdir` answer with: Stats, BigIntStats, StatFs and Dirent.
'use strict';

const constants = require('internal/fs/constants');

const { S_IFMT } = constants;
const kKind = Symbol('type');

function dateOf(milliseconds) {
  return new Date(Math.round(Number(milliseconds)));
}

function StatsBase(dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks) {
  this.dev = dev;
  this.mode = mode;
  this.nlink = nlink;
  this.uid = uid;
  this.gid = gid;
  this.rdev = rdev;
  this.blksize = blksize;
  this.ino = ino;
  this.size = size;
  this.blocks = blocks;
}

const questions = {
  isDirectory: constants.S_IFDIR, isFile: constants.S_IFREG, isBlockDevice: constants.S_IFBLK,
  isCharacterDevice: constants.S_IFCHR, isSymbolicLink: constants.S_IFLNK, isFIFO: constants.S_IFIFO,
  isSocket: constants.S_IFSOCK,
};
for (const name of Object.keys(questions)) {
  const wanted = questions[name];
  StatsBase.prototype[name] = function() {
    return (Number(this.mode) & S_IFMT) === wanted;
  };
  Object.defineProperty(StatsBase.prototype[name], 'name', { value: name });
}

function Stats(dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks, atimeMs, mtimeMs, ctimeMs, birthtimeMs) {
  StatsBase.call(this, dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks);
  this.atimeMs = atimeMs;
  this.mtimeMs = mtimeMs;
  this.ctimeMs = ctimeMs;
  this.birthtimeMs = birthtimeMs;
}

function BigIntStats(dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks, atimeNs, mtimeNs, ctimeNs, birthtimeNs) {
  StatsBase.call(this, dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks);
  this.atimeMs = atimeNs / 1000000n;
  this.mtimeMs = mtimeNs / 1000000n;
  this.ctimeMs = ctimeNs / 1000000n;
  this.birthtimeMs = birthtimeNs / 1000000n;
  this.atimeNs = atimeNs;
  this.mtimeNs = mtimeNs;
  this.ctimeNs = ctimeNs;
  this.birthtimeNs = birthtimeNs;
}
for (const Class of [Stats, BigIntStats]) {
  Object.setPrototypeOf(Class.prototype, StatsBase.prototype);
  Object.setPrototypeOf(Class, StatsBase);
  for (const name of ['atime', 'mtime', 'ctime', 'birthtime']) {
    // The dates are made when they are first asked for.
    Object.defineProperty(Class.prototype, name, {
      __proto__: null,
      enumerable: true,
      configurable: true,
      get() {
        const date = dateOf(this[`${name}Ms`]);
        Object.defineProperty(this, name, { value: date, writable: true, enumerable: true, configurable: true });
        return date;
      },
      set(value) {
        Object.defineProperty(this, name, { value, writable: true, enumerable: true, configurable: true });
      },
    });
  }
}

const plainFields = ['dev', 'mode', 'nlink', 'uid', 'gid', 'rdev', 'blksize', 'ino', 'size', 'blocks'];
const timeFields = ['atime', 'mtime', 'ctime', 'birthtime'];

/** A Stats of a native record, whose times are [seconds, nanoseconds]. */
function statsOf(record, bigint) {
  const values = plainFields.map((name) => bigint ? BigInt(record[name]) : Number(record[name]));
  for (const name of timeFields) {
    const [seconds, nanoseconds] = record[name];
    values.push(bigint ? BigInt(seconds) * 1000000000n + BigInt(nanoseconds) : seconds * 1000 + nanoseconds / 1e6);
  }
  return bigint ? new BigIntStats(...values) : new Stats(...values);
}

class StatFs {
  constructor(type, bsize, frsize, blocks, bfree, bavail, files, ffree) {
    this.type = type;
    this.bsize = bsize;
    this.frsize = frsize;
    this.blocks = blocks;
    this.bfree = bfree;
    this.bavail = bavail;
    this.files = files;
    this.ffree = ffree;
  }
}

function statFsOf(record, bigint) {
  return new StatFs(...['type', 'bsize', 'frsize', 'blocks', 'bfree', 'bavail', 'files', 'ffree'].map((name) =>
    bigint ? BigInt(record[name]) : Number(record[name])));
}

class Dirent {
  constructor(name, kind, path) {
    this.name = name;
    this.parentPath = path;
    this[kKind] = kind;
  }
}
const kinds = {
  isDirectory: constants.UV_DIRENT_DIR, isFile: constants.UV_DIRENT_FILE, isBlockDevice: constants.UV_DIRENT_BLOCK,
  isCharacterDevice: constants.UV_DIRENT_CHAR, isSymbolicLink: constants.UV_DIRENT_LINK,
  isFIFO: constants.UV_DIRENT_FIFO, isSocket: constants.UV_DIRENT_SOCKET,
};
for (const name of Object.keys(kinds)) {
  const wanted = kinds[name];
  Object.defineProperty(Dirent.prototype, name, {
    value() {
      return this[kKind] === wanted;
    },
    writable: true, enumerable: false, configurable: true,
  });
}

module.exports = { Stats, BigIntStats, StatFs, Dirent, statsOf, statFsOf };
