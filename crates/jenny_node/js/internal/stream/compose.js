//! Duplex streams out of other things: compose, and `Duplex.from`.
'use strict';

const { codes, AbortError } = require('internal/errors');
const { nextTick } = require('internal/ticks');
const { destroyer } = require('internal/stream/destroy');
const {
  finished, isIterable, isNodeStream, isReadableNode, isWritableNode, isReadableStream, isWritableStream, isTransformStream,
  pipeline,
} = require('internal/stream/pipeline');

/** One duplex of a writable and a readable that belong together. */
function joinSides(writable, readable) {
  const Duplex = require('internal/stream/duplex');
  let onDrain;
  let onFinish;
  let onReadable;
  const duplex = new Duplex({
    readableObjectMode: Boolean(readable?.readableObjectMode ?? readable?._readableState?.objectMode),
    writableObjectMode: Boolean(writable?.writableObjectMode ?? writable?._writableState?.objectMode),
    readable: Boolean(readable),
    writable: Boolean(writable),
  });
  let pendingClose = null;
  const onDone = (error) => {
    if (pendingClose) {
      const callback = pendingClose;
      pendingClose = null;
      callback(error);
    } else if (error) {
      duplex.destroy(error);
    }
  };
  if (writable) {
    finished(writable, { readable: false }, (error) => {
      if (error && readable) destroyer(readable, error);
      if (error) onDone(error);
      else if (onFinish) {
        const callback = onFinish;
        onFinish = null;
        callback();
      }
    });
    duplex._write = (chunk, encoding, callback) => {
      if (writable.write(chunk, encoding)) callback();
      else onDrain = callback;
    };
    duplex._final = (callback) => {
      onFinish = callback;
      writable.end();
    };
    writable.on('drain', () => {
      if (onDrain) {
        const callback = onDrain;
        onDrain = null;
        callback();
      }
    });
    writable.on('finish', () => {
      if (onFinish) {
        const callback = onFinish;
        onFinish = null;
        callback();
      }
    });
  }
  if (readable) {
    finished(readable, { writable: false }, (error) => {
      if (error) onDone(error);
    });
    readable.on('readable', () => {
      if (onReadable) {
        const callback = onReadable;
        onReadable = null;
        callback();
      }
    });
    readable.on('end', () => duplex.push(null));
    duplex._read = () => {
      for (;;) {
        const chunk = readable.read();
        if (chunk === null) {
          onReadable = duplex._read;
          return;
        }
        if (!duplex.push(chunk)) return;
      }
    };
  }
  duplex._destroy = (error, callback) => {
    if (!error && (onDrain || onFinish) && onReadable) error = new AbortError();
    onReadable = null;
    onDrain = null;
    onFinish = null;
    if (writable) destroyer(writable, error);
    if (readable && readable !== writable) destroyer(readable, error);
    nextTick(callback, error);
  };
  return duplex;
}

function fromAsyncFunction(fn) {
  let next = Promise.withResolvers();
  const controller = new AbortController();
  const value = fn((async function* chunks() {
    for (;;) {
      const { chunk, done, callback } = await next.promise;
      next = Promise.withResolvers();
      nextTick(callback);
      if (done) return;
      if (controller.signal.aborted) throw new AbortError(undefined, { cause: controller.signal.reason });
      yield chunk;
    }
  })(), { signal: controller.signal });
  return {
    value,
    write(chunk, encoding, callback) {
      next.resolve({ chunk, done: false, callback });
    },
    final(callback) {
      next.resolve({ done: true, callback });
    },
    destroy(error, callback) {
      controller.abort();
      callback(error);
    },
  };
}

