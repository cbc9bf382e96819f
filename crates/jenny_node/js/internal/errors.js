//! Errors with Node's codes: their classes, their messages, and system errors as failed operations report them.
'use strict';

const { captureStackTrace } = Error;

function describeReceived(value) {
  if (value == null) return ` Received ${value}`;
  if (typeof value === 'function') return value.name ? ` Received function ${value.name}` : ' Received function ';
  const { inspect } = require('internal/inspect');
  if (typeof value === 'object') {
    if (value.constructor?.name) return ` Received an instance of ${value.constructor.name}`;
    return ` Received ${inspect(value, { depth: -1 })}`;
  }
  let text = inspect(value, { colors: false });
  if (text.length > 28) text = `${text.slice(0, 25)}...`;
  if (typeof value === 'string' && value.length > 28) text = `'${value.slice(0, 25)}...'`;
  return ` Received type ${typeof value} (${text})`;
}

function oneOf(words, last) {
  if (words.length === 1) return words[0];
  if (words.length === 2) return `${words[0]} ${last} ${words[1]}`;
  return `${words.slice(0, -1).join(', ')}, ${last} ${words[words.length - 1]}`;
}

const primitiveNames = ['string', 'function', 'number', 'object', 'Function', 'Object', 'boolean', 'bigint', 'symbol'];

function expectedTypes(expected) {
  const types = [];
  const classes = [];
  const others = [];
  for (const name of Array.isArray(expected) ? expected : [expected]) {
    if (primitiveNames.includes(name)) types.push(name.toLowerCase());
    else if (/^(?:[A-Z][a-z0-9]*)+$/.test(name)) classes.push(name);
    else others.push(name);
  }
  if (classes.length > 0) {
    const at = types.indexOf('object');
    if (at !== -1) {
      types.splice(at, 1);
      classes.push('Object');
    }
  }
  const parts = [];
  if (types.length > 0) parts.push(`${types.length > 1 ? 'one of type' : 'of type'} ${oneOf(types, 'or')}`);
  if (classes.length > 0) parts.push(`an instance of ${oneOf(classes, 'or')}`);
  if (others.length > 0) {
    if (others.length > 1) parts.push(`one of ${oneOf(others, 'or')}`);
    else parts.push(others[0].toLowerCase() !== others[0] ? `an ${others[0]}` : others[0]);
  }
  return parts.join(' or ');
}

function subject(name) {
  if (name.endsWith(' argument')) return `The ${name} `;
  return `The "${name}" ${name.includes('.') ? 'property' : 'argument'} `;
}

function groupDigits(text) {
  return text.replace(/\B(?=(?:\d{3})+(?!\d))/g, '_');
}

