//! AssertionError and its messages: what was compared, and line by line where it differs.
'use strict';

const { inspect } = require('internal/inspect');
const { validateObject, validateOneOf } = require('internal/validators');

const headers = {
  __proto__: null,
  deepStrictEqual: 'Expected values to be strictly deep-equal:',
  partialDeepStrictEqual: 'Expected values to be partially and strictly deep-equal:',
  strictEqual: 'Expected values to be strictly equal:',
  strictEqualObject: 'Expected "actual" to be reference-equal to "expected":',
  deepEqual: 'Expected values to be loosely deep-equal:',
  notDeepStrictEqual: 'Expected "actual" not to be strictly deep-equal to:',
  notStrictEqual: 'Expected "actual" to be strictly unequal to:',
  notStrictEqualObject: 'Expected "actual" not to be reference-equal to "expected":',
  notDeepEqual: 'Expected "actual" not to be loosely deep-equal to:',
  notIdentical: 'Values have same structure but are not reference-equal:',
  notDeepEqualUnequal: 'Expected values not to be loosely deep-equal:',
};

const shortText = 12;
const longText = 512;
const linesBeforeFold = 5;
const mostLines = 50;

function isErrorValue(value) {
  return value instanceof Error;
}

/** An error without its frames, so that only what was compared is shown. */
function withoutFrames(error) {
  const copy = Object.assign(Object.create(Object.getPrototypeOf(error)), error);
  Object.defineProperty(copy, 'message', { value: error.message, configurable: true, writable: true });
  Object.defineProperty(copy, 'stack', { value: '', configurable: true, writable: true });
  for (const name of ['cause', 'errors']) {
    if (Object.prototype.hasOwnProperty.call(error, name)) {
      const value = error[name];
      Object.defineProperty(copy, name, { value: isErrorValue(value) ? withoutFrames(value) : value, configurable: true });
    }
  }
  return copy;
}

function show(value) {
  return inspect(isErrorValue(value) ? withoutFrames(value) : value, {
    compact: false,
    customInspect: false,
    depth: 1000,
    maxArrayLength: Infinity,
    showHidden: false,
    showProxy: false,
    sorted: true,
    getters: true,
  });
}

function paints() {
  const { shouldColorize } = require('internal/color_support');
  const process = globalThis.process;
  const on = Boolean(process?.stderr?.isTTY) && shouldColorize(process.stderr, process.env ?? {});
  const color = (code) => (text) => on ? `\u001b[${code}m${text}\u001b[39m` : text;
  return { plus: color(32), minus: color(31), plain: (text) => text, fold: color(34) };
}

/** Lines that differ only in the comma behind an entry are the same. */
function sameLine(a, b) {
  return a === b || (a.endsWith(',') ? a.slice(0, -1) === b : b.endsWith(',') && b.slice(0, -1) === a);
}

function lineDiff(actualLines, expectedLines, paint) {
  const { diffLists } = require('internal/text_diff');
  // diffLists keeps the actual side of equal lines; the longer one carries the comma.
  let a = 0;
  let e = 0;
  const edits = [];
  for (const [operation, text] of diffLists(actualLines, expectedLines, sameLine)) {
    if (operation === 0) {
      const other = expectedLines[e++];
      a++;
      edits.push([0, other.length > text.length ? other : text]);
    } else {
      if (operation === 1) a++;
      else e++;
      edits.push([operation, text]);
    }
  }
  // Within one place of change what is there comes before what was expected.
  for (let i = 0; i < edits.length;) {
    if (edits[i][0] === 0) {
      i++;
      continue;
    }
    let end = i;
    while (end < edits.length && edits[end][0] !== 0) end++;
    const block = edits.slice(i, end).sort((x, y) => y[0] - x[0]);
    edits.splice(i, end - i, ...block);
    i = end;
  }
  let text = '';
  let equal = 0;
  let folded = false;
  for (let i = 0; i < edits.length; i++) {
    const [operation, line] = edits[i];
    if (operation === 0) {
      if (equal < linesBeforeFold) text += `  ${line}\n`;
      equal++;
      continue;
    }
    if (equal > linesBeforeFold) {
      if (equal === linesBeforeFold + 1) {
        text += `  ${edits[i - 1][1]}\n`;
      } else if (equal === linesBeforeFold + 2) {
        text += `  ${edits[i - 2][1]}\n  ${edits[i - 1][1]}\n`;
      } else {
        text += `${paint.fold('...')}\n  ${edits[i - 1][1]}\n`;
        folded = true;
      }
    }
    equal = 0;
    text += operation === 1 ? `${paint.plus('+')} ${line}\n` : `${paint.minus('-')} ${line}\n`;
  }
  return { text: text.replace(/\n$/, ''), folded };
}

