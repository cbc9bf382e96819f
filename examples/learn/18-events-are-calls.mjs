const target = new EventTarget();
target.addEventListener('hit', () => {
  console.log('listener');
  Promise.resolve().then(() => console.log('job of the listener'));
});
console.log('before');
target.dispatchEvent(new Event('hit'));
console.log('after');
