//! `node:module`: CommonJS modules, their cache and resolution, `createRequire` and the list of built-in modules.
'use strict';

const { validateString } = require('internal/validators');
const path = require('path');

const { loader } = internal;
// Every CommonJS program loads this module, few of them an error.
const errors = () => require('internal/errors');
const builtinModules = Object.freeze([...loader.builtinModules]);
const builtinSet = new Set(builtinModules);
// Built-in modules that only the prefixed name reaches.
const prefixOnly = new Set(['sea', 'sqlite', 'test', 'test/reporters', 'ffi']);

function isBuiltin(id) {
  if (typeof id !== 'string') return false;
  if (id.startsWith('node:')) return builtinSet.has(id.slice(5)) && !id.startsWith('node:jenny:') || builtinSet.has(id);
  return builtinSet.has(id) && !prefixOnly.has(id);
}

function Module(id = '', parent) {
  this.id = id;
  this.path = path.dirname(id);
  Object.defineProperty(this, 'exports', { value: {}, writable: true, enumerable: true, configurable: true });
  Object.defineProperty(this, 'parent', { value: parent, writable: true, enumerable: false, configurable: true });
  if (parent?.children) parent.children.push(this);
  this.filename = null;
  this.loaded = false;
  this.children = [];
}

Module.builtinModules = builtinModules;
Module._cache = { __proto__: null };
Module._pathCache = { __proto__: null };
Module._extensions = { __proto__: null };
Module.globalPaths = [];
Module.Module = Module;

const wrapper = ['(function (exports, require, module, __filename, __dirname) { ', '\n});'];
Module.wrapper = wrapper;
Module.wrap = (script) => wrapper[0] + script + wrapper[1];

Module._nodeModulePaths = function(from) {
  from = path.resolve(from);
  if (from === '/') return ['/node_modules'];
  const paths = [];
  for (let at = from; ; at = path.dirname(at)) {
    if (path.basename(at) !== 'node_modules') paths.push(path.join(at, 'node_modules'));
    if (at === path.dirname(at)) return paths;
  }
};

Module._resolveLookupPaths = function(request, parent) {
  if (isBuiltin(request)) return null;
  if (!/^\.{1,2}(?:\/|$)/.test(request)) return [...(parent?.paths ?? []), ...Module.globalPaths];
  return [parent?.filename ? path.dirname(parent.filename) : '.'];
};

function notFound(request, parent) {
  const stack = [];
  for (let at = parent; at; at = at.parent) stack.push(at.filename || at.id);
  const list = stack.length > 0 ? `\nRequire stack:\n- ${stack.join('\n- ')}` : '';
  const error = new Error(`Cannot find module '${request}'${list}`);
  error.code = 'MODULE_NOT_FOUND';
  error.requireStack = stack;
  return error;
}

Module._resolveFilename = function(request, parent, isMain, options) {
  if (isBuiltin(request)) return request;
  if (request.startsWith('node:')) {
    const error = errors().make('ERR_UNKNOWN_BUILTIN_MODULE', [request]);
    throw error;
  }
  const bases = options?.paths !== undefined ? options.paths.map((base) => path.join(path.resolve(base), 'noop.js'))
    : [parent?.filename || path.join(internal.cwd(), 'noop.js')];
  let failure;
  for (const base of bases) {
    try {
      return loader.resolve(request, base);
    } catch (thrown) {
      if (thrown instanceof Error) {
        failure = thrown;
      } else if (thrown.code === 'MODULE_NOT_FOUND') {
        failure ??= notFound(request, parent);
      } else {
        failure = Object.assign(new Error(thrown.message), { code: thrown.code });
      }
    }
  }
  throw failure ?? notFound(request, parent);
};

Module._findPath = function(request, paths) {
  for (const base of paths ?? []) {
    try {
      return loader.resolve(path.isAbsolute(request) ? request : `./${request}`, path.join(base, 'noop.js'));
    } catch {
      // The next folder may have it.
    }
  }
  return false;
};

Module._load = function(request, parent, isMain) {
  if (request.startsWith('node:') || isBuiltin(request)) {
    const id = request.startsWith('node:') ? request.slice(5) : request;
    // A stand-in that a program put into the cache under the bare name wins.
    const replaced = request.startsWith('node:') ? undefined : Module._cache[request];
    if (replaced !== undefined) return replaced.exports;
    // Our own modules have a scheme of their own.
    if (id !== request && id.startsWith('jenny:') || !builtinSet.has(id) && !builtinSet.has(request)) throw errors().make('ERR_UNKNOWN_BUILTIN_MODULE', [request]);
    return require(id);
  }
  const filename = Module._resolveFilename(request, parent, isMain);
  const cached = Module._cache[filename];
  if (cached !== undefined) {
    if (parent?.children && !parent.children.includes(cached)) parent.children.push(cached);
    return cached.exports;
  }
  const module = new Module(filename, parent);
  if (isMain) {
    // `process` takes it from here if it is made later.
    internal.mainModule = module;
    if (internal.process !== undefined) internal.process.mainModule = module;
    module.id = '.';
    mainModule = module;
  }
  Module._cache[filename] = module;
  let done = false;
  try {
    module.load(filename);
    done = true;
  } finally {
    if (!done) {
      delete Module._cache[filename];
      const at = parent?.children?.indexOf(module) ?? -1;
      if (at !== -1) parent.children.splice(at, 1);
    }
  }
  return module.exports;
};

let mainModule;

