//! The reads and writes of numbers in a Buffer: integers of 1 to 6 bytes, 64-bit integers, floats, both byte orders.
'use strict';

const { make } = require('internal/errors');

const float32 = new Float32Array(1);
const float32Bytes = new Uint8Array(float32.buffer);
const float64 = new Float64Array(1);
const float64Bytes = new Uint8Array(float64.buffer);
float32[0] = -1;
const hostIsBigEndian = float32Bytes[3] === 0;

/** Throws for an offset at which `size` bytes do not fit. */
function checkOffset(offset, length, size) {
  if (typeof offset !== 'number') throw make('ERR_INVALID_ARG_TYPE', ['offset', 'number', offset], checkOffset);
  if (!Number.isInteger(offset)) {
    if (offset !== Math.floor(offset) || Number.isNaN(offset)) throw make('ERR_OUT_OF_RANGE', ['offset', 'an integer', offset], checkOffset);
  }
  if (length - size < 0) throw make('ERR_BUFFER_OUT_OF_BOUNDS', [], checkOffset);
  throw make('ERR_OUT_OF_RANGE', ['offset', `>= 0 and <= ${length - size}`, offset], checkOffset);
}

function fits(offset, length, size) {
  return typeof offset === 'number' && offset >= 0 && offset <= length - size && offset % 1 === 0;
}

function checkSize(byteLength) {
  if (typeof byteLength !== 'number') throw make('ERR_INVALID_ARG_TYPE', ['byteLength', 'number', byteLength], checkSize);
  if (!Number.isInteger(byteLength)) throw make('ERR_OUT_OF_RANGE', ['byteLength', 'an integer', byteLength], checkSize);
  if (byteLength < 1 || byteLength > 6) throw make('ERR_OUT_OF_RANGE', ['byteLength', '>= 1 and <= 6', byteLength], checkSize);
}

function readUnsigned(buffer, offset, size, little) {
  let value = 0;
  if (little) for (let i = size - 1; i >= 0; i--) value = value * 256 + buffer[offset + i];
  else for (let i = 0; i < size; i++) value = value * 256 + buffer[offset + i];
  return value;
}

function readSigned(buffer, offset, size, little) {
  const value = readUnsigned(buffer, offset, size, little);
  const limit = 2 ** (8 * size - 1);
  return value >= limit ? value - 2 * limit : value;
}

function checkValue(value, size, min, max) {
  if (!(value > max || value < min)) return;
  const n = typeof value === 'bigint' ? 'n' : '';
  let range;
  if (size > 4 || n !== '') {
    const bits = size * 8;
    range = min === 0 || min === 0n ? `>= 0${n} and < 2${n} ** ${bits}${n}`
      : `>= -(2${n} ** ${bits - 1}${n}) and < 2${n} ** ${bits - 1}${n}`;
  } else {
    range = `>= ${min}${n} and <= ${max}${n}`;
  }
  throw make('ERR_OUT_OF_RANGE', ['value', range, value], checkValue);
}

function writeInteger(buffer, value, offset, size, little) {
  if (value < 0) value += 2 ** (8 * size);
  value = Math.trunc(value);
  if (little) {
    for (let i = 0; i < size; i++) {
      buffer[offset + i] = value % 256;
      value = Math.floor(value / 256);
    }
  } else {
    for (let i = size - 1; i >= 0; i--) {
      buffer[offset + i] = value % 256;
      value = Math.floor(value / 256);
    }
  }
  return offset + size;
}

