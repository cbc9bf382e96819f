// The global scope of a Worker (HTML 10.2.1): what its agent has and the program's own has not.
'use strict';
const { workerClose, runScript, load } = require;
const { EventTarget, MessageEvent, setTrusted } = load('events');
const { newPort } = load('messaging');
const { textOf } = load('worker');

class WorkerGlobalScope extends EventTarget {
  constructor() { throw new TypeError('Illegal constructor'); }
  get [Symbol.toStringTag]() { return 'WorkerGlobalScope'; }
}
class DedicatedWorkerGlobalScope extends WorkerGlobalScope {
  get [Symbol.toStringTag]() { return 'DedicatedWorkerGlobalScope'; }
}
class WorkerLocation {
  #url;
  constructor(url) { this.#url = url; }
  toString() { return this.#url.href; }
  get [Symbol.toStringTag]() { return 'WorkerLocation'; }
  static of(location) { return location.#url; }
}
const urlOf = WorkerLocation.of;
delete WorkerLocation.of;
for (const name of ['href', 'origin', 'protocol', 'host', 'hostname', 'port', 'pathname', 'search', 'hash']) {
  Object.defineProperty(WorkerLocation.prototype, name, { configurable: true, enumerable: true, get() { return urlOf(this)[name]; } });
}

let port;

/** The port towards the owner; not yet started. */
exports.port = () => port;

/** Makes the global object of this agent a Worker's. */
exports.start = ({ port: number, name, url, isNode, isModule }) => {
  port = newPort(number);
  if (isNode) return;
  const scope = globalThis;
  const define = (key, value, enumerable = true) => Object.defineProperty(scope, key, { value, writable: true, configurable: true, enumerable });
  // Where the program's global object is an event target already, messages are dispatched at it too.
  const plain = typeof scope.addEventListener !== 'function';
  const target = plain ? new EventTarget() : scope;
  const add = plain ? target.addEventListener.bind(target) : scope.addEventListener.bind(scope);
  const remove = plain ? target.removeEventListener.bind(target) : scope.removeEventListener.bind(scope);

  // The port keeps the Worker alive while somebody listens to it.
  const listeners = new Set();
  let handler = null;
  const listening = () => { if (listeners.size > 0 || handler !== null) port.ref(); else port.unref(); };
  define('addEventListener', function addEventListener(type, listener, options = undefined) {
    add(type, listener, options);
    if (`${type}` === 'message' && listener) { listeners.add(listener); listening(); }
  });
  define('removeEventListener', function removeEventListener(type, listener, options = undefined) {
    remove(type, listener, options);
    if (`${type}` === 'message') { listeners.delete(listener); listening(); }
  });
  if (plain) define('dispatchEvent', function dispatchEvent(event) { return target.dispatchEvent(event); });
  Object.defineProperty(scope, 'onmessage', {
    configurable: true, enumerable: true,
    get() { return handler; },
    set(value) {
      if (handler === null && typeof value === 'function') add('message', (event) => handler?.call(scope, event));
      handler = typeof value === 'function' ? value : null;
      listening();
    },
  });
  define('onmessageerror', null);

  define('self', scope);
  define('name', name);
  define('location', new WorkerLocation(new URL(url)));
  define('postMessage', function postMessage(message, options = undefined) {
    if (arguments.length === 0) throw new TypeError('The "message" argument must be specified');
    port.postMessage(message, options);
  });
  define('close', function close() { workerClose(); });
  define('importScripts', function importScripts(...urls) {
    if (isModule) throw new TypeError('importScripts() is not for module Workers.');
    const list = urls.map((it) => {
      try { return new URL(`${it}`, url); } catch { throw new DOMException(`The URL '${it}' is invalid.`, 'SyntaxError'); }
    });
    for (const it of list) {
      let text;
      if (it.protocol !== 'file:') text = textOf(it);
      if (it.protocol !== 'file:' && text === undefined) throw new DOMException(`The script at '${it.href}' failed to load.`, 'NetworkError');
      runScript(it.href, text);
    }
  });
  define('WorkerGlobalScope', WorkerGlobalScope, false);
  define('DedicatedWorkerGlobalScope', DedicatedWorkerGlobalScope, false);
  define('WorkerLocation', WorkerLocation, false);
  Object.setPrototypeOf(scope, DedicatedWorkerGlobalScope.prototype);

  port.addEventListener('message', (event) => {
    target.dispatchEvent(setTrusted(new MessageEvent('message', { data: event.data, ports: event.ports })));
  });
  port.addEventListener('messageerror', (event) => {
    const error = setTrusted(new MessageEvent('messageerror', { data: event.data }));
    target.dispatchEvent(error);
    if (typeof scope.onmessageerror === 'function') scope.onmessageerror(error);
  });
  port.unref();
  // Messages wait until the script has run (HTML: the port is enabled when the Worker's script has been evaluated).
  queueMicrotask(() => port.start());
};
