//! The channel between a parent and the child it forked: lines of JSON over a socket, as Node's children speak.
'use strict';

const EventEmitter = require('events');
const { codes, make } = require('internal/errors');
const { nextTick } = require('internal/ticks');
const { callError } = require('internal/child_process/pipe');
const { validateObject } = require('internal/validators');

/** Messages about the channel itself. */
const isInternal = (message) => typeof message === 'object' && message !== null &&
  typeof message.cmd === 'string' && message.cmd.startsWith('NODE_');

/** What `target.channel` is: the life of the channel, and whether it keeps the program alive. */
class Control extends EventEmitter {
  #pipe;
  #counted = 0;
  #explicit = false;
  constructor(pipe) {
    super();
    this.#pipe = pipe;
  }
  ref() {
    this.#explicit = true;
    internal.pipeRef(this.#pipe, true);
  }
  unref() {
    this.#explicit = true;
    internal.pipeRef(this.#pipe, false);
  }
  /** Listeners keep the channel alive, until the program decides by itself. */
  count(step) {
    this.#counted += step;
    if (!this.#explicit) internal.pipeRef(this.#pipe, this.#counted > 0);
  }
  refCounted() { this.count(1); }
  unrefCounted() { this.count(-1); }
}

/** Gives `target` send(), disconnect() and the events of a channel. `closed` is called when the channel is gone. */
function setup(target, pipe, advanced, closed) {
  const { Buffer } = require('buffer');
  const { StringDecoder } = require('string_decoder');
  const decoder = new StringDecoder('utf8');
  const codec = advanced ? require('internal/child_process/advanced') : JSON;
  let rest = '';
  let pending = [];
  let writing = false;
  const queue = [];
  target.channel = new Control(pipe);
  target.connected = true;

  function deliver(message) {
    if (isInternal(message)) {
      nextTick(() => target.emit('internalMessage', message, undefined));
    } else if (pending !== null && target.listenerCount('message') === 0) {
      pending.push(message);
    } else {
      pending = null;
      nextTick(() => target.emit('message', message, undefined));
    }
  }
  target.on('newListener', (event) => {
    if (event !== 'message' || pending === null) return;
    const waiting = pending;
    pending = null;
    for (const message of waiting) nextTick(() => target.emit('message', message, undefined));
  });

  function read() {
    internal.pipeRead(pipe, (bytes) => {
      if (bytes === null || bytes.length === 0) {
        close();
        return;
      }
      const lines = (rest + decoder.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))).split('\n');
      rest = lines.pop();
      for (const line of lines) deliver(codec.parse(line));
      if (target.channel !== null) read();
    });
  }
  read();

  function write() {
    while (!writing && queue.length > 0) {
      const { bytes, callback } = queue[0];
      const done = (failure) => {
        writing = false;
        queue.shift();
        const error = failure == null ? null : callError(failure, 'write');
        if (callback !== undefined) nextTick(callback, error);
        else if (error !== null && error.code !== 'EPIPE') nextTick(() => target.emit('error', error));
      };
      writing = true;
      try {
        if (internal.pipeWrite(pipe, bytes, (failure) => {
          done(failure);
          write();
          if (closing && queue.length === 0) close();
        })) done();
      } catch (failure) {
        done(failure);
      }
    }
  }

  let closing = false;
  function close() {
    if (target.channel === null) return;
    internal.pipeClose(pipe);
    target.connected = false;
    target.channel = null;
    nextTick(() => {
      target.emit('disconnect');
      closed?.();
    });
  }

  target.send = function send(message, handle, options, callback) {
    if (typeof handle === 'function') {
      callback = handle;
      handle = options = undefined;
    } else if (typeof options === 'function') {
      callback = options;
      options = undefined;
    } else if (options !== undefined) {
      validateObject(options, 'options');
    }
    if (message === undefined) throw new codes.ERR_MISSING_ARGS('message');
    if (!this.connected) {
      const error = new codes.ERR_IPC_CHANNEL_CLOSED();
      if (typeof callback === 'function') nextTick(callback, error);
      else nextTick(() => this.emit('error', error));
      return false;
    }
    if (!advanced && !['string', 'object', 'number', 'boolean'].includes(typeof message)) {
      throw make('ERR_INVALID_ARG_TYPE', ['message', ['string', 'object', 'number', 'boolean'], message], send);
    }
    if (handle != null) throw new codes.ERR_INVALID_HANDLE_TYPE();
    const text = codec.stringify(message);
    queue.push({ bytes: Buffer.from(`${text}\n`), callback: typeof callback === 'function' ? callback : undefined });
    write();
    return queue.length < 16;
  };
  target._send = target.send;
  target.disconnect = function disconnect() {
    if (!this.connected) {
      this.emit('error', new codes.ERR_IPC_DISCONNECTED());
      return;
    }
    this._disconnect();
  };
  target._disconnect = function _disconnect() {
    this.connected = false;
    closing = true;
    if (queue.length === 0) close();
  };
  return target.channel;
}

/** In a child that was forked: the channel becomes the process's own. */
function adopt(process) {
  const descriptor = Number.parseInt(process.env.NODE_CHANNEL_FD, 10);
  const advanced = process.env.NODE_CHANNEL_SERIALIZATION_MODE === 'advanced';
  delete process.env.NODE_CHANNEL_FD;
  delete process.env.NODE_CHANNEL_SERIALIZATION_MODE;
  let pipe;
  try {
    pipe = internal.pipeAdopt(descriptor);
  } catch {
    // The number was inherited by mistake: there is no channel.
    return;
  }
  const control = setup(process, pipe, advanced);
  control.count(0);
  const counts = (event) => event === 'message' || event === 'disconnect';
  process.on('newListener', (event) => {
    if (counts(event)) process.channel?.count(1);
  });
  process.on('removeListener', (event) => {
    if (counts(event)) process.channel?.count(-1);
  });
}

module.exports = { setup, adopt };
