//! `util.promisify` and the marks that functions carry for it.
'use strict';

const custom = Symbol.for('nodejs.util.promisify.custom');
// A function whose callback takes several results names them here, and its promise gives an object of them.
const argumentNames = Symbol('promisifyArgumentNames');

function promisify(original) {
  const { validateFunction } = require('internal/validators');
  validateFunction(original, 'original');
  if (original[custom]) {
    const replacement = original[custom];
    validateFunction(replacement, 'util.promisify.custom');
    return Object.defineProperty(replacement, custom, {
      __proto__: null, value: replacement, enumerable: false, writable: false, configurable: true,
    });
  }
  const names = original[argumentNames];
  function fn(...args) {
    return new Promise((resolve, reject) => {
      args.push((error, ...values) => {
        if (error) {
          reject(error);
        } else if (names !== undefined && values.length > 1) {
          const result = {};
          for (let i = 0; i < names.length; i++) result[names[i]] = values[i];
          resolve(result);
        } else {
          resolve(values[0]);
        }
      });
      Promise.resolve(Reflect.apply(original, this, args)).catch(reject);
    });
  }
  Object.setPrototypeOf(fn, Object.getPrototypeOf(original));
  Object.defineProperty(fn, custom, { __proto__: null, value: fn, enumerable: false, writable: false, configurable: true });
  const descriptors = Object.getOwnPropertyDescriptors(original);
  for (const key of Reflect.ownKeys(descriptors)) Object.defineProperty(fn, key, descriptors[key]);
  return fn;
}
promisify.custom = custom;

exports.promisify = promisify;
exports.custom = custom;
exports.argumentNames = argumentNames;
