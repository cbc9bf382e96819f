// Transferable streams (streams.spec.whatwg.org 4.2.6, 5.2.5, 6.2.5 and 8.2): their chunks travel over a message port.
'use strict';
const { newPromise, resolvePromise, markHandled, load } = require;
const { isObject } = load('webidl');
const { DOMException } = load('dom_exception');
const { MessageChannel } = load('messaging');
const { innerStream, makeStream } = load('streams/readable');
const { innerWritable, makeWritable } = load('streams/writable');
const { pipeTo } = load('streams/pipe');

/// PackAndPostMessage
const send = (port, type, value) => port.postMessage({ type, value });
/// PackAndPostMessageHandlingError: a value that cannot be cloned is an error on both sides.
function sendHandlingError(port, type, value) {
  try { send(port, type, value); } catch (error) { send(port, 'error', error); throw error; }
}

/// SetUpCrossRealmTransformReadable
function readableOver(port) {
  return makeStream({
    __proto__: null,
    start(controller) {
      port.onmessage = ({ data }) => {
        if (!isObject(data)) return;
        if (data.type === 'chunk') controller.enqueue(data.value);
        else if (data.type === 'close') { controller.close(); port.close(); } else if (data.type === 'error') { controller.error(data.value); port.close(); }
      };
      port.onmessageerror = () => {
        const error = new DOMException('The chunk could not be read', 'DataCloneError');
        send(port, 'error', error);
        controller.error(error);
        port.close();
      };
    },
    pull() { send(port, 'pull', undefined); },
    cancel(reason) {
      try { sendHandlingError(port, 'error', reason); } finally { port.close(); }
    },
    highWaterMark: 0,
  });
}

/// SetUpCrossRealmTransformWritable
function writableOver(port) {
  let backpressure = newPromise();
  return makeWritable({
    __proto__: null,
    start(controller) {
      const failed = (reason) => { controller.errorIfNeeded(reason); if (backpressure !== null) { resolvePromise(backpressure, undefined); backpressure = null; } };
      port.onmessage = ({ data }) => {
        if (!isObject(data)) return;
        if (data.type === 'pull') { if (backpressure !== null) { resolvePromise(backpressure, undefined); backpressure = null; } } else if (data.type === 'error') failed(data.value);
      };
      port.onmessageerror = () => {
        const error = new DOMException('The message could not be read', 'DataCloneError');
        send(port, 'error', error);
        failed(error);
        port.close();
      };
    },
    async write(chunk) {
      if (backpressure !== null) await backpressure;
      backpressure = newPromise();
      try { sendHandlingError(port, 'chunk', chunk); } catch (error) { port.close(); throw error; }
    },
    close() { send(port, 'close', undefined); port.close(); },
    abort(reason) {
      try { sendHandlingError(port, 'error', reason); } finally { port.close(); }
    },
  });
}

/// The transfer steps: a port with what it stands for, or undefined for a stream that is locked.
function transferReadable(stream) {
  const it = innerStream(stream);
  if (it.isLocked()) return undefined;
  const { port1, port2 } = new MessageChannel();
  markHandled(pipeTo(it, innerWritable(writableOver(port1)), false, false, false, undefined));
  return [port2, [port2]];
}

function transferWritable(stream) {
  const it = innerWritable(stream);
  if (it.isLocked()) return undefined;
  const { port1, port2 } = new MessageChannel();
  markHandled(pipeTo(innerStream(readableOver(port1)), it, false, false, false, undefined));
  return [port2, [port2]];
}

function transferTransform(stream) {
  const { readable, writable } = stream;
  if (innerStream(readable).isLocked() || innerWritable(writable).isLocked()) return undefined;
  return [[readable, writable], [readable, writable]];
}

Object.assign(exports, { transferReadable, transferWritable, transferTransform, readableOver, writableOver });
