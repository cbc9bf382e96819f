//! `node:constants`: the numbers of os and fs in one object.
'use strict';

const os = require('os').constants;

Object.assign(exports, os.dlopen, os.errno, os.priority, os.signals, require('internal/fs/constants'));
