//! Readable: chunks that are pulled in by `_read` and handed on by events, pipes and async iteration.
'use strict';

const EventEmitter = require('events');
const { Stream, prependListener } = require('internal/stream/legacy');
const { construct, destroy, errorOrDestroy, undestroy } = require('internal/stream/destroy');
const { codes, AbortError } = require('internal/errors');
const { nextTick } = require('internal/ticks');
const { Buffer } = require('buffer');
const { validateObject } = require('internal/validators');
const highWaterMarks = require('internal/stream/high_water_mark');

function ReadableState(options, stream, isDuplex) {
  this.objectMode = Boolean(options?.objectMode || (isDuplex && options?.readableObjectMode));
  this.highWaterMark = options ? highWaterMarks.of(this, options, 'readableHighWaterMark', isDuplex)
    : highWaterMarks.get(false);
  // Chunks wait in `buffer` from `bufferIndex` on.
  this.buffer = [];
  this.bufferIndex = 0;
  this.length = 0;
  this.pipes = [];
  // null: nobody has said how to read; false: paused; true: flowing.
  this.flowing = null;
  this.ended = false;
  this.endEmitted = false;
  this.reading = false;
  this.constructed = true;
  this.sync = true;
  this.needReadable = false;
  this.emittedReadable = false;
  this.readableListening = false;
  this.resumeScheduled = false;
  this.paused = null;
  this.errorEmitted = false;
  this.emitClose = options?.emitClose !== false;
  this.autoDestroy = options?.autoDestroy !== false;
  this.destroyed = false;
  this.errored = null;
  this.closed = false;
  this.closeEmitted = false;
  this.defaultEncoding = options?.defaultEncoding || 'utf8';
  this.awaitDrainWriters = new Set();
  this.readingMore = false;
  this.dataEmitted = false;
  this.decoder = null;
  this.encoding = null;
  if (options?.encoding) setDecoder(this, options.encoding);
}

function setDecoder(state, encoding) {
  const { StringDecoder } = require('string_decoder');
  state.decoder = new StringDecoder(encoding);
  state.encoding = state.decoder.encoding;
}

function Readable(options) {
  if (!(this instanceof Readable)) return new Readable(options);
  const isDuplex = this instanceof require('internal/stream/duplex');
  this._readableState = new ReadableState(options, this, isDuplex);
  if (options) {
    if (typeof options.read === 'function') this._read = options.read;
    if (typeof options.destroy === 'function') this._destroy = options.destroy;
    if (typeof options.construct === 'function') this._construct = options.construct;
    if (options.signal && !isDuplex) require('internal/stream/pipeline').addAbortSignal(options.signal, this);
  }
  Stream.call(this, options);
  construct(this, () => {
    if (this._readableState.needReadable) maybeReadMore(this, this._readableState);
  });
}
Object.setPrototypeOf(Readable.prototype, Stream.prototype);
Object.setPrototypeOf(Readable, Stream);

Readable.ReadableState = ReadableState;
Readable.prototype.destroy = destroy;
Readable.prototype._undestroy = undestroy;
Readable.prototype._destroy = function(error, callback) {
  callback(error);
};
Readable.prototype[EventEmitter.captureRejectionSymbol] = function(error) {
  this.destroy(error);
};
Readable.prototype[Symbol.asyncDispose] = function() {
  let error;
  if (!this.destroyed) {
    error = this.readableEnded ? null : new AbortError();
    this.destroy(error);
  }
  return new Promise((resolve, reject) => {
    require('internal/stream/pipeline').finished(this, (failure) =>
      failure && failure !== error && failure.code !== 'ABORT_ERR' ? reject(failure) : resolve(undefined));
  });
};

Readable.prototype.push = function push(chunk, encoding) {
  return addChunk(this, chunk, encoding, false);
};

Readable.prototype.unshift = function unshift(chunk, encoding) {
  return addChunk(this, chunk, encoding, true);
};

