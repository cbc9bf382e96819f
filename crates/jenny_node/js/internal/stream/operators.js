//! The array-like methods of Readable: map, filter, reduce and their kin, over chunks as they come.
'use strict';

const { codes, AbortError } = require('internal/errors');
const { validateAbortSignal, validateFunction, validateInteger, validateObject } = require('internal/validators');

const nothing = Symbol('nothing');

function checkOptions(options) {
  if (options != null) validateObject(options, 'options');
  if (options?.signal != null) validateAbortSignal(options.signal, 'options.signal');
}

/** Results of `fn` in order, with up to `concurrency` calls under way. */
function map(fn, options) {
  validateFunction(fn, 'fn');
  checkOptions(options);
  let concurrency = 1;
  if (options?.concurrency != null) concurrency = Math.floor(options.concurrency);
  let ahead = concurrency - 1;
  if (options?.highWaterMark != null) ahead = Math.floor(options.highWaterMark);
  validateInteger(concurrency, 'options.concurrency', 1);
  validateInteger(ahead, 'options.highWaterMark', 0);
  ahead += concurrency;
  const stream = this;
  return (async function* mapped() {
    const controller = new AbortController();
    const outer = options?.signal;
    const abort = () => controller.abort(outer.reason);
    if (outer?.aborted) abort();
    else outer?.addEventListener('abort', abort, { once: true });
    const { signal } = controller;
    const queue = [];
    let next;
    let resume;
    let done = false;
    let running = 0;
    const onDone = () => {
      running -= 1;
      maybeResume();
    };
    const maybeResume = () => {
      if (resume && !done && running < concurrency && queue.length < ahead) {
        resume();
        resume = null;
      }
    };
    const pump = async () => {
      try {
        for await (const chunk of stream) {
          if (done) return;
          if (signal.aborted) throw new AbortError(undefined, { cause: signal.reason });
          let result;
          try {
            result = fn(chunk, { signal });
            if (result === nothing) continue;
            result = Promise.resolve(result);
          } catch (error) {
            result = Promise.reject(error);
          }
          running += 1;
          result.then(onDone, () => {
            done = true;
            onDone();
          });
          queue.push(result);
          if (next) {
            next();
            next = null;
          }
          if (!done && (queue.length >= ahead || running >= concurrency)) {
            await new Promise((resolve) => {
              resume = resolve;
            });
          }
        }
        queue.push(nothing);
      } catch (error) {
        const result = Promise.reject(error);
        result.then(onDone, onDone);
        queue.push(result);
      } finally {
        done = true;
        if (next) {
          next();
          next = null;
        }
      }
    };
    pump();
    try {
      for (;;) {
        while (queue.length > 0) {
          const result = await queue[0];
          if (result === nothing && queue[0] === nothing) return;
          if (signal.aborted) throw new AbortError(undefined, { cause: signal.reason });
          if (result !== nothing) yield result;
          queue.shift();
          maybeResume();
        }
        await new Promise((resolve) => {
          next = resolve;
        });
      }
    } finally {
      done = true;
      outer?.removeEventListener('abort', abort);
      if (resume) {
        resume();
        resume = null;
      }
    }
  }).call(this);
}

function filter(fn, options) {
  validateFunction(fn, 'fn');
  return map.call(this, async (value, settings) => await fn(value, settings) ? value : nothing, options);
}

async function* guarded(stream, signal) {
  for await (const value of stream) {
    if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
    yield value;
  }
}

function asIndexedPairs(options) {
  checkOptions(options);
  const stream = this;
  return (async function* pairs() {
    let index = 0;
    for await (const value of guarded(stream, options?.signal)) yield [index++, value];
  }).call(this);
}

function countOf(value) {
  value = Number(value);
  if (Number.isNaN(value)) return 0;
  if (value < 0) throw new codes.ERR_OUT_OF_RANGE('number', '>= 0', value);
  return value;
}

function drop(count, options) {
  checkOptions(options);
  count = countOf(count);
  const stream = this;
  return (async function* dropped() {
    if (options?.signal?.aborted) throw new AbortError(undefined, { cause: options.signal.reason });
    for await (const value of guarded(stream, options?.signal)) if (count-- <= 0) yield value;
  }).call(this);
}

function take(count, options) {
  checkOptions(options);
  count = countOf(count);
  const stream = this;
  return (async function* taken() {
    if (options?.signal?.aborted) throw new AbortError(undefined, { cause: options.signal.reason });
    for await (const value of guarded(stream, options?.signal)) {
      if (count-- > 0) yield value;
      if (count <= 0) return;
    }
  }).call(this);
}

function flatMap(fn, options) {
  const values = map.call(this, fn, options);
  return (async function* flat() {
    for await (const value of values) yield* value;
  }).call(this);
}

async function forEach(fn, options) {
  validateFunction(fn, 'fn');
  for await (const unused of map.call(this, async (value, settings) => {
    await fn(value, settings);
    return nothing;
  }, options)) void unused;
}

async function toArray(options) {
  checkOptions(options);
  const result = [];
  for await (const value of guarded(this, options?.signal)) result.push(value);
  return result;
}

async function some(fn, options) {
  for await (const unused of filter.call(this, fn, options)) {
    void unused;
    return true;
  }
  return false;
}

async function every(fn, options) {
  validateFunction(fn, 'fn');
  return !await some.call(this, async (...args) => !await fn(...args), options);
}

async function find(fn, options) {
  for await (const result of filter.call(this, fn, options)) return result;
  return undefined;
}

async function reduce(reducer, initial, options) {
  validateFunction(reducer, 'reducer');
  checkOptions(options);
  let hasValue = arguments.length > 1;
  if (options?.signal?.aborted) {
    const error = new AbortError(undefined, { cause: options.signal.reason });
    this.once('error', () => {});
    this.destroy(error);
    throw error;
  }
  const controller = new AbortController();
  for await (const value of guarded(this, options?.signal)) {
    if (!hasValue) {
      initial = value;
      hasValue = true;
    } else {
      initial = await reducer(initial, value, { signal: controller.signal });
    }
  }
  if (!hasValue) {
    const error = new TypeError('Reduce of an empty stream requires an initial value');
    throw require('internal/errors').sealCode(error, 'ERR_MISSING_ARGS');
  }
  return initial;
}

exports.streamReturning = { asIndexedPairs, drop, filter, flatMap, map, take };
exports.promiseReturning = { every, forEach, reduce, toArray, some, find };
