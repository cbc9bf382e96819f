//! `node:readline/promises`: an Interface whose questions are promises, and cursor movements that are collected.
'use strict';

const readline = require('readline');
const { AbortError, codes } = require('internal/errors');
const { validateAbortSignal, validateBoolean, validateInteger } = require('internal/validators');

class Interface extends readline.Interface {
  question(query, options = {}) {
    return new Promise((resolve, reject) => {
      const { signal } = options;
      if (signal !== undefined) {
        validateAbortSignal(signal, 'options.signal');
        if (signal.aborted) {
          reject(new AbortError(undefined, { cause: signal.reason }));
          return;
        }
        const onAbort = () => reject(new AbortError(undefined, { cause: signal.reason }));
        signal.addEventListener('abort', onAbort, { once: true });
        super.question(query, { signal }, (answer) => {
          signal.removeEventListener('abort', onAbort);
          resolve(answer);
        });
        return;
      }
      super.question(query, resolve);
    });
  }
}

/** Collects movements and writes them at once with commit. */
class Readline {
  #stream;
  #autoCommit = false;
  #text = [];

  constructor(stream, options = undefined) {
    if (typeof stream?.write !== 'function') throw new codes.ERR_INVALID_ARG_TYPE('stream', 'Writable', stream);
    this.#stream = stream;
    if (options?.autoCommit != null) {
      validateBoolean(options.autoCommit, 'options.autoCommit');
      this.#autoCommit = options.autoCommit;
    }
  }

  #add(text) {
    if (this.#autoCommit) globalThis.process.nextTick(() => this.#stream.write(text));
    else this.#text.push(text);
    return this;
  }

  cursorTo(x, y = undefined) {
    validateInteger(x, 'x');
    if (y != null) validateInteger(y, 'y');
    return this.#add(y == null ? `\u001b[${x + 1}G` : `\u001b[${y + 1};${x + 1}H`);
  }

  moveCursor(dx, dy) {
    if (!dx && !dy) return this;
    validateInteger(dx, 'dx');
    validateInteger(dy, 'dy');
    let text = '';
    if (dx < 0) text += `\u001b[${-dx}D`;
    else if (dx > 0) text += `\u001b[${dx}C`;
    if (dy < 0) text += `\u001b[${-dy}A`;
    else if (dy > 0) text += `\u001b[${dy}B`;
    return this.#add(text);
  }

  clearLine(direction) {
    validateInteger(direction, 'dir', -1, 1);
    return this.#add(direction < 0 ? '\u001b[1K' : direction > 0 ? '\u001b[0K' : '\u001b[2K');
  }

  clearScreenDown() {
    return this.#add('\u001b[0J');
  }

  commit() {
    return new Promise((resolve) => {
      this.#stream.write(this.#text.join(''), resolve);
      this.#text = [];
    });
  }

  rollback() {
    this.#text = [];
    return this;
  }
}

module.exports = {
  Interface,
  Readline,
  createInterface: (input, output, completer, terminal) => new Interface(input, output, completer, terminal),
};
