// The global scope of a Worker (HTML 10.2.1): what its agent has and the program's own has not.
'use strict';
const { workerClose, readScript, runScript, workerGlobals, load } = require;
const { EventTarget, defineHandler, dispatch, hasListeners, newMessageEvent, watchGlobal } = load('events');
const { defineInterface, illegalConstructor, illegalInvocation } = load('webidl');
const { newPort, startPort, portsOf } = load('messaging');

class WorkerGlobalScope extends EventTarget {
  constructor() { throw illegalConstructor(); }
}
class DedicatedWorkerGlobalScope extends WorkerGlobalScope {
  constructor() { throw illegalConstructor(); }
}
for (const Class of [WorkerGlobalScope, DedicatedWorkerGlobalScope]) defineInterface(Class);

let port;

/** The port towards the owner; not yet started. */
exports.port = () => port;

/** Makes the global object of this agent a Worker's. */
exports.start = ({ port: number, name, url, isNode, isModule, isShared }) => {
  port = newPort(number);
  if (isNode) return;
  const scope = globalThis;
  const own = (object) => {
    if (object !== undefined && object !== null && object !== scope) throw illegalInvocation();
  };
  const operation = (value) => Object.defineProperty(scope, value.name, { value, writable: true, configurable: true, enumerable: true });
  const read = (key, get) => Object.defineProperty(scope, key, {
    configurable: true, enumerable: true,
    get: { [`get ${key}`]() { own(this); return get(); } }[`get ${key}`], set: undefined,
  });
  // An attribute that a script may put something else in the place of ([Replaceable]).
  const replaceable = (key, get) => Object.defineProperty(scope, key, {
    configurable: true, enumerable: true,
    get: { [`get ${key}`]() { own(this); return get(); } }[`get ${key}`],
    set: { [`set ${key}`](value) { Object.defineProperty(scope, key, { value, writable: true, configurable: true, enumerable: true }); } }[`set ${key}`],
  });

  let location;
  read('self', () => scope);
  replaceable('name', () => name);
  read('location', () => location ??= load('worker_location').newLocation(url));
  for (const type of ['languagechange', 'offline', 'online']) defineHandler(scope, type);
  operation(function importScripts(...urls) {
    own(this);
    if (isModule) throw new TypeError('importScripts() is not for module Workers.');
    const { DOMException } = load('dom_exception');
    const list = urls.map((it) => {
      try { return new URL(`${it}`, url); } catch { throw new DOMException(`The URL '${it}' is invalid.`, 'SyntaxError'); }
    });
    // All are fetched before the first runs.
    const scripts = list.map((it) => {
      const text = it.protocol === 'file:' ? readScript(it.href) : load('worker').textOf(it, true);
      if (text === undefined) throw new DOMException(`The script at '${it.href}' failed to load.`, 'NetworkError');
      return [it.href, text];
    });
    for (const [href, text] of scripts) runScript(href, text);
  });
  // What asks a person is for the program's own agent.
  for (const key of ['alert', 'confirm', 'prompt']) delete scope[key];
  // The class of `navigator` has another name in Workers.
  delete scope.Navigator;
  workerGlobals();
  operation(function close() { own(this); workerClose(); });
  const expose = (Class) => Object.defineProperty(scope, Class.name, { value: Class, writable: true, configurable: true, enumerable: false });
  expose(WorkerGlobalScope);

  if (isShared) {
    class SharedWorkerGlobalScope extends WorkerGlobalScope {
      constructor() { throw illegalConstructor(); }
    }
    defineInterface(SharedWorkerGlobalScope);
    expose(SharedWorkerGlobalScope);
    defineHandler(scope, 'connect');
    Object.setPrototypeOf(scope, SharedWorkerGlobalScope.prototype);
    // Each message through this port is an owner: its port is transferred with it.
    const connect = () => startPort(port, (type, value, transferred) => {
      if (type !== 'message') return;
      const ports = portsOf(transferred);
      dispatch(scope, newMessageEvent('connect', '', ports, ports[0]), 'connect');
    });
    queueMicrotask(connect);
    return;
  }
  expose(DedicatedWorkerGlobalScope);
  for (const type of ['message', 'messageerror']) defineHandler(scope, type);
  operation(function postMessage(message, options = undefined) {
    own(this);
    if (arguments.length === 0) throw new TypeError('The "message" argument must be specified');
    port.postMessage(message, options);
  });
  Object.setPrototypeOf(scope, DedicatedWorkerGlobalScope.prototype);
  // The port keeps the Worker alive while somebody listens to it.
  port.unref();
  watchGlobal((type) => {
    if (type !== 'message') return;
    if (hasListeners(scope, 'message')) port.ref(); else port.unref();
  });
  // Messages wait until the script has run (HTML: the port is enabled when the Worker's script has been evaluated).
  queueMicrotask(() => startPort(port, (type, value, transferred) => {
    dispatch(scope, newMessageEvent(type, value, portsOf(transferred)), type);
  }, scope));
};
