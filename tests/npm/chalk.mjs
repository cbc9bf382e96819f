// chalk, semver and uuid: colours, versions and ranges, identifiers.
import { Chalk } from 'chalk';
import semver from 'semver';
import { NIL, parse, stringify, v1, v3, v4, v5, v7, validate, version } from 'uuid';

for (const level of [0, 1, 2, 3]) {
  const chalk = new Chalk({ level });
  console.log(JSON.stringify([chalk.red.bold('a', chalk.blue.underline('b'), 'c'), chalk.hex('#ff8800').bgRgb(1, 2, 3)('x\ny'), chalk.visible('v'), chalk.inverse.dim(`n ${chalk.ansi256(99)('m')}`)]));
}
console.log(semver.sort(['1.10.0', '1.2.0', '1.2.0-beta.2', '1.2.0-beta.11', '1.2.0+build']), semver.satisfies('1.2.3', '^1.0.0 || >=3 <4'), semver.validRange('~1.2.3-beta || 2.x - 3'), semver.inc('1.2.3-rc.1', 'prerelease'), semver.diff('1.0.0', '2.0.0-a'), semver.coerce('v2-ish 3.4'), semver.maxSatisfying(['1.1.0', '1.9.9', '2.0.0'], '1.x'), semver.minVersion('>1.2 <2'), semver.intersects('^1.2', '~1.4'), semver.subset('~1.2.3', '^1.0.0'), semver.valid('not'), new semver.Range('>=1 <2.0.0-0').toString());
console.log(v5('jenny', v5.DNS), v3('jenny', v3.URL), version(v4()), validate(v7()), v4({ random: Uint8Array.from({ length: 16 }, (_, i) => i * 16) }), v1({ node: [1, 2, 3, 4, 5, 6], clockseq: 0x1234, msecs: 1e12, nsecs: 5678 }), v7({ msecs: 1e12, seq: 7, random: new Uint8Array(16) }), stringify(parse(NIL)), validate('nope'), new Set(Array.from({ length: 500 }, () => v4())).size);
