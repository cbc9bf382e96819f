//! The threads of a pool: they are started when there is work, and what one of them leaves undone is done by another.
'use strict';

const natives = internal.web('worker').natives;
const { setTimeout: later } = require('timers');

/** Batches that a thread has at once: the next is there when it is done with one. */
const DEPTH = 2;

class Thread {
  #port;
  #worker;
  #owner;
  #ended = Promise.withResolvers();
  /** batches under way by number, in their order */
  batches = new Map();
  #tasks = new Set();
  #error;
  constructor(owner, name, limits) {
    this.#owner = owner;
    const [outside, inside] = natives.portPair();
    this.#port = outside;
    natives.portStart(outside, (type, message) => {
      if (type === 'message') this.#heard(message);
    }, false);
    this.#worker = natives.workerStart({
      url: 'jenny:worker/internal/parallel/serve', node: true, name, port: inside, data: {}, transfer: [], heap: limits.heapMb, stack: limits.stackMb, cpu: limits.cpuMs,
    }, (kind, ...news) => {
      if (kind === 'error') this.#error = news[4] ?? new Error(news[0]);
      if (kind === 'outoftime') this.#error = new RangeError(news[0]);
      if (kind === 'exit') this.#exit(news[0]);
    });
    natives.workerRef(this.#worker, false);
  }
  get ended() { return this.#ended.promise; }
  /** It was told to end, for the sake of what it had first. */
  isEnding = false;
  get hasRoom() { return !this.isEnding && this.batches.size < DEPTH; }
  send(batch) {
    const { number, job } = batch;
    if (!this.#tasks.has(job.number)) {
      this.#tasks.add(job.number);
      natives.portPost(this.#port, ['task', job.number, job.task]);
    }
    natives.portPost(this.#port, [batch.kind, number, job.number, batch.items, batch.start, job.stop, batch.initial]);
    if (this.batches.size === 0) natives.workerRef(this.#worker, true);
    this.batches.set(number, batch);
  }
  forget(job) {
    if (this.#tasks.delete(job.number)) natives.portPost(this.#port, ['forget', job.number]);
  }
  #heard([kind, number, value, detail]) {
    const batch = this.batches.get(number);
    if (batch === undefined) return;
    this.batches.delete(number);
    // One that ends keeps the program alive until it has: there may be work that waits for its place.
    if (this.batches.size === 0 && !this.isEnding) natives.workerRef(this.#worker, false);
    if (kind === 'done') batch.job.done(batch, value, detail);
    else batch.job.failed(batch, value, detail);
    this.#owner.pump();
  }
  terminate() {
    this.isEnding = true;
    natives.workerTerminate(this.#worker);
    natives.workerRef(this.#worker, true);
  }
  #exit(code) {
    natives.portClose(this.#port);
    const left = [...this.batches.values()];
    this.batches.clear();
    this.#owner.gone(this, left, this.#error ?? new Error(`The thread ended with the code ${code}`));
    this.#ended.resolve();
  }
}

/** Time that a thread has to come out of a task that nobody wants any more, in milliseconds. */
const GRACE = 50;

class Threads {
  #most;
  #name;
  #limits;
  #threads = new Set();
  #jobs = new Set();
  #closed = false;
  /** batches to do again, since their thread was ended for another's sake */
  #again = [];
  constructor(most, name, limits) {
    this.#most = most;
    this.#name = name;
    this.#limits = limits;
  }
  get most() { return this.#most; }
  get closed() { return this.#closed; }
  add(job) {
    this.#jobs.add(job);
    this.pump();
  }
  remove(job) {
    this.#jobs.delete(job);
    for (const thread of this.#threads) thread.forget(job);
  }
  #free() {
    let best;
    for (const thread of this.#threads) {
      if (thread.hasRoom && !(best?.batches.size <= thread.batches.size)) best = thread;
    }
    // Another thread is better than a second batch for a busy one; one that ends makes room when it has.
    if ((best === undefined || best.batches.size > 0) && this.#threads.size < this.#most) {
      best = new Thread(this, this.#name, this.#limits);
      this.#threads.add(best);
    }
    return best;
  }
  #take() {
    while (this.#again.length > 0) {
      const batch = this.#again.shift();
      if (!batch.job.ended) return batch;
    }
    // Jobs take turns.
    for (const job of this.#jobs) {
      const batch = job.take();
      if (batch === undefined) continue;
      this.#jobs.delete(job);
      if (!job.ended) this.#jobs.add(job);
      return batch;
    }
    return undefined;
  }
  /** Gives out work while there is some and a thread has room. */
  pump() {
    while (!this.#closed) {
      if (this.#threads.size >= this.#most && ![...this.#threads].some((thread) => thread.hasRoom)) return;
      const batch = this.#take();
      if (batch === undefined) return;
      try {
        this.#free().send(batch);
      } catch (error) {
        batch.job.unsent(batch, error);
      }
    }
  }
  /** Nobody wants the rest of a job: threads that do not notice are ended. */
  abandon(job) {
    this.remove(job);
    if (this.#closed) return;
    const look = () => {
      let isBusy = false;
      for (const thread of this.#threads) {
        const list = [...thread.batches.values()];
        if (list[0]?.job === job) thread.terminate();
        else isBusy ||= list.some((batch) => batch.job === job);
      }
      if (isBusy) later(look, GRACE);
    };
    if ([...this.#threads].some((thread) => [...thread.batches.values()].some((batch) => batch.job === job))) later(look, GRACE);
  }
  /** A thread is gone; what it had begun has failed unless it was ended for another job's sake. */
  gone(thread, left, error) {
    this.#threads.delete(thread);
    // One that was told to end has failed nobody who still waits.
    if (!thread.isEnding && left.length > 0) {
      const first = left.shift();
      first.job.failed(first, undefined, error);
    }
    this.#again.push(...left);
    this.pump();
  }
  async close() {
    this.#closed = true;
    const all = [...this.#threads];
    for (const thread of all) thread.terminate();
    for (const job of [...this.#jobs]) job.cancel(new DOMException('The pool is closed', 'AbortError'));
    for (const thread of all) for (const { job } of thread.batches.values()) job.cancel(new DOMException('The pool is closed', 'AbortError'));
    await Promise.all(all.map((thread) => thread.ended));
  }
}

module.exports = { Threads };
