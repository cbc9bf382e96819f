// BroadcastChannel (HTML 9.5).
'use strict';
const { portStart, portListener, portRef, portClose, broadcastJoin, broadcastPost, exposeMembers, load } = require;
const { EventTarget, defineHandler, newMessageEvent, dispatch, watchLone } = load('events');
const { knowChannels, portsOf } = load('messaging');

class BroadcastChannel extends EventTarget {
  #name; #number;
  static { knowChannels((channel) => channel.#number); }
  constructor(name) {
    if (arguments.length === 0) throw new TypeError('The "name" argument must be specified');
    super();
    this.#name = `${name}`;
    this.#number = broadcastJoin(this.#name);
    portStart(this.#number, (type, value, transferred) => {
      if (type === 'close' || this.#number === 0) return;
      dispatch(this, newMessageEvent(type, value, portsOf(transferred)), type);
    }, true);
    watchLone(this, (callback, listener) => portListener(this.#number, this, callback, listener));
  }
  get name() { return this.#name; }
  postMessage(message) {
    if (arguments.length === 0) throw new TypeError('The "message" argument must be specified');
    if (this.#number === 0) throw new DOMException('BroadcastChannel is closed.', 'InvalidStateError');
    if (!broadcastPost(this.#number, message)) throw new DOMException('The message could not be cloned.', 'DataCloneError');
  }
  close() {
    if (this.#number !== 0) portClose(this.#number);
    this.#number = 0;
  }
  ref() { if (this.#number !== 0) portRef(this.#number, true); return this; }
  unref() { if (this.#number !== 0) portRef(this.#number, false); return this; }
  get [Symbol.toStringTag]() { return 'BroadcastChannel'; }
}
defineHandler(BroadcastChannel.prototype, 'message');
defineHandler(BroadcastChannel.prototype, 'messageerror');
exposeMembers(BroadcastChannel.prototype);

exports.BroadcastChannel = BroadcastChannel;
