//! `node:readline`: lines from a stream, with editing and history where the stream is a terminal.
'use strict';

const EventEmitter = require('events');
const { StringDecoder } = require('string_decoder');
const { codes, make, AbortError } = require('internal/errors');
const { validateAbortSignal, validateArray, validateFunction, validateNumber, validateString, validateUint32 } = require('internal/validators');
const { stringWidth, stripControlSequences } = require('internal/inspect');
const { emitKeypressEvents } = require('internal/keys');
const { custom } = require('internal/promisify');
const { nextTick } = require('internal/ticks');

const kQuestionCancel = Symbol('kQuestionCancel');
const lineEnd = /\r\n|[\n\r\u2028\u2029]/g;
const shortestCrlfDelay = 100;

function cursorTo(stream, x, y, callback) {
  if (callback !== undefined) validateFunction(callback, 'callback');
  if (typeof y === 'function') {
    callback = y;
    y = undefined;
  }
  if (Number.isNaN(x)) throw new codes.ERR_INVALID_ARG_VALUE('x', x);
  if (Number.isNaN(y)) throw new codes.ERR_INVALID_ARG_VALUE('y', y);
  if (stream == null || (typeof x !== 'number' && typeof y !== 'number')) {
    if (typeof callback === 'function') nextTick(callback, null);
    return true;
  }
  if (typeof x !== 'number') throw new codes.ERR_INVALID_CURSOR_POS();
  return stream.write(typeof y !== 'number' ? `\u001b[${x + 1}G` : `\u001b[${y + 1};${x + 1}H`, callback);
}

function moveCursor(stream, dx, dy, callback) {
  if (callback !== undefined) validateFunction(callback, 'callback');
  if (stream == null || !(dx || dy)) {
    if (typeof callback === 'function') nextTick(callback, null);
    return true;
  }
  let text = '';
  if (dx < 0) text += `\u001b[${-dx}D`;
  else if (dx > 0) text += `\u001b[${dx}C`;
  if (dy < 0) text += `\u001b[${-dy}A`;
  else if (dy > 0) text += `\u001b[${dy}B`;
  return stream.write(text, callback);
}

function clearLine(stream, direction, callback) {
  if (callback !== undefined) validateFunction(callback, 'callback');
  if (stream == null) {
    if (typeof callback === 'function') nextTick(callback, null);
    return true;
  }
  return stream.write(direction < 0 ? '\u001b[1K' : direction > 0 ? '\u001b[0K' : '\u001b[2K', callback);
}

function clearScreenDown(stream, callback) {
  if (callback !== undefined) validateFunction(callback, 'callback');
  if (stream == null) {
    if (typeof callback === 'function') nextTick(callback, null);
    return true;
  }
  return stream.write('\u001b[0J', callback);
}

function Interface(input, output, completer, terminal) {
  if (!(this instanceof Interface)) return new Interface(input, output, completer, terminal);
  EventEmitter.call(this);
  let options = {};
  if (input?.input) {
    options = input;
    ({ input, output, completer, terminal } = options);
    if (options.signal) validateAbortSignal(options.signal, 'options.signal');
  }
  if (completer !== undefined && typeof completer !== 'function') throw new codes.ERR_INVALID_ARG_VALUE('completer', completer);
  const { history = [], historySize = 30, removeHistoryDuplicates = false, crlfDelay, prompt = '> ', tabSize = 8, escapeCodeTimeout } = options;
  validateArray(history, 'history');
  validateNumber(historySize, 'size', 0);
  validateUint32(tabSize, 'tabSize', true);
  if (terminal === undefined && output != null) terminal = output.isTTY;
  this.line = '';
  this.cursor = 0;
  this.terminal = Boolean(terminal);
  this.input = input;
  this.output = output;
  this.history = history;
  this.historySize = historySize;
  this.historyIndex = -1;
  this.removeHistoryDuplicates = Boolean(removeHistoryDuplicates);
  this.crlfDelay = crlfDelay ? Math.max(shortestCrlfDelay, crlfDelay) : shortestCrlfDelay;
  this.tabSize = tabSize;
  this.escapeCodeTimeout = escapeCodeTimeout ?? 500;
  this.completer = completer;
  this.isCompletionEnabled = true;
  this.closed = false;
  this.paused = false;
  this._prompt = `${prompt}`;
  this._questionCallback = null;
  this._killed = [];
  this._undo = [];
  this._rows = 0;
  this._sawReturnAt = 0;
  this._rest = null;
  attach(this, options);
}
Object.setPrototypeOf(Interface.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Interface, EventEmitter);

