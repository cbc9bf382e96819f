//! `node:async_hooks`: AsyncLocalStorage and AsyncResource over the engine's async context.
'use strict';

const { codes } = require('internal/errors');
const { validateFunction, validateObject, validateString } = require('internal/validators');

// The context is an immutable Map from storage to value, or undefined; the engine carries it along every async step.
const kResource = Symbol('resource');
let lastId = 1;

function run(context, fn, self, args) {
  const outer = internal.getAsyncContext();
  internal.setAsyncContext(context);
  try {
    return Reflect.apply(fn, self, args);
  } finally {
    internal.setAsyncContext(outer);
  }
}

function withValue(storage, value) {
  const context = new Map(internal.getAsyncContext());
  context.set(storage, value);
  return context;
}

class AsyncLocalStorage {
  #defaultValue;
  #name;

  constructor(options = {}) {
    validateObject(options, 'options');
    this.#defaultValue = options.defaultValue;
    if (options.name !== undefined) this.#name = `${options.name}`;
  }

  get name() {
    return this.#name ?? '';
  }

  static bind(fn) {
    return AsyncResource.bind(fn);
  }

  static snapshot() {
    const context = internal.getAsyncContext();
    return function runInAsyncScope(fn, ...args) {
      return run(context, fn, undefined, args);
    };
  }

  disable() {
    const context = internal.getAsyncContext();
    if (context?.has(this)) {
      const next = new Map(context);
      next.delete(this);
      internal.setAsyncContext(next);
    }
  }

  enterWith(store) {
    internal.setAsyncContext(withValue(this, store));
  }

  run(store, fn, ...args) {
    if (Object.is(store, this.getStore())) return Reflect.apply(fn, null, args);
    return run(withValue(this, store), fn, null, args);
  }

  exit(fn, ...args) {
    return run(withValue(this, undefined), fn, null, args);
  }

  getStore() {
    const context = internal.getAsyncContext();
    return context !== undefined && context.has(this) ? context.get(this) : this.#defaultValue;
  }

  withScope(store) {
    const outer = internal.getAsyncContext();
    internal.setAsyncContext(withValue(this, store));
    return {
      [Symbol.dispose]() {
        internal.setAsyncContext(outer);
      },
    };
  }
}

class AsyncResource {
  #context = internal.getAsyncContext();
  #id = ++lastId;
  #trigger;

  constructor(type, options = {}) {
    validateString(type, 'type');
    this.#trigger = typeof options === 'number' ? options : options?.triggerAsyncId ?? executionAsyncId();
    if (!Number.isSafeInteger(this.#trigger) || this.#trigger < -1) {
      throw new codes.ERR_INVALID_ARG_VALUE('triggerAsyncId', this.#trigger);
    }
  }

  runInAsyncScope(fn, self, ...args) {
    return run(this.#context, () => {
      const outer = current;
      current = { id: this.#id, trigger: this.#trigger, resource: this };
      try {
        return Reflect.apply(fn, self, args);
      } finally {
        current = outer;
      }
    }, undefined, []);
  }

  emitDestroy() {
    return this;
  }

  asyncId() {
    return this.#id;
  }

  triggerAsyncId() {
    return this.#trigger;
  }

  bind(fn, self) {
    validateFunction(fn, 'fn');
    const resource = this;
    const bound = function(...args) {
      return resource.runInAsyncScope(fn, self === undefined ? this : self, ...args);
    };
    Object.defineProperties(bound, {
      length: { configurable: true, enumerable: false, value: fn.length, writable: false },
    });
    return bound;
  }

  static bind(fn, type, self) {
    return new AsyncResource(type || fn.name || 'bound-anonymous-fn').bind(fn, self);
  }
}

const root = { id: 1, trigger: 0, resource: { [kResource]: true } };
let current = root;

function executionAsyncId() {
  return current.id;
}

/** Hooks can be made and switched, but the engine reports no events to them. */
class AsyncHook {
  constructor(callbacks) {
    for (const name of ['init', 'before', 'after', 'destroy', 'promiseResolve']) {
      if (callbacks[name] !== undefined && typeof callbacks[name] !== 'function') throw new codes.ERR_ASYNC_CALLBACK(`hook.${name}`);
    }
  }

  enable() {
    return this;
  }

  disable() {
    return this;
  }
}

module.exports = {
  AsyncLocalStorage,
  createHook: (callbacks) => new AsyncHook(callbacks),
  executionAsyncId,
  triggerAsyncId: () => current.trigger,
  executionAsyncResource: () => current.resource,
  asyncWrapProviders: Object.freeze({ __proto__: null, NONE: 0, PROMISE: 1, Timeout: 2, Immediate: 3, TickObject: 4 }),
  AsyncResource,
};
