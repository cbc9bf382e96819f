//! `node:child_process`: starting programs, talking with them, waiting for them.
'use strict';

const { codes, make, AbortError } = require('internal/errors');
const { nextTick } = require('internal/ticks');
const { ChildProcess, signalNumber, startError, readStdio, nativeStdio } = require('internal/child_process/child');
const { toPath } = require('internal/fs/arguments');
const {
  validateAbortSignal, validateArray, validateBoolean, validateFunction, validateInt32, validateInteger, validateNumber,
  validateObject, validateString,
} = require('internal/validators');

// It takes the channel to a parent, so that no child of this one inherits it.
require('process');

/** Most bytes of output that are collected, unless the program says otherwise. */
const MAX_BUFFER = 1024 * 1024;

function noNulls(value, name) {
  if (typeof value === 'string' && value.includes('\0')) {
    throw make('ERR_INVALID_ARG_VALUE', [name, value, 'must be a string without null bytes'], noNulls);
  }
}

function checkTimeout(timeout) {
  if (timeout != null) validateInteger(timeout, 'timeout', 0);
}

function checkMaxBuffer(maxBuffer) {
  if (maxBuffer != null) validateNumber(maxBuffer, 'options.maxBuffer', 0);
}

function killSignalOf(signal) {
  if (typeof signal === 'string' || typeof signal === 'number') return signalNumber(signal);
  if (signal != null) throw make('ERR_INVALID_ARG_TYPE', ['options.killSignal', ['string', 'number'], signal], killSignalOf);
  return undefined;
}

let warnedOfShell = false;

/** Arguments of spawn() and its like, checked, with the shell put in front where one is wanted. */
function normalizeSpawn(file, args, options) {
  validateString(file, 'file');
  noNulls(file, 'file');
  if (file.length === 0) throw make('ERR_INVALID_ARG_VALUE', ['file', file, 'cannot be empty'], normalizeSpawn);
  if (Array.isArray(args)) {
    args = [...args];
  } else if (args == null) {
    args = [];
  } else if (typeof args !== 'object') {
    throw make('ERR_INVALID_ARG_TYPE', ['args', 'object', args], normalizeSpawn);
  } else {
    options = args;
    args = [];
  }
  for (let i = 0; i < args.length; i++) {
    args[i] = `${args[i]}`;
    noNulls(args[i], `args[${i}]`);
  }
  if (options === undefined) options = {};
  else if (options === null || typeof options !== 'object') throw make('ERR_INVALID_ARG_TYPE', ['options', 'object', options], normalizeSpawn);
  options = { __proto__: null, ...options };
  let { cwd } = options;
  if (cwd != null) cwd = toPath(cwd, 'options.cwd');
  if (options.detached != null) validateBoolean(options.detached, 'options.detached');
  if (options.uid != null) validateInt32(options.uid, 'options.uid');
  if (options.gid != null) validateInt32(options.gid, 'options.gid');
  const { shell, argv0 } = options;
  if (shell != null && typeof shell !== 'boolean' && typeof shell !== 'string') {
    throw make('ERR_INVALID_ARG_TYPE', ['options.shell', ['boolean', 'string'], shell], normalizeSpawn);
  }
  if (argv0 != null) {
    validateString(argv0, 'options.argv0');
    noNulls(argv0, 'options.argv0');
  }
  if (options.windowsHide != null) validateBoolean(options.windowsHide, 'options.windowsHide');
  if (options.windowsVerbatimArguments != null) validateBoolean(options.windowsVerbatimArguments, 'options.windowsVerbatimArguments');
  if (shell) {
    noNulls(shell, 'options.shell');
    if (args.length > 0 && !warnedOfShell) {
      warnedOfShell = true;
      require('process').emitWarning('Passing args to a child process with shell option true can lead to security ' +
        'vulnerabilities, as the arguments are not escaped, only concatenated.', 'DeprecationWarning', 'DEP0190');
    }
    args = ['-c', [file, ...args].join(' ')];
    file = typeof shell === 'string' ? shell : '/bin/sh';
  }
  args.unshift(typeof argv0 === 'string' ? argv0 : file);
  const env = options.env || require('process').env;
  const envPairs = [];
  for (const key in env) {
    const value = env[key];
    if (value === undefined) continue;
    noNulls(key, `options.env['${key}']`);
    noNulls(`${value}`, `options.env['${key}']`);
    envPairs.push(key, `${value}`);
  }
  return { ...options, args, cwd: cwd ?? undefined, envPairs, file, uid: options.uid ?? undefined, gid: options.gid ?? undefined };
}

/** Ends a child because its signal was aborted. */
function abortChild(child, killSignal, reason) {
  try {
    if (child.kill(killSignal)) child.emit('error', new AbortError(undefined, { cause: reason }));
  } catch (error) {
    child.emit('error', error);
  }
}

