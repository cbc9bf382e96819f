//! `util.inspect`: prints any value as a programmer would write it, the text that `console.log` shows.
'use strict';

const { joinEntries, stringWidth, stripControlSequences } = require('internal/inspect/layout');
const { printPrimitive, printKey, numberText, bigintText } = require('internal/inspect/primitive');
const { colors, styles, paint, plain } = require('internal/inspect/style');
const { builtinNames, constructorName, prefix, functionLabel, hasOwn } = require('internal/inspect/naming');

const { getPrototypeOf, getOwnPropertyDescriptor, getOwnPropertyNames, getOwnPropertySymbols, keys: ownKeys } = Object;
const { isArray } = Array;
const { ownKeys: allKeys, apply } = Reflect;
const uncurry = Function.prototype.call.bind(Function.prototype.bind, Function.prototype.call);
const isEnumerable = uncurry(Object.prototype.propertyIsEnumerable);
const setForEach = uncurry(Set.prototype.forEach);
const mapForEach = uncurry(Map.prototype.forEach);
const setSize = uncurry(getOwnPropertyDescriptor(Set.prototype, 'size').get);
const mapSize = uncurry(getOwnPropertyDescriptor(Map.prototype, 'size').get);
const dateToISOString = uncurry(Date.prototype.toISOString);
const dateValue = uncurry(Date.prototype.getTime);
const dateToString = uncurry(Date.prototype.toString);
const regexpToString = uncurry(RegExp.prototype.toString);
const regexpSource = uncurry(getOwnPropertyDescriptor(RegExp.prototype, 'source').get);
const unbox = {
  __proto__: null,
  Number: uncurry(Number.prototype.valueOf),
  String: uncurry(String.prototype.valueOf),
  Boolean: uncurry(Boolean.prototype.valueOf),
  BigInt: uncurry(BigInt.prototype.valueOf),
  Symbol: uncurry(Symbol.prototype.valueOf),
};
const typedLength = uncurry(getOwnPropertyDescriptor(getPrototypeOf(Uint8Array.prototype), 'length').get);

const custom = Symbol.for('nodejs.util.inspect.custom');
const mostText = 2 ** 27;

// Where a property is printed: among an object's keys, as an array element, or as a named key of an array.
const inObject = 0;
const element = 1;
const inList = 2;

const defaults = {
  showHidden: false,
  depth: 2,
  colors: false,
  customInspect: true,
  showProxy: false,
  maxArrayLength: 100,
  maxStringLength: 10000,
  breakLength: 80,
  compact: 3,
  sorted: false,
  getters: false,
  numericSeparator: false,
};

/** The state of one call of inspect: its options, and what is being printed around the current value. */
class Inspection {
  constructor() {
    this.showHidden = defaults.showHidden;
    this.depth = defaults.depth;
    this.colors = defaults.colors;
    this.customInspect = defaults.customInspect;
    this.showProxy = defaults.showProxy;
    this.maxArrayLength = defaults.maxArrayLength;
    this.maxStringLength = defaults.maxStringLength;
    this.breakLength = defaults.breakLength;
    this.compact = defaults.compact;
    this.sorted = defaults.sorted;
    this.getters = defaults.getters;
    this.numericSeparator = defaults.numericSeparator;
    this.stylize = plain;
    this.seen = [];
    this.circular = undefined;
    this.indentation = 0;
    this.deepest = 0;
    this.written = 0;
    this.userOptions = undefined;
  }

  /** The options as a custom inspection function receives them. */
  options() {
    return {
      stylize: this.stylize,
      showHidden: this.showHidden,
      depth: this.depth,
      colors: this.colors,
      customInspect: this.customInspect,
      showProxy: this.showProxy,
      maxArrayLength: this.maxArrayLength,
      maxStringLength: this.maxStringLength,
      breakLength: this.breakLength,
      compact: this.compact,
      sorted: this.sorted,
      getters: this.getters,
      numericSeparator: this.numericSeparator,
      ...this.userOptions,
    };
  }

  print(value, level) {
    return print(this, value, level, false);
  }
}

