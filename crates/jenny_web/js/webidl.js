// What the classes of this crate share of WebIDL: the attributes of their members, and errors with Node's codes.
'use strict';
const { exposeMembers } = require;

/// WebIDL 3.7: members are enumerable, and the class has its name as its tag.
function defineInterface(constructor, name = constructor.name) {
  const { prototype } = constructor;
  exposeMembers(prototype);
  exposeMembers(constructor);
  Reflect.defineProperty(prototype, Symbol.toStringTag, { value: name, writable: false, enumerable: false, configurable: true });
}

const INSPECT = Symbol.for('nodejs.util.inspect.custom');

/// How `util.inspect` and the console print objects of a class: its name and some of its attributes.
function defineInspect(constructor, read, name = constructor.name) {
  Reflect.defineProperty(constructor.prototype, INSPECT, {
    configurable: true, writable: true, enumerable: false,
    value(depth, options, inspect) {
      if (typeof depth === 'number' && depth < 0) return options.stylize(`[${name}]`, 'special');
      const shown = read(this);
      const inner = { ...options, depth: options.depth === null || options.depth === undefined ? options.depth : options.depth - 1 };
      return `${name} ${inspect(shown, inner)}`;
    },
  });
}

const withCode = (error, code) => {
  Reflect.defineProperty(error, 'code', { value: code, writable: true, enumerable: true, configurable: true });
  return error;
};
const typeError = (code, message) => withCode(new TypeError(message), code);
const illegalInvocation = () => typeError('ERR_INVALID_THIS', 'Illegal invocation');
const illegalConstructor = () => typeError('ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
const missing = (...names) => typeError('ERR_MISSING_ARGS', names.length === 1
  ? `The "${names[0]}" argument must be specified`
  : `The ${names.slice(0, -1).map((name) => `"${name}"`).join(', ')} and "${names.at(-1)}" arguments must be specified`);
const wrongType = (name, what) => typeError('ERR_INVALID_ARG_TYPE', `The "${name}" argument must be ${what}.`);

const isObject = (value) => typeof value === 'object' && value !== null || typeof value === 'function';

/// A dictionary argument: undefined and null are empty ones.
function dictionary(value, name) {
  if (value === undefined || value === null) return undefined;
  if (!isObject(value)) throw wrongType(name, 'of type object');
  return value;
}

/// ConvertToInt of WebIDL for `[EnforceRange] unsigned long long`.
function enforceRange(value, name, maximum = Number.MAX_SAFE_INTEGER) {
  value = +value;
  if (value !== value || value === Infinity || value === -Infinity) throw new TypeError(`${name} must be a finite number`);
  value = Math.trunc(value);
  if (value < 0 || value > maximum) throw new TypeError(`${name} is out of range`);
  return value + 0;
}

Object.assign(exports, {
  defineInterface, defineInspect, withCode, typeError, illegalInvocation, illegalConstructor, missing, wrongType, isObject,
  dictionary, enforceRange,
});
