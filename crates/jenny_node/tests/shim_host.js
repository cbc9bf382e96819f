'use strict';
//! The operating-system half of the emulated natives.

const fs = require('fs');

/** The text of the call expression in the frame above `hide`, found by counting parentheses. */
exports.callExpression = (hide) => {
  const holder = {};
  Error.captureStackTrace(holder, hide);
  const frame = /\(?([^\s(]+):(\d+):(\d+)\)?$/.exec(holder.stack.split('\n')[1] ?? '');
  if (frame === null) return undefined;
  let source;
  try {
    source = fs.readFileSync(frame[1], 'utf8');
  } catch {
    return undefined;
  }
  const line = source.split('\n').slice(frame[2] - 1).join('\n');
  let start = frame[3] - 1;
  while (start > 0 && /[\w.$]/.test(line[start - 1])) start--;
  let depth = 0;
  for (let i = start; i < line.length; i++) {
    if (line[i] === '(') depth++;
    else if (line[i] === ')' && --depth === 0) return line.slice(start, i + 1);
  }
  return undefined;
};
