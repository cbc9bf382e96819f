//! Finds how an object is called when it is printed: constructor name, prefix, and the label of functions and classes.
'use strict';

const { getPrototypeOf, getOwnPropertyDescriptor } = Object;
const hasOwn = Function.prototype.call.bind(Object.prototype.hasOwnProperty);
const hasInstance = Function.prototype.call.bind(Function.prototype[Symbol.hasInstance]);

// Names of ECMA-262's own constructors: printing stops looking for inherited properties at their prototypes.
const builtinNames = { __proto__: null };
for (const name of ('AggregateError Array ArrayBuffer AsyncDisposableStack Atomics BigInt BigInt64Array BigUint64Array ' +
  'Boolean DataView Date DisposableStack Error EvalError FinalizationRegistry Float16Array Float32Array Float64Array ' +
  'Function Infinity Int16Array Int32Array Int8Array Intl Iterator JSON Map Math NaN Number Object Promise Proxy ' +
  'RangeError ReferenceError Reflect RegExp Set SharedArrayBuffer String SuppressedError Symbol SyntaxError Temporal ' +
  'TypeError URIError Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakRef WeakSet WebAssembly')
  .split(' ')) builtinNames[name] = true;

function isInstance(object, constructor) {
  try {
    return hasInstance(constructor, object);
  } catch {
    return false;
  }
}

/**
 * The name of the nearest constructor on the prototype chain, or null for an object without prototype.
 * `onFound(owner, first, builtin)` is told where it was found (used to list inherited accessors with showHidden).
 */
function constructorName(object, cx, level, inspect, onFound) {
  const start = object;
  let owner;
  for (let at = object; at; at = getPrototypeOf(at)) {
    const descriptor = getOwnPropertyDescriptor(at, 'constructor');
    if (descriptor !== undefined && typeof descriptor.value === 'function' && descriptor.value.name !== '' &&
        isInstance(start, descriptor.value)) {
      const name = `${descriptor.value.name}`;
      if (onFound !== undefined && (owner !== at || builtinNames[name] !== true)) onFound(owner || start);
      return name;
    }
    if (owner === undefined) {
      owner = getPrototypeOf(at);
      if (owner === null) return null;
    }
  }
  if (owner === null || owner === undefined) return null;
  const name = internal.getConstructorName(start);
  if (cx.depth !== null && level > cx.depth) return `${name} <Complex prototype>`;
  const inner = constructorName(owner, cx, level + 1, inspect, onFound);
  if (inner === null) {
    return `${name} <${inspect(owner, { ...cx.options(), stylize: cx.stylize, customInspect: false, depth: -1 })}>`;
  }
  return `${name} <${inner}>`;
}

/** `Foo(2) [Tag] ` and its kin: what stands before the opening brace. */
function prefix(name, tag, fallback, size = '') {
  if (name === null) {
    const base = `[${fallback}${size}: null prototype] `;
    return tag !== '' && fallback !== tag ? `${base}[${tag}] ` : base;
  }
  // A tag such as `Temporal.Instant` that ends in the class's own name stands for both.
  if (tag.length > name.length + 1 && tag.endsWith(`.${name}`)) return `${tag}${size} `;
  return tag !== '' && name !== tag ? `${name}${size} [${tag}] ` : `${name}${size} `;
}

function classLabel(fn, name, tag) {
  let label = `class ${(hasOwn(fn, 'name') && fn.name) || '(anonymous)'}`;
  if (name !== 'Function' && name !== null) label += ` [${name}]`;
  if (tag !== '' && name !== tag) label += ` [${tag}]`;
  if (name === null) return `[${label} extends [null prototype]]`;
  const parent = getPrototypeOf(fn).name;
  return parent ? `[${label} extends ${parent}]` : `[${label}]`;
}

/** `[Function: f]`, `[class A extends B]` and the other faces of a callable. `kind` is its internal class. */
function functionLabel(fn, kind, name, tag) {
  if (kind === 'Function' && internal.functionSourceIsClass(fn)) return classLabel(fn, name, tag);
  let label = `[${kind}`;
  if (name === null) label += ' (null prototype)';
  label += fn.name === '' ? ' (anonymous)' : `: ${typeof fn.name === 'symbol' ? fn.name.toString() : fn.name}`;
  label += ']';
  if (name !== kind && name !== null) label += ` ${name}`;
  if (tag !== '' && name !== tag) label += ` [${tag}]`;
  return label;
}

exports.builtinNames = builtinNames;
exports.constructorName = constructorName;
exports.prefix = prefix;
exports.functionLabel = functionLabel;
exports.hasOwn = hasOwn;
