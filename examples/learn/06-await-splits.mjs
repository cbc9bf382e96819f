async function f() {
  console.log('f before');
  await null;
  console.log('f after');
}
f();
console.log('text');
