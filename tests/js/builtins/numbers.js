// Printing and parsing of numbers.
console.log((255).toString(16), (0.1).toString(2).length, (-255.5).toString(16), (35).toString(36), (1e21).toString(7));
console.log((1.005).toFixed(2), (1e21).toFixed(2), (0.000001234).toExponential(2), (123.456).toPrecision(4), (0).toFixed(2), (-1.5).toFixed(0), (1.45).toFixed(1));
console.log(parseInt('12px'), parseInt('0x1f'), parseInt('z', 36), parseInt(''), parseFloat('3.14abc'), parseFloat('.5.5'), Number('1_0'), Number(' 12\n'), Number('0b11'), Number(''));
console.log(Number.MAX_SAFE_INTEGER, Number.EPSILON > 0, Number.isInteger(5.0), Number.isSafeInteger(2 ** 53), isNaN('x'), Number.isNaN('x'));
console.log(Math.max(), Math.min(1, NaN), Math.round(-0.5), Math.round(2.5), Math.trunc(-4.7), Math.sign(-3), Math.hypot(3, 4), Math.cbrt(27), Math.clz32(1), Math.fround(5.5), Math.imul(3, -2), Math.log2(8), Math.sumPrecise?.([0.1, 0.2, 0.3]));
for (const f of [() => (1).toFixed(101), () => (1).toString(1), () => (1).toPrecision(0)]) try { f(); } catch (e) { console.log(e.name, e.message); }
console.log(BigInt(2 ** 60) * 3n, BigInt.asUintN(8, 257n), BigInt.asIntN(8, 255n), BigInt('0xff'), (255n).toString(16), 10n > 9, BigInt.asIntN(64, 2n ** 63n));
try { BigInt(1.5); } catch (e) { console.log(e.name, e.message); }
