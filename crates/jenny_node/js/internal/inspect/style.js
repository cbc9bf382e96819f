//! The colours of inspected values, the names by which programs change them, and the colouring of regular expressions.
'use strict';

const colors = { __proto__: null };
const pairs = {
  reset: [0, 0], bold: [1, 22], dim: [2, 22], italic: [3, 23], underline: [4, 24], blink: [5, 25], inverse: [7, 27],
  hidden: [8, 28], strikethrough: [9, 29], doubleunderline: [21, 24], black: [30, 39], red: [31, 39], green: [32, 39],
  yellow: [33, 39], blue: [34, 39], magenta: [35, 39], cyan: [36, 39], white: [37, 39], bgBlack: [40, 49],
  bgRed: [41, 49], bgGreen: [42, 49], bgYellow: [43, 49], bgBlue: [44, 49], bgMagenta: [45, 49], bgCyan: [46, 49],
  bgWhite: [47, 49], framed: [51, 54], overlined: [53, 55], gray: [90, 39], redBright: [91, 39],
  greenBright: [92, 39], yellowBright: [93, 39], blueBright: [94, 39], magentaBright: [95, 39], cyanBright: [96, 39],
  whiteBright: [97, 39], bgGray: [100, 49], bgRedBright: [101, 49], bgGreenBright: [102, 49],
  bgYellowBright: [103, 49], bgBlueBright: [104, 49], bgMagentaBright: [105, 49], bgCyanBright: [106, 49],
  bgWhiteBright: [107, 49],
};
for (const name of Object.keys(pairs)) colors[name] = pairs[name];

// Second names; they are not listed when the colours are enumerated.
const aliases = {
  grey: 'gray', blackBright: 'gray', bgGrey: 'bgGray', bgBlackBright: 'bgGray', faint: 'dim',
  crossedout: 'strikethrough', strikeThrough: 'strikethrough', crossedOut: 'strikethrough', conceal: 'hidden',
  swapColors: 'inverse', swapcolors: 'inverse', doubleUnderline: 'doubleunderline',
};
for (const name of Object.keys(aliases)) {
  const target = aliases[name];
  Object.defineProperty(colors, name, {
    __proto__: null,
    get() { return colors[target]; },
    set(value) { colors[target] = value; },
    configurable: true,
    enumerable: false,
  });
}

// The colours that nesting cycles through: slashes take the first, the parts of a group the ones after its depth.
const cycle = ['green', 'red', 'yellow', 'cyan', 'magenta'];

// Offsets into the cycle from the depth of the enclosing group.
const bracketColor = 1;
const atomColor = 2;
const innerColor = 3;
const operatorColor = 4;

/** Colours the text of a regular expression by its syntax. */
function highlightRegExp(regexp) {
  const palette = highlightRegExp.colors;
  const names = Array.isArray(palette) && palette.length > 0 ? palette : cycle;
  const source = `${regexp}`;
  const end = source.lastIndexOf('/');
  let result = '';
  let depth = 0;
  let i = 1;
  const write = (offset, text) => {
    const pair = colors[names[(depth + offset) % names.length]] || [0, 0];
    result += `\u001b[${pair[0]}m${text}\u001b[${pair[1]}m`;
  };
  // Writes `head name close` (as in `\u{61}`) when it is complete; i moves behind it.
  const delimited = (head, close, headColor, nameColor) => {
    const start = i + head.length;
    const stop = source.indexOf(close, start);
    if (stop === -1 || stop >= end) return false;
    write(headColor, head);
    write(nameColor, source.slice(start, stop));
    write(headColor, close);
    i = stop + 1;
    return true;
  };
  const escape = (plainColor, inClass) => {
    const next = source[i + 1];
    if ((next === 'u' || next === 'p' || next === 'P') && source[i + 2] === '{' &&
        delimited(source.slice(i, i + 3), '}', bracketColor, atomColor)) return;
    if (!inClass && next === 'k' && source[i + 2] === '<' && delimited('\\k<', '>', 0, bracketColor)) return;
    let length = next === 'x' ? 4 : (next === 'u' || next === 'p' || next === 'P') && source[i + 2] === '{' ? 3 : 2;
    while (next >= '0' && next <= '9' && source[i + length] >= '0' && source[i + length] <= '9') length++;
    write(plainColor, source.slice(i, Math.min(i + length, end)));
    i += length;
  };
  const characterClass = () => {
    write(bracketColor, '[');
    depth++;
    i++;
    let atomBefore = false;
    while (i < end && source[i] !== ']') {
      if (source[i] === '\\') {
        escape(bracketColor, true);
        atomBefore = true;
      } else if (source[i] === '-' && atomBefore && source[i + 1] !== ']') {
        write(atomColor, '-');
        i++;
      } else {
        write(bracketColor, source[i++]);
        atomBefore = true;
      }
    }
    depth--;
    if (i < end) {
      write(bracketColor, ']');
      i++;
    }
  };
  const groupStart = () => {
    write(bracketColor, '(');
    i++;
    if (source[i] === '?') {
      const next = source[i + 1];
      const lookbehind = next === '<' && (source[i + 2] === '=' || source[i + 2] === '!');
      if (next === ':' || next === '=' || next === '!' || lookbehind) {
        const head = source.slice(i, i + (lookbehind ? 3 : 2));
        write(bracketColor, head);
        i += head.length;
      } else if (next !== '<' || !delimited('?<', '>', bracketColor, atomColor)) {
        write(atomColor, '?');
        i++;
      }
    }
    depth++;
  };
  const repetition = () => {
    const digit = source[i + 1];
    if (!(digit >= '0' && digit <= '9')) {
      write(atomColor, source[i++]);
      return;
    }
    write(bracketColor, '{');
    i++;
    while (i < end && source[i] !== '}') {
      const start = i;
      while (source[i] >= '0' && source[i] <= '9') i++;
      if (i > start) write(innerColor, source.slice(start, i));
      else write(atomColor, source[i++]);
    }
    if (i < end) {
      write(bracketColor, '}');
      i++;
    }
  };
  write(0, '/');
  while (i < end) {
    const c = source[i];
    if (c === '\\') escape(atomColor, false);
    else if (c === '[') characterClass();
    else if (c === '(') groupStart();
    else if (c === ')') {
      if (depth > 0) depth--;
      write(bracketColor, c);
      i++;
    } else if (c === '{') repetition();
    else {
      write(c === '.' ? innerColor : '^$*+?|,'.includes(c) ? operatorColor : atomColor, c);
      i++;
    }
  }
  depth = 0;
  write(0, '/');
  const flags = source.slice(end + 1);
  if (flags) write(bracketColor, flags);
  return result;
}
highlightRegExp.colors = cycle;

const styles = {
  __proto__: null,
  special: 'cyan',
  number: 'yellow',
  bigint: 'yellow',
  boolean: 'yellow',
  undefined: 'grey',
  null: 'bold',
  string: 'green',
  symbol: 'green',
  date: 'magenta',
  // "name" is left out: property names are not coloured unless a program sets the style.
  regexp: highlightRegExp,
  module: 'underline',
};

function paint(text, style) {
  const color = styles[style];
  if (typeof color === 'function') return color(text);
  if (color === undefined) return text;
  const pair = colors[color];
  return pair === undefined ? text : `\u001b[${pair[0]}m${text}\u001b[${pair[1]}m`;
}

function plain(text) {
  return text;
}

exports.colors = colors;
exports.styles = styles;
exports.paint = paint;
exports.plain = plain;
