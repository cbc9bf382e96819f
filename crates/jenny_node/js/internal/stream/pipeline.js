//! `finished`, `pipeline` and `addAbortSignal`: knowing when streams are done, and joining them so that all end together.
'use strict';

const { codes, AbortError } = require('internal/errors');
const { nextTick } = require('internal/ticks');
const { destroyer, bothErrors } = require('internal/stream/destroy');
const { validateAbortSignal, validateBoolean, validateFunction, validateObject } = require('internal/validators');

function isNodeStream(value) {
  return Boolean(value && (value._readableState || value._writableState ||
    (typeof value.write === 'function' && typeof value.on === 'function') ||
    (typeof value.pipe === 'function' && typeof value.on === 'function')));
}

function isReadableNode(value) {
  return Boolean(value && typeof value.pipe === 'function' && typeof value.on === 'function' &&
    (!value._writableState || value._readableState?.readable !== false) && (!value._writableState || value._readableState));
}

function isWritableNode(value) {
  return Boolean(value && typeof value.write === 'function' && typeof value.on === 'function' &&
    (!value._readableState || value._writableState?.writable !== false));
}

function isReadableStream(value) {
  return Boolean(value && !isNodeStream(value) && typeof value.pipeThrough === 'function' &&
    typeof value.getReader === 'function' && typeof value.cancel === 'function');
}

function isWritableStream(value) {
  return Boolean(value && !isNodeStream(value) && typeof value.getWriter === 'function' && typeof value.abort === 'function');
}

function isTransformStream(value) {
  return Boolean(value && !isNodeStream(value) && typeof value.readable?.getReader === 'function' &&
    typeof value.writable?.getWriter === 'function');
}

function isIterable(value, isAsync) {
  if (value == null) return false;
  if (isAsync === true) return typeof value[Symbol.asyncIterator] === 'function';
  if (isAsync === false) return typeof value[Symbol.iterator] === 'function';
  return typeof value[Symbol.asyncIterator] === 'function' || typeof value[Symbol.iterator] === 'function';
}

function isReadable(stream) {
  if (stream && typeof stream.readable !== 'boolean' && !stream._readableState) return null;
  if (stream?.destroyed) return false;
  const r = stream._readableState;
  return isReadableNode(stream) && Boolean(stream.readable) && !(r && (r.endEmitted || (r.ended && r.length === 0)));
}

function isWritable(stream) {
  if (stream && typeof stream.writable !== 'boolean' && !stream._writableState) return null;
  if (stream?.destroyed) return false;
  return isWritableNode(stream) && Boolean(stream.writable) && !stream._writableState?.ended;
}

function readableFinished(stream, strict) {
  const r = stream._readableState;
  if (!r) return null;
  return Boolean(r.errored ? false : r.endEmitted || (strict === false && r.ended && r.length === 0));
}

function writableFinished(stream, strict) {
  if (stream.writableFinished === true) return true;
  const w = stream._writableState;
  if (!w) return null;
  return Boolean(w.errored ? false : w.finished || (strict === false && w.ended && w.length === 0));
}

function nop() {}

