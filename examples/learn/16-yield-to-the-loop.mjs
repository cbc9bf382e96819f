let rounds = 0;
setTimeout(() => console.log('timer came in between:', rounds < 100000), 1);
(function again() {
  if (++rounds < 100000) setImmediate(again);
  else console.log('all', rounds);
})();
