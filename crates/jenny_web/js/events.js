// Events and their targets (dom.spec.whatwg.org section 2), events of messages (html 9.2), and the global object as a target.
'use strict';
const {
  now, reportException, placeOfCall, listenerThrew, load, isRecording, recordTarget, recordListener, recordDispatch, recordDispatched,
  hasStage, holdStage, learnMessageEvent, makeMessageEvent,
} = require;
const { defineInterface, defineInspect, illegalInvocation, isObject, missing, wrongType } = load('webidl');
const global = globalThis;

// Bits of an event's state; one number, since events are made by the million.
const BUBBLES = 1, CANCELABLE = 2, COMPOSED = 4, CANCELED = 8, DISPATCHING = 16, STOP = 32, STOP_NOW = 64, PASSIVE = 128, TRUSTED = 256;

// What dispatch needs of an event, behind the private names of its class.
let begin, finish, stateOf, setPassive, setTrusted, isEvent;

class Event {
  #type; #state = 0; #timeStamp = now(); #target = null; #currentTarget = null;
  static {
    // The target and what the event's state is when listeners are called.
    begin = (event, target) => { event.#target = target; event.#currentTarget = target; return event.#state |= DISPATCHING; };
    finish = (event) => { event.#currentTarget = null; return event.#state &= ~(DISPATCHING | STOP | STOP_NOW); };
    stateOf = (event) => event.#state;
    setPassive = (event, passive) => { if (passive) event.#state |= PASSIVE; else event.#state &= ~PASSIVE; };
    setTrusted = (event, trusted) => { if (trusted) event.#state |= TRUSTED; else event.#state &= ~TRUSTED; return event; };
    isEvent = (value) => isObject(value) && #type in value;
  }
  constructor(type, init = undefined) {
    if (arguments.length === 0) throw missing('type');
    this.#type = `${type}`;
    if (init !== undefined && init !== null) {
      if (!isObject(init)) throw wrongType('options', 'of type object');
      this.#state = (init.bubbles ? BUBBLES : 0) | (init.cancelable ? CANCELABLE : 0) | (init.composed ? COMPOSED : 0);
    }
  }
  get type() { return this.#type; }
  get target() { return this.#target; }
  get srcElement() { return this.#target; }
  get currentTarget() { return this.#currentTarget; }
  composedPath() { return this.#currentTarget === null ? [] : [this.#currentTarget]; }
  get eventPhase() { return this.#state & DISPATCHING ? 2 : 0; }
  stopPropagation() { this.#state |= STOP; }
  get cancelBubble() { return (this.#state & STOP) !== 0; }
  set cancelBubble(value) { if (value) this.#state |= STOP; }
  stopImmediatePropagation() { this.#state |= STOP | STOP_NOW; }
  get bubbles() { return (this.#state & BUBBLES) !== 0; }
  get cancelable() { return (this.#state & CANCELABLE) !== 0; }
  get returnValue() { return (this.#state & CANCELED) === 0; }
  set returnValue(value) { if (!value && (this.#state & (CANCELABLE | PASSIVE)) === CANCELABLE) this.#state |= CANCELED; }
  preventDefault() { if ((this.#state & (CANCELABLE | PASSIVE)) === CANCELABLE) this.#state |= CANCELED; }
  get defaultPrevented() { return (this.#state & CANCELED) !== 0; }
  get composed() { return (this.#state & COMPOSED) !== 0; }
  get isTrusted() { return (this.#state & TRUSTED) !== 0; }
  get timeStamp() { return this.#timeStamp; }
  initEvent(type, bubbles = false, cancelable = false) {
    if (arguments.length === 0) throw missing('type');
    type = `${type}`;
    if (this.#state & DISPATCHING) return;
    this.#type = type;
    this.#state = this.#state & (COMPOSED | PASSIVE) | (bubbles ? BUBBLES : 0) | (cancelable ? CANCELABLE : 0);
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

const NO_PORTS = Object.freeze([]);
let newMessageEvent;
class MessageEvent extends Event {
  // `rest` holds what few messages have.
  #data = null; #ports = NO_PORTS; #rest = null;
  static {
    // The first events show how they look; others are made by that, if all goes well.
    let lessons = 8;
    // An event of the runtime's own, trusted. What it is made of stands in natives/message_events.rs, too.
    newMessageEvent = (type, data, ports, source) => {
      const isPlain = source === undefined && (ports === undefined || ports.length === 0);
      if (isPlain) {
        const event = makeMessageEvent(type, data);
        if (event !== undefined) return event;
      }
      const event = new MessageEvent(type);
      event.#data = data;
      if (ports !== undefined && ports.length > 0) event.#ports = Object.freeze(ports);
      if (source !== undefined) event.#rest = { origin: '', lastEventId: '', source };
      setTrusted(event, true);
      if (isPlain && lessons > 0) {
        lessons--;
        learnMessageEvent(event, NO_PORTS);
      }
      return event;
    };
  }
  constructor(type, init = undefined) {
    if (arguments.length === 0) throw missing('type');
    super(type, init);
    if (init === undefined || init === null) return;
    const { data, lastEventId, origin, ports, source } = init;
    if (data !== undefined) this.#data = data;
    if (lastEventId !== undefined || origin !== undefined || source !== undefined && source !== null) {
      this.#rest = { origin: origin === undefined ? '' : `${origin}`, lastEventId: lastEventId === undefined ? '' : `${lastEventId}`, source: null };
    }
    if (ports !== undefined && ports !== NO_PORTS) this.#ports = Object.freeze(portList(ports));
    if (source !== undefined && source !== null) {
      if (!load('messaging').isPort(source)) throw wrongType('eventInitDict.source', 'an instance of MessagePort');
      this.#rest.source = source;
    }
  }
  get data() { return this.#data; }
  get origin() { return this.#rest === null ? '' : this.#rest.origin; }
  get lastEventId() { return this.#rest === null ? '' : this.#rest.lastEventId; }
  get source() { return this.#rest === null ? null : this.#rest.source; }
  get ports() { return this.#ports; }
  initMessageEvent(type, bubbles = false, cancelable = false, data = null, origin = '', lastEventId = '', source = null, ports = []) {
    if (arguments.length === 0) throw missing('type');
    if (stateOf(this) & DISPATCHING) return;
    this.initEvent(type, bubbles, cancelable);
    this.#data = data;
    this.#rest = { origin: `${origin}`, lastEventId: `${lastEventId}`, source };
    this.#ports = Object.freeze(portList(ports));
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

// The stage: targets that listen for what a user does, by number. Who watches the run sends clicks and keys to them.
const staged = hasStage();
const STAGE_TYPES = new Set(['click', 'dblclick', 'auxclick', 'contextmenu', 'mousedown', 'mouseup', 'mousemove', 'pointerdown', 'pointerup',
  'pointermove', 'wheel', 'scroll', 'keydown', 'keyup', 'keypress', 'input', 'change', 'submit', 'focus', 'blur']);
const INPUT_MEMBERS = ['altKey', 'button', 'buttons', 'clientX', 'clientY', 'code', 'ctrlKey', 'deltaMode', 'deltaX', 'deltaY', 'key', 'metaKey',
  'movementX', 'movementY', 'offsetX', 'offsetY', 'pointerType', 'repeat', 'scrollLeft', 'scrollTop', 'shiftKey', 'value', 'coalesced'];
const stage = new Map();
let stageClosed = false;

/// A listener has come (1) or gone (-1).
function noteListener(target, type, change) {
  const number = numberOf(target);
  recordListener(number, change > 0 ? classOf(target) : '', type, change > 0);
  if (!staged || stageClosed || !STAGE_TYPES.has(type)) return;
  const entry = stage.get(number) ?? { target, listeners: 0 };
  entry.listeners += change;
  if (entry.listeners > 0) stage.set(number, entry);
  else stage.delete(number);
  holdStage(stage.size > 0);
}

/// An input of who watches the run; one without a type is the last.
function dispatchInput(number, type, data) {
  if (type === '') {
    stageClosed = true;
    stage.clear();
    holdStage(false);
    return;
  }
  const entry = stage.get(number);
  if (entry === undefined) return;
  const event = new Event(type, { bubbles: true, cancelable: true, composed: true });
  const members = JSON.parse(data);
  for (const name of INPUT_MEMBERS) {
    if (Object.hasOwn(members, name)) Object.defineProperty(event, name, { value: members[name], enumerable: true, configurable: true, writable: true });
  }
  fire(entry.target, event);
}

/// A listener; `removed` tells a dispatch under way that it is gone, `target` is what a record calls it by, `entry` holds the handler
/// that it stands for.
class Listener {
  callback; capture; once; passive; target = undefined; entry = undefined; removed = false; place = placeOfCall();
  constructor(callback, capture, once, passive) { this.callback = callback; this.capture = capture; this.once = once; this.passive = passive; }
}

let listenersOf;
const globalListeners = new Map();
/// Told of each type whose listeners at the global object change.
let globalChanged;
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
    changed(map, type);
    if (recording) noteListener(listener.target = this ?? global, type, 1);
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
      return;
    }
  }
  dispatchEvent(event) {
    listenersOf(this);
    if (!isEvent(event)) throw wrongType('event', 'an instance of Event');
    if (stateOf(event) & DISPATCHING) throw new (load('dom_exception').DOMException)('The event is already being dispatched', 'InvalidStateError');
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
  changed(map, type);
  if (recording) noteListener(listener.target, type, -1);
}

/// The listeners of a type are others now.
function changed(map, type) {
  if (map === globalListeners) globalChanged?.(type);
  if (type === 'message') tellOfLone(map);
}

// Maps of listeners -> who wants to know which function alone hears of messages.
const loneWatchers = new WeakMap();

/// Calls `tell(callback, listener)`, now and whenever it changes, with the function that alone hears of the target's messages, or with
/// nothing where that is not so simple. Events for it are made and dispatched by natives/message_events.rs.
function watchLone(target, tell) {
  if (recording) return;
  const map = listenersOf(target);
  loneWatchers.set(map, tell);
  tellOfLone(map);
}
function tellOfLone(map) {
  const tell = loneWatchers.get(map);
  if (tell === undefined) return;
  const list = map.get('message');
  if (list !== undefined && list.length === 1) {
    const [listener] = list;
    const callback = listener.entry === undefined ? listener.callback : listener.entry.handler;
    if (typeof callback === 'function' && !listener.once && !listener.passive) {
      tell(callback, listener);
      return;
    }
  }
  tell();
}

/// The function that alone heard of a message threw.
function loneThrew(error, listener) {
  listenerThrew(error, listener.place);
  reportException(error);
}

/// Whether anybody would hear an event.
const hasListeners = (target, type) => listenersOf(target).has(type);

/// Calls one listener (DOM 2.10, from step 2.6 on).
function invoke(target, event, map, type, listener) {
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
}

/// Dispatch (DOM 2.9) to a target without a parent; false if the event was canceled.
function dispatch(target, event, type = event.type) {
  const map = listenersOf(target);
  const list = map.get(type);
  let state = begin(event, target);
  if (recording) recordDispatch(numberOf(target), classOf(target), type, list === undefined ? 0 : list.length);
  if (list !== undefined && !(state & STOP)) {
    // One alone is called in whichever phase it is for.
    if (list.length === 1) invoke(target, event, map, type, list[0]);
    else invokeAll(target, event, map, type, list);
  }
  state = finish(event);
  if (recording) recordDispatched(numberOf(target));
  return (state & CANCELED) === 0;
}

function invokeAll(target, event, map, type, list) {
  let phase = 1;
  for (let i = 0; i < list.length; i++) if (list[i].capture) { phase = 0; break; }
  for (; phase < 2; phase++) {
    for (let i = 0; i < list.length; i++) {
      const listener = list[i];
      if (listener.removed || listener.capture !== (phase === 0)) continue;
      invoke(target, event, map, type, listener);
      if (stateOf(event) & STOP_NOW) break;
    }
    if (stateOf(event) & STOP) break;
  }
}

/// Fires an event of the runtime's own.
function fire(target, event) {
  return dispatch(target, setTrusted(event, true));
}

// Event handlers (HTML 8.1.8.1): target -> type -> { handler, listener }
const handlers = new WeakMap();

function handlerOf(target, type) { return handlers.get(target)?.get(type)?.handler ?? null; }

/// Whether it is an ErrorEvent; without their body there are none.
let isErrorEvent = () => false;

function setHandler(target, type, handler) {
  let map = handlers.get(target);
  let entry = map?.get(type);
  if (!isObject(handler)) {
    if (entry !== undefined) { map.delete(type); remove(listenersOf(target), type, entry.listener); }
    return;
  }
  if (entry !== undefined) {
    entry.handler = handler;
    changed(listenersOf(target), type);
    return;
  }
  if (map === undefined) handlers.set(target, map = new Map());
  map.set(type, entry = { handler, listener: null });
  const process = (event) => {
    const { handler } = entry;
    if (typeof handler !== 'function') return;
    if (target === global && type === 'error' && isErrorEvent(event)) {
      if (handler.call(target, event.message, event.filename, event.lineno, event.colno, event.error) === true) event.preventDefault();
    } else if (handler.call(target, event) === false) event.preventDefault();
  };
  entry.listener = new Listener(process, false, false, false);
  entry.listener.entry = entry;
  if (recording) noteListener(entry.listener.target = target, type, 1);
  const listeners = listenersOf(target);
  const list = listeners.get(type);
  listeners.set(type, list === undefined ? [entry.listener] : [...list, entry.listener]);
  changed(listeners, type);
}

/// An event handler attribute `onX`; `then(target)` runs after it was set.
function defineHandler(prototype, type, then = undefined) {
  Object.defineProperty(prototype, `on${type}`, {
    configurable: true, enumerable: true,
    get: { [`get on${type}`]() { listenersOf(this); return handlerOf(this, type); } }[`get on${type}`],
    set: { [`set on${type}`](handler) { listenersOf(this); setHandler(this, type, handler); then?.(this); } }[`set on${type}`],
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
    return !fire(global, new (load('event_kinds').ErrorEvent)('error', { cancelable: true, message: `Uncaught ${text}`, filename, lineno, colno, error }));
  } finally { reporting = false; }
}

/// Fires `unhandledrejection`; whether a listener took the rejection.
function fireUnhandledRejection(promise, reason) {
  if (!globalListeners.has('unhandledrejection')) return false;
  return !fire(global, new (load('event_kinds').PromiseRejectionEvent)('unhandledrejection', { cancelable: true, promise, reason }));
}

/// Fires `rejectionhandled`.
function fireRejectionHandled(promise, reason) {
  if (!globalListeners.has('rejectionhandled')) return false;
  fire(global, new (load('event_kinds').PromiseRejectionEvent)('rejectionhandled', { promise, reason }));
  return false;
}

Object.assign(exports, {
  NO_PORTS, Event, MessageEvent, EventTarget, knowErrorEvents: (is) => { isErrorEvent = is; }, defineHandler, setHandler, handlerOf, hasListeners, fire,
  newMessageEvent, watchLone, loneThrew, finish: (event) => finish(event), watchGlobal: (changed) => { globalChanged = changed; }, dispatch, dispatchInput, setTrusted: (event) => setTrusted(event, true), fireError, fireUnhandledRejection, fireRejectionHandled,
  listenersOfType: (target, type) => (listenersOf(target).get(type) ?? []).map((it) => it.callback),
  globalHandler: (type) => handlerOf(global, type), setGlobalHandler: (type, handler) => setHandler(global, type, handler),
  addEventListener: EventTarget.prototype.addEventListener, removeEventListener: EventTarget.prototype.removeEventListener,
  dispatchEvent: EventTarget.prototype.dispatchEvent,
});
