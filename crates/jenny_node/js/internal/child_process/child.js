//! ChildProcess: a child that runs, its streams and its end.
'use strict';

const EventEmitter = require('events');
const { codes, make } = require('internal/errors');
const { nextTick } = require('internal/ticks');
const { Socket, callError } = require('internal/child_process/pipe');
const { validateObject, validateOneOf, validateString } = require('internal/validators');

const signals = () => require('os').constants.signals;

/** A signal's number. Numbers stay what they are if they name one. */
function signalNumber(signal) {
  if (typeof signal === 'number' && Object.values(signals()).includes(signal)) return signal;
  if (typeof signal === 'string') {
    const number = signals()[signal.toUpperCase()];
    if (number) return number;
  }
  throw make('ERR_UNKNOWN_SIGNAL', [signal], signalNumber);
}

/** The error of a child that could not be started. */
function startError(failure, syscall, file, args) {
  const error = callError(failure, file === undefined ? syscall : `${syscall} ${file}`);
  if (file !== undefined) error.path = file;
  error.spawnargs = args;
  return error;
}

/** What `stdio` says of each descriptor: { type: 'ignore' | 'pipe' | 'fd' | 'ipc', fd?, input? }. */
function readStdio(stdio, isSync) {
  if (typeof stdio === 'string') {
    if (!['ignore', 'pipe', 'overlapped', 'inherit'].includes(stdio)) throw make('ERR_INVALID_ARG_VALUE', ['stdio', stdio], readStdio);
    stdio = [stdio, stdio, stdio];
  } else if (!Array.isArray(stdio)) {
    throw make('ERR_INVALID_ARG_VALUE', ['stdio', stdio], readStdio);
  }
  const list = [...stdio];
  while (list.length < 3) list.push(undefined);
  let ipc = -1;
  const read = list.map((entry, at) => {
    if (entry == null) return { type: at < 3 ? 'pipe' : 'ignore' };
    if (entry === 'pipe' || entry === 'overlapped') return { type: 'pipe' };
    if (entry === 'ignore') return { type: 'ignore' };
    if (entry === 'inherit') return { type: 'fd', fd: at };
    if (entry === 'ipc') {
      if (isSync) throw new codes.ERR_IPC_SYNC_FORK();
      if (ipc !== -1) throw new codes.ERR_IPC_ONE_PIPE();
      ipc = at;
      return { type: 'ipc' };
    }
    if (typeof entry === 'number') return { type: 'fd', fd: entry };
    if (typeof entry.fd === 'number') return { type: 'fd', fd: entry.fd };
    if (ArrayBuffer.isView(entry) || typeof entry === 'string') {
      if (!isSync) throw new codes.ERR_INVALID_SYNC_FORK_INPUT(require('internal/inspect').inspect(entry));
      return { type: 'pipe', input: entry };
    }
    throw make('ERR_INVALID_ARG_VALUE', ['stdio', entry], readStdio);
  });
  return { list: read, ipc };
}

/** The same for the natives. */
const nativeStdio = (list) => list.map(({ type, fd }) => type === 'fd' ? fd : type === 'ipc' ? 'socket' : type);

/** Failures that are told by an event; others are thrown at once. */
const told = ['ENOENT', 'EACCES', 'EAGAIN', 'EMFILE', 'ENFILE'];

class ChildProcess extends EventEmitter {
  #child = null;
  #closesNeeded = 1;
  #closes = 0;
  constructor() {
    super();
    this.connected = false;
    this.signalCode = null;
    this.exitCode = null;
    this.killed = false;
    this.spawnfile = null;
  }

  spawn(options) {
    validateObject(options, 'options');
    validateOneOf(options.serialization, 'options.serialization', [undefined, 'json', 'advanced']);
    const advanced = options.serialization === 'advanced';
    const { list, ipc } = readStdio(options.stdio || 'pipe', false);
    const env = options.envPairs === undefined ? [] : [...options.envPairs];
    if (ipc !== -1) env.push('NODE_CHANNEL_FD', `${ipc}`, 'NODE_CHANNEL_SERIALIZATION_MODE', advanced ? 'advanced' : 'json');
    validateString(options.file, 'options.file');
    this.spawnfile = options.file;
    this.spawnargs = options.args === undefined ? [] : [...options.args];
    let pipes = [];
    try {
      const started = internal.childSpawn({
        file: options.file, args: this.spawnargs, cwd: options.cwd, env, uid: options.uid, gid: options.gid,
        detached: !!options.detached, stdio: nativeStdio(list),
      }, (code, signal) => this.#ended(code, signal));
      [this.pid, this.#child, ...pipes] = started;
      nextTick(() => this.emit('spawn'));
    } catch (failure) {
      if (failure instanceof Error || !told.includes(failure.code)) throw callError(failure, 'spawn');
      nextTick(() => this.#failed(failure));
      if (failure.code === 'EMFILE' || failure.code === 'ENFILE') return failure.errno;
    }
    this.stdio = list.map(({ type }, at) => {
      if (type !== 'pipe') return null;
      const stream = new Socket(pipes[at] ?? null, { readable: at > 0, writable: at === 0 || at > 2 });
      if (at > 0) {
        this.#closesNeeded++;
        stream.on('close', () => this.#maybeClose());
      }
      return stream;
    });
    [this.stdin, this.stdout, this.stderr] = this.stdio;
    if (ipc !== -1 && this.#child !== null) {
      this.#closesNeeded++;
      require('internal/child_process/ipc').setup(this, pipes[ipc], advanced, () => this.#maybeClose());
    }
    return 0;
  }

  #failed(failure) {
    this.exitCode = failure.errno;
    this.stdin?.destroy();
    this.emit('error', startError(failure, 'spawn', this.spawnfile, this.spawnargs.slice(1)));
    this.#flush();
    this.#maybeClose();
  }
  #ended(code, signal) {
    this.#child = null;
    if (signal !== null) this.signalCode = signal;
    else this.exitCode = code;
    this.stdin?.destroy();
    this.emit('exit', this.exitCode, this.signalCode);
    nextTick(() => this.#flush());
    this.#maybeClose();
  }
  /** What nobody reads is read away, so that the streams can close. */
  #flush() {
    for (const stream of this.stdio ?? []) {
      if (stream === null || !stream.readable || stream._readableState.readableListening) continue;
      stream.resume();
    }
  }
  #maybeClose() {
    if (++this.#closes === this.#closesNeeded) this.emit('close', this.exitCode, this.signalCode);
  }

  kill(signal) {
    const number = signal === 0 ? 0 : signalNumber(signal === undefined ? 'SIGTERM' : signal);
    if (this.#child === null) return false;
    try {
      internal.childKill(this.#child, number);
    } catch (failure) {
      if (failure.code === 'ESRCH') return false;
      const error = callError(failure, 'kill');
      if (failure.code === 'EINVAL' || failure.code === 'ENOSYS') throw error;
      this.emit('error', error);
      return false;
    }
    this.killed = true;
    return true;
  }
  [Symbol.dispose]() {
    if (!this.killed) this.kill();
  }
  ref() {
    if (this.#child !== null) internal.childRef(this.#child, true);
  }
  unref() {
    if (this.#child !== null) internal.childRef(this.#child, false);
  }
}

module.exports = { ChildProcess, signalNumber, startError, readStdio, nativeStdio };
