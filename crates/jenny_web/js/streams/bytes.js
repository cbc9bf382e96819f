// Byte streams: ReadableByteStreamController, the BYOB reader and its requests (streams.spec.whatwg.org 4.5, 4.7, 4.8 and 4.9.5).
'use strict';
const { newPromise, resolvePromise, rejectPromise, resolvedPromise, rejectedPromise, load } = require;
const { defineInterface, defineInspect, illegalInvocation, illegalConstructor, dictionary, typeError, wrongType, enforceRange } = load('webidl');
const { invalidState, Queue, reactTo, reactToStart } = load('streams/shared');
const { Reader, innerStream, isStream } = load('streams/readable');

const token = Symbol('token');
const isDetached = (buffer) => buffer.detached;
/// TransferArrayBuffer
const transfer = (buffer) => buffer.transferToFixedLength();
const isShared = (buffer) => typeof SharedArrayBuffer === 'function' && buffer instanceof SharedArrayBuffer;
const elementSizeOf = (view) => (view instanceof DataView ? 1 : view.BYTES_PER_ELEMENT);
const constructorOf = (view) => (view instanceof DataView ? DataView : VIEWS[Object.getOwnPropertyDescriptor(TypedArrayPrototype, Symbol.toStringTag).get.call(view)]);
const TypedArrayPrototype = Object.getPrototypeOf(Uint8Array.prototype);
const VIEWS = {
  Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, BigInt64Array, BigUint64Array, Float32Array,
  Float64Array, ...(typeof Float16Array === 'function' ? { Float16Array } : {}),
};

function viewArgument(view, name) {
  if (!ArrayBuffer.isView(view)) throw wrongType(name, 'an instance of ArrayBufferView');
  if (isShared(view.buffer)) throw wrongType(name, 'a view of an ArrayBuffer');
}

/// A pull-into descriptor: a buffer being filled for a reader, for automatic allocation, or for nobody any more ('none').
class PullInto {
  buffer; bufferByteLength; byteOffset; byteLength; bytesFilled = 0; minimumFill; elementSize; view; readerType;
  constructor(buffer, bufferByteLength, byteOffset, byteLength, minimumFill, elementSize, view, readerType) {
    this.buffer = buffer; this.bufferByteLength = bufferByteLength; this.byteOffset = byteOffset; this.byteLength = byteLength;
    this.minimumFill = minimumFill; this.elementSize = elementSize; this.view = view; this.readerType = readerType;
  }
  /// ReadableByteStreamControllerConvertPullIntoDescriptor
  convert() { return new this.view(transfer(this.buffer), this.byteOffset, this.bytesFilled / this.elementSize); }
}

class ByteController {
  stream; pull; cancel; hwm; autoAllocateChunkSize; started = false; closeRequested = false; pullAgain = false; pulling = false;
  entries = new Queue(); total = 0; pendingPullIntos = []; byobRequest = null; object = null; onPulled; onPullFailed;
  constructor(stream, pull, cancel, hwm, autoAllocateChunkSize) {
    this.stream = stream; this.pull = pull; this.cancel = cancel; this.hwm = hwm; this.autoAllocateChunkSize = autoAllocateChunkSize;
    stream.controller = this;
    this.onPulled = () => {
      this.pulling = false;
      if (this.pullAgain) { this.pullAgain = false; this.callPullIfNeeded(); }
    };
    this.onPullFailed = (error) => this.error(error);
  }
  get isBytes() { return true; }
  get publicObject() { return this.object ??= new ReadableByteStreamController(token, this); }
  begin(startResult) {
    reactToStart(startResult, () => { this.started = true; this.callPullIfNeeded(); }, (error) => this.error(error));
  }
  callPullIfNeeded() {
    if (!this.shouldCallPull()) return;
    if (this.pulling) { this.pullAgain = true; return; }
    const { pull } = this;
    this.pulling = true;
    let result;
    try { result = pull === undefined ? undefined : pull(this); } catch (error) { result = rejectedPromise(error); }
    reactTo(result, this.onPulled, this.onPullFailed);
  }
  shouldCallPull() {
    const { stream } = this;
    if (stream.state !== 'readable' || this.closeRequested || !this.started) return false;
    if (stream.reader !== null && stream.reader.requests.length > 0) return true;
    return this.hwm - this.total > 0;
  }
  desiredSize() {
    const { state } = this.stream;
    return state === 'errored' ? null : state === 'closed' ? 0 : this.hwm - this.total;
  }
  clear() { this.pull = undefined; this.cancel = undefined; }
  resetQueue() { this.entries = new Queue(); this.total = 0; }
  invalidateByobRequest() {
    if (this.byobRequest === null) return;
    this.byobRequest.controller = null; this.byobRequest.view = null;
    this.byobRequest = null;
  }
  clearPendingPullIntos() { this.invalidateByobRequest(); this.pendingPullIntos = []; }