/** Calls `callback` once the stream ended, failed or closed; returns what takes the listeners off again. */
function finished(stream, options, callback) {
  if (arguments.length === 2) {
    callback = options;
    options = {};
  } else if (options == null) {
    options = {};
  } else {
    validateObject(options, 'options');
  }
  validateFunction(callback, 'callback');
  validateAbortSignal(options.signal, 'options.signal');
  let called = false;
  const context = internal.getAsyncContext();
  const once = (...args) => {
    if (called) return;
    called = true;
    const outer = internal.getAsyncContext();
    internal.setAsyncContext(context);
    try {
      callback.apply(stream, args);
    } finally {
      internal.setAsyncContext(outer);
    }
  };
  if (isReadableStream(stream) || isWritableStream(stream)) {
    const closed = internal.webStreamClosed?.(stream) ?? Promise.resolve();
    closed.then(() => nextTick(once), (error) => nextTick(once, error));
    return nop;
  }
  if (!isNodeStream(stream)) {
    throw new codes.ERR_INVALID_ARG_TYPE('stream', ['ReadableStream', 'WritableStream', 'Stream'], stream);
  }
  const wantReadable = options.readable ?? isReadableNode(stream);
  const wantWritable = options.writable ?? isWritableNode(stream);
  const w = stream._writableState;
  const r = stream._readableState;
  let willEmitClose = Boolean((w?.autoDestroy && w.emitClose && w.closed === false && (!r || isReadableNode(stream) === wantReadable)) ||
    (r?.autoDestroy && r.emitClose && r.closed === false)) &&
    isReadableNode(stream) === wantReadable && isWritableNode(stream) === wantWritable;
  let writableDone = writableFinished(stream, false);
  let readableDone = readableFinished(stream, false);

  const onFinish = () => {
    writableDone = true;
    if (stream.destroyed) willEmitClose = false;
    if (willEmitClose && (!stream.readable || wantReadable)) return;
    if (!wantReadable || readableDone) once();
  };
  const onEnd = () => {
    readableDone = true;
    if (stream.destroyed) willEmitClose = false;
    if (willEmitClose && (!stream.writable || wantWritable)) return;
    if (!wantWritable || writableDone) once();
  };
  const onError = (error) => once(error);
  const onClose = () => {
    const errored = stream._writableState?.errored || stream._readableState?.errored;
    if (errored && typeof errored !== 'boolean') {
      once(errored);
      return;
    }
    if (wantReadable && !readableDone && isReadableNode(stream) && !readableFinished(stream, false)) {
      once(new codes.ERR_STREAM_PREMATURE_CLOSE());
      return;
    }
    if (wantWritable && !writableDone && isWritableNode(stream) && !writableFinished(stream, false)) {
      once(new codes.ERR_STREAM_PREMATURE_CLOSE());
      return;
    }
    once();
  };
  const onLegacyFinish = () => {
    if (!stream.writable) onFinish();
  };
  if (wantWritable && !w) {
    // Streams of the oldest kind do not say "finish".
    stream.on('end', onLegacyFinish);
    stream.on('close', onLegacyFinish);
  }
  stream.on('end', onEnd);
  stream.on('finish', onFinish);
  if (options.error !== false) stream.on('error', onError);
  stream.on('close', onClose);

  const isClosed = Boolean(stream.closed || (w && w.closed) || (r && r.closed)) && (!w || w.closed) && (!r || r.closed);
  if (isClosed) {
    nextTick(onClose);
  } else if (w?.errorEmitted || r?.errorEmitted) {
    if (!willEmitClose) nextTick(onClose);
  } else if (!wantReadable && (!willEmitClose || isReadable(stream)) && (writableDone || isWritable(stream) === false)) {
    nextTick(onClose);
  } else if (!wantWritable && (!willEmitClose || isWritable(stream)) && (readableDone || isReadable(stream) === false)) {
    nextTick(onClose);
  }
  const cleanup = () => {
    callback = nop;
    stream.removeListener('end', onLegacyFinish);
    stream.removeListener('close', onLegacyFinish);
    stream.removeListener('finish', onFinish);
    stream.removeListener('end', onEnd);
    stream.removeListener('error', onError);
    stream.removeListener('close', onClose);
  };
  if (options.signal && !isClosed) {
    const { signal } = options;
    const abort = () => {
      const end = callback;
      cleanup();
      end.call(stream, new AbortError(undefined, { cause: signal.reason }));
    };
    if (signal.aborted) {
      nextTick(abort);
    } else {
      signal.addEventListener('abort', abort, { once: true });
      const original = callback;
      callback = function(...args) {
        signal.removeEventListener('abort', abort);
        original.apply(stream, args);
      };
    }
  }
  return cleanup;
}

function finishedPromise(stream, options) {
  let autoCleanup = false;
  if (options?.cleanup) {
    validateBoolean(options.cleanup, 'cleanup');
    autoCleanup = options.cleanup;
  }
  return new Promise((resolve, reject) => {
    const cleanup = finished(stream, options ?? {}, (error) => {
      if (autoCleanup) cleanup();
      if (error) reject(error);
      else resolve();
    });
  });
}

function addAbortSignal(signal, stream) {
  if (typeof signal !== 'object' || signal === null || !('aborted' in signal)) {
    throw new codes.ERR_INVALID_ARG_TYPE('signal', 'AbortSignal', signal);
  }
  if (!isNodeStream(stream) && !isReadableStream(stream) && !isWritableStream(stream)) {
    throw new codes.ERR_INVALID_ARG_TYPE('stream', ['ReadableStream', 'WritableStream', 'Stream'], stream);
  }
  const onAbort = () => stream.destroy(new AbortError(undefined, { cause: signal.reason }));
  if (signal.aborted) {
    onAbort();
  } else {
    signal.addEventListener('abort', onAbort, { once: true });
    finished(stream, () => signal.removeEventListener('abort', onAbort));
  }
  return stream;
}

