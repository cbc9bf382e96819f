let rounds = 0;
setTimeout(() => console.log('timer, after', rounds), 0);
(function again() {
  if (++rounds < 1000) queueMicrotask(again);
})();
console.log('text, after', rounds);
