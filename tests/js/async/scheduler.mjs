// Tasks of the scheduler by priority; continuations; signals that change or abort; delays.
const order = [];
const note = (name) => () => { order.push(name); };
await Promise.all([
  scheduler.postTask(note('background'), { priority: 'background' }),
  scheduler.postTask(note('visible 1')),
  scheduler.postTask(note('blocking'), { priority: 'user-blocking' }),
  scheduler.postTask(note('visible 2'), { priority: 'user-visible' }),
]);
console.log(order.splice(0).join(', '));

const controller = new TaskController({ priority: 'background' });
const { signal } = controller;
console.log(signal instanceof TaskSignal, signal instanceof AbortSignal, signal.priority);
signal.onprioritychange = (event) => console.log('was', event.previousPriority, 'is', event.target.priority);
const posted = [
  scheduler.postTask(note('plain')),
  scheduler.postTask(note('raised 1'), { signal }),
  scheduler.postTask(note('raised 2'), { signal }),
  scheduler.postTask(note('fixed'), { signal, priority: 'background' }),
];
controller.setPriority('user-blocking');
await Promise.all(posted);
console.log(order.splice(0).join(', '));

const stopped = scheduler.postTask(() => console.log('never'), { signal });
controller.abort(new Error('stopped'));
await stopped.catch((error) => console.log(error.message));
await scheduler.postTask(() => {}, { signal }).catch((error) => console.log('again', error.message));
await scheduler.postTask(() => { throw new TypeError('thrown'); }).catch((error) => console.log(error.name));
console.log(await scheduler.postTask(async () => 'a promise is followed', { delay: 2 }));

scheduler.postTask(async () => {
  order.push('long: start');
  await scheduler.yield();
  order.push('long: goes on');
});
scheduler.postTask(note('short'));
await scheduler.postTask(note('last'), { priority: 'background' });
console.log(order.splice(0).join(', '));
for (const bad of [() => scheduler.postTask(1), () => scheduler.postTask(() => {}, { priority: 'high' }), () => scheduler.postTask(() => {}, { delay: -1 })]) {
  await bad().catch((error) => console.log(error.name));
}