function addChunk(stream, chunk, encoding, atFront) {
  const state = stream._readableState;
  if (chunk === null) {
    state.reading = false;
    onEnd(stream, state);
    return false;
  }
  if (!state.objectMode) {
    if (typeof chunk === 'string') {
      encoding ||= state.defaultEncoding;
      if (state.encoding !== encoding) {
        if (atFront && state.encoding) {
          chunk = Buffer.from(chunk, encoding).toString(state.encoding);
        } else {
          chunk = Buffer.from(chunk, encoding);
          encoding = '';
        }
      }
    } else if (chunk instanceof Buffer) {
      encoding = '';
    } else if (ArrayBuffer.isView(chunk)) {
      chunk = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      encoding = '';
    } else if (chunk !== undefined) {
      errorOrDestroy(stream, new codes.ERR_INVALID_ARG_TYPE('chunk', ['string', 'Buffer', 'TypedArray', 'DataView'], chunk));
      return false;
    }
  }
  if (chunk === undefined || (!state.objectMode && chunk.length <= 0)) {
    if (!atFront) {
      state.reading = false;
      maybeReadMore(stream, state);
    }
    return wantsMore(state);
  }
  if (atFront) {
    if (state.endEmitted) errorOrDestroy(stream, new codes.ERR_STREAM_UNSHIFT_AFTER_END_EVENT());
    else if (state.destroyed || state.errored) return false;
    else store(stream, state, chunk, true);
    return wantsMore(state);
  }
  if (state.ended) {
    errorOrDestroy(stream, new codes.ERR_STREAM_PUSH_AFTER_EOF());
    return false;
  }
  if (state.destroyed || state.errored) return false;
  state.reading = false;
  if (state.decoder && !encoding) {
    chunk = state.decoder.write(chunk);
    if (!state.objectMode && chunk.length === 0) {
      maybeReadMore(stream, state);
      return wantsMore(state);
    }
  }
  store(stream, state, chunk, false);
  return wantsMore(state);
}

function wantsMore(state) {
  return !state.ended && (state.length < state.highWaterMark || state.length === 0);
}

function store(stream, state, chunk, atFront) {
  if (state.flowing && state.length === 0 && !state.sync && stream.listenerCount('data') > 0) {
    state.awaitDrainWriters.clear();
    state.dataEmitted = true;
    stream.emit('data', chunk);
  } else {
    state.length += state.objectMode ? 1 : chunk.length;
    if (!atFront) state.buffer.push(chunk);
    else if (state.bufferIndex > 0) state.buffer[--state.bufferIndex] = chunk;
    else state.buffer.unshift(chunk);
    if (state.needReadable) emitReadable(stream);
  }
  maybeReadMore(stream, state);
}

Readable.prototype.isPaused = function isPaused() {
  return this._readableState.paused === true || this._readableState.flowing === false;
};

Readable.prototype.setEncoding = function setEncoding(encoding) {
  const state = this._readableState;
  setDecoder(state, encoding);
  // What waits is decoded now, as one piece.
  let text = '';
  for (let i = state.bufferIndex; i < state.buffer.length; i++) text += state.decoder.write(state.buffer[i]);
  state.buffer = text === '' ? [] : [text];
  state.bufferIndex = 0;
  state.length = text.length;
  return this;
};

const mostHighWaterMark = 0x40000000;

function nextPowerOfTwo(n) {
  if (n > mostHighWaterMark) throw new codes.ERR_OUT_OF_RANGE('size', '<= 1GiB', n);
  let power = 1;
  while (power < n) power *= 2;
  return power;
}

function amountToRead(n, state) {
  if (n <= 0 || (state.length === 0 && state.ended)) return 0;
  if (state.objectMode) return 1;
  if (Number.isNaN(n)) {
    // Flowing reads take one chunk at a time.
    if (state.flowing && state.length) return state.buffer[state.bufferIndex].length;
    return state.length;
  }
  if (n <= state.length) return n;
  return state.ended ? state.length : 0;
}

