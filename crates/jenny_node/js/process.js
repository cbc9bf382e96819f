//! `node:process`: the process object.
'use strict';

const EventEmitter = require('events');
const { codes, systemError, make } = require('internal/errors');
const { nextTick } = require('internal/ticks');
const { validateNumber, validateObject, validateString, validateUint32 } = require('internal/validators');

const nodeVersion = '26.10.0';

function process() {}
Object.defineProperty(process.prototype, Symbol.toStringTag, {
  value: 'process', writable: false, enumerable: false, configurable: true,
});
Object.setPrototypeOf(process.prototype, EventEmitter.prototype);
const self = Object.create(process.prototype);
EventEmitter.call(self);
module.exports = self;

let exitCode;
let exiting = false;
let captureUncaught = null;

/** The environment as an object: values are text, and what is set reaches the system. */
function makeEnvironment() {
  const text = (value) => {
    if (typeof value === 'symbol') throw new TypeError('Cannot convert a Symbol value to a string');
    return `${value}`;
  };
  return new Proxy({}, {
    get(target, key, receiver) {
      if (typeof key === 'symbol') return Reflect.get(target, key, receiver);
      const value = internal.envGet(key);
      return value === undefined && key in Object.prototype ? Object.prototype[key] : value;
    },
    set(target, key, value) {
      if (typeof key === 'symbol') throw new TypeError('Cannot convert a Symbol value to a string');
      internal.envSet(key, text(value));
      return true;
    },
    has: (target, key) => typeof key === 'string' && (internal.envGet(key) !== undefined || key in Object.prototype),
    deleteProperty(target, key) {
      if (typeof key === 'string') internal.envDelete(key);
      return true;
    },
    ownKeys: () => internal.envKeys(),
    getOwnPropertyDescriptor(target, key) {
      if (typeof key !== 'string') return undefined;
      const value = internal.envGet(key);
      return value === undefined ? undefined : { value, writable: true, enumerable: true, configurable: true };
    },
    defineProperty(target, key, descriptor) {
      if (!('value' in descriptor)) {
        const error = new TypeError("'process.env' does not accept an accessor(getter/setter) descriptor");
        throw require('internal/errors').sealCode(error, 'ERR_INVALID_OBJECT_DEFINE_PROPERTY');
      }
      internal.envSet(String(key), text(descriptor.value));
      return true;
    },
  });
}

function checkExitCode(code) {
  if (code === null || code === undefined) return;
  let value = code;
  if (typeof code === 'string' && code !== '') value = Number(code);
  if (!Number.isInteger(value)) {
    if (typeof value === 'number' && !Number.isNaN(value)) throw make('ERR_OUT_OF_RANGE', ['code', 'an integer', code]);
    throw make('ERR_INVALID_ARG_TYPE', ['code', 'number', code]);
  }
}

function exit(code) {
  if (arguments.length !== 0 && code !== undefined) self.exitCode = code;
  if (!exiting) {
    exiting = true;
    self._exiting = true;
    self.emit('exit', Number(exitCode ?? 0) || 0);
  }
  self.reallyExit(Number(exitCode ?? 0) || 0);
}

let warnedOnce = false;

function onWarning(warning) {
  if (!(warning instanceof Error)) return;
  const isDeprecation = warning.name === 'DeprecationWarning';
  if (isDeprecation && self.noDeprecation) return;
  const trace = self.traceProcessWarnings || (isDeprecation && self.traceDeprecation);
  let text = `(${self.release.name}:${self.pid}) `;
  if (warning.code) text += `[${warning.code}] `;
  if (trace && warning.stack) text += warning.stack;
  else text += typeof warning.toString === 'function' ? warning.toString() : Error.prototype.toString.call(warning);
  if (typeof warning.detail === 'string') text += `\n${warning.detail}`;
  if (!trace && !warnedOnce) {
    warnedOnce = true;
    const program = self.execPath ? require('path').basename(self.execPath) : 'jenny';
    const flag = isDeprecation ? '--trace-deprecation' : '--trace-warnings';
    text += `\n(Use \`${program} ${flag} ...\` to show where the warning was created)`;
  }
  internal.stderrWrite(`${text}\n`);
}