  close() {
    const { stream } = this;
    if (this.closeRequested || stream.state !== 'readable') return;
    if (this.total > 0) { this.closeRequested = true; return; }
    const [first] = this.pendingPullIntos;
    if (first !== undefined && first.bytesFilled % first.elementSize !== 0) {
      const error = typeError('ERR_INVALID_STATE', 'Invalid state: Partial read');
      this.error(error);
      throw error;
    }
    this.clear();
    stream.close();
  }

  enqueue(chunk) {
    const { stream } = this;
    if (this.closeRequested || stream.state !== 'readable') return;
    const { buffer, byteOffset, byteLength } = chunk;
    if (isDetached(buffer)) throw invalidState('chunk ArrayBuffer is zero-length or detached');
    const transferred = transfer(buffer);
    const [first] = this.pendingPullIntos;
    if (first !== undefined) {
      if (isDetached(first.buffer)) throw invalidState('Destination ArrayBuffer is detached');
      this.invalidateByobRequest();
      first.buffer = transfer(first.buffer);
      if (first.readerType === 'none') this.enqueueDetachedPullIntoToQueue(first);
    }
    if (stream.hasDefaultReader()) {
      this.processReadRequestsUsingQueue();
      if (stream.waiting() === 0) this.enqueueChunk(transferred, byteOffset, byteLength);
      else {
        if (this.pendingPullIntos.length > 0) this.pendingPullIntos.shift();
        stream.reader.requests.shift().chunk(new Uint8Array(transferred, byteOffset, byteLength));
      }
    } else if (stream.hasByobReader()) {
      this.enqueueChunk(transferred, byteOffset, byteLength);
      for (const filled of this.processPullIntosUsingQueue()) this.commit(filled);
    } else {
      this.enqueueChunk(transferred, byteOffset, byteLength);
    }
    this.callPullIfNeeded();
  }
  enqueueChunk(buffer, byteOffset, byteLength) {
    this.entries.push({ buffer, byteOffset, byteLength });
    this.total += byteLength;
  }
  enqueueClonedChunk(buffer, byteOffset, byteLength) {
    let copy;
    try { copy = buffer.slice(byteOffset, byteOffset + byteLength); } catch (error) { this.error(error); throw error; }
    this.enqueueChunk(copy, 0, byteLength);
  }
  enqueueDetachedPullIntoToQueue(pullInto) {
    if (pullInto.bytesFilled > 0) this.enqueueClonedChunk(pullInto.buffer, pullInto.byteOffset, pullInto.bytesFilled);
    this.pendingPullIntos.shift();
  }

  error(reason) {
    if (this.stream.state !== 'readable') return;
    this.clearPendingPullIntos();
    this.resetQueue();
    this.clear();
    this.stream.error(reason);
  }

  handleQueueDrain() {
    if (this.total === 0 && this.closeRequested) { this.clear(); this.stream.close(); } else this.callPullIfNeeded();
  }

  fillReadRequestFromQueue(request) {
    const { buffer, byteOffset, byteLength } = this.entries.shift();
    this.total -= byteLength;
    this.handleQueueDrain();
    request.chunk(new Uint8Array(buffer, byteOffset, byteLength));
  }
  processReadRequestsUsingQueue() {
    const { requests } = this.stream.reader;
    while (requests.length > 0) {
      if (this.total === 0) return;
      this.fillReadRequestFromQueue(requests.shift());
    }
  }

