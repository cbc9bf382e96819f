// ReadableStream with a default controller (streams.spec.whatwg.org section 4): what fetch bodies need. Byte streams, writable and
// transform streams are not here yet.
'use strict';

let startStream, controllerOf;
const token = Symbol('token');

class ReadableStreamDefaultController {
  #stream;
  constructor(key, stream) {
    if (key !== token) throw new TypeError('Illegal constructor');
    this.#stream = stream;
  }
  get desiredSize() { return controllerOf(this.#stream).desiredSize(); }
  enqueue(chunk = undefined) { controllerOf(this.#stream).enqueue(chunk); }
  close() { controllerOf(this.#stream).close(); }
  error(reason = undefined) { controllerOf(this.#stream).error(reason); }
  get [Symbol.toStringTag]() { return 'ReadableStreamDefaultController'; }
}

// State of a stream: its queue and its waiting reads.
class State {
  queue = []; size = 0; reads = []; status = 'readable'; closing = false; reason = undefined; reader = null; disturbed = false;
  pulling = false; pullAgain = false; started = false; source; strategySize; highWaterMark; controller = null; onClosed = [];
  desiredSize() { return this.status === 'errored' ? null : this.status === 'closed' ? 0 : this.highWaterMark - this.size; }
  enqueue(chunk) {
    if (this.status !== 'readable' || this.closing) throw new TypeError('Invalid state: Controller is already closed');
    if (this.reads.length > 0) { this.reads.shift().resolve({ value: chunk, done: false }); this.pull(); return; }
    let size = 1;
    if (this.strategySize !== undefined) {
      try {
        size = Number(this.strategySize(chunk));
        if (!(size >= 0 && size < Infinity)) throw new RangeError('The size of a chunk must be a finite, non-negative number');
      } catch (error) { this.error(error); throw error; }
    }
    this.queue.push({ chunk, size }); this.size += size;
    this.pull();
  }
  close() {
    if (this.status !== 'readable' || this.closing) throw new TypeError('Invalid state: Controller is already closed');
    this.closing = true;
    if (this.queue.length === 0) this.finish();
  }
  finish() {
    this.status = 'closed';
    for (const read of this.reads.splice(0)) read.resolve({ value: undefined, done: true });
    this.reader?.settle(this);
  }
  error(reason) {
    if (this.status !== 'readable') return;
    this.status = 'errored'; this.reason = reason; this.queue = []; this.size = 0;
    for (const read of this.reads.splice(0)) read.reject(reason);
    this.reader?.settle(this);
  }
  pull() {
    if (!this.started || this.status !== 'readable' || this.closing || this.source?.pull === undefined) return;
    if (this.reads.length === 0 && !(this.desiredSize() > 0)) return;
    if (this.pulling) { this.pullAgain = true; return; }
    this.pulling = true;
    let result;
    try { result = Promise.resolve(this.source.pull(this.controller)); } catch (error) { result = Promise.reject(error); }
    result.then(() => {
      this.pulling = false;
      if (this.pullAgain) { this.pullAgain = false; this.pull(); }
    }, (error) => this.error(error));
  }
  read() {
    this.disturbed = true;
    if (this.status === 'errored') return Promise.reject(this.reason);
    if (this.queue.length > 0) {
      const { chunk, size } = this.queue.shift();
      this.size -= size;
      if (this.closing && this.queue.length === 0) this.finish(); else this.pull();
      return Promise.resolve({ value: chunk, done: false });
    }
    if (this.status === 'closed') return Promise.resolve({ value: undefined, done: true });
    const read = Promise.withResolvers();
    this.reads.push(read);
    this.pull();
    return read.promise;
  }
  async cancel(reason) {
    this.disturbed = true;
    if (this.status === 'closed') return;
    if (this.status === 'errored') throw this.reason;
    this.queue = []; this.size = 0;
    this.finish();
    await this.source?.cancel?.(reason);
  }
}

let stateOf;

class ReadableStreamDefaultReader {
  #stream; #closed = Promise.withResolvers();
  constructor(stream) {
    if (!(stream instanceof ReadableStream)) throw new TypeError('The "stream" argument must be an instance of ReadableStream.');
    const state = stateOf(stream);
    if (state.reader !== null) throw new TypeError('Invalid state: ReadableStream is locked');
    this.#stream = stream;
    this.#closed.promise.catch(() => {});
    state.reader = { settle: (it) => this.#settle(it) };
    this.#settle(state);
  }
  #settle(state) {
    if (state.status === 'closed') this.#closed.resolve(undefined);
    if (state.status === 'errored') this.#closed.reject(state.reason);
  }
  get closed() { return this.#closed.promise; }
  read() {
    if (this.#stream === null) return Promise.reject(new TypeError('Invalid state: The reader is not attached to a stream'));
    return stateOf(this.#stream).read();
  }
  cancel(reason = undefined) {
    if (this.#stream === null) return Promise.reject(new TypeError('Invalid state: The reader is not attached to a stream'));
    return stateOf(this.#stream).cancel(reason);
  }
  releaseLock() {
    if (this.#stream === null) return;
    const state = stateOf(this.#stream);
    const error = new TypeError('Releasing reader');
    for (const read of state.reads.splice(0)) read.reject(error);
    state.reader = null;
    this.#closed.reject(error);
    this.#stream = null;
  }
  get [Symbol.toStringTag]() { return 'ReadableStreamDefaultReader'; }
}

class ReadableStream {
  #state = new State();
  static { stateOf = (stream) => stream.#state; controllerOf = stateOf; }
  constructor(source = {}, strategy = {}) {
    if (source === null || typeof source !== 'object' && typeof source !== 'function') throw new TypeError('The "source" argument must be an object.');
    if (source.type !== undefined) throw new TypeError(`A stream of type '${source.type}' is not supported yet`);
    const state = this.#state;
    state.source = source; state.strategySize = strategy?.size; state.highWaterMark = strategy?.highWaterMark === undefined ? 1 : Number(strategy.highWaterMark);
    if (!(state.highWaterMark >= 0)) throw new RangeError('The property "strategy.highWaterMark" is invalid.');
    state.controller = new ReadableStreamDefaultController(token, this);
    Promise.resolve(source.start?.(state.controller)).then(() => { state.started = true; state.pull(); }, (error) => state.error(error));
  }
  static from(iterable) {
    const iterator = iterable[Symbol.asyncIterator]?.() ?? iterable[Symbol.iterator]();
    return new ReadableStream({
      async pull(controller) {
        const { value, done } = await iterator.next();
        if (done) controller.close(); else controller.enqueue(await value);
      },
      async cancel(reason) { await iterator.return?.(reason); },
    }, { highWaterMark: 0 });
  }
  get locked() { return this.#state.reader !== null; }
  cancel(reason = undefined) {
    if (this.locked) return Promise.reject(new TypeError('Invalid state: ReadableStream is locked'));
    return this.#state.cancel(reason);
  }
  getReader() { return new ReadableStreamDefaultReader(this); }
  tee() {
    const reader = this.getReader();
    const controllers = [];
    let reading = false;
    const pull = async () => {
      if (reading) return;
      reading = true;
      try {
        const { value, done } = await reader.read();
        for (const controller of controllers) if (done) controller.close(); else controller.enqueue(value);
      } catch (error) { for (const controller of controllers) controller.error(error); }
      reading = false;
    };
    const branch = () => new ReadableStream({ start(controller) { controllers.push(controller); }, pull });
    return [branch(), branch()];
  }
  async *values({ preventCancel = false } = {}) {
    const reader = this.getReader();
    let finished = false;
    try {
      for (;;) {
        const { value, done } = await reader.read();
        if (done) { finished = true; return; }
        yield value;
      }
    } catch (error) { finished = true; throw error; } finally {
      if (!finished && !preventCancel) await reader.cancel();
      reader.releaseLock();
    }
  }
  get [Symbol.toStringTag]() { return 'ReadableStream'; }
}
Object.defineProperty(ReadableStream.prototype, Symbol.asyncIterator, { value: ReadableStream.prototype.values, writable: true, configurable: true });

Object.assign(exports, { ReadableStream, ReadableStreamDefaultReader, ReadableStreamDefaultController, isDisturbed: (stream) => stateOf(stream).disturbed });
