// WritableStream, its writer and its controller (streams.spec.whatwg.org section 5).
'use strict';
const { newPromise, resolvePromise, rejectPromise, resolvedPromise, rejectedPromise, react, markHandled, load } = require;
const { defineInterface, defineInspect, illegalInvocation, illegalConstructor, isObject, wrongType } = load('webidl');
const { nothing, invalidState, Queue, SizedQueue, readStrategy, highWaterMark, sizeAlgorithm, callback, reactTo, reactToStart, handledRejection } = load('streams/shared');

const token = Symbol('token');
let innerWritable, isWritable, innerWriter;

/// Stands in the queue for the stream's end.
const CLOSE = { sentinel: 'close' };

/// The inner stream. `state` is 'writable', 'erroring', 'errored' or 'closed'.
class Stream {
  state = 'writable'; storedError = undefined; writer = null; controller = null; object = null; backpressure = false;
  writeRequests = new Queue(); inFlightWrite = null; closeRequest = null; inFlightClose = null; pendingAbort = null;

  isLocked() { return this.writer !== null; }
  closeQueuedOrInFlight() { return this.closeRequest !== null || this.inFlightClose !== null; }

  abort(reason) {
    if (this.state === 'closed' || this.state === 'errored') return resolvedPromise(undefined);
    this.controller.signalAbort(reason);
    const { state } = this;
    if (state === 'closed' || state === 'errored') return resolvedPromise(undefined);
    if (this.pendingAbort !== null) return this.pendingAbort.promise;
    let wasAlreadyErroring = false;
    if (state === 'erroring') { wasAlreadyErroring = true; reason = undefined; }
    const promise = newPromise();
    this.pendingAbort = { promise, reason, wasAlreadyErroring };
    if (!wasAlreadyErroring) this.startErroring(reason);
    return promise;
  }

  close() {
    if (this.state === 'closed' || this.state === 'errored') return rejectedPromise(invalidState('WritableStream is closed'));
    const promise = this.closeRequest = newPromise();
    const { writer } = this;
    if (writer !== null && this.backpressure && this.state === 'writable') writer.resolveReady();
    this.controller.close();
    return promise;
  }

  dealWithRejection(error) {
    if (this.state === 'writable') { this.startErroring(error); return; }
    this.finishErroring();
  }
  startErroring(reason) {
    this.state = 'erroring'; this.storedError = reason;
    if (this.writer !== null) this.writer.ensureReadyRejected(reason);
    if (!this.hasInFlight() && this.controller.started) this.finishErroring();
  }
  hasInFlight() { return this.inFlightWrite !== null || this.inFlightClose !== null; }
  finishErroring() {
    this.state = 'errored';
    this.controller.errorSteps();
    const { storedError } = this;
    for (const request of this.writeRequests.drain()) rejectPromise(request, storedError);
    const abort = this.pendingAbort;
    if (abort === null) { this.rejectCloseAndClosed(); return; }
    this.pendingAbort = null;
    if (abort.wasAlreadyErroring) {
      rejectPromise(abort.promise, storedError);
      this.rejectCloseAndClosed();
      return;
    }
    react(this.controller.abortSteps(abort.reason),
      () => { resolvePromise(abort.promise, undefined); this.rejectCloseAndClosed(); },
      (reason) => { rejectPromise(abort.promise, reason); this.rejectCloseAndClosed(); });
  }
  finishInFlightWrite() {
    resolvePromise(this.inFlightWrite, undefined);
    this.inFlightWrite = null;
  }
  finishInFlightWriteWithError(error) {
    rejectPromise(this.inFlightWrite, error);
    this.inFlightWrite = null;
    this.dealWithRejection(error);
  }
  finishInFlightClose() {
    resolvePromise(this.inFlightClose, undefined);
    this.inFlightClose = null;
    if (this.state === 'erroring') {
      this.storedError = undefined;
      if (this.pendingAbort !== null) { resolvePromise(this.pendingAbort.promise, undefined); this.pendingAbort = null; }
    }
    this.state = 'closed';
    if (this.writer !== null) this.writer.resolveClosed();
  }
  finishInFlightCloseWithError(error) {
    rejectPromise(this.inFlightClose, error);
    this.inFlightClose = null;
    if (this.pendingAbort !== null) { rejectPromise(this.pendingAbort.promise, error); this.pendingAbort = null; }
    this.dealWithRejection(error);
  }
  rejectCloseAndClosed() {
    if (this.closeRequest !== null) { rejectPromise(this.closeRequest, this.storedError); this.closeRequest = null; }
    if (this.writer !== null) this.writer.ensureClosedRejected(this.storedError);
  }
  updateBackpressure(backpressure) {
    const { writer } = this;
    if (writer !== null && backpressure !== this.backpressure) {
      if (backpressure) writer.resetReady(); else writer.resolveReady();
    }
    this.backpressure = backpressure;
  }
}