function destroyOnFinish(stream, reading, writing) {
  let done = false;
  stream.on('close', () => {
    done = true;
  });
  const cleanup = finished(stream, { readable: reading, writable: writing }, (error) => {
    done = !error;
  });
  return {
    destroy(error) {
      if (done) return;
      done = true;
      destroyer(stream, error || new codes.ERR_STREAM_DESTROYED('pipe'));
    },
    cleanup,
  };
}

function makeAsyncIterable(value) {
  if (isIterable(value)) return value;
  if (isReadableNode(value)) return require('internal/stream/readable').prototype[Symbol.asyncIterator].call(value);
  throw new codes.ERR_INVALID_ARG_TYPE('val', ['Readable', 'Iterable', 'AsyncIterable'], value);
}

/** Writes everything that an iterable gives into a writable, minding its back pressure. */
async function pumpToNode(iterable, writable, finish, { end }) {
  let error;
  let onResolve = null;
  const resume = (failure) => {
    if (failure) error = failure;
    if (onResolve) {
      const callback = onResolve;
      onResolve = null;
      callback();
    }
  };
  const wait = () => new Promise((resolve, reject) => {
    if (error) {
      reject(error);
    } else {
      onResolve = () => {
        if (error) reject(error);
        else resolve();
      };
    }
  });
  writable.on('drain', resume);
  const cleanup = finished(writable, { readable: false }, resume);
  try {
    if (writable.writableNeedDrain) await wait();
    for await (const chunk of iterable) if (!writable.write(chunk)) await wait();
    if (end) {
      writable.end();
      await wait();
    }
    finish();
  } catch (failure) {
    finish(error !== failure ? bothErrors(error, failure) : failure);
  } finally {
    cleanup();
    writable.off('drain', resume);
  }
}

async function pumpToWeb(readable, writable, finish, { end }) {
  if (isTransformStream(writable)) writable = writable.writable;
  const writer = writable.getWriter();
  try {
    for await (const chunk of readable) {
      await writer.ready;
      writer.write(chunk).catch(() => {});
    }
    await writer.ready;
    if (end) await writer.close();
    finish();
  } catch (error) {
    try {
      await writer.abort(error);
      finish(error);
    } catch (failure) {
      finish(failure);
    }
  }
}

function pipe(source, destination, finish, finishOnlyHandleError, { end }) {
  let ended = false;
  destination.on('close', () => {
    if (!ended) finishOnlyHandleError(new codes.ERR_STREAM_PREMATURE_CLOSE());
  });
  source.pipe(destination, { end: false });
  if (end) {
    const endNow = () => {
      ended = true;
      destination.end();
    };
    if (readableFinished(source)) nextTick(endNow);
    else source.once('end', endNow);
  } else {
    finish();
  }
  finished(source, { readable: true, writable: false }, (error) => {
    const r = source._readableState;
    if (error && error.code === 'ERR_STREAM_PREMATURE_CLOSE' && r?.ended && !r.errored && !r.errorEmitted) {
      // Some streams close before they say "end".
      source.once('end', finish).once('error', finish);
    } else {
      finish(error);
    }
  });
  return finished(destination, { readable: false, writable: true }, finish);
}

function pipeline(...streams) {
  const callback = streams.pop();
  validateFunction(callback, 'streams[stream.length - 1]');
  let called = false;
  return runPipeline(streams, (...args) => {
    if (called) return;
    called = true;
    callback(...args);
  });
}

