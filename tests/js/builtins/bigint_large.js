// BigInts so large that they are worked on in steps come to what arithmetic says.
// gc-stress-every: 1000
const x = 3n ** 1500000n;
const y = -(7n ** 900000n);
const modulus = (1n << 61n) - 1n;
const residue = (n) => ((n % modulus) + modulus) % modulus;
console.log(residue(x * y) === residue(residue(x) * residue(y)), residue(x * x) === residue(residue(x) ** 2n), x * y < 0n);
for (const n of [10n ** 100000n, 10n ** 65536n - 1n, -(3n ** 200000n), 10n ** 8192n, 10n ** 40000n + 5n]) {
  for (const radix of [10, 36]) {
    const text = n.toString(radix);
    // Digit by digit, modulo a prime.
    let sum = 0n;
    for (let at = text[0] === '-' ? 1 : 0; at < text.length; at += 500) {
      const piece = text.slice(at, at + 500);
      let value = 0n;
      for (const digit of piece) value = value * BigInt(radix) + BigInt(parseInt(digit, 36));
      sum = (sum * BigInt(radix) ** BigInt(piece.length) + value) % modulus;
    }
    console.log(sum === residue(n < 0n ? -n : n), radix !== 10 || BigInt(text) === n, text.startsWith('0'));
  }
}
for (const text of ['9'.repeat(70000) + 'x', '0x' + 'f'.repeat(70000), '0b' + '1'.repeat(70000), '-' + '0'.repeat(70000) + '1']) {
  try {
    console.log(BigInt(text).toString(16).length);
  } catch (error) {
    console.log(error.name);
  }
}
