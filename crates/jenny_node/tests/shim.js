//! Runs Jenny's node: modules on Node itself: the same module wrapper, with the natives of INTERNALS.md emulated.
// Start node with --expose-internals (run.js does).
'use strict';

const fs = require('fs');
const path = require('path');
const vm = require('vm');
const nodeUtil = require('util');
const { types } = nodeUtil;

let binding = null;
try {
  ({ internalBinding: binding } = require('internal/test/binding'));
} catch {
  throw new Error('shim.js needs node --expose-internals');
}
const utilBinding = binding('util');

function classOf(value) {
  if (types.isProxy(value)) return 'Proxy';
  if (Array.isArray(value)) return 'Array';
  if (typeof value === 'function') {
    if (types.isAsyncFunction(value)) return types.isGeneratorFunction(value) ? 'AsyncGeneratorFunction' : 'AsyncFunction';
    return types.isGeneratorFunction(value) ? 'GeneratorFunction' : 'Function';
  }
  for (const kind of ['Map', 'Set', 'WeakMap', 'WeakSet', 'Promise', 'Date', 'RegExp', 'DataView', 'ArrayBuffer',
    'SharedArrayBuffer', 'MapIterator', 'SetIterator']) {
    if (types[`is${kind}`](value)) return kind;
  }
  if (types.isTypedArray(value)) return Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get.call(value);
  if (types.isNativeError(value)) return 'Error';
  if (types.isGeneratorObject(value)) return 'Generator';
  if (types.isArgumentsObject(value)) return 'Arguments';
  if (types.isNumberObject(value)) return 'Number';
  if (types.isStringObject(value)) return 'String';
  if (types.isBooleanObject(value)) return 'Boolean';
  if (types.isSymbolObject(value)) return 'Symbol';
  if (types.isBigIntObject(value)) return 'BigInt';
  if (types.isModuleNamespaceObject(value)) return 'Module';
  if (types.isExternal(value)) return 'External';
  if (value instanceof WeakRef) return 'WeakRef';
  return 'Object';
}

const encodings = { utf8: 'utf8', utf16le: 'utf16le', latin1: 'latin1', ascii: 'ascii', hex: 'hex', base64: 'base64', base64url: 'base64url' };
const asBuffer = (u8) => Buffer.from(u8.buffer, u8.byteOffset, u8.byteLength);

const internal = {
  getOwnNonIndexProperties(object, onlyEnumerable) {
    return utilBinding.getOwnNonIndexProperties(object, onlyEnumerable ? 2 : 0);
  },
  previewEntries(value) {
    const result = utilBinding.previewEntries(value, true);
    return Array.isArray(result[0]) ? [result[0], result[1]] : [result, false];
  },
  getPromiseDetails(promise) {
    const [state, result] = utilBinding.getPromiseDetails(promise);
    return [state, result];
  },
  getProxyDetails(value) {
    if (!types.isProxy(value)) return undefined;
    const details = utilBinding.getProxyDetails(value, true);
    return details === undefined ? undefined : details;
  },
  getConstructorName: (object) => utilBinding.getConstructorName(object),
  externalAddress: (value) => utilBinding.getExternalValue(value).toString(16),
  classOf,
  functionSourceIsClass(fn) {
    const source = Function.prototype.toString.call(fn);
    return source.startsWith('class') && source.endsWith('}');
  },
  isBuiltinId: (id) => require('module').builtinModules.includes(id),
  stdoutWrite: (text) => void fs.writeSync(1, text),
  stderrWrite: (text) => void fs.writeSync(2, text),
  stdinRead: (size) => {
    const buffer = Buffer.alloc(size);
    try {
      const count = fs.readSync(0, buffer, 0, size, null);
      return Promise.resolve(count === 0 ? null : new Uint8Array(buffer.subarray(0, count)));
    } catch (error) {
      return error.code === 'EOF' ? Promise.resolve(null) : Promise.reject(error);
    }
  },
  isTerminal: (fd) => require('tty').isatty(fd),
  terminalSize: () => [process.stdout.columns || 80, process.stdout.rows || 24],
  setRawMode: (fd, on) => process.stdin.setRawMode?.(on),
  hrtimeMs: () => performance.now(),
  timeOrigin: () => performance.timeOrigin,
  cwd: () => process.cwd(),
  bufferToString: (u8, encoding, start, end) => asBuffer(u8).toString(encodings[encoding], start, end),
  bufferWrite: (u8, text, offset, length, encoding) => asBuffer(u8).write(text, offset, length, encodings[encoding]),
  byteLength: (text, encoding) => Buffer.byteLength(text, encodings[encoding]),
  bufferFromString: (text, encoding) => new Uint8Array(Buffer.from(text, encodings[encoding])),
  bytesCompare: (a, b) => Buffer.compare(a, b),
  bytesIndexOf(bytes, needle, from, forward, step) {
    for (let at = from; forward ? at <= bytes.length - needle.length : at >= 0; at += forward ? step : -step) {
      let i = 0;
      while (i < needle.length && bytes[at + i] === needle[i]) i++;
      if (i === needle.length) return at;
    }
    return -1;
  },
  isUtf8: (u8) => require('buffer').isUtf8(u8),
  arrayBufferTransfer: (buffer) => buffer.transfer(),
  setTickCallback(drain) {
    internal.requestTick = () => process.nextTick(drain);
  },
  runMicrotasks: binding('task_queue').runMicrotasks,
  getAsyncContext: () => undefined,
  setAsyncContext() {},
  eventTargetListeners: (target, type) => require('events').getEventListeners(target, type),
  platform: process.platform,
  glibcVersion: process.report?.getReport().header.glibcVersionRuntime,
  noWarnings: process.execArgv.includes('--no-warnings'),
  callSites: () => [],
};

Object.assign(internal, require('./shim_host.js'));

const root = path.join(__dirname, '..', 'js');
const cache = new Map();

function load(id) {
  if (id.startsWith('node:')) id = id.slice(5);
  const cached = cache.get(id);
  if (cached !== undefined) return cached.exports;
  const file = path.join(root, `${id}.js`);
  if (!fs.existsSync(file)) return require(id);
  const source = fs.readFileSync(file, 'utf8');
  const run = vm.runInThisContext(`(function (exports, require, module, internal) {${source}\n})`, { filename: `node:${id}` });
  const module = { exports: {}, id };
  cache.set(id, module);
  try {
    run(module.exports, load, module, internal);
  } catch (error) {
    cache.delete(id);
    throw error;
  }
  return module.exports;
}

exports.load = load;
exports.internal = internal;
exports.has = (id) => fs.existsSync(path.join(root, `${id.replace(/^node:/, '')}.js`));
