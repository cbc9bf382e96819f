//! Prints primitive values: strings with their quotes and escapes, numbers with separators, symbols, bigints.
'use strict';

const { stringWidth } = require('internal/inspect/layout');

const needsEscape = /[\x00-\x1f\x27\x5c\x7f-\x9f\ud800-\udfff]/;
const identifier = /^[a-zA-Z_][a-zA-Z_0-9]*$/;
const symbolToString = Function.prototype.call.bind(Symbol.prototype.toString);
const test = Function.prototype.call.bind(RegExp.prototype.test);

// Strings shorter than this are never split at their newlines.
const shortestSplit = 16;

function escapeUnit(unit) {
  switch (unit) {
    case 8: return '\\b';
    case 9: return '\\t';
    case 10: return '\\n';
    case 12: return '\\f';
    case 13: return '\\r';
    case 0x27: return "\\'";
    case 0x5c: return '\\\\';
  }
  return `\\x${unit < 16 ? '0' : ''}${unit.toString(16).toUpperCase()}`;
}

/** Escapes controls, backslashes, single quotes (unless `keepQuotes`) and lone surrogates. */
function escapeText(text, keepQuotes) {
  let result = '';
  let done = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if ((unit >= 0x20 && unit < 0x7f && unit !== 0x5c && (unit !== 0x27 || keepQuotes)) ||
        (unit > 0x9f && (unit < 0xd800 || unit > 0xdfff))) continue;
    if (unit >= 0xd800) {
      if (unit <= 0xdbff && i + 1 < text.length) {
        const next = text.charCodeAt(i + 1);
        if (next >= 0xdc00 && next <= 0xdfff) {
          i++;
          continue;
        }
      }
      result += `${text.slice(done, i)}\\u${unit.toString(16)}`;
    } else {
      result += text.slice(done, i) + escapeUnit(unit);
    }
    done = i + 1;
  }
  return done === 0 ? text : result + text.slice(done);
}

/** A string as a literal: single quotes, or double or back quotes where that saves escapes. */
function quote(text) {
  if (!test(needsEscape, text)) return `'${text}'`;
  let mark = "'";
  if (text.indexOf("'") !== -1) {
    if (text.indexOf('"') === -1) mark = '"';
    else if (text.indexOf('`') === -1 && text.indexOf('${') === -1) mark = '`';
  }
  return `${mark}${escapeText(text, mark !== "'")}${mark}`;
}

function separateInteger(digits) {
  let result = '';
  let i = digits.length;
  const start = digits[0] === '-' ? 1 : 0;
  for (; i > start + 3; i -= 3) result = `_${digits.slice(i - 3, i)}${result}`;
  return i === digits.length ? digits : digits.slice(0, i) + result;
}

function separateFraction(digits) {
  let result = '';
  let i = 0;
  for (; i < digits.length - 3; i += 3) result += `${digits.slice(i, i + 3)}_`;
  return result + digits.slice(i);
}

function numberText(number, separators) {
  if (number === 0 && 1 / number < 0) return '-0';
  const text = `${number}`;
  if (!separators || text.indexOf('e') !== -1 || number !== number || number === Infinity || number === -Infinity) {
    return text;
  }
  const point = text.indexOf('.');
  if (point === -1) return separateInteger(text);
  return `${separateInteger(text.slice(0, point))}.${separateFraction(text.slice(point + 1))}`;
}

function bigintText(bigint, separators) {
  const digits = `${bigint}`;
  return `${separators ? separateInteger(digits) : digits}n`;
}

/** The lines of `text`, each but the last with its newline. */
function splitLines(text) {
  const lines = [];
  let start = 0;
  for (;;) {
    const end = text.indexOf('\n', start);
    if (end === -1 || end === text.length - 1) break;
    lines.push(text.slice(start, end + 1));
    start = end + 1;
  }
  lines.push(text.slice(start));
  return lines;
}

function stringText(cx, text) {
  let rest = '';
  if (text.length > cx.maxStringLength) {
    const left = text.length - cx.maxStringLength;
    text = text.slice(0, cx.maxStringLength);
    rest = `... ${left} more character${left > 1 ? 's' : ''}`;
  }
  if (cx.compact !== true && text.length > shortestSplit && text.indexOf('\n') !== -1 &&
      text.length > cx.breakLength - cx.indentation - 4) {
    const lines = splitLines(text);
    for (let i = 0; i < lines.length; i++) lines[i] = cx.stylize(quote(lines[i]), 'string');
    return lines.join(` +\n${' '.repeat(cx.indentation + 2)}`) + rest;
  }
  return cx.stylize(quote(text), 'string') + rest;
}

/** Prints any value that is not an object or a function. */
function printPrimitive(cx, value) {
  switch (typeof value) {
    case 'string': return stringText(cx, value);
    case 'number': return cx.stylize(numberText(value, cx.numericSeparator), 'number');
    case 'bigint': return cx.stylize(bigintText(value, cx.numericSeparator), 'bigint');
    case 'boolean': return cx.stylize(`${value}`, 'boolean');
    case 'undefined': return cx.stylize('undefined', 'undefined');
    case 'symbol': return cx.stylize(symbolToString(value), 'symbol');
    default: return cx.stylize('null', 'null');
  }
}

/** A property key as it stands before its colon. */
function printKey(cx, key, enumerable) {
  if (typeof key === 'symbol') {
    const text = escapeText(symbolToString(key), false);
    return enumerable ? cx.stylize(text, 'symbol') : `[${cx.stylize(text, 'symbol')}]`;
  }
  if (key === '__proto__') return "['__proto__']";
  if (!enumerable) return `[${test(identifier, key) ? key : quote(key)}]`;
  if (test(identifier, key)) return cx.stylize(key, 'name');
  return cx.stylize(quote(key), 'string');
}

exports.quote = quote;
exports.numberText = numberText;
exports.bigintText = bigintText;
exports.printPrimitive = printPrimitive;
exports.printKey = printKey;
exports.symbolToString = symbolToString;
exports.stringWidth = stringWidth;
