'use strict';
//! The operating-system half of the emulated natives.

const fs = require('fs');

/** The text of the call expression in the frame above `hide`, found by counting parentheses. */
exports.callExpression = (hide) => {
  const holder = {};
  Error.captureStackTrace(holder, hide);
  const frame = /\(?([^\s(]+):(\d+):(\d+)\)?$/.exec(holder.stack.split('\n')[1] ?? '');
  if (frame === null) return undefined;
  let source;
  try {
    source = fs.readFileSync(frame[1], 'utf8');
  } catch {
    return undefined;
  }
  const line = source.split('\n').slice(frame[2] - 1).join('\n');
  let start = frame[3] - 1;
  while (start > 0 && /[\w.$]/.test(line[start - 1])) start--;
  let depth = 0;
  for (let i = start; i < line.length; i++) {
    if (line[i] === '(') depth++;
    else if (line[i] === ')' && --depth === 0) return line.slice(start, i + 1);
  }
  return undefined;
};

const statRecord = (s) => {
  const time = (ns) => [Number(ns / 1000000000n), Number(ns % 1000000000n)];
  const record = {};
  for (const name of ['dev', 'mode', 'nlink', 'uid', 'gid', 'rdev', 'blksize', 'ino', 'size', 'blocks']) record[name] = Number(s[name]);
  for (const name of ['atime', 'mtime', 'ctime', 'birthtime']) record[name] = time(s[`${name}Ns`]);
  return record;
};
const kindOf = (d) => d.isFile() ? 1 : d.isDirectory() ? 2 : d.isSymbolicLink() ? 3 : d.isFIFO() ? 4 : d.isSocket() ? 5 : d.isCharacterDevice() ? 6 : 7;
const entriesOf = (path) => fs.readdirSync(path, { withFileTypes: true }).sort((a, b) => a.name < b.name ? -1 : 1).flatMap((d) => [d.name, kindOf(d)]);
const ops = {
  stat: (p) => statRecord(fs.statSync(p, { bigint: true })),
  lstat: (p) => statRecord(fs.lstatSync(p, { bigint: true })),
  fstat: (p) => statRecord(fs.fstatSync(p, { bigint: true })),
  readdir: entriesOf,
  opendir: (path) => {
    try {
      return entriesOf(path);
    } catch (error) {
      error.syscall = 'opendir';
      throw error;
    }
  },
  read: (fd, u8, offset, length, position) => fs.readSync(fd, u8, offset, length, position < 0 ? null : position),
  write: (fd, u8, offset, length, position) => fs.writeSync(fd, u8, offset, length, position < 0 ? null : position),
  readFile: (path, flag) => new Uint8Array(fs.readFileSync(path, { flag })),
  readFileDescriptor: (fd) => new Uint8Array(fs.readFileSync(fd)),
  writeFile: (path, bytes, flag, mode) => fs.writeFileSync(path, bytes, { flag, mode }),
  mkdir: (path, recursive, mode) => fs.mkdirSync(path, { recursive, mode }),
  rm: (path, recursive, force) => fs.rmSync(path, { recursive, force }),
  realpath: (path) => fs.realpathSync.native(path),
};
const failureOf = (error) => error.syscall === undefined ? error
  : { code: error.code, errno: error.errno, syscall: error.syscall, path: error.path, dest: error.dest };
const watchers = new Map();
exports.fs = {
  opSync(name, args) {
    try {
      return (ops[name] ?? fs[`${name}Sync`])(...args);
    } catch (error) {
      throw failureOf(error);
    }
  },
  opAsync(name, args, callback) {
    let result;
    let failure = null;
    try {
      result = exports.fs.opSync(name, args);
    } catch (error) {
      failure = error;
    }
    setImmediate(() => callback(failure, result));
  },
  watch(path, recursive, persistent, callback) {
    let watcher;
    try {
      watcher = fs.watch(path, { recursive, persistent }, (kind, name) => callback(null, kind, name));
    } catch (error) {
      throw failureOf(error);
    }
    watchers.set(watchers.size, watcher);
    return watchers.size - 1;
  },
  unwatch: (id) => watchers.get(id).close(),
  watchRef: (id, on) => on ? watchers.get(id).ref() : watchers.get(id).unref(),
};

const os = require('os');
const timers = require('timers');
const real = new Map();
const objects = new Map();
let nextId = 1;
let timerCallback;
const numbered = new Map();
exports.timerFunctions = (sample, set, clear, fire) => {
  timerCallback = fire;
  return {
    setTimeout: (callback, delay, ...values) => set(callback, delay, values.length === 0 ? undefined : values, false),
    setInterval: (callback, delay, ...values) => set(callback, delay, values.length === 0 ? undefined : values, true),
    clearTimeout: clear,
    clearInterval: clear,
  };
};
exports.timerNumbered = (id) => numbered.set(id, objects.get(id));
exports.timerByNumber = (id) => numbered.get(id);
exports.timerStart = (timer, delay, repeat) => {
  const id = nextId++;
  objects.set(id, timer);
  real.set(id, (repeat ? timers.setInterval : timers.setTimeout)(() => timerCallback(timer), delay));
  return id;
};
exports.timerStop = (id) => {
  numbered.delete(id);
  objects.delete(id);
  clearTimeout(real.get(id));
  real.delete(id);
};
exports.timerRefresh = (id) => real.get(id)?.refresh();
exports.timerRef = (id, on) => on ? real.get(id)?.ref() : real.get(id)?.unref();
exports.immediateStart = (callback) => {
  const id = nextId++;
  real.set(id, timers.setImmediate(callback));
  return id;
};
exports.immediateStop = (id) => clearImmediate(real.get(id));
exports.immediateRef = (id, on) => on ? real.get(id)?.ref() : real.get(id)?.unref();

const storage = new (require('async_hooks').AsyncLocalStorage)();
exports.getAsyncContext = () => storage.getStore();
exports.setAsyncContext = (context) => storage.enterWith(context);

exports.os = {
  availableParallelism: () => os.availableParallelism(), cpus: () => os.cpus(), freemem: () => os.freemem(),
  totalmem: () => os.totalmem(), hostname: () => os.hostname(), loadavg: () => os.loadavg(), release: () => os.release(),
  type: () => os.type(), version: () => os.version(), machine: () => os.machine(), uptime: () => os.uptime(),
  userInfo: () => os.userInfo(), getPriority: (pid) => os.getPriority(pid), setPriority: (pid, value) => os.setPriority(pid, value),
  networkInterfaces: () => Object.entries(os.networkInterfaces()).flatMap(([name, list]) => list.map((entry) => ({ name, ...entry }))),
};
Object.assign(exports, {
  arch: process.arch, platform: process.platform, version: '0.1.0', versions: {}, argv: process.argv, execArgv: process.execArgv,
  execPath: process.execPath, pid: process.pid, ppid: () => process.ppid, envGet: (name) => process.env[name],
  envSet: (name, value) => void (process.env[name] = value), envDelete: (name) => delete process.env[name],
  envKeys: () => Object.keys(process.env), exit: (code) => process.reallyExit(code), abort: () => process.abort(),
  kill(pid, number) {
    try {
      process.kill(pid, number);
    } catch (error) {
      throw failureOf(error);
    }
  },
  chdir(path) {
    try {
      process.chdir(path);
    } catch (error) {
      throw failureOf(error);
    }
  },
  umask: (mask) => mask === undefined ? process.umask() : process.umask(mask), hrtimeNs: () => process.hrtime.bigint(),
  memoryUsage: () => process.memoryUsage(), cpuUsage: () => process.cpuUsage(), resourceUsage: () => process.resourceUsage(),
  userIds: () => ({ uid: process.getuid(), euid: process.geteuid(), gid: process.getgid(), egid: process.getegid(), groups: process.getgroups() }),
  signalWatch(number, callback) {
    const name = Object.keys(os.constants.signals).find((key) => os.constants.signals[key] === number);
    process.on(name, callback);
    return { name, callback };
  },
  signalUnwatch: ({ name, callback }) => process.removeListener(name, callback),
  setProcessHooks(hooks) {
    exports.hooks = hooks;
    process.on('exit', (code) => hooks.exit(code === 0 ? undefined : code));
  },
  stdoutWriteBytes: (bytes) => void fs.writeSync(1, bytes),
  stderrWriteBytes: (bytes) => void fs.writeSync(2, bytes),
  loader: {
    builtinModules: require('module').builtinModules,
    resolve: (request, from) => require('module').createRequire(from).resolve(request),
    format: (path) => path.endsWith('.mjs') ? 'module' : 'commonjs',
    compileFunction: (source, filename, params) => require('vm').compileFunction(source, params, { filename }),
    requireModule: (path) => require(path),
    readSource: (path) => fs.readFileSync(path, 'utf8'),
    stripTypes: (code) => require('module').stripTypeScriptTypes(code),
  },
});