function attach(rl, options) {
  const { input, output } = rl;
  const onError = (error) => rl.emit('error', error);
  input.on('error', onError);
  if (!rl.terminal) {
    const decoder = new StringDecoder('utf8');
    const onData = (data) => readData(rl, typeof data === 'string' ? data : decoder.write(data));
    const onEnd = () => {
      const tail = decoder.end();
      if (tail !== '') readData(rl, tail);
      if (typeof rl._rest === 'string' && rl._rest.length > 0) onLine(rl, rl._rest);
      rl._rest = null;
      rl.close();
    };
    input.on('data', onData);
    input.on('end', onEnd);
    rl.once('close', () => {
      input.removeListener('data', onData);
      input.removeListener('end', onEnd);
      input.removeListener('error', onError);
    });
    input.resume();
  } else {
    const onKeypress = (text, key) => {
      ttyWrite(rl, text, key);
      if (key?.sequence) {
        // A line separator typed as itself does not move the cursor on most terminals.
        const code = key.sequence.codePointAt(0);
        if (code >= 0x2028 && code <= 0x2029) refresh(rl);
      }
    };
    const onEnd = () => {
      if (rl.line.length > 0) rl.emit('line', rl.line);
      rl.close();
    };
    const onResize = () => refresh(rl);
    emitKeypressEvents(input, rl);
    input.on('keypress', onKeypress);
    input.on('end', onEnd);
    setRawMode(rl, true);
    if (output != null) output.on('resize', onResize);
    rl.once('close', () => {
      input.removeListener('keypress', onKeypress);
      input.removeListener('end', onEnd);
      input.removeListener('error', onError);
      output?.removeListener('resize', onResize);
    });
    input.resume();
  }
  const { signal } = options;
  if (signal) {
    const onAbort = () => rl.close();
    if (signal.aborted) {
      nextTick(onAbort);
    } else {
      signal.addEventListener('abort', onAbort, { once: true });
      rl.once('close', () => signal.removeEventListener('abort', onAbort));
    }
  }
}

function setRawMode(rl, on) {
  if (typeof rl.input.setRawMode === 'function') rl.input.setRawMode(on);
}

/** Splits what came into lines. A "\n" right after a chunk's "\r" belongs to the same line end. */
function readData(rl, text) {
  if (text === '') return;
  if (rl._sawReturnAt && internal.hrtimeMs() - rl._sawReturnAt <= rl.crlfDelay) {
    if (text.charCodeAt(0) === 10) text = text.slice(1);
    rl._sawReturnAt = 0;
    if (text === '') return;
  }
  lineEnd.lastIndex = 0;
  let match = lineEnd.exec(text);
  if (match === null) {
    rl._rest = rl._rest === null ? text : rl._rest + text;
    return;
  }
  let start = 0;
  if (rl._rest !== null) {
    text = rl._rest + text;
    rl._rest = null;
    lineEnd.lastIndex = 0;
    match = lineEnd.exec(text);
  }
  rl._sawReturnAt = text.endsWith('\r') ? internal.hrtimeMs() : 0;
  const lines = [];
  for (; match !== null; match = lineEnd.exec(text)) {
    lines.push(text.slice(start, match.index));
    start = lineEnd.lastIndex;
  }
  if (start < text.length) rl._rest = text.slice(start);
  for (const line of lines) onLine(rl, line);
}

function onLine(rl, line) {
  if (rl._questionCallback !== null) {
    const callback = rl._questionCallback;
    rl._questionCallback = null;
    rl.setPrompt(rl._oldPrompt);
    callback(line);
  } else {
    rl.emit('line', line);
  }
}

Object.defineProperty(Interface.prototype, 'columns', {
  __proto__: null,
  configurable: true,
  enumerable: true,
  get() {
    return this.output?.columns ? this.output.columns : Infinity;
  },
});