Readable.prototype.read = function read(n) {
  if (n === undefined) n = NaN;
  else if (!Number.isInteger(n)) n = Number.parseInt(n, 10);
  const state = this._readableState;
  const asked = n;
  if (n > state.highWaterMark) state.highWaterMark = nextPowerOfTwo(n);
  if (n !== 0) state.emittedReadable = false;
  if (n === 0 && state.needReadable &&
      ((state.highWaterMark !== 0 ? state.length >= state.highWaterMark : state.length > 0) || state.ended)) {
    if (state.length === 0 && state.ended) endReadable(this);
    else emitReadable(this);
    return null;
  }
  n = amountToRead(n, state);
  if (n === 0 && state.ended) {
    if (state.length === 0) endReadable(this);
    return null;
  }
  let doRead = state.needReadable;
  if (state.length === 0 || state.length - n < state.highWaterMark) doRead = true;
  if (state.ended || state.reading || state.destroyed || state.errored || !state.constructed) {
    doRead = false;
  } else if (doRead) {
    state.reading = true;
    state.sync = true;
    if (state.length === 0) state.needReadable = true;
    try {
      this._read(state.highWaterMark);
    } catch (error) {
      errorOrDestroy(this, error);
    }
    state.sync = false;
    // _read may have pushed at once.
    if (!state.reading) n = amountToRead(asked, state);
  }
  const result = n > 0 ? takeFromBuffer(n, state) : null;
  if (result === null) {
    state.needReadable = state.length <= state.highWaterMark;
    n = 0;
  } else {
    state.length -= n;
    state.awaitDrainWriters.clear();
  }
  if (state.length === 0) {
    if (!state.ended) state.needReadable = true;
    if (asked !== n && state.ended) endReadable(this);
  }
  if (result !== null && !state.errored && !state.closeEmitted) {
    state.dataEmitted = true;
    this.emit('data', result);
  }
  return result;
};

function takeFromBuffer(n, state) {
  if (state.length === 0) return null;
  const { buffer } = state;
  const first = buffer[state.bufferIndex];
  const dropFirst = () => {
    buffer[state.bufferIndex++] = undefined;
    if (state.bufferIndex === buffer.length) {
      buffer.length = 0;
      state.bufferIndex = 0;
    } else if (state.bufferIndex > 1024) {
      buffer.splice(0, state.bufferIndex);
      state.bufferIndex = 0;
    }
  };
  if (state.objectMode) {
    dropFirst();
    return first;
  }
  if (!n || n >= state.length) {
    const rest = state.bufferIndex === 0 ? buffer : buffer.slice(state.bufferIndex);
    const all = state.decoder ? rest.join('') : rest.length === 1 ? rest[0] : Buffer.concat(rest, state.length);
    buffer.length = 0;
    state.bufferIndex = 0;
    return all;
  }
  if (n < first.length) {
    buffer[state.bufferIndex] = first.slice(n);
    return first.slice(0, n);
  }
  if (n === first.length) {
    dropFirst();
    return first;
  }
  const parts = [];
  let left = n;
  while (left > 0) {
    const chunk = buffer[state.bufferIndex];
    if (left < chunk.length) {
      parts.push(chunk.slice(0, left));
      buffer[state.bufferIndex] = chunk.slice(left);
      break;
    }
    parts.push(chunk);
    left -= chunk.length;
    dropFirst();
  }
  return state.decoder ? parts.join('') : Buffer.concat(parts, n);
}

function onEnd(stream, state) {
  if (state.ended) return;
  if (state.decoder) {
    const chunk = state.decoder.end();
    if (chunk?.length) {
      state.buffer.push(chunk);
      state.length += state.objectMode ? 1 : chunk.length;
    }
  }
  state.ended = true;
  if (state.sync) {
    emitReadable(stream);
  } else {
    state.needReadable = false;
    state.emittedReadable = true;
    emitReadableNow(stream);
  }
}

function emitReadable(stream) {
  const state = stream._readableState;
  state.needReadable = false;
  if (!state.emittedReadable) {
    state.emittedReadable = true;
    nextTick(emitReadableNow, stream);
  }
}

