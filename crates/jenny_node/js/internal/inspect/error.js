//! Prints errors: the stack with its class name mended, frames shared with the cause left out, runtime frames dimmed.
'use strict';

const { hasOwn, prefix } = require('internal/inspect/naming');
const { colors } = require('internal/inspect/style');

const errorToString = Function.prototype.call.bind(Error.prototype.toString);

function stackOf(error) {
  let stack;
  try {
    stack = error.stack;
  } catch {
    // A throwing accessor leaves the error without frames.
  }
  if (typeof stack === 'string' && stack !== '') return stack;
  let text;
  try {
    text = errorToString(error);
  } catch {
    text = '[object Error]';
  }
  return { text, stack };
}

/** Hides own properties whose text the stack already shows. */
function dropRepeatedKeys(cx, keys, error, stack) {
  if (cx.showHidden || keys.length === 0) return;
  for (const name of ['name', 'message', 'stack']) {
    const at = keys.indexOf(name);
    if (at === -1) continue;
    const value = error[name];
    if (typeof value !== 'string' || stack.indexOf(value) !== -1) keys.splice(at, 1);
  }
}

/** Puts the class name in front where the stack only knows a base class: `Foo [Error]: m`. */
function mendHeader(stack, className, error, tag) {
  let name;
  try {
    name = error.name != null ? `${error.name}` : 'Error';
  } catch {
    name = 'Error';
  }
  const after = stack[name.length];
  if (className !== null && !(name.endsWith('Error') && stack.startsWith(name) &&
      (after === undefined || after === ':' || after === '\n'))) return stack;
  if (className === null) {
    const match = /^([A-Z][a-z_ A-Z0-9[\]()-]+)(?::|\n\s+at)/.exec(stack) || /^([a-z_A-Z0-9-]*Error)$/.exec(stack);
    const fallback = (match && match[1]) || '';
    return `${prefix(null, tag, fallback || 'Error').slice(0, -1)}${stack.slice(fallback.length)}`;
  }
  if (className.indexOf(name) !== -1) {
    const head = prefix(className, tag, 'Error').slice(0, -1);
    return `${head}${stack.slice(name.length)}`;
  }
  const head = prefix(className, tag, 'Error').slice(0, -1);
  return `${head} [${name}]${stack.slice(name.length)}`;
}

/** The longest run of lines of `lines` that also stands in `other`, as [length, index in lines]; 0 when shorter than 4. */
function sharedRun(lines, other) {
  for (let i = 0; i < lines.length - 3; i++) {
    const at = other.indexOf(lines[i]);
    if (at === -1) continue;
    const rest = other.length - at;
    if (rest <= 3) continue;
    const most = Math.min(lines.length - i, rest);
    let length = 1;
    while (length < most && lines[i + length] === other[at + length]) length++;
    if (length > 3) return [length, i];
  }
  return [0, 0];
}

/** Folds a recursion: a run of frames that repeats right behind itself more than a few times. */
function foldRepeats(lines) {
  const result = [];
  for (let i = 0; i < lines.length;) {
    let folded = false;
    for (let size = 1; size <= 10 && i + size * 2 <= lines.length; size++) {
      let repeats = 0;
      for (;;) {
        const from = i + (repeats + 1) * size;
        if (from + size > lines.length) break;
        let same = true;
        for (let k = 0; k < size; k++) {
          if (lines[from + k] !== lines[i + k]) {
            same = false;
            break;
          }
        }
        if (!same) break;
        repeats++;
      }
      if (repeats * size > 3 && repeats > 2) {
        for (let k = 0; k < size; k++) result.push(lines[i + k]);
        result.push(`    ... collapsed ${repeats * size} duplicate lines matching above ${size} lines ${repeats} times...`);
        i += (repeats + 1) * size;
        folded = true;
        break;
      }
    }
    if (!folded) result.push(lines[i++]);
  }
  return result;
}