Module.prototype.load = function(filename) {
  this.filename ??= filename;
  this.paths ??= Module._nodeModulePaths(path.dirname(filename));
  const name = path.basename(filename);
  // The longest registered extension counts: ".test.js" before ".js".
  let extension = '.js';
  for (let at = name.indexOf('.', 1); at !== -1; at = name.indexOf('.', at + 1)) {
    if (Module._extensions[name.slice(at)]) {
      extension = name.slice(at);
      break;
    }
  }
  Module._extensions[extension](this, filename);
  this.loaded = true;
};

Module.prototype.require = function(id) {
  validateString(id, 'id');
  if (id === '') throw new (errors().codes.ERR_INVALID_ARG_VALUE)('id', id, 'must be a non-empty string');
  return Module._load(id, this, false);
};

const evaluate = (fn, module, filename) => Reflect.apply(fn, module.exports, [module.exports, makeRequire(module), module, filename, path.dirname(filename)]);

Module.prototype._compile = function(content, filename) {
  const fn = loader.compileFunction(content, filename, ['exports', 'require', 'module', '__filename', '__dirname']);
  return evaluate(fn, this, filename);
};
const { _compile } = Module.prototype;

function makeRequire(module) {
  const require = function require(id) {
    return module.require(id);
  };
  require.resolve = function resolve(request, options) {
    validateString(request, 'request');
    return Module._resolveFilename(request, module, false, options);
  };
  require.resolve.paths = function paths(request) {
    validateString(request, 'request');
    return Module._resolveLookupPaths(request, module);
  };
  require.main = mainModule;
  require.extensions = Module._extensions;
  require.cache = Module._cache;
  return require;
}

Module._extensions['.js'] = function(module, filename) {
  if (module._compile === _compile) {
    // Nobody wants to see the text: it need not become a string.
    const fn = loader.compileFile(filename);
    if (fn !== undefined) {
      evaluate(fn, module, filename);
      return;
    }
  } else if (loader.format(filename) !== 'module') {
    module._compile(loader.readSource(filename), filename);
    return;
  }
  // `require` of an ES module gives its namespace, or what it exports under this name.
  const namespace = loader.requireModule(filename);
  module.exports = 'module.exports' in namespace ? namespace['module.exports'] : namespace;
};
Module._extensions['.json'] = function(module, filename) {
  const text = loader.readSource(filename);
  try {
    module.exports = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch (error) {
    error.message = `${filename}: ${error.message}`;
    throw error;
  }
};
Module._extensions['.node'] = function(module, filename) {
  throw new Error(`Native addons are not supported: ${filename}`);
};

Module._initPaths = () => {};
Module._preloadModules = (requests) => {
  const parent = new Module('internal/preload', null);
  parent.paths = Module._nodeModulePaths(internal.cwd());
  for (const request of requests ?? []) parent.require(request);
};
Module.runMain = (main = globalThis.process.argv[1]) => Module._load(main, null, true);
Module.isBuiltin = isBuiltin;
Module.syncBuiltinESMExports = () => internal.syncBuiltinExports?.();
Module.findSourceMap = () => undefined;
Module.getSourceMapsSupport = () => ({ __proto__: null, enabled: false, nodeModules: false, generatedCode: false });
Module.setSourceMapsSupport = () => {};
Module.register = () => {
  throw errors().make('ERR_METHOD_NOT_IMPLEMENTED', ['module.register()']);
};
Module.registerHooks = () => {
  throw errors().make('ERR_METHOD_NOT_IMPLEMENTED', ['module.registerHooks()']);
};
Module.enableCompileCache = () => ({ status: 3 });
Module.getCompileCacheDir = () => undefined;
Module.flushCompileCache = () => {};
Module.constants = Object.freeze({
  __proto__: null,
  compileCacheStatus: Object.freeze({ __proto__: null, FAILED: 0, ENABLED: 1, ALREADY_ENABLED: 2, DISABLED: 3 }),
});
Module.stripTypeScriptTypes = (code, options) => loader.stripTypes(code, options?.mode ?? 'strip');

Module.findPackageJSON = function(specifier, base) {
  const from = base === undefined ? specifier : base;
  let directory = path.dirname(toFilename(from));
  if (base !== undefined && !/^(?:\.|\/|file:)/.test(`${specifier}`)) {
    const name = `${specifier}`.split('/').slice(0, `${specifier}`.startsWith('@') ? 2 : 1).join('/');
    for (const folder of Module._nodeModulePaths(directory)) {
      const found = path.join(folder, name, 'package.json');
      if (require('fs').existsSync(found)) return found;
    }
    return undefined;
  }
  for (;;) {
    const found = path.join(directory, 'package.json');
    if (require('fs').existsSync(found)) return found;
    if (directory === path.dirname(directory)) return undefined;
    directory = path.dirname(directory);
  }
};

// A program without web globals has no URL.
const isURLObject = (value) => typeof URL === 'function' && value instanceof URL;

function toFilename(from) {
  const { fileURLToPath } = require('url');
  if (isURLObject(from) || (typeof from === 'string' && from.startsWith('file:'))) return fileURLToPath(from);
  return from;
}

Module.createRequire = function createRequire(filename) {
  const isURL = isURLObject(filename) || (typeof filename === 'string' && filename.startsWith('file:'));
  if (!isURL && (typeof filename !== 'string' || !path.isAbsolute(filename))) {
    throw new (errors().codes.ERR_INVALID_ARG_VALUE)('filename', filename, 'must be a file URL object, file URL string, or absolute path string');
  }
  const file = toFilename(filename);
  const isDirectory = file.endsWith('/');
  const module = new Module(isDirectory ? path.join(file, 'noop.js') : file);
  module.filename = module.id;
  module.paths = Module._nodeModulePaths(path.dirname(module.filename));
  return makeRequire(module);
};

module.exports = Module;