function emitWarning(warning, type, code, start) {
  let detail;
  if (type !== null && typeof type === 'object' && !Array.isArray(type)) {
    ({ code, ctor: start, detail, type } = type);
    if (typeof detail !== 'string') detail = undefined;
    type ||= 'Warning';
  } else if (typeof type === 'function') {
    start = type;
    code = '';
    type = 'Warning';
  }
  if (type !== undefined) validateString(type, 'type');
  if (typeof code === 'function') {
    start = code;
    code = '';
  } else if (code !== undefined) {
    validateString(code, 'code');
  }
  if (typeof warning === 'string') {
    const text = warning;
    warning = new Error(text);
    warning.name = String(type || 'Warning');
    if (code !== undefined && code !== '') warning.code = code;
    if (detail !== undefined) warning.detail = detail;
    Error.captureStackTrace?.(warning, start || emitWarning);
  } else if (!(warning instanceof Error)) {
    throw new codes.ERR_INVALID_ARG_TYPE('warning', ['Error', 'string'], warning);
  }
  if (warning.name === 'DeprecationWarning') {
    if (self.noDeprecation) return;
    if (self.throwDeprecation) {
      nextTick(() => {
        throw warning;
      });
      return;
    }
  }
  nextTick(() => self.emit('warning', warning));
}

function hrtime(previous) {
  const now = internal.hrtimeNs();
  const seconds = Number(now / 1000000000n);
  const nanoseconds = Number(now % 1000000000n);
  if (previous === undefined) return [seconds, nanoseconds];
  if (!Array.isArray(previous)) throw make('ERR_INVALID_ARG_TYPE', ['time', 'Array', previous], hrtime);
  if (previous.length !== 2) throw make('ERR_OUT_OF_RANGE', ['time', 2, previous.length], hrtime);
  const difference = seconds - previous[0];
  const rest = nanoseconds - previous[1];
  return rest < 0 ? [difference - 1, rest + 1e9] : [difference, rest];
}
hrtime.bigint = function bigint() {
  return internal.hrtimeNs();
};

function memoryUsage() {
  const { rss, heapTotal, heapUsed, external, arrayBuffers } = internal.memoryUsage();
  return { rss, heapTotal, heapUsed, external, arrayBuffers };
}
memoryUsage.rss = function rss() {
  return internal.memoryUsage().rss;
};

function cpuUsage(previous) {
  if (previous !== undefined) {
    validateObject(previous, 'prevValue');
    for (const name of ['user', 'system']) {
      validateNumber(previous[name], `prevValue.${name}`);
      if (previous[name] < 0) {
        throw make('ERR_INVALID_ARG_VALUE', [`prevValue.${name}`, previous[name]]);
      }
    }
  }
  const { user, system } = internal.cpuUsage();
  return previous === undefined ? { user, system } : { user: user - previous.user, system: system - previous.system };
}

function kill(pid, signal) {
  if (pid != (pid | 0)) throw make('ERR_INVALID_ARG_TYPE', ['pid', 'number', pid], kill);
  let number;
  if (typeof signal === 'number') {
    number = signal;
  } else {
    signal ||= 'SIGTERM';
    number = require('os').constants.signals[signal];
    if (number === undefined) throw make('ERR_UNKNOWN_SIGNAL', [signal], kill);
  }
  try {
    internal.kill(pid | 0, number);
  } catch (failure) {
    throw failure instanceof Error ? failure : systemError({ syscall: 'kill', ...failure }, kill);
  }
  return true;
}

function umask(mask) {
  if (mask === undefined) return internal.umask();
  if (typeof mask === 'string') {
    if (!/^[0-7]+$/.test(mask)) {
      throw make('ERR_INVALID_ARG_VALUE', ['mask', mask, 'must be a 32-bit unsigned integer or an octal string']);
    }
    mask = Number.parseInt(mask, 8);
  }
  validateUint32(mask, 'mask');
  return internal.umask(mask);
}

