//! Glob patterns: `*`, `**`, `?`, classes, braces and extended groups as a regular expression over whole paths.
'use strict';

function escapeText(text) {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

/** Expands `{a,b{c,d}}` and `{1..3}` into plain patterns. */
function expandBraces(pattern) {
  let depth = 0;
  let start = -1;
  for (let i = 0; i < pattern.length; i++) {
    if (pattern[i] === '\\') {
      i++;
    } else if (pattern[i] === '{') {
      if (depth++ === 0) start = i;
    } else if (pattern[i] === '}' && depth > 0 && --depth === 0) {
      const body = pattern.slice(start + 1, i);
      const choices = splitChoices(body);
      const range = /^(-?\d+)\.\.(-?\d+)$/.exec(body);
      if (range !== null) {
        choices.length = 0;
        const step = +range[1] <= +range[2] ? 1 : -1;
        for (let n = +range[1]; n !== +range[2] + step; n += step) choices.push(`${n}`);
      }
      if (choices.length < 2 && range === null) continue;
      const rest = expandBraces(pattern.slice(i + 1));
      const result = [];
      for (const choice of choices) {
        for (const inner of range === null ? expandBraces(choice) : [choice]) {
          for (const tail of rest) result.push(pattern.slice(0, start) + inner + tail);
        }
      }
      return result;
    }
  }
  return [pattern];
}

function splitChoices(body) {
  const parts = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < body.length; i++) {
    if (body[i] === '\\') i++;
    else if (body[i] === '{') depth++;
    else if (body[i] === '}') depth--;
    else if (body[i] === ',' && depth === 0) {
      parts.push(body.slice(start, i));
      start = i + 1;
    }
  }
  parts.push(body.slice(start));
  return parts;
}

/** The expression of one path segment. */
function segmentSource(segment) {
  let source = '';
  // A leading dot is only matched when the pattern writes it.
  if (/^[*?[]/.test(segment) || /^[@?*+!]\(/.test(segment)) source += '(?!\\.)';
  const closers = [];
  for (let i = 0; i < segment.length; i++) {
    const c = segment[i];
    if (c === '\\' && i + 1 < segment.length) {
      source += escapeText(segment[++i]);
    } else if ('@?*+!'.includes(c) && segment[i + 1] === '(') {
      i++;
      if (c === '!') {
        source += '(?:(?!(?:';
        closers.push(')$)[^/]*)');
      } else {
        source += '(?:';
        closers.push(c === '@' ? ')' : `)${c}`);
      }
    } else if (c === ')' && closers.length > 0) {
      source += closers.pop();
    } else if (c === '|' && closers.length > 0) {
      source += '|';
    } else if (c === '*') {
      source += i === 0 && segment === '*' ? '[^/]+' : '[^/]*';
    } else if (c === '?') {
      source += '[^/]';
    } else if (c === '[') {
      const close = segment.indexOf(']', i + 2);
      if (close === -1) {
        source += '\\[';
      } else {
        let body = segment.slice(i + 1, close);
        let negated = '';
        if (body[0] === '!' || body[0] === '^') {
          negated = '^';
          body = body.slice(1);
        }
        body = body.replace(/\[:(\w+):\]/g, (_, name) => ({
          alpha: 'a-zA-Z', digit: '0-9', alnum: 'a-zA-Z0-9', upper: 'A-Z', lower: 'a-z', space: '\\s', word: '\\w',
        })[name] ?? '');
        source += `[${negated}${body.replace(/[\\[]/g, '\\$&')}]`;
        i = close;
      }
    } else {
      source += escapeText(c);
    }
  }
  return source;
}

function patternSource(pattern) {
  const segments = pattern.split('/');
  let source = '';
  for (let i = 0; i < segments.length; i++) {
    const last = i === segments.length - 1;
    if (segments[i] === '**') {
      source += last ? '(?:(?!\\.)[^/]*(?:/(?!\\.)[^/]*)*)?' : '(?:(?!\\.)[^/]+/)*';
    } else {
      source += segmentSource(segments[i]);
      // `a/**` takes in `a` itself.
      if (i === segments.length - 2 && segments[i + 1] === '**') return `${source}(?:/(?:(?!\\.)[^/]*(?:/(?!\\.)[^/]*)*)?)?`;
      source += last ? '' : '/';
    }
  }
  return source;
}

function compile(pattern) {
  const choices = expandBraces(pattern).map((choice) => patternSource(choice.replace(/^\.\//, '')));
  return new RegExp(`^(?:${choices.join('|')})$`);
}

exports.compile = compile;
exports.matches = (path, pattern) => compile(pattern).test(path);
