// TransformStream and its controller (streams.spec.whatwg.org section 6).
'use strict';
const { newPromise, resolvePromise, rejectPromise, resolvedPromise, rejectedPromise, react, load } = require;
const { defineInterface, defineInspect, illegalInvocation, illegalConstructor, isObject, wrongType } = load('webidl');
const { invalidState, readStrategy, highWaterMark, sizeAlgorithm, callback, transform: after } = load('streams/shared');
const { makeStream, innerStream } = load('streams/readable');
const { makeWritable, innerWritable } = load('streams/writable');

const token = Symbol('token');
let innerTransform, newTransformObject, isTransform;

/// The inner stream: both sides and what goes on between them.
class Stream {
  readable = null; writable = null; readableController = null; writableInner = null; backpressure = undefined; backpressureChange = null;
  controller = null; object = null;
  setBackpressure(backpressure) {
    if (this.backpressureChange !== null) { resolvePromise(this.backpressureChange, undefined); this.backpressureChange = null; }
    this.backpressure = backpressure;
  }
  changed() { return this.backpressureChange ??= newPromise(); }
  error(reason) {
    this.readableController.error(reason);
    this.errorWritableAndUnblockWrite(reason);
  }
  errorWritableAndUnblockWrite(reason) {
    this.controller.clear();
    this.writableInner.controller.errorIfNeeded(reason);
    this.unblockWrite();
  }
  unblockWrite() { if (this.backpressure) this.setBackpressure(false); }
}

class Controller {
  stream; transformAlgorithm; flushAlgorithm; cancelAlgorithm; finishPromise = null; object = null;
  constructor(stream, transformAlgorithm, flushAlgorithm, cancelAlgorithm) {
    this.stream = stream; stream.controller = this;
    this.transformAlgorithm = transformAlgorithm; this.flushAlgorithm = flushAlgorithm; this.cancelAlgorithm = cancelAlgorithm;
  }
  get publicObject() { return this.object ??= new TransformStreamDefaultController(token, this); }
  clear() { this.transformAlgorithm = this.flushAlgorithm = this.cancelAlgorithm = undefined; }
  enqueue(chunk) {
    const { stream } = this;
    const { readableController } = stream;
    if (!readableController.canCloseOrEnqueue()) throw invalidState('Unable to enqueue');
    try { readableController.enqueue(chunk); } catch (error) {
      stream.errorWritableAndUnblockWrite(error);
      throw readableController.stream.storedError;
    }
    const backpressure = !readableController.shouldCallPull();
    if (backpressure !== stream.backpressure) stream.setBackpressure(true);
  }
  error(reason) { this.stream.error(reason); }
  terminate() {
    const { stream } = this;
    stream.readableController.close();
    stream.errorWritableAndUnblockWrite(invalidState('TransformStream has been terminated'));
  }
  /// PerformTransform: undefined or a promise.
  perform(chunk) {
    const { transformAlgorithm, stream } = this;
    let result;
    try { result = transformAlgorithm(chunk, this); } catch (error) { stream.error(error); return rejectedPromise(error); }
    if (!isObject(result)) return undefined;
    return after(resolvedPromise(result), undefined, (reason) => { stream.error(reason); throw reason; });
  }
}

function call(algorithm, ...args) {
  try { return resolvedPromise(algorithm === undefined ? undefined : algorithm(...args)); } catch (error) { return rejectedPromise(error); }
}

function initialize(stream, startPromise, writableMark, writableSize, readableMark, readableSize) {
  const writableObject = makeWritable({
    __proto__: null,
    start: () => startPromise,
    write(chunk) {
      if (!stream.backpressure) return stream.controller.perform(chunk);
      return after(stream.changed(), () => {
        const { writableInner } = stream;
        if (writableInner.state === 'erroring') throw writableInner.storedError;
        return stream.controller.perform(chunk);
      }, undefined);
    },
    abort(reason) {
      const { controller, readableController } = stream;
      if (controller.finishPromise !== null) return controller.finishPromise;
      const finish = controller.finishPromise = newPromise();
      const cancelled = call(controller.cancelAlgorithm, reason);
      controller.clear();
      react(cancelled, () => {
        if (readableController.stream.state === 'errored') rejectPromise(finish, readableController.stream.storedError);
        else { readableController.error(reason); resolvePromise(finish, undefined); }
      }, (error) => { readableController.error(error); rejectPromise(finish, error); });
      return finish;
    },
    close() {
      const { controller, readableController } = stream;
      if (controller.finishPromise !== null) return controller.finishPromise;
      const finish = controller.finishPromise = newPromise();
      const flushed = call(controller.flushAlgorithm, controller);
      controller.clear();
      react(flushed, () => {
        if (readableController.stream.state === 'errored') rejectPromise(finish, readableController.stream.storedError);
        else { readableController.close(); resolvePromise(finish, undefined); }
      }, (error) => { readableController.error(error); rejectPromise(finish, error); });
      return finish;
    },
    highWaterMark: writableMark, size: writableSize,
  });
  stream.writable = writableObject; stream.writableInner = innerWritable(writableObject);
  const readableObject = makeStream({
    __proto__: null,
    start: () => startPromise,
    pull() { stream.setBackpressure(false); return stream.changed(); },
    cancel(reason) {
      const { controller, writableInner } = stream;
      if (controller.finishPromise !== null) return controller.finishPromise;
      const finish = controller.finishPromise = newPromise();
      const cancelled = call(controller.cancelAlgorithm, reason);
      controller.clear();
      react(cancelled, () => {
        if (writableInner.state === 'errored') rejectPromise(finish, writableInner.storedError);
        else { writableInner.controller.errorIfNeeded(reason); stream.unblockWrite(); resolvePromise(finish, undefined); }
      }, (error) => { writableInner.controller.errorIfNeeded(error); stream.unblockWrite(); rejectPromise(finish, error); });
      return finish;
    },
    highWaterMark: readableMark, size: readableSize,
  });
  stream.readable = readableObject; stream.readableController = innerStream(readableObject).controller;
  stream.setBackpressure(true);
}