function inspect(value, options) {
  const cx = new Inspection();
  if (arguments.length > 1) {
    if (arguments.length > 2) {
      if (arguments[2] !== undefined) cx.depth = arguments[2];
      if (arguments.length > 3 && arguments[3] !== undefined) cx.colors = arguments[3];
    }
    if (typeof options === 'boolean') {
      cx.showHidden = options;
    } else if (options) {
      const names = ownKeys(options);
      for (let i = 0; i < names.length; i++) {
        const name = names[i];
        if (hasOwn(defaults, name) || name === 'stylize') cx[name] = options[name];
        else if (cx.userOptions === undefined) cx.userOptions = options;
      }
    }
  }
  if (cx.colors) cx.stylize = paint;
  if (cx.maxArrayLength === null) cx.maxArrayLength = Infinity;
  if (cx.maxStringLength === null) cx.maxStringLength = Infinity;
  return print(cx, value, 0, false);
}

function print(cx, value, level, insideView) {
  if (typeof value !== 'object' && typeof value !== 'function') return printPrimitive(cx, value);
  if (value === null) return cx.stylize('null', 'null');
  const original = value;
  let proxies = 0;
  for (let details; (details = internal.getProxyDetails(value)) !== undefined;) {
    if (details[0] === null) {
      if (proxies === 0) return cx.stylize('<Revoked Proxy>', 'special');
      return wrapProxies(cx, cx.stylize('<Revoked Proxy>', 'special'), proxies);
    }
    if (cx.showProxy) return printProxy(cx, details, level);
    value = details[0];
    proxies++;
  }
  if (cx.customInspect) {
    const inspector = value[custom];
    if (typeof inspector === 'function' && inspector !== inspect && !isOwnPrototype(value)) {
      const depth = cx.depth === null ? null : cx.depth - level;
      const result = apply(inspector, original, [depth, cx.options(), inspect]);
      if (result !== original) {
        const text = typeof result === 'object' ? print(cx, result, level, false) : `${String(result)}`;
        return cx.indentation === 0 ? text : text.replaceAll('\n', `\n${' '.repeat(cx.indentation)}`);
      }
    }
  }
  if (cx.seen.indexOf(value) !== -1) {
    let index = 1;
    if (cx.circular === undefined) {
      cx.circular = new Map();
      cx.circular.set(value, index);
    } else {
      index = cx.circular.get(value);
      if (index === undefined) {
        index = cx.circular.size + 1;
        cx.circular.set(value, index);
      }
    }
    return cx.stylize(`[Circular *${index}]`, 'special');
  }
  const text = printObject(cx, value, level, insideView);
  return proxies === 0 ? text : wrapProxies(cx, text, proxies);
}

function wrapProxies(cx, text, count) {
  for (; count > 0; count--) text = `${cx.stylize('Proxy(', 'special')}${text}${cx.stylize(')', 'special')}`;
  return text;
}

function isOwnPrototype(value) {
  const constructor = value.constructor;
  return constructor !== undefined && constructor !== null && constructor.prototype === value;
}

function printProxy(cx, details, level) {
  if (cx.depth !== null && level > cx.depth) return cx.stylize('Proxy [Array]', 'special');
  level += 1;
  cx.indentation += 2;
  const entries = [print(cx, details[0], level, false), print(cx, details[1], level, false)];
  cx.indentation -= 2;
  return joinEntries(cx, entries, '', 'Proxy [', ']', true, level, undefined, false);
}

function keysOf(cx, value) {
  let names;
  if (cx.showHidden) {
    names = getOwnPropertyNames(value);
    const symbols = getOwnPropertySymbols(value);
    for (let i = 0; i < symbols.length; i++) names.push(symbols[i]);
    return names;
  }
  try {
    names = ownKeys(value);
  } catch {
    // A module namespace with bindings that are not initialised yet.
    names = getOwnPropertyNames(value);
  }
  const symbols = getOwnPropertySymbols(value);
  for (let i = 0; i < symbols.length; i++) if (isEnumerable(value, symbols[i])) names.push(symbols[i]);
  return names;
}

