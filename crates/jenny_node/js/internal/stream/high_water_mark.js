//! The default sizes of stream buffers.
'use strict';

const { codes } = require('internal/errors');

let bytes = 64 * 1024;
let objects = 16;

exports.get = (objectMode) => objectMode ? objects : bytes;

exports.set = (objectMode, value) => {
  require('internal/validators').validateInteger(value, 'value', 0);
  if (objectMode) objects = value;
  else bytes = value;
};

/** The high water mark that options ask for, or the default. */
exports.of = (state, options, duplexKey, isDuplex) => {
  const value = options.highWaterMark != null ? options.highWaterMark : isDuplex ? options[duplexKey] : null;
  if (value == null) return exports.get(state.objectMode);
  if (!Number.isInteger(value) || value < 0) {
    throw new codes.ERR_INVALID_ARG_VALUE(isDuplex && options.highWaterMark == null ? `options.${duplexKey}` : 'options.highWaterMark', value);
  }
  return Math.floor(value);
};