  /// FillPullIntoDescriptorFromQueue: whether the descriptor has at least its minimum.
  fillFromQueue(pullInto) {
    const maximum = Math.min(this.total, pullInto.byteLength - pullInto.bytesFilled);
    const maximumFilled = pullInto.bytesFilled + maximum;
    const maximumAligned = maximumFilled - maximumFilled % pullInto.elementSize;
    let left = maximum, ready = false;
    if (maximumAligned >= pullInto.minimumFill) { left = maximumAligned - pullInto.bytesFilled; ready = true; }
    while (left > 0) {
      const head = this.entries.peek();
      const count = Math.min(left, head.byteLength);
      new Uint8Array(pullInto.buffer, pullInto.byteOffset + pullInto.bytesFilled, count).set(new Uint8Array(head.buffer, head.byteOffset, count));
      if (head.byteLength === count) this.entries.shift();
      else { head.byteOffset += count; head.byteLength -= count; }
      this.total -= count;
      pullInto.bytesFilled += count;
      left -= count;
    }
    return ready;
  }
  processPullIntosUsingQueue() {
    const filled = [];
    while (this.pendingPullIntos.length > 0) {
      if (this.total === 0) break;
      const [pullInto] = this.pendingPullIntos;
      if (this.fillFromQueue(pullInto)) { this.pendingPullIntos.shift(); filled.push(pullInto); }
    }
    return filled;
  }
  /// CommitPullIntoDescriptor
  commit(pullInto) {
    const { stream } = this;
    const done = stream.state === 'closed';
    const view = pullInto.convert();
    const request = stream.reader.requests.shift();
    if (done) request.close(view); else request.chunk(view);
  }

  pullInto(view, minimum, request) {
    const { stream } = this;
    const elementSize = elementSizeOf(view), constructor = constructorOf(view);
    const minimumFill = minimum * elementSize;
    const { byteOffset, byteLength } = view;
    let buffer;
    try { buffer = transfer(view.buffer); } catch (error) { request.error(error); return; }
    const pullInto = new PullInto(buffer, buffer.byteLength, byteOffset, byteLength, minimumFill, elementSize, constructor, 'byob');
    if (this.pendingPullIntos.length > 0) {
      this.pendingPullIntos.push(pullInto);
      stream.reader.requests.push(request);
      return;
    }
    if (stream.state === 'closed') { request.close(new constructor(pullInto.buffer, byteOffset, 0)); return; }
    if (this.total > 0) {
      if (this.fillFromQueue(pullInto)) {
        const filled = pullInto.convert();
        this.handleQueueDrain();
        request.chunk(filled);
        return;
      }
      if (this.closeRequested) {
        const error = invalidState('Insufficient bytes to fill elements in the given buffer');
        this.error(error);
        request.error(error);
        return;
      }
    }
    this.pendingPullIntos.push(pullInto);
    stream.reader.requests.push(request);
    this.callPullIfNeeded();
  }

  getByobRequest() {
    if (this.byobRequest === null && this.pendingPullIntos.length > 0) {
      const [first] = this.pendingPullIntos;
      const view = new Uint8Array(first.buffer, first.byteOffset + first.bytesFilled, first.byteLength - first.bytesFilled);
      this.byobRequest = { controller: this, view, object: null };
      this.byobRequest.object = new ReadableStreamBYOBRequest(token, this.byobRequest);
    }
    return this.byobRequest;
  }
  respond(bytesWritten) {
    const [first] = this.pendingPullIntos;
    if (this.stream.state === 'closed') {
      if (bytesWritten !== 0) throw typeError('ERR_INVALID_ARG_VALUE', 'bytesWritten must be 0 when calling respond() on a closed stream');
    } else {
      if (bytesWritten === 0) throw typeError('ERR_INVALID_ARG_VALUE', 'bytesWritten must be greater than 0 when calling respond() on a readable stream');
      if (first.bytesFilled + bytesWritten > first.byteLength) throw Object.assign(new RangeError('bytesWritten out of range'), { code: 'ERR_INVALID_ARG_VALUE' });
    }
    first.buffer = transfer(first.buffer);
    this.respondInternal(bytesWritten);
  }
  respondWithNewView(view) {
    const [first] = this.pendingPullIntos;
    if (this.stream.state === 'closed') {
      if (view.byteLength !== 0) throw typeError('ERR_INVALID_ARG_VALUE', 'The view must be empty when calling respondWithNewView() on a closed stream');
    } else if (view.byteLength === 0) throw typeError('ERR_INVALID_ARG_VALUE', 'The view must not be empty when calling respondWithNewView() on a readable stream');
    if (first.byteOffset + first.bytesFilled !== view.byteOffset) throw new RangeError('The region specified by view does not match byobRequest');
    if (first.bufferByteLength !== view.buffer.byteLength) throw new RangeError('The buffer of view has different capacity than byobRequest');
    if (first.bytesFilled + view.byteLength > first.byteLength) throw new RangeError('The region specified by view is larger than byobRequest');
    const { byteLength } = view;
    first.buffer = transfer(view.buffer);
    this.respondInternal(byteLength);
  }
  respondInternal(bytesWritten) {
    const [first] = this.pendingPullIntos;
    this.invalidateByobRequest();
    if (this.stream.state === 'closed') this.respondInClosedState(first);
    else this.respondInReadableState(bytesWritten, first);
    this.callPullIfNeeded();
  }
  respondInClosedState(first) {
    const { stream } = this;
    if (first.readerType === 'none') this.pendingPullIntos.shift();
    if (stream.hasByobReader()) {
      const filled = [];
      while (filled.length < stream.waiting()) filled.push(this.pendingPullIntos.shift());
      for (const pullInto of filled) this.commit(pullInto);
    }
  }
  respondInReadableState(bytesWritten, pullInto) {
    pullInto.bytesFilled += bytesWritten;
    if (pullInto.readerType === 'none') {
      this.enqueueDetachedPullIntoToQueue(pullInto);
      for (const filled of this.processPullIntosUsingQueue()) this.commit(filled);
      return;
    }
    if (pullInto.bytesFilled < pullInto.minimumFill) return;
    this.pendingPullIntos.shift();
    const remainder = pullInto.bytesFilled % pullInto.elementSize;
    if (remainder > 0) {
      const end = pullInto.byteOffset + pullInto.bytesFilled;
      this.enqueueClonedChunk(pullInto.buffer, end - remainder, remainder);
    }
    pullInto.bytesFilled -= remainder;
    const filled = this.processPullIntosUsingQueue();
    this.commit(pullInto);
    for (const it of filled) this.commit(it);
  }