Interface.prototype.setPrompt = function setPrompt(prompt) {
  this._prompt = prompt;
};

Interface.prototype.getPrompt = function getPrompt() {
  return this._prompt;
};

Interface.prototype.prompt = function prompt(preserveCursor) {
  if (this.closed) throw make('ERR_USE_AFTER_CLOSE', ['readline']);
  if (this.paused) this.resume();
  if (this.terminal && globalThis.process?.env?.TERM !== 'dumb') {
    if (!preserveCursor) this.cursor = 0;
    refresh(this);
  } else {
    writeOutput(this, this._prompt);
  }
};

function writeOutput(rl, text) {
  if (rl.output != null) rl.output.write(text);
}

Interface.prototype.question = function question(query, options, callback) {
  if (this.closed) throw make('ERR_USE_AFTER_CLOSE', ['readline']);
  callback = typeof options === 'function' ? options : callback;
  if (options === null || typeof options !== 'object') options = {};
  if (options.signal) {
    validateAbortSignal(options.signal, 'options.signal');
    if (options.signal.aborted) return;
    const onAbort = () => this[kQuestionCancel]();
    options.signal.addEventListener('abort', onAbort, { once: true });
    const original = callback;
    callback = typeof original === 'function' ? (answer) => {
      options.signal.removeEventListener('abort', onAbort);
      return original(answer);
    } : original;
  }
  if (typeof callback !== 'function') return;
  if (this._questionCallback !== null) {
    this.prompt();
  } else {
    this._oldPrompt = this._prompt;
    this.setPrompt(query);
    this._questionCallback = callback;
    this.prompt();
  }
};

Interface.prototype[kQuestionCancel] = function() {
  if (this._questionCallback !== null) {
    this._questionCallback = null;
    this.setPrompt(this._oldPrompt);
    clearLineState(this);
  }
};

Interface.prototype.question[custom] = function question(query, options) {
  if (options === null || typeof options !== 'object') options = {};
  if (options.signal?.aborted) return Promise.reject(new AbortError(undefined, { cause: options.signal.reason }));
  return new Promise((resolve, reject) => {
    let done = resolve;
    if (options.signal) {
      const onAbort = () => reject(new AbortError(undefined, { cause: options.signal.reason }));
      options.signal.addEventListener('abort', onAbort, { once: true });
      done = (answer) => {
        options.signal.removeEventListener('abort', onAbort);
        resolve(answer);
      };
    }
    this.question(query, options, done);
  });
};

Interface.prototype.close = function close() {
  if (this.closed) return;
  this.pause();
  if (this.terminal) setRawMode(this, false);
  this.closed = true;
  this.emit('close');
};
Interface.prototype[Symbol.dispose] = Interface.prototype.close;

Interface.prototype.pause = function pause() {
  if (this.closed) throw make('ERR_USE_AFTER_CLOSE', ['readline']);
  if (this.paused) return this;
  this.input.pause();
  this.paused = true;
  this.emit('pause');
  return this;
};

Interface.prototype.resume = function resume() {
  if (this.closed) throw make('ERR_USE_AFTER_CLOSE', ['readline']);
  if (!this.paused) return this;
  this.input.resume();
  this.paused = false;
  this.emit('resume');
  return this;
};

Interface.prototype.write = function write(data, key) {
  if (this.closed) throw make('ERR_USE_AFTER_CLOSE', ['readline']);
  if (this.paused) this.resume();
  if (this.terminal) ttyWrite(this, data, key);
  else readData(this, typeof data === 'string' ? data : `${data ?? ''}`);
};

/** Column and row of the end of `text`, shown behind nothing. */
function displayPosition(rl, text) {
  let offset = 0;
  let rows = 0;
  const { columns } = rl;
  for (const ch of stripControlSequences(text)) {
    if (ch === '\n') {
      rows += Math.ceil(offset / columns) || 1;
      offset = 0;
    } else if (ch === '\t') {
      offset += rl.tabSize - (offset % rl.tabSize);
    } else {
      const width = stringWidth(ch, false);
      if (width === 0 || width === 1) {
        offset += width;
      } else {
        // A wide character does not start in the last column.
        if ((offset + 1) % columns === 0) offset++;
        offset += 2;
      }
    }
  }
  const cols = columns === Infinity ? offset : offset % columns;
  rows += columns === Infinity ? 0 : (offset - cols) / columns;
  return { cols, rows };
}

