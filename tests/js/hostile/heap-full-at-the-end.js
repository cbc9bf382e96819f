// flags: --max-heap=32
// gc-stress-every: 10000
// exit: 1
// A full heap has room for the report of the error that ends the program, and for its exit listeners.
let list = null;
process.on('exit', (code) => console.log('exit', code));
for (let i = 0; ; i++) {
  try {
    for (;;) list = { next: list };
  } catch (error) {
    if (i === 10) throw error;
  }
}
