// ReadableStreamPipeTo (streams.spec.whatwg.org 4.9.1).
'use strict';
const { newPromise, resolvePromise, rejectPromise, resolvedPromise, react, queueJob, load } = require;
const { nothing, invalidState, RESOLVED } = load('streams/shared');
const { Reader } = load('streams/readable');
const { Writer } = load('streams/writable');

/// Pipes inner streams; the answer settles when the pipe has ended and both locks are released.
function pipeTo(source, destination, preventClose, preventAbort, preventCancel, signal) {
  const reader = new Reader(source, false);
  const writer = new Writer(destination);
  source.disturbed = true;
  const promise = newPromise();
  let shuttingDown = false, waiting = false, held = undefined;
  // The last write, and whether a chunk that was read is still to be written.
  let currentWrite = RESOLVED, chunkOnItsWay = false;

  const finalize = (failed, error) => {
    writer.release();
    reader.release();
    if (signal !== undefined) load('abort').removeAbortAlgorithm(signal, abortAlgorithm);
    if (failed) rejectPromise(promise, error); else resolvePromise(promise, undefined);
  };
  /// Calls `then` when all chunks that were read have been written.
  const afterWrites = (then) => {
    if (chunkOnItsWay) { queueJob(() => afterWrites(then)); return; }
    const last = currentWrite;
    const done = () => { if (last !== currentWrite || chunkOnItsWay) afterWrites(then); else then(); };
    react(last, done, done);
  };
  const shutdownWithAction = (action, failed, error) => {
    if (shuttingDown) return;
    shuttingDown = true;
    const act = () => react(action(), () => finalize(failed, error), (newError) => finalize(true, newError));
    if (destination.state === 'writable' && !destination.closeQueuedOrInFlight()) afterWrites(act); else act();
  };
  const shutdown = (failed, error) => {
    if (shuttingDown) return;
    shuttingDown = true;
    if (destination.state === 'writable' && !destination.closeQueuedOrInFlight()) afterWrites(() => finalize(failed, error));
    else finalize(failed, error);
  };

  const abortAlgorithm = () => {
    const error = signal.reason;
    const actions = [];
    if (!preventAbort) actions.push(() => (destination.state === 'writable' ? destination.abort(error) : resolvedPromise(undefined)));
    if (!preventCancel) actions.push(() => (source.state === 'readable' ? source.cancel(error) : resolvedPromise(undefined)));
    shutdownWithAction(() => all(actions.map((action) => action())), true, error);
  };
  if (signal !== undefined) {
    if (signal.aborted) { abortAlgorithm(); return promise; }
    load('abort').addAbortAlgorithm(signal, abortAlgorithm);
  }

  // Errors and closing are propagated in both directions.
  const sourceErrored = (reason) => {
    if (!preventAbort) shutdownWithAction(() => destination.abort(reason), true, reason); else shutdown(true, reason);
  };
  const destinationErrored = (reason) => {
    if (!preventCancel) shutdownWithAction(() => source.cancel(reason), true, reason); else shutdown(true, reason);
  };
  const sourceClosed = () => {
    if (!preventClose) shutdownWithAction(() => writer.closeWithErrorPropagation(), false, undefined); else shutdown(false, undefined);
  };
  if (source.state === 'errored') sourceErrored(source.storedError); else react(reader.closed, nothing, sourceErrored);
  if (destination.state === 'errored') destinationErrored(destination.storedError); else react(writer.closed.get(), nothing, destinationErrored);
  if (source.state === 'closed') sourceClosed(); else react(reader.closed, sourceClosed, nothing);
  if (destination.closeQueuedOrInFlight() || destination.state === 'closed') {
    const closed = invalidState('Destination WritableStream is closed');
    if (!preventCancel) shutdownWithAction(() => source.cancel(closed), true, closed); else shutdown(true, closed);
  }

  // One request is used for all reads. Writing must not happen within enqueue(), so the chunk is written in a job of its own.
  const write = () => {
    const chunk = held;
    held = undefined;
    chunkOnItsWay = false;
    currentWrite = writer.write(chunk);
    react(currentWrite, nothing, nothing);
    step();
  };
  const request = {
    chunk(chunk) { waiting = false; held = chunk; chunkOnItsWay = true; queueJob(write); },
    close() { waiting = false; },
    error() { waiting = false; },
  };
  const step = () => {
    if (shuttingDown || waiting || chunkOnItsWay) return;
    if (destination.state !== 'writable' || destination.closeQueuedOrInFlight()) return;
    if (destination.backpressure) { react(writer.ready.get(), step, nothing); return; }
    if (source.state !== 'readable') return;
    waiting = true;
    reader.read(request);
  };
  step();
  return promise;
}

/// "wait for all" of WebIDL.
function all(promises) {
  const result = newPromise();
  let left = promises.length;
  if (left === 0) resolvePromise(result, undefined);
  for (const promise of promises) react(promise, () => { if (--left === 0) resolvePromise(result, undefined); }, (reason) => rejectPromise(result, reason));
  return result;
}

Object.assign(exports, { pipeTo });
