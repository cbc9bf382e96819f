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

Object.assign(exports, { register, serialize, isTransferable, transfer, deserialize });
