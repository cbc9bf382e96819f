//! `node:crypto`: hashes, HMAC, random values and comparison in constant time. Ciphers, signatures and keys come later.
'use strict';

const { codes } = require('internal/errors');
const { validateBoolean, validateFunction, validateObject, validateString } = require('internal/validators');
const { Transform } = require('stream');
const { Buffer } = require('buffer');

const natives = internal.crypto;
const most = 0x7fffffff;

const isView = ArrayBuffer.isView;

function bytesOf(view) {
  return isView(view) ? new Uint8Array(view.buffer, view.byteOffset, view.byteLength) : new Uint8Array(view);
}

const isBuffer = (value) => {
  const kind = value !== null && typeof value === 'object' ? internal.classOf(value) : '';
  return kind === 'ArrayBuffer' || kind === 'SharedArrayBuffer';
};

/** The bytes of what `update` takes. */
function dataBytes(data, encoding, name = 'data') {
  if (typeof data === 'string') return Buffer.from(data, Buffer.isEncoding(encoding) ? encoding : 'utf8');
  if (!isView(data)) throw new codes.ERR_INVALID_ARG_TYPE(name, ['string', 'Buffer', 'TypedArray', 'DataView'], data);
  return bytesOf(data);
}

function keyBytes(key, encoding) {
  if (typeof key === 'string') return Buffer.from(key, Buffer.isEncoding(encoding) ? encoding : 'utf8');
  if (!isView(key) && !isBuffer(key)) {
    throw new codes.ERR_INVALID_ARG_TYPE('key', ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView', 'string', 'KeyObject', 'CryptoKey'], key);
  }
  return bytesOf(key);
}

/** The digest in the form that was asked for. */
function encoded(bytes, encoding) {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return encoding && encoding !== 'buffer' && Buffer.isEncoding(encoding) ? buffer.toString(encoding) : buffer;
}

const kHandle = Symbol('kHandle');
const kState = Symbol('kState');
const kFinalized = Symbol('kFinalized');

class Digesting extends Transform {
  constructor(handle, options) {
    super(options);
    this[kHandle] = handle;
    this[kState] = { [kFinalized]: false };
  }

  _transform(chunk, encoding, callback) {
    natives.hashUpdate(this[kHandle], dataBytes(chunk, encoding));
    callback();
  }

  _flush(callback) {
    this.push(this.digest());
    callback();
  }

  update(data, encoding) {
    if (this[kState][kFinalized]) throw new codes.ERR_CRYPTO_HASH_FINALIZED();
    natives.hashUpdate(this[kHandle], dataBytes(data, encoding));
    return this;
  }
}

class Hash extends Digesting {
  constructor(algorithm, options) {
    const isCopy = algorithm instanceof Hash;
    if (!isCopy) validateString(algorithm, 'algorithm');
    const handle = isCopy ? natives.hashCopy(algorithm[kHandle]) : natives.hashNew(algorithm);
    if (handle === null) throw new Error('Digest method not supported');
    const length = options?.outputLength;
    if (length !== undefined && length !== natives.hashDigest(handle).length) {
      throw Object.assign(new Error('error:030000B2:digital envelope routines::not XOF or invalid length'),
        { library: 'digital envelope routines', reason: 'not XOF or invalid length', code: 'ERR_OSSL_EVP_NOT_XOF_OR_INVALID_LENGTH' });
    }
    super(handle, options);
  }

  copy(options) {
    if (this[kState][kFinalized]) throw new codes.ERR_CRYPTO_HASH_FINALIZED();
    return new Hash(this, options);
  }

  digest(encoding) {
    if (this[kState][kFinalized]) throw new codes.ERR_CRYPTO_HASH_FINALIZED();
    this[kState][kFinalized] = true;
    return encoded(natives.hashDigest(this[kHandle]), encoding);
  }
}

class Hmac extends Digesting {
  constructor(algorithm, key, options) {
    validateString(algorithm, 'hmac');
    const handle = natives.hashNew(algorithm, keyBytes(key, options?.encoding));
    if (handle === null) throw new codes.ERR_CRYPTO_INVALID_DIGEST(algorithm);
    super(handle, options);
  }

  digest(encoding) {
    if (this[kState][kFinalized]) return encoded(new Uint8Array(0), encoding);
    this[kState][kFinalized] = true;
    return encoded(natives.hashDigest(this[kHandle]), encoding);
  }
}

function hash(algorithm, input, options) {
  validateString(algorithm, 'algorithm');
  const bytes = dataBytes(input, 'utf8', 'input');
  const encoding = typeof options === 'object' && options !== null ? options.outputEncoding ?? 'hex' : options ?? 'hex';
  validateString(encoding, 'outputEncoding');
  if (encoding !== 'buffer' && !Buffer.isEncoding(encoding)) throw new codes.ERR_INVALID_ARG_VALUE('outputEncoding', encoding);
  const handle = natives.hashNew(algorithm);
  if (handle === null) throw new Error(`Digest method ${algorithm} is not supported`);
  natives.hashUpdate(handle, bytes);
  return encoded(natives.hashDigest(handle), encoding);
}

function checkSize(size, name = 'size', largest = most) {
  if (typeof size !== 'number') throw new codes.ERR_INVALID_ARG_TYPE(name, 'number', size);
  if (!(size >= 0 && size <= largest)) throw new codes.ERR_OUT_OF_RANGE(name, `>= 0 && <= ${largest}`, size);
  return Math.floor(size);
}

/** Calls back as a task of its own, with the value or the error. */
function later(callback, make) {
  require('timers').setImmediate(() => {
    let value;
    try {
      value = make();
    } catch (error) {
      callback(error);
      return;
    }
    callback(null, value);
  });
}

function randomBytes(size, callback) {
  const length = checkSize(size);
  if (callback !== undefined) validateFunction(callback, 'callback');
  const make = () => randomFillSync(Buffer.alloc(length));
  if (callback === undefined) return make();
  later(callback, make);
}

function range(buffer, offset, size) {
  if (!isView(buffer) && !isBuffer(buffer)) throw new codes.ERR_INVALID_ARG_TYPE('buf', ['ArrayBuffer', 'ArrayBufferView'], buffer);
  const unit = buffer.BYTES_PER_ELEMENT ?? 1;
  const from = checkSize(offset * unit, 'offset', buffer.byteLength);
  const count = size === undefined ? buffer.byteLength - from : checkSize(size * unit, 'size', most);
  if (from + count > buffer.byteLength) throw new codes.ERR_OUT_OF_RANGE('size + offset', `<= ${buffer.byteLength}`, from + count);
  return [from, count];
}

function randomFillSync(buffer, offset = 0, size) {
  const [from, count] = range(buffer, offset, size);
  natives.randomFill(bytesOf(buffer), from, count);
  return buffer;
}

function randomFill(buffer, offset, size, callback) {
  if (typeof offset === 'function') [callback, offset, size] = [offset, 0, undefined];
  else if (typeof size === 'function') [callback, size] = [size, undefined];
  validateFunction(callback, 'callback');
  range(buffer, offset, size);
  later(callback, () => randomFillSync(buffer, offset, size));
}

const widest = 2 ** 48 - 1;

function randomInt(min, max, callback) {
  if (max === undefined || typeof max === 'function') [callback, max, min] = [max, min, 0];
  if (callback !== undefined) validateFunction(callback, 'callback');
  for (const [name, value] of [['min', min], ['max', max]]) {
    if (!Number.isSafeInteger(value)) throw new codes.ERR_INVALID_ARG_TYPE(name, 'a safe integer', value);
  }
  if (max <= min) throw new codes.ERR_OUT_OF_RANGE('max', `greater than the value of "min" (${min})`, max);
  const width = max - min;
  if (width > widest) throw new codes.ERR_OUT_OF_RANGE(min === 0 ? 'max' : 'max - min', `<= ${widest}`, width);
  // What lies beyond the last whole multiple of the width would favour small numbers.
  const limit = 2 ** 48 - 2 ** 48 % width;
  const make = () => {
    for (;;) {
      const drawn = randomFillSync(Buffer.alloc(6)).readUIntBE(0, 6);
      if (drawn < limit) return drawn % width + min;
    }
  };
  if (callback === undefined) return make();
  process.nextTick(callback, undefined, make());
}

function randomUUID(options) {
  if (options !== undefined) {
    validateObject(options, 'options');
    if (options.disableEntropyCache !== undefined) validateBoolean(options.disableEntropyCache, 'options.disableEntropyCache');
  }
  return globalThis.crypto.randomUUID();
}

function timingSafeEqual(a, b) {
  for (const [name, value] of [['buf1', a], ['buf2', b]]) {
    if (!isView(value) && !isBuffer(value)) {
      const error = new codes.ERR_INVALID_ARG_TYPE(name, ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'], value);
      error.message = error.message.slice(0, error.message.indexOf('. Received') + 1);
      throw error;
    }
  }
  if (a.byteLength !== b.byteLength) throw new codes.ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH();
  return natives.bytesEqual(bytesOf(a), bytesOf(b));
}

module.exports = {
  Hash,
  Hmac,
  createHash: (algorithm, options) => new Hash(algorithm, options),
  createHmac: (algorithm, key, options) => new Hmac(algorithm, key, options),
  getHashes: () => natives.hashNames(),
  getRandomValues: (array) => globalThis.crypto.getRandomValues(array),
  hash,
  pseudoRandomBytes: randomBytes,
  randomBytes,
  randomFill,
  randomFillSync,
  randomInt,
  randomUUID,
  timingSafeEqual,
  get webcrypto() {
    return globalThis.crypto;
  },
};