const messages = {
  __proto__: null,
  ERR_INVALID_ARG_TYPE: [TypeError, (name, expected, value) =>
    `${subject(name)}must be ${expectedTypes(expected)}.${describeReceived(value)}`],
  ERR_INVALID_ARG_VALUE: [TypeError, (name, value, reason = 'is invalid') => {
    let text = require('internal/inspect').inspect(value);
    if (text.length > 128) text = `${text.slice(0, 128)}...`;
    return `The ${name.includes('.') ? 'property' : 'argument'} '${name}' ${reason}. Received ${text}`;
  }],
  ERR_OUT_OF_RANGE: [RangeError, (name, range, value) => {
    let text;
    if (Number.isInteger(value) && Math.abs(value) > 2 ** 32) text = groupDigits(`${value}`);
    else if (typeof value === 'bigint') {
      text = `${value}`;
      if (value > 2n ** 32n || value < -(2n ** 32n)) text = groupDigits(text);
      text += 'n';
    } else text = require('internal/inspect').inspect(value);
    return `The value of "${name}" is out of range. It must be ${range}. Received ${text}`;
  }],
  ERR_INVALID_RETURN_VALUE: [TypeError, (expected, name, value) => {
    const type = describeReceived(value).slice(' Received '.length);
    return `Expected ${expected} to be returned from the "${name}" function but got ${type}.`;
  }],
  ERR_MISSING_ARGS: [TypeError, (...names) => {
    const quoted = names.map((name) => Array.isArray(name) ? name.map((n) => `"${n}"`).join(' or ') : `"${name}"`);
    const verb = names.length > 1 ? 'arguments' : 'argument';
    let list;
    if (quoted.length <= 2) list = quoted.join(' and ');
    else list = `${quoted.slice(0, -1).join(', ')}, and ${quoted[quoted.length - 1]}`;
    return `The ${list} ${verb} must be specified`;
  }],
  ERR_INVALID_THIS: [TypeError, (type) => `Value of "this" must be of type ${type}`],
  ERR_INVALID_URL: [TypeError, () => 'Invalid URL'],
  ERR_INVALID_URL_SCHEME: [TypeError, (expected) =>
    `The URL must be ${Array.isArray(expected) && expected.length === 2
      ? `one of scheme ${expected[0]} or ${expected[1]}` : `of scheme ${expected}`}`],
  ERR_INVALID_FILE_URL_HOST: [TypeError, (os) => `File URL host must be "localhost" or empty on ${os}`],
  ERR_INVALID_FILE_URL_PATH: [TypeError, (text) => `File URL path ${text}`],
  ERR_INVALID_URI: [URIError, () => 'URI malformed'],
  ERR_INVALID_STATE: [Error, (text) => `Invalid state: ${text}`],
  ERR_METHOD_NOT_IMPLEMENTED: [Error, (name) => `The ${name} method is not implemented`],
  ERR_FEATURE_UNAVAILABLE_ON_PLATFORM: [TypeError, (name) =>
    `The feature ${name} is unavailable on the current platform, which is being used to run this program`],
  ERR_UNKNOWN_ENCODING: [TypeError, (name) => `Unknown encoding: ${name}`],
  ERR_UNKNOWN_SIGNAL: [TypeError, (name) => `Unknown signal: ${name}`],
  ERR_UNKNOWN_BUILTIN_MODULE: [Error, (id) => `No such built-in module: ${id}`],
  ERR_BUFFER_OUT_OF_BOUNDS: [RangeError, (name) => name ? `"${name}" is outside of buffer bounds`
    : 'Attempt to access memory outside buffer bounds'],
  ERR_INVALID_BUFFER_SIZE: [RangeError, (bits) => `Buffer size must be a multiple of ${bits}`],
  ERR_STRING_TOO_LONG: [Error, (most) => `Cannot create a string longer than 0x${most.toString(16)} characters`],
  ERR_UNHANDLED_ERROR: [Error, (value) =>
    value === undefined ? 'Unhandled error.' : `Unhandled error. (${value})`],
  ERR_STREAM_PREMATURE_CLOSE: [Error, () => 'Premature close'],
  ERR_STREAM_WRITE_AFTER_END: [Error, () => 'write after end'],
  ERR_STREAM_ALREADY_FINISHED: [Error, (name) => `Cannot call ${name} after a stream was finished`],
  ERR_STREAM_CANNOT_PIPE: [Error, () => 'Cannot pipe, not readable'],
  ERR_STREAM_DESTROYED: [Error, (name) => `Cannot call ${name} after a stream was destroyed`],
  ERR_STREAM_NULL_VALUES: [TypeError, () => 'May not write null values to stream'],
  ERR_STREAM_PUSH_AFTER_EOF: [Error, () => 'stream.push() after EOF'],
  ERR_STREAM_UNSHIFT_AFTER_END_EVENT: [Error, () => 'stream.unshift() after end event'],
  ERR_STREAM_UNABLE_TO_PIPE: [Error, () => 'Cannot pipe to a closed or destroyed stream'],
  ERR_MULTIPLE_CALLBACK: [Error, () => 'Callback called multiple times'],
  ERR_AMBIGUOUS_ARGUMENT: [TypeError, (name, text) => `The "${name}" argument is ambiguous. ${text}`],
  ERR_FALSY_VALUE_REJECTION: [Error, () => 'Promise was rejected with falsy value'],
  ERR_USE_AFTER_CLOSE: [Error, (name) => `${name} was closed`],
  ERR_CRYPTO_HASH_FINALIZED: [Error, () => 'Digest already called'],
  ERR_CRYPTO_INVALID_DIGEST: [TypeError, (name) => `Invalid digest: ${name}`],
  ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH: [RangeError, () => 'Input buffers must have the same byte length'],
  ERR_FS_EISDIR: [Error, (text) => text],
  ERR_FS_FILE_TOO_LARGE: [RangeError, (size) => `File size (${size}) is greater than 2 GiB`],
  ERR_FS_CP_DIR_TO_NON_DIR: [Error, (text) => text],
  ERR_FS_CP_NON_DIR_TO_DIR: [Error, (text) => text],
  ERR_FS_CP_EEXIST: [Error, (text) => text],
  ERR_FS_CP_EINVAL: [Error, (text) => text],
  ERR_FS_CP_SYMLINK_TO_SUBDIRECTORY: [Error, (text) => text],
  ERR_INVALID_OPT_VALUE_ENCODING: [TypeError, (value) => `The value "${value}" is invalid for option "encoding"`],
  ERR_INVALID_CURSOR_POS: [TypeError, () => 'Cannot set cursor row without setting its column'],
  ERR_CONSOLE_WRITABLE_STREAM: [TypeError, (name) => `Console expects a writable stream instance for ${name}`],
  ERR_INCOMPATIBLE_OPTION_PAIR: [TypeError, (a, b) => `Option "${a}" cannot be used in combination with option "${b}"`],
  ERR_PARSE_ARGS_INVALID_OPTION_VALUE: [TypeError, (text) => text],
  ERR_PARSE_ARGS_UNKNOWN_OPTION: [TypeError, (option, positionals) => {
    const suggestion = positionals ? `. To specify a positional argument starting with a '-', place it at the end of ` +
      `the command after '--', as in '-- ${JSON.stringify(option).replace(/^"|"$/g, '"')}` : '';
    return `Unknown option '${option}'${suggestion}`;
  }],
  ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL: [TypeError, (value) =>
    `Unexpected argument '${value}'. This command does not take positional arguments`],
  ERR_ASYNC_CALLBACK: [TypeError, (name) => `${name} must be a function`],
  ERR_ASYNC_TYPE: [TypeError, (name) => `Invalid name for async "type": ${name}`],
  ERR_INVALID_TUPLE: [TypeError, (name, expected) => `${name} must be an iterable ${expected} tuple`],
  ERR_UNAVAILABLE_DURING_EXIT: [Error, () => 'Cannot call function in process exit handler'],
  ERR_WORKER_MESSAGING_ERRORED: [Error, () => 'The destination thread threw an error while processing the message'],
  ERR_WORKER_MESSAGING_FAILED: [Error, () => 'Cannot find the destination thread or listener'],
  ERR_WORKER_MESSAGING_SAME_THREAD: [Error, () => 'Cannot sent a message to the same thread'],
  ERR_WORKER_MESSAGING_TIMEOUT: [Error, () => 'Sending a message to another thread timed out'],
  ERR_WORKER_OUT_OF_MEMORY: [Error, (what) => `Worker terminated due to reaching memory limit: ${what}`],
  ERR_WORKER_OUT_OF_TIME: [Error, (text) => text],
  ERR_WORKER_PATH: [TypeError, (filename) => `The worker script or module filename must be an absolute path or a relative path starting with './' or '../'.${/^(?:file|data):/.test(filename) ? ' Wrap file:// URLs with `new URL`.' : ''} Received "${filename}"`],
  ERR_WORKER_UNSUPPORTED_OPERATION: [TypeError, (name) => `${name} is not supported in workers`],
  ERR_CHILD_PROCESS_IPC_REQUIRED: [Error, (name) => `Forked processes must have an IPC channel, missing value 'ipc' in ${name}`],
  ERR_CHILD_PROCESS_STDIO_MAXBUFFER: [RangeError, (name) => `${name} maxBuffer length exceeded`],
  ERR_INVALID_HANDLE_TYPE: [TypeError, () => 'This handle type cannot be sent'],
  ERR_INVALID_SYNC_FORK_INPUT: [TypeError, (text) =>
    `Asynchronous forks do not support Buffer, TypedArray, DataView or string input: ${text}`],
  ERR_IPC_CHANNEL_CLOSED: [Error, () => 'Channel closed'],
  ERR_IPC_DISCONNECTED: [Error, () => 'IPC channel is already disconnected'],
  ERR_IPC_ONE_PIPE: [Error, () => 'Child process can have only one IPC pipe'],
  ERR_IPC_SYNC_FORK: [Error, () => 'IPC cannot be used with synchronous forks'],
  ERR_EVENT_RECURSION: [Error, (name) => `The event "${name}" is already being dispatched`],
  ERR_INTERNAL_ASSERTION: [Error, (text) => text],
};

