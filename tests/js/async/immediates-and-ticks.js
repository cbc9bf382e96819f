// process.nextTick before promise jobs, setImmediate after them, one checkpoint after every callback.
setImmediate(() => { console.log('immediate 1'); process.nextTick(() => console.log('tick of immediate 1')); Promise.resolve().then(() => console.log('job of immediate 1')); });
setImmediate(() => console.log('immediate 2'));
const gone = setImmediate(() => console.log('never'));
clearImmediate(gone);
Promise.resolve().then(() => { console.log('job'); process.nextTick(() => console.log('tick from job')); }).then(() => console.log('job 2'));
process.nextTick((x) => console.log('tick', x), 'arg');
console.log('main');
