//! `node:string_decoder`: decodes bytes that arrive in pieces, keeping a split character for the next piece.
'use strict';

const { codes } = require('internal/errors');
const { normalizeEncoding } = require('internal/encoding');

const kRest = Symbol('rest');

function bytesOf(data) {
  if (!ArrayBuffer.isView(data)) {
    throw new codes.ERR_INVALID_ARG_TYPE('buf', ['Buffer', 'TypedArray', 'DataView'], data);
  }
  return data instanceof Uint8Array ? data : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/** How many bytes at the end begin a UTF-8 sequence that is not complete. */
function splitUtf8(bytes) {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back];
    if ((byte & 0xc0) === 0x80) continue;
    let needed = 1;
    if ((byte & 0xe0) === 0xc0) needed = 2;
    else if ((byte & 0xf0) === 0xe0) needed = 3;
    else if ((byte & 0xf8) === 0xf0) needed = 4;
    return needed > back ? back : 0;
  }
  return 0;
}

function splitUtf16(bytes) {
  const odd = bytes.length % 2;
  const end = bytes.length - odd;
  if (end >= 2 && (bytes[end - 1] & 0xfc) === 0xd8) return odd + 2;
  return odd;
}

function split(encoding, bytes) {
  switch (encoding) {
    case 'utf8': return splitUtf8(bytes);
    case 'utf16le': return splitUtf16(bytes);
    case 'base64': case 'base64url': return bytes.length % 3;
    default: return 0;
  }
}

function StringDecoder(encoding) {
  const name = normalizeEncoding(encoding);
  if (name === undefined) throw new codes.ERR_UNKNOWN_ENCODING(encoding);
  this.encoding = name;
  Object.defineProperty(this, kRest, { value: new Uint8Array(0), writable: true, enumerable: false });
}

StringDecoder.prototype.write = function write(data) {
  if (typeof data === 'string') return data;
  let bytes = bytesOf(data);
  const rest = this[kRest];
  if (rest.length > 0) {
    const joined = new Uint8Array(rest.length + bytes.length);
    joined.set(rest);
    joined.set(bytes, rest.length);
    bytes = joined;
  }
  const keep = split(this.encoding, bytes);
  const end = bytes.length - keep;
  this[kRest] = bytes.slice(end);
  return end === 0 ? '' : internal.bufferToString(bytes, this.encoding, 0, end);
};

StringDecoder.prototype.end = function end(data) {
  const text = data === undefined ? '' : this.write(data);
  const rest = this[kRest];
  if (rest.length === 0) return text;
  this[kRest] = new Uint8Array(0);
  return text + internal.bufferToString(rest, this.encoding, 0, rest.length);
};

StringDecoder.prototype.text = function text(data, offset) {
  this[kRest] = new Uint8Array(0);
  return this.write(data.subarray(offset));
};

Object.defineProperties(StringDecoder.prototype, {
  lastChar: {
    configurable: true,
    enumerable: true,
    get() {
      return this[kRest];
    },
  },
  lastNeed: {
    configurable: true,
    enumerable: true,
    get() {
      return lastTotal(this) - this[kRest].length;
    },
  },
  lastTotal: {
    configurable: true,
    enumerable: true,
    get() {
      return lastTotal(this);
    },
  },
});

function lastTotal(decoder) {
  const rest = decoder[kRest];
  if (rest.length === 0) return 0;
  switch (decoder.encoding) {
    case 'utf8': return (rest[0] & 0xe0) === 0xc0 ? 2 : (rest[0] & 0xf0) === 0xe0 ? 3 : 4;
    case 'utf16le': return rest.length >= 2 ? 4 : 2;
    default: return 3;
  }
}

exports.StringDecoder = StringDecoder;