/** Shows the code in the stack's first line while `name` and `message` stay as they are. */
function sealCode(error, code) {
  const name = error.name;
  Object.defineProperty(error, 'name', { value: `${name} [${code}]`, configurable: true, writable: true });
  void error.stack;
  delete error.name;
  Object.defineProperty(error, 'toString', {
    __proto__: null,
    value() {
      return `${this.name} [${code}]: ${this.message}`;
    },
    enumerable: false, writable: true, configurable: true,
  });
  error.code = code;
  return error;
}

/** A new error with Node's `code`. `args` fill its message; frames above `hide` are left out of the stack. */
function make(code, args, hide) {
  const [Class, text] = messages[code];
  const error = new Class(text(...args));
  captureStackTrace?.(error, hide);
  return sealCode(error, code);
}

/** One constructor for each code, as in `new codes.ERR_OUT_OF_RANGE('offset', '>= 0', -1)`. */
const codes = { __proto__: null };
for (const code in messages) {
  const create = function(...args) {
    return make(code, args, create);
  };
  codes[code] = create;
}

class AbortError extends Error {
  constructor(message = 'The operation was aborted', options = undefined) {
    super(message, options);
    this.code = 'ABORT_ERR';
    this.name = 'AbortError';
  }
}

// errno numbers of Linux with libuv's texts.
const systemErrors = {
  __proto__: null,
  E2BIG: [-7, 'argument list too long'], EACCES: [-13, 'permission denied'],
  EADDRINUSE: [-98, 'address already in use'], EADDRNOTAVAIL: [-99, 'address not available'],
  EAGAIN: [-11, 'resource temporarily unavailable'], EALREADY: [-114, 'connection already in progress'],
  EBADF: [-9, 'bad file descriptor'], EBUSY: [-16, 'resource busy or locked'],
  ECANCELED: [-125, 'operation canceled'], ECONNABORTED: [-103, 'software caused connection abort'],
  ECONNREFUSED: [-111, 'connection refused'], ECONNRESET: [-104, 'connection reset by peer'],
  EDESTADDRREQ: [-89, 'destination address required'], EEXIST: [-17, 'file already exists'],
  EFAULT: [-14, 'bad address in system call argument'], EFBIG: [-27, 'file too large'],
  EHOSTUNREACH: [-113, 'host is unreachable'], EINTR: [-4, 'interrupted system call'],
  EINVAL: [-22, 'invalid argument'], EIO: [-5, 'i/o error'], EISCONN: [-106, 'socket is already connected'],
  EISDIR: [-21, 'illegal operation on a directory'], ELOOP: [-40, 'too many symbolic links encountered'],
  EMFILE: [-24, 'too many open files'], EMSGSIZE: [-90, 'message too long'], EMLINK: [-31, 'too many links'],
  ENAMETOOLONG: [-36, 'name too long'], ENETDOWN: [-100, 'network is down'],
  ENETUNREACH: [-101, 'network is unreachable'], ENFILE: [-23, 'file table overflow'],
  ENOBUFS: [-105, 'no buffer space available'], ENODEV: [-19, 'no such device'],
  ENOENT: [-2, 'no such file or directory'], ENOMEM: [-12, 'not enough memory'],
  ENOSPC: [-28, 'no space left on device'], ENOSYS: [-38, 'function not implemented'],
  ENOTCONN: [-107, 'socket is not connected'], ENOTDIR: [-20, 'not a directory'],
  ENOTEMPTY: [-39, 'directory not empty'], ENOTSOCK: [-88, 'socket operation on non-socket'],
  ENOTSUP: [-95, 'operation not supported on socket'], ENOTTY: [-25, 'inappropriate ioctl for device'],
  ENXIO: [-6, 'no such device or address'], EPERM: [-1, 'operation not permitted'], EPIPE: [-32, 'broken pipe'],
  EPROTO: [-71, 'protocol error'], ERANGE: [-34, 'result too large'], EROFS: [-30, 'read-only file system'],
  ESPIPE: [-29, 'invalid seek'], ESRCH: [-3, 'no such process'], ETIMEDOUT: [-110, 'connection timed out'],
  ETXTBSY: [-26, 'text file is busy'], EXDEV: [-18, 'cross-device link not permitted'], EOF: [-4095, 'end of file'],
  ENOTFOUND: [-3008, 'getaddrinfo ENOTFOUND'], EAI_AGAIN: [-3001, 'temporary failure'],
  EAI_NONAME: [-3008, 'unknown node or service'], UNKNOWN: [-4094, 'unknown error'],
};

/**
 * The error of a failed system call: `ENOENT: no such file or directory, open 'x'`.
 * `failure` is { code, errno?, message?, syscall, path?, dest? }.
 */
function systemError(failure, hide) {
  const { code, syscall, path, dest } = failure;
  const known = systemErrors[code];
  const text = known !== undefined ? known[1] : failure.message || 'unknown error';
  let message = `${code}: ${text}, ${syscall}`;
  if (path !== undefined) message += ` '${path}'`;
  if (dest !== undefined) message += ` -> '${dest}'`;
  const error = new Error(message);
  captureStackTrace?.(error, hide || systemError);
  error.errno = failure.errno ?? (known !== undefined ? known[0] : -4094);
  error.code = code;
  error.syscall = syscall;
  if (path !== undefined) error.path = path;
  if (dest !== undefined) error.dest = dest;
  return error;
}

function errnoName(errno) {
  for (const code in systemErrors) if (systemErrors[code][0] === errno) return code;
  return `Unknown system error ${errno}`;
}

exports.codes = codes;
exports.make = make;
exports.sealCode = sealCode;
exports.AbortError = AbortError;
exports.systemError = systemError;
exports.systemErrors = systemErrors;
exports.errnoName = errnoName;
exports.describeReceived = describeReceived;