function emitReadableNow(stream) {
  const state = stream._readableState;
  if (!state.destroyed && !state.errored && (state.length || state.ended)) {
    stream.emit('readable');
    state.emittedReadable = false;
  }
  state.needReadable = !state.flowing && !state.ended && state.length <= state.highWaterMark;
  flow(stream);
}

function maybeReadMore(stream, state) {
  if (state.readingMore || !state.constructed) return;
  state.readingMore = true;
  nextTick(readMore, stream, state);
}

function readMore(stream, state) {
  while (!state.reading && !state.ended &&
      (state.length < state.highWaterMark || (state.flowing && state.length === 0))) {
    const { length } = state;
    stream.read(0);
    // Nothing came: the next push will ask again.
    if (length === state.length) break;
  }
  state.readingMore = false;
}

Readable.prototype._read = function() {
  throw new codes.ERR_METHOD_NOT_IMPLEMENTED('_read()');
};

Readable.prototype.pipe = function pipe(destination, options) {
  const source = this;
  const state = this._readableState;
  state.pipes.push(destination);
  const { stdout, stderr } = require('internal/stdio').streams;
  const mayEnd = (!options || options.end !== false) && destination !== stdout && destination !== stderr;
  const endListener = mayEnd ? onSourceEnd : unpipe;
  if (state.endEmitted) nextTick(endListener);
  else source.once('end', endListener);
  destination.on('unpipe', onUnpipe);
  let cleanedUp = false;
  let onDrain;

  function onUnpipe(readable, info) {
    if (readable === source && info && info.hasUnpiped === false) {
      info.hasUnpiped = true;
      cleanup();
    }
  }
  function onSourceEnd() {
    destination.end();
  }
  function cleanup() {
    destination.removeListener('close', onClose);
    destination.removeListener('finish', onFinish);
    if (onDrain) destination.removeListener('drain', onDrain);
    destination.removeListener('error', onError);
    destination.removeListener('unpipe', onUnpipe);
    source.removeListener('end', onSourceEnd);
    source.removeListener('end', unpipe);
    source.removeListener('data', onData);
    cleanedUp = true;
    if (onDrain && state.awaitDrainWriters.size > 0 && (!destination._writableState || destination._writableState.needDrain)) {
      onDrain();
    }
  }
  function pause() {
    if (!cleanedUp) {
      state.awaitDrainWriters.add(destination);
      source.pause();
    }
    if (!onDrain) {
      onDrain = () => {
        state.awaitDrainWriters.delete(destination);
        if (state.awaitDrainWriters.size === 0 && source.listenerCount('data') > 0) source.resume();
      };
      destination.on('drain', onDrain);
    }
  }
  source.on('data', onData);
  function onData(chunk) {
    if (destination.write(chunk) === false) pause();
  }
  function onError(error) {
    unpipe();
    destination.removeListener('error', onError);
    if (destination.listenerCount('error') === 0) {
      const s = destination._writableState || destination._readableState;
      if (s && !s.errorEmitted) errorOrDestroy(destination, error);
      else destination.emit('error', error);
    }
  }
  prependListener(destination, 'error', onError);
  function onClose() {
    destination.removeListener('finish', onFinish);
    unpipe();
  }
  destination.once('close', onClose);
  function onFinish() {
    destination.removeListener('close', onClose);
    unpipe();
  }
  destination.once('finish', onFinish);
  function unpipe() {
    source.unpipe(destination);
  }
  destination.emit('pipe', source);
  if (destination.writableNeedDrain === true) pause();
  else if (!state.flowing) source.resume();
  return destination;
};

Readable.prototype.unpipe = function unpipe(destination) {
  const state = this._readableState;
  if (state.pipes.length === 0) return this;
  if (!destination) {
    const all = state.pipes;
    state.pipes = [];
    this.pause();
    for (const target of all) target.emit('unpipe', this, { hasUnpiped: false });
    return this;
  }
  const at = state.pipes.indexOf(destination);
  if (at === -1) return this;
  state.pipes.splice(at, 1);
  if (state.pipes.length === 0) this.pause();
  destination.emit('unpipe', this, { hasUnpiped: false });
  return this;
};

