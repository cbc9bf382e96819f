//! `node:tty`: terminals as streams.
'use strict';

const { Readable, Writable } = require('stream');
const { codes } = require('internal/errors');
const { validateInteger } = require('internal/validators');
const { colorDepth } = require('internal/color_support');

function isatty(fd) {
  return Number.isInteger(fd) && fd >= 0 && fd <= 2147483647 && internal.isTerminal(fd);
}

/** Standard input, or another terminal, read as bytes come. */
class ReadStream extends Readable {
  #reading = false;

  constructor(fd, options) {
    super({ highWaterMark: 0, emitClose: false, ...options });
    if (fd >> 0 !== fd || fd < 0) throw new codes.ERR_OUT_OF_RANGE('fd', 'a positive integer', fd);
    this.fd = fd;
    this.isTTY = internal.isTerminal(fd);
    this.isRaw = false;
  }

  _read() {
    if (this.#reading) return;
    this.#reading = true;
    internal.stdinRead(65536).then((bytes) => {
      this.#reading = false;
      if (bytes === null) {
        this.push(null);
        return;
      }
      const { Buffer } = require('buffer');
      this.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    }, (failure) => {
      this.#reading = false;
      this.destroy(failure instanceof Error ? failure : require('internal/errors').systemError(failure));
    });
  }

  setRawMode(on) {
    on = Boolean(on);
    internal.setRawMode(this.fd, on);
    this.isRaw = on;
    return this;
  }

  ref() {
    internal.stdinRef?.(true);
    return this;
  }

  unref() {
    internal.stdinRef?.(false);
    return this;
  }
}

function cursorTo(stream, x, y, callback) {
  return require('readline').cursorTo(stream, x, y, callback);
}

/** Standard output or error as a terminal: its size, its colours, and a cursor that moves. */
class WriteStream extends Writable {
  constructor(fd, options) {
    super({ decodeStrings: false, emitClose: false, autoDestroy: false, ...options });
    this.fd = fd;
    this._type = 'tty';
    this.isTTY = true;
    this._isStdio = fd === 1 || fd === 2;
    this._refreshSize();
  }

  _write(chunk, encoding, callback) {
    try {
      writeTo(this.fd, chunk, encoding);
    } catch (error) {
      callback(error);
      return;
    }
    callback();
  }

  _refreshSize() {
    const { columns, rows } = this;
    const size = internal.terminalSize(this.fd);
    if (size === undefined) return;
    [this.columns, this.rows] = size;
    if (columns !== undefined && (columns !== this.columns || rows !== this.rows)) this.emit('resize');
  }

  getWindowSize() {
    return [this.columns, this.rows];
  }

  getColorDepth(env = globalThis.process.env) {
    return colorDepth(env);
  }

  hasColors(count, env) {
    if (env === undefined && (count === undefined || (typeof count === 'object' && count !== null))) {
      env = count;
      count = 16;
    } else {
      validateInteger(count, 'count', 2);
    }
    return count <= 2 ** this.getColorDepth(env);
  }

  cursorTo(x, y, callback) {
    return cursorTo(this, x, y, callback);
  }

  moveCursor(dx, dy, callback) {
    return require('readline').moveCursor(this, dx, dy, callback);
  }

  clearLine(direction, callback) {
    return require('readline').clearLine(this, direction, callback);
  }

  clearScreenDown(callback) {
    return require('readline').clearScreenDown(this, callback);
  }
}

/** Writes text or bytes to descriptor 1 or 2 at once. */
function writeTo(fd, chunk, encoding) {
  if (typeof chunk !== 'string') {
    if (fd === 1) internal.stdoutWriteBytes(chunk);
    else internal.stderrWriteBytes(chunk);
    return;
  }
  if (encoding !== undefined && encoding !== 'utf8' && encoding !== 'utf-8' && encoding !== 'buffer') {
    writeTo(fd, require('buffer').Buffer.from(chunk, encoding));
  } else if (fd === 1) {
    internal.stdoutWrite(chunk);
  } else {
    internal.stderrWrite(chunk);
  }
}

module.exports = { isatty, ReadStream, WriteStream };
Object.defineProperty(module.exports, 'writeTo', { value: writeTo, enumerable: false });
