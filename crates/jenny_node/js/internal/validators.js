//! Argument checks that the modules share; each throws the error that Node's documentation names.
'use strict';

// Most programs pass what is asked for: the errors are made ready when the first of them is.
const make = (code, args, start) => require('internal/errors').make(code, args, start);

function validateString(value, name) {
  if (typeof value !== 'string') throw make('ERR_INVALID_ARG_TYPE', [name, 'string', value], validateString);
}

function validateFunction(value, name) {
  if (typeof value !== 'function') throw make('ERR_INVALID_ARG_TYPE', [name, 'Function', value], validateFunction);
}

function validateBoolean(value, name) {
  if (typeof value !== 'boolean') throw make('ERR_INVALID_ARG_TYPE', [name, 'boolean', value], validateBoolean);
}

function validateObject(value, name, { nullable = false, allowArray = false, allowFunction = false } = {}) {
  if ((!nullable && value === null) || (!allowArray && Array.isArray(value)) ||
      (typeof value !== 'object' && (!allowFunction || typeof value !== 'function'))) {
    throw make('ERR_INVALID_ARG_TYPE', [name, 'Object', value], validateObject);
  }
}

function validateArray(value, name, minLength = 0) {
  if (!Array.isArray(value)) throw make('ERR_INVALID_ARG_TYPE', [name, 'Array', value], validateArray);
  if (value.length < minLength) {
    throw make('ERR_INVALID_ARG_VALUE', [name, value, `must be longer than ${minLength}`], validateArray);
  }
}

function validateNumber(value, name, min, max) {
  if (typeof value !== 'number') throw make('ERR_INVALID_ARG_TYPE', [name, 'number', value], validateNumber);
  if ((min != null && value < min) || (max != null && value > max) || ((min != null || max != null) && value !== value)) {
    const range = `${min != null ? `>= ${min}` : ''}${min != null && max != null ? ' && ' : ''}${max != null ? `<= ${max}` : ''}`;
    throw make('ERR_OUT_OF_RANGE', [name, range, value], validateNumber);
  }
}

function validateInteger(value, name, min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER) {
  if (typeof value !== 'number') throw make('ERR_INVALID_ARG_TYPE', [name, 'number', value], validateInteger);
  if (!Number.isInteger(value)) throw make('ERR_OUT_OF_RANGE', [name, 'an integer', value], validateInteger);
  if (value < min || value > max) {
    throw make('ERR_OUT_OF_RANGE', [name, `>= ${min} && <= ${max}`, value], validateInteger);
  }
}

function validateInt32(value, name, min = -2147483648, max = 2147483647) {
  validateInteger(value, name, min, max);
}

function validateUint32(value, name, positive = false) {
  validateInteger(value, name, positive ? 1 : 0, 4294967295);
}

function validateOneOf(value, name, choices) {
  if (!choices.includes(value)) {
    const list = choices.map((choice) => typeof choice === 'string' ? `'${choice}'` : String(choice)).join(', ');
    throw make('ERR_INVALID_ARG_VALUE', [name, value, `must be one of: ${list}`], validateOneOf);
  }
}

function validateAbortSignal(value, name) {
  if (value !== undefined && (value === null || typeof value !== 'object' || !('aborted' in value))) {
    throw make('ERR_INVALID_ARG_TYPE', [name, 'AbortSignal', value], validateAbortSignal);
  }
}

const integerFlag = /^[0-7]+$/;

/** A file mode as a number; strings are octal. */
function parseFileMode(value, name, fallback) {
  value ??= fallback;
  if (typeof value === 'string') {
    if (!integerFlag.test(value)) {
      throw make('ERR_INVALID_ARG_VALUE', [name, value, 'must be a 32-bit unsigned integer or an octal string'], parseFileMode);
    }
    value = Number.parseInt(value, 8);
  }
  validateUint32(value, name);
  return value;
}

exports.validateString = validateString;
exports.validateFunction = validateFunction;
exports.validateBoolean = validateBoolean;
exports.validateObject = validateObject;
exports.validateArray = validateArray;
exports.validateNumber = validateNumber;
exports.validateInteger = validateInteger;
exports.validateInt32 = validateInt32;
exports.validateUint32 = validateUint32;
exports.validateOneOf = validateOneOf;
exports.validateAbortSignal = validateAbortSignal;
exports.parseFileMode = parseFileMode;
