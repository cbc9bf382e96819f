//! One map or reduce: it takes items from its source in batches, and puts what comes of them in order.
'use strict';

const { EventTarget, Event, defineHandler } = internal.web('events');

/** What one batch should take, in milliseconds: long beside the 20 microseconds that sending it takes. */
const BATCH_TIME = 4;
/** Most items of a batch. */
const MOST = 16384;
/** Items that may be under way or wait for their reader, for each thread. */
const WINDOW = 2048;

/** The failure of one item. */
class ParallelError extends Error {
  constructor(message, { index, item, cause }) {
    super(message, { cause });
    this.index = index;
    this.item = item;
  }
}
Object.defineProperty(ParallelError.prototype, 'name', { value: 'ParallelError', writable: true, enumerable: false, configurable: true });

class ProgressEvent extends Event {
  #state;
  constructor(type, state) {
    super(type);
    this.#state = state;
  }
  /** items done */
  get done() { return this.#state.done; }
  /** items in all, where the source tells, else undefined */
  get total() { return this.#state.total; }
  get [Symbol.toStringTag]() { return 'ProgressEvent'; }
}

function shown(item) {
  const text = require('internal/inspect').inspect(item, { depth: 0, breakLength: Infinity });
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

let jobs = 0;
let batches = 0;

class Job extends EventTarget {
  number = ++jobs;
  /** how threads find the function */
  task;
  /** tells threads to stop between items */
  stop = new Int32Array(new SharedArrayBuffer(4));
  ended = false;
  #threads;
  #kind;
  #options;
  #source;
  #isAsync;
  #total;
  #pulled = 0;
  #sourceDone = false;
  #pulling = false;
  /** items of an asynchronous source that no thread has yet */
  #buffer = [];
  #flying = 0;
  #done = 0;
  #perItem;
  #size = 1;
  /** items whose results nobody has read */
  #unread = 0;
  #isUnlimited = false;
  /** results by the index of their first item, until their turn comes */
  #early = new Map();
  #turn = 0;
  #ready = [];
  #error;
  #waiting;
  #started = false;
  #listening;
  constructor(threads, kind, task, source, options) {
    super();
    this.#threads = threads;
    this.#kind = kind;
    this.task = task;
    this.#options = options;
    const { signal } = options;
    if (Array.isArray(source) || ArrayBuffer.isView(source)) this.#total = source.length;
    else if (source instanceof Set || source instanceof Map) this.#total = source.size;
    this.#isAsync = source[Symbol.asyncIterator] !== undefined;
    this.#source = this.#isAsync ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
    if (signal !== undefined) {
      if (signal.aborted) this.cancel(signal.reason);
      else this.#listening = require('events').addAbortListener(signal, () => this.cancel(signal.reason));
    }
  }

  start() {
    if (this.#started || this.ended) return;
    this.#started = true;
    if (this.#threads.closed) this.cancel(new DOMException('The pool is closed', 'AbortError'));
    else if (this.#isAsync) this.#pull();
    if (!this.ended) this.#threads.add(this);
  }
  /** The reader wants all: nothing is held back. */
  unlimited() { this.#isUnlimited = true; }
  get #room() {
    return this.#isUnlimited ? Infinity : (this.#options.window ?? WINDOW * this.#threads.most) - this.#unread - this.#buffer.length;
  }

  async #pull() {
    if (this.#pulling) return;
    this.#pulling = true;
    try {
      while (!this.#sourceDone && !this.ended && (this.#isUnlimited ? this.#buffer.length < WINDOW : this.#room > 0)) {
        const { value, done } = await this.#source.next();
        if (done) this.#sourceDone = true;
        else this.#buffer.push(value);
        this.#threads.pump();
      }
      this.#settle();
    } catch (error) {
      this.#sourceDone = true;
      this.cancel(error);
    } finally {
      this.#pulling = false;
    }
  }

  /** The next batch for a thread, or undefined while there is none. */
  take() {
    if (this.ended || this.#error !== undefined) return undefined;
    let size = Math.min(this.#options.batch ?? this.#size, MOST);
    // Near the end batches get small, so that all threads end together.
    if (this.#total !== undefined && this.#options.batch === undefined) {
      size = Math.max(1, Math.min(size, Math.ceil((this.#total - this.#pulled) / (this.#threads.most * 4))));
    }
    let items;
    if (this.#isAsync) {
      items = this.#buffer.splice(0, size);
      if (!this.#sourceDone) this.#pull();
    } else {
      size = Math.min(size, this.#room);
      items = [];
      try {
        while (items.length < size && !this.#sourceDone) {
          const { value, done } = this.#source.next();
          if (done) this.#sourceDone = true;
          else items.push(value);
        }
      } catch (error) {
        this.#sourceDone = true;
        this.cancel(error);
        return undefined;
      }
    }
    if (items.length === 0) {
      this.#settle();
      return undefined;
    }
    const start = this.#pulled;
    this.#pulled += items.length;
    this.#unread += items.length;
    this.#flying++;
    return { number: ++batches, job: this, kind: this.#kind, start, items, initial: this.#options.initial };
  }

  done(batch, results, time) {
    this.#flying--;
    if (this.ended) return;
    const count = batch.items.length;
    this.#done += count;
    this.#perItem = this.#perItem === undefined ? time / count : (this.#perItem + time / count) / 2;
    this.#size = Math.max(1, Math.min(this.#size * 8, MOST, Math.ceil(BATCH_TIME / Math.max(this.#perItem, 1e-6))));
    this.#place(batch.start, batch.items.length, results);
    this.dispatchEvent(new ProgressEvent('progress', { done: this.#done, total: this.#total }));
    this.#settle();
  }
  #place(start, count, results) {
    if (this.#options.ordered === false) {
      this.#ready.push([results, count]);
    } else {
      this.#early.set(start, [results, count]);
      for (let next; (next = this.#early.get(this.#turn)) !== undefined;) {
        this.#early.delete(this.#turn);
        this.#turn += next[1];
        this.#ready.push(next);
      }
    }
    this.#wake();
  }
  /** An item failed, the one at the place `at` of its batch; without a place the whole batch did. */
  failed(batch, at, error) {
    this.#flying--;
    if (this.ended) return;
    this.#fail(batch, at, error);
  }
  #fail(batch, at, error) {
    const index = batch.start + (at ?? 0);
    const item = batch.items[at ?? 0];
    const last = batch.start + batch.items.length - 1;
    const words = error instanceof Error ? error.message : String(error);
    if (this.#kind === 'call') {
      this.cancel(error);
      return;
    }
    const which = at !== undefined || last === index ? `item ${index} (${shown(item)})` : `items ${index} to ${last}`;
    this.cancel(new ParallelError(`The task failed for ${which}: ${words}`, { index, item, cause: error }));
  }
  /** The items could not be sent. */
  unsent(batch, error) {
    this.#flying--;
    let at = 0;
    try {
      for (; at < batch.items.length; at++) structuredClone(batch.items[at]);
      at = 0;
    } catch {
      // That one it was.
    }
    this.#fail(batch, at, error);
  }

  /** Ends the job with an error; what was in order before it can still be read. */
  cancel(error) {
    if (this.ended) return;
    this.#error = { error };
    this.#finish();
    this.#threads.abandon(this);
    this.#wake();
  }
  #finish() {
    this.ended = true;
    Atomics.store(this.stop, 0, 1);
    this.#listening?.[Symbol.dispose]();
    this.#buffer = [];
    if (!this.#sourceDone) {
      this.#sourceDone = true;
      // The source is told that no more is wanted; nobody waits for its answer.
      try {
        Promise.resolve(this.#source.return?.()).catch(() => {});
      } catch {
        // What it says about that changes nothing any more.
      }
    }
  }
  #settle() {
    if (this.ended || !this.#sourceDone || this.#flying > 0 || this.#buffer.length > 0) return;
    this.#finish();
    this.#threads.remove(this);
    this.#wake();
  }
  #wake() {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.resolve();
  }

  /** The next results that are ready, as an array; undefined at the end. */
  async chunk() {
    this.start();
    for (;;) {
      if (this.#ready.length > 0) {
        const [results, count] = this.#ready.shift();
        this.#unread -= count;
        if (!this.ended) {
          if (this.#isAsync) this.#pull();
          this.#threads.pump();
        }
        return results;
      }
      if (this.#error !== undefined) throw this.#error.error;
      if (this.ended) return undefined;
      this.#waiting ??= Promise.withResolvers();
      await this.#waiting.promise;
    }
  }
  /** All results. An error comes at once, not only when its turn does. */
  async all() {
    this.unlimited();
    this.start();
    const all = [];
    for (;;) {
      if (this.#error !== undefined) throw this.#error.error;
      const chunk = await this.chunk();
      if (chunk === undefined) return all;
      for (let i = 0; i < chunk.length; i++) all.push(chunk[i]);
    }
  }
}
defineHandler(Job.prototype, 'progress');

module.exports = { Job, ParallelError, ProgressEvent };
