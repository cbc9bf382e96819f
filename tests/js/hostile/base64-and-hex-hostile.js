// Base64 and hex of what is too long, wrong or detached meanwhile.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value === 'object' && value !== null ? 'object' : String(value).slice(0, 60));
  } catch (error) {
    console.log(name, 'threw', error instanceof Error ? error.name : typeof error);
  }
};
attempt('long', () => Uint8Array.fromBase64('A'.repeat(1 << 22)).length);
attempt('spaces', () => Uint8Array.fromBase64(' '.repeat(1 << 20) + 'AAAA').length);
attempt('wrong at the end', () => Uint8Array.fromBase64('A'.repeat(1 << 20) + '*'));
attempt('odd hex', () => Uint8Array.fromHex('a'.repeat(100001)));
attempt('options', () => Uint8Array.fromBase64('AA==', { get alphabet() { throw new RangeError('mine'); } }));
attempt('detaches', () => {
  const array = new Uint8Array(8);
  array.setFromBase64('AAAA', { get alphabet() { array.buffer.transfer(); return 'base64'; } });
});
attempt('detaches in toBase64', () => {
  const array = new Uint8Array(8);
  return array.toBase64({ get omitPadding() { array.buffer.transfer(); return true; } });
});
attempt('receiver', () => Uint8Array.prototype.toHex.call(new Int8Array(4)));
attempt('string only', () => Uint8Array.fromHex({ toString() { return 'aa'; } }));
