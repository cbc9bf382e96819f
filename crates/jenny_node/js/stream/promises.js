//! `node:stream/promises`: pipeline and finished as promises.
'use strict';

const { finishedPromise, pipelinePromise } = require('internal/stream/pipeline');

require('stream');
module.exports = { finished: finishedPromise, pipeline: pipelinePromise };
Object.defineProperty(finishedPromise, 'name', { value: 'finished' });
Object.defineProperty(pipelinePromise, 'name', { value: 'pipeline' });
