//! `util.format`: printf-like text from a template and values, the first step of every console method.
'use strict';

const { inspect } = require('internal/inspect');
const { numberText, bigintText } = require('internal/inspect/primitive');
const { builtinNames, hasOwn } = require('internal/inspect/naming');

const { getPrototypeOf, getOwnPropertyDescriptor } = Object;

/** True when `String(value)` would show nothing that the value's author wrote. */
function hasOnlyBuiltinToString(value) {
  for (let details; (details = internal.getProxyDetails(value)) !== undefined;) {
    if (details[0] === null) return true;
    value = details[0];
  }
  if (typeof value.toString !== 'function' && typeof value[Symbol.toPrimitive] !== 'function') return true;
  if (hasOwn(value, 'toString') || hasOwn(value, Symbol.toPrimitive)) return false;
  let owner = value;
  for (;;) {
    owner = getPrototypeOf(owner);
    if (owner === null) return true;
    if (hasOwn(owner, 'toString') || hasOwn(owner, Symbol.toPrimitive)) break;
  }
  const descriptor = getOwnPropertyDescriptor(owner, 'constructor');
  return descriptor !== undefined && typeof descriptor.value === 'function' &&
    builtinNames[descriptor.value.name] === true;
}

function toJSON(value) {
  try {
    return JSON.stringify(value);
  } catch (error) {
    // Only a cycle has a text of its own; everything that user code threw goes on.
    if (error instanceof TypeError && /circular|cyclic/i.test(`${error.message}`)) return '[Circular]';
    throw error;
  }
}

function number(value, separators) {
  return numberText(value, separators);
}

function formatString(value, options) {
  switch (typeof value) {
    case 'number': return number(value, options.numericSeparator);
    case 'bigint': return bigintText(value, options.numericSeparator);
    case 'object':
      if (value !== null && hasOnlyBuiltinToString(value)) {
        return inspect(value, { ...options, depth: 0, colors: false, compact: 3 });
      }
      return String(value);
    default: return String(value);
  }
}

function formatDirective(directive, value, options) {
  switch (directive) {
    case 's': return formatString(value, options);
    case 'd':
      if (typeof value === 'bigint') return bigintText(value, options.numericSeparator);
      if (typeof value === 'symbol') return 'NaN';
      return number(Number(value), options.numericSeparator);
    case 'i':
      if (typeof value === 'bigint') return bigintText(value, options.numericSeparator);
      if (typeof value === 'symbol') return 'NaN';
      return number(Number.parseInt(value), options.numericSeparator);
    case 'f':
      if (typeof value === 'symbol') return 'NaN';
      return number(Number.parseFloat(value), options.numericSeparator);
    case 'j': return toJSON(value);
    case 'O': return inspect(value, options);
    case 'o': return inspect(value, { ...options, showHidden: true, showProxy: true, depth: 4 });
    default: return '';
  }
}

function formatAll(options, values) {
  const first = values[0];
  let text = '';
  let next = 0;
  if (typeof first === 'string') {
    if (values.length === 1) return first;
    next = 1;
    let done = 0;
    for (let i = 0; i < first.length - 1; i++) {
      if (first.charCodeAt(i) !== 37) continue;
      const directive = first[++i];
      if (directive === '%') {
        text += first.slice(done, i);
        done = i + 1;
      } else if (next < values.length && 'sdifjoOc'.indexOf(directive) !== -1) {
        text += first.slice(done, i - 1) + formatDirective(directive, values[next++], options);
        done = i + 1;
      }
    }
    text += first.slice(done);
  }
  for (; next < values.length; next++) {
    if (next > 0) text += ' ';
    const value = values[next];
    text += typeof value === 'string' ? value : inspect(value, options);
  }
  return text;
}

const noOptions = {};

function format(...values) {
  return formatAll(noOptions, values);
}

function formatWithOptions(options, ...values) {
  require('internal/validators').validateObject(options, 'inspectOptions');
  return formatAll(options, values);
}

exports.format = format;
exports.formatWithOptions = formatWithOptions;
exports.formatAll = formatAll;
