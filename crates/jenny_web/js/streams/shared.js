// What all streams use: queues, strategies, and promises that no program can tamper with (streams.spec.whatwg.org sections 7 and 8).
'use strict';
const { newPromise, resolvePromise, rejectPromise, resolvedPromise, rejectedPromise, react, markHandled, queueJob, load } = require;
const { defineInterface, typeError, isObject, illegalInvocation, dictionary } = load('webidl');

const nothing = () => {};
const invalidState = (message) => typeError('ERR_INVALID_STATE', `Invalid state: ${message}`);

/// A queue whose shift does not move what is behind.
class Queue {
  items = []; head = 0; length = 0;
  push(item) { this.items.push(item); this.length++; }
  peek() { return this.items[this.head]; }
  shift() {
    const item = this.items[this.head];
    this.items[this.head++] = undefined;
    if (--this.length === 0) { this.items = []; this.head = 0; } else if (this.head > 1024 && this.head * 2 > this.items.length) {
      this.items = this.items.slice(this.head); this.head = 0;
    }
    return item;
  }
  /// Takes all.
  drain() {
    const items = this.head === 0 ? this.items : this.items.slice(this.head);
    this.items = []; this.head = 0; this.length = 0;
    return items;
  }
}

/// Queue-with-sizes (section 8.1).
class SizedQueue {
  chunks = new Queue(); sizes = null; total = 0;
  get length() { return this.chunks.length; }
  /// Sizes are kept only once one of them is not 1.
  enqueue(chunk, size) {
    if (size !== 1) {
      if (!(size >= 0 && size < Infinity)) throw Object.assign(new RangeError(`The argument 'size' is invalid. Received ${size}`), { code: 'ERR_INVALID_ARG_VALUE' });
      if (this.sizes === null) {
        this.sizes = new Queue();
        for (let i = this.chunks.length; i > 0; i--) this.sizes.push(1);
      }
    }
    this.chunks.push(chunk);
    if (this.sizes !== null) this.sizes.push(size);
    this.total += size;
  }
  dequeue() {
    this.total -= this.sizes === null ? 1 : this.sizes.shift();
    if (this.total < 0) this.total = 0;
    return this.chunks.shift();
  }
  peek() { return this.chunks.peek(); }
  reset() { this.chunks = new Queue(); this.sizes = null; this.total = 0; }
}

/// A QueuingStrategy argument, converted.
function readStrategy(strategy, name) {
  strategy = dictionary(strategy, name);
  if (strategy === undefined) return undefined;
  let { highWaterMark: mark } = strategy;
  if (mark !== undefined) mark = +mark;
  return { __proto__: null, highWaterMark: mark, size: sizeAlgorithm(strategy) };
}

/// ExtractHighWaterMark (section 7.4).
function highWaterMark(strategy, otherwise) {
  if (strategy?.highWaterMark === undefined) return otherwise;
  const mark = strategy.highWaterMark;
  if (mark !== mark || mark < 0) throw Object.assign(new RangeError(`The property 'strategy.highWaterMark' is invalid. Received ${mark}`), { code: 'ERR_INVALID_ARG_VALUE' });
  return mark;
}

/// ExtractSizeAlgorithm (section 7.4); undefined stands for "every chunk is 1".
function sizeAlgorithm(strategy) {
  const size = strategy?.size;
  if (size === undefined) return undefined;
  if (typeof size !== 'function') throw typeError('ERR_INVALID_ARG_TYPE', 'The "strategy.size" property must be of type function.');
  return size;
}

/// A member of an underlying source, sink or transformer that must be a function if it is there.
function callback(holder, name) {
  const value = holder[name];
  if (value !== undefined && typeof value !== 'function') throw typeError('ERR_INVALID_ARG_TYPE', `The "${name}" property must be of type function.`);
  return value;
}

/// Reacts to what an algorithm answered, as to a promise resolved with it.
function reactTo(result, fulfilled, rejected) {
  if (isObject(result)) react(resolvedPromise(result), fulfilled, rejected);
  else queueJob(fulfilled);
}

/// Reacts to what a start algorithm answered: to a new promise resolved with it, which takes two jobs more if it is one itself.
function reactToStart(result, fulfilled, rejected) {
  if (!isObject(result)) { queueJob(fulfilled); return; }
  const promise = newPromise();
  resolvePromise(promise, result);
  react(promise, fulfilled, rejected);
}

const handledRejection = (reason) => { const promise = rejectedPromise(reason); markHandled(promise); return promise; };
const RESOLVED = resolvedPromise(undefined);

/// `then` of a promise with a promise as its answer.
function transform(promise, fulfilled, rejected) {
  const derived = newPromise();
  const run = (handler) => (value) => {
    let result;
    try { result = handler(value); } catch (error) { rejectPromise(derived, error); return; }
    resolvePromise(derived, result);
  };
  react(promise, fulfilled === undefined ? (value) => resolvePromise(derived, value) : run(fulfilled),
    rejected === undefined ? (reason) => rejectPromise(derived, reason) : run(rejected));
  return derived;
}

// Section 7: strategies. Their size functions are one object a realm.
const byteLengthSize = { size: (chunk) => chunk.byteLength }.size;
const countSize = { size: () => 1 }.size;

function requireMark(init) {
  if (!isObject(init)) throw typeError('ERR_INVALID_ARG_TYPE', 'The "init" argument must be of type object.');
  if (init.highWaterMark === undefined) throw typeError('ERR_MISSING_OPTION', 'init.highWaterMark is required');
  return +init.highWaterMark;
}

class ByteLengthQueuingStrategy {
  #mark;
  constructor(init) { this.#mark = requireMark(init); }
  get highWaterMark() { if (!(#mark in this)) throw illegalInvocation(); return this.#mark; }
  get size() { if (!(#mark in this)) throw illegalInvocation(); return byteLengthSize; }
}
defineInterface(ByteLengthQueuingStrategy);

class CountQueuingStrategy {
  #mark;
  constructor(init) { this.#mark = requireMark(init); }
  get highWaterMark() { if (!(#mark in this)) throw illegalInvocation(); return this.#mark; }
  get size() { if (!(#mark in this)) throw illegalInvocation(); return countSize; }
}
defineInterface(CountQueuingStrategy);

Object.assign(exports, {
  nothing, invalidState, Queue, SizedQueue, readStrategy, highWaterMark, sizeAlgorithm, callback, reactTo, reactToStart, handledRejection, RESOLVED, transform,
  ByteLengthQueuingStrategy, CountQueuingStrategy,
});