function differenceMessage(actual, expected, operator, customMessage) {
  const paint = paints();
  const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';
  if (operator === 'strictEqual' && isObject(actual) && isObject(expected)) operator = 'strictEqualObject';
  const actualText = show(actual);
  const expectedText = show(expected);
  const actualLines = actualText.split('\n');
  const expectedLines = expectedText.split('\n');
  let header = customMessage ?? headers[operator];
  if (operator === 'strictEqualObject' && actualText === expectedText && typeof actual === 'object') {
    const lines = actualLines.length > mostLines ? [...actualLines.slice(0, mostLines), `${paint.fold('...')}`] : actualLines;
    return `${customMessage ?? headers.notIdentical}\n\n${lines.join('\n')}\n`;
  }
  const legend = `\n${paint.plus('+ actual')} ${paint.minus('- expected')}`;
  if (actualLines.length === 1 && expectedLines.length === 1) {
    const quotes = (value) => typeof value === 'string' ? 2 : 0;
    const length = actualText.length + expectedText.length - quotes(actual) - quotes(expected);
    if (length <= shortText && !isObject(actual) && !isObject(expected) && (actual !== 0 || expected !== 0)) {
      return `${header}\n\n${actualText} !== ${expectedText}\n`;
    }
    let mark = '';
    if (typeof actual === 'string' && typeof expected === 'string' && length < longText) {
      let i = 0;
      while (i < actualText.length && actualText[i] === expectedText[i]) i++;
      if (i > 2) mark = `\n  ${' '.repeat(i)}^`;
    }
    return `${header}${legend}\n\n${paint.plus('+')} ${actualText}\n${paint.minus('-')} ${expectedText}${mark}\n`;
  }
  const { text, folded } = lineDiff(actualLines, expectedLines, paint);
  if (folded) header += `${legend}\n${paint.fold('...')} Skipped lines`;
  else header += legend;
  return `${header}\n\n${text}\n`;
}

function unequalMessage(actual, operator) {
  let base = headers[operator];
  if (operator === 'notStrictEqual' && ((typeof actual === 'object' && actual !== null) || typeof actual === 'function')) {
    base = headers.notStrictEqualObject;
  }
  const lines = show(actual).split('\n');
  if (lines.length > mostLines) {
    lines[46] = '...';
    lines.length = 47;
  }
  if (lines.length === 1) return `${base}${lines[0].length > 5 ? '\n\n' : ' '}${lines[0]}`;
  return `${base}\n\n${lines.join('\n')}\n`;
}

function shorten(text) {
  return text.length > longText ? `${text.slice(0, longText - 3)}...` : text;
}

function looseMessage(actual, expected, operator) {
  const left = show(actual);
  const right = show(expected);
  if (operator === 'deepEqual') {
    return `${headers.deepEqual}\n\n${shorten(left)}\n\nshould loosely deep-equal\n\n${shorten(right)}`;
  }
  if (operator === 'notDeepEqual') return `${headers.notDeepEqual}\n\n${shorten(left)}`;
  return `${shorten(left)} ${operator} ${shorten(right)}`;
}

class AssertionError extends Error {
  constructor(options) {
    validateObject(options, 'options');
    const { message, operator, stackStartFn, actual, expected, stackStartFunction, diff = 'simple' } = options;
    validateOneOf(diff, 'options.diff', ['simple', 'full']);
    const limit = Error.stackTraceLimit;
    let text;
    if (message != null) {
      text = operator === 'deepStrictEqual' || operator === 'strictEqual' || operator === 'partialDeepStrictEqual'
        ? differenceMessage(actual, expected, operator, `${message}`) : `${message}`;
    } else if (operator === 'deepStrictEqual' || operator === 'strictEqual' || operator === 'partialDeepStrictEqual') {
      text = differenceMessage(actual, expected, operator, undefined);
    } else if (operator === 'notDeepStrictEqual' || operator === 'notStrictEqual') {
      text = unequalMessage(actual, operator);
    } else {
      text = looseMessage(actual, expected, operator);
    }
    super(text);
    Error.stackTraceLimit = limit;
    this.generatedMessage = message == null;
    Object.defineProperty(this, 'name', {
      __proto__: null, value: 'AssertionError [ERR_ASSERTION]', enumerable: false, writable: true, configurable: true,
    });
    this.code = 'ERR_ASSERTION';
    this.actual = actual;
    this.expected = expected;
    this.operator = operator;
    this.diff = diff;
    Error.captureStackTrace?.(this, stackStartFn || stackStartFunction);
    // The first line is made now, with the code in it.
    void this.stack;
    Object.defineProperty(this, 'name', {
      __proto__: null, value: 'AssertionError', enumerable: false, writable: true, configurable: true,
    });
  }

  toString() {
    return `${this.name} [${this.code}]: ${this.message}`;
  }

  [inspect.custom](depth, options) {
    // The compared values stand in the message already.
    const { actual, expected } = this;
    for (const name of ['actual', 'expected']) {
      if (typeof this[name] === 'string') this[name] = clip(this[name]);
    }
    const text = inspect(this, { ...options, customInspect: false, depth: 0 });
    this.actual = actual;
    this.expected = expected;
    return text;
  }
}

function clip(text) {
  const lines = text.split('\n', 11);
  if (lines.length > 10) return `${lines.slice(0, 10).join('\n')}\n...`;
  return text.length > longText ? `${text.slice(0, longText)}...` : text;
}

module.exports = AssertionError;
