//! `node:util`: inspection and formatting, promisify, deprecate, inherits, deep equality, styles, arguments.
'use strict';

const { inspect, stripControlSequences } = require('internal/inspect');
const { format, formatWithOptions } = require('internal/inspect/format');
const { promisify } = require('internal/promisify');
const { codes, make, systemErrors, errnoName } = require('internal/errors');
const {
  validateAbortSignal, validateFunction, validateNumber, validateObject, validateString, validateBoolean, validateOneOf,
} = require('internal/validators');

function callbackify(original) {
  validateFunction(original, 'original');
  function callbackified(...args) {
    const callback = args.pop();
    validateFunction(callback, 'last argument');
    const done = callback.bind(this);
    const { nextTick } = globalThis.process;
    Reflect.apply(original, this, args).then(
      (value) => nextTick(done, null, value),
      (reason) => {
        if (!reason) {
          const error = make('ERR_FALSY_VALUE_REJECTION', [], callbackified);
          error.reason = reason;
          reason = error;
        }
        nextTick(done, reason);
      });
  }
  const descriptors = Object.getOwnPropertyDescriptors(original);
  if (typeof descriptors.length?.value === 'number') descriptors.length.value++;
  if (typeof descriptors.name?.value === 'string') descriptors.name.value += 'Callbackified';
  for (const key of Reflect.ownKeys(descriptors)) Object.defineProperty(callbackified, key, descriptors[key]);
  return callbackified;
}

const warnedCodes = new Set();

function deprecate(fn, message, code) {
  if (code !== undefined) validateString(code, 'code');
  let warned = false;
  function deprecated(...args) {
    const process = globalThis.process;
    if (!warned && !process.noDeprecation) {
      warned = true;
      if (code === undefined) {
        process.emitWarning(message, 'DeprecationWarning', deprecated);
      } else if (!warnedCodes.has(code)) {
        warnedCodes.add(code);
        process.emitWarning(message, 'DeprecationWarning', code, deprecated);
      }
    }
    return new.target ? Reflect.construct(fn, args, new.target) : Reflect.apply(fn, this, args);
  }
  Object.setPrototypeOf(deprecated, fn);
  if (fn.prototype) deprecated.prototype = fn.prototype;
  Object.defineProperty(deprecated, 'length', { ...Object.getOwnPropertyDescriptor(fn, 'length') });
  return deprecated;
}

function inherits(constructor, superConstructor) {
  if (constructor === undefined || constructor === null) {
    throw new codes.ERR_INVALID_ARG_TYPE('ctor', 'Function', constructor);
  }
  if (superConstructor === undefined || superConstructor === null) {
    throw new codes.ERR_INVALID_ARG_TYPE('superCtor', 'Function', superConstructor);
  }
  if (superConstructor.prototype === undefined) {
    throw new codes.ERR_INVALID_ARG_TYPE('superCtor.prototype', 'Object', superConstructor.prototype);
  }
  Object.defineProperty(constructor, 'super_', {
    __proto__: null, value: superConstructor, writable: true, configurable: true,
  });
  Object.setPrototypeOf(constructor.prototype, superConstructor.prototype);
}

function _extend(target, source) {
  if (source === null || typeof source !== 'object') return target;
  for (const key of Object.keys(source)) target[key] = source[key];
  return target;
}

let debugPattern;

function debugEnabled(set) {
  if (debugPattern === undefined) {
    const list = globalThis.process?.env?.NODE_DEBUG ?? '';
    const text = list.replace(/[|\\{}()[\]^$+?.]/g, '\\$&').replaceAll('*', '.*').replaceAll(',', '$|^');
    debugPattern = new RegExp(list === '' ? '(?!)' : `^${text}$`, 'i');
  }
  return debugPattern.test(set);
}

