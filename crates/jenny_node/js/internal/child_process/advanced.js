//! Messages of `serialization: 'advanced'` as text: what structured clone knows of plain data, cycles included.
'use strict';

/** A table of nodes, the first of which is the message. References are places in the table. */
function stringify(message) {
  const nodes = [];
  const places = new Map();
  const bytesOf = (view) => require('buffer').Buffer.from(view.buffer, view.byteOffset, view.byteLength).toString('base64');
  function place(value) {
    const key = Object.is(value, -0) ? places : value;
    if (places.has(key)) return places.get(key);
    const at = nodes.length;
    places.set(key, at);
    nodes.push(null);
    nodes[at] = node(value);
    return at;
  }
  const entries = (object) => Object.keys(object).map((key) => [key, place(object[key])]);
  function node(value) {
    switch (typeof value) {
      case 'string': case 'boolean': return ['=', value];
      case 'number': return Number.isFinite(value) && !Object.is(value, -0) ? ['=', value] : ['n', Object.is(value, -0) ? '-0' : `${value}`];
      case 'undefined': return ['u'];
      case 'bigint': return ['b', `${value}`];
      case 'object': break;
      default: throw new DOMException(`${String(value)} could not be cloned.`, 'DataCloneError');
    }
    if (value === null) return ['=', null];
    const kind = internal.classOf(value);
    if (Array.isArray(value)) return ['a', value.length, entries(value)];
    if (ArrayBuffer.isView(value)) return ['v', kind, bytesOf(value)];
    switch (kind) {
      case 'Map': return ['m', [...value].map(([key, of]) => [place(key), place(of)])];
      case 'Set': return ['s', [...value].map(place)];
      case 'Date': return ['d', value.getTime()];
      case 'RegExp': return ['r', value.source, value.flags];
      case 'Number': case 'String': case 'Boolean': case 'BigInt': return ['o', place(value.valueOf())];
      case 'ArrayBuffer': return ['f', bytesOf(new Uint8Array(value))];
      case 'Error': return ['e', value.name, `${value.message}`, value.stack, 'cause' in value ? place(value.cause) : -1];
      case 'Promise': case 'WeakMap': case 'WeakSet': case 'WeakRef': case 'Proxy':
        throw new DOMException(`#<${kind}> could not be cloned.`, 'DataCloneError');
    }
    return ['{', entries(value)];
  }
  place(message);
  return JSON.stringify(nodes);
}

const errors = { EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };

function parse(text) {
  const nodes = JSON.parse(text);
  const made = new Map();
  const fill = (object, entries) => {
    for (const [key, at] of entries) Object.defineProperty(object, key, { value: value(at), writable: true, enumerable: true, configurable: true });
    return object;
  };
  const buffer = (data) => new Uint8Array(require('buffer').Buffer.from(data, 'base64')).buffer;
  function value(at) {
    if (made.has(at)) return made.get(at);
    const [kind, one, two, three, four] = nodes[at];
    const keep = (object) => {
      made.set(at, object);
      return object;
    };
    switch (kind) {
      case '=': return one;
      case 'u': return undefined;
      case 'n': return Number(one);
      case 'b': return BigInt(one);
      case 'a': return fill(keep(new Array(one)), two);
      case 'm': {
        const map = keep(new Map());
        for (const [key, of] of one) map.set(value(key), value(of));
        return map;
      }
      case 's': {
        const set = keep(new Set());
        for (const of of one) set.add(value(of));
        return set;
      }
      case 'd': return keep(new Date(one));
      case 'r': return keep(new RegExp(one, two));
      case 'o': return keep(Object(value(one)));
      case 'f': return keep(buffer(one));
      case 'v': return keep(new globalThis[one](buffer(two)));
      case 'e': {
        const error = keep(new (errors[one] ?? Error)(two));
        Object.defineProperty(error, 'stack', { value: three, writable: true, enumerable: false, configurable: true });
        if (four !== -1) Object.defineProperty(error, 'cause', { value: value(four), writable: true, enumerable: false, configurable: true });
        return error;
      }
    }
    return fill(keep({}), one);
  }
  return value(0);
}

module.exports = { stringify, parse };
