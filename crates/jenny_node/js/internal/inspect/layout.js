//! Measures and lays out the entries of an inspected value: terminal width, column grouping, one line or many.
'use strict';

// Colour and cursor sequences that take no room on a terminal: CSI ..., OSC ... BEL/ST, and two-character escapes.
const controlSequences =
  /[\u001b\u009b](?:\][^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)|[[\]()#;?]*(?:\d{1,4}(?:[;:]\d{0,4})*)?[\dA-PR-TZcf-nq-uy=><~])/g;

const replace = Function.prototype.call.bind(String.prototype.replace);

function stripControlSequences(text) {
  // The search is skipped in the common case; a global expression starts at 0 in `replace`.
  if (text.indexOf('\u001b') === -1 && text.indexOf('\u009b') === -1) return text;
  return replace(text, controlSequences, '');
}

// Ranges (first, last) of code points that fill two columns: East Asian Wide and Fullwidth, and emoji shown as pictures.
const wide = [
  0x1100, 0x115f, 0x231a, 0x231b, 0x2329, 0x232a, 0x23e9, 0x23ec, 0x23f0, 0x23f0, 0x23f3, 0x23f3, 0x25fd, 0x25fe,
  0x2614, 0x2615, 0x2630, 0x2637, 0x2648, 0x2653, 0x267f, 0x267f, 0x268a, 0x268f, 0x2693, 0x2693, 0x26a1, 0x26a1,
  0x26aa, 0x26ab, 0x26bd, 0x26be, 0x26c4, 0x26c5, 0x26ce, 0x26ce, 0x26d4, 0x26d4, 0x26ea, 0x26ea, 0x26f2, 0x26f3,
  0x26f5, 0x26f5, 0x26fa, 0x26fa, 0x26fd, 0x26fd, 0x2705, 0x2705, 0x270a, 0x270b, 0x2728, 0x2728, 0x274c, 0x274c,
  0x274e, 0x274e, 0x2753, 0x2755, 0x2757, 0x2757, 0x2795, 0x2797, 0x27b0, 0x27b0, 0x27bf, 0x27bf, 0x2b1b, 0x2b1c,
  0x2b50, 0x2b50, 0x2b55, 0x2b55, 0x2e80, 0x2e99, 0x2e9b, 0x2ef3, 0x2f00, 0x2fd5, 0x2ff0, 0x303e, 0x3041, 0x3096,
  0x3099, 0x30ff, 0x3105, 0x312f, 0x3131, 0x318e, 0x3190, 0x31e5, 0x31ef, 0x321e, 0x3220, 0x3247, 0x3250, 0xa48c,
  0xa490, 0xa4c6, 0xa960, 0xa97c, 0xac00, 0xd7a3, 0xf900, 0xfaff, 0xfe10, 0xfe19, 0xfe30, 0xfe52, 0xfe54, 0xfe66,
  0xfe68, 0xfe6b, 0xff01, 0xff60, 0xffe0, 0xffe6, 0x16fe0, 0x16fe4, 0x16ff0, 0x16ff1, 0x17000, 0x187f7, 0x18800,
  0x18cd5, 0x18cff, 0x18d08, 0x1aff0, 0x1affe, 0x1b000, 0x1b122, 0x1b132, 0x1b132, 0x1b150, 0x1b152, 0x1b155, 0x1b155,
  0x1b164, 0x1b167, 0x1b170, 0x1b2fb, 0x1d300, 0x1d356, 0x1d360, 0x1d376, 0x1f004, 0x1f004, 0x1f0cf, 0x1f0cf,
  0x1f18e, 0x1f18e, 0x1f191, 0x1f19a, 0x1f200, 0x1f202, 0x1f210, 0x1f23b, 0x1f240, 0x1f248, 0x1f250, 0x1f251,
  0x1f260, 0x1f265, 0x1f300, 0x1f320, 0x1f32d, 0x1f335, 0x1f337, 0x1f37c, 0x1f37e, 0x1f393, 0x1f3a0, 0x1f3ca,
  0x1f3cf, 0x1f3d3, 0x1f3e0, 0x1f3f0, 0x1f3f4, 0x1f3f4, 0x1f3f8, 0x1f43e, 0x1f440, 0x1f440, 0x1f442, 0x1f4fc,
  0x1f4ff, 0x1f53d, 0x1f54b, 0x1f54e, 0x1f550, 0x1f567, 0x1f57a, 0x1f57a, 0x1f595, 0x1f596, 0x1f5a4, 0x1f5a4,
  0x1f5fb, 0x1f64f, 0x1f680, 0x1f6c5, 0x1f6cc, 0x1f6cc, 0x1f6d0, 0x1f6d2, 0x1f6d5, 0x1f6d7, 0x1f6dc, 0x1f6df,
  0x1f6eb, 0x1f6ec, 0x1f6f4, 0x1f6fc, 0x1f7e0, 0x1f7eb, 0x1f7f0, 0x1f7f0, 0x1f90c, 0x1f93a, 0x1f93c, 0x1f945,
  0x1f947, 0x1f9ff, 0x1fa70, 0x1fa7c, 0x1fa80, 0x1fa89, 0x1fa8f, 0x1fac6, 0x1face, 0x1fadc, 0x1fadf, 0x1fae9,
  0x1faf0, 0x1faf8, 0x20000, 0x2fffd, 0x30000, 0x3fffd,
];

// Ranges that fill no column: control and format characters, combining marks, variation selectors.
const zero = [
  0x0, 0x1f, 0x7f, 0x9f, 0x300, 0x36f, 0x483, 0x489, 0x591, 0x5bd, 0x5bf, 0x5bf, 0x5c1, 0x5c2, 0x5c4, 0x5c5,
  0x5c7, 0x5c7, 0x610, 0x61a, 0x64b, 0x65f, 0x670, 0x670, 0x6d6, 0x6dc, 0x6df, 0x6e4, 0x6e7, 0x6e8, 0x6ea, 0x6ed,
  0x711, 0x711, 0x730, 0x74a, 0x7a6, 0x7b0, 0x7eb, 0x7f3, 0x816, 0x819, 0x81b, 0x823, 0x825, 0x827, 0x829, 0x82d,
  0x859, 0x85b, 0x8d3, 0x8e1, 0x8e3, 0x902, 0x93a, 0x93a, 0x93c, 0x93c, 0x941, 0x948, 0x94d, 0x94d, 0x951, 0x957,
  0x962, 0x963, 0x981, 0x981, 0x9bc, 0x9bc, 0x9c1, 0x9c4, 0x9cd, 0x9cd, 0xa01, 0xa02, 0xa3c, 0xa3c, 0xa41, 0xa51,
  0xa70, 0xa71, 0xa81, 0xa82, 0xabc, 0xabc, 0xac1, 0xac8, 0xacd, 0xacd, 0xb01, 0xb01, 0xb3c, 0xb3c, 0xb4d, 0xb4d,
  0xbcd, 0xbcd, 0xc3e, 0xc40, 0xc46, 0xc56, 0xccc, 0xccd, 0xd4d, 0xd4d, 0xe31, 0xe31, 0xe34, 0xe3a, 0xe47, 0xe4e,
  0xeb1, 0xeb1, 0xeb4, 0xebc, 0xec8, 0xecd, 0xf18, 0xf19, 0xf35, 0xf35, 0xf37, 0xf37, 0xf39, 0xf39, 0xf71, 0xf7e,
  0xf80, 0xf84, 0xf86, 0xf87, 0xf8d, 0xfbc, 0x102d, 0x1030, 0x1032, 0x1037, 0x1039, 0x103a, 0x135d, 0x135f,
  0x1712, 0x1714, 0x1732, 0x1734, 0x17b4, 0x17b5, 0x17b7, 0x17bd, 0x17c6, 0x17c6, 0x17c9, 0x17d3, 0x180b, 0x180e,
  0x18a9, 0x18a9, 0x1920, 0x1922, 0x1ab0, 0x1aff, 0x1b00, 0x1b03, 0x1b34, 0x1b34, 0x1dc0, 0x1dff, 0x200b, 0x200f,
  0x202a, 0x202e, 0x2060, 0x2064, 0x2066, 0x206f, 0x20d0, 0x20ff, 0x2cef, 0x2cf1, 0x2de0, 0x2dff, 0x302a, 0x302d,
  0x3099, 0x309a, 0xa66f, 0xa672, 0xa674, 0xa67d, 0xa69e, 0xa69f, 0xa6f0, 0xa6f1, 0xa8e0, 0xa8f1, 0xfb1e, 0xfb1e,
  0xfe00, 0xfe0f, 0xfe20, 0xfe2f, 0xfeff, 0xfeff, 0xfff9, 0xfffb, 0x1d167, 0x1d169, 0x1d173, 0x1d182, 0x1d185, 0x1d18b,
  0x1f3fb, 0x1f3ff, 0xe0000, 0xe0fff,
];

function within(ranges, point) {
  let low = 0;
  let high = ranges.length / 2 - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (point < ranges[middle * 2]) high = middle - 1;
    else if (point > ranges[middle * 2 + 1]) low = middle + 1;
    else return true;
  }
  return false;
}

