// ReadableStreamTee for streams of any chunks (streams.spec.whatwg.org 4.9.1); byte streams have their own in `bytes`.
'use strict';
const { newPromise, resolvePromise, react, resolvedPromise, queueJob, cloneValue, load } = require;
const { Reader, makeStream, innerStream } = load('streams/readable');

/// Two streams that get the chunks of one; with `cloneForSecond` the second gets structured clones.
function tee(stream, cloneForSecond) {
  if (stream.controller.isBytes) return load('streams/byte_tee').tee(stream);
  const reader = new Reader(stream, false);
  const cancelPromise = newPromise();
  const canceled = [false, false], reasons = [undefined, undefined], controllers = [];
  let reading = false, readAgain = false;
  const pull = () => {
    if (reading) { readAgain = true; return; }
    reading = true;
    reader.read({
      chunk(chunk) {
        queueJob(() => {
          readAgain = false;
          let second = chunk;
          if (!canceled[1] && cloneForSecond) {
            try { second = cloneValue(chunk, []); } catch (error) {
              controllers[0].error(error); controllers[1].error(error);
              resolvePromise(cancelPromise, stream.cancel(error));
              return;
            }
          }
          if (!canceled[0]) controllers[0].enqueue(chunk);
          if (!canceled[1]) controllers[1].enqueue(second);
          reading = false;
          if (readAgain) pull();
        });
      },
      close() {
        reading = false;
        for (const i of [0, 1]) if (!canceled[i]) controllers[i].close();
        if (!canceled[0] || !canceled[1]) resolvePromise(cancelPromise, undefined);
      },
      error() { reading = false; },
    });
  };
  const branch = (i) => makeStream({
    __proto__: null,
    start(controller) { controllers.push(controller); },
    pull,
    cancel(reason) {
      canceled[i] = true; reasons[i] = reason;
      if (canceled[1 - i]) resolvePromise(cancelPromise, stream.cancel(reasons));
      return cancelPromise;
    },
  });
  const branches = [branch(0), branch(1)];
  react(reader.closed, undefined, (reason) => {
    controllers[0].error(reason); controllers[1].error(reason);
    if (!canceled[0] || !canceled[1]) resolvePromise(cancelPromise, undefined);
  });
  return branches;
}

Object.assign(exports, { tee, teeForBody: (stream) => tee(innerStream(stream), true), resolvedPromise });
