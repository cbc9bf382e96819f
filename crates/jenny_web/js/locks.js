// navigator.locks (Web Locks API): names, modes and grants of the whole process.
'use strict';
const { lockRequest, lockRelease, lockQuery, exposeMembers } = require;

const token = Symbol('token');

class Lock {
  #name; #mode;
  constructor(key, name, mode) {
    if (key !== token) throw new TypeError('Illegal constructor');
    this.#name = name;
    this.#mode = mode;
  }
  get name() { return this.#name; }
  get mode() { return this.#mode; }
  get [Symbol.toStringTag]() { return 'Lock'; }
}

class LockManager {
  constructor(key) {
    if (key !== token) throw new TypeError('Illegal constructor');
  }
  async request(name, options, callback) {
    if (arguments.length < 2) throw new TypeError('LockManager.request: at least 2 arguments are needed');
    if (callback === undefined) { callback = options; options = undefined; }
    if (typeof callback !== 'function') throw new TypeError('LockManager.request: the callback is not a function');
    name = `${name}`;
    const mode = options?.mode === undefined ? 'exclusive' : `${options.mode}`;
    const ifAvailable = !!options?.ifAvailable, steal = !!options?.steal, signal = options?.signal;
    if (mode !== 'exclusive' && mode !== 'shared') throw new TypeError(`The provided value '${mode}' is not a valid enum value of type LockMode.`);
    if (signal !== undefined && !(signal instanceof AbortSignal)) throw new TypeError('LockManager.request: the signal is not an AbortSignal');
    const refuse = (message) => { throw new DOMException(message, 'NotSupportedError'); };
    if (name.startsWith('-')) refuse("Names cannot start with '-'.");
    if (steal && ifAvailable) refuse("The 'steal' and 'ifAvailable' options cannot be used together.");
    if (steal && mode !== 'exclusive') refuse("The 'steal' option may only be used with 'exclusive' locks.");
    if (signal !== undefined && (steal || ifAvailable)) refuse("The 'signal' option cannot be used with 'steal' or 'ifAvailable'.");
    signal?.throwIfAborted();

    const outcome = Promise.withResolvers();
    let granted = false;
    const abort = () => {
      // Once granted, a lock is no longer a request.
      if (granted) return;
      lockRelease(number);
      outcome.reject(signal.reason);
    };
    const number = lockRequest(name, mode === 'shared', steal ? 'steal' : ifAvailable ? 'ifAvailable' : 'wait', (news) => {
      if (news === 'stolen') {
        lockRelease(number);
        outcome.reject(new DOMException('The lock was stolen by another request.', 'AbortError'));
        return;
      }
      granted = true;
      signal?.removeEventListener('abort', abort);
      const lock = news === 'granted' ? new Lock(token, name, mode) : null;
      const settle = (how) => (value) => { lockRelease(number); how(value); };
      new Promise((resolve) => resolve(callback(lock))).then(settle(outcome.resolve), settle(outcome.reject));
    });
    signal?.addEventListener('abort', abort, { once: true });
    return outcome.promise;
  }
  async query() {
    const held = [], pending = [];
    for (const [name, shared, client, isHeld] of lockQuery()) {
      (isHeld ? held : pending).push({ name, mode: shared ? 'shared' : 'exclusive', clientId: `agent-${client}` });
    }
    return { held, pending };
  }
  get [Symbol.toStringTag]() { return 'LockManager'; }
}

for (const { prototype } of [Lock, LockManager]) exposeMembers(prototype);

Object.assign(exports, { Lock, LockManager, locks: new LockManager(token) });
