// Blob and File (w3c.github.io/FileAPI), and blob: URLs.
'use strict';
const { encodeUtf8, decodeUtf8, machine, resolvedPromise, rejectedPromise, load } = require;
const { defineInterface, defineInspect, illegalInvocation, isObject, missing, wrongType, typeError } = load('webidl');
const { register } = load('platform');

/// Bytes are read in pieces of this length.
const PIECE = 65536;
const token = Symbol('token');
let isBlob, partsOf, isFile, newBlob;

const NATIVE_LINE_END = machine()[0] === 'windows' ? '\r\n' : '\n';

/// The bytes of a part: views on memory that nobody changes.
function addPart(parts, part, endings) {
  if (isBlob(part)) { for (const piece of partsOf(part)) parts.push(piece); return; }
  let bytes;
  if (ArrayBuffer.isView(part)) bytes = new Uint8Array(part.buffer, part.byteOffset, part.byteLength).slice();
  else if (part instanceof ArrayBuffer) bytes = new Uint8Array(part.slice(0));
  else {
    let text = part;
    if (endings === 'native') text = text.replace(/\r\n|\r|\n/g, NATIVE_LINE_END);
    bytes = encodeUtf8(text);
  }
  if (bytes.byteLength > 0) parts.push(bytes);
}

const normalizeType = (type) => (/[^ -~]/.test(type) ? '' : type.toLowerCase());

/// ToInteger with clamping, as [Clamp] long long does.
function clamp(value) {
  value = +value;
  if (value !== value) return 0;
  return Math.min(Math.max(Math.round(value), -Number.MAX_SAFE_INTEGER), Number.MAX_SAFE_INTEGER);
}

class Blob {
  #parts; #size; #type;
  static {
    isBlob = (value) => isObject(value) && #parts in value;
    partsOf = (blob) => blob.#parts;
    newBlob = (parts, type) => { const blob = new Blob(token, parts); blob.#type = type; return blob; };
  }
  constructor(blobParts = undefined, options = undefined) {
    if (blobParts === token) { this.#take(options); return; }
    const parts = [];
    const items = [];
    if (blobParts !== undefined) {
      if (!isObject(blobParts) || typeof blobParts[Symbol.iterator] !== 'function') throw wrongType('sources', 'a sequence');
      // Each is converted when its turn comes, before the options are read.
      for (const part of blobParts) items.push(isBlob(part) || ArrayBuffer.isView(part) || part instanceof ArrayBuffer ? part : `${part}`);
    }
    if (options !== undefined && options !== null && !isObject(options)) throw wrongType('options', 'of type object');
    const endings = options?.endings === undefined ? 'transparent' : `${options.endings}`;
    if (endings !== 'transparent' && endings !== 'native') throw typeError('ERR_INVALID_ARG_VALUE', `The property 'options.endings' is invalid. Received '${endings}'`);
    const type = options?.type === undefined ? '' : `${options.type}`;
    for (const item of items) addPart(parts, item, endings);
    this.#take(parts);
    this.#type = normalizeType(type);
  }
  #take(parts) {
    this.#parts = parts;
    let size = 0;
    for (const part of parts) size += part.byteLength;
    this.#size = size; this.#type = '';
  }
  get size() { if (!(#parts in this)) throw illegalInvocation(); return this.#size; }
  get type() { if (!(#parts in this)) throw illegalInvocation(); return this.#type; }
  slice(start = 0, end = this.size, contentType = '') {
    if (!(#parts in this)) throw illegalInvocation();
    const size = this.#size;
    const place = (value) => { value = clamp(value); return value < 0 ? Math.max(size + value, 0) : Math.min(value, size); };
    const from = place(start), to = Math.max(place(end), from);
    const parts = [];
    let at = 0;
    for (const part of this.#parts) {
      const first = Math.max(from - at, 0), last = Math.min(to - at, part.byteLength);
      if (first < last) parts.push(part.subarray(first, last));
      at += part.byteLength;
    }
    return newBlob(parts, normalizeType(`${contentType}`));
  }
  arrayBuffer() { return #parts in this ? resolvedPromise(wholeOf(this).buffer) : rejectedPromise(illegalInvocation()); }
  bytes() { return #parts in this ? resolvedPromise(wholeOf(this)) : rejectedPromise(illegalInvocation()); }
  text() { return #parts in this ? resolvedPromise(decodeUtf8(wholeOf(this))) : rejectedPromise(illegalInvocation()); }
  stream() {
    if (!(#parts in this)) throw illegalInvocation();
    return streamOf(this.#parts);
  }
}
defineInterface(Blob);
defineInspect(Blob, (blob) => ({ size: blob.size, type: blob.type }));

/// All bytes of a blob, in memory of their own.
function wholeOf(blob) {
  const whole = new Uint8Array(blob.size);
  let at = 0;
  for (const part of partsOf(blob)) { whole.set(part, at); at += part.byteLength; }
  return whole;
}

/// A byte stream over pieces.
function streamOf(parts) {
  let index = 0, at = 0;
  return load('streams/byte_tee').makeByteStream({
    __proto__: null,
    pull(controller) {
      const part = parts[index];
      if (part === undefined) {
        controller.close();
        if (controller.pendingPullIntos.length > 0) controller.respond(0);
        return;
      }
      const end = Math.min(at + PIECE, part.byteLength);
      const piece = part.slice(at, end);
      if (end === part.byteLength) { index++; at = 0; } else at = end;
      controller.enqueue(piece);
    },
    cancel() { index = parts.length; },
  });
}

class File extends Blob {
  #name; #lastModified;
  static { isFile = (value) => isObject(value) && #name in value; }
  constructor(fileBits, fileName, options = undefined) {
    if (arguments.length < 2) throw missing('sources', 'fileName');
    super(fileBits, options);
    this.#name = `${fileName}`.toWellFormed();
    const modified = options?.lastModified;
    this.#lastModified = modified === undefined ? Date.now() : Math.trunc(+modified) || 0;
  }
  get name() { if (!(#name in this)) throw illegalInvocation(); return this.#name; }
  get lastModified() { if (!(#name in this)) throw illegalInvocation(); return this.#lastModified; }
}
defineInterface(File);
defineInspect(File, (file) => ({ size: file.size, type: file.type, name: file.name, lastModified: file.lastModified }));

register('blob/File', {
  is: isFile,
  serialize: (file) => ({ parts: partsOf(file), type: file.type, name: file.name, lastModified: file.lastModified }),
  deserialize: ({ parts, type, name, lastModified }) => new File(parts, name, { type, lastModified }),
});
register('blob/Blob', {
  is: isBlob,
  serialize: (blob) => ({ parts: partsOf(blob), type: blob.type }),
  deserialize: ({ parts, type }) => newBlob(parts, type),
});

// The blob URL store (FileAPI 8).
const urls = new Map();
function createObjectURL(object) {
  if (!isBlob(object)) throw wrongType('obj', 'an instance of Blob');
  const url = `blob:nodedata:${load('crypto').randomUUID()}`;
  urls.set(url, object);
  return url;
}
function revokeObjectURL(url) { urls.delete(`${url}`.replace(/#.*$/s, '')); }
const resolveObjectURL = (url) => urls.get(`${url}`.replace(/#.*$/s, ''));

Object.assign(exports, { Blob, File, isBlob, isFile, partsOf, wholeOf, streamOf, newBlob, createObjectURL, revokeObjectURL, resolveObjectURL });
