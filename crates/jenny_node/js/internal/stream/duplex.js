//! Duplex: a stream that is readable and writable, its two sides independent.
'use strict';

const Readable = require('internal/stream/readable');

function Duplex(options) {
  if (!(this instanceof Duplex)) return new Duplex(options);
  const Writable = require('internal/stream/writable');
  Readable.call(this, options);
  Writable.call(this, options);
  this.allowHalfOpen = options?.allowHalfOpen !== false;
  if (options) {
    if (options.readable === false) Object.assign(this._readableState, { readable: false, ended: true, endEmitted: true });
    if (options.writable === false) {
      Object.assign(this._writableState, { writable: false, ending: true, ended: true, finished: true });
    }
  }
}
module.exports = Duplex;
Object.setPrototypeOf(Duplex.prototype, Readable.prototype);
Object.setPrototypeOf(Duplex, Readable);

{
  const Writable = require('internal/stream/writable');
  for (const key of Reflect.ownKeys(Writable.prototype)) {
    if (key === 'constructor' || key === 'destroyed' || key === 'closed' || key === 'errored' || key === 'pipe') continue;
    if (Object.prototype.hasOwnProperty.call(Duplex.prototype, key)) continue;
    const descriptor = Object.getOwnPropertyDescriptor(Writable.prototype, key);
    // A method that both sides have is the readable's, but destroying must also fail what waits to be written.
    if (key in Readable.prototype && key !== 'destroy') continue;
    Object.defineProperty(Duplex.prototype, key, descriptor);
  }
}
Object.defineProperties(Duplex.prototype, {
  destroyed: {
    __proto__: null,
    configurable: true,
    get() {
      if (this._readableState === undefined || this._writableState === undefined) return false;
      return this._readableState.destroyed && this._writableState.destroyed;
    },
    set(value) {
      if (this._readableState && this._writableState) {
        this._readableState.destroyed = value;
        this._writableState.destroyed = value;
      }
    },
  },
});
Duplex.from = (body) => require('internal/stream/compose').duplexFrom(body);
Duplex.fromWeb = (pair, options) => require('internal/stream/web_adapters').duplexFromWeb(Duplex, pair, options);
Duplex.toWeb = (duplex) => require('internal/stream/web_adapters').duplexToWeb(duplex);