/** Number of terminal columns of `text`; colour sequences count nothing. */
function stringWidth(text, mayHaveColors = true) {
  if (mayHaveColors) text = stripControlSequences(text);
  let width = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0x20 && unit < 0x7f) {
      width++;
      continue;
    }
    // From the first unusual character on, count whole code points of the normalised text.
    const rest = text.slice(i).normalize('NFC');
    for (const character of rest) {
      const point = character.codePointAt(0);
      if (within(wide, point)) width += 2;
      else if (!within(zero, point)) width++;
    }
    break;
  }
  return width;
}

// An entry count above which arrays are laid out in columns, and the shape those columns aim at.
const groupFrom = 6;
const characterRatio = 2.5;
const mostColumns = 15;

/**
 * Lays array entries out in columns when they are short and alike. Returns the lines, or `entries` itself when one
 * entry a line reads better. `hasMore` says that the last entry is a "... n more items" note, which keeps its line.
 */
function groupIntoColumns(cx, entries, hasMore, value) {
  const count = hasMore ? entries.length - 1 : entries.length;
  const gap = 2;
  const widths = [];
  let total = 0;
  let longest = 0;
  for (let i = 0; i < count; i++) {
    const width = stringWidth(entries[i], cx.colors);
    widths.push(width);
    total += width + gap;
    if (width > longest) longest = width;
  }
  const cell = longest + gap;
  if (cell * 3 + cx.indentation >= cx.breakLength || (total / cell <= 5 && longest > 6)) return entries;

  // Aim at a block whose sides look alike on a screen, leaning to more columns where most entries are short.
  const lean = Math.sqrt(cell - total / entries.length);
  const usual = Math.max(cell - 3 - lean, 1);
  const columns = Math.min(
    Math.round(Math.sqrt(characterRatio * usual * count) / usual),
    Math.floor((cx.breakLength - cx.indentation) / cell),
    cx.compact * 4,
    mostColumns,
  );
  if (columns <= 1) return entries;

  const columnWidths = [];
  for (let column = 0; column < columns; column++) {
    let most = 0;
    for (let i = column; i < count; i += columns) if (widths[i] > most) most = widths[i];
    columnWidths.push(most + gap);
  }
  let alignRight = value !== undefined;
  if (alignRight) {
    for (let i = 0; i < entries.length; i++) {
      const type = typeof value[i];
      if (type !== 'number' && type !== 'bigint') {
        alignRight = false;
        break;
      }
    }
  }
  const lines = [];
  for (let start = 0; start < count; start += columns) {
    const end = Math.min(start + columns, count);
    let line = '';
    for (let i = start; i < end; i++) {
      const last = i === end - 1;
      const text = last ? entries[i] : `${entries[i]}, `;
      const room = columnWidths[i - start] - widths[i] - gap;
      if (alignRight) line += ' '.repeat(room) + text;
      else line += last ? text : text + ' '.repeat(room);
    }
    lines.push(line);
  }
  if (hasMore) lines.push(entries[count]);
  return lines;
}

