//! `fs.watch` and `fs.watchFile`: events of the system, and a stat asked for again and again.
'use strict';

const EventEmitter = require('events');
const { AbortError, make, systemError } = require('internal/errors');
const { validateFunction } = require('internal/validators');
const { toPath, toOptions, encodeName } = require('internal/fs/arguments');
const { nextTick } = require('internal/ticks');
const { Stats } = require('internal/fs/stats');

class FSWatcher extends EventEmitter {
  #id = null;

  /** Begins to watch; `options` are those of fs.watch. */
  start(path, { persistent = true, recursive = false, encoding }) {
    const text = toPath(path, 'filename');
    try {
      this.#id = internal.fs.watch(text, recursive, persistent, (failure, kind, name) => {
        if (failure) {
          const error = systemError({ ...failure, path: text, syscall: 'watch' });
          this.#stop();
          error.filename = path;
          this.emit('error', error);
          return;
        }
        this.emit('change', kind, name === null ? null : encodeName(name, encoding));
      });
    } catch (failure) {
      if (failure instanceof Error) throw failure;
      const error = systemError({ ...failure, path: text, syscall: 'watch' });
      error.filename = path;
      throw error;
    }
  }

  #stop() {
    if (this.#id === null) return;
    internal.fs.unwatch(this.#id);
    this.#id = null;
  }

  close() {
    if (this.#id === null) return;
    this.#stop();
    nextTick(() => this.emit('close'));
  }

  ref() {
    if (this.#id !== null) internal.fs.watchRef(this.#id, true);
    return this;
  }

  unref() {
    if (this.#id !== null) internal.fs.watchRef(this.#id, false);
    return this;
  }
}

function watch(path, options, listener) {
  if (typeof options === 'function') {
    listener = options;
    options = undefined;
  }
  options = toOptions(options);
  const watcher = new FSWatcher();
  watcher.start(path, options);
  if (listener) {
    validateFunction(listener, 'listener');
    watcher.addListener('change', listener);
  }
  if (options.signal) {
    const stop = () => watcher.close();
    if (options.signal.aborted) {
      nextTick(stop);
    } else {
      options.signal.addEventListener('abort', stop, { once: true });
      watcher.once('close', () => options.signal.removeEventListener('abort', stop));
    }
  }
  return watcher;
}

/** The events of a watcher as an async iterator of { eventType, filename }. */
async function* watchPromise(path, options = {}) {
  options = toOptions(options);
  const { signal } = options;
  if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
  const watcher = new FSWatcher();
  const events = [];
  let wake = Promise.withResolvers();
  let failure;
  const onAbort = () => {
    failure = new AbortError(undefined, { cause: signal.reason });
    wake.resolve();
  };
  watcher.on('change', (eventType, filename) => {
    events.push({ __proto__: null, eventType, filename });
    wake.resolve();
  });
  watcher.on('error', (error) => {
    failure = error;
    wake.resolve();
  });
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    watcher.start(path, options);
    for (;;) {
      while (events.length > 0) yield events.shift();
      if (failure) throw failure;
      await wake.promise;
      wake = Promise.withResolvers();
    }
  } finally {
    watcher.close();
    signal?.removeEventListener('abort', onAbort);
  }
}

class StatWatcher extends EventEmitter {
  #timer;
  #previous;

  start(path, { persistent = true, interval = 5007, bigint = false }) {
    const fs = require('fs');
    const empty = new Stats(...new Array(14).fill(0));
    const look = (done) => fs.stat(path, { bigint }, (error, stats) => done(error ? empty : stats));
    look((stats) => {
      this.#previous = stats;
      if (stats === empty) this.emit('change', stats, stats);
    });
    this.#timer = setInterval(() => look((stats) => {
      const before = this.#previous;
      if (before === undefined) return;
      if (before.mtimeMs === stats.mtimeMs && before.size === stats.size && before.ino === stats.ino &&
          before.mode === stats.mode && before.ctimeMs === stats.ctimeMs) return;
      this.#previous = stats;
      this.emit('change', stats, before);
    }), interval);
    if (!persistent) this.#timer.unref?.();
  }

  stop() {
    clearInterval(this.#timer);
    nextTick(() => this.emit('stop'));
  }

  ref() {
    this.#timer.ref?.();
    return this;
  }

  unref() {
    this.#timer.unref?.();
    return this;
  }
}

const watchers = new Map();

function watchFile(path, options, listener) {
  path = require('path').resolve(toPath(path, 'filename'));
  if (options === null || typeof options !== 'object') {
    listener = options;
    options = {};
  }
  if (typeof listener !== 'function') throw make('ERR_INVALID_ARG_TYPE', ['listener', 'Function', listener], watchFile);
  let watcher = watchers.get(path);
  if (watcher === undefined) {
    watcher = new StatWatcher();
    watcher.start(path, options);
    watchers.set(path, watcher);
  }
  watcher.addListener('change', listener);
  return watcher;
}

function unwatchFile(path, listener) {
  path = require('path').resolve(toPath(path, 'filename'));
  const watcher = watchers.get(path);
  if (watcher === undefined) return;
  if (typeof listener === 'function') watcher.removeListener('change', listener);
  else watcher.removeAllListeners('change');
  if (watcher.listenerCount('change') === 0) {
    watcher.stop();
    watchers.delete(path);
  }
}

module.exports = { FSWatcher, StatWatcher, watch, watchPromise, watchFile, unwatchFile };
