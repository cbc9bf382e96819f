// TextEncoderStream and TextDecoderStream (encoding.spec.whatwg.org 7.5 and 7.6), CompressionStream and DecompressionStream.
'use strict';
const { encodeUtf8, compressorNew, decompressorNew, compress, load } = require;
const { defineInterface, defineInspect, illegalInvocation, missing, typeError } = load('webidl');
const { makeTransform } = load('streams/transform');
const { TextDecoder } = load('encoding');

/// The bytes of a chunk that must be a BufferSource.
function bytesOf(chunk) {
  if (chunk instanceof ArrayBuffer) return new Uint8Array(chunk);
  if (ArrayBuffer.isView(chunk) && !(typeof SharedArrayBuffer === 'function' && chunk.buffer instanceof SharedArrayBuffer)) return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  throw typeError('ERR_INVALID_ARG_TYPE', 'The "chunk" argument must be an instance of ArrayBuffer or ArrayBufferView.');
}

class TextEncoderStream {
  #transform;
  constructor() {
    // A high surrogate at the end of a chunk waits for its other half.
    let high = '';
    this.#transform = makeTransform({
      transform(chunk, controller) {
        let text = high + `${chunk}`;
        high = '';
        const last = text.charCodeAt(text.length - 1);
        if (last >= 0xd800 && last <= 0xdbff) { high = text.at(-1); text = text.slice(0, -1); }
        if (text !== '') controller.enqueue(encodeUtf8(text));
      },
      flush(controller) { if (high !== '') controller.enqueue(encodeUtf8('\ufffd')); },
    });
  }
  get encoding() { if (!(#transform in this)) throw illegalInvocation(); return 'utf-8'; }
  get readable() { if (!(#transform in this)) throw illegalInvocation(); return this.#transform.readable; }
  get writable() { if (!(#transform in this)) throw illegalInvocation(); return this.#transform.writable; }
}
defineInterface(TextEncoderStream);
defineInspect(TextEncoderStream, (it) => ({ encoding: it.encoding, readable: it.readable, writable: it.writable }));

class TextDecoderStream {
  #decoder; #transform;
  constructor(label = 'utf-8', options = undefined) {
    const decoder = this.#decoder = new TextDecoder(label, options);
    const decode = decoder.decode.bind(decoder);
    this.#transform = makeTransform({
      transform(chunk, controller) {
        const text = decode(bytesOf(chunk), { stream: true });
        if (text !== '') controller.enqueue(text);
      },
      flush(controller) {
        const text = decode();
        if (text !== '') controller.enqueue(text);
      },
    });
  }
  get encoding() { if (!(#decoder in this)) throw illegalInvocation(); return this.#decoder.encoding; }
  get fatal() { if (!(#decoder in this)) throw illegalInvocation(); return this.#decoder.fatal; }
  get ignoreBOM() { if (!(#decoder in this)) throw illegalInvocation(); return this.#decoder.ignoreBOM; }
  get readable() { if (!(#decoder in this)) throw illegalInvocation(); return this.#transform.readable; }
  get writable() { if (!(#decoder in this)) throw illegalInvocation(); return this.#transform.writable; }
}
defineInterface(TextDecoderStream);
defineInspect(TextDecoderStream, (it) => ({ encoding: it.encoding, fatal: it.fatal, ignoreBOM: it.ignoreBOM, readable: it.readable, writable: it.writable }));

/// A transform over a native coder; long chunks go through it in pieces.
function coding(make, name, format) {
  format = `${format}`;
  const coder = make(format);
  if (coder === null) throw typeError('ERR_INVALID_ARG_VALUE', `Failed to construct '${name}': 1st argument '${format}' is not a valid enum value of type CompressionFormat.`);
  return makeTransform({
    transform(chunk, controller) {
      const bytes = bytesOf(chunk);
      for (let at = 0; at < bytes.byteLength; at += 65536) {
        const result = compress(coder, bytes.subarray(at, at + 65536), false);
        if (result.byteLength > 0) controller.enqueue(result);
      }
    },
    flush(controller) {
      const result = compress(coder, new Uint8Array(0), true);
      if (result.byteLength > 0) controller.enqueue(result);
    },
  });
}

class CompressionStream {
  #transform;
  constructor(format) {
    if (arguments.length === 0) throw missing('format');
    this.#transform = coding(compressorNew, 'CompressionStream', format);
  }
  get readable() { if (!(#transform in this)) throw illegalInvocation(); return this.#transform.readable; }
  get writable() { if (!(#transform in this)) throw illegalInvocation(); return this.#transform.writable; }
}
defineInterface(CompressionStream);
defineInspect(CompressionStream, (it) => ({ readable: it.readable, writable: it.writable }));

class DecompressionStream {
  #transform;
  constructor(format) {
    if (arguments.length === 0) throw missing('format');
    this.#transform = coding(decompressorNew, 'DecompressionStream', format);
  }
  get readable() { if (!(#transform in this)) throw illegalInvocation(); return this.#transform.readable; }
  get writable() { if (!(#transform in this)) throw illegalInvocation(); return this.#transform.writable; }
}
defineInterface(DecompressionStream);
defineInspect(DecompressionStream, (it) => ({ readable: it.readable, writable: it.writable }));

Object.assign(exports, { TextEncoderStream, TextDecoderStream, CompressionStream, DecompressionStream });