function runPipeline(streams, callback, options) {
  if (streams.length === 1 && Array.isArray(streams[0])) streams = streams[0];
  if (streams.length < 2) throw new codes.ERR_MISSING_ARGS('streams');
  const controller = new AbortController();
  const { signal } = controller;
  const outer = options?.signal;
  const cleanups = [];
  validateAbortSignal(outer, 'options.signal');
  const abort = () => finishAll(new AbortError(undefined, { cause: outer?.reason }));
  if (outer) {
    if (outer.aborted) nextTick(abort);
    else outer.addEventListener('abort', abort, { once: true });
  }
  let failure;
  let value;
  const destroys = [];
  let pending = 0;

  function finishOne(error) {
    finishAll(error, --pending === 0);
  }
  function finishOnlyHandleError(error) {
    finishAll(error, false);
  }
  function finishAll(error, final) {
    if (error && (!failure || failure.code === 'ERR_STREAM_PREMATURE_CLOSE')) failure = error;
    if (!failure && !final) return;
    while (destroys.length > 0) destroys.shift()(failure);
    outer?.removeEventListener('abort', abort);
    controller.abort();
    if (final || (failure && pending <= 0) || error) {
      if (!failure) for (const cleanup of cleanups) cleanup();
      if (final || failure) nextTick(callback, failure, value);
    }
  }

  let result;
  for (let i = 0; i < streams.length; i++) {
    const stream = streams[i];
    const reading = i < streams.length - 1;
    const writing = i > 0;
    const last = i === streams.length - 1;
    const end = reading || options?.end !== false;
    if (isNodeStream(stream)) {
      if (end) {
        const { destroy, cleanup } = destroyOnFinish(stream, reading, writing);
        destroys.push(destroy);
        if (isReadable(stream) && last) cleanups.push(cleanup);
      }
      const onError = (error) => {
        if (error && error.name !== 'AbortError' && error.code !== 'ERR_STREAM_PREMATURE_CLOSE') finishOnlyHandleError(error);
      };
      stream.on('error', onError);
      if (isReadable(stream) && last) cleanups.push(() => stream.removeListener('error', onError));
    }
    if (i === 0) {
      if (typeof stream === 'function') {
        result = stream({ signal });
        if (!isIterable(result)) throw new codes.ERR_INVALID_RETURN_VALUE('Iterable, AsyncIterable or Stream', 'source', result);
      } else if (isIterable(stream) || isReadableNode(stream) || isTransformStream(stream)) {
        result = stream;
      } else {
        result = require('internal/stream/compose').duplexFrom(stream);
      }
    } else if (typeof stream === 'function') {
      result = isTransformStream(result) ? makeAsyncIterable(result.readable) : makeAsyncIterable(result);
      result = stream(result, { signal });
      if (reading) {
        if (!isIterable(result, true)) {
          throw new codes.ERR_INVALID_RETURN_VALUE('AsyncIterable', `transform[${i - 1}]`, result);
        }
      } else {
        const { PassThrough } = require('internal/stream/transform');
        const out = new PassThrough({ objectMode: true });
        const then = result?.then;
        if (typeof then === 'function') {
          pending++;
          then.call(result, (final) => {
            value = final;
            if (final != null) out.write(final);
            if (end) out.end();
            nextTick(finishOne);
          }, (error) => {
            out.destroy(error);
            nextTick(finishOne, error);
          });
        } else if (isIterable(result, true)) {
          pending++;
          pumpToNode(result, out, finishOne, { end });
        } else if (isReadableStream(result) || isTransformStream(result)) {
          pending++;
          pumpToNode(result.readable || result, out, finishOne, { end });
        } else {
          throw new codes.ERR_INVALID_RETURN_VALUE('AsyncIterable or Promise', 'destination', result);
        }
        result = out;
        const { destroy, cleanup } = destroyOnFinish(result, false, true);
        destroys.push(destroy);
        if (last) cleanups.push(cleanup);
      }
    } else if (isNodeStream(stream)) {
      if (isReadableNode(result)) {
        pending += 2;
        const cleanup = pipe(result, stream, finishOne, finishOnlyHandleError, { end });
        if (isReadable(stream) && last) cleanups.push(cleanup);
      } else if (isTransformStream(result) || isReadableStream(result)) {
        pending++;
        pumpToNode(result.readable || result, stream, finishOne, { end });
      } else if (isIterable(result)) {
        pending++;
        pumpToNode(result, stream, finishOne, { end });
      } else {
        throw new codes.ERR_INVALID_ARG_TYPE('val', ['Readable', 'Iterable', 'AsyncIterable', 'ReadableStream', 'TransformStream'], result);
      }
      result = stream;
    } else if (isTransformStream(stream) || isWritableStream(stream)) {
      pending++;
      pumpToWeb(isTransformStream(result) ? result.readable : makeAsyncIterable(result), stream, finishOne, { end });
      result = stream;
    } else {
      result = require('internal/stream/compose').duplexFrom(stream);
    }
  }
  if (signal.aborted || outer?.aborted) nextTick(abort);
  return result;
}

function pipelinePromise(...streams) {
  return new Promise((resolve, reject) => {
    let signal;
    let end;
    const last = streams[streams.length - 1];
    if (last && typeof last === 'object' && !isNodeStream(last) && !isIterable(last) && !isReadableStream(last) &&
        !isWritableStream(last) && !isTransformStream(last)) {
      const options = streams.pop();
      signal = options.signal;
      end = options.end;
    }
    let called = false;
    runPipeline(streams, (error, value) => {
      if (called) return;
      called = true;
      if (error) reject(error);
      else resolve(value);
    }, { signal, end });
  });
}

module.exports = {
  finished, finishedPromise, pipeline, pipelinePromise, addAbortSignal, isNodeStream, isReadable, isWritable, isReadableNode,
  isWritableNode, isReadableStream, isWritableStream, isTransformStream, isIterable, runPipeline, pumpToNode,
};