/// A promise that is settled once and made when somebody asks for it.
class LazyPromise {
  state = 'pending'; reason = undefined; promise = null;
  get() {
    if (this.promise === null) {
      if (this.state === 'resolved') this.promise = resolvedPromise(undefined);
      else {
        this.promise = newPromise();
        if (this.state === 'rejected') { rejectPromise(this.promise, this.reason); markHandled(this.promise); }
      }
    }
    return this.promise;
  }
  resolve() {
    if (this.state !== 'pending') return;
    this.state = 'resolved';
    if (this.promise !== null) resolvePromise(this.promise, undefined);
  }
  reject(reason) {
    if (this.state === 'pending') {
      this.state = 'rejected'; this.reason = reason;
      if (this.promise !== null) { rejectPromise(this.promise, reason); markHandled(this.promise); }
    } else {
      this.state = 'rejected'; this.reason = reason; this.promise = null;
    }
  }
}

/// The inner writer.
class Writer {
  stream; ready = new LazyPromise(); closed = new LazyPromise();
  constructor(stream) {
    if (stream.isLocked()) throw invalidState('WritableStream is locked');
    this.stream = stream;
    stream.writer = this;
    switch (stream.state) {
      case 'writable': if (stream.closeQueuedOrInFlight() || !stream.backpressure) this.ready.resolve(); break;
      case 'erroring': this.ready.reject(stream.storedError); break;
      case 'closed': this.ready.resolve(); this.closed.resolve(); break;
      default: this.ready.reject(stream.storedError); this.closed.reject(stream.storedError);
    }
  }
  resolveReady() { this.ready.resolve(); }
  resetReady() { this.ready = new LazyPromise(); }
  ensureReadyRejected(reason) { this.ready.reject(reason); }
  resolveClosed() { this.closed.resolve(); }
  ensureClosedRejected(reason) { this.closed.reject(reason); }
  desiredSize() {
    const { state } = this.stream;
    if (state === 'errored' || state === 'erroring') return null;
    return state === 'closed' ? 0 : this.stream.controller.desiredSize();
  }
  write(chunk) {
    const { stream } = this;
    const { controller } = stream;
    let size = 1;
    if (controller.size !== undefined) size = controller.chunkSize(chunk);
    if (stream !== this.stream) return rejectedPromise(invalidState('Mismatched WritableStreams'));
    const { state } = stream;
    if (state === 'errored') return rejectedPromise(stream.storedError);
    if (stream.closeQueuedOrInFlight() || state === 'closed') return rejectedPromise(invalidState('WritableStream is closed'));
    if (state === 'erroring') return rejectedPromise(stream.storedError);
    const promise = newPromise();
    stream.writeRequests.push(promise);
    controller.write(chunk, size);
    return promise;
  }
  closeWithErrorPropagation() {
    const { stream } = this;
    if (stream.closeQueuedOrInFlight() || stream.state === 'closed') return resolvedPromise(undefined);
    if (stream.state === 'errored') return rejectedPromise(stream.storedError);
    return stream.close();
  }
  release() {
    const reason = invalidState('Writer is not bound to a WritableStream');
    this.ensureReadyRejected(reason);
    this.ensureClosedRejected(reason);
    this.stream.writer = null;
    this.stream = null;
  }
}

