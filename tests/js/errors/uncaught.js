// exit: 1
// An uncaught error ends the program with 1; what is on stderr names the error and its place.
function broken(x) {
  return x.missing.property;
}
console.log('before');
broken({});
console.log('never');
