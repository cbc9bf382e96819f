// The registry of platform objects: what structured clone does with the objects of this crate (HTML 2.7.1, 2.7.2).
'use strict';
const { load } = require;

/** tag ("home/Class") -> { is, serialize?, transfer?, deserialize } */
const rows = new Map();

/** Adds a class. `is(object)` looks at a private name; `serialize(object)` gives a plain value; `transfer(object)` gives
 * [value, transfer list] and leaves the object detached, or undefined if it is; `deserialize(value)` makes the new object. */
function register(tag, row) { rows.set(tag, row); }

function find(object) {
  for (const [tag, row] of rows) if (row.is(object)) return [tag, row];
}

function serialize(object) {
  const found = find(object);
  if (found === undefined || found[1].serialize === undefined) {
    // An object that may only be transferred is no plain object either.
    if (found !== undefined) throw new DOMException(`${object[Symbol.toStringTag]} object could not be cloned.`, 'DataCloneError');
    return undefined;
  }
  return [found[0], found[1].serialize(object)];
}

function isTransferable(object) { return find(object)?.[1].transfer !== undefined; }

function transfer(object) {
  const [tag, row] = find(object);
  const answer = row.transfer(object);
  return answer === undefined ? undefined : [tag, ...answer];
}

function deserialize(tag, value) {
  if (!rows.has(tag)) load(tag.slice(0, tag.lastIndexOf('/')));
  return rows.get(tag).deserialize(value);
}

/** Objects that `markAsUntransferable` of `node:worker_threads` was given. */
const untransferable = new WeakSet();

/** Throws for a transfer list with such an object. */
function refuseMarked(list) {
  for (const item of list) {
    if (untransferable.has(item)) throw new DOMException('An object in the transfer list is marked as untransferable', 'DataCloneError');
  }
}

/** Its constructor gives the object that it is called with, now with a private name. */
class Marked extends function (object) { return object; } {
  #mark = true;
  static is(object) { return #mark in object; }
}

/** From now on the object cannot be cloned (`markAsUncloneable`). As in Node this counts for plain objects and errors. */
function markAsUncloneable(object) {
  if (ArrayBuffer.isView(object) || object instanceof ArrayBuffer || object instanceof SharedArrayBuffer || Marked.is(object)) return;
  new Marked(object);
  if (rows.has(UNCLONEABLE)) return;
  const serialize = () => { throw new DOMException('An object that is marked as uncloneable could not be cloned.', 'DataCloneError'); };
  // In front of the class that the object may be of.
  const others = [...rows];
  rows.clear();
  register(UNCLONEABLE, { is: Marked.is, serialize });
  for (const [tag, row] of others) register(tag, row);
}
const UNCLONEABLE = 'platform/Marked';

Object.assign(exports, { untransferable, refuseMarked, markAsUncloneable, register, serialize, isTransferable, transfer, deserialize });