/// The inner controller.
class Controller {
  stream; queue = new SizedQueue(); started = false; hwm; size; writeAlgorithm; closeAlgorithm; abortAlgorithm; abortController = null;
  aborted = false; abortReason = undefined; object = null; onWritten; onWriteFailed;
  constructor(stream, write, close, abort, hwm, size) {
    this.stream = stream; this.writeAlgorithm = write; this.closeAlgorithm = close; this.abortAlgorithm = abort; this.hwm = hwm; this.size = size;
    stream.controller = this;
    stream.updateBackpressure(this.backpressure());
    this.onWritten = () => {
      const { stream } = this;
      stream.finishInFlightWrite();
      this.queue.dequeue();
      if (!stream.closeQueuedOrInFlight() && stream.state === 'writable') stream.updateBackpressure(this.backpressure());
      this.advanceIfNeeded();
    };
    this.onWriteFailed = (reason) => {
      if (this.stream.state === 'writable') this.clear();
      this.stream.finishInFlightWriteWithError(reason);
    };
  }
  begin(startResult) {
    reactToStart(startResult, () => { this.started = true; this.advanceIfNeeded(); }, (reason) => { this.started = true; this.stream.dealWithRejection(reason); });
  }
  get publicObject() { return this.object ??= new WritableStreamDefaultController(token, this); }
  get signal() {
    if (this.abortController === null) {
      this.abortController = new (load('abort').AbortController)();
      if (this.aborted) this.abortController.abort(this.abortReason);
    }
    return this.abortController.signal;
  }
  signalAbort(reason) {
    if (this.aborted) return;
    this.aborted = true; this.abortReason = reason;
    this.abortController?.abort(reason);
  }
  backpressure() { return this.hwm - this.queue.total <= 0; }
  desiredSize() { return this.hwm - this.queue.total; }
  clear() { this.writeAlgorithm = this.closeAlgorithm = this.abortAlgorithm = this.size = undefined; }
  chunkSize(chunk) {
    const algorithm = this.size;
    try { return +algorithm(chunk); } catch (error) { this.errorIfNeeded(error); return 1; }
  }
  errorIfNeeded(error) { if (this.stream.state === 'writable') this.error(error); }
  error(error) { this.clear(); this.stream.startErroring(error); }
  close() { this.queue.enqueue(CLOSE, 0); this.advanceIfNeeded(); }
  write(chunk, size) {
    try { this.queue.enqueue(chunk, size); } catch (error) { this.errorIfNeeded(error); return; }
    const { stream } = this;
    if (!stream.closeQueuedOrInFlight() && stream.state === 'writable') stream.updateBackpressure(this.backpressure());
    this.advanceIfNeeded();
  }
  advanceIfNeeded() {
    const { stream } = this;
    if (!this.started || stream.inFlightWrite !== null) return;
    if (stream.state === 'erroring') { stream.finishErroring(); return; }
    if (this.queue.length === 0 || stream.state !== 'writable') return;
    const chunk = this.queue.peek();
    if (chunk === CLOSE) this.processClose(); else this.processWrite(chunk);
  }
  processClose() {
    const { stream } = this;
    stream.inFlightClose = stream.closeRequest; stream.closeRequest = null;
    this.queue.dequeue();
    const { closeAlgorithm } = this;
    let result;
    try { result = closeAlgorithm === undefined ? undefined : closeAlgorithm(); } catch (error) { result = rejectedPromise(error); }
    this.clear();
    reactTo(result, () => stream.finishInFlightClose(), (reason) => stream.finishInFlightCloseWithError(reason));
  }
  processWrite(chunk) {
    const { stream, writeAlgorithm } = this;
    stream.inFlightWrite = stream.writeRequests.shift();
    let result;
    try { result = writeAlgorithm === undefined ? undefined : writeAlgorithm(chunk, this); } catch (error) { result = rejectedPromise(error); }
    reactTo(result, this.onWritten, this.onWriteFailed);
  }
  abortSteps(reason) {
    const { abortAlgorithm } = this;
    let result;
    try { result = resolvedPromise(abortAlgorithm === undefined ? undefined : abortAlgorithm(reason)); } catch (error) { result = rejectedPromise(error); }
    this.clear();
    return result;
  }
  errorSteps() { this.queue.reset(); }
}

