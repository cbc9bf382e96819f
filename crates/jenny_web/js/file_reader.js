// FileReader (w3c.github.io/FileAPI 6.2) and ProgressEvent (xhr.spec.whatwg.org 5).
'use strict';
const { queueTask, load } = require;
const { defineInterface, illegalInvocation, missing, wrongType } = load('webidl');
const { Event, EventTarget, defineHandler, fire, setTrusted } = load('events');
const { DOMException } = load('dom_exception');
const { isBlob, wholeOf } = load('blob');

/// The queue of the file reading task source.
const FILE_READING = 2 ** 42;
const EMPTY = 0, LOADING = 1, DONE = 2;

class ProgressEvent extends Event {
  #lengthComputable = false; #loaded = 0; #total = 0;
  constructor(type, init = undefined) {
    if (arguments.length === 0) throw missing('type');
    super(type, init);
    if (init === undefined || init === null) return;
    const { lengthComputable, loaded, total } = init;
    this.#lengthComputable = !!lengthComputable;
    if (loaded !== undefined) this.#loaded = +loaded;
    if (total !== undefined) this.#total = +total;
  }
  get lengthComputable() { return this.#lengthComputable; }
  get loaded() { return this.#loaded; }
  get total() { return this.#total; }
}
defineInterface(ProgressEvent);

/// Bytes as a text of one character a byte.
function binaryString(bytes) {
  const pieces = [];
  for (let at = 0; at < bytes.length; at += 8192) pieces.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
  return pieces.join('');
}

/// "Package data" for text: the encoding is what was asked for, else the type's charset, else UTF-8; a byte order mark wins over all.
function textOf(bytes, label, type) {
  const { TextDecoder } = load('encoding');
  const marked = bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be'
    : bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le'
      : bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 'utf-8' : undefined;
  const charset = /;\s*charset=("?)([^";\s]+)\1/i.exec(type)?.[2];
  for (const name of [marked, label, charset]) {
    if (name === undefined) continue;
    // A label that is none is passed over.
    try { return new TextDecoder(name).decode(bytes); } catch (error) { if (!(error instanceof RangeError)) throw error; }
  }
  return new TextDecoder().decode(bytes);
}

class FileReader extends EventTarget {
  #state = EMPTY; #result = null; #error = null;
  /// The read that is under way: another object for each, so that tasks of one that was aborted find that they are late.
  #read = null;
  get readyState() { return this.#state; }
  get result() { return this.#result; }
  get error() { return this.#error; }
  readAsArrayBuffer(blob) { this.#start(arguments.length, blob, (bytes) => bytes.buffer); }
  readAsBinaryString(blob) { this.#start(arguments.length, blob, binaryString); }
  readAsText(blob, encoding = undefined) {
    const label = encoding === undefined ? undefined : `${encoding}`;
    this.#start(arguments.length, blob, (bytes) => textOf(bytes, label, blob.type));
  }
  readAsDataURL(blob) {
    this.#start(arguments.length, blob, (bytes) => `data:${blob.type || 'application/octet-stream'};base64,${bytes.toBase64()}`);
  }
  abort() {
    if (!(#state in this)) throw illegalInvocation();
    if (this.#state !== LOADING) { this.#result = null; return; }
    this.#state = DONE;
    this.#result = null;
    this.#error = new DOMException('The read was aborted', 'AbortError');
    this.#read = null;
    this.#tell('abort', 0, 0);
    if (this.#state !== LOADING) this.#tell('loadend', 0, 0);
  }
  #tell(type, loaded, total) {
    fire(this, setTrusted(new ProgressEvent(type, { lengthComputable: total > 0, loaded, total })));
  }
  #start(count, blob, pack) {
    if (!(#state in this)) throw illegalInvocation();
    if (count === 0) throw missing('blob');
    if (!isBlob(blob)) throw wrongType('blob', 'an instance of Blob');
    if (this.#state === LOADING) throw new DOMException('The reader is reading already', 'InvalidStateError');
    this.#state = LOADING;
    this.#result = this.#error = null;
    const read = this.#read = {};
    const { size } = blob;
    const step = (run) => queueTask(FILE_READING, () => { if (this.#read === read) run(); });
    step(() => this.#tell('loadstart', 0, size));
    if (size > 0) step(() => this.#tell('progress', size, size));
    step(() => {
      this.#state = DONE;
      this.#read = null;
      try { this.#result = pack(wholeOf(blob)); } catch (error) { this.#error = new DOMException(error.message, 'NotReadableError'); }
      // In a task of its own, for jobs run between the two; a listener may have begun another read then.
      queueTask(FILE_READING, () => { if (this.#state !== LOADING) this.#tell('loadend', size, size); });
      this.#tell(this.#error === null ? 'load' : 'error', size, size);
    });
  }
}
for (const [name, value] of [['EMPTY', EMPTY], ['LOADING', LOADING], ['DONE', DONE]]) {
  for (const object of [FileReader, FileReader.prototype]) Object.defineProperty(object, name, { value, enumerable: true });
}
defineInterface(FileReader);
for (const type of ['loadstart', 'progress', 'load', 'abort', 'error', 'loadend']) defineHandler(FileReader.prototype, type);

Object.assign(exports, { FileReader, ProgressEvent });
