//! Between Node's streams and those of the Streams standard.
'use strict';

const { codes, AbortError } = require('internal/errors');
const { nextTick } = require('internal/ticks');
const { finished } = require('internal/stream/pipeline');
const { destroyer } = require('internal/stream/destroy');

function readableFromWeb(Readable, webStream, options = {}) {
  if (typeof webStream?.getReader !== 'function') throw new codes.ERR_INVALID_ARG_TYPE('readableStream', 'ReadableStream', webStream);
  const { highWaterMark, encoding, objectMode = false, signal } = options;
  const reader = webStream.getReader();
  let closed = false;
  const readable = new Readable({
    objectMode,
    highWaterMark,
    encoding,
    signal,
    read() {
      reader.read().then(({ done, value }) => readable.push(done ? null : value), (error) => destroyer(readable, error));
    },
    destroy(error, callback) {
      const done = () => nextTick(callback, error);
      if (closed) done();
      else reader.cancel(error).then(done, done);
    },
  });
  reader.closed.then(() => {
    closed = true;
  }, (error) => {
    closed = true;
    destroyer(readable, error);
  });
  return readable;
}

function readableToWeb(readable, options = {}) {
  if (typeof readable?._readableState !== 'object') throw new codes.ERR_INVALID_ARG_TYPE('streamReadable', 'stream.Readable', readable);
  const { objectMode } = readable._readableState;
  const strategy = options.strategy ?? (objectMode ? new CountQueuingStrategy({ highWaterMark: readable.readableHighWaterMark })
    : { highWaterMark: readable.readableHighWaterMark, size: (chunk) => chunk.byteLength ?? 1 });
  let controller;
  let isCancelled = false;
  readable.pause();
  const cleanup = finished(readable, { writable: false }, (error) => {
    cleanup();
    readable.on('error', () => {});
    if (error?.code === 'ERR_STREAM_PREMATURE_CLOSE') error = new AbortError(undefined, { cause: error });
    if (isCancelled) return;
    if (error) controller.error(error);
    else controller.close();
  });
  readable.on('data', (chunk) => {
    if (chunk instanceof Uint8Array && !objectMode) chunk = new Uint8Array(chunk);
    controller.enqueue(chunk);
    if (controller.desiredSize <= 0) readable.pause();
  });
  readable.pause();
  return new ReadableStream({
    start(c) {
      controller = c;
    },
    pull() {
      readable.resume();
    },
    cancel(reason) {
      isCancelled = true;
      destroyer(readable, reason);
    },
  }, strategy);
}

function writableFromWeb(Writable, webStream, options = {}) {
  if (typeof webStream?.getWriter !== 'function') throw new codes.ERR_INVALID_ARG_TYPE('writableStream', 'WritableStream', webStream);
  const { highWaterMark, decodeStrings = true, objectMode = false, signal } = options;
  const writer = webStream.getWriter();
  let closed = false;
  const writable = new Writable({
    highWaterMark,
    objectMode,
    decodeStrings,
    signal,
    write(chunk, encoding, callback) {
      writer.ready.then(() => writer.write(chunk)).then(() => callback(), callback);
    },
    final(callback) {
      if (closed) {
        callback();
        return;
      }
      writer.close().then(() => callback(), callback);
    },
    destroy(error, callback) {
      const done = () => nextTick(callback, error);
      if (closed) done();
      else if (error !== null) writer.abort(error).then(done, done);
      else writer.close().then(done, done);
    },
  });
  writer.closed.then(() => {
    closed = true;
  }, (error) => {
    closed = true;
    destroyer(writable, error);
  });
  return writable;
}

function writableToWeb(writable) {
  if (typeof writable?._writableState !== 'object') throw new codes.ERR_INVALID_ARG_TYPE('streamWritable', 'stream.Writable', writable);
  let controller;
  let drained;
  let closing;
  finished(writable, { readable: false }, (error) => {
    if (error) {
      drained?.reject(error);
      if (closing) closing.reject(error);
      else controller.error(error);
    } else {
      closing?.resolve();
    }
  });
  writable.on('drain', () => drained?.resolve());
  const strategy = writable.writableObjectMode ? new CountQueuingStrategy({ highWaterMark: writable.writableHighWaterMark })
    : { highWaterMark: writable.writableHighWaterMark, size: (chunk) => chunk.byteLength ?? chunk.length ?? 1 };
  return new WritableStream({
    start(c) {
      controller = c;
    },
    write(chunk) {
      if (writable.writableNeedDrain || !writable.write(chunk)) {
        drained = Promise.withResolvers();
        return drained.promise.finally(() => {
          drained = undefined;
        });
      }
      return undefined;
    },
    abort(reason) {
      destroyer(writable, reason);
    },
    close() {
      closing = Promise.withResolvers();
      writable.end();
      return closing.promise;
    },
  }, strategy);
}

function duplexFromWeb(Duplex, pair, options = {}) {
  if (!pair || typeof pair !== 'object') throw new codes.ERR_INVALID_ARG_TYPE('pair', 'Object', pair);
  const readable = readableFromWeb(require('internal/stream/readable'), pair.readable, options);
  const writable = writableFromWeb(require('internal/stream/writable'), pair.writable, options);
  return require('internal/stream/compose').duplexFrom({ readable, writable });
}

function duplexToWeb(duplex) {
  return { readable: readableToWeb(duplex), writable: writableToWeb(duplex) };
}

module.exports = { readableFromWeb, readableToWeb, writableFromWeb, writableToWeb, duplexFromWeb, duplexToWeb };
