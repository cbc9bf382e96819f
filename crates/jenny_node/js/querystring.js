//! `node:querystring`: `a=1&b=2` into objects and back.
'use strict';

const { codes } = require('internal/errors');

function hexValue(code) {
  if (code >= 48 && code <= 57) return code - 48;
  if (code >= 65 && code <= 70) return code - 55;
  if (code >= 97 && code <= 102) return code - 87;
  return -1;
}

/** The bytes of a percent-encoded text; what is not a valid escape stands for itself. */
function unescapeBuffer(text, plusIsSpace) {
  const { Buffer } = require('buffer');
  const source = Buffer.from(`${text}`);
  const bytes = Buffer.allocUnsafe(source.length);
  let length = 0;
  for (let i = 0; i < source.length; i++) {
    const byte = source[i];
    if (byte === 37 && i + 2 < source.length + 0) {
      const high = hexValue(source[i + 1]);
      const low = hexValue(source[i + 2]);
      if (high >= 0 && low >= 0) {
        bytes[length++] = high * 16 + low;
        i += 2;
        continue;
      }
    }
    bytes[length++] = plusIsSpace === true && byte === 43 ? 32 : byte;
  }
  return bytes.subarray(0, length);
}

function unescape(text, plusIsSpace) {
  try {
    return decodeURIComponent(text);
  } catch {
    return querystring.unescapeBuffer(text, plusIsSpace).toString();
  }
}

function escape(text) {
  if (typeof text !== 'string') text = typeof text === 'object' ? String(text) : `${text}`;
  try {
    return encodeURIComponent(text);
  } catch {
    throw new codes.ERR_INVALID_URI();
  }
}

function valueText(value) {
  switch (typeof value) {
    case 'string': return value;
    case 'number': return Number.isFinite(value) ? `${value}` : '';
    case 'bigint': return `${value}`;
    case 'boolean': return value ? 'true' : 'false';
    default: return '';
  }
}

function stringify(object, separator, equals, options) {
  separator ||= '&';
  equals ||= '=';
  const encode = typeof options?.encodeURIComponent === 'function' ? options.encodeURIComponent : querystring.escape;
  if (object === null || typeof object !== 'object') return '';
  const fields = [];
  for (const key of Object.keys(object)) {
    const value = object[key];
    const head = encode(key) + equals;
    if (Array.isArray(value)) for (const item of value) fields.push(head + encode(valueText(item)));
    else fields.push(head + encode(valueText(value)));
  }
  return fields.join(separator);
}

function parse(text, separator, equals, options) {
  const result = { __proto__: null };
  if (typeof text !== 'string' || text.length === 0) return result;
  separator = separator ? `${separator}` : '&';
  equals = equals ? `${equals}` : '=';
  let most = 1000;
  if (options && typeof options.maxKeys === 'number') most = options.maxKeys;
  const decode = typeof options?.decodeURIComponent === 'function' ? options.decodeURIComponent : querystring.unescape;
  const custom = decode !== unescape;
  const decodeSafely = (part) => {
    part = part.replaceAll('+', custom ? '%20' : ' ');
    if (!custom && part.indexOf('%') === -1) return part;
    try {
      return decode(part);
    } catch {
      return unescape(part, true);
    }
  };
  let count = 0;
  for (const field of text.split(separator)) {
    if (field === '') continue;
    if (most > 0 && count++ >= most) break;
    const at = field.indexOf(equals);
    const key = decodeSafely(at === -1 ? field : field.slice(0, at));
    const value = at === -1 ? '' : decodeSafely(field.slice(at + equals.length));
    const existing = result[key];
    if (existing === undefined) result[key] = value;
    else if (Array.isArray(existing)) existing.push(value);
    else result[key] = [existing, value];
  }
  return result;
}

const querystring = module.exports = {
  unescapeBuffer,
  unescape,
  escape,
  stringify,
  encode: stringify,
  parse,
  decode: parse,
};