function install(prototype) {
  const define = (names, fn) => {
    Object.defineProperty(fn, 'name', { value: names[0], configurable: true });
    for (const name of names) prototype[name] = fn;
  };
  const aliases = (verb, signedness, tail) => signedness === 'U' ? [`${verb}UInt${tail}`, `${verb}Uint${tail}`] : [`${verb}Int${tail}`];

  for (const signedness of ['U', 'S']) {
    const read = signedness === 'U' ? readUnsigned : readSigned;
    const range = (size) => signedness === 'U' ? [0, 2 ** (8 * size) - 1] : [-(2 ** (8 * size - 1)), 2 ** (8 * size - 1) - 1];
    for (const size of [1, 2, 4]) {
      const [min, max] = range(size);
      for (const order of size === 1 ? [''] : ['LE', 'BE']) {
        const little = order === 'LE';
        define(aliases('read', signedness, `${size * 8}${order}`), function(offset = 0) {
          if (!fits(offset, this.length, size)) checkOffset(offset, this.length, size);
          return read(this, offset, size, little);
        });
        define(aliases('write', signedness, `${size * 8}${order}`), function(value, offset = 0) {
          value = +value;
          checkValue(value, size, min, max);
          if (!fits(offset, this.length, size)) checkOffset(offset, this.length, size);
          return writeInteger(this, value, offset, size, little);
        });
      }
    }
    for (const order of ['LE', 'BE']) {
      const little = order === 'LE';
      define(aliases('read', signedness, order), function(offset, byteLength) {
        if (offset === undefined) throw make('ERR_INVALID_ARG_TYPE', ['offset', 'number', offset]);
        checkSize(byteLength);
        if (!fits(offset, this.length, byteLength)) checkOffset(offset, this.length, byteLength);
        return read(this, offset, byteLength, little);
      });
      define(aliases('write', signedness, order), function(value, offset, byteLength) {
        checkSize(byteLength);
        value = +value;
        const [min, max] = range(byteLength);
        checkValue(value, byteLength, min, max);
        if (!fits(offset, this.length, byteLength)) checkOffset(offset, this.length, byteLength);
        return writeInteger(this, value, offset, byteLength, little);
      });
      const bigNames = (verb) => signedness === 'U' ? [`${verb}BigUInt64${order}`, `${verb}BigUint64${order}`] : [`${verb}BigInt64${order}`];
      define(bigNames('read'), function(offset = 0) {
        if (!fits(offset, this.length, 8)) checkOffset(offset, this.length, 8);
        const high = readUnsigned(this, little ? offset + 4 : offset, 4, little);
        const low = readUnsigned(this, little ? offset : offset + 4, 4, little);
        const value = (BigInt(high) << 32n) | BigInt(low);
        return signedness === 'U' ? value : BigInt.asIntN(64, value);
      });
      const bigMin = signedness === 'U' ? 0n : -(2n ** 63n);
      const bigMax = signedness === 'U' ? 2n ** 64n - 1n : 2n ** 63n - 1n;
      define(bigNames('write'), function(value, offset = 0) {
        checkValue(value, 8, bigMin, bigMax);
        if (!fits(offset, this.length, 8)) checkOffset(offset, this.length, 8);
        const bits = BigInt.asUintN(64, value + 0n);
        writeInteger(this, Number(bits >> 32n), little ? offset + 4 : offset, 4, little);
        writeInteger(this, Number(bits & 0xffffffffn), little ? offset : offset + 4, 4, little);
        return offset + 8;
      });
    }
  }
  for (const [type, cell, bytes, size] of [['Float', float32, float32Bytes, 4], ['Double', float64, float64Bytes, 8]]) {
    for (const order of ['LE', 'BE']) {
      const reversed = (order === 'LE') === hostIsBigEndian;
      define([`read${type}${order}`], function(offset = 0) {
        if (!fits(offset, this.length, size)) checkOffset(offset, this.length, size);
        for (let i = 0; i < size; i++) bytes[reversed ? size - 1 - i : i] = this[offset + i];
        return cell[0];
      });
      define([`write${type}${order}`], function(value, offset = 0) {
        value = +value;
        if (!fits(offset, this.length, size)) checkOffset(offset, this.length, size);
        cell[0] = value;
        for (let i = 0; i < size; i++) this[offset + i] = bytes[reversed ? size - 1 - i : i];
        return offset + size;
      });
    }
  }
}

exports.install = install;