function frameLines(cx, error, stack) {
  let lines = stack.split('\n');
  let cause;
  try {
    cause = error.cause;
  } catch {
    // As above: an accessor that throws has no frames to compare.
  }
  if (cause != null && internal.classOf(cause) === 'Error') {
    const causeStack = stackOf(cause);
    if (typeof causeStack === 'string') {
      const start = causeStack.indexOf('\n    at');
      if (start !== -1) {
        const [length, at] = sharedRun(lines, causeStack.slice(start + 1).split('\n'));
        if (length > 3) {
          const hidden = length - 2;
          lines.splice(at + 1, hidden, `    ... ${hidden} lines matching cause stack trace ...`);
        }
      }
    }
  }
  if (lines.length > 10) lines = foldRepeats(lines);
  return lines;
}

const packageName = /[/\\]node_modules[/\\](@[^/\\]+[/\\][^/\\]+|[^/\\]+)/g;

function paintFrame(cx, line, directory) {
  const own = /^ {4}at (?:.*\()?node:([\w/]+):\d+(?::\d+)?\)?$/.exec(line);
  if (own !== null && (own[1] === 'internal' || internal.isBuiltinId(own[1]))) return cx.stylize(line, 'undefined');
  let result = line.replace(packageName, (whole, name) => {
    const at = whole.length - name.length;
    return whole.slice(0, at) + cx.stylize(name, 'module');
  });
  if (directory !== undefined && directory !== '/') {
    for (const form of [`file://${directory}/`, `${directory}/`]) {
      const at = result.indexOf(form);
      if (at === -1) continue;
      const inParentheses = result[at - 1] === '(';
      if (inParentheses && result.endsWith(')')) {
        result = `${result.slice(0, at - 1)}${cx.stylize(`(${form}`, 'undefined')}` +
          `${result.slice(at + form.length, -1)}${cx.stylize(')', 'undefined')}`;
      } else {
        result = `${result.slice(0, at)}${cx.stylize(form, 'undefined')}${result.slice(at + form.length)}`;
      }
      break;
    }
  }
  return result;
}

/** The text of an error without its own properties. May add `cause` and `errors` to `keys`. */
function printError(cx, error, className, tag, keys) {
  const found = stackOf(error);
  let stack = typeof found === 'string' ? found : found.text;
  let odd = '';
  if (typeof found !== 'string' && found.stack !== undefined && found.stack !== '') odd = found.stack;
  dropRepeatedKeys(cx, keys, error, stack);
  for (const name of ['cause', 'errors']) {
    if (hasOwn(error, name) && keys.indexOf(name) === -1 && (name === 'cause' || Array.isArray(error.errors))) {
      keys.push(name);
    }
  }
  stack = mendHeader(stack, className, error, tag);
  if (odd !== '') {
    const text = typeof odd === 'object' || typeof odd === 'function' ? cx.print(odd, 0) : `${String(odd)}`;
    return `[${stack}\n    ${text}]`;
  }
  // The message may hold lines that look like frames; frames only count behind it.
  let message = '';
  try {
    message = error.message;
  } catch {
    // No message to skip.
  }
  const messageAt = typeof message === 'string' && message !== '' ? stack.indexOf(message) : -1;
  const framesFrom = messageAt === -1 ? 0 : messageAt + message.length;
  const frames = stack.indexOf('\n    at', framesFrom);
  if (frames === -1) {
    stack = `[${stack}]`;
  } else {
    const head = stack.slice(0, frames);
    let lines = frameLines(cx, error, stack.slice(frames + 1));
    if (cx.colors) {
      const directory = internal.cwd === undefined ? undefined : internal.cwd();
      lines = lines.map((line) => paintFrame(cx, line, directory));
    }
    stack = `${head}\n${lines.join('\n')}`;
  }
  if (cx.indentation !== 0) stack = stack.replaceAll('\n', `\n${' '.repeat(cx.indentation)}`);
  return stack;
}

exports.printError = printError;
exports.colors = colors;
