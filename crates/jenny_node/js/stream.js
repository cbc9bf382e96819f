//! `node:stream`: Readable, Writable, Duplex, Transform, PassThrough, and what joins them.
'use strict';

const { Stream } = require('internal/stream/legacy');
const Readable = require('internal/stream/readable');
const Writable = require('internal/stream/writable');
const Duplex = require('internal/stream/duplex');
const { Transform, PassThrough } = require('internal/stream/transform');
const streams = require('internal/stream/pipeline');
const { promisify } = require('internal/promisify');
const { destroyer } = require('internal/stream/destroy');
const operators = require('internal/stream/operators');
const highWaterMarks = require('internal/stream/high_water_mark');

for (const name of Object.keys(operators.streamReturning)) {
  const operator = operators.streamReturning[name];
  const method = function(...args) {
    if (new.target) throw new TypeError(`${name} is not a constructor`);
    return Readable.from(operator.apply(this, args));
  };
  Object.defineProperty(method, 'name', { value: operator.name });
  Object.defineProperty(method, 'length', { value: operator.length });
  Object.defineProperty(Readable.prototype, name, { value: method, enumerable: false, configurable: true, writable: true });
}
for (const name of Object.keys(operators.promiseReturning)) {
  const operator = operators.promiseReturning[name];
  const method = function(...args) {
    if (new.target) throw new TypeError(`${name} is not a constructor`);
    return Promise.resolve(operator.apply(this, args));
  };
  Object.defineProperty(method, 'name', { value: operator.name });
  Object.defineProperty(method, 'length', { value: operator.length });
  Object.defineProperty(Readable.prototype, name, { value: method, enumerable: false, configurable: true, writable: true });
}
Object.defineProperty(Readable.prototype, 'compose', {
  value: function compose(stream, options) {
    const { compose: join } = require('internal/stream/compose');
    const composed = join(this, stream);
    if (options?.signal) streams.addAbortSignal(options.signal, composed);
    return composed;
  },
  enumerable: false, configurable: true, writable: true,
});

/** Two duplex streams, each reading what is written to the other. */
function duplexPair(options) {
  const sides = [];
  const makeSide = (other) => {
    let pending = null;
    const side = new Duplex({
      ...options,
      read() {
        if (pending !== null) {
          const callback = pending;
          pending = null;
          callback();
        }
      },
      write(chunk, encoding, callback) {
        if (chunk.length === 0) {
          globalThis.process.nextTick(callback);
        } else {
          const target = sides[other];
          target.push(chunk);
          target.hold(callback);
        }
      },
      final(callback) {
        sides[other].on('end', callback);
        sides[other].push(null);
      },
    });
    Object.defineProperty(side, 'hold', { value: (callback) => { pending = callback; }, enumerable: false });
    return side;
  };
  sides.push(makeSide(1), makeSide(0));
  return sides;
}

function isDestroyed(stream) {
  if (!streams.isNodeStream(stream)) return null;
  return Boolean(stream.destroyed || stream._writableState?.destroyed || stream._readableState?.destroyed);
}

function isErrored(stream) {
  return Boolean(stream && (stream.readableErrored ?? stream.writableErrored ?? stream._readableState?.errored ??
    stream._writableState?.errored));
}

function isDisturbed(stream) {
  return Boolean(stream && (stream.readableDidRead || stream.readableAborted));
}

module.exports = Object.assign(Stream, {
  isDestroyed,
  isDisturbed,
  isErrored,
  isReadable: streams.isReadable,
  isWritable: streams.isWritable,
  Readable,
  Writable,
  Duplex,
  Transform,
  PassThrough,
  pipeline: streams.pipeline,
  addAbortSignal: streams.addAbortSignal,
  finished: streams.finished,
  destroy: destroyer,
  duplexPair,
  compose: (...list) => require('internal/stream/compose').compose(...list),
  setDefaultHighWaterMark: highWaterMarks.set,
  getDefaultHighWaterMark: highWaterMarks.get,
  Stream,
  _isArrayBufferView: ArrayBuffer.isView,
  _isUint8Array: (value) => value instanceof Uint8Array,
  _uint8ArrayToBuffer: (chunk) => require('buffer').Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength),
});
Object.defineProperty(Stream, 'promises', {
  configurable: true,
  enumerable: true,
  get: () => require('stream/promises'),
});
Object.defineProperty(streams.pipeline, promisify.custom, { enumerable: true, value: streams.pipelinePromise });
Object.defineProperty(streams.finished, promisify.custom, { enumerable: true, value: streams.finishedPromise });
