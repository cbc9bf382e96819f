// Events that few programs meet: CustomEvent (dom.spec.whatwg.org 2.4), ErrorEvent and PromiseRejectionEvent (html 8.1).
'use strict';
const { load } = require;
const { Event, knowErrorEvents } = load('events');
const { defineInterface, isObject, missing, wrongType } = load('webidl');

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
  static { knowErrorEvents((event) => #message in event); }
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

Object.assign(exports, { CustomEvent, ErrorEvent, PromiseRejectionEvent });
