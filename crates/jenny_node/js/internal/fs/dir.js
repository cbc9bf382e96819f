//! Dir: the entries of one directory, one after another.
'use strict';

const { Dirent } = require('internal/fs/stats');
const { encodeName } = require('internal/fs/arguments');
const { nextTick } = require('internal/ticks');

class Dir {
  #path;
  #entries;
  #options;
  #next = 0;
  #closed = false;

  constructor(path, entries, options) {
    this.#path = path;
    this.#entries = entries;
    this.#options = options;
  }

  get path() {
    return this.#path;
  }

  readSync() {
    if (this.#closed) throw dirClosed();
    if (this.#next >= this.#entries.length) return null;
    const name = this.#entries[this.#next++];
    return new Dirent(encodeName(name, this.#options.encoding), this.#entries[this.#next++], this.#path);
  }

  read(callback) {
    if (callback === undefined) {
      return new Promise((resolve) => resolve(this.readSync()));
    }
    const entry = this.readSync();
    nextTick(callback, null, entry);
    return undefined;
  }

  closeSync() {
    if (this.#closed) throw dirClosed();
    this.#closed = true;
  }

  close(callback) {
    if (callback === undefined) {
      return new Promise((resolve) => resolve(this.closeSync()));
    }
    this.closeSync();
    nextTick(callback, null);
    return undefined;
  }

  async* entries() {
    try {
      for (let entry = this.readSync(); entry !== null; entry = this.readSync()) yield entry;
    } finally {
      this.closeSync();
    }
  }

  [Symbol.asyncIterator]() {
    return this.entries();
  }

  async [Symbol.asyncDispose]() {
    if (!this.#closed) this.closeSync();
  }

  [Symbol.dispose]() {
    if (!this.#closed) this.closeSync();
  }
}

function dirClosed() {
  const error = new Error('Directory handle was closed');
  return require('internal/errors').sealCode(error, 'ERR_DIR_CLOSED');
}

exports.Dir = Dir;