class WritableStreamDefaultController {
  #it;
  constructor(key, it) { if (key !== token) throw illegalConstructor(); this.#it = it; }
  get signal() { if (!(#it in this)) throw illegalInvocation(); return this.#it.signal; }
  error(reason = undefined) { if (!(#it in this)) throw illegalInvocation(); this.#it.errorIfNeeded(reason); }
}
defineInterface(WritableStreamDefaultController);

class WritableStreamDefaultWriter {
  #it;
  static { innerWriter = (writer) => writer.#it; }
  constructor(stream) {
    if (!isWritable(stream)) throw wrongType('stream', 'an instance of WritableStream');
    this.#it = new Writer(innerWritable(stream));
  }
  get closed() { return #it in this ? this.#it.closed.get() : rejectedPromise(illegalInvocation()); }
  get ready() { return #it in this ? this.#it.ready.get() : rejectedPromise(illegalInvocation()); }
  get desiredSize() {
    if (!(#it in this)) throw illegalInvocation();
    if (this.#it.stream === null) throw invalidState('Writer is not bound to a WritableStream');
    return this.#it.desiredSize();
  }
  abort(reason = undefined) {
    if (!(#it in this)) return rejectedPromise(illegalInvocation());
    if (this.#it.stream === null) return rejectedPromise(invalidState('Writer is not bound to a WritableStream'));
    return this.#it.stream.abort(reason);
  }
  close() {
    if (!(#it in this)) return rejectedPromise(illegalInvocation());
    const { stream } = this.#it;
    if (stream === null) return rejectedPromise(invalidState('Writer is not bound to a WritableStream'));
    if (stream.closeQueuedOrInFlight()) return rejectedPromise(invalidState('Failed to close writer'));
    return stream.close();
  }
  releaseLock() {
    if (!(#it in this)) throw illegalInvocation();
    if (this.#it.stream !== null) this.#it.release();
  }
  write(chunk = undefined) {
    if (!(#it in this)) return rejectedPromise(illegalInvocation());
    if (this.#it.stream === null) return rejectedPromise(invalidState('Writer is not bound to a WritableStream'));
    return this.#it.write(chunk);
  }
}
defineInterface(WritableStreamDefaultWriter);
defineInspect(WritableStreamDefaultWriter, (writer) => {
  const it = innerWriter(writer);
  return { stream: it.stream?.object, close: it.closed.get(), ready: it.ready.get(), desiredSize: it.stream === null ? undefined : it.desiredSize() };
});

class WritableStream {
  #it;
  static {
    innerWritable = (stream) => stream.#it;
    isWritable = (value) => isObject(value) && #it in value;
  }
  constructor(underlyingSink = undefined, strategy = undefined) {
    if (underlyingSink === token) { this.#it = strategy; strategy.object = this; return; }
    if (underlyingSink === undefined) underlyingSink = {};
    if (!isObject(underlyingSink)) throw wrongType('sink', 'of type object');
    strategy = readStrategy(strategy, 'strategy');
    const abort = callback(underlyingSink, 'abort'), close = callback(underlyingSink, 'close'), start = callback(underlyingSink, 'start');
    const { type } = underlyingSink;
    const write = callback(underlyingSink, 'write');
    if (type !== undefined) throw Object.assign(new RangeError(`The property 'sink.type' is invalid. Received ${String(type)}`), { code: 'ERR_INVALID_ARG_VALUE' });
    const stream = this.#it = new Stream();
    stream.object = this;
    const size = sizeAlgorithm(strategy);
    const hwm = highWaterMark(strategy, 1);
    const controller = new Controller(stream,
      write === undefined ? undefined : (chunk, it) => write.call(underlyingSink, chunk, it.publicObject),
      close === undefined ? undefined : () => close.call(underlyingSink),
      abort === undefined ? undefined : (reason) => abort.call(underlyingSink, reason), hwm, size);
    controller.begin(start === undefined ? undefined : start.call(underlyingSink, controller.publicObject));
  }
  get locked() { if (!(#it in this)) throw illegalInvocation(); return this.#it.isLocked(); }
  abort(reason = undefined) {
    if (!(#it in this)) return rejectedPromise(illegalInvocation());
    if (this.#it.isLocked()) return rejectedPromise(invalidState('WritableStream is locked'));
    return this.#it.abort(reason);
  }
  close() {
    if (!(#it in this)) return rejectedPromise(illegalInvocation());
    if (this.#it.isLocked()) return rejectedPromise(invalidState('WritableStream is locked'));
    if (this.#it.closeQueuedOrInFlight()) return rejectedPromise(invalidState('Failure closing WritableStream'));
    return this.#it.close();
  }
  getWriter() {
    if (!(#it in this)) throw illegalInvocation();
    return new WritableStreamDefaultWriter(this);
  }
}
defineInterface(WritableStream);
defineInspect(WritableStream, (stream) => ({ locked: innerWritable(stream).isLocked(), state: innerWritable(stream).state }));

/// A stream of this crate's own making; `write(chunk, controller)` gets the inner controller.
function makeWritable({ start = nothing, write, close, abort, highWaterMark: hwm = 1, size }) {
  const stream = new Stream();
  const object = new WritableStream(token, stream);
  const controller = new Controller(stream, write, close, abort, hwm, size);
  controller.begin(start(controller));
  return object;
}

load('platform').register('streams/writable/WritableStream', {
  is: isWritable,
  transfer: (stream) => load('streams/transfer').transferWritable(stream),
  deserialize: (port) => load('streams/transfer').writableOver(port),
});

Object.assign(exports, {
  WritableStream, WritableStreamDefaultWriter, WritableStreamDefaultController, Writer, innerWritable, isWritable, makeWritable, handledRejection,
});
