//! Checks and normalises the arguments of file operations: paths, descriptors, flags, modes, times, encodings.
'use strict';

const { codes, make } = require('internal/errors');
const { validateInteger, validateObject, parseFileMode } = require('internal/validators');
const constants = require('internal/fs/constants');

/** A path as text. `Buffer` paths are read as UTF-8. */
function toPath(path, name = 'path') {
  let text;
  if (typeof path === 'string') {
    text = path;
  } else if (path instanceof Uint8Array) {
    text = require('buffer').Buffer.from(path.buffer, path.byteOffset, path.byteLength).toString();
  } else if (path?.href && path.protocol && path.auth === undefined && path.path === undefined) {
    text = require('url').fileURLToPath(path);
  } else {
    throw make('ERR_INVALID_ARG_TYPE', [name, ['string', 'Buffer', 'URL'], path], toPath);
  }
  if (text.indexOf('\0') !== -1) {
    throw make('ERR_INVALID_ARG_VALUE', [name, path, 'must be a string, Uint8Array, or URL without null bytes'], toPath);
  }
  return text;
}

function toDescriptor(fd) {
  validateInteger(fd, 'fd', 0, 2147483647);
  return fd;
}

/** A descriptor stays one, anything else is a path. */
function toPathOrDescriptor(value, name = 'path') {
  if (Number.isInteger(value)) return toDescriptor(value);
  return toPath(value, name);
}

const {
  O_APPEND, O_CREAT, O_EXCL, O_RDONLY, O_RDWR, O_SYNC, O_TRUNC, O_WRONLY,
} = constants;
const flagNames = {
  __proto__: null,
  'r': O_RDONLY, 'rs': O_RDONLY | O_SYNC, 'sr': O_RDONLY | O_SYNC, 'r+': O_RDWR, 'rs+': O_RDWR | O_SYNC,
  'sr+': O_RDWR | O_SYNC, 'w': O_TRUNC | O_CREAT | O_WRONLY, 'wx': O_TRUNC | O_CREAT | O_WRONLY | O_EXCL,
  'xw': O_TRUNC | O_CREAT | O_WRONLY | O_EXCL, 'w+': O_TRUNC | O_CREAT | O_RDWR,
  'wx+': O_TRUNC | O_CREAT | O_RDWR | O_EXCL, 'xw+': O_TRUNC | O_CREAT | O_RDWR | O_EXCL,
  'a': O_APPEND | O_CREAT | O_WRONLY, 'ax': O_APPEND | O_CREAT | O_WRONLY | O_EXCL,
  'xa': O_APPEND | O_CREAT | O_WRONLY | O_EXCL, 'as': O_APPEND | O_CREAT | O_WRONLY | O_SYNC,
  'sa': O_APPEND | O_CREAT | O_WRONLY | O_SYNC, 'a+': O_APPEND | O_CREAT | O_RDWR,
  'ax+': O_APPEND | O_CREAT | O_RDWR | O_EXCL, 'xa+': O_APPEND | O_CREAT | O_RDWR | O_EXCL,
  'as+': O_APPEND | O_CREAT | O_RDWR | O_SYNC, 'sa+': O_APPEND | O_CREAT | O_RDWR | O_SYNC,
};

/** Open flags as their number. */
function toFlags(flags, name = 'flags', fallback = O_RDONLY) {
  if (flags == null) return fallback;
  if (typeof flags === 'number') {
    validateInteger(flags, name, -2147483648, 2147483647);
    return flags;
  }
  const found = flagNames[flags];
  if (found === undefined) throw make('ERR_INVALID_ARG_VALUE', [name, flags], toFlags);
  return found;
}

function toMode(mode, name, fallback) {
  return parseFileMode(mode, name, fallback);
}

/** Options that may be an encoding alone. */
function toOptions(options, defaults = {}) {
  if (options == null || typeof options === 'function') return defaults;
  if (typeof options === 'string') {
    options = { ...defaults, encoding: options };
  } else if (typeof options !== 'object') {
    throw make('ERR_INVALID_ARG_TYPE', ['options', ['string', 'Object'], options], toOptions);
  }
  if (options.encoding && options.encoding !== 'buffer' && !require('buffer').Buffer.isEncoding(options.encoding)) {
    const reason = 'is invalid encoding';
    throw make('ERR_INVALID_ARG_VALUE', ['encoding', options.encoding, reason], toOptions);
  }
  if (options.signal !== undefined) require('internal/validators').validateAbortSignal(options.signal, 'options.signal');
  return options === defaults ? options : { ...defaults, ...options };
}

/** A time as seconds. */
function toSeconds(time, name = 'time') {
  if (typeof time === 'string' && +time == time) return +time;
  if (Number.isFinite(time)) return time;
  if (internal.classOf(Object(time)) === 'Date') return Date.prototype.getTime.call(time) / 1000;
  throw new codes.ERR_INVALID_ARG_TYPE(name, ['Date', 'Time in seconds'], time);
}

function toBytes(data, encoding, name = 'data') {
  const { Buffer } = require('buffer');
  if (ArrayBuffer.isView(data)) {
    return data instanceof Uint8Array ? data : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  }
  if (typeof data === 'string') return Buffer.from(data, encoding || 'utf8');
  throw make('ERR_INVALID_ARG_TYPE', [name, ['string', 'Buffer', 'TypedArray', 'DataView'], data], toBytes);
}

/** Text that the system gave, in the encoding that the caller asked for. */
function encodeName(text, encoding) {
  if (!encoding || encoding === 'utf8' || encoding === 'utf-8') return text;
  const buffer = require('buffer').Buffer.from(text);
  return encoding === 'buffer' ? buffer : buffer.toString(encoding);
}

function bufferArgument(buffer) {
  if (!ArrayBuffer.isView(buffer)) {
    throw make('ERR_INVALID_ARG_TYPE', ['buffer', ['Buffer', 'TypedArray', 'DataView'], buffer], bufferArgument);
  }
  return buffer;
}

function checkAborted(signal) {
  if (signal?.aborted) {
    const { AbortError } = require('internal/errors');
    throw new AbortError(undefined, { cause: signal.reason });
  }
}

module.exports = {
  toPath, toDescriptor, toPathOrDescriptor, toFlags, toMode, toOptions, toSeconds, toBytes, encodeName, bufferArgument,
  checkAborted, validateObject,
};
