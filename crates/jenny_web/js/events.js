// Events and their targets (dom.spec.whatwg.org section 2), events of errors and messages (html 8.1), and the global object as a target.
'use strict';
const {
  now, reportException, placeOfCall, listenerThrew, load, isRecording, recordTarget, recordListener, recordDispatch, recordDispatched,
} = require;
const { defineInterface, defineInspect, illegalInvocation, isObject, missing, wrongType } = load('webidl');
const { DOMException } = load('dom_exception');
const global = globalThis;

// What dispatch needs of an event, behind the private names of its class.
let begin, finish, isDispatching, wasStopped, wasStoppedNow, setPassive, setTrusted, isEvent, wasCanceled;

class Event {
  #type; #bubbles = false; #cancelable = false; #composed = false; #timeStamp = now(); #canceled = false; #dispatching = false;
  #stop = false; #stopNow = false; #passive = false; #trusted = false; #target = null; #currentTarget = null;
  static {
    begin = (event, target) => { event.#target = target; event.#currentTarget = target; event.#dispatching = true; };
    finish = (event) => { event.#currentTarget = null; event.#dispatching = false; event.#stop = false; event.#stopNow = false; };
    isDispatching = (event) => event.#dispatching;
    wasStopped = (event) => event.#stop;
    wasStoppedNow = (event) => event.#stopNow;
    wasCanceled = (event) => event.#canceled;
    setPassive = (event, passive) => { event.#passive = passive; };
    setTrusted = (event, trusted) => { event.#trusted = trusted; return event; };
    isEvent = (value) => isObject(value) && #type in value;
  }
  constructor(type, init = undefined) {
    if (arguments.length === 0) throw missing('type');
    this.#type = `${type}`;
    if (init !== undefined && init !== null) {
      if (!isObject(init)) throw wrongType('options', 'of type object');
      this.#bubbles = !!init.bubbles; this.#cancelable = !!init.cancelable; this.#composed = !!init.composed;
    }
  }
  get type() { return this.#type; }
  get target() { return this.#target; }
  get srcElement() { return this.#target; }
  get currentTarget() { return this.#currentTarget; }
  composedPath() { return this.#currentTarget === null ? [] : [this.#currentTarget]; }
  get eventPhase() { return this.#dispatching ? 2 : 0; }
  stopPropagation() { this.#stop = true; }
  get cancelBubble() { return this.#stop; }
  set cancelBubble(value) { if (value) this.#stop = true; }
  stopImmediatePropagation() { this.#stop = true; this.#stopNow = true; }
  get bubbles() { return this.#bubbles; }
  get cancelable() { return this.#cancelable; }
  get returnValue() { return !this.#canceled; }
  set returnValue(value) { if (!value && this.#cancelable && !this.#passive) this.#canceled = true; }
  preventDefault() { if (this.#cancelable && !this.#passive) this.#canceled = true; }
  get defaultPrevented() { return this.#canceled; }
  get composed() { return this.#composed; }
  get isTrusted() { return this.#trusted; }
  get timeStamp() { return this.#timeStamp; }
  initEvent(type, bubbles = false, cancelable = false) {
    if (arguments.length === 0) throw missing('type');
    type = `${type}`;
    if (this.#dispatching) return;
    this.#type = type; this.#bubbles = !!bubbles; this.#cancelable = !!cancelable;
    this.#stop = this.#stopNow = this.#canceled = this.#trusted = false;
    this.#target = null;
  }
}
defineInterface(Event);
for (const [name, value] of [['NONE', 0], ['CAPTURING_PHASE', 1], ['AT_TARGET', 2], ['BUBBLING_PHASE', 3]]) {
  Object.defineProperty(Event, name, { value, enumerable: true });
  Object.defineProperty(Event.prototype, name, { value, enumerable: true });
}
Reflect.defineProperty(Event.prototype, Symbol.for('nodejs.util.inspect.custom'), {
  configurable: true, writable: true,
  value(depth, options, inspect) {
    const { name } = this.constructor;
    if (depth < 0) return name;
    const shown = { type: this.type, defaultPrevented: this.defaultPrevented, cancelable: this.cancelable, timeStamp: this.timeStamp };
    return `${name} ${inspect(shown, { ...options, depth: options.depth === null ? null : options.depth - 1 })}`;
  },
});

class CustomEvent extends Event {
  #detail;
  constructor(type, init = undefined) {
    if (arguments.length === 0) throw missing('type');
    super(type, init);
    this.#detail = init?.detail ?? null;
  }
  get detail() { return this.#detail; }
}
defineInterface(CustomEvent);

class ErrorEvent extends Event {
  #message = ''; #filename = ''; #lineno = 0; #colno = 0; #error = undefined;
  constructor(type, init = undefined) {
    if (arguments.length === 0) throw missing('type');
    super(type, init);
    if (init === undefined || init === null) return;
    if (init.colno !== undefined) this.#colno = init.colno >>> 0;
    this.#error = init.error;
    if (init.filename !== undefined) this.#filename = `${init.filename}`;
    if (init.lineno !== undefined) this.#lineno = init.lineno >>> 0;
    if (init.message !== undefined) this.#message = `${init.message}`;
  }
  get message() { return this.#message; }
  get filename() { return this.#filename; }
  get lineno() { return this.#lineno; }
  get colno() { return this.#colno; }
  get error() { return this.#error; }
}
defineInterface(ErrorEvent);

class PromiseRejectionEvent extends Event {
  #promise; #reason;
  constructor(type, init) {
    if (arguments.length < 2) throw missing('type', 'eventInitDict');
    super(type, init);
    if (!isObject(init?.promise)) throw wrongType('eventInitDict.promise', 'of type object');
    this.#promise = init.promise; this.#reason = init.reason;
  }
  get promise() { return this.#promise; }
  get reason() { return this.#reason; }
}
defineInterface(PromiseRejectionEvent);

const NO_PORTS = Object.freeze([]);
class MessageEvent extends Event {
  #data = null; #origin = ''; #lastEventId = ''; #source = null; #ports = NO_PORTS;
  constructor(type, init = undefined) {
    if (arguments.length === 0) throw missing('type');
    super(type, init);
    if (init === undefined || init === null) return;
    if (init.data !== undefined) this.#data = init.data;
    if (init.lastEventId !== undefined) this.#lastEventId = `${init.lastEventId}`;
    if (init.origin !== undefined) this.#origin = `${init.origin}`;
    if (init.ports !== undefined && init.ports !== NO_PORTS) this.#ports = Object.freeze(portList(init.ports));
    if (init.source !== undefined && init.source !== null) {
      if (!load('messaging').isPort(init.source)) throw wrongType('eventInitDict.source', 'an instance of MessagePort');
      this.#source = init.source;
    }
  }
  get data() { return this.#data; }
  get origin() { return this.#origin; }
  get lastEventId() { return this.#lastEventId; }
  get source() { return this.#source; }
  get ports() { return this.#ports; }
  initMessageEvent(type, bubbles = false, cancelable = false, data = null, origin = '', lastEventId = '', source = null, ports = []) {
    if (arguments.length === 0) throw missing('type');
    if (isDispatching(this)) return;
    this.initEvent(type, bubbles, cancelable);
    this.#data = data; this.#origin = `${origin}`; this.#lastEventId = `${lastEventId}`; this.#source = source; this.#ports = Object.freeze(portList(ports));
  }
}
defineInterface(MessageEvent);

function portList(list) {
  if (!isObject(list) || typeof list[Symbol.iterator] !== 'function') throw wrongType('ports', 'a sequence of MessagePort');
  const ports = [...list];
  for (const port of ports) if (!load('messaging').isPort(port)) throw wrongType('ports', 'a sequence of MessagePort');
  return ports;
}

// What a record of the run calls targets: numbers and their classes' names.
const recording = isRecording();
const targets = new WeakMap();
function numberOf(target) {
  let number = targets.get(target);
  if (number === undefined) targets.set(target, number = recordTarget());
  return number;
}
/// The name of its class, read without running the program's code.
function classOf(target) {
  if (target === global) return 'global';
  for (let at = target; at !== null; at = Reflect.getPrototypeOf(at)) {
    const made = Reflect.getOwnPropertyDescriptor(at, 'constructor');
    if (made !== undefined) {
      const name = typeof made.value === 'function' ? Reflect.getOwnPropertyDescriptor(made.value, 'name')?.value : '';
      return typeof name === 'string' ? name : '';
    }
  }
  return '';
}

/// A listener; `removed` tells a dispatch under way that it is gone.
class Listener {
  callback; capture; once; passive; removed = false; place = placeOfCall();
  constructor(callback, capture, once, passive) { this.callback = callback; this.capture = capture; this.once = once; this.passive = passive; }
}

let listenersOf;
const globalListeners = new Map();
const capturing = (options) => (isObject(options) ? !!options.capture : !!options);

class EventTarget {
  // type -> array of listeners, replaced on every change, so that a dispatch walks what it began with
  #listeners = new Map();
  static {
    listenersOf = (target) => {
      if (target === undefined || target === null || target === global) return globalListeners;
      if (!isObject(target) || !(#listeners in target)) throw illegalInvocation();
      return target.#listeners;
    };
  }
  addEventListener(type, callback, options = undefined) {
    const map = listenersOf(this);
    if (arguments.length < 2) throw missing('type', 'listener');
    let capture = false, once = false, passive = false, signal;
    if (isObject(options)) {
      capture = !!options.capture; once = !!options.once; passive = !!options.passive; signal = options.signal;
      if (signal !== undefined && !load('abort').isAbortSignal(signal)) throw wrongType('options.signal', 'an instance of AbortSignal');
    } else capture = !!options;
    if (callback !== null && callback !== undefined && !isObject(callback)) throw wrongType('listener', 'an instance of EventListener');
    type = `${type}`;
    if (callback === null || callback === undefined || signal?.aborted) return;
    const list = map.get(type);
    if (list !== undefined) for (const it of list) if (it.callback === callback && it.capture === capture) return;
    const listener = new Listener(callback, capture, once, passive);
    map.set(type, list === undefined ? [listener] : [...list, listener]);
    if (recording) recordListener(numberOf(this ?? global), classOf(this ?? global), type, true);
    if (signal !== undefined) load('abort').addAbortAlgorithm(signal, () => remove(map, type, listener));
  }
  removeEventListener(type, callback, options = undefined) {
    const map = listenersOf(this);
    if (arguments.length < 2) throw missing('type', 'listener');
    const capture = capturing(options);
    const list = map.get(type = `${type}`);
    if (list === undefined) return;
    for (const it of list) if (it.callback === callback && it.capture === capture) {
      remove(map, type, it);
      if (recording) recordListener(numberOf(this ?? global), '', type, false);
      return;
    }
  }
  dispatchEvent(event) {
    listenersOf(this);
    if (!isEvent(event)) throw wrongType('event', 'an instance of Event');
    if (isDispatching(event)) throw new DOMException('The event is already being dispatched', 'InvalidStateError');
    setTrusted(event, false);
    return dispatch(this ?? global, event);
  }
}
defineInterface(EventTarget);
defineInspect(EventTarget, () => ({}));

function remove(map, type, listener) {
  if (listener.removed) return;
  listener.removed = true;
  const list = map.get(type);
  if (list.length === 1) map.delete(type);
  else map.set(type, list.filter((it) => it !== listener));
}

/// Whether anybody would hear an event.
const hasListeners = (target, type) => listenersOf(target).has(type);

/// Dispatch (DOM 2.9) to a target without a parent; false if the event was canceled.
function dispatch(target, event) {
  const map = listenersOf(target);
  const { type } = event;
  const list = map.get(type);
  begin(event, target);
  if (recording) recordDispatch(numberOf(target), classOf(target), type, list === undefined ? 0 : list.length);
  if (list !== undefined && !wasStopped(event)) {
    for (let phase = 0; phase < 2; phase++) {
      for (let i = 0; i < list.length; i++) {
        const listener = list[i];
        if (listener.removed || listener.capture !== (phase === 0)) continue;
        if (listener.once) remove(map, type, listener);
        if (listener.passive) setPassive(event, true);
        try {
          const { callback } = listener;
          if (typeof callback === 'function') callback.call(target, event);
          else {
            const { handleEvent } = callback;
            if (typeof handleEvent !== 'function') throw new TypeError('The "handleEvent" property of an event listener must be a function');
            handleEvent.call(callback, event);
          }
        } catch (error) {
          listenerThrew(error, listener.place);
          reportException(error);
        }
        if (listener.passive) setPassive(event, false);
        if (wasStoppedNow(event)) break;
      }
      if (wasStopped(event)) break;
    }
  }
  finish(event);
  if (recording) recordDispatched(numberOf(target));
  return !wasCanceled(event);
}

/// Fires an event of the runtime's own.
function fire(target, event) {
  return dispatch(target, setTrusted(event, true));
}

// Event handlers (HTML 8.1.8.1): target -> type -> { handler, listener }
const handlers = new WeakMap();

function handlerOf(target, type) { return handlers.get(target)?.get(type)?.handler ?? null; }

function setHandler(target, type, handler) {
  let map = handlers.get(target);
  let entry = map?.get(type);
  if (!isObject(handler)) {
    if (entry !== undefined) { remove(listenersOf(target), type, entry.listener); map.delete(type); }
    return;
  }
  if (entry !== undefined) { entry.handler = handler; return; }
  if (map === undefined) handlers.set(target, map = new Map());
  map.set(type, entry = { handler, listener: null });
  const process = (event) => {
    const { handler } = entry;
    if (typeof handler !== 'function') return;
    if (target === global && type === 'error' && event instanceof ErrorEvent) {
      if (handler.call(target, event.message, event.filename, event.lineno, event.colno, event.error) === true) event.preventDefault();
    } else if (handler.call(target, event) === false) event.preventDefault();
  };
  entry.listener = new Listener(process, false, false, false);
  if (recording) recordListener(numberOf(target), classOf(target), type, true);
  const listeners = listenersOf(target);
  const list = listeners.get(type);
  listeners.set(type, list === undefined ? [entry.listener] : [...list, entry.listener]);
}

/// An event handler attribute `onX`; `changed(target)` runs after it was set.
function defineHandler(prototype, type, changed = undefined) {
  Object.defineProperty(prototype, `on${type}`, {
    configurable: true, enumerable: true,
    get: { [`get on${type}`]() { listenersOf(this); return handlerOf(this, type); } }[`get on${type}`],
    set: { [`set on${type}`](handler) { listenersOf(this); setHandler(this, type, handler); changed?.(this); } }[`set on${type}`],
  });
}

// The global object is an EventTarget.
Object.setPrototypeOf(global, Object.create(EventTarget.prototype));

/// Where an error says that it was thrown: [file, line, column].
function positionOf(error) {
  try {
    const match = /\(?([^\s()]+):(\d+):(\d+)\)?$/m.exec(error.stack);
    if (match !== null) return [match[1], +match[2], +match[3]];
  } catch { /* the program's own getter threw */ }
  return ['', 0, 0];
}

let reporting = false;

/// Fires `error` at the global object; whether a listener took the error.
function fireError(error) {
  if (reporting || !globalListeners.has('error')) return false;
  reporting = true;
  try {
    const [filename, lineno, colno] = positionOf(error);
    let text;
    try { text = `${error}`; } catch { text = 'an error that cannot be shown'; }
    return !fire(global, new ErrorEvent('error', { cancelable: true, message: `Uncaught ${text}`, filename, lineno, colno, error }));
  } finally { reporting = false; }
}

/// Fires `unhandledrejection`; whether a listener took the rejection.
function fireUnhandledRejection(promise, reason) {
  if (!globalListeners.has('unhandledrejection')) return false;
  return !fire(global, new PromiseRejectionEvent('unhandledrejection', { cancelable: true, promise, reason }));
}

/// Fires `rejectionhandled`.
function fireRejectionHandled(promise, reason) {
  if (!globalListeners.has('rejectionhandled')) return false;
  fire(global, new PromiseRejectionEvent('rejectionhandled', { promise, reason }));
  return false;
}

Object.assign(exports, {
  NO_PORTS, Event, CustomEvent, ErrorEvent, MessageEvent, PromiseRejectionEvent, EventTarget, defineHandler, setHandler, handlerOf, hasListeners, fire,
  DOMException, setTrusted: (event) => setTrusted(event, true), fireError, fireUnhandledRejection, fireRejectionHandled,
  listenersOfType: (target, type) => (listenersOf(target).get(type) ?? []).map((it) => it.callback),
  globalHandler: (type) => handlerOf(global, type), setGlobalHandler: (type, handler) => setHandler(global, type, handler),
  addEventListener: EventTarget.prototype.addEventListener, removeEventListener: EventTarget.prototype.removeEventListener,
  dispatchEvent: EventTarget.prototype.dispatchEvent,
});