function chdir(directory) {
  validateString(directory, 'directory');
  try {
    internal.chdir(directory);
  } catch (failure) {
    if (failure instanceof Error) throw failure;
    throw systemError({ ...failure, syscall: 'chdir', path: internal.cwd(), dest: directory }, chdir);
  }
}

function cwd() {
  try {
    return internal.cwd();
  } catch (failure) {
    if (failure instanceof Error) throw failure;
    throw systemError({ ...failure, syscall: 'uv_cwd', path: undefined }, cwd);
  }
}

function loadEnvFile(path = '.env') {
  const fs = require('fs');
  const values = require('util').parseEnv(fs.readFileSync(path, 'utf8'));
  for (const key of Object.keys(values)) self.env[key] ??= values[key];
}

Object.assign(self, {
  version: `v${nodeVersion}`,
  versions: Object.freeze({ node: nodeVersion, jenny: internal.version, ...internal.versions }),
  arch: internal.arch,
  platform: internal.platform,
  release: { name: 'node' },
  argv: [...internal.argv],
  execArgv: [...(internal.execArgv ?? [])],
  execPath: internal.execPath,
  argv0: internal.argv0 ?? 'jenny',
  env: makeEnvironment(),
  title: 'jenny',
  pid: internal.pid,
  config: Object.freeze({ target_defaults: Object.freeze({}), variables: Object.freeze({}) }),
  features: Object.freeze({
    inspector: false, debug: false, uv: false, ipv6: true, tls_alpn: true, tls_sni: true, tls_ocsp: true, tls: true,
    openssl_is_boringssl: false, cached_builtins: true, require_module: true, typescript: 'transform',
  }),
  _exiting: false,
  _eval: internal.evalSource,
  noDeprecation: false,
  nextTick,
  emitWarning,
  exit,
  reallyExit: (code) => internal.exit(code | 0),
  _kill: (pid, signal) => internal.kill(pid, signal),
  kill,
  abort: () => internal.abort(),
  cwd,
  chdir,
  umask,
  uptime: () => (internal.hrtimeMs() - (internal.startedMs ?? 0)) / 1000,
  hrtime,
  memoryUsage,
  cpuUsage,
  threadCpuUsage: cpuUsage,
  resourceUsage: () => internal.resourceUsage(),
  constrainedMemory: () => internal.constrainedMemory?.() ?? 0,
  availableMemory: () => internal.availableMemory?.() ?? 0,
  getActiveResourcesInfo: () => internal.activeResources?.() ?? [],
  _getActiveHandles: () => [],
  _getActiveRequests: () => [],
  getBuiltinModule(id) {
    validateString(id, 'id');
    id = id.startsWith('node:') ? id.slice(5) : id;
    return internal.isBuiltinId(id) ? require(id) : undefined;
  },
  loadEnvFile,
  setUncaughtExceptionCaptureCallback(fn) {
    if (fn === null) {
      captureUncaught = null;
      return;
    }
    if (typeof fn !== 'function') throw new codes.ERR_INVALID_ARG_TYPE('fn', ['Function', 'null'], fn);
    if (captureUncaught !== null) {
      const error = new Error('`process.setupUncaughtExceptionCapture()` was called while a capture callback was already active');
      throw require('internal/errors').sealCode(error, 'ERR_UNCAUGHT_EXCEPTION_CAPTURE_ALREADY_SET');
    }
    captureUncaught = fn;
  },
  hasUncaughtExceptionCaptureCallback: () => captureUncaught !== null,
  setSourceMapsEnabled() {},
  allowedNodeEnvironmentFlags: new Set(),
  binding(name) {
    throw new Error(`No such module: ${name}`);
  },
  ref(value) {
    (value?.[Symbol.for('nodejs.ref')] ?? value?.ref)?.call(value);
  },
  unref(value) {
    (value?.[Symbol.for('nodejs.unref')] ?? value?.unref)?.call(value);
  },
});

const ids = () => internal.userIds();
if (internal.platform !== 'win32') {
  Object.assign(self, {
    getuid: () => ids().uid,
    geteuid: () => ids().euid,
    getgid: () => ids().gid,
    getegid: () => ids().egid,
    getgroups: () => ids().groups,
  });
}

