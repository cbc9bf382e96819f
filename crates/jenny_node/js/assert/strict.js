//! `node:assert/strict`: assertions whose loose forms are the strict ones.
'use strict';

module.exports = require('assert').strict;
