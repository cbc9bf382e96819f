//! Loaded before a case: `require` and the global console answer with Jenny's modules.
'use strict';

const Module = require('module');
const { load, has } = require('./shim.js');

const original = Module._load;
const insideShim = /[/\\]crates[/\\]jenny_node[/\\]tests[/\\]/;
// fs and process themselves stay Node's where the case only uses them as tools.
const keep = new Set((process.env.JENNY_KEEP || '').split(',').filter(Boolean));

Module._load = function(id, parent, isMain) {
  const bare = id.startsWith('node:') ? id.slice(5) : id;
  if (!keep.has(bare) && Module.builtinModules.includes(bare) && has(bare) &&
      !(parent && parent.filename && insideShim.test(parent.filename))) {
    return load(bare);
  }
  return original.call(this, id, parent, isMain);
};

Object.defineProperty(globalThis, 'console', { value: load('console'), writable: true, configurable: true });
