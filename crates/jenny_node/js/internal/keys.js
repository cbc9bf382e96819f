//! Turns the bytes of a terminal into "keypress" events.
'use strict';

const { StringDecoder } = require('string_decoder');

const kKeys = Symbol('keypress');
const escapeTimeout = 500;

// Final bytes and numbers of the sequences that terminals send, with the names of their keys.
const named = {
  __proto__: null,
  'OP': 'f1', 'OQ': 'f2', 'OR': 'f3', 'OS': 'f4', '[P': 'f1', '[Q': 'f2', '[R': 'f3', '[S': 'f4', '[11~': 'f1', '[12~': 'f2',
  '[13~': 'f3', '[14~': 'f4', '[[A': 'f1', '[[B': 'f2', '[[C': 'f3', '[[D': 'f4', '[[E': 'f5', '[15~': 'f5', '[17~': 'f6',
  '[18~': 'f7', '[19~': 'f8', '[20~': 'f9', '[21~': 'f10', '[23~': 'f11', '[24~': 'f12', '[A': 'up', '[B': 'down', '[C': 'right',
  '[D': 'left', '[E': 'clear', '[F': 'end', '[H': 'home', 'OA': 'up', 'OB': 'down', 'OC': 'right', 'OD': 'left', 'OE': 'clear',
  'OF': 'end', 'OH': 'home', '[1~': 'home', '[2~': 'insert', '[3~': 'delete', '[4~': 'end', '[5~': 'pageup', '[6~': 'pagedown',
  '[[5~': 'pageup', '[[6~': 'pagedown', '[7~': 'home', '[8~': 'end',
};
const shifted = { __proto__: null, '[a': 'up', '[b': 'down', '[c': 'right', '[d': 'left', '[e': 'clear', '[2$': 'insert', '[3$': 'delete', '[5$': 'pageup', '[6$': 'pagedown', '[7$': 'home', '[8$': 'end', '[Z': 'tab' };
const controlled = { __proto__: null, 'Oa': 'up', 'Ob': 'down', 'Oc': 'right', 'Od': 'left', 'Oe': 'clear', '[2^': 'insert', '[3^': 'delete', '[5^': 'pageup', '[6^': 'pagedown', '[7^': 'home', '[8^': 'end' };

function* keyReader(stream) {
  for (;;) {
    let ch = yield;
    let sequence = ch;
    let escaped = false;
    const key = { sequence: null, name: undefined, ctrl: false, meta: false, shift: false };
    if (ch === '\u001b') {
      escaped = true;
      sequence += ch = yield;
      if (ch === '\u001b') sequence += ch = yield;
    }
    if (escaped && (ch === 'O' || ch === '[')) {
      let code = ch;
      let modifier = 0;
      if (ch === 'O') {
        sequence += ch = yield;
        if (ch >= '0' && ch <= '9') {
          modifier = ch.charCodeAt(0) - 49;
          sequence += ch = yield;
        }
        code += ch;
      } else {
        sequence += ch = yield;
        if (ch === '[') {
          code += ch;
          sequence += ch = yield;
        }
        const start = sequence.length - 1;
        for (let digits = 0; digits < 3 && ch >= '0' && ch <= '9'; digits++) sequence += ch = yield;
        if (ch === ';') {
          sequence += ch = yield;
          if (ch >= '0' && ch <= '9') sequence += yield;
        }
        const body = sequence.slice(start);
        let match;
        if ((match = /^(?:(\d\d?)(?:;(\d))?([~^$])|(\d{3}~))$/.exec(body))) {
          if (match[4]) {
            code += match[4];
          } else {
            code += match[1] + match[3];
            modifier = (match[2] || 1) - 1;
          }
        } else if ((match = /^((\d;)?(\d))?([A-Za-z])$/.exec(body))) {
          code += match[4];
          modifier = (match[3] || 1) - 1;
        } else {
          code += body;
        }
      }
      key.ctrl = Boolean(modifier & 4);
      key.meta = Boolean(modifier & 10);
      key.shift = Boolean(modifier & 1);
      key.code = code;
      if (named[code]) {
        key.name = named[code];
      } else if (shifted[code]) {
        key.name = shifted[code];
        key.shift = true;
      } else if (controlled[code]) {
        key.name = controlled[code];
        key.ctrl = true;
      } else {
        key.name = 'undefined';
      }
    } else if (ch === '\r') {
      key.name = 'return';
      key.meta = escaped;
    } else if (ch === '\n') {
      key.name = 'enter';
      key.meta = escaped;
    } else if (ch === '\t') {
      key.name = 'tab';
      key.meta = escaped;
    } else if (ch === '\b' || ch === '\x7f') {
      key.name = 'backspace';
      key.meta = escaped;
    } else if (ch === '\u001b') {
      key.name = 'escape';
      key.meta = escaped;
    } else if (ch === ' ') {
      key.name = 'space';
      key.meta = escaped;
    } else if (!escaped && ch <= '\x1a') {
      key.name = String.fromCharCode(ch.charCodeAt(0) + 96);
      key.ctrl = true;
    } else if (/^[0-9A-Za-z]$/.test(ch)) {
      key.name = ch.toLowerCase();
      key.shift = /^[A-Z]$/.test(ch);
      key.meta = escaped;
    } else if (escaped) {
      key.name = ch.length ? undefined : 'escape';
      key.meta = true;
    }
    key.sequence = sequence;
    if (sequence.length !== 0 && (key.name !== undefined || escaped)) {
      stream.emit('keypress', escaped ? undefined : sequence, key);
    } else if ([...sequence].length === 1) {
      stream.emit('keypress', sequence, key);
    }
  }
}

function emitKeypressEvents(stream, iface = {}) {
  if (stream[kKeys]) return;
  const decoder = new StringDecoder('utf8');
  const reader = keyReader(stream);
  reader.next();
  stream[kKeys] = reader;
  let timer;
  const flushEscape = () => reader.next('');
  const onData = (input) => {
    if (stream.listenerCount('keypress') === 0) {
      stream.removeListener('data', onData);
      stream.on('newListener', onNewListener);
      return;
    }
    const text = typeof input === 'string' ? input : decoder.write(input);
    if (!text) return;
    clearTimeout(timer);
    iface.isCompletionEnabled = [...text].length <= 1;
    let length = 0;
    for (const ch of text) {
      length += ch.length;
      if (length === text.length) iface.isCompletionEnabled = true;
      try {
        reader.next(ch);
        // An escape alone at the end may be the key itself: wait a little for what follows.
        if (length === text.length && ch === '\u001b') {
          timer = setTimeout(flushEscape, iface.escapeCodeTimeout ?? escapeTimeout);
        }
      } catch (error) {
        stream[kKeys] = undefined;
        throw error;
      }
    }
  };
  function onNewListener(event) {
    if (event !== 'keypress') return;
    stream.on('data', onData);
    stream.removeListener('newListener', onNewListener);
  }
  if (stream.listenerCount('keypress') > 0) stream.on('data', onData);
  else stream.on('newListener', onNewListener);
}

module.exports = { emitKeypressEvents };
