// exit: 1
//! An error that a listener of an EventEmitter throws passes those who emit; its report tells where the listener was added.
import { EventEmitter } from 'node:events';

const inner = new EventEmitter();
const outer = new EventEmitter();
function connect() {
  inner.once('data', function onData() {
    throw new RangeError('no room');
  });
  outer.on('data', () => inner.emit('data'));
}
connect();
setImmediate(function deliver() {
  outer.emit('data');
});
