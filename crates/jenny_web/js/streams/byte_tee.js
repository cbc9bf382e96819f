// ReadableByteStreamTee, and byte streams of this crate's own making (streams.spec.whatwg.org 4.9.1).
'use strict';
const { newPromise, resolvePromise, react, queueJob, load } = require;
const { nothing } = load('streams/shared');
const { Stream, Reader, newStreamObject } = load('streams/readable');
const { ByteController, newByobReader, readInto } = load('streams/bytes');

/// A byte stream: `pull` and `cancel` get the inner controller; `start` too.
function makeByteStream({ start = nothing, pull, cancel, highWaterMark = 0, autoAllocateChunkSize }) {
  const stream = new Stream();
  const controller = new ByteController(stream, pull, cancel, highWaterMark, autoAllocateChunkSize);
  const object = newStreamObject(stream);
  controller.begin(start(controller));
  return object;
}

const copyOf = (view) => new Uint8Array(view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength));

function tee(stream) {
  let reader = new Reader(stream, false);
  const cancelPromise = newPromise();
  const canceled = [false, false], reasons = [undefined, undefined], controllers = [];
  let reading = false;
  const again = [false, false];
  const forwardReaderError = (thisReader) => {
    react(thisReader.closed, undefined, (reason) => {
      if (thisReader !== reader) return;
      controllers[0].error(reason); controllers[1].error(reason);
      if (!canceled[0] || !canceled[1]) resolvePromise(cancelPromise, undefined);
    });
  };
  const pullAgain = () => {
    reading = false;
    if (again[0]) pull(0); else if (again[1]) pull(1);
  };
  const fail = (error) => {
    controllers[0].error(error); controllers[1].error(error);
    resolvePromise(cancelPromise, stream.cancel(error));
  };
  const pullWithDefaultReader = () => {
    if (reader.isByob) {
      reader.release();
      reader = new Reader(stream, false);
      forwardReaderError(reader);
    }
    reader.read({
      chunk(chunk) {
        queueJob(() => {
          again[0] = again[1] = false;
          let second = chunk;
          if (!canceled[0] && !canceled[1]) {
            try { second = copyOf(chunk); } catch (error) { fail(error); return; }
          }
          if (!canceled[0]) controllers[0].enqueue(chunk);
          if (!canceled[1]) controllers[1].enqueue(second);
          pullAgain();
        });
      },
      close() {
        reading = false;
        for (const i of [0, 1]) if (!canceled[i]) controllers[i].close();
        for (const i of [0, 1]) if (controllers[i].pendingPullIntos.length > 0) controllers[i].respond(0);
        if (!canceled[0] || !canceled[1]) resolvePromise(cancelPromise, undefined);
      },
      error() { reading = false; },
    });
  };
  const pullWithByobReader = (view, forSecond) => {
    if (!reader.isByob) {
      reader.release();
      reader = newByobReader(stream);
      forwardReaderError(reader);
    }
    const byob = forSecond ? 1 : 0, other = 1 - byob;
    readInto(reader, view, 1, {
      chunk(chunk) {
        queueJob(() => {
          again[0] = again[1] = false;
          const byobCanceled = canceled[byob], otherCanceled = canceled[other];
          if (!otherCanceled) {
            let copy;
            try { copy = copyOf(chunk); } catch (error) { fail(error); return; }
            if (!byobCanceled) controllers[byob].respondWithNewView(chunk);
            controllers[other].enqueue(copy);
          } else if (!byobCanceled) controllers[byob].respondWithNewView(chunk);
          pullAgain();
        });
      },
      close(chunk) {
        reading = false;
        const byobCanceled = canceled[byob], otherCanceled = canceled[other];
        if (!byobCanceled) controllers[byob].close();
        if (!otherCanceled) controllers[other].close();
        if (chunk !== undefined) {
          if (!byobCanceled) controllers[byob].respondWithNewView(chunk);
          if (!otherCanceled && controllers[other].pendingPullIntos.length > 0) controllers[other].respond(0);
        }
        if (!byobCanceled || !otherCanceled) resolvePromise(cancelPromise, undefined);
      },
      error() { reading = false; },
    });
  };
  const pull = (i) => {
    if (reading) { again[i] = true; return; }
    reading = true;
    const request = controllers[i].getByobRequest();
    if (request === null) pullWithDefaultReader(); else pullWithByobReader(request.view, i === 1);
  };
  const branch = (i) => makeByteStream({
    __proto__: null,
    start(controller) { controllers.push(controller); },
    pull() { pull(i); },
    cancel(reason) {
      canceled[i] = true; reasons[i] = reason;
      if (canceled[1 - i]) resolvePromise(cancelPromise, stream.cancel(reasons));
      return cancelPromise;
    },
  });
  const branches = [branch(0), branch(1)];
  forwardReaderError(reader);
  return branches;
}

Object.assign(exports, { tee, makeByteStream });
