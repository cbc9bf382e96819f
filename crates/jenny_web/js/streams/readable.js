// ReadableStream, its default reader and its default controller (streams.spec.whatwg.org section 4). The classes that programs see
// are thin: each holds one inner object, and all algorithms work on inner objects.
'use strict';
const { newPromise, resolvePromise, rejectPromise, rejectedPromise, resolvedPromise, react, markHandled, load } = require;
const { defineInterface, defineInspect, illegalInvocation, illegalConstructor, isObject, dictionary, typeError, wrongType } = load('webidl');
const {
  nothing, invalidState, Queue, SizedQueue, readStrategy, highWaterMark, sizeAlgorithm, callback, reactTo, reactToStart, handledRejection, RESOLVED, transform,
} = load('streams/shared');

const token = Symbol('token');
let innerStream, innerReader, isStream, newStreamObject;

/// The inner stream. `state` is 'readable', 'closed' or 'errored'.
class Stream {
  state = 'readable'; reader = null; storedError = undefined; disturbed = false; controller = null; object = null;

  isLocked() { return this.reader !== null; }

  cancel(reason) {
    this.disturbed = true;
    if (this.state === 'closed') return resolvedPromise(undefined);
    if (this.state === 'errored') return rejectedPromise(this.storedError);
    this.close();
    const { reader } = this;
    if (reader !== null && reader.isByob) for (const request of reader.requests.drain()) request.close(undefined);
    return transform(this.controller.cancelSteps(reason), nothing, undefined);
  }

  close() {
    this.state = 'closed';
    const { reader } = this;
    if (reader === null) return;
    reader.resolveClosed();
    if (!reader.isByob) for (const request of reader.requests.drain()) request.close();
  }

  error(reason) {
    this.state = 'errored'; this.storedError = reason;
    const { reader } = this;
    if (reader === null) return;
    reader.rejectClosed(reason);
    for (const request of reader.requests.drain()) request.error(reason);
  }

  hasDefaultReader() { return this.reader !== null && !this.reader.isByob; }
  hasByobReader() { return this.reader !== null && this.reader.isByob; }
  /// Readers' requests that wait.
  waiting() { return this.reader.requests.length; }
}

/// The inner part of both readers.
class Reader {
  stream; isByob; requests = new Queue(); state = 'pending'; reason = undefined; promise = null;
  constructor(stream, isByob) {
    if (stream.reader !== null) throw invalidState('ReadableStream is locked');
    this.stream = stream; this.isByob = isByob;
    stream.reader = this;
    if (stream.state === 'closed') this.state = 'resolved';
    else if (stream.state === 'errored') { this.state = 'rejected'; this.reason = stream.storedError; }
  }
  // The promise is made when somebody asks for it.
  get closed() {
    if (this.promise === null) {
      this.promise = this.state === 'resolved' ? resolvedPromise(undefined) : newPromise();
      if (this.state === 'rejected') rejectPromise(this.promise, this.reason);
      markHandled(this.promise);
    }
    return this.promise;
  }
  resolveClosed() {
    if (this.state !== 'pending') return;
    this.state = 'resolved';
    if (this.promise !== null) resolvePromise(this.promise, undefined);
  }
  rejectClosed(reason) {
    if (this.state !== 'pending') return;
    this.state = 'rejected'; this.reason = reason;
    if (this.promise !== null) rejectPromise(this.promise, reason);
  }
  cancel(reason) { return this.stream.cancel(reason); }
  genericRelease(reason) {
    const { stream } = this;
    if (this.state === 'pending') this.rejectClosed(reason);
    else { this.state = 'rejected'; this.reason = reason; this.promise = null; }
    stream.controller.releaseSteps();
    stream.reader = null; this.stream = null;
  }
  release() {
    const reason = invalidState('Releasing reader');
    this.genericRelease(reason);
    for (const request of this.requests.drain()) request.error(reason);
  }
  /// ReadableStreamDefaultReaderRead
  read(request) {
    const { stream } = this;
    stream.disturbed = true;
    if (stream.state === 'readable') stream.controller.pullSteps(request);
    else if (stream.state === 'closed') request.close();
    else request.error(stream.storedError);
  }
}

/// A read request whose answer is a promise.
class PromiseRequest {
  promise = newPromise();
  chunk(value) { resolvePromise(this.promise, { value, done: false }); }
  close(value) { resolvePromise(this.promise, { value, done: true }); }
  error(reason) { rejectPromise(this.promise, reason); }
}

