// The stack runs empty before anything queued runs.
function inner() {
  console.log('inner');
}
function outer() {
  setTimeout(() => console.log('timer'), 0);
  inner();
  console.log('outer');
}
outer();
console.log('end of the text');
