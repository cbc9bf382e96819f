//! Compares values by structure, for `util.isDeepStrictEqual` and `assert.deepEqual` and its kin.
'use strict';

const loose = 0;
const strict = 1;
const partial = 2;

const { getPrototypeOf, getOwnPropertySymbols, keys: ownKeys, is } = Object;
const uncurry = Function.prototype.call.bind(Function.prototype.bind, Function.prototype.call);
const hasOwn = uncurry(Object.prototype.hasOwnProperty);
const isEnumerable = uncurry(Object.prototype.propertyIsEnumerable);
const boxValue = {
  Number: uncurry(Number.prototype.valueOf), String: uncurry(String.prototype.valueOf),
  Boolean: uncurry(Boolean.prototype.valueOf), BigInt: uncurry(BigInt.prototype.valueOf),
  Symbol: uncurry(Symbol.prototype.valueOf),
};
const tagOf = uncurry(Object.prototype.toString);

function isPrimitive(value) {
  return value === null || (typeof value !== 'object' && typeof value !== 'function');
}

function kindOf(value) {
  let kind = internal.classOf(value);
  if (kind === 'Proxy') {
    let target = value;
    for (let details; (details = internal.getProxyDetails(target)) !== undefined && details[0] !== null;) target = details[0];
    kind = internal.classOf(target);
  }
  return kind;
}

function equalBytes(a, b) {
  if (a.byteLength !== b.byteLength) return false;
  for (let i = 0; i < a.byteLength; i++) if (a[i] !== b[i]) return false;
  return true;
}

function bytesOf(view) {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

function equal(a, b, mode, memo) {
  if (a === b) return a !== 0 || mode === loose || is(a, b);
  if (mode !== loose) {
    if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
      return typeof a === 'number' && typeof b === 'number' && a !== a && b !== b;
    }
    if (mode === strict && getPrototypeOf(a) !== getPrototypeOf(b)) return false;
  } else {
    if (isPrimitive(a) && isPrimitive(b)) return a == b || (a !== a && b !== b);
    if (isPrimitive(a) || isPrimitive(b) || typeof a === 'function' || typeof b === 'function') return false;
  }
  if (mode !== loose || Array.isArray(a) !== Array.isArray(b)) {
    if (tagOf(a) !== tagOf(b)) return false;
  }
  const kind = kindOf(a);
  if (kind !== kindOf(b)) return false;
  if (kind === 'Array') {
    if (!Array.isArray(b) || (mode === partial ? a.length < b.length : a.length !== b.length)) return false;
    const onlyEnumerable = true;
    const extraA = filterKeys(internal.getOwnNonIndexProperties(a, onlyEnumerable), mode);
    const extraB = filterKeys(internal.getOwnNonIndexProperties(b, onlyEnumerable), mode);
    if (mode !== partial && extraA.length !== extraB.length) return false;
    return compareKeys(a, b, mode, memo, extraB, kind);
  }
  switch (kind) {
    case 'Date': {
      const x = Date.prototype.getTime.call(a);
      const y = Date.prototype.getTime.call(b);
      if (x !== y && (x === x || y === y)) return false;
      break;
    }
    case 'RegExp':
      if (a.source !== b.source || a.flags !== b.flags || a.lastIndex !== b.lastIndex) return false;
      break;
    case 'Error':
      if (a.message !== b.message || a.name !== b.name) return false;
      for (const name of ['cause', 'errors']) {
        if (hasOwn(a, name) !== hasOwn(b, name) && mode !== partial) return false;
        if (mode === partial && b[name] === undefined) continue;
        if (hasOwn(b, name) && !isEnumerable(b, name) && !guarded(a, b, mode, memo, () => equal(a[name], b[name], mode, memo))) {
          return false;
        }
      }
      break;
    case 'ArrayBuffer': case 'SharedArrayBuffer':
      if (!(mode === partial ? containsInOrder : equalBytes)(new Uint8Array(a), new Uint8Array(b))) return false;
      break;
    case 'DataView':
      if (!equalBytes(bytesOf(a), bytesOf(b))) return false;
      break;
    case 'Number': case 'String': case 'Boolean': case 'BigInt': case 'Symbol': {
      const x = boxValue[kind](a);
      const y = boxValue[kind](b);
      if (!(mode === loose ? x == y || (x !== x && y !== y) : is(x, y))) return false;
      break;
    }
    case 'Promise': case 'WeakMap': case 'WeakSet': case 'WeakRef':
      return false;
    default:
      if (kind.endsWith('Array')) {
        const isFloat = kind.startsWith('Float');
        if (mode === partial ? a.length < b.length : a.length !== b.length) return false;
        if (mode !== loose || !isFloat) {
          if (mode === partial ? !containsInOrder(a, b) : !equalBytes(bytesOf(a), bytesOf(b))) return false;
        } else {
          for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
        }
        const extraA = filterKeys(internal.getOwnNonIndexProperties(a, true), mode);
        const extraB = filterKeys(internal.getOwnNonIndexProperties(b, true), mode);
        if (mode !== partial && extraA.length !== extraB.length) return false;
        return compareKeys(a, b, mode, memo, extraB, 'Object');
      }
  }
  if ((kind === 'Set' || kind === 'Map') && (mode === partial ? a.size < b.size : a.size !== b.size)) return false;
  if (typeof URL === 'function' && a instanceof URL && (!(b instanceof URL) || a.href !== b.href)) return false;
  const keysB = filterKeys([...ownKeys(b), ...getOwnPropertySymbols(b).filter((key) => isEnumerable(b, key))], mode);
  if (mode !== partial) {
    const keysA = filterKeys([...ownKeys(a), ...getOwnPropertySymbols(a).filter((key) => isEnumerable(a, key))], mode);
    if (keysA.length !== keysB.length) return false;
  }
  return compareKeys(a, b, mode, memo, keysB, kind);
}

