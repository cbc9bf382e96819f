// Operators of BigInt and their errors.
function t(f) {
  try {
    const v = f();
    console.log(typeof v, typeof v === 'object' ? JSON.stringify(v) : String(v));
  } catch (e) {
    console.log(`${e.name}: ${e.message}`);
  }
}
t(() => 10n ** 20n); t(() => 1n / 0n); t(() => 5n % -3n); t(() => -7n / 2n); t(() => -7n % 2n); t(() => 1n << 70n); t(() => -1n >> 70n); t(() => -5n & 3n); t(() => ~5n); t(() => 1n >>> 0n); t(() => 1n + 1); t(() => 2n ** (2n ** 40n)); t(() => 1n << (2n ** 40n)); t(() => BigInt.asIntN(8, 255n)); t(() => BigInt.asUintN(64, -1n)); t(() => BigInt(1.5)); t(() => BigInt('x')); t(() => BigInt('0xff')); t(() => new BigInt(1)); t(() => BigInt(undefined)); t(() => (255n).toString(16)); t(() => -(-5n)); t(() => { let a = 5n; a++; return a--; }); t(() => BigInt(Number.MAX_VALUE)); t(() => Number(2n ** 64n)); t(() => parseInt('12n')); t(() => 1n < 1.5); t(() => 2n == 2);