function fitsOneLine(cx, entries, start, base) {
  let length = entries.length + start;
  if (length + entries.length > cx.breakLength) return false;
  for (let i = 0; i < entries.length; i++) {
    const entry = entries[i];
    length += cx.colors ? stripControlSequences(entry).length : entry.length;
    if (length > cx.breakLength) return false;
  }
  return base === '' || base.indexOf('\n') === -1;
}

/**
 * Joins the entries of one value between its braces. `listLike` values (arrays, typed arrays) may be grouped into
 * columns; `depth` is the nesting level of the value, `cx.deepest` that of the innermost value printed last.
 */
function joinEntries(cx, entries, base, open, close, listLike, depth, value, hasMore) {
  if (cx.compact !== true) {
    if (typeof cx.compact === 'number' && cx.compact >= 1) {
      const before = entries.length;
      if (listLike && before > groupFrom) entries = groupIntoColumns(cx, entries, hasMore, value);
      if (cx.deepest - depth < cx.compact && before === entries.length) {
        const start = entries.length + cx.indentation + open.length + base.length + 10;
        if (fitsOneLine(cx, entries, start, base)) {
          const line = entries.join(', ');
          if (line.indexOf('\n') === -1) return `${base ? `${base} ` : ''}${open} ${line} ${close}`;
        }
      }
    }
    const margin = `\n${' '.repeat(cx.indentation)}`;
    return `${base ? `${base} ` : ''}${open}${margin}  ${entries.join(`,${margin}  `)}${margin}${close}`;
  }
  if (fitsOneLine(cx, entries, 0, base)) {
    const line = `${open}${base ? ` ${base}` : ''} ${entries.join(', ')} ${close}`;
    // Without a limit only the newlines of the entries can break a line.
    if (cx.breakLength !== Infinity || line.indexOf('\n') === -1) return line;
  }
  const margin = `\n${' '.repeat(cx.indentation)}`;
  const head = base === '' && open.length === 1 ? ' ' : `${base ? ` ${base}` : ''}\n${' '.repeat(cx.indentation)}  `;
  return `${open}${head}${entries.join(`,${margin}  `)} ${close}`;
}

exports.stripControlSequences = stripControlSequences;
exports.stringWidth = stringWidth;
exports.joinEntries = joinEntries;