Readable.prototype.on = function on(event, listener) {
  const result = Stream.prototype.on.call(this, event, listener);
  const state = this._readableState;
  if (event === 'data') {
    state.readableListening = this.listenerCount('readable') > 0;
    if (state.flowing !== false) this.resume();
  } else if (event === 'readable' && !state.endEmitted && !state.readableListening) {
    state.readableListening = state.needReadable = true;
    state.flowing = false;
    state.emittedReadable = false;
    if (state.length) emitReadable(this);
    else if (!state.reading) nextTick(readZero, this);
  }
  return result;
};
Readable.prototype.addListener = Readable.prototype.on;

function readZero(stream) {
  stream.read(0);
}

Readable.prototype.removeListener = function removeListener(event, listener) {
  const result = Stream.prototype.removeListener.call(this, event, listener);
  if (event === 'readable') nextTick(updateListening, this);
  else if (event === 'data' && this.listenerCount('data') === 0) this._readableState.dataListenerGone = true;
  return result;
};
Readable.prototype.off = Readable.prototype.removeListener;

Readable.prototype.removeAllListeners = function removeAllListeners(event) {
  const result = Stream.prototype.removeAllListeners.apply(this, arguments);
  if (event === 'readable' || event === undefined) nextTick(updateListening, this);
  return result;
};

function updateListening(stream) {
  const state = stream._readableState;
  state.readableListening = stream.listenerCount('readable') > 0;
  if (state.resumeScheduled && state.paused === false) state.flowing = true;
  else if (stream.listenerCount('data') > 0) stream.resume();
  else if (!state.readableListening) state.flowing = null;
}

Readable.prototype.resume = function resume() {
  const state = this._readableState;
  if (!state.flowing) {
    state.flowing = !state.readableListening;
    if (!state.resumeScheduled) {
      state.resumeScheduled = true;
      nextTick(resumeNow, this, state);
    }
  }
  state.paused = false;
  return this;
};

function resumeNow(stream, state) {
  if (!state.reading) stream.read(0);
  state.resumeScheduled = false;
  stream.emit('resume');
  flow(stream);
  if (state.flowing && !state.reading) stream.read(0);
}

Readable.prototype.pause = function pause() {
  const state = this._readableState;
  if (state.flowing !== false) {
    state.flowing = false;
    this.emit('pause');
  }
  state.paused = true;
  return this;
};

function flow(stream) {
  const state = stream._readableState;
  while (state.flowing && stream.read() !== null);
}

/** Wraps a stream of the oldest kind. */
Readable.prototype.wrap = function wrap(old) {
  let paused = false;
  old.on('data', (chunk) => {
    if (!this.push(chunk) && old.pause) {
      paused = true;
      old.pause();
    }
  });
  old.on('end', () => this.push(null));
  old.on('error', (error) => errorOrDestroy(this, error));
  old.on('close', () => destroy.call(this));
  old.on('destroy', () => destroy.call(this));
  this._read = () => {
    if (paused && old.resume) {
      paused = false;
      old.resume();
    }
  };
  for (const key of Object.keys(old)) {
    if (this[key] === undefined && typeof old[key] === 'function') this[key] = old[key].bind(old);
  }
  return this;
};

function iterate(stream, options) {
  if (typeof stream.read !== 'function') stream = new Readable({ objectMode: true }).wrap(stream);
  const iterator = iterateChunks(stream, options);
  iterator.stream = stream;
  return iterator;
}