  cancelSteps(reason) {
    this.clearPendingPullIntos();
    this.resetQueue();
    const { cancel } = this;
    this.clear();
    if (cancel === undefined) return resolvedPromise(undefined);
    try { return resolvedPromise(cancel(reason)); } catch (error) { return rejectedPromise(error); }
  }
  pullSteps(request) {
    if (this.total > 0) { this.fillReadRequestFromQueue(request); return; }
    const size = this.autoAllocateChunkSize;
    if (size !== undefined) {
      let buffer;
      try { buffer = new ArrayBuffer(size); } catch (error) { request.error(error); return; }
      this.pendingPullIntos.push(new PullInto(buffer, size, 0, size, 1, 1, Uint8Array, 'default'));
    }
    this.stream.reader.requests.push(request);
    this.callPullIfNeeded();
  }
  releaseSteps() {
    if (this.pendingPullIntos.length === 0) return;
    const [first] = this.pendingPullIntos;
    first.readerType = 'none';
    this.pendingPullIntos = [first];
  }
}

class ReadableByteStreamController {
  #it;
  constructor(key, it) { if (key !== token) throw illegalConstructor(); this.#it = it; }
  get byobRequest() { if (!(#it in this)) throw illegalInvocation(); return this.#it.getByobRequest()?.object ?? null; }
  get desiredSize() { if (!(#it in this)) throw illegalInvocation(); return this.#it.desiredSize(); }
  close() {
    if (!(#it in this)) throw illegalInvocation();
    if (this.#it.closeRequested) throw invalidState('Controller is already closed');
    if (this.#it.stream.state !== 'readable') throw invalidState('ReadableStream is already closed');
    this.#it.close();
  }
  enqueue(chunk) {
    if (!(#it in this)) throw illegalInvocation();
    viewArgument(chunk, 'chunk');
    if (chunk.byteLength === 0 || chunk.buffer.byteLength === 0) throw invalidState('chunk ArrayBuffer is zero-length or detached');
    if (this.#it.closeRequested) throw invalidState('Controller is already closed');
    if (this.#it.stream.state !== 'readable') throw invalidState('ReadableStream is already closed');
    this.#it.enqueue(chunk);
  }
  error(reason = undefined) { if (!(#it in this)) throw illegalInvocation(); this.#it.error(reason); }
}
defineInterface(ReadableByteStreamController);

class ReadableStreamBYOBRequest {
  #it;
  constructor(key, it) { if (key !== token) throw illegalConstructor(); this.#it = it; }
  get view() { if (!(#it in this)) throw illegalInvocation(); return this.#it.view; }
  respond(bytesWritten) {
    if (!(#it in this)) throw illegalInvocation();
    if (arguments.length === 0) throw typeError('ERR_MISSING_ARGS', 'The "bytesWritten" argument must be specified');
    bytesWritten = enforceRange(bytesWritten, 'bytesWritten');
    const { controller, view } = this.#it;
    if (controller === null) throw invalidState('This BYOB request has been invalidated');
    if (isDetached(view.buffer)) throw invalidState('Viewed ArrayBuffer is detached');
    controller.respond(bytesWritten);
  }
  respondWithNewView(view) {
    if (!(#it in this)) throw illegalInvocation();
    viewArgument(view, 'view');
    if (this.#it.controller === null) throw invalidState('This BYOB request has been invalidated');
    if (isDetached(view.buffer)) throw invalidState('Viewed ArrayBuffer is detached');
    this.#it.controller.respondWithNewView(view);
  }
}
defineInterface(ReadableStreamBYOBRequest);

/// ReadableStreamBYOBReaderRead
function readInto(reader, view, minimum, request) {
  const { stream } = reader;
  stream.disturbed = true;
  if (stream.state === 'errored') request.error(stream.storedError);
  else stream.controller.pullInto(view, minimum, request);
}

class ReadableStreamBYOBReader {
  #it;
  constructor(stream) {
    if (!isStream(stream)) throw wrongType('stream', 'an instance of ReadableStream');
    this.#it = newByobReader(innerStream(stream));
  }
  get closed() { return #it in this ? this.#it.closed : rejectedPromise(illegalInvocation()); }
  cancel(reason = undefined) {
    if (!(#it in this)) return rejectedPromise(illegalInvocation());
    if (this.#it.stream === null) return rejectedPromise(invalidState('The reader is not attached to a stream'));
    return this.#it.cancel(reason);
  }
  read(view, options = undefined) {
    if (!(#it in this)) return rejectedPromise(illegalInvocation());
    let minimum;
    try {
      viewArgument(view, 'view');
      minimum = dictionary(options, 'options')?.min;
      minimum = minimum === undefined ? 1 : enforceRange(minimum, 'options.min');
      if (view.byteLength === 0) throw invalidState('View or Viewed ArrayBuffer is zero-length or detached');
      if (view.buffer.byteLength === 0 || isDetached(view.buffer)) throw invalidState('View or Viewed ArrayBuffer is zero-length or detached');
      if (minimum === 0) throw typeError('ERR_INVALID_ARG_VALUE', "The property 'options.min' must be greater than 0");
      const most = view instanceof DataView ? view.byteLength : view.length;
      if (minimum > most) throw Object.assign(new RangeError(`The property 'options.min' must be at most ${most}`), { code: 'ERR_OUT_OF_RANGE' });
    } catch (error) { return rejectedPromise(error); }
    if (this.#it.stream === null) return rejectedPromise(invalidState('The reader is not attached to a stream'));
    const promise = newPromise();
    readInto(this.#it, view, minimum, {
      chunk: (value) => resolvePromise(promise, { value, done: false }),
      close: (value) => resolvePromise(promise, { value, done: true }),
      error: (reason) => rejectPromise(promise, reason),
    });
    return promise;
  }
  releaseLock() {
    if (!(#it in this)) throw illegalInvocation();
    if (this.#it.stream !== null) this.#it.release();
  }
}
defineInterface(ReadableStreamBYOBReader);
defineInspect(ReadableStreamBYOBReader, () => ({}));

/// SetUpReadableStreamBYOBReader
function newByobReader(stream) {
  if (stream.isLocked()) throw invalidState('ReadableStream is locked');
  if (!stream.controller.isBytes) throw typeError('ERR_INVALID_ARG_VALUE', 'Cannot use a BYOB reader with a stream that is not a byte stream');
  return new Reader(stream, true);
}

/// SetUpReadableByteStreamControllerFromUnderlyingSource
function setUpFromSource(stream, source, members, hwm, autoAllocateChunkSize) {
  const { start, pull, cancel } = members;
  if (autoAllocateChunkSize === 0) throw typeError('ERR_INVALID_ARG_VALUE', "The property 'underlyingSource.autoAllocateChunkSize' must be greater than 0");
  const controller = new ByteController(stream,
    pull === undefined ? undefined : (it) => pull.call(source, it.publicObject),
    cancel === undefined ? undefined : (reason) => cancel.call(source, reason), hwm, autoAllocateChunkSize);
  controller.begin(start === undefined ? undefined : start.call(source, controller.publicObject));
}

Object.assign(exports, {
  ReadableByteStreamController, ReadableStreamBYOBRequest, ReadableStreamBYOBReader, ByteController, newByobReader, readInto, setUpFromSource,
});
