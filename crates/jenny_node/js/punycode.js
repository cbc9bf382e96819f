//! `node:punycode`: Unicode host labels in ASCII (RFC 3492) and back.
'use strict';

const maxInt = 2147483647;
const base = 36;
const tMin = 1;
const tMax = 26;
const skew = 38;
const damp = 700;
const initialBias = 72;
const initialN = 128;

function adapt(delta, count, first) {
  let k = 0;
  delta = first ? Math.floor(delta / damp) : delta >> 1;
  delta += Math.floor(delta / count);
  for (; delta > ((base - tMin) * tMax) >> 1; k += base) delta = Math.floor(delta / (base - tMin));
  return Math.floor(k + ((base - tMin + 1) * delta) / (delta + skew));
}

function threshold(k, bias) {
  return k <= bias ? tMin : k >= bias + tMax ? tMax : k - bias;
}

function digitText(digit) {
  return String.fromCharCode(digit < 26 ? digit + 97 : digit + 22);
}

function digitValue(code) {
  if (code >= 0x30 && code < 0x3a) return 26 + code - 0x30;
  if (code >= 0x41 && code < 0x5b) return code - 0x41;
  if (code >= 0x61 && code < 0x7b) return code - 0x61;
  return base;
}

function decode(input) {
  const output = [];
  let i = 0;
  let n = initialN;
  let bias = initialBias;
  const delimiter = Math.max(input.lastIndexOf('-'), 0);
  for (let j = 0; j < delimiter; j++) {
    if (input.charCodeAt(j) >= 0x80) throw new RangeError('Illegal input >= 0x80 (not a basic code point)');
    output.push(input.charCodeAt(j));
  }
  for (let at = delimiter > 0 ? delimiter + 1 : 0; at < input.length;) {
    const before = i;
    for (let weight = 1, k = base; ; k += base) {
      if (at >= input.length) throw new RangeError('Invalid input');
      const digit = digitValue(input.charCodeAt(at++));
      if (digit >= base) throw new RangeError('Invalid input');
      if (digit > Math.floor((maxInt - i) / weight)) throw new RangeError('Overflow: input needs wider integers to process');
      i += digit * weight;
      const t = threshold(k, bias);
      if (digit < t) break;
      weight *= base - t;
    }
    const count = output.length + 1;
    bias = adapt(i - before, count, before === 0);
    n += Math.floor(i / count);
    i %= count;
    output.splice(i++, 0, n);
  }
  return String.fromCodePoint(...output);
}

function encode(input) {
  const points = ucs2decode(input);
  let output = '';
  for (const point of points) if (point < 0x80) output += String.fromCharCode(point);
  const basic = output.length;
  let handled = basic;
  if (basic > 0) output += '-';
  let n = initialN;
  let delta = 0;
  let bias = initialBias;
  while (handled < points.length) {
    let next = maxInt;
    for (const point of points) if (point >= n && point < next) next = point;
    if (next - n > Math.floor((maxInt - delta) / (handled + 1))) {
      throw new RangeError('Overflow: input needs wider integers to process');
    }
    delta += (next - n) * (handled + 1);
    n = next;
    for (const point of points) {
      if (point < n) delta++;
      if (point !== n) continue;
      let q = delta;
      for (let k = base; ; k += base) {
        const t = threshold(k, bias);
        if (q < t) break;
        output += digitText(t + ((q - t) % (base - t)));
        q = Math.floor((q - t) / (base - t));
      }
      output += digitText(q);
      bias = adapt(delta, handled + 1, handled === basic);
      delta = 0;
      handled++;
    }
    delta++;
    n++;
  }
  return output;
}

function ucs2decode(text) {
  const points = [];
  for (let i = 0; i < text.length; i++) {
    const point = text.codePointAt(i);
    points.push(point);
    if (point > 0xffff) i++;
  }
  return points;
}

function mapDomain(domain, map) {
  const at = domain.lastIndexOf('@');
  const head = at === -1 ? '' : domain.slice(0, at + 1);
  const labels = domain.slice(at + 1).split(/[.\u3002\uff0e\uff61]/);
  return head + labels.map(map).join('.');
}

module.exports = {
  version: '2.1.0',
  ucs2: {
    decode: ucs2decode,
    encode: (points) => String.fromCodePoint(...points),
  },
  decode,
  encode,
  toASCII: (domain) => mapDomain(domain, (label) => /[^\0-\x7f]/.test(label) ? `xn--${encode(label)}` : label),
  toUnicode: (domain) => mapDomain(domain, (label) =>
    label.startsWith('xn--') ? decode(label.slice(4).toLowerCase()) : label),
};
