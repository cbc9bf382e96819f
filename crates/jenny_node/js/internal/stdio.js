//! Holds the standard streams once a program has asked for them; until then the console writes to the system directly.
'use strict';

const streams = { stdin: undefined, stdout: undefined, stderr: undefined };

function warn(message, type) {
  const process = globalThis.process;
  if (typeof process?.emitWarning === 'function') process.emitWarning(message, type);
  else internal.stderrWrite(`Warning: ${message}\n`);
}

exports.streams = streams;
exports.warn = warn;
