// DOM events, DOMException and AbortController (dom.spec.whatwg.org sections 2 and 3, webidl 4.3).
'use strict';
const internal = require;
const { now } = internal;

const CODES = {
  IndexSizeError: 1, HierarchyRequestError: 3, WrongDocumentError: 4, InvalidCharacterError: 5, NoModificationAllowedError: 7,
  NotFoundError: 8, NotSupportedError: 9, InUseAttributeError: 10, InvalidStateError: 11, SyntaxError: 12,
  InvalidModificationError: 13, NamespaceError: 14, InvalidAccessError: 15, TypeMismatchError: 17, SecurityError: 18,
  NetworkError: 19, AbortError: 20, URLMismatchError: 21, QuotaExceededError: 22, TimeoutError: 23, InvalidNodeTypeError: 24,
  DataCloneError: 25,
};

class DOMException extends Error {
  #name;
  constructor(message = '', options = undefined) {
    super(`${message}`);
    delete this.message;
    Object.defineProperty(this, 'message', { value: `${message}`, writable: true, configurable: true, enumerable: false });
    if (options !== null && typeof options === 'object') {
      this.#name = options.name === undefined ? 'Error' : `${options.name}`;
      if ('cause' in options) Object.defineProperty(this, 'cause', { value: options.cause, writable: true, configurable: true, enumerable: false });
    } else {
      this.#name = options === undefined ? 'Error' : `${options}`;
    }
  }
  get name() { return this.#name; }
  get code() { return CODES[this.#name] ?? 0; }
  get [Symbol.toStringTag]() { return 'DOMException'; }
}
for (const [name, code] of [['INDEX_SIZE_ERR', 1], ['NOT_FOUND_ERR', 8], ['NOT_SUPPORTED_ERR', 9], ['INVALID_STATE_ERR', 11], ['SYNTAX_ERR', 12],
  ['INVALID_ACCESS_ERR', 15], ['NETWORK_ERR', 19], ['ABORT_ERR', 20], ['QUOTA_EXCEEDED_ERR', 22], ['TIMEOUT_ERR', 23], ['DATA_CLONE_ERR', 25]]) {
  Object.defineProperty(DOMException, name, { value: code, enumerable: true });
  Object.defineProperty(DOMException.prototype, name, { value: code, enumerable: true });
}

// What dispatch needs of an event, behind the private names of its class.
let begin, finish, isDispatching, stopsNow, stopsPropagation, setPassive, setTrusted;

class Event {
  #type; #bubbles; #cancelable; #composed; #timeStamp = now(); #canceled = false; #dispatching = false;
  #stop = false; #stopNow = false; #passive = false; #trusted = false; #target = null; #currentTarget = null; #phase = 0;
  static {
    begin = (event, target) => { event.#target = target; event.#currentTarget = target; event.#phase = 2; event.#dispatching = true; };
    finish = (event) => { event.#currentTarget = null; event.#phase = 0; event.#dispatching = false; event.#stop = false; event.#stopNow = false; };
    isDispatching = (event) => event.#dispatching;
    stopsNow = (event) => event.#stopNow;
    stopsPropagation = (event) => event.#stop;
    setPassive = (event, passive) => { event.#passive = passive; };
    setTrusted = (event) => { event.#trusted = true; return event; };
  }
  constructor(type, init = undefined) {
    if (arguments.length === 0) throw new TypeError('The "type" argument must be specified');
    this.#type = `${type}`;
    if (init !== undefined && init !== null) {
      if (typeof init !== 'object' && typeof init !== 'function') throw new TypeError('The "options" argument must be of type object.');
      this.#bubbles = !!init.bubbles; this.#cancelable = !!init.cancelable; this.#composed = !!init.composed;
    } else {
      this.#bubbles = this.#cancelable = this.#composed = false;
    }
  }
  get type() { return this.#type; }
  get target() { return this.#target; }
  get srcElement() { return this.#target; }
  get currentTarget() { return this.#currentTarget; }
  get bubbles() { return this.#bubbles; }
  get cancelable() { return this.#cancelable; }
  get composed() { return this.#composed; }
  get defaultPrevented() { return this.#canceled; }
  get returnValue() { return !this.#canceled; }
  set returnValue(value) { if (!value) this.preventDefault(); }
  get cancelBubble() { return this.#stop; }
  set cancelBubble(value) { if (value) this.#stop = true; }
  get eventPhase() { return this.#phase; }
  get timeStamp() { return this.#timeStamp; }
  get isTrusted() { return this.#trusted; }
  composedPath() { return this.#dispatching ? [this.#currentTarget] : []; }
  preventDefault() { if (this.#cancelable && !this.#passive) this.#canceled = true; }
  stopPropagation() { this.#stop = true; }
  stopImmediatePropagation() { this.#stop = true; this.#stopNow = true; }
  initEvent(type, bubbles = false, cancelable = false) {
    if (this.#dispatching) return;
    this.#type = `${type}`; this.#bubbles = !!bubbles; this.#cancelable = !!cancelable; this.#canceled = false;
  }
  get [Symbol.toStringTag]() { return 'Event'; }
}
for (const [name, value] of [['NONE', 0], ['CAPTURING_PHASE', 1], ['AT_TARGET', 2], ['BUBBLING_PHASE', 3]]) {
  Object.defineProperty(Event, name, { value, enumerable: true });
  Object.defineProperty(Event.prototype, name, { value, enumerable: true });
}

class CustomEvent extends Event {
  #detail;
  constructor(type, init = undefined) {
    super(type, init);
    this.#detail = init?.detail ?? null;
  }
  get detail() { return this.#detail; }
  get [Symbol.toStringTag]() { return 'CustomEvent'; }
}

class ErrorEvent extends Event {
  #init;
  constructor(type, init = {}) { super(type, init); this.#init = init ?? {}; }
  get message() { return this.#init.message ?? ''; }
  get filename() { return this.#init.filename ?? ''; }
  get lineno() { return this.#init.lineno ?? 0; }
  get colno() { return this.#init.colno ?? 0; }
  get error() { return this.#init.error; }
  get [Symbol.toStringTag]() { return 'ErrorEvent'; }
}

class PromiseRejectionEvent extends Event {
  #promise; #reason;
  constructor(type, init) {
    super(type, init);
    this.#promise = init.promise; this.#reason = init.reason;
  }
  get promise() { return this.#promise; }
  get reason() { return this.#reason; }
  get [Symbol.toStringTag]() { return 'PromiseRejectionEvent'; }
}

class MessageEvent extends Event {
  #init;
  constructor(type, init = {}) { super(type, init); this.#init = init ?? {}; }
  get data() { return this.#init.data ?? null; }
  get origin() { return this.#init.origin ?? ''; }
  get lastEventId() { return this.#init.lastEventId ?? ''; }
  get source() { return this.#init.source ?? null; }
  get ports() { return this.#init.ports ?? []; }
  get [Symbol.toStringTag]() { return 'MessageEvent'; }
}

const report = (error) => globalThis.reportError(error);

class EventTarget {
  // type -> array of { callback, capture, once, passive, removed, signal }; copied on change while a dispatch walks it
  #listeners = new Map();
  addEventListener(type, callback, options = undefined) {
    if (arguments.length < 2) throw new TypeError('The "type" and "listener" arguments must be specified');
    let capture = false, once = false, passive = false, signal;
    if (options !== null && typeof options === 'object') {
      capture = !!options.capture; once = !!options.once; passive = !!options.passive; signal = options.signal;
      if (signal !== undefined && !(signal instanceof AbortSignal)) throw new TypeError('The "options.signal" property must be an instance of AbortSignal.');
    } else {
      capture = !!options;
    }
    if (callback === null || callback === undefined) return;
    if (typeof callback !== 'function' && typeof callback !== 'object') throw new TypeError('The "listener" argument must be a function or an object.');
    if (signal?.aborted) return;
    type = `${type}`;
    const list = this.#listeners.get(type);
    if (list !== undefined) for (const it of list) if (it.callback === callback && it.capture === capture) return;
    const listener = { callback, capture, once, passive, removed: false };
    if (list === undefined) this.#listeners.set(type, [listener]);
    else this.#listeners.set(type, [...list, listener]);
    signal?.addEventListener('abort', () => this.removeEventListener(type, callback, { capture }), { once: true });
  }
  removeEventListener(type, callback, options = undefined) {
    const capture = options !== null && typeof options === 'object' ? !!options.capture : !!options;
    type = `${type}`;
    const list = this.#listeners.get(type);
    if (list === undefined) return;
    const at = list.findIndex((it) => it.callback === callback && it.capture === capture);
    if (at < 0) return;
    list[at].removed = true;
    if (list.length === 1) this.#listeners.delete(type);
    else this.#listeners.set(type, list.toSpliced(at, 1));
  }
  dispatchEvent(event) {
    if (!(event instanceof Event)) throw new TypeError('The "event" argument must be an instance of Event.');
    if (isDispatching(event)) throw new DOMException('The event is already being dispatched', 'InvalidStateError');
    const list = this.#listeners.get(event.type);
    begin(event, this);
    if (list !== undefined && !stopsPropagation(event)) {
      for (let i = 0; i < list.length; i++) {
        const listener = list[i];
        if (listener.removed) continue;
        if (listener.once) this.removeEventListener(event.type, listener.callback, { capture: listener.capture });
        setPassive(event, listener.passive);
        try {
          const { callback } = listener;
          if (typeof callback === 'function') callback.call(this, event);
          else callback.handleEvent(event);
        } catch (error) {
          report(error);
        }
        if (stopsNow(event)) break;
      }
      setPassive(event, false);
    }
    finish(event);
    return !event.defaultPrevented;
  }
  get [Symbol.toStringTag]() { return 'EventTarget'; }
}

/// An event handler attribute: `target.onX`, a listener whose place is that of its first assignment.
function defineHandler(prototype, type) {
  const handlers = new WeakMap();
  Object.defineProperty(prototype, `on${type}`, {
    configurable: true, enumerable: true,
    get() { return handlers.get(this)?.handler ?? null; },
    set(handler) {
      const entry = handlers.get(this);
      handler = typeof handler === 'function' ? handler : null;
      if (entry !== undefined) { entry.handler = handler; return; }
      if (handler === null) return;
      const fresh = { handler };
      handlers.set(this, fresh);
      this.addEventListener(type, (event) => fresh.handler?.call(this, event));
    },
  });
}

const token = Symbol('token');
let signalAbort, newSignal, addSource;

class AbortSignal extends EventTarget {
  #aborted = false; #reason = undefined; #sources = null; #dependents = new Set(); #algorithms = [];
  static {
    newSignal = () => new AbortSignal(token);
    signalAbort = (signal, reason) => signal.#abort(reason);
    addSource = (dependent, source) => {
      for (const origin of source.#sources ?? [source]) {
        (dependent.#sources ??= new Set()).add(origin);
        origin.#dependents.add(dependent);
      }
    };
  }
  constructor(key) {
    if (key !== token) throw new TypeError('Illegal constructor');
    super();
  }
  #abort(reason) {
    if (this.#aborted) return;
    const waiting = [this, ...[...this.#dependents].filter((it) => !it.#aborted)];
    for (const signal of waiting) { signal.#aborted = true; signal.#reason = reason; }
    for (const signal of waiting) {
      const algorithms = signal.#algorithms; signal.#algorithms = [];
      for (const algorithm of algorithms) algorithm(reason);
      signal.dispatchEvent(setTrusted(new Event('abort')));
    }
    this.#dependents.clear();
  }
  get aborted() { return this.#aborted; }
  get reason() { return this.#reason; }
  throwIfAborted() { if (this.#aborted) throw this.#reason; }
  static abort(reason = new DOMException('This operation was aborted', 'AbortError')) {
    const signal = newSignal();
    signal.#aborted = true; signal.#reason = reason;
    return signal;
  }
  static timeout(milliseconds) {
    const ms = Number(milliseconds);
    if (!(ms >= 0 && ms <= Number.MAX_SAFE_INTEGER)) throw new RangeError('The value of "delay" is out of range.');
    const signal = newSignal();
    const timer = setTimeout(() => signal.#abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError')), ms);
    timer?.unref?.();
    return signal;
  }
  static any(signals) {
    const list = [...signals];
    for (const it of list) if (!(it instanceof AbortSignal)) throw new TypeError('The "signals" argument must be a list of AbortSignal.');
    const result = newSignal();
    for (const it of list) if (it.#aborted) { result.#aborted = true; result.#reason = it.#reason; return result; }
    for (const it of list) addSource(result, it);
    return result;
  }
  get [Symbol.toStringTag]() { return 'AbortSignal'; }
}
defineHandler(AbortSignal.prototype, 'abort');

class AbortController {
  #signal = newSignal();
  get signal() { return this.#signal; }
  abort(reason = new DOMException('This operation was aborted', 'AbortError')) { signalAbort(this.#signal, reason); }
  get [Symbol.toStringTag]() { return 'AbortController'; }
}

for (const { prototype } of [Event, CustomEvent, ErrorEvent, MessageEvent, PromiseRejectionEvent, EventTarget, AbortSignal, AbortController]) {
  for (const key of Reflect.ownKeys(prototype)) {
    if (key === 'constructor' || typeof key === 'symbol') continue;
    const descriptor = Reflect.getOwnPropertyDescriptor(prototype, key);
    descriptor.enumerable = true;
    Reflect.defineProperty(prototype, key, descriptor);
  }
}

Object.assign(exports, {
  DOMException, Event, CustomEvent, ErrorEvent, MessageEvent, PromiseRejectionEvent, EventTarget, AbortSignal, AbortController,
  defineHandler, setTrusted,
});
