//! `node:buffer`: Buffer, a Uint8Array that reads and writes text in many encodings.
'use strict';

const { codes, make } = require('internal/errors');
const { normalizeEncoding } = require('internal/encoding');
const { inspect } = require('internal/inspect');
const { validateArray, validateInteger, validateNumber, validateString } = require('internal/validators');

const kMaxLength = Number.MAX_SAFE_INTEGER;
const kStringMaxLength = 536870888;
const typedArraySet = Function.prototype.call.bind(Uint8Array.prototype.set);
const typedArrayFill = Function.prototype.call.bind(Uint8Array.prototype.fill);

class FastBuffer extends Uint8Array {}

function Buffer(value, encodingOrOffset, length) {
  if (typeof value === 'number') {
    if (typeof encodingOrOffset === 'string') throw new codes.ERR_INVALID_ARG_TYPE('string', 'string', value);
    return Buffer.alloc(value);
  }
  return Buffer.from(value, encodingOrOffset, length);
}
Object.setPrototypeOf(Buffer, Uint8Array);
Buffer.prototype = FastBuffer.prototype;
Object.defineProperty(Buffer.prototype, 'constructor', { value: Buffer, writable: true, enumerable: false, configurable: true });
Object.defineProperty(Buffer, Symbol.species, { configurable: true, enumerable: false, get: () => FastBuffer });

Buffer.poolSize = 8192;

function isUint8Array(value) {
  return value instanceof Uint8Array || (ArrayBuffer.isView(value) && internal.classOf(value) === 'Uint8Array');
}

function isAnyArrayBuffer(value) {
  if (value === null || typeof value !== 'object') return false;
  const kind = internal.classOf(value);
  return kind === 'ArrayBuffer' || kind === 'SharedArrayBuffer';
}

function checkedEncoding(encoding) {
  const name = encoding === null || encoding === '' ? undefined : normalizeEncoding(encoding);
  if (name === undefined) throw make('ERR_UNKNOWN_ENCODING', [encoding]);
  return name;
}

