//! Makes `process.stdin`, `process.stdout` and `process.stderr` when they are first asked for.
'use strict';

const { streams } = require('internal/stdio');
const { systemError } = require('internal/errors');

function makeOutput(name, fd) {
  const tty = require('tty');
  const { Writable } = require('stream');
  let stream;
  if (internal.isTerminal(fd)) {
    stream = new tty.WriteStream(fd);
  } else {
    stream = new Writable({
      decodeStrings: false,
      emitClose: false,
      autoDestroy: false,
      write(chunk, encoding, callback) {
        try {
          tty.writeTo(fd, chunk, encoding);
        } catch (failure) {
          callback(failure instanceof Error ? failure : systemError({ syscall: 'write', ...failure }));
          return;
        }
        callback();
      },
    });
    stream.fd = fd;
    stream._type = 'fs';
  }
  stream._isStdio = true;
  stream.destroySoon = stream.destroy;
  // The standard streams outlive everything: destroying one reports, and leaves the descriptor open.
  stream._destroy = function(error, callback) {
    callback(error);
    this._undestroy();
    if (!this._writableState.emitClose) globalThis.process.nextTick(() => this.emit('close'));
  };
  return stream;
}

/** What the owner of a Worker writes to its `stdin`; nothing if it has none. */
function makeWorkerInput(port) {
  const { Readable } = require('stream');
  const { Buffer } = require('buffer');
  const stream = new Readable({
    read() {
      // Whoever reads waits for more.
      port?.ref();
    },
  });
  stream.fd = 0;
  if (port === undefined) {
    stream.push(null);
    return stream;
  }
  port.on('message', (chunk) => {
    port.unref();
    if (chunk === null) port.close();
    stream.push(chunk === null ? null : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
  });
  port.on('close', () => { if (!stream.readableEnded) stream.push(null); });
  port.unref();
  return stream;
}

function makeInput() {
  const own = internal.web('worker').natives.workerSelf();
  if (own !== undefined) return makeWorkerInput(own.isNode ? own.data.stdin : undefined);
  const tty = require('tty');
  const isTerminal = internal.isTerminal(0);
  const stream = new tty.ReadStream(0, { highWaterMark: isTerminal ? 0 : 65536, autoDestroy: true });
  if (!isTerminal) {
    delete stream.isTTY;
    delete stream.isRaw;
  }
  // A paused input does not keep the program running.
  stream.on('pause', () => stream.unref());
  stream.on('resume', () => stream.ref());
  stream.on('newListener', (event) => {
    if (event === 'readable' || event === 'data') stream.ref();
  });
  return stream;
}

for (const [name, fd] of [['stdout', 1], ['stderr', 2]]) {
  exports[name] = () => streams[name] ??= makeOutput(name, fd);
}
exports.stdin = () => streams.stdin ??= makeInput();