Interface.prototype.getCursorPos = function getCursorPos() {
  return displayPosition(this, this._prompt + this.line.slice(0, this.cursor));
};

function refresh(rl) {
  const text = rl._prompt + rl.line;
  const whole = displayPosition(rl, text);
  const cursor = rl.getCursorPos();
  if (rl._rows > 0) moveCursor(rl.output, 0, -rl._rows);
  cursorTo(rl.output, 0);
  clearScreenDown(rl.output);
  writeOutput(rl, text);
  // At the right edge the terminal waits: a space brings the next row into being.
  if (whole.cols === 0) writeOutput(rl, ' ');
  cursorTo(rl.output, cursor.cols);
  const below = whole.rows - cursor.rows;
  if (below > 0) moveCursor(rl.output, 0, -below);
  rl._rows = cursor.rows;
}

function clearLineState(rl) {
  moveCursorBy(rl, Infinity);
  writeOutput(rl, '\r\n');
  rl.line = '';
  rl.cursor = 0;
  rl._rows = 0;
}

function insert(rl, text) {
  rl._undo.push([rl.line, rl.cursor]);
  const atEnd = rl.cursor === rl.line.length;
  rl.line = rl.line.slice(0, rl.cursor) + text + rl.line.slice(rl.cursor);
  rl.cursor += text.length;
  if (atEnd && rl.getCursorPos().cols !== 0) writeOutput(rl, text);
  else refresh(rl);
}

function charBefore(text, at) {
  if (at <= 0) return 0;
  return at > 1 && text.codePointAt(at - 2) > 0xffff ? 2 : 1;
}

function charAfter(text, at) {
  if (at >= text.length) return 0;
  return text.codePointAt(at) > 0xffff ? 2 : 1;
}

function moveCursorBy(rl, distance) {
  if (distance === 0) return;
  const before = rl.getCursorPos();
  rl.cursor = Math.max(0, Math.min(rl.line.length, rl.cursor + distance));
  const after = rl.getCursorPos();
  if (before.rows === after.rows) moveCursor(rl.output, after.cols - before.cols, 0);
  else refresh(rl);
}

function wordLeft(rl) {
  const match = /(?:[^\w\s]+|\w+|)\s*$/.exec(rl.line.slice(0, rl.cursor));
  return match[0].length;
}

function wordRight(rl) {
  const match = /^(?:\s+|[^\w\s]+|\w+)\s*/.exec(rl.line.slice(rl.cursor));
  return match === null ? 0 : match[0].length;
}

function removeRange(rl, from, to, kill) {
  if (from === to) return;
  rl._undo.push([rl.line, rl.cursor]);
  if (kill) rl._killed.unshift(rl.line.slice(from, to));
  rl.line = rl.line.slice(0, from) + rl.line.slice(to);
  rl.cursor = from;
  refresh(rl);
}

function showHistory(rl, direction) {
  const { history } = rl;
  if (history.length === 0) return;
  const prefix = rl._search ??= rl.line.slice(0, rl.cursor);
  let index = rl.historyIndex + direction;
  while (index >= 0 && index < history.length && (!history[index].startsWith(prefix) || history[index] === rl.line)) {
    index += direction;
  }
  if (index >= history.length) {
    rl.historyIndex = history.length;
    return;
  }
  rl.historyIndex = Math.max(-1, index);
  rl.line = index < 0 ? prefix : history[index];
  rl.cursor = rl.line.length;
  refresh(rl);
}

function addHistory(rl) {
  rl._search = undefined;
  if (rl.line.length === 0) return '';
  if (rl.historySize === 0 || rl.line.trim().length === 0) return rl.line;
  if (rl.history.length === 0 || rl.history[0] !== rl.line) {
    if (rl.removeHistoryDuplicates) {
      const at = rl.history.indexOf(rl.line);
      if (at !== -1) rl.history.splice(at, 1);
    }
    rl.history.unshift(rl.line);
    if (rl.history.length > rl.historySize) rl.history.pop();
  }
  rl.historyIndex = -1;
  const line = rl.history[0];
  rl.emit('history', rl.history);
  return line;
}

