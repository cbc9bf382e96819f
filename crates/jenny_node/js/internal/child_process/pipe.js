//! Our end of a pipe to a child, as a stream.
'use strict';

const { Duplex } = require('stream');
const { systemError } = require('internal/errors');

/** The error of a failed call without a path: `write EPIPE`. */
function callError(failure, syscall) {
  if (failure instanceof Error) return failure;
  const error = new Error(`${syscall} ${failure.code}`);
  error.errno = failure.errno;
  error.code = failure.code;
  error.syscall = syscall;
  return error;
}

class Socket extends Duplex {
  #pipe;
  /** `pipe` is null where no child could be started: such a stream is at its end. */
  constructor(pipe, { readable = false, writable = false }) {
    super({ readable, writable, allowHalfOpen: readable !== writable });
    this.#pipe = pipe;
  }
  _read() {
    if (this.#pipe === null) {
      this.push(null);
      return;
    }
    internal.pipeRead(this.#pipe, (bytes, failure) => {
      if (bytes === null) this.destroy(failure instanceof Error ? failure : systemError(failure));
      else this.push(bytes.length === 0 ? null : require('buffer').Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    });
  }
  _write(chunk, encoding, callback) {
    if (this.#pipe === null) {
      callback(callError({ code: 'EPIPE', errno: -32 }, 'write'));
      return;
    }
    try {
      if (!internal.pipeWrite(this.#pipe, chunk, (failure) => callback(failure && callError(failure, 'write')))) return;
    } catch (failure) {
      callback(callError(failure, 'write'));
      return;
    }
    callback();
  }
  _writev(chunks, callback) {
    this._write(require('buffer').Buffer.concat(chunks.map(({ chunk }) => chunk)), 'buffer', callback);
  }
  _final(callback) {
    if (this.#pipe !== null) internal.pipeEnd(this.#pipe);
    callback();
  }
  _destroy(error, callback) {
    if (this.#pipe !== null) internal.pipeClose(this.#pipe);
    this.#pipe = null;
    callback(error);
  }
  ref() {
    if (this.#pipe !== null) internal.pipeRef(this.#pipe, true);
    return this;
  }
  unref() {
    if (this.#pipe !== null) internal.pipeRef(this.#pipe, false);
    return this;
  }
}

module.exports = { Socket, callError };