/// The inner default controller (section 4.6).
class DefaultController {
  stream; queue = new SizedQueue(); started = false; closeRequested = false; pullAgain = false; pulling = false; hwm; size; pull; cancel;
  object = null; onPulled; onPullFailed;
  constructor(stream, pull, cancel, hwm, size) {
    this.stream = stream; this.pull = pull; this.cancel = cancel; this.hwm = hwm; this.size = size;
    stream.controller = this;
    this.onPulled = () => {
      this.pulling = false;
      if (this.pullAgain) { this.pullAgain = false; this.callPullIfNeeded(); }
    };
    this.onPullFailed = (error) => this.error(error);
  }
  begin(startResult) {
    reactToStart(startResult, () => { this.started = true; this.callPullIfNeeded(); }, (error) => this.error(error));
  }
  callPullIfNeeded() {
    if (!this.shouldCallPull()) return;
    if (this.pulling) { this.pullAgain = true; return; }
    const { pull } = this;
    if (pull === undefined) { return; }
    this.pulling = true;
    let result;
    try { result = pull(this); } catch (error) { result = rejectedPromise(error); }
    reactTo(result, this.onPulled, this.onPullFailed);
  }
  shouldCallPull() {
    const { stream } = this;
    if (this.closeRequested || stream.state !== 'readable' || !this.started) return false;
    const { reader } = stream;
    if (reader !== null && reader.requests.length > 0) return true;
    return this.hwm - this.queue.total > 0;
  }
  canCloseOrEnqueue() { return !this.closeRequested && this.stream.state === 'readable'; }
  desiredSize() {
    const { state } = this.stream;
    return state === 'errored' ? null : state === 'closed' ? 0 : this.hwm - this.queue.total;
  }
  clear() { this.pull = undefined; this.cancel = undefined; this.size = undefined; }
  close() {
    if (!this.canCloseOrEnqueue()) return;
    this.closeRequested = true;
    if (this.queue.length === 0) { this.clear(); this.stream.close(); }
  }
  enqueue(chunk) {
    if (!this.canCloseOrEnqueue()) return;
    const { reader } = this.stream;
    if (reader !== null && reader.requests.length > 0) {
      reader.requests.shift().chunk(chunk);
    } else {
      let size = 1;
      if (this.size !== undefined) {
        const algorithm = this.size;
        try { size = +algorithm(chunk); } catch (error) { this.error(error); throw error; }
      }
      try { this.queue.enqueue(chunk, size); } catch (error) { this.error(error); throw error; }
    }
    this.callPullIfNeeded();
  }
  error(reason) {
    if (this.stream.state !== 'readable') return;
    this.queue.reset();
    this.clear();
    this.stream.error(reason);
  }
  cancelSteps(reason) {
    this.queue.reset();
    const { cancel } = this;
    this.clear();
    if (cancel === undefined) return resolvedPromise(undefined);
    try { return resolvedPromise(cancel(reason)); } catch (error) { return rejectedPromise(error); }
  }
  pullSteps(request) {
    if (this.queue.length > 0) {
      const chunk = this.queue.dequeue();
      if (this.closeRequested && this.queue.length === 0) { this.clear(); this.stream.close(); } else this.callPullIfNeeded();
      request.chunk(chunk);
    } else {
      this.stream.reader.requests.push(request);
      this.callPullIfNeeded();
    }
  }
  releaseSteps() {}
}

