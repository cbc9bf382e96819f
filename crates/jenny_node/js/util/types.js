//! `util.types`: asks what a value is inside, whatever its prototype says.
'use strict';

const typedArrayTag = Function.prototype.call.bind(
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get);

function isObject(value) {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

function isKind(kind) {
  return (value) => isObject(value) && internal.classOf(value) === kind;
}

function isTypedArray(value) {
  return isObject(value) && typedArrayTag(value) !== undefined;
}

function isTagged(tag) {
  return (value) => isObject(value) && typedArrayTag(value) === tag;
}

const boxed = ['Number', 'String', 'Boolean', 'BigInt', 'Symbol'];

const types = {
  isExternal: isKind('External'),
  isDate: isKind('Date'),
  isArgumentsObject: isKind('Arguments'),
  isBigIntObject: isKind('BigInt'),
  isBooleanObject: isKind('Boolean'),
  isNumberObject: isKind('Number'),
  isStringObject: isKind('String'),
  isSymbolObject: isKind('Symbol'),
  isBoxedPrimitive: (value) => isObject(value) && boxed.includes(internal.classOf(value)),
  isNativeError: isKind('Error'),
  isRegExp: isKind('RegExp'),
  isAsyncFunction(value) {
    const kind = typeof value === 'function' ? internal.classOf(value) : '';
    return kind === 'AsyncFunction' || kind === 'AsyncGeneratorFunction';
  },
  isGeneratorFunction(value) {
    const kind = typeof value === 'function' ? internal.classOf(value) : '';
    return kind === 'GeneratorFunction' || kind === 'AsyncGeneratorFunction';
  },
  isGeneratorObject(value) {
    const kind = isObject(value) ? internal.classOf(value) : '';
    return kind === 'Generator' || kind === 'AsyncGenerator';
  },
  isPromise: isKind('Promise'),
  isMap: isKind('Map'),
  isSet: isKind('Set'),
  isMapIterator: isKind('MapIterator'),
  isSetIterator: isKind('SetIterator'),
  isWeakMap: isKind('WeakMap'),
  isWeakSet: isKind('WeakSet'),
  isArrayBuffer: isKind('ArrayBuffer'),
  isDataView: isKind('DataView'),
  isSharedArrayBuffer: isKind('SharedArrayBuffer'),
  isProxy: (value) => isObject(value) && internal.getProxyDetails(value) !== undefined,
  isModuleNamespaceObject: isKind('Module'),
  isAnyArrayBuffer(value) {
    const kind = isObject(value) ? internal.classOf(value) : '';
    return kind === 'ArrayBuffer' || kind === 'SharedArrayBuffer';
  },
  isArrayBufferView: ArrayBuffer.isView,
  isTypedArray,
  isCryptoKey: (value) => typeof CryptoKey === 'function' && value instanceof CryptoKey,
  isKeyObject: (value) => isObject(value) && Object.prototype.toString.call(value) === '[object KeyObject]',
  isEventTarget: (value) => typeof EventTarget === 'function' && value instanceof EventTarget,
};
for (const name of ['Uint8Array', 'Uint8ClampedArray', 'Uint16Array', 'Uint32Array', 'Int8Array', 'Int16Array',
  'Int32Array', 'Float16Array', 'Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array']) {
  types[`is${name}`] = isTagged(name);
}
for (const name of Object.keys(types)) {
  Object.defineProperty(types[name], 'name', { value: name, configurable: true });
}

module.exports = types;