class TransformStreamDefaultController {
  #it;
  constructor(key, it) { if (key !== token) throw illegalConstructor(); this.#it = it; }
  get desiredSize() { if (!(#it in this)) throw illegalInvocation(); return this.#it.stream.readableController.desiredSize(); }
  enqueue(chunk = undefined) { if (!(#it in this)) throw illegalInvocation(); this.#it.enqueue(chunk); }
  error(reason = undefined) { if (!(#it in this)) throw illegalInvocation(); this.#it.error(reason); }
  terminate() { if (!(#it in this)) throw illegalInvocation(); this.#it.terminate(); }
}
defineInterface(TransformStreamDefaultController);

class TransformStream {
  #it;
  static {
    innerTransform = (stream) => stream.#it;
    isTransform = (value) => isObject(value) && #it in value;
    newTransformObject = (stream) => new TransformStream(token, stream);
  }
  constructor(transformer = undefined, writableStrategy = undefined, readableStrategy = undefined) {
    if (transformer === token) { this.#it = writableStrategy; writableStrategy.object = this; return; }
    if (transformer === undefined) transformer = {};
    if (!isObject(transformer)) throw wrongType('transformer', 'of type object');
    writableStrategy = readStrategy(writableStrategy, 'writableStrategy');
    readableStrategy = readStrategy(readableStrategy, 'readableStrategy');
    const cancel = callback(transformer, 'cancel'), flush = callback(transformer, 'flush');
    const { readableType } = transformer;
    const start = callback(transformer, 'start'), transform = callback(transformer, 'transform');
    const { writableType } = transformer;
    if (readableType !== undefined) throw Object.assign(new RangeError("The property 'transformer.readableType' is invalid."), { code: 'ERR_INVALID_ARG_VALUE' });
    if (writableType !== undefined) throw Object.assign(new RangeError("The property 'transformer.writableType' is invalid."), { code: 'ERR_INVALID_ARG_VALUE' });
    const readableMark = highWaterMark(readableStrategy, 0), readableSize = sizeAlgorithm(readableStrategy);
    const writableMark = highWaterMark(writableStrategy, 1), writableSize = sizeAlgorithm(writableStrategy);
    const stream = this.#it = new Stream();
    stream.object = this;
    const startPromise = newPromise();
    initialize(stream, startPromise, writableMark, writableSize, readableMark, readableSize);
    const controller = new Controller(stream,
      transform === undefined ? (chunk, it) => it.enqueue(chunk) : (chunk, it) => transform.call(transformer, chunk, it.publicObject),
      flush === undefined ? undefined : (it) => flush.call(transformer, it.publicObject),
      cancel === undefined ? undefined : (reason) => cancel.call(transformer, reason));
    resolvePromise(startPromise, start === undefined ? undefined : start.call(transformer, controller.publicObject));
  }
  get readable() { if (!(#it in this)) throw illegalInvocation(); return this.#it.readable; }
  get writable() { if (!(#it in this)) throw illegalInvocation(); return this.#it.writable; }
}
defineInterface(TransformStream);
defineInspect(TransformStream, (stream) => ({ readable: stream.readable, writable: stream.writable, backpressure: innerTransform(stream).backpressure }));

/// A transform of this crate's own making: an object with `readable` and `writable`; the algorithms get the inner controller.
function makeTransform({ transform, flush, cancel }) {
  const stream = new Stream();
  initialize(stream, undefined, 1, undefined, 0, undefined);
  new Controller(stream, transform, flush, cancel);
  return newTransformObject(stream);
}

/// A transform of two sides that exist already.
function wrapTransform(readable, writable) {
  return newTransformObject({ readable, writable, backpressure: undefined, object: null });
}

load('platform').register('streams/transform/TransformStream', {
  is: isTransform,
  transfer: (stream) => load('streams/transfer').transferTransform(stream),
  deserialize: ([readable, writable]) => wrapTransform(readable, writable),
});

Object.assign(exports, { isTransform, wrapTransform, TransformStream, TransformStreamDefaultController, makeTransform });
