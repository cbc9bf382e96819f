// WorkerLocation (HTML 10.3).
'use strict';
const { load } = require;
const { URL } = load('url');
const { defineInterface, illegalConstructor, illegalInvocation, isObject } = load('webidl');

const token = Symbol('token');

class WorkerLocation {
  #url;
  constructor(key, url) {
    if (key !== token) throw illegalConstructor();
    this.#url = url;
  }
  toString() { return this.href; }
  static of(location) {
    if (!isObject(location) || !(#url in location)) throw illegalInvocation();
    return location.#url;
  }
}
const urlOf = WorkerLocation.of;
delete WorkerLocation.of;
for (const name of ['href', 'origin', 'protocol', 'host', 'hostname', 'port', 'pathname', 'search', 'hash']) {
  Object.defineProperty(WorkerLocation.prototype, name, { configurable: true, enumerable: true, get: { [`get ${name}`]() { return urlOf(this)[name]; } }[`get ${name}`] });
}
defineInterface(WorkerLocation);

Object.assign(exports, { WorkerLocation, newLocation: (url) => new WorkerLocation(token, new URL(url)) });
