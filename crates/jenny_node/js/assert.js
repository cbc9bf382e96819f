//! `node:assert`: assertions that throw an AssertionError with what differed.
'use strict';

const { inspect } = require('internal/inspect');
const { codes, make } = require('internal/errors');
const { validateFunction } = require('internal/validators');
const AssertionError = require('internal/assertion_error');
const { isDeepEqual, isDeepStrictEqual, isPartialStrictEqual } = require('internal/deep_equal');

function fail(options) {
  if (options.message instanceof Error) throw options.message;
  throw new AssertionError(options);
}

function checkTwo(count) {
  if (count < 2) throw make('ERR_MISSING_ARGS', ['actual', 'expected'], checkTwo);
}

function ensure(start, count, value, message) {
  if (value) return;
  let generated = false;
  if (count === 0) {
    generated = true;
    message = 'No value argument passed to `assert.ok()`';
  } else if (message == null) {
    generated = true;
    const source = internal.callExpression?.(start);
    message = source === undefined ? `${inspect(value)} == true`
      : `The expression evaluated to a falsy value:\n\n  ${source}\n`;
  } else if (message instanceof Error) {
    throw message;
  }
  const error = new AssertionError({ actual: value, expected: true, message, operator: '==', stackStartFn: start });
  error.generatedMessage = generated;
  throw error;
}

function assert(...args) {
  ensure(assert, args.length, ...args);
}

function ok(...args) {
  ensure(ok, args.length, ...args);
}

function equal(actual, expected, message) {
  checkTwo(arguments.length);
  if (!(actual == expected || (actual !== actual && expected !== expected))) {
    fail({ actual, expected, message, operator: '==', stackStartFn: equal });
  }
}

function notEqual(actual, expected, message) {
  checkTwo(arguments.length);
  if (actual == expected || (actual !== actual && expected !== expected)) {
    fail({ actual, expected, message, operator: '!=', stackStartFn: notEqual });
  }
}

function deepEqual(actual, expected, message) {
  checkTwo(arguments.length);
  if (!isDeepEqual(actual, expected)) fail({ actual, expected, message, operator: 'deepEqual', stackStartFn: deepEqual });
}

function notDeepEqual(actual, expected, message) {
  checkTwo(arguments.length);
  if (isDeepEqual(actual, expected)) {
    fail({ actual, expected, message, operator: 'notDeepEqual', stackStartFn: notDeepEqual });
  }
}

function deepStrictEqual(actual, expected, message) {
  checkTwo(arguments.length);
  if (!isDeepStrictEqual(actual, expected)) {
    fail({ actual, expected, message, operator: 'deepStrictEqual', stackStartFn: deepStrictEqual });
  }
}

function notDeepStrictEqual(actual, expected, message) {
  checkTwo(arguments.length);
  if (isDeepStrictEqual(actual, expected)) {
    fail({ actual, expected, message, operator: 'notDeepStrictEqual', stackStartFn: notDeepStrictEqual });
  }
}

function strictEqual(actual, expected, message) {
  checkTwo(arguments.length);
  if (!Object.is(actual, expected)) {
    fail({ actual, expected, message, operator: 'strictEqual', stackStartFn: strictEqual });
  }
}

function notStrictEqual(actual, expected, message) {
  checkTwo(arguments.length);
  if (Object.is(actual, expected)) {
    fail({ actual, expected, message, operator: 'notStrictEqual', stackStartFn: notStrictEqual });
  }
}

function partialDeepStrictEqual(actual, expected, message) {
  checkTwo(arguments.length);
  if (!isPartialStrictEqual(actual, expected)) {
    fail({ actual, expected, message, operator: 'partialDeepStrictEqual', stackStartFn: partialDeepStrictEqual });
  }
}

function assertFail(message) {
  if (message instanceof Error) throw message;
  const generated = message === undefined;
  const error = new AssertionError({ message: message ?? 'Failed', operator: 'fail', stackStartFn: assertFail });
  error.generatedMessage = generated;
  throw error;
}
Object.defineProperty(assertFail, 'name', { value: 'fail' });

/** What an expectation object and an error have to say about the same keys, for the message. */
class Comparison {
  constructor(source, keys, actual) {
    for (const key of keys) {
      if (!(key in source)) continue;
      const value = source[key];
      // A matched expression is shown as the text that it matched.
      if (actual !== undefined && typeof actual[key] === 'string' && internal.classOf(Object(value)) === 'RegExp' &&
          value.exec(actual[key]) !== null) {
        this[key] = actual[key];
      } else {
        this[key] = value;
      }
    }
  }
}

