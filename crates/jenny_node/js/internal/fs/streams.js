//! `fs.createReadStream` and `fs.createWriteStream`.
'use strict';

const { Readable, Writable } = require('stream');
const { make } = require('internal/errors');
const { validateFunction, validateInteger } = require('internal/validators');
const { toPath, toFlags, toMode, toOptions } = require('internal/fs/arguments');
const { nextTick } = require('internal/ticks');
const { Buffer } = require('buffer');

const kFs = Symbol('kFs');
const kHandle = Symbol('kHandle');
const kBusy = Symbol('kBusy');
const kDone = Symbol('kDone');

/** Where a stream gets its bytes: a file handle, an fs of the caller's own, or ours. */
function attachSource(stream, options, fs) {
  if (options.fd == null) {
    stream.fd = null;
    stream[kFs] = options.fs || fs;
  } else if (typeof options.fd === 'number') {
    stream.fd = options.fd;
    stream[kFs] = options.fs || fs;
  } else if (typeof options.fd === 'object' && typeof options.fd.fd === 'number') {
    const handle = options.fd;
    stream[kHandle] = handle;
    stream.fd = handle.fd;
    stream[kFs] = {
      read: (fd, buffer, offset, length, position, callback) =>
        handle.read(buffer, offset, length, position).then(({ bytesRead }) => callback(null, bytesRead, buffer), callback),
      write: (fd, buffer, offset, length, position, callback) =>
        handle.write(buffer, offset, length, position).then(({ bytesWritten }) => callback(null, bytesWritten, buffer), callback),
      close: (fd, callback) => handle.close().then(() => callback(null), callback),
      fsync: (fd, callback) => handle.sync().then(() => callback(null), callback),
    };
    handle.on('close', () => stream.destroy());
  } else {
    throw make('ERR_INVALID_ARG_TYPE', ['options.fd', ['number', 'FileHandle'], options.fd]);
  }
  for (const name of ['open', 'read', 'write', 'writev', 'close']) {
    if (options.fs?.[name] !== undefined) validateFunction(options.fs[name], `options.fs.${name}`);
  }
}

function openFile(callback) {
  const stream = this;
  if (typeof stream.fd === 'number') {
    callback();
    return;
  }
  stream[kFs].open(stream.path, stream.flags, stream.mode, (error, fd) => {
    if (error) {
      callback(error);
      return;
    }
    stream.fd = fd;
    callback();
    stream.emit('open', fd);
    stream.emit('ready');
  });
}

function closeFile(stream, error, callback) {
  if (stream.fd == null) {
    callback(error);
    return;
  }
  const fd = stream.fd;
  stream.fd = null;
  stream[kFs].close(fd, (failure) => callback(failure || error));
}

function importPosition(value, name) {
  if (value === undefined) return undefined;
  validateInteger(value, name, 0);
  return value;
}

function ReadStream(path, options) {
  if (!(this instanceof ReadStream)) return new ReadStream(path, options);
  options = toOptions(options, { __proto__: null });
  options.highWaterMark ??= 64 * 1024;
  options.autoDestroy ??= options.autoClose ?? true;
  attachSource(this, options, require('fs'));
  if (options.fd == null) {
    this.path = toPath(path);
    this.flags = options.flags === undefined ? 'r' : options.flags;
    this.mode = options.mode === undefined ? 0o666 : toMode(options.mode, 'options.mode');
    toFlags(this.flags);
  }
  options.emitClose ??= true;
  this.start = importPosition(options.start, 'start');
  this.end = options.end ?? Infinity;
  this.pos = undefined;
  this.bytesRead = 0;
  this[kBusy] = false;
  if (this.start !== undefined) this.pos = this.start;
  if (options.end !== undefined && options.end !== Infinity) {
    validateInteger(this.end, 'end', 0);
    if (this.start !== undefined && this.start > this.end) {
      throw make('ERR_OUT_OF_RANGE', ['start', `<= "end" (here: ${this.end})`, this.start]);
    }
  }
  Readable.call(this, options);
}
Object.setPrototypeOf(ReadStream.prototype, Readable.prototype);
Object.setPrototypeOf(ReadStream, Readable);
ReadStream.prototype._construct = openFile;

