// MessageChannel and MessagePort (HTML 9.4), with the listeners that Node's ports have.
'use strict';
const { portPair, portPost, portStart, portListener, portRef, portClose, exposeMembers, load } = require;
const { NO_PORTS, EventTarget, MessageEvent, Event, setTrusted, defineHandler, setHandler, handlerOf, newMessageEvent, dispatch, watchLone } = load('events');
const { register, refuseMarked } = load('platform');

const token = Symbol('token');
let channelNumber = () => 0, newPort, numberOf, isPort, listenTo, startPort;

/** The transfer list of `postMessage(message, transfer)` or `postMessage(message, { transfer })`. */
function transferOf(options) {
  if (options === undefined || options === null) return undefined;
  if (typeof options !== 'object') throw new TypeError('The provided value is not of type \'StructuredSerializeOptions\'.');
  const list = typeof options[Symbol.iterator] === 'function' ? options : options.transfer;
  if (list === undefined) return undefined;
  const transfer = [...list];
  for (const item of transfer) {
    if (typeof item !== 'object' || item === null) throw new TypeError('Found invalid value in transferList');
  }
  refuseMarked(transfer);
  return transfer;
}

const portsOf = (transferred) => transferred === undefined ? NO_PORTS : transferred.filter(isPort);

/** The listeners by which Node's ports are used: `on('message', (value) => {})`. */
class NodePortTarget extends EventTarget {
  #wrapped = new Map();
  on(type, listener) { return this.#add(type, listener, false); }
  addListener(type, listener) { return this.#add(type, listener, false); }
  once(type, listener) { return this.#add(type, listener, true); }
  off(type, listener) {
    const list = this.#wrapped.get(type);
    const at = list?.findIndex((it) => it.listener === listener) ?? -1;
    if (at >= 0) {
      const [{ wrapper }] = list.splice(at, 1);
      this.removeEventListener(type, wrapper);
      if (type === 'message' && list.length === 0) listenTo(this, false);
    }
    return this;
  }
  removeListener(type, listener) { return this.off(type, listener); }
  removeAllListeners(type) {
    for (const key of type === undefined ? [...this.#wrapped.keys()] : [type]) {
      for (const { listener } of [...this.#wrapped.get(key) ?? []]) this.off(key, listener);
    }
    return this;
  }
  emit(type, value) { return this.dispatchEvent(new MessageEvent(type, { data: value })); }
  listenerCount(type) { return this.#wrapped.get(type)?.length ?? 0; }
  #add(type, listener, once) {
    const wrapper = (event) => {
      if (once) this.off(type, listener);
      listener.call(this, event.data);
    };
    if (!this.#wrapped.has(type)) this.#wrapped.set(type, []);
    this.#wrapped.get(type).push({ listener, wrapper });
    this.addEventListener(type, wrapper);
    if (type === 'message') listenTo(this, true);
    return this;
  }
}

class MessagePort extends NodePortTarget {
  #number; #started = false; #referenced = true;
  static {
    newPort = (number) => new MessagePort(token, number);
    // With `take` the port is detached: its number goes to somebody else.
    numberOf = (port, take = false) => {
      const number = #number in port ? port.#number : channelNumber(port);
      if (take) port.#number = 0;
      return number;
    };
    isPort = (object) => #number in object;
    // Starts a port whose messages are not its own events: `arrived(type, value, transferred)` gets them. With `target`, they are
    // events of that, which need not come to `arrived`.
    startPort = (port, arrived, target = undefined) => {
      if (port.#started || port.#number === 0) return;
      port.#started = true;
      portStart(port.#number, (type, value, transferred) => {
        if (type === 'close') port.#number = 0;
        else arrived(type, value, transferred);
      }, port.#referenced);
      if (target !== undefined) watchLone(target, (callback, listener) => portListener(port.#number, target, callback, listener));
    };
    // As in Node, who listens keeps the program alive, and who no longer does not.
    listenTo = (port, on) => {
      if (!(#number in port)) return;
      if (on) port.start();
      if (on || handlerOf(port, 'message') === null) port.#refer(on);
    };
  }
  constructor(key, number) {
    if (key !== token) throw new TypeError('Illegal constructor');
    super();
    this.#number = number;
  }
  postMessage(message, options = undefined) {
    if (arguments.length === 0) throw new TypeError('The "message" argument must be specified');
    if (options === undefined && this.#number !== 0) {
      portPost(this.#number, message);
      return;
    }
    const transfer = transferOf(options);
    if (transfer?.includes(this)) throw new DOMException('Transfer list contains source port', 'DataCloneError');
    if (this.#number !== 0) portPost(this.#number, message, transfer);
    else structuredClone(message, { transfer: transfer ?? [] });
  }
  start() {
    if (this.#started || this.#number === 0) return;
    this.#started = true;
    portStart(this.#number, (type, value, transferred) => this.#arrived(type, value, transferred), this.#referenced);
    watchLone(this, (callback, listener) => portListener(this.#number, this, callback, listener));
  }
  close() {
    if (this.#number === 0) return;
    portClose(this.#number);
    this.#number = 0;
    setImmediate(() => dispatch(this, setTrusted(new Event('close'))));
  }
  ref() { this.#refer(true); }
  unref() { this.#refer(false); }
  hasRef() { return this.#started && this.#referenced && this.#number !== 0; }
  #refer(on) {
    this.#referenced = on;
    if (this.#started) portRef(this.#number, on);
  }
  #arrived(type, value, transferred) {
    if (type === 'close') {
      this.#number = 0;
      dispatch(this, setTrusted(new Event('close')));
    } else {
      dispatch(this, newMessageEvent(type, value, portsOf(transferred)), type);
    }
  }
  get [Symbol.toStringTag]() { return 'MessagePort'; }
}
defineHandler(MessagePort.prototype, 'message', (port) => { if (handlerOf(port, 'message') !== null) port.start(); });
defineHandler(MessagePort.prototype, 'messageerror');
defineHandler(MessagePort.prototype, 'close');

register('messaging/MessagePort', { is: (object) => isPort(object), 
  transfer(port) {
    const number = numberOf(port, true);
    return number === 0 ? undefined : [number];
  },
  deserialize: (number) => newPort(number),
});

class MessageChannel {
  #port1; #port2;
  constructor() {
    const [one, two] = portPair();
    this.#port1 = newPort(one);
    this.#port2 = newPort(two);
  }
  get port1() { return this.#port1; }
  get port2() { return this.#port2; }
  get [Symbol.toStringTag]() { return 'MessageChannel'; }
}

for (const { prototype } of [MessagePort, MessageChannel]) exposeMembers(prototype);

/** Tells how the number of a BroadcastChannel is found. */
const knowChannels = (number) => { channelNumber = number; };

Object.assign(exports, { MessageChannel, MessagePort, knowChannels, transferOf, portsOf, newPort, startPort, numberOf, isPort });
