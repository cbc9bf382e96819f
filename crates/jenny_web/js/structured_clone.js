// structuredClone (html.spec.whatwg.org 8.10).
'use strict';
const { cloneValue, load } = require;
const { isObject, missing, wrongType } = load('webidl');
const { refuseMarked } = load('platform');

function structuredClone(value, options = undefined) {
  if (arguments.length === 0) throw missing('value');
  if (options !== undefined && options !== null && !isObject(options)) throw wrongType('options', 'of type object');
  const list = options?.transfer;
  if (list === undefined) return cloneValue(value, undefined);
  if (!isObject(list) || typeof list[Symbol.iterator] !== 'function') throw wrongType('options.transfer', 'a sequence of objects');
  const transfer = [...list];
  for (const item of transfer) if (!isObject(item)) throw wrongType('options.transfer', 'a sequence of objects');
  refuseMarked(transfer);
  return cloneValue(value, transfer);
}

Object.assign(exports, { structuredClone });
