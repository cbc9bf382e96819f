// Crypto: random values and identifiers, and the digests of SubtleCrypto (w3c.github.io/webcrypto sections 10 and 14).
'use strict';
const { randomBytes, digestBytes, rejectedPromise, queueTask, newPromise, resolvePromise, load } = require;
const { defineInterface, illegalInvocation, illegalConstructor, isObject, missing, wrongType } = load('webidl');
const { DOMException } = load('dom_exception');

const token = Symbol('token');
const INTEGERS = new Set(['Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array', 'BigInt64Array', 'BigUint64Array']);
const tagOf = Reflect.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get;

function randomUUID() {
  const bytes = randomBytes(16);
  bytes[6] = bytes[6] & 0x0f | 0x40;
  bytes[8] = bytes[8] & 0x3f | 0x80;
  const hex = bytes.toHex();
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

class SubtleCrypto {
  #token;
  constructor(key) { if (key !== token) throw illegalConstructor(); this.#token = key; }
  digest(algorithm, data) {
    if (!isObject(this) || !(#token in this)) return rejectedPromise(illegalInvocation());
    if (arguments.length < 2) return rejectedPromise(missing('algorithm', 'data'));
    let name, bytes;
    try {
      const given = isObject(algorithm) ? algorithm.name : algorithm;
      if (given === undefined) throw wrongType('algorithm.name', 'of type string');
      name = `${given}`.toUpperCase();
      if (data instanceof ArrayBuffer) bytes = new Uint8Array(data);
      else if (ArrayBuffer.isView(data)) bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
      else throw wrongType('data', 'an instance of ArrayBuffer, Buffer, TypedArray, or DataView');
    } catch (error) { return rejectedPromise(error); }
    const result = digestBytes(name, bytes);
    if (result === null) return rejectedPromise(new DOMException('Unrecognized algorithm name', 'NotSupportedError'));
    const promise = newPromise();
    queueTask(2 ** 40, () => resolvePromise(promise, result.buffer));
    return promise;
  }
}
defineInterface(SubtleCrypto);
const subtle = new SubtleCrypto(token);

class Crypto {
  #token;
  constructor(key) { if (key !== token) throw illegalConstructor(); this.#token = key; }
  get subtle() { if (!(#token in this)) throw illegalInvocation(); return subtle; }
  getRandomValues(array) {
    if (!(#token in this)) throw illegalInvocation();
    if (arguments.length === 0) throw missing('array');
    if (!ArrayBuffer.isView(array) || !INTEGERS.has(tagOf.call(array))) throw new DOMException('The data argument must be an integer-type TypedArray', 'TypeMismatchError');
    if (array.byteLength > 65536) {
      const { QuotaExceededError } = load('dom_exception');
      throw new QuotaExceededError(`The requested length exceeds 65,536 bytes`, { quota: 65536, requested: array.byteLength });
    }
    new Uint8Array(array.buffer, array.byteOffset, array.byteLength).set(randomBytes(array.byteLength));
    return array;
  }
  randomUUID() { if (!(#token in this)) throw illegalInvocation(); return randomUUID(); }
}
defineInterface(Crypto);

Object.assign(exports, { Crypto, SubtleCrypto, crypto: new Crypto(token), randomUUID });
