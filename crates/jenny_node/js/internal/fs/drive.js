//! Runs file operations, written once as generators of native calls, in three forms: at once, with a callback, as a promise.
'use strict';

const { systemError } = require('internal/errors');
const { make } = require('internal/errors');

function asError(failure, hide) {
  return failure instanceof Error ? failure : systemError(failure, hide);
}

/** The error of an answer that comes from the loop: no call of the program leads to it, so it has no frames. */
function lateError(failure) {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return asError(failure);
  } finally {
    Error.stackTraceLimit = limit;
  }
}

/** Runs every native call of the operation at once. */
function runSync(operation, hide) {
  let step = operation.next();
  while (!step.done) {
    const [name, args] = step.value;
    let result;
    let failure;
    try {
      result = internal.fs.opSync(name, args);
    } catch (thrown) {
      failure = asError(thrown, hide);
    }
    step = failure === undefined ? operation.next(result) : operation.throw(failure);
  }
  return step.value;
}

/** Continues an operation whose first step has been taken; `done(error, value)` is called in the task of the last answer. */
function continueAsync(operation, step, done) {
  const take = (current) => {
    while (!current.done) {
      const [name, args] = current.value;
      if (name === 'await') {
        args[0].then((value) => advance(() => operation.next(value)), (error) => advance(() => operation.throw(error)));
        return;
      }
      internal.fs.opAsync(name, args, (failure, result) => {
        if (failure !== null && failure !== undefined) advance(() => operation.throw(lateError(failure)));
        else advance(() => operation.next(result));
      });
      return;
    }
    done(null, current.value);
  };
  const advance = (move) => {
    let current;
    try {
      current = move();
    } catch (error) {
      done(error);
      return;
    }
    take(current);
  };
  take(step);
}

function runCallback(operation, callback) {
  // Mistakes in the arguments are thrown here, at the caller.
  const step = operation.next();
  const context = internal.getAsyncContext();
  const done = (error, value) => {
    const outer = internal.getAsyncContext();
    internal.setAsyncContext(context);
    try {
      if (error !== null) callback(error);
      else if (value === undefined) callback(null);
      else callback(null, value);
    } finally {
      internal.setAsyncContext(outer);
    }
  };
  if (step.done) require('internal/ticks').nextTick(done, null, step.value);
  else continueAsync(operation, step, done);
}

function runPromise(operation) {
  return new Promise((resolve, reject) => {
    continueAsync(operation, operation.next(), (error, value) => {
      if (error !== null) reject(error);
      else resolve(value);
    });
  });
}

/** The three forms of `operation(...args)`: { sync, callback, promise }. */
function forms(name, operation) {
  const sync = function(...args) {
    return runSync(operation.apply(this, args), sync);
  };
  const callback = function(...args) {
    const last = args.pop();
    // A path alone is not a mistaken callback: the callback is missing.
    if (typeof last !== 'function') {
      throw make('ERR_INVALID_ARG_TYPE', ['cb', 'Function', args.length === 0 ? undefined : last], callback);
    }
    runCallback(operation.apply(this, args), last);
  };
  const promise = async function(...args) {
    return runPromise(operation.apply(this, args));
  };
  Object.defineProperty(sync, 'name', { value: `${name}Sync` });
  Object.defineProperty(callback, 'name', { value: name });
  Object.defineProperty(promise, 'name', { value: name });
  return { sync, callback, promise };
}

module.exports = { forms, runSync, runCallback, runPromise };