function enterLine(rl) {
  const line = addHistory(rl);
  rl._undo = [];
  clearLineState(rl);
  onLine(rl, line);
}

function commonPrefix(words) {
  let prefix = words[0] ?? '';
  for (const word of words) while (!word.startsWith(prefix)) prefix = prefix.slice(0, -1);
  return prefix;
}

function complete(rl, lastWasTab) {
  rl.pause();
  const before = rl.line.slice(0, rl.cursor);
  const done = (error, result) => {
    rl.resume();
    if (error) {
      writeOutput(rl, `tab completion error: ${error}`);
      return;
    }
    const [choices, match] = result;
    const words = (choices ?? []).filter((word) => word !== '');
    if (words.length === 0) return;
    const prefix = commonPrefix(words);
    if (prefix.startsWith(match) && prefix.length > match.length) {
      insert(rl, prefix.slice(match.length));
      return;
    }
    if (!lastWasTab) return;
    const widest = Math.max(...words.map((word) => stringWidth(word))) + 2;
    const perRow = Math.max(1, Math.floor(rl.columns / widest) || 1);
    let text = '\r\n';
    choices.forEach((word, i) => {
      text += word;
      text += (i + 1) % perRow === 0 || i === choices.length - 1 ? '\r\n' : ' '.repeat(widest - stringWidth(word));
    });
    writeOutput(rl, text);
    refresh(rl);
  };
  if (rl.completer.length >= 2) {
    rl.completer(before, done);
  } else {
    Promise.resolve().then(() => rl.completer(before)).then((result) => done(null, result), (error) => done(error));
  }
}