/** Prints the accessors and data properties that objects of user classes inherit (only with showHidden). */
function inheritedProperties(cx, value, owner, level, output) {
  const shown = new Set();
  let at = owner;
  for (let depth = 0; depth < 3; depth++) {
    if (depth !== 0 || value === at) {
      at = getPrototypeOf(at);
      if (at === null) return;
      const descriptor = getOwnPropertyDescriptor(at, 'constructor');
      if (descriptor !== undefined && typeof descriptor.value === 'function' && builtinNames[descriptor.value.name]) {
        return;
      }
    }
    const keys = allKeys(at);
    cx.seen.push(value);
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i];
      if (key === 'constructor' || hasOwn(value, key) || shown.has(key)) continue;
      const descriptor = getOwnPropertyDescriptor(at, key);
      if (typeof descriptor.value === 'function') continue;
      const text = printProperty(cx, at, level, key, inObject, descriptor, value);
      output.push(cx.colors ? `\u001b[2m${text}\u001b[22m` : text);
    }
    for (let i = 0; i < keys.length; i++) shown.add(keys[i]);
    cx.seen.pop();
  }
}

function tagOf(cx, value) {
  let tag;
  try {
    tag = value[Symbol.toStringTag];
  } catch {
    return '';
  }
  if (typeof tag !== 'string' || tag === '') return '';
  // An own tag that is listed with the other properties is not shown twice.
  return (cx.showHidden ? hasOwn(value, Symbol.toStringTag) : isEnumerable(value, Symbol.toStringTag)) ? '' : tag;
}

function isErrorLike(value) {
  try {
    return value instanceof Error;
  } catch {
    return false;
  }
}

const typedArrayClass = /^(?:Uint8|Uint8Clamped|Int8|Uint16|Int16|Uint32|Int32|Float16|Float32|Float64|BigInt64|BigUint64)Array$/;