function defineLazy(name, get, set) {
  Object.defineProperty(self, name, { __proto__: null, configurable: true, enumerable: true, get, set });
}
for (const name of ['stdin', 'stdout', 'stderr']) {
  defineLazy(name, () => require('internal/standard_streams')[name](), (value) => {
    Object.defineProperty(self, name, { value, writable: true, enumerable: true, configurable: true });
  });
}
defineLazy('ppid', () => internal.ppid());
defineLazy('exitCode', () => exitCode, (code) => {
  checkExitCode(code);
  exitCode = code;
});
let debugPort = 9229;
defineLazy('debugPort', () => debugPort, (port) => {
  debugPort = port;
});
const report = {
  getReport: () => ({
    header: {
      nodejsVersion: self.version, arch: self.arch, platform: self.platform, glibcVersionRuntime: internal.glibcVersion,
    },
    sharedObjects: [],
  }),
};
defineLazy('report', () => report);
self.openStdin = () => {
  self.stdin.resume();
  return self.stdin;
};

// Signals are watched while somebody listens.
const watched = new Map();
// What `postMessageToThread` sends arrives while somebody listens.
let hears = false;
self.on('newListener', (event) => {
  if (event !== 'workerMessage' || hears) return;
  hears = true;
  const { newPort, startPort } = internal.web('messaging');
  const port = newPort(internal.web('worker').natives.threadListen());
  port.unref();
  startPort(port, (type, message) => {
    if (type !== 'message') return;
    let outcome = 'failed';
    try {
      if (self.emit('workerMessage', message.value, message.source)) outcome = 'heard';
    } catch {
      outcome = 'errored';
    }
    message.answer.postMessage(outcome);
    message.answer.close();
  });
});
self.on('newListener', (event) => {
  if (typeof event !== 'string' || !event.startsWith('SIG') || watched.has(event)) return;
  const number = require('os').constants.signals[event];
  if (number === undefined) return;
  if (event === 'SIGKILL' || event === 'SIGSTOP') {
    const error = new Error(`uv_signal_start EINVAL`);
    throw Object.assign(error, { code: 'EINVAL', errno: -22, syscall: 'uv_signal_start' });
  }
  watched.set(event, internal.signalWatch(number, () => self.emit(event, event, number)));
});
self.on('removeListener', (event) => {
  if (watched.has(event) && self.listenerCount(event) === 0) {
    internal.signalUnwatch(watched.get(event));
    watched.delete(event);
  }
});
if (!internal.noWarnings && internal.envGet('NODE_NO_WARNINGS') !== '1') self.on('warning', onWarning);

/** What the runtime calls at the turning points of a program; see INTERNALS.md. */
internal.setProcessHooks({
  uncaughtException(error, origin) {
    if (captureUncaught !== null) {
      captureUncaught(error);
      return true;
    }
    self.emit('uncaughtExceptionMonitor', error, origin);
    return self.emit('uncaughtException', error, origin);
  },
  unhandledRejection: (reason, promise) => self.emit('unhandledRejection', reason, promise),
  rejectionHandled: (promise) => self.emit('rejectionHandled', promise),
  beforeExit: () => {
    self.emit('beforeExit', Number(exitCode ?? 0) || 0);
  },
  exit(code) {
    if (code !== undefined) exitCode = code;
    if (!exiting) {
      exiting = true;
      self._exiting = true;
      self.emit('exit', Number(exitCode ?? 0) || 0);
    }
    return Number(exitCode ?? 0) || 0;
  },
});
self._fatalException = (error) => {
  if (!self.emit('uncaughtException', error, 'uncaughtException')) throw error;
};

if (internal.envGet('NODE_CHANNEL_FD') !== undefined && internal.web('worker').natives.workerSelf() === undefined) {
  require('internal/child_process/ipc').adopt(self);
}

// The entry of a CommonJS program ran before something asked for `process`.
internal.process = self;
if (internal.mainModule !== undefined) self.mainModule = internal.mainModule;
