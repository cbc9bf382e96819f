// Bodies on their way: what arrives, and streams that are sent.
'use strict';
const { httpNextChunk, httpReadAll, httpBodyWrite, httpBodyEnd, httpBodyFail, newPromise, resolvePromise, react, load } = require;

const terminated = (error) => new TypeError('terminated', { cause: error });

/// A body that arrives: read in one go, or as a stream chunk by chunk while somebody asks for more.
/// `owner`: { signal, stop, bodyEnded(), bodyCancelled() }; `stop(reason)` is set to what ends the reading.
class Incoming {
  owner; id;
  constructor(owner, id) { this.owner = owner; this.id = id; }
  /// All that reads holds this object by calling it: who registered it with a FinalizationRegistry hears when nobody reads any more.
  #ended() { this.owner.bodyEnded(); }
  readAll(done, failed) {
    const { owner, id } = this;
    if (owner.signal?.aborted) { failed(owner.signal.reason); return; }
    let over = false;
    const once = (settle) => (value) => { if (over) return; over = true; this.#ended(); settle(value); };
    const fail = once(failed);
    owner.stop = fail;
    react(httpReadAll(id), once(done), (error) => fail(terminated(error)));
  }
  stream() {
    const { owner, id } = this;
    return load('streams/byte_tee').makeByteStream({
      __proto__: null,
      start: (controller) => {
        if (owner.signal?.aborted) { controller.error(owner.signal.reason); return; }
        owner.stop = (reason) => { this.#ended(); controller.error(reason); };
      },
      pull: (controller) => {
        const pulled = newPromise();
        react(httpNextChunk(id), (chunk) => {
          if (chunk !== null) controller.enqueue(chunk);
          else if (controller.stream.state === 'readable') {
            this.#ended();
            controller.close();
            if (controller.pendingPullIntos.length > 0) controller.respond(0);
          }
          resolvePromise(pulled, undefined);
        }, (error) => { this.#ended(); if (owner.signal?.aborted !== true) controller.error(terminated(error)); resolvePromise(pulled, undefined); });
        return pulled;
      },
      cancel: () => { this.#ended(); owner.bodyCancelled(); },
    });
  }
}

/// Sends the chunks of a stream, one at a time: the next is read when the last has been taken. Gives the reader.
/// `owner`: { bodyDone, bodyBroke(reason), bodyNotTaken() }; `bodyDone` is set at the end, and ends the sending where the owner sets it.
function sendStream(id, stream, owner) {
  const { Reader, innerStream } = load('streams/readable');
  const reader = new Reader(innerStream(stream), false);
  const broken = (reason) => {
    if (owner.bodyDone) return;
    owner.bodyDone = true;
    httpBodyFail(id);
    owner.bodyBroke(reason);
  };
  const request = {
    chunk: (chunk) => {
      if (owner.bodyDone) return;
      if (!(chunk instanceof Uint8Array)) {
        const error = new TypeError('Received non-Uint8Array chunk');
        react(reader.cancel(error), undefined, undefined);
        broken(error);
        return;
      }
      react(httpBodyWrite(id, chunk), (taken) => {
        if (taken) reader.read(request); else if (!owner.bodyDone) { owner.bodyDone = true; owner.bodyNotTaken(); }
      }, broken);
    },
    close: () => { if (owner.bodyDone) return; owner.bodyDone = true; httpBodyEnd(id); owner.bodySent?.(); },
    error: broken,
  };
  reader.read(request);
  return reader;
}

Object.assign(exports, { Incoming, sendStream });
