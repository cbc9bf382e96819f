// Headers (fetch.spec.whatwg.org 5.1).
'use strict';
const { load } = require;
const { defineInterface, illegalInvocation, isObject, missing } = load('webidl');
const { defineIterable } = load('iterable');

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const token = Symbol('token');
let innerHeaders, isHeaders, wrap;

/// A ByteString argument.
function byteString(value, what) {
  value = `${value}`;
  for (let i = 0; i < value.length; i++) {
    if (value.charCodeAt(i) > 255) throw new TypeError(`Cannot convert argument to a ByteString because the character at index ${i} has a value of ${value.charCodeAt(i)} which is greater than 255.`);
  }
  return value;
}
const isWhiteSpace = (unit) => unit === 9 || unit === 10 || unit === 13 || unit === 32;
/// "normalize": without HTTP whitespace around it.
function normalize(value) {
  let from = 0, to = value.length;
  while (from < to && isWhiteSpace(value.charCodeAt(from))) from++;
  while (to > from && isWhiteSpace(value.charCodeAt(to - 1))) to--;
  return value.slice(from, to);
}
function nameOf(name) {
  name = byteString(name);
  if (!TOKEN.test(name)) throw new TypeError(`Headers: ${name} is an invalid header name.`);
  return name.toLowerCase();
}
function valueOf(value) {
  value = normalize(byteString(value));
  if (/[\0\n\r]/.test(value)) throw new TypeError(`Headers: ${value} is an invalid header value.`);
  return value;
}

/// A header list with its guard. Names are lower case, which is how they go over the wire.
class HeaderList {
  map = new Map(); guard = 'none'; sorted = null;
  append(name, value) {
    const list = this.map.get(name);
    if (list === undefined) this.map.set(name, [value]); else list.push(value);
    this.sorted = null;
  }
  set(name, value) { this.map.set(name, [value]); this.sorted = null; }
  delete(name) { this.map.delete(name); this.sorted = null; }
  has(name) { return this.map.has(name); }
  get(name) { return this.map.get(name)?.join(', ') ?? null; }
  clone() {
    const list = new HeaderList();
    for (const [name, values] of this.map) list.map.set(name, [...values]);
    return list;
  }
  /// "sort and combine"
  pairs() {
    if (this.sorted !== null) return this.sorted;
    const pairs = [];
    for (const name of [...this.map.keys()].sort()) {
      const values = this.map.get(name);
      if (name === 'set-cookie') for (const value of values) pairs.push([name, value]);
      else pairs.push([name, values.join(', ')]);
    }
    return this.sorted = pairs;
  }
  /// As sent: every value by itself.
  flat() {
    const list = [];
    for (const [name, values] of this.map) for (const value of values) list.push(name, value);
    return list;
  }
  checkMutable() { if (this.guard === 'immutable') throw new TypeError('immutable'); }
}

/// "fill"
function fill(list, init) {
  if (!isObject(init)) throw new TypeError("Failed to construct 'Headers': The provided value is not of type '(record<ByteString, ByteString> or sequence<sequence<ByteString>>)'.");
  const method = init[Symbol.iterator];
  if (method !== undefined && method !== null) {
    if (typeof method !== 'function') throw new TypeError('Headers constructor: the init is not iterable');
    for (const pair of init) {
      if (!isObject(pair) || typeof pair[Symbol.iterator] !== 'function') throw new TypeError('Headers constructor: init must be a sequence of pairs');
      const entry = [...pair];
      if (entry.length !== 2) throw new TypeError(`Headers constructor: expected name/value pair to be length 2, found ${entry.length}.`);
      list.append(nameOf(entry[0]), valueOf(entry[1]));
    }
    return;
  }
  const record = [];
  for (const key of Reflect.ownKeys(init)) {
    if (!Reflect.getOwnPropertyDescriptor(init, key)?.enumerable) continue;
    if (typeof key === 'symbol') throw new TypeError('Cannot convert a Symbol value to a string');
    record.push([byteString(key), byteString(init[key])]);
  }
  for (const [name, value] of record) list.append(nameOf(name), valueOf(value));
}

class Headers {
  #list;
  static {
    innerHeaders = (headers) => { if (!isObject(headers) || !(#list in headers)) throw illegalInvocation(); return headers.#list; };
    isHeaders = (value) => isObject(value) && #list in value;
    wrap = (list, guard) => { list.guard = guard; return new Headers(token, list); };
  }
  constructor(init = undefined) {
    if (init === token) { this.#list = arguments[1]; return; }
    this.#list = new HeaderList();
    if (init !== undefined) fill(this.#list, init);
  }
  append(name, value) {
    const list = innerHeaders(this);
    if (arguments.length < 2) throw missing('name', 'value');
    name = nameOf(name); value = valueOf(value);
    list.checkMutable();
    list.append(name, value);
  }
  delete(name) {
    const list = innerHeaders(this);
    if (arguments.length < 1) throw missing('name');
    name = nameOf(name);
    list.checkMutable();
    list.delete(name);
  }
  get(name) {
    const list = innerHeaders(this);
    if (arguments.length < 1) throw missing('name');
    return list.get(nameOf(name));
  }
  has(name) {
    const list = innerHeaders(this);
    if (arguments.length < 1) throw missing('name');
    return list.has(nameOf(name));
  }
  set(name, value) {
    const list = innerHeaders(this);
    if (arguments.length < 2) throw missing('name', 'value');
    name = nameOf(name); value = valueOf(value);
    list.checkMutable();
    list.set(name, value);
  }
  getSetCookie() { return [...(innerHeaders(this).map.get('set-cookie') ?? [])]; }
}
defineIterable(Headers, 'Headers', (headers) => innerHeaders(headers).pairs());
defineInterface(Headers);
Reflect.defineProperty(Headers.prototype, Symbol.for('nodejs.util.inspect.custom'), {
  configurable: true, writable: true,
  value(depth, options, inspect) {
    const shown = {};
    for (const [name, value] of innerHeaders(this).pairs()) {
      if (name !== 'set-cookie' || !Object.hasOwn(shown, name)) shown[name] = value;
      else if (Array.isArray(shown[name])) shown[name].push(value); else shown[name] = [shown[name], value];
    }
    return `Headers ${inspect(shown, { ...options, depth: options.depth === null ? null : (options.depth ?? 2) - 1 })}`;
  },
});

load('platform').register('fetch/headers/Headers', { is: isHeaders });

Object.assign(exports, { Headers, HeaderList, fill, innerHeaders, isHeaders, wrapHeaders: wrap, byteString, TOKEN });
