setTimeout(() => console.log('timer'), 0);
(function later() {
  Promise.resolve().then(() => console.log('job'));
  process.nextTick(() => console.log('tick'));
})();
setTimeout(() => {
  Promise.resolve().then(() => console.log('job in a task'));
  process.nextTick(() => console.log('tick in a task'));
}, 5);
