//! The console: `console.log` and its kin over the standard streams, and the `Console` class over any two streams.
'use strict';

const { formatAll } = require('internal/inspect/format');
const { inspect } = require('internal/inspect');
const { streams, warn } = require('internal/stdio');

const { isArray } = Array;
const colored = { colors: true };
const uncolored = {};

/** Writes to a standard stream without making the stream object when nobody has asked for it yet. */
class StandardOutput {
  #name;
  #fd;
  #colors;

  constructor(name, fd) {
    this.#name = name;
    this.#fd = fd;
  }

  get target() {
    return streams[this.#name];
  }

  write(text) {
    const stream = streams[this.#name];
    if (stream !== undefined) writeIgnoringErrors(stream, text);
    else writeDirectly(this.#fd, text);
  }

  get colors() {
    if (this.#colors === undefined) {
      // Most output goes to files and pipes: neither the environment object nor its rules are needed for them.
      const forced = internal.envGet('FORCE_COLOR') !== undefined;
      this.#colors = (forced || internal.isTerminal(this.#fd)) &&
        require('internal/color_support').colorDepth(globalThis.process?.env ?? {}) > 2;
    }
    return this.#colors;
  }
}

function noop() {}

/** A reader that has gone away is no error of the program's; a disk that is full is. */
function writeDirectly(fd, text) {
  try {
    if (fd === 1) internal.stdoutWrite(text);
    else internal.stderrWrite(text);
  } catch (failure) {
    if (failure.code === 'EPIPE') return;
    throw failure instanceof Error ? failure : require('internal/errors').systemError(failure, writeDirectly);
  }
}

/** A console must not throw when its stream fails: errors of this write are swallowed. */
function writeIgnoringErrors(stream, text) {
  if (typeof stream.once !== 'function') {
    stream.write(text, noop);
    return;
  }
  stream.once('error', noop);
  try {
    stream.write(text, noop);
  } catch (error) {
    if (error instanceof RangeError && /call stack/.test(error.message)) throw error;
  } finally {
    stream.removeListener('error', noop);
  }
}

class StreamOutput {
  constructor(stream, ignoreErrors, colorMode) {
    this.stream = stream;
    this.ignoreErrors = ignoreErrors;
    this.colorMode = colorMode;
  }

  write(text) {
    if (this.ignoreErrors) writeIgnoringErrors(this.stream, text);
    else this.stream.write(text);
  }

  get colors() {
    if (this.colorMode !== 'auto') return this.colorMode;
    return require('internal/color_support').shouldColorize(this.stream, globalThis.process?.env ?? {});
  }
}

function pad(number) {
  return `${number}`.padStart(2, '0');
}

/** A duration as the timers of the console show it: 1.5ms, 2.500s, 1:02.000 (m:ss.mmm). */
function formatTime(milliseconds) {
  let seconds = 0;
  let minutes = 0;
  let hours = 0;
  if (milliseconds >= 1000) {
    seconds = milliseconds / 1000;
    if (seconds >= 60) {
      minutes = Math.floor(seconds / 60);
      seconds %= 60;
      if (minutes >= 60) {
        hours = Math.floor(minutes / 60);
        minutes %= 60;
      }
    }
  }
  if (hours !== 0 || minutes !== 0) {
    const [whole, fraction] = seconds.toFixed(3).split('.');
    const head = hours !== 0 ? `${hours}:${pad(minutes)}` : minutes;
    return `${head}:${pad(whole)}.${fraction} (${hours !== 0 ? 'h:m' : ''}m:ss.mmm)`;
  }
  if (seconds !== 0) return `${seconds.toFixed(3)}s`;
  return `${Number(milliseconds.toFixed(3))}ms`;
}

function tableCell(value, colors) {
  const depth = value !== null && typeof value === 'object' && !isArray(value) && Object.keys(value).length > 2 ? -1 : 0;
  return inspect(value, { maxArrayLength: 3, breakLength: Infinity, colors, depth });
}

/** Head and columns for `console.table`, or undefined when the data is not tabular. */
function tableOf(data, properties, colors) {
  const cell = (value) => tableCell(value, colors);
  const kind = internal.classOf(data);
  if (kind === 'Map' || kind === 'MapIterator') {
    let items;
    let keyed = true;
    if (kind === 'Map') {
      items = [];
      Map.prototype.forEach.call(data, (value, key) => items.push(key, value));
    } else {
      [items, keyed] = internal.previewEntries(data);
    }
    const index = [];
    const keys = [];
    const values = [];
    for (let i = 0; i < items.length; i += keyed ? 2 : 1) {
      index.push(`${index.length}`);
      if (keyed) keys.push(cell(items[i]));
      values.push(cell(items[keyed ? i + 1 : i]));
    }
    return keyed ? [['(iteration index)', 'Key', 'Values'], [index, keys, values]]
      : [['(iteration index)', 'Values'], [index, values]];
  }
  if (kind === 'Set' || kind === 'SetIterator') {
    let items = [];
    if (kind === 'Set') Set.prototype.forEach.call(data, (value) => items.push(value));
    else {
      const [entries, keyed] = internal.previewEntries(data);
      items = keyed ? entries.filter((_, i) => i % 2 === 0) : entries;
    }
    return [['(iteration index)', 'Values'], [items.map((_, i) => `${i}`), items.map(cell)]];
  }
  const columns = { __proto__: null };
  const values = [];
  let hasValues = false;
  const rows = Object.keys(data);
  for (let y = 0; y < rows.length; y++) {
    const item = data[rows[y]];
    const primitive = item === null || (typeof item !== 'function' && typeof item !== 'object');
    if (primitive) {
      hasValues = true;
      values[y] = cell(item);
    } else {
      for (const key of properties || Object.keys(item)) {
        columns[key] ??= [];
        if (Object.prototype.hasOwnProperty.call(item, key)) columns[key][y] = cell(item[key]);
      }
    }
  }
  // A named column is drawn even when no row has it.
  if (properties) for (const key of properties) columns[key] ??= [];
  const head = ['(index)', ...Object.keys(columns)];
  const body = [rows, ...Object.values(columns)];
  // Named columns are all that is asked for.
  if (hasValues && !properties) {
    head.push('Values');
    body.push(values);
  }
  return [head, body];
}

/** What the methods of one console share; the methods themselves are bound, so that `const { log } = console` works. */
class State {
  constructor(stdout, stderr, groupIndentation, inspectOptions) {
    this.stdout = stdout;
    this.stderr = stderr;
    this.groupIndentation = groupIndentation;
    this.inspectOptions = inspectOptions;
    this.indent = '';
    this.counts = new Map();
    this.timers = new Map();
  }

  optionsFor(output) {
    const options = this.inspectOptions;
    if (options !== undefined) {
      const own = options instanceof Map ? options.get(output.stream) : options;
      if (own !== undefined && own !== null) {
        return own.colors === undefined ? { ...own, colors: output.colors } : own;
      }
    }
    return output.colors ? colored : uncolored;
  }

  write(output, text) {
    if (this.indent !== '') {
      if (text.indexOf('\n') !== -1) text = text.replaceAll('\n', `\n${this.indent}`);
      text = this.indent + text;
    }
    output.write(`${text}\n`);
  }

  print(output, values) {
    // A lone string is the common case and needs no options.
    if (values.length === 1 && typeof values[0] === 'string') this.write(output, values[0]);
    else this.write(output, formatAll(this.optionsFor(output), values));
  }

  elapsed(label, method) {
    const start = this.timers.get(label);
    if (start === undefined) {
      warn(`No such label '${label}' for console.${method}()`);
      return undefined;
    }
    return formatTime(internal.hrtimeMs() - start);
  }
}

function makeMethods(state) {
  const methods = {
    log(...values) {
      state.print(state.stdout, values);
    },
    info(...values) {
      state.print(state.stdout, values);
    },
    debug(...values) {
      state.print(state.stdout, values);
    },
    warn(...values) {
      state.print(state.stderr, values);
    },
    error(...values) {
      state.print(state.stderr, values);
    },
    dir(value, options) {
      state.write(state.stdout, inspect(value, { customInspect: false, ...state.optionsFor(state.stdout), ...options }));
    },
    time(label = 'default') {
      label = `${label}`;
      if (state.timers.has(label)) warn(`Label '${label}' already exists for console.time()`);
      else state.timers.set(label, internal.hrtimeMs());
    },
    timeEnd(label = 'default') {
      label = `${label}`;
      const time = state.elapsed(label, 'timeEnd');
      if (time === undefined) return;
      state.timers.delete(label);
      methods.log('%s: %s', label, time);
    },
    timeLog(label = 'default', ...values) {
      label = `${label}`;
      const time = state.elapsed(label, 'timeLog');
      if (time !== undefined) methods.log('%s: %s', label, time, ...values);
    },
    trace(...values) {
      // The header of a captured stack is the name and message of the object it is captured on.
      const error = new Error(formatAll(state.optionsFor(state.stderr), values));
      error.name = 'Trace';
      Error.captureStackTrace?.(error, methods.trace);
      methods.error(error.stack);
    },
    assert(condition, ...values) {
      if (condition) return;
      if (typeof values[0] === 'string') values[0] = `Assertion failed: ${values[0]}`;
      else values.unshift('Assertion failed');
      methods.warn(...values);
    },
    clear() {
      const output = state.stdout;
      const stream = output.stream ?? output.target;
      const isTerminal = stream ? stream.isTTY : internal.isTerminal(1);
      if (isTerminal && globalThis.process?.env?.TERM !== 'dumb') output.write('\u001b[1;1H\u001b[0J');
    },
    count(label = 'default') {
      label = `${label}`;
      const count = (state.counts.get(label) ?? 0) + 1;
      state.counts.set(label, count);
      methods.log(`${label}: ${count}`);
    },
    countReset(label = 'default') {
      label = `${label}`;
      if (!state.counts.delete(label)) warn(`Count for '${label}' does not exist`);
    },
    group(...values) {
      if (values.length > 0) methods.log(...values);
      state.indent += ' '.repeat(state.groupIndentation);
    },
    groupEnd() {
      state.indent = state.indent.slice(0, Math.max(0, state.indent.length - state.groupIndentation));
    },
    table(data, properties) {
      if (data === null || typeof data !== 'object') {
        methods.log(data);
        return;
      }
      if (properties !== undefined) require('internal/validators').validateArray(properties, 'properties');
      const [head, columns] = tableOf(data, properties, state.optionsFor(state.stdout).colors === true);
      methods.log(require('internal/table')(head, columns));
    },
    dirxml(...values) {
      methods.log(...values);
    },
    groupCollapsed(...values) {
      methods.group(...values);
    },
  };
  return methods;
}

function install(console, state, stdout, stderr) {
  const methods = makeMethods(state);
  for (const name of Object.keys(methods)) {
    const method = methods[name];
    // Bound functions have no own prototype and keep working when they are taken off the console.
    Object.defineProperty(console, name, { value: method, writable: true, enumerable: true, configurable: true });
  }
  Object.defineProperty(console, Symbol.toStringTag, {
    value: 'console', writable: false, enumerable: false, configurable: true,
  });
  for (const [name, get, set] of [['_stdout', stdout.get, stdout.set], ['_stderr', stderr.get, stderr.set]]) {
    Object.defineProperty(console, name, { get, set, enumerable: false, configurable: true });
  }
}

function isWritable(stream) {
  return stream !== null && stream !== undefined && typeof stream.write === 'function';
}

function Console(options) {
  if (!new.target) return Reflect.construct(Console, arguments);
  if (!options || typeof options.write === 'function') {
    options = { stdout: options, stderr: arguments[1], ignoreErrors: arguments[2] };
  }
  const { stdout, stderr = stdout, ignoreErrors = true, colorMode = 'auto', inspectOptions, groupIndentation = 2 } = options;
  const { make } = require('internal/errors');
  if (!isWritable(stdout)) throw make('ERR_CONSOLE_WRITABLE_STREAM', ['stdout'], Console);
  if (!isWritable(stderr)) throw make('ERR_CONSOLE_WRITABLE_STREAM', ['stderr'], Console);
  const { validateObject, validateInteger, validateOneOf } = require('internal/validators');
  validateOneOf(colorMode, 'colorMode', ['auto', true, false]);
  if (groupIndentation !== undefined) validateInteger(groupIndentation, 'groupIndentation', 0, 1000);
  if (inspectOptions !== undefined) {
    validateObject(inspectOptions, 'options.inspectOptions');
    if (inspectOptions.colors !== undefined && options.colorMode !== undefined) {
      throw make('ERR_INCOMPATIBLE_OPTION_PAIR', ['options.inspectOptions.color', 'colorMode'], Console);
    }
  }
  const out = new StreamOutput(stdout, ignoreErrors, colorMode);
  const err = new StreamOutput(stderr, ignoreErrors, colorMode);
  install(this, new State(out, err, groupIndentation, inspectOptions),
    { get: () => out.stream, set: (stream) => { out.stream = stream; } },
    { get: () => err.stream, set: (stream) => { err.stream = stream; } });
}

// `globalThis.console instanceof Console` holds although the global console is an ordinary object.
Object.defineProperty(Console, Symbol.hasInstance, {
  value(instance) {
    return instance === globalConsole || Function.prototype[Symbol.hasInstance].call(this, instance);
  },
});

// WebIDL: a namespace object's prototype is an empty object of its own.
const globalConsole = Object.create({});
const standardOut = new StandardOutput('stdout', 1);
const standardErr = new StandardOutput('stderr', 2);
install(globalConsole, new State(standardOut, standardErr, 2, undefined),
  { get: () => globalThis.process?.stdout }, { get: () => globalThis.process?.stderr });

globalConsole.Console = Console;
globalConsole.profile = function profile() {};
globalConsole.profileEnd = function profileEnd() {};
globalConsole.timeStamp = function timeStamp() {};
globalConsole.context = function context() {
  return globalConsole;
};
globalConsole.createTask = function createTask(name) {
  require('internal/validators').validateString(name, 'name');
  return { run: (callback) => callback() };
};

module.exports = globalConsole;