async function* iterateChunks(stream, options) {
  let wake = () => {};
  function onReadable(resolve) {
    if (this === stream) {
      wake();
      wake = () => {};
    } else {
      wake = resolve;
    }
  }
  stream.on('readable', onReadable);
  let failure;
  const { finished } = require('internal/stream/pipeline');
  const cleanup = finished(stream, { writable: false }, (error) => {
    failure = error ? error : null;
    wake();
    wake = () => {};
  });
  try {
    for (;;) {
      const chunk = stream.destroyed ? null : stream.read();
      if (chunk !== null) yield chunk;
      else if (failure) throw failure;
      else if (failure === null) return;
      else await new Promise(onReadable);
    }
  } catch (error) {
    failure = failure ? failure : error;
    throw failure;
  } finally {
    if ((failure || options?.destroyOnReturn !== false) && (failure === undefined || stream._readableState.autoDestroy)) {
      destroyQuietly(stream, failure);
    } else {
      stream.off('readable', onReadable);
      cleanup();
    }
  }
}

function destroyQuietly(stream) {
  require('internal/stream/destroy').destroyer(stream, null);
}

Readable.prototype[Symbol.asyncIterator] = function() {
  return iterate(this);
};

Readable.prototype.iterator = function iterator(options) {
  if (options !== undefined) validateObject(options, 'options');
  return iterate(this, options);
};

const stateGetters = {
  readable() {
    const r = this._readableState;
    return Boolean(r) && r.readable !== false && !r.destroyed && !r.errorEmitted && !r.endEmitted;
  },
  readableDidRead() {
    return this._readableState.dataEmitted;
  },
  readableAborted() {
    const r = this._readableState;
    return Boolean(r.readable !== false && (r.destroyed || r.errored) && !r.endEmitted);
  },
  readableHighWaterMark() {
    return this._readableState.highWaterMark;
  },
  readableBuffer() {
    return this._readableState?.buffer;
  },
  readableFlowing() {
    return this._readableState.flowing;
  },
  readableLength() {
    return this._readableState.length;
  },
  readableObjectMode() {
    return this._readableState ? this._readableState.objectMode : false;
  },
  readableEncoding() {
    return this._readableState ? this._readableState.encoding : null;
  },
  errored() {
    return this._readableState ? this._readableState.errored : null;
  },
  closed() {
    return this._readableState ? this._readableState.closed : false;
  },
  destroyed() {
    return this._readableState ? this._readableState.destroyed : false;
  },
  readableEnded() {
    return this._readableState ? this._readableState.endEmitted : false;
  },
};
const stateSetters = {
  readable(value) {
    if (this._readableState) this._readableState.readable = Boolean(value);
  },
  readableFlowing(value) {
    if (this._readableState) this._readableState.flowing = value;
  },
  destroyed(value) {
    if (this._readableState) this._readableState.destroyed = value;
  },
};
for (const name of Object.keys(stateGetters)) {
  Object.defineProperty(Readable.prototype, name, {
    __proto__: null, get: stateGetters[name], set: stateSetters[name], enumerable: false, configurable: true,
  });
}

function endReadable(stream) {
  const state = stream._readableState;
  if (state.endEmitted) return;
  state.ended = true;
  nextTick(endReadableNow, state, stream);
}

function endReadableNow(state, stream) {
  if (state.errored || state.closeEmitted || state.endEmitted || state.length !== 0) return;
  state.endEmitted = true;
  stream.emit('end');
  if (stream.writable && stream.allowHalfOpen === false) {
    nextTick(endWritable, stream);
  } else if (state.autoDestroy) {
    const w = stream._writableState;
    if (!w || (w.autoDestroy && (w.finished || w.writable === false))) stream.destroy();
  }
}

function endWritable(stream) {
  if (stream.writable && !stream.writableEnded && !stream.destroyed) stream.end();
}

Readable.from = function(iterable, options) {
  return require('internal/stream/from')(Readable, iterable, options);
};
Readable.fromWeb = (webStream, options) => require('internal/stream/web_adapters').readableFromWeb(Readable, webStream, options);
Readable.toWeb = (readable, options) => require('internal/stream/web_adapters').readableToWeb(readable, options);
Readable.wrap = (source, options) => new Readable({
  objectMode: source.readableObjectMode ?? source.objectMode ?? true,
  ...options,
  destroy(error, callback) {
    require('internal/stream/destroy').destroyer(source, error);
    callback(error);
  },
}).wrap(source);

module.exports = Readable;