function duplexFrom(body, name = 'body') {
  const Duplex = require('internal/stream/duplex');
  const Readable = require('internal/stream/readable');
  const Writable = require('internal/stream/writable');
  if (body instanceof Duplex) return body;
  if (isNodeStream(body)) {
    const readable = isReadableNode(body) ? body : null;
    const writable = isWritableNode(body) ? body : null;
    return joinSides(writable, readable);
  }
  if (isReadableStream(body)) return joinSides(null, Readable.fromWeb(body));
  if (isWritableStream(body)) return joinSides(Writable.fromWeb(body), null);
  if (isTransformStream(body)) return Duplex.fromWeb(body);
  if (typeof body === 'function') {
    const { value, write, final, destroy } = fromAsyncFunction(body);
    if (isIterable(value)) {
      const source = require('internal/stream/from')(Readable, value, { objectMode: true });
      const sink = new Writable({ objectMode: true, write, final, destroy });
      return joinSides(sink, source);
    }
    if (typeof value?.then === 'function') {
      let result;
      const promise = value.then((final_) => {
        if (final_ != null) throw new codes.ERR_INVALID_RETURN_VALUE('nully', 'body', final_);
      }, (error) => destroyer(result, error));
      result = new Duplex({
        objectMode: true,
        readable: false,
        write,
        final(callback) {
          final(async () => {
            try {
              await promise;
              nextTick(callback, null);
            } catch (error) {
              nextTick(callback, error);
            }
          });
        },
        destroy,
      });
      return result;
    }
    throw new codes.ERR_INVALID_RETURN_VALUE('Iterable, AsyncIterable or AsyncFunction', name, value);
  }
  if (typeof Blob === 'function' && body instanceof Blob) return duplexFrom(body.arrayBuffer());
  if (isIterable(body)) return joinSides(null, require('internal/stream/from')(Readable, body, { objectMode: true }));
  if (typeof body?.writable === 'object' || typeof body?.readable === 'object') {
    const side = (value) => value ? (isNodeStream(value) ? value : duplexFrom(value)) : undefined;
    return joinSides(side(body.writable), side(body.readable));
  }
  if (typeof body?.then === 'function') {
    const duplex = new Duplex({ objectMode: true, writable: false, read() {} });
    body.then((value) => {
      if (value != null) duplex.push(value);
      duplex.push(null);
    }, (error) => destroyer(duplex, error));
    return duplex;
  }
  throw new codes.ERR_INVALID_ARG_TYPE(name,
    ['Blob', 'ReadableStream', 'WritableStream', 'Stream', 'Iterable', 'AsyncIterable', 'Function', '{ readable, writable } pair', 'Promise'], body);
}

/** Several streams as one duplex: what is written goes to the first, what is read comes from the last. */
function compose(...streams) {
  if (streams.length === 0) throw new codes.ERR_MISSING_ARGS('streams');
  if (streams.length === 1) return duplexFrom(streams[0]);
  const originals = [...streams];
  if (typeof streams[0] === 'function') streams[0] = duplexFrom(streams[0], 'streams[0]');
  const last = streams.length - 1;
  if (typeof streams[last] === 'function') streams[last] = duplexFrom(streams[last], `streams[${last}]`);
  for (let n = 0; n < streams.length; n++) {
    if (!isNodeStream(streams[n]) && !isReadableStream(streams[n]) && !isWritableStream(streams[n]) && !isTransformStream(streams[n])) continue;
    if (n < last && !(isReadableNode(streams[n]) || isReadableStream(streams[n]) || isTransformStream(streams[n]))) {
      throw new codes.ERR_INVALID_ARG_VALUE(`streams[${n}]`, originals[n], 'must be readable');
    }
    if (n > 0 && !(isWritableNode(streams[n]) || isWritableStream(streams[n]) || isTransformStream(streams[n]))) {
      throw new codes.ERR_INVALID_ARG_VALUE(`streams[${n}]`, originals[n], 'must be writable');
    }
  }
  const head = streams[0];
  const nodeHead = isNodeStream(head) ? head : duplexFrom(head);
  const tail = isNodeStream(streams[last]) ? streams[last] : duplexFrom(streams[last]);
  let duplex = null;
  pipeline([nodeHead, ...streams.slice(1, -1), tail], (error) => {
    if (error && duplex) duplex.destroy(error);
  });
  duplex = joinSides(isWritableNode(nodeHead) ? nodeHead : null, isReadableNode(tail) ? tail : null);
  return duplex;
}

exports.compose = compose;
exports.duplexFrom = duplexFrom;
