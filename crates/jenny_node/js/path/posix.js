//! `node:path/posix`: the path algebra of POSIX systems.
'use strict';

module.exports = require('path').posix;
