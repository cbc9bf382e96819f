// Conversions of operators: + with strings, comparison, ==, bits, exponent, BigInt.
console.log(1 + '2', '3' - 1, +'', +' 12 ', +'0x1f', +[], +{}, [] + {}, [1, 2] + [3], null + 1, undefined + 1, true + true);
console.log('b' > 'a', '10' < '9', 10 < '9', null >= 0, undefined == 0, null == undefined, NaN != NaN, '1' == 1, [1] == 1, 'a' < NaN);
console.log(5 & 3, 5 | 3, 5 ^ 3, ~5, -1 >>> 0, -1 >> 1, 1 << 31, 2 ** 31 | 0, 2 ** 32 >> 0, 1.9 | 0, -1.9 | 0);
console.log(2 ** -1, (-2) ** 2, 2 ** 3 ** 2, 7 % -3, -7 % 3, -0 % 1, 5.5 % 2, 1 / 0, -1 / 0, 0 / 0);
console.log(2n ** 64n, -7n / 2n, -7n % 2n, 1n << 70n, -5n >> 1n, 5n & -2n, ~5n, 2n > 1, 1n == 1, 0n ? 'y' : 'n', typeof 1n);
try { 1n + 1; } catch (e) { console.log(e.message); }
try { 1n / 0n; } catch (e) { console.log(e.name); }
console.log(typeof null, typeof (() => 1), typeof Symbol(), void 0, (1, 2), !'' + !!'x', Object.is(-0, 0), [10, 9, 1].sort().join());
let i = 1; console.log(i++ + ++i, i, -'3', i-- - --i);
console.log({ valueOf: () => 4 } * 2, `${{ toString: () => 'str', valueOf: () => 1 }}`, { toString: () => 'str', valueOf: () => 1 } + '');
console.log({ [Symbol.toPrimitive]: (hint) => hint } + '', `${{ [Symbol.toPrimitive]: (hint) => hint }}`, +{ [Symbol.toPrimitive]: (hint) => (hint === 'number' ? 1 : 0) });