function ttyWrite(rl, text, key) {
  key = key || {};
  rl._previousKey = key;
  const wasTab = rl._lastWasTab;
  rl._lastWasTab = key.name === 'tab';
  if (key.name === 'escape') return;
  if (!(key.name === 'up' || key.name === 'down' || (key.ctrl && (key.name === 'p' || key.name === 'n')))) rl._search = undefined;
  if (key.ctrl && key.shift) {
    if (key.name === 'backspace') removeRange(rl, 0, rl.cursor, true);
    else if (key.name === 'delete') removeRange(rl, rl.cursor, rl.line.length, true);
    return;
  }
  if (key.ctrl) {
    switch (key.name) {
      case 'c':
        if (rl.listenerCount('SIGINT') > 0) rl.emit('SIGINT');
        else rl.close();
        return;
      case 'h': removeRange(rl, rl.cursor - charBefore(rl.line, rl.cursor), rl.cursor, false); return;
      case 'd':
        if (rl.cursor === 0 && rl.line.length === 0) rl.close();
        else if (rl.cursor < rl.line.length) removeRange(rl, rl.cursor, rl.cursor + charAfter(rl.line, rl.cursor), false);
        return;
      case 'u': removeRange(rl, 0, rl.cursor, true); return;
      case 'k': removeRange(rl, rl.cursor, rl.line.length, true); return;
      case 'y':
        if (rl._killed.length > 0) insert(rl, rl._killed[0]);
        return;
      case 'a': moveCursorBy(rl, -Infinity); return;
      case 'e': moveCursorBy(rl, Infinity); return;
      case 'b': moveCursorBy(rl, -charBefore(rl.line, rl.cursor)); return;
      case 'f': moveCursorBy(rl, charAfter(rl.line, rl.cursor)); return;
      case 'l':
        cursorTo(rl.output, 0, 0);
        clearScreenDown(rl.output);
        rl._rows = 0;
        refresh(rl);
        return;
      case 'n': showHistory(rl, -1); return;
      case 'p': showHistory(rl, 1); return;
      case 'z':
        if (rl.listenerCount('SIGTSTP') > 0) rl.emit('SIGTSTP');
        else globalThis.process.kill(globalThis.process.pid, 'SIGTSTP');
        return;
      case 'w': case 'backspace': removeRange(rl, rl.cursor - wordLeft(rl), rl.cursor, true); return;
      case 'delete': removeRange(rl, rl.cursor, rl.cursor + wordRight(rl), true); return;
      case 'left': moveCursorBy(rl, -wordLeft(rl)); return;
      case 'right': moveCursorBy(rl, wordRight(rl)); return;
    }
    if (key.sequence === '\x1f' && rl._undo.length > 0) {
      [rl.line, rl.cursor] = rl._undo.pop();
      refresh(rl);
    }
    return;
  }
  if (key.meta) {
    switch (key.name) {
      case 'b': moveCursorBy(rl, -wordLeft(rl)); return;
      case 'f': moveCursorBy(rl, wordRight(rl)); return;
      case 'd': case 'delete': removeRange(rl, rl.cursor, rl.cursor + wordRight(rl), true); return;
      case 'backspace': removeRange(rl, rl.cursor - wordLeft(rl), rl.cursor, true); return;
      default: return;
    }
  }
  // "\r\n" within the delay is one end of line.
  if (rl._sawReturnAt && key.name !== 'enter') rl._sawReturnAt = 0;
  switch (key.name) {
    case 'return':
      rl._sawReturnAt = internal.hrtimeMs();
      enterLine(rl);
      return;
    case 'enter':
      if (!rl._sawReturnAt || internal.hrtimeMs() - rl._sawReturnAt > rl.crlfDelay) enterLine(rl);
      rl._sawReturnAt = 0;
      return;
    case 'backspace': removeRange(rl, rl.cursor - charBefore(rl.line, rl.cursor), rl.cursor, false); return;
    case 'delete': removeRange(rl, rl.cursor, rl.cursor + charAfter(rl.line, rl.cursor), false); return;
    case 'left': moveCursorBy(rl, -charBefore(rl.line, rl.cursor)); return;
    case 'right': moveCursorBy(rl, charAfter(rl.line, rl.cursor)); return;
    case 'home': moveCursorBy(rl, -Infinity); return;
    case 'end': moveCursorBy(rl, Infinity); return;
    case 'up': showHistory(rl, 1); return;
    case 'down': showHistory(rl, -1); return;
    case 'tab':
      if (typeof rl.completer === 'function' && rl.isCompletionEnabled) {
        complete(rl, wasTab);
        return;
      }
  }
  if (typeof text === 'string' && text) {
    const lines = text.split(/\r\n|\n|\r/);
    lines.forEach((line, i) => {
      if (i > 0) enterLine(rl);
      if (line !== '') insert(rl, line);
    });
  } else if (text !== undefined && text !== null && typeof text !== 'string') {
    insert(rl, `${text}`);
  }
}

Interface.prototype[Symbol.asyncIterator] = function() {
  return this._lines ??= lineIterator(this, EventEmitter.on(this, 'line', { close: ['close'], highWaterMark: 1024 }));
};

async function* lineIterator(rl, events) {
  try {
    for await (const [line] of events) yield line;
  } finally {
    if (!rl.closed) rl.close();
  }
}

// The old names of what a subclass may call.
Object.assign(Interface.prototype, {
  _setRawMode(on) {
    setRawMode(this, on);
  },
  _onLine(line) {
    onLine(this, line);
  },
  _writeToOutput(text) {
    validateString(text, 'stringToWrite');
    writeOutput(this, text);
  },
  _addHistory() {
    return addHistory(this);
  },
  _refreshLine() {
    refresh(this);
  },
  _ttyWrite(text, key) {
    ttyWrite(this, text, key);
  },
  _moveCursor(distance) {
    moveCursorBy(this, distance);
  },
  _getCursorPos() {
    return this.getCursorPos();
  },
});

function createInterface(input, output, completer, terminal) {
  return new Interface(input, output, completer, terminal);
}

module.exports = {
  Interface,
  clearLine,
  clearScreenDown,
  createInterface,
  cursorTo,
  emitKeypressEvents,
  moveCursor,
};
Object.defineProperty(module.exports, 'promises', {
  configurable: true,
  enumerable: true,
  get: () => require('readline/promises'),
});
