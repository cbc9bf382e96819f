//! `node:timers`: timers as objects that can be held, refreshed and let go.
'use strict';

const { validateAbortSignal, validateBoolean, validateFunction, validateNumber, validateObject } = require('internal/validators');
const { custom } = require('internal/promisify');
const { inspect } = require('internal/inspect');

const mostDelay = 2 ** 31 - 1;
const toPrimitive = Symbol.toPrimitive;

function delayOf(delay) {
  delay *= 1;
  if (!(delay >= 1 && delay <= mostDelay)) {
    if (delay > mostDelay) {
      globalThis.process?.emitWarning?.(
        `${delay} does not fit into a 32-bit signed integer.\nTimer duration was set to 1.`, 'TimeoutOverflowWarning');
    } else if (delay < 0) {
      globalThis.process?.emitWarning?.(`${delay} is a negative number.\nTimer duration was set to 1.`, 'TimeoutNegativeWarning');
    } else if (Number.isNaN(delay) && delay !== undefined) {
      // Not a number at all: also the shortest time.
    }
    return 1;
  }
  return Math.trunc(delay);
}

let start;
let fire;

// The runtime makes most timers itself, with these properties in this order, and knows what their methods do.
class Timeout {
  #id;
  #context;
  #referenced = true;

  static {
    start = (timer) => {
      timer.#id = internal.timerStart(timer, timer._idleTimeout, timer._repeat !== null);
      return timer;
    };
    // What a timer that comes due does; the loop keeps the timer itself, so that none needs a function of its own.
    fire = (timer) => {
      const { _onTimeout: run, _timerArgs: values } = timer;
      if (run === null) return;
      if (timer._repeat === null) timer._destroyed = true;
      const outer = internal.getAsyncContext();
      internal.setAsyncContext(timer.#context);
      try {
        if (values === undefined) run.call(timer);
        else Reflect.apply(run, timer, values);
      } finally {
        internal.setAsyncContext(outer);
      }
    };
  }

  constructor(callback, delay, args, repeats) {
    this._idleTimeout = delayOf(delay);
    this._onTimeout = callback;
    this._timerArgs = args;
    this._repeat = repeats ? this._idleTimeout : null;
    this._destroyed = false;
    this.#context = internal.getAsyncContext();
  }

  refresh() {
    if (this._onTimeout === null || internal.timerRefresh(this.#id)) return this;
    this._destroyed = false;
    this.#id = internal.timerStart(this, this._idleTimeout, false);
    if (!this.#referenced) internal.timerRef(this.#id, false);
    return this;
  }

  unref() {
    this.#referenced = false;
    internal.timerRef(this.#id, false);
    return this;
  }

  ref() {
    this.#referenced = true;
    internal.timerRef(this.#id, true);
    return this;
  }

  hasRef() {
    return this.#referenced;
  }

  close() {
    stop(this);
    return this;
  }

  _stop() {
    if (!this._destroyed || this._repeat !== null) internal.timerStop(this.#id);
    this._onTimeout = null;
    this._destroyed = true;
  }

  [toPrimitive]() {
    if (!this._destroyed) internal.timerNumbered(this.#id);
    return this.#id;
  }

  [Symbol.dispose]() {
    stop(this);
  }

  [inspect.custom](depth, options) {
    const { _idleTimeout, _onTimeout, _repeat, _destroyed } = this;
    const shown = Object.assign(Object.create({ constructor: Timeout }), { _idleTimeout, _onTimeout, _repeat, _destroyed });
    Object.setPrototypeOf(shown, plainTimeout);
    return inspect(shown, { ...options, depth: 0, customInspect: false });
  }
}
const plainTimeout = { __proto__: null };
Object.defineProperty(plainTimeout, 'constructor', {
  value: Object.defineProperty(function() {}, 'name', { value: 'Timeout' }), enumerable: false,
});
plainTimeout.constructor.prototype = plainTimeout;

function stop(timer) {
  timer._stop();
}

/** The function of a timer. In a Web Worker, as HTML has it, another handler is the text of a script. */
function handlerOf(callback) {
  if (typeof callback === 'function') return callback;
  const { workerSelf, runScript } = internal.web('worker').natives;
  const own = workerSelf();
  if (own === undefined || own.isNode) validateFunction(callback, 'callback');
  const text = `${callback}`;
  return () => { runScript(own.url, text); };
}

function set(callback, delay, values, repeats) {
  return start(new Timeout(handlerOf(callback), delay, values, repeats));
}

function clear(timer) {
  if (timer instanceof Timeout) {
    stop(timer);
  } else if (typeof timer === 'number' || typeof timer === 'string') {
    const found = internal.timerByNumber(Number(timer));
    if (found !== undefined) stop(found);
  } else if (timer?._onTimeout !== undefined && typeof timer?.close === 'function') {
    timer.close();
  }
}

// The second instance of a class is the first that has its properties where all later ones have them.
new Timeout(stop, 1, undefined, false);
const sample = new Timeout(stop, 1, undefined, false);
const { setTimeout, setInterval, clearTimeout, clearInterval } = internal.timerFunctions(sample, set, clear, fire);

class Immediate {
  #id;
  #referenced = true;

  constructor(callback, args) {
    this._onImmediate = callback;
    this._argv = args;
    this._destroyed = false;
    const context = internal.getAsyncContext();
    this.#id = internal.immediateStart(() => {
      if (this._destroyed) return;
      this._destroyed = true;
      const outer = internal.getAsyncContext();
      internal.setAsyncContext(context);
      try {
        if (args === undefined) this._onImmediate();
        else this._onImmediate(...args);
      } finally {
        internal.setAsyncContext(outer);
        this._onImmediate = null;
      }
    });
  }

  ref() {
    this.#referenced = true;
    internal.immediateRef(this.#id, true);
    return this;
  }

  unref() {
    this.#referenced = false;
    internal.immediateRef(this.#id, false);
    return this;
  }

  hasRef() {
    return this.#referenced;
  }

  _stop() {
    if (this._destroyed) return;
    this._destroyed = true;
    this._onImmediate = null;
    internal.immediateStop(this.#id);
  }

  [Symbol.dispose]() {
    this._stop();
  }
}

function setImmediate(callback, ...args) {
  validateFunction(callback, 'callback');
  return new Immediate(callback, args.length === 0 ? undefined : args);
}

function clearImmediate(immediate) {
  if (immediate instanceof Immediate) immediate._stop();
}

function settled(options, start) {
  const { AbortError } = require('internal/errors');
  try {
    if (options != null) validateObject(options, 'options');
    if (options?.signal !== undefined) validateAbortSignal(options.signal, 'options.signal');
    if (options?.ref !== undefined) validateBoolean(options.ref, 'options.ref');
  } catch (error) {
    return Promise.reject(error);
  }
  const { signal, ref = true } = options ?? {};
  if (signal?.aborted) return Promise.reject(new AbortError(undefined, { cause: signal.reason }));
  return new Promise((resolve, reject) => {
    let onAbort;
    const timer = start((value) => {
      if (onAbort) signal.removeEventListener('abort', onAbort);
      resolve(value);
    });
    if (!ref) timer.unref();
    if (signal) {
      onAbort = () => {
        timer._stop();
        reject(new AbortError(undefined, { cause: signal.reason }));
      };
      signal.addEventListener('abort', onAbort, { once: true });
    }
  });
}

function setTimeoutPromise(after, value, options = {}) {
  try {
    if (after !== undefined) validateNumber(after, 'delay');
  } catch (error) {
    return Promise.reject(error);
  }
  return settled(options, (resolve) => start(new Timeout(resolve, after, [value], false)));
}

function setImmediatePromise(value, options = {}) {
  return settled(options, (resolve) => new Immediate(resolve, [value]));
}

async function* setIntervalPromise(after, value, options = {}) {
  const { AbortError } = require('internal/errors');
  if (options != null) validateObject(options, 'options');
  if (after !== undefined) validateNumber(after, 'delay');
  const { signal, ref = true } = options ?? {};
  validateAbortSignal(signal, 'options.signal');
  validateBoolean(ref, 'options.ref');
  if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
  let due = 0;
  let wake = null;
  const timer = start(new Timeout(() => {
    due++;
    if (wake) {
      wake();
      wake = null;
    }
  }, after, undefined, true));
  if (!ref) timer.unref();
  const onAbort = () => {
    timer._stop();
    if (wake) {
      wake(Promise.reject(new AbortError(undefined, { cause: signal.reason })));
      wake = null;
    }
  };
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    while (!signal?.aborted) {
      if (due === 0) {
        await new Promise((resolve) => {
          wake = resolve;
        });
      }
      for (; due > 0; due--) yield value;
    }
    throw new AbortError(undefined, { cause: signal?.reason });
  } finally {
    timer._stop();
    signal?.removeEventListener('abort', onAbort);
  }
}

for (const [fn, promise] of [[setTimeout, setTimeoutPromise], [setImmediate, setImmediatePromise]]) {
  Object.defineProperty(fn, custom, { enumerable: true, get: () => promise });
}
Object.defineProperty(setTimeoutPromise, 'name', { value: 'setTimeout' });
Object.defineProperty(setImmediatePromise, 'name', { value: 'setImmediate' });
Object.defineProperty(setIntervalPromise, 'name', { value: 'setInterval' });

module.exports = {
  setTimeout,
  clearTimeout,
  setImmediate,
  clearImmediate,
  setInterval,
  clearInterval,
};
Object.defineProperty(module.exports, 'promises', {
  configurable: true,
  enumerable: true,
  get: () => require('timers/promises'),
});
Object.defineProperty(module.exports, 'forms', {
  value: { setTimeoutPromise, setImmediatePromise, setIntervalPromise, Timeout, Immediate },
  enumerable: false,
});
