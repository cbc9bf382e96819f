// mathjs: expressions, matrices, units, fractions, big numbers, complex numbers, symbolic work.
import { all, create } from 'mathjs';

const math = create(all, { randomSeed: 'jenny' });
const say = (...texts) => texts.forEach((text) => { try { console.log(text, '=>', math.format(math.evaluate(text), { precision: 14 })); } catch (error) { console.log(text, '=>', error.name, error.message); } });
say('1.2 * (2 + 4.5)', '12.7 cm to inch', 'sin(45 deg) ^ 2', '9 / 3 + 2i', 'det([-1, 2; 3, 1])', 'inv([1, 2; 3, 4]) * [1; 1]', 'f(x, y) = x ^ y; f(2, 10)', '[1, 2, 3][2]', 'sqrt(-4)', 'gamma(5.5)', '5!', 'mean([1, 2, 3, 4]) + std([1, 2, 3, 4])', 'eigs([2, 0; 0, 3]).values', '20 celsius to fahrenheit', '2 inch + 1 cm', 'cross([1, 0, 0], [0, 1, 0])', 'bignumber(1) / 3', 'fraction(1, 3) + fraction(1, 6)', 'hex(255)', 'gcd(84, 120), lcm(4, 6)', '1 / 0', '2 +', 'undefinedName + 1', '[1, 2] + [1, 2, 3]', '3 kg * 2 m / s^2 to N', 'a = {b: [1, 2], c: "text"}; a.b', 'range(0, 10, 3)', 'map([1, 2, 3], g(x) = x ^ 2)', 'true ? 1 : 2', '7 mod 3 | 8', 'lusolve([4, 3; 6, 3], [10; 12])', 'qr([1, 2; 3, 4]).R', 'expm([0, 1; 0, 0])', 'zeta(2)', 'erf(0.5)');
console.log(math.simplify('2x + 3x + x * 0 + (x + 1) ^ 2 / (x + 1)').toString(), math.derivative('x^3 + sin(2x) / x', 'x').toString(), math.rationalize('(x + 1) / (x - 1) + 1 / x').toString());
console.log(math.parse('sqrt(a^2 / b) + sum(c)').toTex(), math.parse('a + b * c').toString({ parenthesis: 'all' }), JSON.stringify(math.parse('f(x) = x + 1')));
const big = create(all, { number: 'BigNumber', precision: 64 });
console.log(big.evaluate('pi').toString(), big.evaluate('sqrt(2)').toString(), big.evaluate('exp(1)').toString(), big.evaluate('0.1 + 0.2').toString(), big.evaluate('100!').toString());
const parser = math.parser();
['m = [1, 2; 3, 4]', 'm[1, :] = [5, 6]', 'h(n) = n <= 1 ? 1 : n * h(n - 1)', 'h(20)'].forEach((line) => console.log(math.format(parser.evaluate(line))));
console.log(parser.getAll().m.toString(), math.matrix([[1, 0], [0, 1]], 'sparse').toString(), math.random(), math.randomInt([5], 1, 100), math.pickRandom(['a', 'b', 'c']));
const compiled = math.compile('a * x ^ 2 + b');
let sum = 0;
for (let x = 0; x < 3000; x++) sum += compiled.evaluate({ a: 2, b: 1, x });
console.log(sum, math.sum(math.multiply(math.ones(20, 20), math.identity(20)).toArray().flat()));
console.log(math.chain(3).add(4).multiply(2).done(), math.typeOf(math.unit('5 km')), math.unit('5 km').toNumber('mile').toFixed(6), math.complex('2 - 3i').toPolar(), math.combinations(10, 4), math.permutations(5), math.distance([0, 0], [3, 4]), math.bitXor(5, 3), math.evaluate('a.b + 1', { a: { b: 2 } }));