function debuglog(set, onFirst) {
  set = `${set}`.toUpperCase();
  let enabled;
  const check = () => enabled ??= debugEnabled(set);
  function logger(...values) {
    if (!check()) return;
    const text = format(...values);
    internal.stderrWrite(`${format('%s %d: %s', set, globalThis.process.pid, text)}\n`);
  }
  let announced = false;
  const result = function debug(...values) {
    if (!announced && typeof onFirst === 'function') {
      announced = true;
      if (check()) onFirst(logger);
    }
    logger(...values);
  };
  Object.defineProperty(result, 'enabled', { get: check, configurable: true, enumerable: true });
  return result;
}

function stripVTControlCharacters(text) {
  validateString(text, 'str');
  return stripControlSequences(text);
}

function toUSVString(text) {
  return `${text}`.toWellFormed();
}

function styleText(styles, text, { validateStream = true, stream } = {}) {
  validateString(text, 'text');
  if (styles === undefined || styles === null || (typeof styles !== 'string' && !Array.isArray(styles))) {
    validateOneOf(styles, 'format', Object.getOwnPropertyNames(inspect.colors));
  }
  validateBoolean(validateStream, 'options.validateStream');
  let skip = false;
  if (validateStream) {
    stream ??= globalThis.process.stdout;
    if (stream === null || typeof stream !== 'object' ||
        (typeof stream.write !== 'function' && typeof stream.getReader !== 'function' && typeof stream.read !== 'function' &&
         typeof stream.getWriter !== 'function')) {
      throw new codes.ERR_INVALID_ARG_TYPE('stream', ['ReadableStream', 'WritableStream', 'Stream'], stream);
    }
    skip = !require('internal/color_support').shouldColorize(stream, globalThis.process.env);
  }
  let open = '';
  let close = '';
  const list = Array.isArray(styles) ? styles : [styles];
  for (const style of list) {
    if (style === 'none') continue;
    const hex = typeof style === 'string' && /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i.test(style);
    let pair = inspect.colors[style];
    if (hex) {
      const digits = style.length === 4 ? [...style.slice(1)].map((c) => c + c) : style.slice(1).match(/../g);
      pair = [`38;2;${digits.map((d) => Number.parseInt(d, 16)).join(';')}`, 39];
    }
    if (pair === undefined || pair === null) validateOneOf(style, 'format', Object.getOwnPropertyNames(inspect.colors));
    open += `\u001b[${pair[0]}m`;
    close = `\u001b[${pair[1]}m${close}`;
    // A style that ends inside of the text would end this one too: it is opened again there.
    if (!skip) text = text.replaceAll(`\u001b[${pair[1]}m`, (end, at) =>
      at + end.length < text.length ? (pair[1] === 22 ? `${end}\u001b[${pair[0]}m` : `\u001b[${pair[0]}m`) : end);
  }
  return skip ? text : `${open}${text}${close}`;
}

function getSystemErrorName(errno) {
  validateNumber(errno, 'err');
  if (errno >= 0 || !Number.isSafeInteger(errno)) throw new codes.ERR_OUT_OF_RANGE('err', 'a negative integer', errno);
  return errnoName(errno);
}

function getSystemErrorMap() {
  const map = new Map();
  for (const code in systemErrors) if (!map.has(systemErrors[code][0])) map.set(systemErrors[code][0], [code, systemErrors[code][1]]);
  return map;
}

function getSystemErrorMessage(errno) {
  validateNumber(errno, 'err');
  return getSystemErrorMap().get(errno)?.[1];
}

function systemException(errno, syscall, original, address, port) {
  const code = errnoName(errno);
  let details = '';
  if (address !== undefined) details = port > 0 ? ` ${address}:${port}` : ` ${address}`;
  const text = address === undefined ? (original ? `${syscall} ${code} ${original}` : `${syscall} ${code}`)
    : `${syscall} ${code}${details}${original ? ` - Local (${original})` : ''}`;
  const error = new Error(text);
  error.errno = errno;
  error.code = code;
  error.syscall = syscall;
  if (address !== undefined) {
    error.address = address;
    if (port) error.port = port;
  }
  return error;
}

