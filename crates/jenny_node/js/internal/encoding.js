//! The names of Buffer's encodings, and the one name that stands for each in the natives.
'use strict';

const names = {
  __proto__: null,
  'utf8': 'utf8', 'utf-8': 'utf8', 'ucs2': 'utf16le', 'ucs-2': 'utf16le', 'utf16le': 'utf16le', 'utf-16le': 'utf16le',
  'latin1': 'latin1', 'binary': 'latin1', 'base64': 'base64', 'base64url': 'base64url', 'hex': 'hex', 'ascii': 'ascii',
};

/** The canonical name of an encoding, undefined when there is none such. No name means UTF-8. */
function normalizeEncoding(name) {
  if (name == null || name === 'utf8' || name === 'utf-8' || name === '') return 'utf8';
  return names[name] ?? (typeof name === 'string' ? names[name.toLowerCase()] : undefined);
}

exports.normalizeEncoding = normalizeEncoding;