function printObject(cx, value, level, insideView) {
  let inherited;
  let onFound;
  if (cx.showHidden && (cx.depth === null || level <= cx.depth)) {
    onFound = (owner) => {
      inherited ??= [];
      inheritedProperties(cx, value, owner, level, inherited);
      if (inherited.length === 0) inherited = undefined;
    };
  }
  const name = constructorName(value, cx, level, inspect, onFound);
  const tag = tagOf(cx, value);
  const kind = internal.classOf(value);
  let keys;
  let base = '';
  let open = '{';
  let close = '}';
  let entriesOf = noEntries;
  let listLike = false;
  const bare = () => keys.length === 0 && inherited === undefined;

  if (isArray(value)) {
    listLike = true;
    keys = internal.getOwnNonIndexProperties(value, !cx.showHidden);
    open = `${name !== 'Array' || tag !== '' ? prefix(name, tag, 'Array', `(${value.length})`) : ''}[`;
    close = ']';
    if (value.length === 0 && bare()) return `${open}]`;
    entriesOf = arrayEntries;
  } else if (kind === 'Set' || kind === 'Map') {
    const isSet = kind === 'Set';
    const size = isSet ? setSize(value) : mapSize(value);
    keys = keysOf(cx, value);
    open = `${prefix(name, tag, kind, `(${size})`)}{`;
    if (size === 0 && bare()) return `${open}}`;
    entriesOf = isSet ? setEntries : mapEntries;
  } else if (typedArrayClass.test(kind)) {
    listLike = true;
    keys = internal.getOwnNonIndexProperties(value, !cx.showHidden);
    const length = typedLength(value);
    open = `${prefix(name, tag, kind, `(${length})`)}[`;
    close = ']';
    if (length === 0 && keys.length === 0 && !cx.showHidden) return `${open}]`;
    entriesOf = typedArrayEntries;
  } else if (kind === 'MapIterator' || kind === 'SetIterator') {
    keys = keysOf(cx, value);
    const own = kind === 'MapIterator' ? 'Map Iterator' : 'Set Iterator';
    const label = tag === own || tag === '' ? own : `${tag}] [${own}`;
    open = `[${label}] {`;
    const preview = internal.previewEntries(value);
    if (preview[1]) open = open.replace(/ Iterator\] \{$/, ' Entries] {');
    entriesOf = (_, __, inner) => iteratorEntries(cx, preview, inner);
  } else if (name === 'Object' && typeof value !== 'function') {
    // What has only Object's prototype is listed as a plain object, whatever it is inside.
    keys = keysOf(cx, value);
    if (kind === 'Arguments') open = '[Arguments] {';
    else if (tag !== '') open = `${prefix(name, tag, 'Object')}{`;
    if (bare()) return `${open}}`;
  } else {
    keys = keysOf(cx, value);
    switch (kind) {
      case 'Arguments':
        open = `${prefix(name, tag, 'Arguments')}{`;
        if (bare()) return `${open}}`;
        break;
      case 'Function': case 'AsyncFunction': case 'GeneratorFunction': case 'AsyncGeneratorFunction':
        base = functionLabel(value, kind, name, tag);
        if (bare()) return cx.stylize(base, 'special');
        break;
      case 'RegExp': {
        const body = name === null ? `/${regexpSource(value)}/${value.flags ?? ''}` : regexpToString(value);
        const head = prefix(name, tag, 'RegExp');
        if (bare() || (cx.depth !== null && level > cx.depth)) {
          return `${head !== 'RegExp ' ? head : ''}${cx.stylize(body, 'regexp')}`;
        }
        base = `${head !== 'RegExp ' ? head : ''}${cx.stylize(body, 'regexp')}`;
        break;
      }
      case 'Date': {
        const time = dateValue(value);
        base = time !== time ? dateToString(value) : dateToISOString(value);
        const head = prefix(name, tag, 'Date');
        if (head !== 'Date ') base = `${head}${base}`;
        if (bare()) return cx.stylize(base, 'date');
        break;
      }
      case 'ArrayBuffer': case 'SharedArrayBuffer': {
        const head = prefix(name, tag, kind);
        if (insideView && bare()) {
          return `${head}{ [byteLength]: ${cx.stylize(numberText(value.byteLength, false), 'number')} }`;
        }
        open = `${head}{`;
        entriesOf = insideView ? bufferLength : bufferEntries;
        break;
      }
      case 'DataView':
        open = `${prefix(name, tag, kind)}{`;
        entriesOf = dataViewEntries;
        break;
      case 'Promise':
        open = `${prefix(name, tag, kind)}{`;
        entriesOf = promiseEntries;
        break;
      case 'WeakSet': case 'WeakMap':
        open = `${prefix(name, tag, kind)}{`;
        entriesOf = cx.showHidden ? weakEntries : unknownEntries;
        break;
      case 'Module':
        open = `${prefix(name, tag, kind)}{`;
        entriesOf = moduleEntries;
        break;
      case 'Number': case 'String': case 'Boolean': case 'BigInt': case 'Symbol':
        base = boxedLabel(cx, value, kind, keys, name, tag);
        if (bare()) return cx.stylize(base, kind.toLowerCase());
        break;
      default:
        if (kind === 'Error' || isErrorLike(value)) {
          base = require('internal/inspect/error').printError(cx, value, name, tag, keys);
          if (bare()) return base;
        } else {
          if (kind === 'External') return cx.stylize(`[External: ${internal.externalAddress(value)}]`, 'special');
          const fallback = kind === 'Generator' || kind === 'AsyncGenerator' ? kind : 'Object';
          open = `${prefix(name, tag, fallback)}{`;
          if (bare()) return `${open}}`;
        }
    }
  }

  if (cx.depth !== null && level > cx.depth) {
    const label = prefix(name, tag, isArray(value) ? 'Array' : 'Object').slice(0, -1);
    return cx.stylize(name === null ? label : `[${label}]`, 'special');
  }

  level += 1;
  cx.seen.push(value);
  cx.deepest = level;
  let entries;
  let hasMore = false;
  const indentation = cx.indentation;
  try {
    entries = entriesOf(cx, value, level);
    hasMore = listLike && cx.maxArrayLength < entries.length;
    const namespace = kind === 'Module';
    if (!namespace) {
      for (let i = 0; i < keys.length; i++) {
        entries.push(printProperty(cx, value, level, keys[i], listLike ? inList : inObject, undefined, value));
      }
    }
    if (inherited !== undefined) for (let i = 0; i < inherited.length; i++) entries.push(inherited[i]);
  } catch (error) {
    if (!(error instanceof RangeError) || !/call stack/.test(error.message)) throw error;
    cx.seen.pop();
    cx.indentation = indentation;
    const label = prefix(name, tag, 'Object').slice(0, -1);
    return cx.stylize(
      `[${label}: Inspection interrupted prematurely. Maximum call stack size exceeded.]`, 'special');
  }
  if (cx.circular !== undefined) {
    const index = cx.circular.get(value);
    if (index !== undefined) {
      const reference = cx.stylize(`<ref *${index}>`, 'special');
      if (cx.compact !== true) base = base === '' ? reference : `${reference} ${base}`;
      else open = `${reference} ${open}`;
    }
  }
  cx.seen.pop();
  if (cx.sorted) sortEntries(cx, entries, keys.length, listLike);

  const text = joinEntries(cx, entries, base, open, close, listLike, level, value, hasMore);
  cx.written += text.length;
  // A graph that would print for ever is cut at its next level.
  if (cx.written > mostText) cx.depth = -1;
  return text;
}

