//! `jenny:parallel`: maps and reductions over all processors, which end with the scope that began them.
'use strict';

const { Job, ParallelError, ProgressEvent } = require('internal/parallel/job');
const { Threads } = require('internal/parallel/threads');
const { codes } = require('internal/errors');
const { validateAbortSignal, validateInteger, validateNumber, validateObject } = require('internal/validators');

const { EventTarget, defineHandler } = internal.web('events');

/** How a task's function is told to threads: as its text, or as the module that exports it. */
function taskOf(task) {
  if (typeof task === 'string' || task instanceof URL) return { module: urlOf(task), name: 'default' };
  if (typeof task === 'object' && task !== null && task.module !== undefined) return { module: urlOf(task.module), name: `${task.name ?? 'default'}` };
  if (typeof task !== 'function') throw new codes.ERR_INVALID_ARG_TYPE('task', ['Function', 'URL', 'Object'], task);
  const name = task.name === '' ? 'A function' : `The function ${task.name}`;
  if (internal.functionSourceIsClass(task)) throw new TypeError(`${name} is a class and cannot be called on another thread`);
  let told;
  try {
    told = internal.taskText(task);
  } catch (cause) {
    throw new TypeError(`${name} means nothing by itself: pass a function expression, an arrow function or a module`, { cause });
  }
  if (told === undefined) throw new TypeError(`${name} has no text of its own and cannot be called on another thread`);
  const [text, file, ...captured] = told;
  if (captured.length > 0) {
    const names = captured.join(', ');
    throw new TypeError(`${name} uses ${names}, which ${captured.length > 1 ? 'are variables' : 'is a variable'} of the code around it and ` +
      'not there on another thread: pass it with the items, or export the function from a module');
  }
  return { text, file };
}

/** A module's URL: relative ones are relative to the program. */
function urlOf(text) {
  const url = new URL(`${text}`, internal.web('worker').natives.workerUrl());
  if (url.protocol === 'blob:') throw new TypeError('A task cannot be loaded from a blob: URL');
  return url.href;
}

function sourceOf(items) {
  if (items?.[Symbol.iterator] === undefined && items?.[Symbol.asyncIterator] === undefined) {
    throw new codes.ERR_INVALID_ARG_TYPE('items', ['Iterable', 'AsyncIterable'], items);
  }
  return items;
}

function optionsOf(options) {
  if (options === undefined) return {};
  validateObject(options, 'options');
  const { signal, ordered, batch, window } = options;
  validateAbortSignal(signal, 'options.signal');
  if (batch !== undefined) validateInteger(batch, 'options.batch', 1);
  if (window !== undefined) validateInteger(window, 'options.window', 1);
  return { signal, ordered: ordered !== false, batch, window };
}

/** What a map gives: an asynchronous iterable, or by `await` an array. It begins when it is first read. */
class Results extends EventTarget {
  #job;
  #all;
  #chunk = [];
  #at = 0;
  #isOver = false;
  constructor(job) {
    super();
    this.#job = job;
    job.onprogress = ({ done, total }) => this.dispatchEvent(new ProgressEvent('progress', { done, total }));
  }
  toArray() { return this.#all ??= this.#job.all(); }
  then(fulfilled, rejected) { return this.toArray().then(fulfilled, rejected); }
  catch(rejected) { return this.toArray().catch(rejected); }
  finally(settled) { return this.toArray().finally(settled); }
  async next() {
    while (this.#at >= this.#chunk.length) {
      const chunk = this.#isOver ? undefined : await this.#job.chunk();
      if (chunk === undefined) {
        this.#isOver = true;
        return { value: undefined, done: true };
      }
      this.#chunk = chunk;
      this.#at = 0;
    }
    return { value: this.#chunk[this.#at++], done: false };
  }
  async return(value) {
    this.#isOver = true;
    this.#chunk = [];
    this.#job.cancel(new DOMException('The results are not wanted any more', 'AbortError'));
    return { value, done: true };
  }
  [Symbol.asyncIterator]() { return this; }
  async [Symbol.asyncDispose]() { await this.return(); }
  get [Symbol.toStringTag]() { return 'Results'; }
}
defineHandler(Results.prototype, 'progress');

class Pool {
  #threads;
  #listening;
  constructor(options = {}) {
    validateObject(options, 'options');
    const { threads = internal.web('navigator').navigator.hardwareConcurrency, name = 'pool', signal, limits = {} } = options;
    validateInteger(threads, 'options.threads', 1, 1024);
    validateAbortSignal(signal, 'options.signal');
    validateObject(limits, 'options.limits');
    for (const key of ['heapMb', 'stackMb', 'cpuMs']) if (limits[key] !== undefined) validateNumber(limits[key], `options.limits.${key}`, 0);
    this.#threads = new Threads(threads, `${name}`, limits);
    if (signal?.aborted) this.close();
    else if (signal !== undefined) this.#listening = require('events').addAbortListener(signal, () => this.close());
  }
  get threads() { return this.#threads.most; }
  map(items, task, options = undefined) {
    return new Results(new Job(this.#threads, 'map', taskOf(task), sourceOf(items), optionsOf(options)));
  }
  async reduce(items, task, options = undefined) {
    const told = taskOf(task);
    const combine = options?.combine === undefined ? told : taskOf(options.combine);
    const { signal, batch, window } = optionsOf(options);
    const initial = options !== undefined && 'initial' in options ? [options.initial] : undefined;
    // With a function to combine, each batch begins with the initial value; else it stands before the first batch alone.
    const own = options?.combine === undefined ? undefined : initial;
    const parts = await new Job(this.#threads, 'reduce', told, sourceOf(items), { signal, batch, window, initial: own }).all();
    if (own === undefined && initial !== undefined) parts.unshift(initial[0]);
    if (parts.length === 0) {
      if (initial === undefined) throw new TypeError('Reduce of no items with no initial value');
      return initial[0];
    }
    if (parts.length === 1) return parts[0];
    const [value] = await new Job(this.#threads, 'reduce', combine, parts, { signal, batch: parts.length }).all();
    return value;
  }
  /** Calls a function once on some thread. */
  async run(task, ...args) {
    const [value] = await new Job(this.#threads, 'call', taskOf(task), [args], {}).all();
    return value;
  }
  /** Ends all threads; what is under way fails with an AbortError. */
  async close() {
    this.#listening?.[Symbol.dispose]();
    await this.#threads.close();
  }
  async [Symbol.asyncDispose]() { await this.close(); }
  get [Symbol.toStringTag]() { return 'Pool'; }
}

/** All results of a map, on threads that end with it. */
async function map(items, task, options = undefined) {
  await using pool = new Pool(poolOptions(options));
  return await pool.map(items, task, options).toArray();
}

async function reduce(items, task, options = undefined) {
  await using pool = new Pool(poolOptions(options));
  return await pool.reduce(items, task, options);
}

const poolOptions = (options) => ({ threads: options?.threads, limits: options?.limits });

module.exports = { Pool, ParallelError, map, reduce };