function compareKeys(actual, expected, keys, message, start) {
  for (const key of keys) {
    const value = actual[key];
    const wanted = expected[key];
    if (key in actual) {
      if (typeof value === 'string' && wanted instanceof RegExp && wanted.exec(value) !== null) continue;
      if (isDeepStrictEqual(value, wanted)) continue;
    }
    if (message === undefined) {
      const error = new AssertionError({
        actual: new Comparison(actual, keys),
        expected: new Comparison(expected, keys, actual),
        operator: 'deepStrictEqual',
        stackStartFn: start,
      });
      error.actual = actual;
      error.expected = expected;
      error.operator = start.name;
      throw error;
    }
    fail({ actual, expected, message, operator: start.name, stackStartFn: start });
  }
}

function checkExpectation(actual, expected, message, start) {
  let generated = false;
  let throwError = false;
  if (typeof expected !== 'function') {
    if (expected instanceof RegExp) {
      const text = String(actual);
      if (expected.exec(text) !== null) return;
      if (!message) {
        generated = true;
        message = `The input did not match the regular expression ${inspect(expected)}. Input:\n\n${inspect(text)}\n`;
      }
      throwError = true;
    } else if (typeof actual !== 'object' || actual === null) {
      const error = new AssertionError({ actual, expected, message, operator: 'deepStrictEqual', stackStartFn: start });
      error.operator = start.name;
      throw error;
    } else {
      const keys = Object.keys(expected);
      if (expected instanceof Error) keys.push('name', 'message');
      else if (keys.length === 0) throw new codes.ERR_INVALID_ARG_VALUE('error', expected, 'may not be an empty object');
      compareKeys(actual, expected, keys, message, start);
      return;
    }
  } else if (expected.prototype !== undefined && actual instanceof expected) {
    return;
  } else if (Object.prototype.isPrototypeOf.call(Error, expected) || expected === Error) {
    if (!message) {
      generated = true;
      message = `The error is expected to be an instance of "${expected.name}". Received `;
      if (actual instanceof Error) message += `"${actual.name}"`;
      else message += `"${inspect(actual, { depth: -1 })}"`;
      if (actual instanceof Error) message += `\n\nError message:\n\n${actual.message}`;
    }
    throwError = true;
  } else {
    const result = Reflect.apply(expected, {}, [actual]);
    if (result === true) return;
    if (!message) {
      generated = true;
      const name = expected.name ? `"${expected.name}" ` : '';
      message = `The ${name}validation function is expected to return "true". Received ${inspect(result)}`;
      if (actual instanceof Error) message += `\n\nCaught error:\n\n${actual}`;
    }
    throwError = true;
  }
  if (throwError) {
    if (message instanceof Error) throw message;
    const error = new AssertionError({ actual, expected, message, operator: start.name, stackStartFn: start });
    error.generatedMessage = generated;
    throw error;
  }
}

const nothing = Symbol('no exception');

function outcome(fn) {
  validateFunction(fn, 'fn');
  try {
    fn();
  } catch (error) {
    return error;
  }
  return nothing;
}

function isPromise(value) {
  return internal.classOf(Object(value)) === 'Promise' ||
    (value !== null && typeof value === 'object' && typeof value.then === 'function' && typeof value.catch === 'function');
}

async function asyncOutcome(promiseFn) {
  let promise;
  if (typeof promiseFn === 'function') {
    promise = promiseFn();
    if (!isPromise(promise)) throw new codes.ERR_INVALID_RETURN_VALUE('instance of Promise', 'promiseFn', promise);
  } else if (isPromise(promiseFn)) {
    promise = promiseFn;
  } else {
    throw new codes.ERR_INVALID_ARG_TYPE('promiseFn', ['Function', 'Promise'], promiseFn);
  }
  try {
    await promise;
  } catch (error) {
    return error;
  }
  return nothing;
}

function expectFailure(start, actual, rest) {
  let [expected, message] = rest;
  if (typeof expected === 'string') {
    if (rest.length === 2) {
      throw new codes.ERR_INVALID_ARG_TYPE('error', ['Object', 'Error', 'Function', 'RegExp'], expected);
    }
    if (typeof actual === 'object' && actual !== null) {
      if (actual.message === expected) {
        throw new codes.ERR_AMBIGUOUS_ARGUMENT('error/message', `The error message "${actual.message}" is identical to the message.`);
      }
    } else if (actual === expected) {
      throw new codes.ERR_AMBIGUOUS_ARGUMENT('error/message', `The error "${actual}" is identical to the message.`);
    }
    message = expected;
    expected = undefined;
  } else if (expected != null && typeof expected !== 'object' && typeof expected !== 'function') {
    throw new codes.ERR_INVALID_ARG_TYPE('error', ['Function', 'Error', 'RegExp', 'Object'], expected);
  }
  if (actual === nothing) {
    let details = '';
    if (expected?.name) details += ` (${expected.name})`;
    details += message ? `: ${message}` : '.';
    const type = start === rejects ? 'rejection' : 'exception';
    fail({ actual: undefined, expected, operator: start.name, message: `Missing expected ${type}${details}`, stackStartFn: start });
  }
  if (expected !== undefined && expected !== null) checkExpectation(actual, expected, message, start);
}

