// DOMException and QuotaExceededError (webidl.spec.whatwg.org 2.8 and 4.3).
'use strict';
const { load } = require;
const { defineInterface, illegalInvocation, wrongType } = load('webidl');
const { captureStackTrace } = Error;

const NAMES = [
  'IndexSizeError', , 'HierarchyRequestError', 'WrongDocumentError', 'InvalidCharacterError', , 'NoModificationAllowedError', 'NotFoundError',
  'NotSupportedError', 'InUseAttributeError', 'InvalidStateError', 'SyntaxError', 'InvalidModificationError', 'NamespaceError',
  'InvalidAccessError', , 'TypeMismatchError', 'SecurityError', 'NetworkError', 'AbortError', 'URLMismatchError', 'QuotaExceededError',
  'TimeoutError', 'InvalidNodeTypeError', 'DataCloneError',
];
const CONSTANTS = [
  'INDEX_SIZE_ERR', 'DOMSTRING_SIZE_ERR', 'HIERARCHY_REQUEST_ERR', 'WRONG_DOCUMENT_ERR', 'INVALID_CHARACTER_ERR', 'NO_DATA_ALLOWED_ERR',
  'NO_MODIFICATION_ALLOWED_ERR', 'NOT_FOUND_ERR', 'NOT_SUPPORTED_ERR', 'INUSE_ATTRIBUTE_ERR', 'INVALID_STATE_ERR', 'SYNTAX_ERR',
  'INVALID_MODIFICATION_ERR', 'NAMESPACE_ERR', 'INVALID_ACCESS_ERR', 'VALIDATION_ERR', 'TYPE_MISMATCH_ERR', 'SECURITY_ERR', 'NETWORK_ERR',
  'ABORT_ERR', 'URL_MISMATCH_ERR', 'QUOTA_EXCEEDED_ERR', 'TIMEOUT_ERR', 'INVALID_NODE_TYPE_ERR', 'DATA_CLONE_ERR',
];
const CODES = { __proto__: null };
NAMES.forEach((name, i) => { CODES[name] = i + 1; });

let isException;

class DOMException extends Error {
  #name; #message;
  static { isException = (value) => typeof value === 'object' && value !== null && #name in value; }
  constructor(message = '', options = undefined) {
    super();
    this.#message = `${message}`;
    this.#name = 'Error';
    // Node's extension: a dictionary with a cause in the place of the name.
    if (options !== null && typeof options === 'object') {
      if (options.name !== undefined) this.#name = `${options.name}`;
      if ('cause' in options) Object.defineProperty(this, 'cause', { value: options.cause, writable: true, configurable: true, enumerable: false });
    } else if (options !== undefined) this.#name = `${options}`;
    captureStackTrace(this, DOMException);
  }
  get name() { if (!(#name in this)) throw illegalInvocation(); return this.#name; }
  get message() { if (!(#name in this)) throw illegalInvocation(); return this.#message; }
  get code() { if (!(#name in this)) throw illegalInvocation(); return CODES[this.#name] ?? 0; }
}
defineInterface(DOMException);
CONSTANTS.forEach((name, i) => {
  Object.defineProperty(DOMException, name, { value: i + 1, enumerable: true });
  Object.defineProperty(DOMException.prototype, name, { value: i + 1, enumerable: true });
});

class QuotaExceededError extends DOMException {
  #quota = null; #requested = null;
  static is(value) { return typeof value === 'object' && value !== null && #quota in value; }
  constructor(message = '', options = undefined) {
    super(message, 'QuotaExceededError');
    if (options !== undefined && options !== null) {
      if (typeof options !== 'object' && typeof options !== 'function') throw wrongType('options', 'of type object');
      const number = (name) => {
        const value = options[name];
        if (value === undefined) return null;
        const converted = +value;
        if (!Number.isFinite(converted)) throw new TypeError(`The "${name}" option must be a finite number`);
        if (converted < 0) throw new RangeError(`The "${name}" option must not be negative`);
        return converted;
      };
      this.#quota = number('quota'); this.#requested = number('requested');
      if (this.#quota !== null && this.#requested !== null && this.#requested < this.#quota) throw new RangeError('The requested amount is below the quota');
    }
  }
  get quota() { if (!(#quota in this)) throw illegalInvocation(); return this.#quota; }
  get requested() { if (!(#quota in this)) throw illegalInvocation(); return this.#requested; }
}
const isQuotaError = QuotaExceededError.is;
delete QuotaExceededError.is;
defineInterface(QuotaExceededError);

const { register } = load('platform');
const plain = (it) => ({ name: it.name, message: it.message, stack: typeof it.stack === 'string' ? it.stack : undefined, quota: undefined, requested: undefined });
const restore = (exception, { stack }) => {
  Object.defineProperty(exception, 'stack', { value: stack, writable: true, configurable: true, enumerable: false });
  return exception;
};
register('dom_exception/QuotaExceededError', {
  is: isQuotaError,
  serialize: (it) => ({ ...plain(it), quota: it.quota ?? undefined, requested: it.requested ?? undefined }),
  deserialize: (data) => restore(new QuotaExceededError(data.message, data), data),
});
register('dom_exception/DOMException', {
  is: isException, serialize: plain, deserialize: (data) => restore(new DOMException(data.message, data.name), data),
});

Object.assign(exports, { DOMException, QuotaExceededError });
