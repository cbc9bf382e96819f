// Iterable declarations of WebIDL (3.7.9): entries, keys, values, forEach and the iterator objects behind them.
'use strict';
const { load } = require;
const { illegalInvocation, missing, wrongType } = load('webidl');

const IteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()));

/// Gives a class the members of a pair iterable; `pairs(object)` is the list of [key, value] as it stands now.
function defineIterable(constructor, name, pairs) {
  let stateOf;
  class Iteration {
    #object; #kind; #index = 0;
    static { stateOf = (it) => #kind in it; }
    constructor(object, kind) { this.#object = object; this.#kind = kind; }
    next() {
      if (typeof this !== 'object' || this === null || !(#kind in this)) throw illegalInvocation();
      const list = this.#object === null ? [] : pairs(this.#object);
      if (this.#index >= list.length) { this.#object = null; return { value: undefined, done: true }; }
      const [key, value] = list[this.#index++];
      return { value: this.#kind === 'keys' ? key : this.#kind === 'values' ? value : [key, value], done: false };
    }
  }
  const prototype = Iteration.prototype;
  Object.setPrototypeOf(prototype, IteratorPrototype);
  delete prototype.constructor;
  Reflect.defineProperty(prototype, 'next', { ...Reflect.getOwnPropertyDescriptor(prototype, 'next'), enumerable: true });
  Reflect.defineProperty(prototype, Symbol.toStringTag, { value: `${name} Iterator`, configurable: true });
  const members = {
    entries() { pairs(this); return new Iteration(this, 'entries'); },
    keys() { pairs(this); return new Iteration(this, 'keys'); },
    values() { pairs(this); return new Iteration(this, 'values'); },
    forEach(callback, thisArg = undefined) {
      pairs(this);
      if (arguments.length === 0) throw missing('callback');
      if (typeof callback !== 'function') throw wrongType('callback', 'of type function');
      for (let i = 0; i < pairs(this).length; i++) { const [key, value] = pairs(this)[i]; callback.call(thisArg, value, key, this); }
    },
  };
  Object.defineProperties(constructor.prototype, Object.getOwnPropertyDescriptors(members));
  Reflect.defineProperty(constructor.prototype, Symbol.iterator, { value: members.entries, writable: true, configurable: true });
  return stateOf;
}

Object.assign(exports, { defineIterable });
