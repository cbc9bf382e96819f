// exit: 1
//! An error that a listener of an EventTarget throws is told with the place where the listener was added.
const target = new EventTarget();
async function subscribe() {
  target.addEventListener('change', function onChange() {
    throw new Error('the listener fails');
  });
}
await subscribe();
setTimeout(function later() {
  target.dispatchEvent(new Event('change'));
}, 1);
