//! `Readable.from`: a stream over the values of an iterable.
'use strict';

const { codes } = require('internal/errors');
const { nextTick } = require('internal/ticks');

function from(Readable, iterable, options) {
  if (typeof iterable === 'string' || iterable instanceof require('buffer').Buffer) {
    return new Readable({
      objectMode: true,
      ...options,
      read() {
        this.push(iterable);
        this.push(null);
      },
    });
  }
  let iterator;
  let isAsync;
  if (iterable?.[Symbol.asyncIterator]) {
    isAsync = true;
    iterator = iterable[Symbol.asyncIterator]();
  } else if (iterable?.[Symbol.iterator]) {
    isAsync = false;
    iterator = iterable[Symbol.iterator]();
  } else {
    throw new codes.ERR_INVALID_ARG_TYPE('iterable', ['Iterable'], iterable);
  }
  const readable = new Readable({ objectMode: true, highWaterMark: 1, ...options });
  // Only one loop pulls from the iterator at a time.
  let reading = false;
  readable._read = function() {
    if (reading) return;
    reading = true;
    pull();
  };
  readable._destroy = function(error, callback) {
    close(error).then(() => nextTick(callback, error), (failure) => nextTick(callback, failure || error));
  };
  async function close(error) {
    const hadError = error !== undefined && error !== null;
    if (hadError && typeof iterator.throw === 'function') {
      const { value, done } = await iterator.throw(error);
      await value;
      if (done) return;
    }
    if (typeof iterator.return === 'function') {
      const { value } = await iterator.return();
      await value;
    }
  }
  async function pull() {
    for (;;) {
      try {
        const { value, done } = isAsync ? await iterator.next() : iterator.next();
        if (done) {
          readable.push(null);
          return;
        }
        const chunk = value && typeof value.then === 'function' ? await value : value;
        if (chunk === null) {
          reading = false;
          throw new codes.ERR_STREAM_NULL_VALUES();
        }
        if (readable.push(chunk)) continue;
        reading = false;
      } catch (error) {
        readable.destroy(error);
      }
      return;
    }
  }
  return readable;
}

module.exports = from;