function sortEntries(cx, entries, keyCount, listLike) {
  const order = cx.sorted === true ? undefined : cx.sorted;
  if (!listLike) {
    entries.sort(order);
  } else if (keyCount > 1) {
    const from = entries.length - keyCount;
    const named = entries.slice(from).sort(order);
    for (let i = 0; i < named.length; i++) entries[from + i] = named[i];
  }
}

function noEntries() {
  return [];
}

function moreItems(count) {
  return `... ${count} more item${count > 1 ? 's' : ''}`;
}

function shownCount(cx, length) {
  return Math.min(Math.max(0, cx.maxArrayLength), length);
}

function arrayEntries(cx, value, level) {
  const length = value.length;
  const shown = shownCount(cx, length);
  const output = [];
  let index = 0;
  while (index < length && output.length < shown) {
    if (!hasOwn(value, index)) return sparseEntries(cx, value, level, output, index, shown);
    output.push(printProperty(cx, value, level, index, element, undefined, value));
    index++;
  }
  if (index < length) output.push(moreItems(length - index));
  return output;
}

/** Continues at the first hole: from here on the existing indices are asked for, as there may be few. */
function sparseEntries(cx, value, level, output, index, shown) {
  const length = value.length;
  const present = ownKeys(value);
  let next = 0;
  const isIndex = /^(?:0|[1-9][0-9]{0,9})$/;
  while (output.length < shown && index < length) {
    while (next < present.length && isIndex.test(present[next]) && +present[next] < index) next++;
    const found = next < present.length && isIndex.test(present[next]) && +present[next] < length
      ? +present[next] : length;
    if (found > index) {
      const holes = found - index;
      output.push(cx.stylize(`<${holes} empty item${holes > 1 ? 's' : ''}>`, 'undefined'));
      index = found;
    } else {
      output.push(printProperty(cx, value, level, index, element, undefined, value));
      index++;
    }
  }
  if (index < length) output.push(moreItems(length - index));
  return output;
}

function typedArrayEntries(cx, value, level) {
  const length = typedLength(value);
  const shown = shownCount(cx, length);
  const output = [];
  const isBig = length > 0 && typeof value[0] === 'bigint';
  for (let i = 0; i < shown; i++) {
    output.push(isBig ? cx.stylize(bigintText(value[i], cx.numericSeparator), 'bigint')
      : cx.stylize(numberText(value[i], cx.numericSeparator), 'number'));
  }
  if (length > shown) output.push(moreItems(length - shown));
  if (cx.showHidden) {
    cx.indentation += 2;
    for (const key of ['BYTES_PER_ELEMENT', 'length', 'byteLength', 'byteOffset', 'buffer']) {
      output.push(`${cx.stylize(`[${key}]`, 'string')}: ${print(cx, value[key], level, true)}`);
    }
    cx.indentation -= 2;
  }
  return output;
}