/** Wraps bytes that nobody else holds. */
function adopt(bytes) {
  return new FastBuffer(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function fromString(text, encoding) {
  const name = encoding === undefined || typeof encoding !== 'string' || encoding === '' ? 'utf8' : checkedEncoding(encoding);
  return text.length === 0 ? new FastBuffer() : adopt(internal.bufferFromString(text, name));
}

function fromArrayLike(list) {
  if (list.length <= 0) return new FastBuffer();
  const buffer = new FastBuffer(list.length);
  for (let i = 0; i < list.length; i++) buffer[i] = list[i];
  return buffer;
}

function fromArrayBuffer(memory, offset, length) {
  if (offset === undefined) {
    offset = 0;
  } else {
    offset = +offset;
    if (offset !== offset) offset = 0;
  }
  const most = memory.byteLength - offset;
  if (most < 0) throw make('ERR_BUFFER_OUT_OF_BOUNDS', ['offset']);
  if (length === undefined) {
    length = most;
  } else {
    length = +length;
    if (length > 0) {
      if (length > most) throw make('ERR_BUFFER_OUT_OF_BOUNDS', ['length']);
    } else {
      length = 0;
    }
  }
  return new FastBuffer(memory, offset, length);
}

Buffer.from = function from(value, encodingOrOffset, length) {
  if (typeof value === 'string') return fromString(value, encodingOrOffset);
  if (typeof value === 'object' && value !== null) {
    if (isAnyArrayBuffer(value)) return fromArrayBuffer(value, encodingOrOffset, length);
    const primitive = value.valueOf && value.valueOf();
    if (primitive != null && primitive !== value && (typeof primitive === 'string' || typeof primitive === 'object')) {
      return Buffer.from(primitive, encodingOrOffset, length);
    }
    const made = fromObject(value);
    if (made !== undefined) return made;
    if (typeof value[Symbol.toPrimitive] === 'function') {
      const text = value[Symbol.toPrimitive]('string');
      if (typeof text === 'string') return fromString(text, encodingOrOffset);
    }
  }
  throw make('ERR_INVALID_ARG_TYPE',
    ['first argument', ['string', 'Buffer', 'ArrayBuffer', 'Array', 'Array-like Object'], value], from);
};

function fromObject(value) {
  if (value.length !== undefined || isAnyArrayBuffer(value.buffer)) {
    if (typeof value.length !== 'number') return new FastBuffer();
    if (isUint8Array(value)) {
      const buffer = new FastBuffer(value.length);
      typedArraySet(buffer, value, 0);
      return buffer;
    }
    return fromArrayLike(value);
  }
  if (value.type === 'Buffer' && Array.isArray(value.data)) return fromArrayLike(value.data);
  return undefined;
}

Buffer.copyBytesFrom = function copyBytesFrom(view, offset, length) {
  if (!ArrayBuffer.isView(view) || internal.classOf(view) === 'DataView') {
    throw new codes.ERR_INVALID_ARG_TYPE('view', ['TypedArray'], view);
  }
  const viewLength = view.length;
  if (viewLength === 0) return Buffer.alloc(0);
  if (offset !== undefined || length !== undefined) {
    if (offset !== undefined) {
      validateInteger(offset, 'offset', 0);
      if (offset >= viewLength) return Buffer.alloc(0);
    } else {
      offset = 0;
    }
    let end = viewLength;
    if (length !== undefined) {
      validateInteger(length, 'length', 0);
      end = offset + length;
    }
    view = view.slice(offset, end);
  }
  return fromArrayLike(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
};

Buffer.of = function of(...items) {
  return fromArrayLike(items);
};

function checkSize(size) {
  validateNumber(size, 'size', 0, kMaxLength);
}

Buffer.alloc = function alloc(size, fill, encoding) {
  checkSize(size);
  const buffer = new FastBuffer(size);
  if (fill !== undefined && fill !== 0 && size > 0) fillBuffer(buffer, fill, 0, size, encoding);
  return buffer;
};

Buffer.allocUnsafe = function allocUnsafe(size) {
  checkSize(size);
  return new FastBuffer(size);
};

Buffer.allocUnsafeSlow = function allocUnsafeSlow(size) {
  checkSize(size);
  return new FastBuffer(size);
};

Buffer.isBuffer = function isBuffer(value) {
  return value instanceof Buffer;
};

Buffer.compare = function compare(a, b) {
  if (!isUint8Array(a)) throw new codes.ERR_INVALID_ARG_TYPE('buf1', ['Buffer', 'Uint8Array'], a);
  if (!isUint8Array(b)) throw new codes.ERR_INVALID_ARG_TYPE('buf2', ['Buffer', 'Uint8Array'], b);
  return a === b ? 0 : internal.bytesCompare(a, b);
};

Buffer.isEncoding = function isEncoding(encoding) {
  return typeof encoding === 'string' && encoding.length !== 0 && normalizeEncoding(encoding) !== undefined;
};

Buffer.concat = function concat(list, length) {
  validateArray(list, 'list');
  if (list.length === 0) return new FastBuffer();
  if (length === undefined) {
    length = 0;
    for (const item of list) if (item.length) length += item.length;
  } else {
    validateInteger(length, 'length', 0);
  }
  const buffer = Buffer.allocUnsafe(length);
  let at = 0;
  for (let i = 0; i < list.length; i++) {
    const item = list[i];
    if (!isUint8Array(item)) throw new codes.ERR_INVALID_ARG_TYPE(`list[${i}]`, ['Buffer', 'Uint8Array'], item);
    const room = length - at;
    if (room <= 0) continue;
    typedArraySet(buffer, item.length > room ? item.subarray(0, room) : item, at);
    at += Math.min(item.length, room);
  }
  return buffer;
};

Buffer.byteLength = function byteLength(text, encoding) {
  if (typeof text !== 'string') {
    if (ArrayBuffer.isView(text) || isAnyArrayBuffer(text)) return text.byteLength;
    throw new codes.ERR_INVALID_ARG_TYPE('string', ['string', 'Buffer', 'ArrayBuffer'], text);
  }
  const name = normalizeEncoding(encoding) ?? 'utf8';
  switch (name) {
    case 'latin1': case 'ascii': return text.length;
    case 'utf16le': return text.length * 2;
    case 'hex': return text.length >>> 1;
    case 'base64': case 'base64url': {
      let length = text.length;
      if (text.charCodeAt(length - 1) === 0x3d) length--;
      if (length > 1 && text.charCodeAt(length - 1) === 0x3d) length--;
      return (length * 3) >>> 2;
    }
    default: return internal.byteLength(text, 'utf8');
  }
};

for (const [name, property] of [['parent', 'buffer'], ['offset', 'byteOffset']]) {
  Object.defineProperty(Buffer.prototype, name, {
    enumerable: true,
    get() {
      return this instanceof Buffer ? this[property] : undefined;
    },
  });
}

Buffer.prototype.copy = function copy(target, targetStart, sourceStart, sourceEnd) {
  return copyBytes(this, target, targetStart, sourceStart, sourceEnd);
};

function integerOr(value, fallback) {
  value = +value;
  return value !== value ? fallback : Math.trunc(value);
}

function copyBytes(source, target, targetStart, sourceStart, sourceEnd) {
  if (!isUint8Array(source)) throw new codes.ERR_INVALID_ARG_TYPE('source', ['Buffer', 'Uint8Array'], source);
  if (!isUint8Array(target)) throw new codes.ERR_INVALID_ARG_TYPE('target', ['Buffer', 'Uint8Array'], target);
  targetStart = targetStart === undefined ? 0 : integerOr(targetStart, 0);
  if (targetStart < 0) throw new codes.ERR_OUT_OF_RANGE('targetStart', '>= 0', targetStart);
  sourceStart = sourceStart === undefined ? 0 : integerOr(sourceStart, 0);
  if (sourceStart < 0 || sourceStart > source.length) {
    throw new codes.ERR_OUT_OF_RANGE('sourceStart', `>= 0 && <= ${source.length}`, sourceStart);
  }
  sourceEnd = sourceEnd === undefined ? source.length : integerOr(sourceEnd, 0);
  if (sourceEnd < 0) throw new codes.ERR_OUT_OF_RANGE('sourceEnd', '>= 0', sourceEnd);
  if (targetStart >= target.length || sourceStart >= sourceEnd) return 0;
  const count = Math.min(sourceEnd - sourceStart, target.length - targetStart, source.length - sourceStart);
  typedArraySet(target, source.subarray(sourceStart, sourceStart + count), targetStart);
  return count;
}

Buffer.prototype.toString = function toString(encoding, start, end) {
  const length = this.length;
  if (arguments.length === 0) return length === 0 ? '' : internal.bufferToString(this, 'utf8', 0, length);
  if (start === undefined || start <= 0) start = 0;
  else if (start >= length) return '';
  else start = Math.trunc(start) || 0;
  if (end === undefined || end > length) end = length;
  else end = Math.trunc(end) || 0;
  if (end <= start) return '';
  return internal.bufferToString(this, encoding === undefined ? 'utf8' : checkedEncoding(encoding), start, end);
};

Buffer.prototype.equals = function equals(other) {
  if (!isUint8Array(other)) throw new codes.ERR_INVALID_ARG_TYPE('otherBuffer', ['Buffer', 'Uint8Array'], other);
  if (this === other) return true;
  return this.byteLength === other.byteLength && internal.bytesCompare(this, other) === 0;
};

Buffer.prototype[inspect.custom] = function inspectBuffer(depth, options) {
  const most = exports.INSPECT_MAX_BYTES;
  const shown = Math.min(most, this.length);
  const left = this.length - most;
  let text = '';
  for (let i = 0; i < shown; i++) text += `${i === 0 ? '' : ' '}${this[i] < 16 ? '0' : ''}${this[i].toString(16)}`;
  if (left > 0) text += ` ... ${left} more byte${left > 1 ? 's' : ''}`;
  if (options) {
    const extra = { __proto__: null };
    let hasExtra = false;
    for (const key of internal.getOwnNonIndexProperties(this, !options.showHidden)) {
      hasExtra = true;
      extra[key] = this[key];
    }
    if (hasExtra) {
      if (text !== '') text += ', ';
      // "[Object: null prototype] { a: 1 }" without its head and braces.
      text += inspect(extra, { ...options, breakLength: Infinity, compact: true }).slice(27, -2);
    }
  }
  let name = 'Buffer';
  const constructor = this.constructor;
  if (typeof constructor === 'function' && constructor.name) name = constructor.name;
  return `<${name} ${text}>`;
};
Buffer.prototype.inspect = Buffer.prototype[inspect.custom];

Buffer.prototype.compare = function compare(target, targetStart, targetEnd, sourceStart, sourceEnd) {
  if (!isUint8Array(target)) throw new codes.ERR_INVALID_ARG_TYPE('target', ['Buffer', 'Uint8Array'], target);
  if (arguments.length === 1) return internal.bytesCompare(this, target);
  if (targetStart === undefined) targetStart = 0;
  else validateInteger(targetStart, 'targetStart', 0);
  if (targetEnd === undefined) targetEnd = target.length;
  else validateInteger(targetEnd, 'targetEnd', 0, target.length);
  if (sourceStart === undefined) sourceStart = 0;
  else validateInteger(sourceStart, 'sourceStart', 0);
  if (sourceEnd === undefined) sourceEnd = this.length;
  else validateInteger(sourceEnd, 'sourceEnd', 0, this.length);
  if (sourceStart >= sourceEnd) return targetStart >= targetEnd ? 0 : -1;
  if (targetStart >= targetEnd) return 1;
  return internal.bytesCompare(this.subarray(sourceStart, sourceEnd), target.subarray(targetStart, targetEnd));
};

/** Finds `value` from `offset` on (or backwards from there); -1 when it is not found. */
function search(buffer, value, offset, encoding, forward) {
  if (typeof offset === 'string') {
    encoding = offset;
    offset = undefined;
  } else if (offset > 0x7fffffff) {
    offset = 0x7fffffff;
  } else if (offset < -0x80000000) {
    offset = -0x80000000;
  }
  offset = +offset;
  if (offset !== offset) offset = forward ? 0 : buffer.length || buffer.byteLength;
  offset = Math.trunc(offset);
  let needle;
  if (typeof value === 'number') {
    needle = new Uint8Array([value >>> 0]);
  } else if (typeof value === 'string') {
    needle = fromString(value, encoding === undefined ? 'utf8' : checkedEncoding(encoding));
  } else if (isUint8Array(value)) {
    needle = value;
  } else {
    throw new codes.ERR_INVALID_ARG_TYPE('value', ['number', 'string', 'Buffer', 'Uint8Array'], value);
  }
  const length = buffer.length;
  if (offset < 0) offset += length;
  if (offset < 0) {
    if (!forward) return -1;
    offset = 0;
  }
  if (needle.length === 0) return forward || offset < length ? Math.min(offset, length) : length;
  if (offset > length - needle.length) {
    if (forward) return -1;
    offset = length - needle.length;
  }
  if (offset < 0) return -1;
  const step = encoding !== undefined && typeof value === 'string' && normalizeEncoding(encoding) === 'utf16le' ? 2 : 1;
  return internal.bytesIndexOf(buffer, needle, offset, forward, step);
}

Buffer.prototype.indexOf = function indexOf(value, byteOffset, encoding) {
  return search(this, value, byteOffset, encoding, true);
};

Buffer.prototype.lastIndexOf = function lastIndexOf(value, byteOffset, encoding) {
  return search(this, value, byteOffset, encoding, false);
};

Buffer.prototype.includes = function includes(value, byteOffset, encoding) {
  return this.indexOf(value, byteOffset, encoding) !== -1;
};

Buffer.prototype.fill = function fill(value, offset, end, encoding) {
  return fillBuffer(this, value, offset, end, encoding);
};

function fillBuffer(buffer, value, offset, end, encoding) {
  if (typeof value === 'string') {
    if (offset === undefined || typeof offset === 'string') {
      encoding = offset ?? encoding;
      offset = 0;
      end = buffer.length;
    } else if (typeof end === 'string') {
      encoding = end;
      end = buffer.length;
    }
    const name = normalizeEncoding(encoding);
    if (name === undefined) {
      validateString(encoding, 'encoding');
      throw new codes.ERR_UNKNOWN_ENCODING(encoding);
    }
    value = value.length === 0 ? 0 : fromString(value, name);
    if (value.length === 0) throw new codes.ERR_INVALID_ARG_VALUE('value', arguments[1]);
  } else if (typeof value === 'boolean') {
    value = +value;
  }
  if (offset === undefined) offset = 0;
  else validateNumber(offset, 'offset', 0);
  if (end === undefined) end = buffer.length;
  else validateNumber(end, 'end', 0, buffer.length);
  if (offset >= end) return buffer;
  if (!isUint8Array(value)) {
    typedArrayFill(buffer, +value & 255, offset, end);
    return buffer;
  }
  if (value.length === 1) {
    typedArrayFill(buffer, value[0], offset, end);
    return buffer;
  }
  for (let at = offset; at < end; at += value.length) {
    typedArraySet(buffer, value.length > end - at ? value.subarray(0, end - at) : value, at);
  }
  return buffer;
}

Buffer.prototype.write = function write(text, offset, length, encoding) {
  if (offset === undefined) return internal.bufferWrite(this, checkedText(text), 0, this.length, 'utf8');
  if (length === undefined && typeof offset === 'string') {
    encoding = offset;
    length = this.length;
    offset = 0;
  } else {
    checkOffset(offset, 'offset', this.length);
    const room = this.length - offset;
    if (length === undefined) {
      length = room;
    } else if (typeof length === 'string') {
      encoding = length;
      length = room;
    } else {
      checkOffset(length, 'length', this.length);
      if (length > room) length = room;
    }
  }
  return internal.bufferWrite(this, checkedText(text), offset, length, encoding ? checkedEncoding(encoding) : 'utf8');
};

function checkedText(text) {
  if (typeof text !== 'string') {
    const error = new TypeError('argument must be a string');
    throw require('internal/errors').sealCode(error, 'ERR_INVALID_ARG_TYPE');
  }
  return text;
}

function checkOffset(value, name, most) {
  validateInteger(value, name, 0, most);
}

Buffer.prototype.toJSON = function toJSON() {
  return { type: 'Buffer', data: Array.prototype.slice.call(this) };
};

function clampIndex(value, length) {
  value = Math.trunc(+value) || 0;
  if (value < 0) {
    value += length;
    return value > 0 ? value : 0;
  }
  return value < length ? value : length;
}

Buffer.prototype.subarray = function subarray(start, end) {
  const length = this.length;
  start = start === undefined ? 0 : clampIndex(start, length);
  end = end === undefined ? length : clampIndex(end, length);
  return new FastBuffer(this.buffer, this.byteOffset + start, end > start ? end - start : 0);
};

Buffer.prototype.slice = function slice(start, end) {
  return this.subarray(start, end);
};

function swapUnits(buffer, size) {
  if (buffer.length % size !== 0) throw make('ERR_INVALID_BUFFER_SIZE', [`${size * 8}-bits`]);
  for (let i = 0; i < buffer.length; i += size) {
    for (let a = i, b = i + size - 1; a < b; a++, b--) {
      const byte = buffer[a];
      buffer[a] = buffer[b];
      buffer[b] = byte;
    }
  }
  return buffer;
}

Buffer.prototype.swap16 = function swap16() {
  return swapUnits(this, 2);
};
Buffer.prototype.swap32 = function swap32() {
  return swapUnits(this, 4);
};
Buffer.prototype.swap64 = function swap64() {
  return swapUnits(this, 8);
};
Buffer.prototype.toLocaleString = Buffer.prototype.toString;

for (const [name, encoding] of [['ascii', 'ascii'], ['base64', 'base64'], ['base64url', 'base64url'], ['latin1', 'latin1'],
  ['hex', 'hex'], ['ucs2', 'utf16le'], ['utf8', 'utf8']]) {
  Buffer.prototype[`${name}Slice`] = function(start = 0, end = this.length) {
    return start >= end ? '' : internal.bufferToString(this, encoding, start, Math.min(end, this.length));
  };
  Buffer.prototype[`${name}Write`] = function(text, offset = 0, length = this.length - offset) {
    return internal.bufferWrite(this, text, offset, Math.min(length, this.length - offset), encoding);
  };
}

require('internal/buffer/numbers').install(Buffer.prototype);

function transcode(source, fromEncoding, toEncoding) {
  if (!isUint8Array(source)) throw new codes.ERR_INVALID_ARG_TYPE('source', ['Buffer', 'Uint8Array'], source);
  const from = normalizeEncoding(fromEncoding);
  const to = normalizeEncoding(toEncoding);
  const allowed = ['utf8', 'utf16le', 'latin1', 'ascii'];
  if (!allowed.includes(from) || !allowed.includes(to)) {
    const error = new Error('Unable to transcode Buffer [U_ILLEGAL_ARGUMENT_ERROR]');
    error.code = 'U_ILLEGAL_ARGUMENT_ERROR';
    error.errno = 1;
    throw error;
  }
  const text = source.length === 0 ? '' : internal.bufferToString(source, from, 0, source.length);
  if (to === 'utf8' || to === 'utf16le') return fromString(text, to);
  // What the target has no byte for becomes a question mark.
  const most = to === 'ascii' ? 0x7f : 0xff;
  const points = [...text];
  return fromArrayLike(points.map((c) => c.codePointAt(0) > most ? 63 : c.codePointAt(0)));
}

function viewBytes(input) {
  if (isAnyArrayBuffer(input)) return new Uint8Array(input);
  if (ArrayBuffer.isView(input)) return new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
  throw new codes.ERR_INVALID_ARG_TYPE('input', ['ArrayBuffer', 'Buffer', 'TypedArray'], input);
}

function isAscii(input) {
  return viewBytes(input).every((byte) => byte < 0x80);
}

function isUtf8(input) {
  return internal.isUtf8(viewBytes(input));
}

Object.assign(exports, {
  Buffer,
  transcode,
  isUtf8,
  isAscii,
  kMaxLength,
  kStringMaxLength,
  btoa: (text) => globalThis.btoa(text),
  atob: (text) => globalThis.atob(text),
  constants: Object.defineProperties({}, {
    MAX_LENGTH: { value: kMaxLength, writable: false, enumerable: true },
    MAX_STRING_LENGTH: { value: kStringMaxLength, writable: false, enumerable: true },
  }),
  INSPECT_MAX_BYTES: 50,
});
for (const name of ['Blob', 'File']) {
  Object.defineProperty(exports, name, { get: () => globalThis[name], enumerable: true, configurable: true });
}
exports.resolveObjectURL = (id) => internal.resolveObjectURL?.(`${id}`);