function expectSuccess(start, actual, expected, message) {
  if (actual === nothing) return;
  if (typeof expected === 'string') {
    message = expected;
    expected = undefined;
  }
  const matches = !expected || (typeof expected === 'function'
    ? (expected.prototype !== undefined && actual instanceof expected) ||
      (!Object.prototype.isPrototypeOf.call(Error, expected) && expected.call({}, actual) === true)
    : expected instanceof RegExp && expected.exec(String(actual)) !== null);
  if (matches) {
    const details = message ? `: ${message}` : '.';
    const type = start === doesNotReject ? 'rejection' : 'exception';
    fail({
      actual, expected, operator: start.name, stackStartFn: start,
      message: `Got unwanted ${type}${details}\nActual message: "${actual?.message}"`,
    });
  }
  throw actual;
}

function throws(fn, ...rest) {
  expectFailure(throws, outcome(fn), rest);
}

async function rejects(promiseFn, ...rest) {
  expectFailure(rejects, await asyncOutcome(promiseFn), rest);
}

function doesNotThrow(fn, ...rest) {
  expectSuccess(doesNotThrow, outcome(fn), ...rest);
}

async function doesNotReject(fn, ...rest) {
  expectSuccess(doesNotReject, await asyncOutcome(fn), ...rest);
}

function ifError(error) {
  if (error === null || error === undefined) return;
  let message = 'ifError got unwanted exception: ';
  if (typeof error === 'object' && typeof error.message === 'string') {
    message += error.message.length === 0 && error.constructor ? error.constructor.name : error.message;
  } else {
    message += inspect(error);
  }
  const failure = new AssertionError({ actual: error, expected: null, operator: 'ifError', message, stackStartFn: ifError });
  const original = error.stack;
  if (typeof original === 'string') {
    // The frames of the original error come first; those they share are not repeated.
    const at = original.indexOf('\n    at');
    if (at !== -1) {
      const theirs = original.slice(at + 1).split('\n');
      let ours = failure.stack.split('\n');
      for (const line of theirs) {
        const same = ours.indexOf(line);
        if (same !== -1) {
          ours = ours.slice(0, same);
          break;
        }
      }
      failure.stack = `${ours.join('\n')}\n${theirs.join('\n')}`;
    }
  }
  failure.generatedMessage = false;
  throw failure;
}

function checkMatch(text, regexp, message, start) {
  if (!(regexp instanceof RegExp)) throw new codes.ERR_INVALID_ARG_TYPE('regexp', 'RegExp', regexp);
  const wanted = start === match;
  if (typeof text === 'string' && (regexp.exec(text) !== null) === wanted) return;
  if (message instanceof Error) throw message;
  const generated = !message;
  message ||= typeof text !== 'string'
    ? `The "string" argument must be of type string. Received type ${typeof text} (${inspect(text)})`
    : `${wanted ? 'The input did not match the regular expression ' : 'The input was expected to not match the regular expression '}` +
      `${inspect(regexp)}. Input:\n\n${inspect(text)}\n`;
  const error = new AssertionError({ actual: text, expected: regexp, message, operator: start.name, stackStartFn: start });
  error.generatedMessage = generated;
  throw error;
}

function match(text, regexp, message) {
  checkMatch(text, regexp, message, match);
}

function doesNotMatch(text, regexp, message) {
  checkMatch(text, regexp, message, doesNotMatch);
}

function strict(...args) {
  ensure(strict, args.length, ...args);
}

const methods = {
  fail: assertFail, ok, equal, notEqual, deepEqual, notDeepEqual, deepStrictEqual, notDeepStrictEqual, strictEqual,
  notStrictEqual, partialDeepStrictEqual, match, doesNotMatch, throws, rejects, doesNotThrow, doesNotReject, ifError,
};

/** Assertions with options of their own: `strict` makes equal and deepEqual the strict ones. */
class Assert {
  constructor(options = {}) {
    const { strict: isStrict = true, diff = 'simple' } = options;
    require('internal/validators').validateOneOf(diff, 'options.diff', ['simple', 'full']);
    Object.assign(this, methods);
    this.AssertionError = AssertionError;
    if (isStrict) {
      Object.assign(this, {
        equal: strictEqual, deepEqual: deepStrictEqual, notEqual: notStrictEqual, notDeepEqual: notDeepStrictEqual,
      });
    }
  }
}

module.exports = Object.assign(assert, methods, { AssertionError, Assert });
assert.strict = Object.assign(strict, assert, {
  equal: strictEqual, deepEqual: deepStrictEqual, notEqual: notStrictEqual, notDeepEqual: notDeepStrictEqual,
});
assert.strict.strict = assert.strict;