function setEntries(cx, value, level) {
  const output = [];
  const shown = shownCount(cx, setSize(value));
  cx.indentation += 2;
  let i = 0;
  setForEach(value, (item) => {
    if (i++ < shown) output.push(print(cx, item, level, false));
  });
  if (i > shown) output.push(moreItems(i - shown));
  cx.indentation -= 2;
  return output;
}

function mapEntries(cx, value, level) {
  const output = [];
  const shown = shownCount(cx, mapSize(value));
  cx.indentation += 2;
  let i = 0;
  mapForEach(value, (item, key) => {
    if (i++ < shown) output.push(`${print(cx, key, level, false)} => ${print(cx, item, level, false)}`);
  });
  if (i > shown) output.push(moreItems(i - shown));
  cx.indentation -= 2;
  return output;
}

function iteratorEntries(cx, preview, level) {
  const [items, keyed] = preview;
  const output = [];
  const step = keyed ? 2 : 1;
  const count = items.length / step;
  const shown = shownCount(cx, count);
  cx.indentation += 2;
  for (let i = 0; i < shown; i++) {
    if (!keyed) {
      output.push(print(cx, items[i], level, false));
    } else {
      const pair = [print(cx, items[i * 2], level, false), print(cx, items[i * 2 + 1], level, false)];
      output.push(joinEntries(cx, pair, '', '[', ']', true, level, undefined, false));
    }
  }
  cx.indentation -= 2;
  if (count > shown) output.push(moreItems(count - shown));
  return output;
}

function unknownEntries(cx) {
  return [cx.stylize('<items unknown>', 'special')];
}

function weakEntries(cx, value, level) {
  const [items, keyed] = internal.previewEntries(value);
  const step = keyed ? 2 : 1;
  const count = items.length / step;
  const shown = shownCount(cx, count);
  const output = [];
  cx.indentation += 2;
  for (let i = 0; i < shown; i++) {
    const key = print(cx, items[i * step], level, false);
    output.push(keyed ? `${key} => ${print(cx, items[i * 2 + 1], level, false)}` : key);
  }
  // The order of weak collections means nothing, so the text is put in an order that stays.
  output.sort();
  if (count > shown) output.push(moreItems(count - shown));
  cx.indentation -= 2;
  return output;
}

function promiseEntries(cx, value, level) {
  const [state, result] = internal.getPromiseDetails(value);
  if (state === 0) return [cx.stylize('<pending>', 'special')];
  cx.indentation += 2;
  const text = print(cx, result, level, false);
  cx.indentation -= 2;
  return [state === 2 ? `${cx.stylize('<rejected>', 'special')} ${text}` : text];
}

function bufferLength(cx, value) {
  return [`${cx.stylize('[byteLength]', 'string')}: ${cx.stylize(`${value.byteLength}`, 'number')}`];
}

function bufferEntries(cx, value, level) {
  let bytes;
  try {
    bytes = new Uint8Array(value);
  } catch {
    return [cx.stylize('(detached)', 'special'), ...bufferLength(cx, value)];
  }
  const shown = shownCount(cx, bytes.length);
  let hex = '';
  for (let i = 0; i < shown; i++) {
    hex += `${i === 0 ? '' : ' '}${bytes[i] < 16 ? '0' : ''}${bytes[i].toString(16)}`;
  }
  const left = bytes.length - shown;
  if (left > 0) hex += ` ... ${left} more byte${left > 1 ? 's' : ''}`;
  const length = print(cx, value.byteLength, level, false);
  return [`${cx.stylize('[Uint8Contents]', 'special')}: <${hex}>`, `${cx.stylize('[byteLength]', 'string')}: ${length}`];
}