class ReadableStreamDefaultController {
  #it;
  static { Object.defineProperty(DefaultController.prototype, 'publicObject', { get() { return this.object ??= new ReadableStreamDefaultController(token, this); } }); }
  constructor(key, it) { if (key !== token) throw illegalConstructor(); this.#it = it; }
  get desiredSize() { if (!(#it in this)) throw illegalInvocation(); return this.#it.desiredSize(); }
  close() {
    if (!(#it in this)) throw illegalInvocation();
    if (!this.#it.canCloseOrEnqueue()) throw invalidState('Controller is already closed');
    this.#it.close();
  }
  enqueue(chunk = undefined) {
    if (!(#it in this)) throw illegalInvocation();
    if (!this.#it.canCloseOrEnqueue()) throw invalidState('Controller is already closed');
    this.#it.enqueue(chunk);
  }
  error(reason = undefined) { if (!(#it in this)) throw illegalInvocation(); this.#it.error(reason); }
}
defineInterface(ReadableStreamDefaultController);

/// A stream of this crate's own making: `pull(controller)`, `cancel(reason)` and `start(controller)` get the inner controller.
function makeStream({ start = nothing, pull, cancel, highWaterMark: hwm = 1, size }) {
  const stream = new Stream();
  const controller = new DefaultController(stream, pull, cancel, hwm, size);
  controller.begin(start(controller));
  return newStreamObject(stream);
}

/// SetUpReadableStreamDefaultControllerFromUnderlyingSource
function setUpFromSource(stream, source, members, hwm, size) {
  const { start, pull, cancel } = members;
  const controller = new DefaultController(stream,
    pull === undefined ? undefined : (it) => pull.call(source, it.publicObject),
    cancel === undefined ? undefined : (reason) => cancel.call(source, reason), hwm, size);
  controller.begin(start === undefined ? undefined : start.call(source, controller.publicObject));
}

class ReadableStreamDefaultReader {
  #it;
  static { innerReader = (reader) => reader.#it; }
  constructor(stream) {
    if (!isStream(stream)) throw wrongType('stream', 'an instance of ReadableStream');
    this.#it = new Reader(innerStream(stream), false);
  }
  get closed() { return #it in this ? this.#it.closed : rejectedPromise(illegalInvocation()); }
  cancel(reason = undefined) {
    if (!(#it in this)) return rejectedPromise(illegalInvocation());
    if (this.#it.stream === null) return rejectedPromise(invalidState('The reader is not attached to a stream'));
    return this.#it.cancel(reason);
  }
  read() {
    if (!(#it in this)) return rejectedPromise(illegalInvocation());
    if (this.#it.stream === null) return rejectedPromise(invalidState('The reader is not attached to a stream'));
    const request = new PromiseRequest();
    this.#it.read(request);
    return request.promise;
  }
  releaseLock() {
    if (!(#it in this)) throw illegalInvocation();
    if (this.#it.stream !== null) this.#it.release();
  }
}
defineInterface(ReadableStreamDefaultReader);
defineInspect(ReadableStreamDefaultReader, (it) => ({ stream: innerReader(it).stream?.object, readRequests: innerReader(it).requests.length, close: innerReader(it).closed }));

// Section 4.2.5: asynchronous iteration.
const AsyncIteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}.prototype));
const iterators = new WeakMap();

class Iteration {
  reader; preventCancel; finished = false; ongoing = null;
  constructor(reader, preventCancel) { this.reader = reader; this.preventCancel = preventCancel; }
  nextSteps() {
    if (this.finished) return resolvedPromise({ value: undefined, done: true });
    const promise = newPromise();
    this.reader.read({
      chunk: (value) => resolvePromise(promise, { value, done: false }),
      close: () => { this.reader.release(); resolvePromise(promise, undefined); },
      error: (reason) => { this.reader.release(); rejectPromise(promise, reason); },
    });
    return transform(promise, (result) => {
      this.ongoing = null;
      if (result !== undefined) return result;
      this.finished = true;
      return { value: undefined, done: true };
    }, (reason) => { this.ongoing = null; this.finished = true; throw reason; });
  }
  returnSteps(value) {
    if (this.finished) return resolvedPromise({ value, done: true });
    this.finished = true;
    if (this.preventCancel) { this.reader.release(); return resolvedPromise({ value, done: true }); }
    const result = this.reader.cancel(value);
    this.reader.release();
    return transform(result, () => ({ value, done: true }), undefined);
  }
  queue(steps) {
    return this.ongoing = this.ongoing === null ? steps() : transform(this.ongoing, steps, steps);
  }
}

const ReadableStreamAsyncIteratorPrototype = Object.create(AsyncIteratorPrototype, Object.getOwnPropertyDescriptors({
  next() {
    const it = iterators.get(this);
    return it === undefined ? rejectedPromise(illegalInvocation()) : it.queue(() => it.nextSteps());
  },
  return(value) {
    const it = iterators.get(this);
    return it === undefined ? rejectedPromise(illegalInvocation()) : it.queue(() => it.returnSteps(value));
  },
}));
Object.defineProperty(ReadableStreamAsyncIteratorPrototype, Symbol.toStringTag, { value: 'ReadableStream AsyncIterator', configurable: true });

/// ReadableStreamFromIterable (section 4.9.1)
function fromIterable(iterable) {
  if (iterable === undefined || iterable === null) throw typeError('ERR_ARG_NOT_ITERABLE', `${iterable} must be iterable`);
  let method = iterable[Symbol.asyncIterator];
  const isSync = method === undefined || method === null;
  if (isSync) method = iterable[Symbol.iterator];
  if (typeof method !== 'function') throw typeError('ERR_ARG_NOT_ITERABLE', `${typeof iterable === 'object' ? 'object' : String(iterable)} must be iterable`);
  const iterator = method.call(iterable);
  if (!isObject(iterator)) throw typeError('ERR_INVALID_RETURN_VALUE', 'The iterator method must return an object');
  const { next } = iterator;
  const answer = (result, use) => {
    if (!isObject(result)) throw typeError('ERR_INVALID_RETURN_VALUE', 'The promise or value of the iterator must be an object');
    return use(result);
  };
  return makeStream({
    __proto__: null,
    highWaterMark: 0,
    pull(controller) {
      const use = (result) => {
        if (result.done) { controller.close(); return undefined; }
        if (!isSync) { controller.enqueue(result.value); return undefined; }
        return transform(resolvedPromise(result.value), (value) => controller.enqueue(value), undefined);
      };
      const result = next.call(iterator);
      return isSync ? answer(result, use) : transform(resolvedPromise(result), (value) => answer(value, use), undefined);
    },
    cancel(reason) {
      const method = iterator.return;
      if (method === undefined || method === null) return undefined;
      const result = method.call(iterator, reason);
      return isSync ? answer(result, nothing) : transform(resolvedPromise(result), (value) => answer(value, nothing), undefined);
    },
  });
}

/// The readable and writable of a pair, as pipeThrough takes it.
function pairOf(pair) {
  if (!isObject(pair)) throw wrongType('transform', 'of type object');
  const { readable } = pair;
  if (!isStream(readable)) throw wrongType('transform.readable', 'an instance of ReadableStream');
  const { writable } = pair;
  if (!load('streams/writable').isWritable(writable)) throw wrongType('transform.writable', 'an instance of WritableStream');
  return { readable, writable };
}

function pipeOptions(options) {
  options = dictionary(options, 'options');
  if (options === undefined) return { preventAbort: false, preventCancel: false, preventClose: false, signal: undefined };
  const preventAbort = !!options.preventAbort, preventCancel = !!options.preventCancel, preventClose = !!options.preventClose;
  const { signal } = options;
  if (signal !== undefined && !load('abort').isAbortSignal(signal)) throw wrongType('options.signal', 'an instance of AbortSignal');
  return { preventAbort, preventCancel, preventClose, signal };
}

class ReadableStream {
  #it;
  static {
    innerStream = (stream) => stream.#it;
    isStream = (value) => isObject(value) && #it in value;
    newStreamObject = (stream) => new ReadableStream(token, stream);
  }
  constructor(underlyingSource = undefined, strategy = undefined) {
    if (underlyingSource === token) { this.#it = strategy; strategy.object = this; return; }
    if (underlyingSource === undefined) underlyingSource = {};
    if (!isObject(underlyingSource)) throw wrongType('source', 'of type object');
    strategy = readStrategy(strategy, 'strategy');
    // Dictionaries are read in the order of their members' names.
    let { autoAllocateChunkSize } = underlyingSource;
    if (autoAllocateChunkSize !== undefined) autoAllocateChunkSize = load('webidl').enforceRange(autoAllocateChunkSize, 'autoAllocateChunkSize');
    const members = { cancel: callback(underlyingSource, 'cancel'), pull: callback(underlyingSource, 'pull'), start: callback(underlyingSource, 'start') };
    let { type } = underlyingSource;
    const isBytes = type !== undefined;
    if (isBytes) {
      type = `${type}`;
      if (type !== 'bytes') throw typeError('ERR_INVALID_ARG_VALUE', `The property 'underlyingSource.type' is invalid. Received '${type}'`);
    }
    const stream = this.#it = new Stream();
    stream.object = this;
    if (isBytes) {
      if (strategy?.size !== undefined) throw Object.assign(new RangeError(`The property 'strategy.size' is invalid. Received ${typeof strategy.size}`), { code: 'ERR_INVALID_ARG_VALUE' });
      load('streams/bytes').setUpFromSource(stream, underlyingSource, members, highWaterMark(strategy, 0), autoAllocateChunkSize);
    } else {
      const size = sizeAlgorithm(strategy);
      setUpFromSource(stream, underlyingSource, members, highWaterMark(strategy, 1), size);
    }
  }
  static from(iterable) { return fromIterable(iterable); }
  get locked() { if (!(#it in this)) throw illegalInvocation(); return this.#it.isLocked(); }
  cancel(reason = undefined) {
    if (!(#it in this)) return rejectedPromise(illegalInvocation());
    if (this.#it.isLocked()) return rejectedPromise(invalidState('ReadableStream is locked'));
    return this.#it.cancel(reason);
  }
  getReader(options = undefined) {
    if (!(#it in this)) throw illegalInvocation();
    const mode = dictionary(options, 'options')?.mode;
    if (mode === undefined) return new ReadableStreamDefaultReader(this);
    if (`${mode}` !== 'byob') throw typeError('ERR_INVALID_ARG_VALUE', `The property 'options.mode' is invalid. Received '${mode}'`);
    const { ReadableStreamBYOBReader } = load('streams/bytes');
    return new ReadableStreamBYOBReader(this);
  }
  pipeThrough(transform, options = undefined) {
    if (!(#it in this)) throw illegalInvocation();
    const { readable, writable } = pairOf(transform);
    const { preventAbort, preventCancel, preventClose, signal } = pipeOptions(options);
    if (this.#it.isLocked()) throw invalidState('The ReadableStream is locked');
    const { innerWritable } = load('streams/writable');
    if (innerWritable(writable).isLocked()) throw invalidState('The WritableStream is locked');
    markHandled(load('streams/pipe').pipeTo(this.#it, innerWritable(writable), preventClose, preventAbort, preventCancel, signal));
    return readable;
  }
  pipeTo(destination, options = undefined) {
    if (!(#it in this)) return rejectedPromise(illegalInvocation());
    const { isWritable, innerWritable } = load('streams/writable');
    if (!isWritable(destination)) return rejectedPromise(wrongType('destination', 'an instance of WritableStream'));
    let settings;
    try { settings = pipeOptions(options); } catch (error) { return rejectedPromise(error); }
    if (this.#it.isLocked()) return rejectedPromise(invalidState('The ReadableStream is locked'));
    if (innerWritable(destination).isLocked()) return rejectedPromise(invalidState('The WritableStream is locked'));
    const { preventAbort, preventCancel, preventClose, signal } = settings;
    return load('streams/pipe').pipeTo(this.#it, innerWritable(destination), preventClose, preventAbort, preventCancel, signal);
  }
  tee() {
    if (!(#it in this)) throw illegalInvocation();
    return load('streams/tee').tee(this.#it, false);
  }
  values(options = undefined) {
    if (!(#it in this)) throw illegalInvocation();
    const preventCancel = !!dictionary(options, 'options')?.preventCancel;
    const iterator = Object.create(ReadableStreamAsyncIteratorPrototype);
    iterators.set(iterator, new Iteration(new Reader(this.#it, false), preventCancel));
    return iterator;
  }
}
defineInterface(ReadableStream);
Object.defineProperty(ReadableStream.prototype, Symbol.asyncIterator, { value: ReadableStream.prototype.values, writable: true, configurable: true });
defineInspect(ReadableStream, (stream) => {
  const it = innerStream(stream);
  return { locked: it.isLocked(), state: it.state, supportsBYOB: it.controller?.isBytes === true };
});

load('platform').register('streams/readable/ReadableStream', {
  is: isStream,
  transfer: (stream) => load('streams/transfer').transferReadable(stream),
  deserialize: (port) => load('streams/transfer').readableOver(port),
});

Object.assign(exports, {
  ReadableStream, ReadableStreamDefaultReader, ReadableStreamDefaultController, Stream, Reader, DefaultController, PromiseRequest,
  innerStream, innerReader, isStream, newStreamObject, makeStream, handledRejection, RESOLVED,
  isDisturbed: (stream) => innerStream(stream).disturbed, isLocked: (stream) => innerStream(stream).isLocked(),
});
