// TextEncoder, TextDecoder (encoding.spec.whatwg.org), atob, btoa (html 8.3).
'use strict';
const internal = require;
const { encodeUtf8, encodeInto, decoderNew, decoderDecode, encodingName, atobBytes, btoaText } = internal;

class TextEncoder {
  get encoding() { return 'utf-8'; }
  encode(input = '') { return encodeUtf8(`${input}`); }
  encodeInto(source, destination) {
    if (!(destination instanceof Uint8Array)) throw new TypeError('The "dest" argument must be an instance of Uint8Array.');
    const [read, written] = encodeInto(`${source}`, destination);
    return { read, written };
  }
  get [Symbol.toStringTag]() { return 'TextEncoder'; }
}

class TextDecoder {
  #encoding; #fatal; #ignoreBOM; #decoder = null;
  constructor(label = 'utf-8', options = {}) {
    const name = encodingName(`${label}`);
    if (name === null) throw Object.assign(new RangeError(`The "${label}" encoding is not supported`), { code: 'ERR_ENCODING_NOT_SUPPORTED' });
    this.#encoding = name; this.#fatal = !!options?.fatal; this.#ignoreBOM = !!options?.ignoreBOM;
  }
  get encoding() { return this.#encoding; }
  get fatal() { return this.#fatal; }
  get ignoreBOM() { return this.#ignoreBOM; }
  decode(input = new Uint8Array(0), options = {}) {
    const view = input instanceof ArrayBuffer ? new Uint8Array(input)
      : ArrayBuffer.isView(input) ? new Uint8Array(input.buffer, input.byteOffset, input.byteLength) : null;
    if (view === null) throw new TypeError('The "list" argument must be an instance of ArrayBuffer or ArrayBufferView.');
    const stream = !!options?.stream;
    this.#decoder ??= decoderNew(this.#encoding, this.#ignoreBOM);
    const text = decoderDecode(this.#decoder, view, !stream, this.#fatal);
    if (!stream || text === null) this.#decoder = null;
    if (text === null) throw Object.assign(new TypeError('The encoded data was not valid for encoding ' + this.#encoding), { code: 'ERR_ENCODING_INVALID_ENCODED_DATA' });
    return text;
  }
  get [Symbol.toStringTag]() { return 'TextDecoder'; }
}

function atob(data) {
  if (arguments.length === 0) throw new TypeError('The "data" argument must be specified');
  const text = atobBytes(`${data}`);
  if (text === null) throw new DOMException('The string to be decoded is not correctly encoded.', 'InvalidCharacterError');
  return text;
}

function btoa(data) {
  if (arguments.length === 0) throw new TypeError('The "data" argument must be specified');
  const text = btoaText(`${data}`);
  if (text === null) throw new DOMException('Invalid character', 'InvalidCharacterError');
  return text;
}

Object.assign(exports, { TextEncoder, TextDecoder, atob, btoa });