function dataViewEntries(cx, value, level) {
  const output = [];
  for (const key of ['byteLength', 'byteOffset', 'buffer']) {
    cx.indentation += 2;
    output.push(`${cx.stylize(`[${key}]`, 'string')}: ${print(cx, value[key], level, false)}`);
    cx.indentation -= 2;
  }
  return output;
}

function moduleEntries(cx, value, level) {
  const keys = keysOf(cx, value);
  const output = [];
  for (let i = 0; i < keys.length; i++) {
    try {
      output.push(printProperty(cx, value, level, keys[i], inObject, undefined, value));
    } catch (error) {
      if (!(error instanceof ReferenceError)) throw error;
      output.push(`${printKey(cx, keys[i], true)}: ${cx.stylize('<uninitialized>', 'special')}`);
    }
  }
  return output;
}

function boxedLabel(cx, value, kind, keys, name, tag) {
  const primitive = unbox[kind](value);
  // The characters of a boxed string are not listed again.
  if (kind === 'String') keys.splice(0, primitive.length);
  let label = `[${kind}`;
  if (name !== kind) label += name === null ? ' (null prototype)' : ` (${name})`;
  const stylize = cx.stylize;
  cx.stylize = plain;
  const text = printPrimitive(cx, primitive);
  cx.stylize = stylize;
  label += `: ${text}]`;
  if (tag !== '' && tag !== name) label += ` [${tag}]`;
  return label;
}

function printAccessor(cx, descriptor, original, level) {
  const label = descriptor.get === undefined ? 'Setter' : descriptor.set === undefined ? 'Getter' : 'Getter/Setter';
  if (descriptor.get === undefined || !cx.getters ||
      (cx.getters === 'get' && descriptor.set !== undefined) || (cx.getters === 'set' && descriptor.set === undefined)) {
    return cx.stylize(`[${label}]`, 'special');
  }
  cx.indentation += 2;
  let result;
  try {
    const value = apply(descriptor.get, original, []);
    if (typeof value === 'object' && value !== null) {
      result = `${cx.stylize(`[${label}]`, 'special')} ${print(cx, value, level, false)}`;
    } else {
      result = `${cx.stylize(`[${label}:`, 'special')} ${print(cx, value, level, false)}${cx.stylize(']', 'special')}`;
    }
  } catch (error) {
    const text = `<Inspection threw (${print(cx, error, level, false)})>`;
    result = `${cx.stylize(`[${label}:`, 'special')} ${text}${cx.stylize(']', 'special')}`;
  }
  cx.indentation -= 2;
  return result;
}

/** `key: value`, or the value alone for an array element. `original` is the receiver for inherited accessors. */
function printProperty(cx, owner, level, key, place, descriptor, original) {
  descriptor = descriptor || getOwnPropertyDescriptor(owner, key) ||
    { value: owner[key], configurable: true, enumerable: true };
  let text;
  let gap = ' ';
  if (descriptor.value !== undefined) {
    const step = cx.compact !== true || place !== inObject ? 2 : 3;
    cx.indentation += step;
    text = print(cx, descriptor.value, level, false);
    if (step === 3 && cx.breakLength < stringWidth(text, cx.colors)) gap = `\n${' '.repeat(cx.indentation)}`;
    cx.indentation -= step;
  } else if (descriptor.get !== undefined || descriptor.set !== undefined) {
    text = printAccessor(cx, descriptor, original, level);
  } else {
    text = cx.stylize('undefined', 'undefined');
  }
  if (place === element) return text;
  return `${printKey(cx, key, descriptor.enumerable !== false)}:${gap}${text}`;
}

inspect.custom = custom;
inspect.colors = colors;
inspect.styles = styles;
Object.defineProperty(inspect, 'defaultOptions', {
  __proto__: null,
  configurable: true,
  enumerable: false,
  get() {
    return defaults;
  },
  set(options) {
    require('internal/validators').validateObject(options, 'options');
    return Object.assign(defaults, options);
  },
});

exports.inspect = inspect;
exports.stringWidth = stringWidth;
exports.stripControlSequences = stripControlSequences;
exports.builtinNames = builtinNames;
