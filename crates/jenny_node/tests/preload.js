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

// ES modules: `import fs from 'node:fs'` gets a synthetic module over the same objects.
globalThis.__jennyModule = load;
Module.registerHooks?.({
  resolve(specifier, context, next) {
    const bare = specifier.startsWith('node:') ? specifier.slice(5) : specifier;
    if (!keep.has(bare) && Module.builtinModules.includes(bare) && has(bare) && context.parentURL &&
        !insideShim.test(context.parentURL)) {
      return { url: `jenny:${bare}`, format: 'module', shortCircuit: true };
    }
    return next(specifier, context);
  },
  load(url, context, next) {
    if (!url.startsWith('jenny:')) return next(url, context);
    const id = url.slice(6);
    const names = Object.keys(load(id)).filter((name) => /^[A-Za-z_$][\w$]*$/.test(name) && name !== 'default');
    const source = `const m = globalThis.__jennyModule(${JSON.stringify(id)}); export default m;\n` +
      names.map((name, i) => `const e${i} = m.${name}; export { e${i} as ${name} };`).join('\n');
    return { format: 'module', source, shortCircuit: true };
  },
});
