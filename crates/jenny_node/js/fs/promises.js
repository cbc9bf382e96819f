//! `node:fs/promises`: every file operation as a promise, and FileHandle.
'use strict';

const EventEmitter = require('events');
const { AbortError } = require('internal/errors');
const { operations } = require('internal/fs/operations');
const { forms, runPromise } = require('internal/fs/drive');
const { toOptions, toBytes, checkAborted } = require('internal/fs/arguments');
const constants = require('internal/fs/constants');

const promises = {};
for (const name of ['access', 'copyFile', 'cp', 'rename', 'truncate', 'rm', 'rmdir', 'mkdir', 'readdir', 'readlink', 'symlink',
  'lstat', 'stat', 'statfs', 'link', 'unlink', 'chmod', 'lchmod', 'lchown', 'chown', 'utimes', 'lutimes', 'realpath', 'mkdtemp',
  'opendir']) promises[name] = forms(name, operations[name]).promise;

const run = (name, ...args) => runPromise(operations[name](...args));

class FileHandle extends EventEmitter {
  #fd;
  #closing = null;

  constructor(fd) {
    super();
    this.#fd = fd;
  }

  get fd() {
    return this.#fd;
  }

  #open(name) {
    if (this.#fd === -1) {
      const error = new Error('file closed');
      error.code = 'EBADF';
      error.syscall = name;
      throw error;
    }
    return this.#fd;
  }

  async appendFile(data, options) {
    return this.writeFile(data, options);
  }

  async chmod(mode) {
    return run('fchmod', this.#open('chmod'), mode);
  }

  async chown(uid, gid) {
    return run('fchown', this.#open('chown'), uid, gid);
  }

  async datasync() {
    return run('fdatasync', this.#open('datasync'));
  }

  async sync() {
    return run('fsync', this.#open('sync'));
  }

  async read(buffer, offset, length, position) {
    return run('read', this.#open('read'), buffer, offset, length, position);
  }

  async readv(buffers, position) {
    return run('readv', this.#open('readv'), buffers, position);
  }

  async readFile(options) {
    return run('readFile', this.#open('readFile'), options);
  }

  readLines(options = undefined) {
    return require('readline').createInterface({ input: this.createReadStream(options), crlfDelay: Infinity });
  }

  async stat(options) {
    return run('fstat', this.#open('stat'), options);
  }

  async truncate(length = 0) {
    return run('ftruncate', this.#open('truncate'), length);
  }

  async utimes(atime, mtime) {
    return run('futimes', this.#open('utimes'), atime, mtime);
  }

  async write(buffer, offset, length, position) {
    if (buffer?.byteLength === 0) return { __proto__: null, bytesWritten: 0, buffer };
    return run('write', this.#open('write'), buffer, offset, length, position);
  }

  async writev(buffers, position) {
    return run('writev', this.#open('writev'), buffers, position);
  }

  async writeFile(data, options) {
    options = toOptions(options, { encoding: 'utf8' });
    await writeTo(this, data, options);
  }

  async close() {
    if (this.#fd === -1) return undefined;
    if (this.#closing !== null) return this.#closing;
    const fd = this.#fd;
    this.#fd = -1;
    this.emit('close');
    this.#closing = run('close', fd).finally(() => {
      this.#closing = null;
    });
    return this.#closing;
  }

  async [Symbol.asyncDispose]() {
    await this.close();
  }

  readableWebStream() {
    const handle = this;
    return new ReadableStream({
      type: 'bytes',
      autoAllocateChunkSize: 16384,
      async pull(controller) {
        const view = controller.byobRequest?.view ?? new Uint8Array(16384);
        const { bytesRead } = await handle.read(view, 0, view.byteLength);
        if (bytesRead === 0) controller.close();
        if (controller.byobRequest) controller.byobRequest.respond(bytesRead);
        else if (bytesRead > 0) controller.enqueue(view.subarray(0, bytesRead));
      },
    });
  }

  createReadStream(options = undefined) {
    const { ReadStream } = require('internal/fs/streams');
    return new ReadStream(undefined, { ...toOptions(options), fd: this });
  }

  createWriteStream(options = undefined) {
    const { WriteStream } = require('internal/fs/streams');
    return new WriteStream(undefined, { ...toOptions(options), fd: this });
  }
}

function isChunks(data) {
  return data !== null && typeof data === 'object' && !ArrayBuffer.isView(data) &&
    (typeof data[Symbol.asyncIterator] === 'function' || typeof data[Symbol.iterator] === 'function');
}

async function writeTo(handle, data, options) {
  const { signal, encoding } = options;
  const pieces = isChunks(data) ? data : [data];
  for await (const piece of pieces) {
    if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
    const bytes = toBytes(piece, encoding);
    for (let done = 0; done < bytes.byteLength;) {
      done += (await handle.write(bytes, done, bytes.byteLength - done)).bytesWritten;
    }
  }
  if (options.flush) await handle.sync();
}

Object.assign(promises, {
  async open(path, flags, mode) {
    return new FileHandle(await run('open', path, flags, mode));
  },
  async readFile(path, options) {
    if (path instanceof FileHandle) return path.readFile(options);
    const signal = options?.signal;
    checkAborted(signal);
    return run('readFile', path, options);
  },
  async writeFile(path, data, options) {
    const settings = toOptions(options, { encoding: 'utf8', mode: 0o666, flag: 'w', flush: false });
    if (path instanceof FileHandle) return writeTo(path, data, settings);
    checkAborted(settings.signal);
    if (isChunks(data)) {
      const handle = await promises.open(path, settings.flag, settings.mode);
      try {
        return await writeTo(handle, data, settings);
      } finally {
        await handle.close();
      }
    }
    return run('writeFile', path, data, options);
  },
  async appendFile(path, data, options) {
    const settings = toOptions(options, { encoding: 'utf8', mode: 0o666, flag: 'a', flush: false });
    return promises.writeFile(path, data, settings);
  },
  watch: (path, options) => require('internal/fs/watch').watchPromise(path, options),
  async* glob(patterns, options) {
    yield* await run('glob', patterns, options);
  },
  constants,
});
Object.defineProperty(promises, 'FileHandle', { value: FileHandle, enumerable: false });

module.exports = promises;