async function aborted(signal, resource) {
  if (signal === undefined) throw new codes.ERR_INVALID_ARG_TYPE('signal', 'AbortSignal', signal);
  validateAbortSignal(signal, 'signal');
  validateObject(resource, 'resource', { nullable: false, allowFunction: true, allowArray: true });
  if (signal.aborted) return undefined;
  const kept = new WeakRef(resource);
  return new Promise((resolve) => {
    signal.addEventListener('abort', (event) => {
      if (kept.deref() !== undefined) resolve(event);
    }, { once: true });
  });
}

/** `.env` text as an object: KEY=value lines, comments, quotes, values over several lines. */
function parseEnv(content) {
  validateString(content, 'content');
  const result = { __proto__: null };
  const line = /^[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*=[ \t]*('[^']*'|"(?:\\[\s\S]|[^"\\])*"|`[^`]*`|[^\r\n#]*)?[ \t]*(?:#.*)?$/gm;
  for (const [, key, raw = ''] of content.matchAll(line)) {
    let value = raw.trim();
    const mark = value[0];
    if (value.length > 1 && (mark === '"' || mark === "'" || mark === '`') && value.endsWith(mark)) {
      value = value.slice(1, -1);
      if (mark === '"') value = value.replaceAll('\\n', '\n');
    }
    result[key] = value;
  }
  return result;
}

/** The differences of two texts or lists as [operation, item]: -1 only in `actual`... +1 only in `expected`, 0 in both. */
function diff(actual, expected) {
  if (actual === expected) return [];
  const { diffLists } = require('internal/text_diff');
  const list = (value, name) => {
    if (typeof value === 'string') return [...value];
    if (Array.isArray(value)) {
      value.forEach((item, i) => validateString(item, `${name}[${i}]`));
      return value;
    }
    throw new codes.ERR_INVALID_ARG_TYPE(name, ['string', 'Array'], value);
  };
  return diffLists(list(actual, 'actual'), list(expected, 'expected')).map(([operation, item]) => [operation, item]);
}

module.exports = {
  _errnoException: (errno, syscall, original) => systemException(errno, syscall, original),
  _exceptionWithHostPort: (errno, syscall, address, port, additional) =>
    systemException(errno, syscall, additional, address, port),
  _extend: deprecate(_extend, 'The `util._extend` API is deprecated. Please use Object.assign() instead.', 'DEP0060'),
  callbackify,
  debug: debuglog,
  debuglog,
  deprecate,
  format,
  styleText,
  formatWithOptions,
  getCallSites: (count = 10) => internal.callSites(typeof count === 'number' ? count : 10),
  getSystemErrorMap,
  getSystemErrorName,
  getSystemErrorMessage,
  inherits,
  inspect,
  isArray: deprecate(Array.isArray, 'The `util.isArray` API is deprecated. Please use `Array.isArray()` instead.', 'DEP0044'),
  isDeepStrictEqual: (a, b) => require('internal/deep_equal').isDeepStrictEqual(a, b),
  promisify,
  stripVTControlCharacters,
  toUSVString,
  transferableAbortSignal: (signal) => signal,
  transferableAbortController: () => new AbortController(),
  aborted,
  get types() {
    return require('util/types');
  },
  parseEnv,
  get parseArgs() {
    return require('internal/parse_args');
  },
  get TextDecoder() {
    return globalThis.TextDecoder;
  },
  get TextEncoder() {
    return globalThis.TextEncoder;
  },
  get MIMEType() {
    return require('internal/mime').MIMEType;
  },
  get MIMEParams() {
    return require('internal/mime').MIMEParams;
  },
  diff,
};
for (const name of ['types', 'parseArgs', 'MIMEType', 'MIMEParams', 'TextDecoder', 'TextEncoder']) {
  const { get } = Object.getOwnPropertyDescriptor(module.exports, name);
  Object.defineProperty(module.exports, name, {
    get,
    set(value) {
      Object.defineProperty(this, name, { value, writable: true, enumerable: true, configurable: true });
    },
    enumerable: true,
    configurable: true,
  });
}
