// Resizable and growable buffers at their limits.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value === 'object' && value !== null ? 'object' : String(value).slice(0, 60));
  } catch (error) {
    console.log(name, 'threw', error instanceof Error ? error.name : typeof error);
  }
};
attempt('too big', () => new ArrayBuffer(0, { maxByteLength: 2 ** 53 }));
attempt('too big for memory', () => new ArrayBuffer(2 ** 45));
attempt('past the maximum', () => new ArrayBuffer(8, { maxByteLength: 16 }).resize(17));
attempt('initial past it', () => new ArrayBuffer(17, { maxByteLength: 16 }));
attempt('shrinks shared', () => new SharedArrayBuffer(8, { maxByteLength: 16 }).grow(4));
attempt('views follow', () => {
  const buffer = new ArrayBuffer(64, { maxByteLength: 128 });
  const fixed = new Uint32Array(buffer, 32, 8);
  const follows = new Uint8Array(buffer, 16);
  buffer.resize(40);
  return [fixed.length, follows.length, fixed.byteOffset, fixed[0]].join();
});
attempt('resize in fill', () => {
  const buffer = new ArrayBuffer(1024, { maxByteLength: 2048 });
  const view = new Uint8Array(buffer);
  view.fill({ valueOf() { buffer.resize(1); return 7; } }, 0, 1000);
  return view.join();
});
attempt('resize in sort', () => {
  const buffer = new ArrayBuffer(64, { maxByteLength: 64 });
  const view = new Uint8Array(buffer);
  view.sort((a, b) => { buffer.resize(3); return b - a; });
  return view.length;
});
attempt('resize in copyWithin', () => {
  const buffer = new ArrayBuffer(256, { maxByteLength: 256 });
  const view = new Uint8Array(buffer);
  view.copyWithin(0, { valueOf() { buffer.resize(16); return 100; } });
  return view.length;
});
attempt('transfer while iterated', () => {
  const view = new Uint8Array(8);
  let n = 0;
  for (const _ of view) if (++n === 2) view.buffer.transfer();
  return n;
});