function spawn(file, args, options) {
  options = normalizeSpawn(file, args, options);
  checkTimeout(options.timeout);
  validateAbortSignal(options.signal, 'options.signal');
  const killSignal = killSignalOf(options.killSignal);
  const child = new ChildProcess();
  child.spawn(options);
  if (options.timeout > 0) {
    let timer = setTimeout(() => {
      timer = undefined;
      try {
        child.kill(killSignal);
      } catch (error) {
        child.emit('error', error);
      }
    }, options.timeout);
    child.once('exit', () => clearTimeout(timer));
  }
  const { signal } = options;
  if (signal?.aborted) {
    nextTick(() => abortChild(child, killSignal, signal.reason));
  } else if (signal !== undefined) {
    const listening = require('events').addAbortListener(signal, () => abortChild(child, killSignal, signal.reason));
    child.once('exit', listening[Symbol.dispose]);
  }
  return child;
}

/** The command, options and callback of exec(). */
function normalizeExec(command, options, callback) {
  validateString(command, 'command');
  noNulls(command, 'command');
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  options = { __proto__: null, ...options };
  options.shell = typeof options.shell === 'string' ? options.shell : true;
  return { file: command, options, callback };
}

function exec(command, options, callback) {
  const normal = normalizeExec(command, options, callback);
  return execFile(normal.file, normal.options, normal.callback);
}

/** The file, arguments, options and callback of execFile(). */
function normalizeExecFile(file, args, options, callback) {
  if (Array.isArray(args)) {
    args = [...args];
  } else if (args != null && typeof args === 'object') {
    callback = options;
    options = args;
    args = null;
  } else if (typeof args === 'function') {
    callback = args;
    options = null;
    args = null;
  }
  args ??= [];
  if (typeof options === 'function') callback = options;
  else if (options != null) validateObject(options, 'options');
  options = options == null || typeof options === 'function' ? {} : options;
  if (callback != null) validateFunction(callback, 'callback');
  if (options.argv0 != null) {
    validateString(options.argv0, 'options.argv0');
    noNulls(options.argv0, 'options.argv0');
  }
  return { file, args, options, callback };
}

function execFile(file, args, options, callback) {
  ({ file, args, options, callback } = normalizeExecFile(file, args, options, callback));
  options = { encoding: 'utf8', timeout: 0, maxBuffer: MAX_BUFFER, killSignal: 'SIGTERM', cwd: null, env: null, shell: false, ...options };
  checkTimeout(options.timeout);
  checkMaxBuffer(options.maxBuffer);
  options.killSignal = killSignalOf(options.killSignal);
  const child = spawn(file, args, {
    cwd: options.cwd, env: options.env, gid: options.gid, shell: options.shell, signal: options.signal, uid: options.uid,
    argv0: options.argv0, windowsHide: !!options.windowsHide, windowsVerbatimArguments: !!options.windowsVerbatimArguments,
  });
  const { Buffer } = require('buffer');
  const encoding = options.encoding && options.encoding !== 'buffer' && Buffer.isEncoding(options.encoding) ? options.encoding : null;
  const output = { stdout: [], stderr: [] };
  let killed = false;
  let exited = false;
  let timer;
  let error = null;

  function exitHandler(code, signal) {
    if (exited) return;
    exited = true;
    clearTimeout(timer);
    if (!callback) return;
    const [stdout, stderr] = ['stdout', 'stderr'].map((name) =>
      encoding || child[name]?.readableEncoding ? output[name].join('') : Buffer.concat(output[name]));
    if (!error && code === 0 && signal === null) {
      callback(null, stdout, stderr);
      return;
    }
    const command = args.length > 0 ? `${file} ${args.join(' ')}` : file;
    if (!error) {
      error = Object.assign(new Error(`Command failed: ${command}\n${stderr}`), {
        code: code < 0 ? require('internal/errors').errnoName(code) : code, killed: child.killed || killed, signal,
      });
    }
    error.cmd = command;
    callback(error, stdout, stderr);
  }
  function kill() {
    child.stdout?.destroy();
    child.stderr?.destroy();
    killed = true;
    try {
      child.kill(options.killSignal);
    } catch (failure) {
      if (!exited) {
        error = failure;
        exitHandler();
      }
    }
  }
  if (options.timeout > 0) {
    timer = setTimeout(() => {
      kill();
      timer = null;
    }, options.timeout);
  }
  for (const name of ['stdout', 'stderr']) {
    const stream = child[name];
    if (!stream) continue;
    if (encoding) stream.setEncoding(encoding);
    let length = 0;
    stream.on('data', (chunk) => {
      if (options.maxBuffer === Infinity) {
        output[name].push(chunk);
        return;
      }
      const size = typeof chunk === 'string' ? Buffer.byteLength(chunk, stream.readableEncoding) : chunk.length;
      length += size;
      if (length > options.maxBuffer) {
        output[name].push(chunk.slice(0, options.maxBuffer - (length - size)));
        error = new codes.ERR_CHILD_PROCESS_STDIO_MAXBUFFER(name);
        kill();
      } else {
        output[name].push(chunk);
      }
    });
  }
  child.addListener('close', exitHandler);
  child.addListener('error', (failure) => {
    error = failure;
    child.stdout?.destroy();
    child.stderr?.destroy();
    exitHandler();
  });
  return child;
}