ReadStream.prototype._read = function(size) {
  size = this.pos !== undefined ? Math.min(this.end - this.pos + 1, size) : Math.min(this.end - this.bytesRead + 1, size);
  if (size <= 0) {
    this.push(null);
    return;
  }
  const buffer = Buffer.allocUnsafeSlow(size);
  this[kBusy] = true;
  this[kFs].read(this.fd, buffer, 0, size, this.pos, (error, bytesRead, filled) => {
    this[kBusy] = false;
    if (this.destroyed) {
      this.emit(kDone, error);
      return;
    }
    if (error) {
      require('internal/stream/destroy').errorOrDestroy(this, error);
    } else if (bytesRead > 0) {
      this.bytesRead += bytesRead;
      if (this.pos !== undefined) this.pos += bytesRead;
      // What was not filled is not kept alive by the chunk.
      this.push(bytesRead === filled.length ? filled : Buffer.from(filled.subarray(0, bytesRead)));
    } else {
      this.push(null);
    }
  });
};

ReadStream.prototype._destroy = function(error, callback) {
  if (this[kBusy]) this.once(kDone, (failure) => closeFile(this, error || failure, callback));
  else closeFile(this, error, callback);
};

ReadStream.prototype.close = function(callback) {
  if (typeof callback === 'function') {
    if (this.closed) nextTick(callback);
    else this.once('close', () => callback());
  }
  this.destroy();
};

Object.defineProperty(ReadStream.prototype, 'pending', {
  __proto__: null,
  configurable: true,
  get() {
    return this.fd === null;
  },
});

function WriteStream(path, options) {
  if (!(this instanceof WriteStream)) return new WriteStream(path, options);
  options = toOptions(options, { __proto__: null });
  options.decodeStrings = true;
  options.autoDestroy ??= options.autoClose ?? true;
  attachSource(this, options, require('fs'));
  if (options.fd == null) {
    this.path = toPath(path);
    this.flags = options.flags === undefined ? 'w' : options.flags;
    this.mode = options.mode === undefined ? 0o666 : toMode(options.mode, 'options.mode');
    toFlags(this.flags);
  }
  options.emitClose ??= true;
  this.start = importPosition(options.start, 'start');
  this.pos = this.start;
  this.bytesWritten = 0;
  this.flush = options.flush ?? false;
  this[kBusy] = false;
  if (!this[kFs].writev) this._writev = null;
  Writable.call(this, options);
  if (options.encoding) this.setDefaultEncoding(options.encoding);
}
Object.setPrototypeOf(WriteStream.prototype, Writable.prototype);
Object.setPrototypeOf(WriteStream, Writable);
WriteStream.prototype._construct = openFile;

function writeAll(stream, bytes, callback, done = 0) {
  stream[kFs].write(stream.fd, bytes, done, bytes.length - done, stream.pos, (error, count) => {
    if (stream.destroyed && !error) {
      const { codes } = require('internal/errors');
      callback(new codes.ERR_STREAM_DESTROYED('write'));
      return;
    }
    if (error) {
      callback(error);
      return;
    }
    stream.bytesWritten += count;
    if (stream.pos !== undefined) stream.pos += count;
    if (done + count < bytes.length) writeAll(stream, bytes, callback, done + count);
    else callback(null);
  });
}

WriteStream.prototype._write = function(data, encoding, callback) {
  this[kBusy] = true;
  writeAll(this, data, (error) => {
    this[kBusy] = false;
    if (this.destroyed) {
      callback(error);
      this.emit(kDone, error);
      return;
    }
    callback(error);
  });
};

WriteStream.prototype._writev = function(chunks, callback) {
  this._write(Buffer.concat(chunks.map(({ chunk }) => chunk)), 'buffer', callback);
};

WriteStream.prototype._destroy = function(error, callback) {
  const close = (failure) => {
    if (this.flush && typeof this.fd === 'number' && !error && !failure && this[kFs].fsync) {
      this[kFs].fsync(this.fd, (problem) => closeFile(this, problem, callback));
    } else {
      closeFile(this, error || failure, callback);
    }
  };
  if (this[kBusy]) this.once(kDone, close);
  else close();
};

WriteStream.prototype.close = function(callback) {
  if (typeof callback === 'function') {
    if (this.closed) {
      nextTick(callback);
      return;
    }
    this.on('close', () => callback());
  }
  if (!this._writableState.autoDestroy || this.autoClose === false) this.on('finish', this.destroy);
  this.end();
};
WriteStream.prototype.destroySoon = WriteStream.prototype.end;

Object.defineProperty(WriteStream.prototype, 'pending', {
  __proto__: null,
  configurable: true,
  get() {
    return this.fd === null;
  },
});
for (const Class of [ReadStream, WriteStream]) {
  Object.defineProperty(Class.prototype, 'autoClose', {
    __proto__: null,
    configurable: true,
    get() {
      return (this._readableState || this._writableState).autoDestroy;
    },
    set(value) {
      (this._readableState || this._writableState).autoDestroy = value;
    },
  });
}

module.exports = { ReadStream, WriteStream };
