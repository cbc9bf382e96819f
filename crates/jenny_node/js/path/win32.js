//! `node:path/win32`: the path algebra of Windows.
'use strict';

module.exports = require('path').win32;