/** Loose comparison does not look at symbols. */
function filterKeys(keys, mode) {
  return mode === loose ? keys.filter((key) => typeof key !== 'symbol') : keys;
}

function containsInOrder(a, b) {
  let at = 0;
  for (let i = 0; i < b.length; i++) {
    while (at < a.length && !is(a[at], b[i])) at++;
    if (at++ >= a.length) return false;
  }
  return true;
}

/** Runs `compare` with the pair marked as being compared: cycles end, and must close at the same place in both. */
function guarded(a, b, mode, memo, compare) {
  const left = memo.left.get(a);
  const right = memo.right.get(b);
  if (left !== undefined || right !== undefined) {
    if (mode !== partial) return left === b && right === a;
    if (left === b) return true;
  }
  memo.left.set(a, b);
  memo.right.set(b, a);
  const result = compare();
  memo.left.delete(a);
  memo.right.delete(b);
  return result;
}

function compareKeys(a, b, mode, memo, keys, kind) {
  for (let i = 0; i < keys.length; i++) {
    if (!(mode === loose ? hasOwn(a, keys[i]) : isEnumerable(a, keys[i]))) return false;
  }
  if (keys.length === 0 && (kind === 'Object' || (kind === 'Array' && b.length === 0))) return true;
  return guarded(a, b, mode, memo, () => {
    if (kind === 'Set' && !equalSets(a, b, mode, memo)) return false;
    if (kind === 'Map' && !equalMaps(a, b, mode, memo)) return false;
    if (kind === 'Array' && !equalArrays(a, b, mode, memo)) return false;
    for (let i = 0; i < keys.length; i++) if (!equal(a[keys[i]], b[keys[i]], mode, memo)) return false;
    return true;
  });
}

function equalArrays(a, b, mode, memo) {
  if (mode === partial) {
    let at = 0;
    for (let i = 0; i < b.length; i++) {
      if (!hasOwn(b, i)) continue;
      while (at < a.length && !(hasOwn(a, at) && equal(a[at], b[i], mode, memo))) at++;
      if (at++ >= a.length) return false;
    }
    return true;
  }
  for (let i = 0; i < a.length; i++) {
    // A hole is not the same as an undefined element.
    if (hasOwn(a, i) !== hasOwn(b, i) || !equal(a[i], b[i], mode, memo)) return false;
  }
  return true;
}

function equalSets(a, b, mode, memo) {
  const open = [];
  for (const item of b) {
    if (!a.has(item)) {
      if (mode !== loose && isPrimitive(item)) return false;
      open.push(item);
    }
  }
  if (open.length === 0) return true;
  const candidates = [];
  for (const item of a) if (!b.has(item) && (mode === loose || !isPrimitive(item))) candidates.push(item);
  for (const item of open) {
    const at = candidates.findIndex((candidate) => equal(candidate, item, mode, memo));
    if (at === -1) return false;
    candidates.splice(at, 1);
  }
  return true;
}

function equalMaps(a, b, mode, memo) {
  const open = [];
  for (const [key, value] of b) {
    if (a.has(key)) {
      if (!equal(a.get(key), value, mode, memo)) return false;
    } else {
      if (mode !== loose && isPrimitive(key)) return false;
      open.push([key, value]);
    }
  }
  if (open.length === 0) return true;
  const candidates = [];
  for (const entry of a) if (!b.has(entry[0])) candidates.push(entry);
  for (const [key, value] of open) {
    const at = candidates.findIndex(([k, v]) => equal(k, key, mode, memo) && equal(v, value, mode, memo));
    if (at === -1) return false;
    candidates.splice(at, 1);
  }
  return true;
}

exports.isDeepEqual = (a, b) => equal(a, b, loose, { left: new Map(), right: new Map() });
exports.isDeepStrictEqual = (a, b) => equal(a, b, strict, { left: new Map(), right: new Map() });
exports.isPartialStrictEqual = (a, b) => equal(a, b, partial, { left: new Map(), right: new Map() });
