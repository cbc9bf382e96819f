//! How a stream ends early: destroy, the errors and "close" that follow, and construction that takes time.
'use strict';

const { codes, AbortError } = require('internal/errors');
const { nextTick } = require('internal/ticks');

const kDestroy = Symbol('kDestroy');
const kConstruct = Symbol('kConstruct');

function noteError(error, w, r) {
  if (!error) return;
  // Reading the stack now keeps it from being made when it is too late to tell where it came from.
  void error.stack;
  if (w && !w.errored) w.errored = error;
  if (r && !r.errored) r.errored = error;
}

function destroy(error, callback) {
  const r = this._readableState;
  const w = this._writableState;
  const state = w || r;
  if (w?.destroyed || r?.destroyed) {
    if (typeof callback === 'function') callback();
    return this;
  }
  noteError(error, w, r);
  if (w) w.destroyed = true;
  if (r) r.destroyed = true;
  if (!state.constructed) {
    this.once(kDestroy, (other) => runDestroy(this, bothErrors(other, error), callback));
  } else {
    runDestroy(this, error, callback);
  }
  return this;
}

function bothErrors(inner, outer) {
  if (inner && outer && inner !== outer) {
    if (Array.isArray(outer.errors)) {
      outer.errors.push(inner);
      return outer;
    }
    const error = new AggregateError([outer, inner], outer.message);
    error.code = outer.code;
    return error;
  }
  return inner || outer;
}

function runDestroy(stream, error, callback) {
  let called = false;
  function onDestroy(failure) {
    if (called) return;
    called = true;
    const r = stream._readableState;
    const w = stream._writableState;
    noteError(failure, w, r);
    if (w) w.closed = true;
    if (r) r.closed = true;
    if (typeof callback === 'function') callback(failure);
    if (failure) nextTick(emitErrorAndClose, stream, failure);
    else nextTick(emitClose, stream);
  }
  try {
    stream._destroy(error || null, onDestroy);
  } catch (failure) {
    onDestroy(failure);
  }
}

function emitErrorAndClose(stream, error) {
  emitError(stream, error);
  emitClose(stream);
}

function emitClose(stream) {
  const r = stream._readableState;
  const w = stream._writableState;
  if (w) w.closeEmitted = true;
  if (r) r.closeEmitted = true;
  if (w?.emitClose || r?.emitClose) stream.emit('close');
}

function emitError(stream, error) {
  const r = stream._readableState;
  const w = stream._writableState;
  if (w?.errorEmitted || r?.errorEmitted) return;
  if (w) w.errorEmitted = true;
  if (r) r.errorEmitted = true;
  stream.emit('error', error);
}

function undestroy() {
  const r = this._readableState;
  const w = this._writableState;
  if (r) {
    Object.assign(r, {
      constructed: true, closed: false, closeEmitted: false, destroyed: false, errored: null, errorEmitted: false,
      reading: false, ended: r.readable === false, endEmitted: r.readable === false,
    });
  }
  if (w) {
    Object.assign(w, {
      constructed: true, destroyed: false, closed: false, closeEmitted: false, errored: null, errorEmitted: false,
      finalCalled: false, prefinished: false, ended: w.writable === false, ending: w.writable === false,
      finished: w.writable === false,
    });
  }
}

/** Reports an error: by destroying the stream, or by the event alone where autoDestroy is off. */
function errorOrDestroy(stream, error, sync) {
  const r = stream._readableState;
  const w = stream._writableState;
  if (w?.destroyed || r?.destroyed) return;
  if (r?.autoDestroy || w?.autoDestroy) {
    stream.destroy(error);
  } else if (error) {
    void error.stack;
    if (w && !w.errored) w.errored = error;
    if (r && !r.errored) r.errored = error;
    if (sync) nextTick(emitError, stream, error);
    else emitError(stream, error);
  }
}

/** Runs `_construct` before the first read or write; `callback` runs when it is done. */
function construct(stream, callback) {
  if (typeof stream._construct !== 'function') return;
  const r = stream._readableState;
  const w = stream._writableState;
  if (r) r.constructed = false;
  if (w) w.constructed = false;
  stream.once(kConstruct, callback);
  if (stream.listenerCount(kConstruct) > 1) return;
  nextTick(runConstruct, stream);
}

function runConstruct(stream) {
  let called = false;
  function onConstruct(error) {
    if (called) {
      errorOrDestroy(stream, error ?? new codes.ERR_MULTIPLE_CALLBACK());
      return;
    }
    called = true;
    const r = stream._readableState;
    const w = stream._writableState;
    const state = w || r;
    if (r) r.constructed = true;
    if (w) w.constructed = true;
    if (state.destroyed) stream.emit(kDestroy, error);
    else if (error) errorOrDestroy(stream, error, true);
    else stream.emit(kConstruct);
  }
  try {
    stream._construct((error) => nextTick(onConstruct, error));
  } catch (error) {
    nextTick(onConstruct, error);
  }
}

function isRequest(stream) {
  return stream?.setHeader && typeof stream.abort === 'function';
}

/** Destroys any kind of stream, also those that are not ours. */
function destroyer(stream, error) {
  if (!stream || stream.destroyed) return;
  if (!error && !isFinishedStream(stream)) error = new AbortError();
  if (isRequest(stream)) stream.abort();
  else if (typeof stream.destroy === 'function') stream.destroy(error);
  else if (typeof stream.close === 'function') stream.close();
  if (!stream.destroyed) stream.__destroyed = true;
}

function isFinishedStream(stream) {
  const r = stream._readableState;
  const w = stream._writableState;
  return (!r || r.endEmitted || r.readable === false) && (!w || w.finished || w.writable === false) && Boolean(r || w);
}

module.exports = { construct, destroy, destroyer, errorOrDestroy, undestroy, emitError, bothErrors };