/** The promise of exec() and execFile(): { stdout, stderr }, or an error that has them. */
function withPromise(original) {
  return (...args) => {
    const { promise, resolve, reject } = Promise.withResolvers();
    promise.child = original(...args, (error, stdout, stderr) => {
      if (error !== null) reject(Object.assign(error, { stdout, stderr }));
      else resolve({ stdout, stderr });
    });
    return promise;
  };
}
for (const original of [exec, execFile]) {
  Object.defineProperty(original, require('internal/promisify').custom, { enumerable: false, value: withPromise(original) });
}

function fork(modulePath, args, options) {
  modulePath = toPath(modulePath, 'modulePath');
  if (args == null) {
    args = [];
  } else if (typeof args === 'object' && !Array.isArray(args)) {
    options = args;
    args = [];
  } else {
    validateArray(args, 'args');
  }
  if (options != null) validateObject(options, 'options');
  options = { __proto__: null, ...options, shell: false };
  const process = require('process');
  options.execPath ||= process.execPath;
  noNulls(options.execPath, 'options.execPath');
  args = [...(options.execArgv || process.execArgv), modulePath, ...args];
  if (typeof options.stdio === 'string') {
    if (!['ignore', 'pipe', 'overlapped', 'inherit'].includes(options.stdio)) throw new codes.ERR_INVALID_ARG_VALUE('stdio', options.stdio);
    options.stdio = [options.stdio, options.stdio, options.stdio, 'ipc'];
  } else if (!Array.isArray(options.stdio)) {
    const each = options.silent ? 'pipe' : 'inherit';
    options.stdio = [each, each, each, 'ipc'];
  } else if (!options.stdio.includes('ipc')) {
    throw new codes.ERR_CHILD_PROCESS_IPC_REQUIRED('options.stdio');
  }
  return spawn(options.execPath, args, options);
}

/** The bytes that a child is to read. */
function inputBytes(input, name) {
  const { Buffer } = require('buffer');
  if (ArrayBuffer.isView(input)) return Buffer.from(input.buffer, input.byteOffset, input.byteLength);
  if (typeof input === 'string') return Buffer.from(input);
  throw make('ERR_INVALID_ARG_TYPE', [name, ['string', 'Buffer', 'TypedArray', 'DataView'], input], inputBytes);
}

function spawnSync(file, args, options) {
  options = { __proto__: null, maxBuffer: MAX_BUFFER, ...normalizeSpawn(file, args, options) };
  checkTimeout(options.timeout);
  checkMaxBuffer(options.maxBuffer);
  const killSignal = killSignalOf(options.killSignal) ?? signalNumber('SIGTERM');
  const { list } = readStdio(options.stdio || 'pipe', true);
  if (options.input) list[0] = { type: 'pipe', input: options.input };
  const inputs = list.map(({ input }, at) =>
    input == null ? null : inputBytes(input, options.input && at === 0 ? `options.stdio[${at}]` : `options.stdio[${at}]`));
  const args0 = options.args.slice(1);
  let failure;
  let result;
  try {
    const [pid, status, signal, passed, ...output] = internal.childRun(
      { ...options, env: options.envPairs, detached: !!options.detached, stdio: nativeStdio(list) },
      { inputs, timeout: options.timeout, maxBuffer: options.maxBuffer, killSignal });
    failure = passed;
    const { Buffer } = require('buffer');
    const { encoding } = options;
    result = {
      status, signal, pid,
      output: output.map((bytes) => {
        if (bytes === null) return null;
        const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
        return encoding && encoding !== 'buffer' ? buffer.toString(encoding) : buffer;
      }),
    };
  } catch (thrown) {
    if (thrown instanceof Error) throw thrown;
    failure = thrown;
    result = { status: null, signal: null, pid: 0, output: null };
  }
  const error = failure === null ? {} : { error: startError(failure, 'spawnSync', options.file, args0) };
  const { status, signal, pid, output } = result;
  return { ...error, status, signal, output, pid, stdout: output?.[1], stderr: output?.[2] };
}

/** What execSync() and execFileSync() throw, if anything. */
function syncError(result, command) {
  let { error } = result;
  if (error !== undefined) return Object.assign(error, result);
  if (result.status === 0) return undefined;
  let message = `Command failed: ${command}`;
  if (result.stderr && result.stderr.length > 0) message += `\n${result.stderr.toString()}`;
  error = new Error(message);
  return Object.assign(error, result);
}

function execFileSync(file, args, options) {
  ({ file, args, options } = normalizeExecFile(file, args, options));
  return runSync(file, args, options, () => [options.argv0 || file, ...args].join(' '));
}

function execSync(command, options) {
  const normal = normalizeExec(command, options, null);
  return runSync(normal.file, [], normal.options, () => command);
}

function runSync(file, args, options, name) {
  const result = spawnSync(file, args, options);
  if (!options.stdio && result.stderr) require('process').stderr.write(result.stderr);
  const error = syncError(result, name());
  if (error !== undefined) throw error;
  return result.stdout;
}

module.exports = { ChildProcess, exec, execFile, execFileSync, execSync, fork, spawn, spawnSync };
