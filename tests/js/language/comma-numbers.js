// Literals: separators, radices, legacy octal, exponents, escapes in strings and identifiers.
console.log(1_000_000, 0xff, 0o17, 0b101, .5, 5., 1e3, 0x1_0, 1_0n, 017, 09.5);
console.log('\x41\u0042\u{43}\101\0\
joined', '\u{1F600}'.length, "\'\"", '\v'.charCodeAt(0));
var \u0061bc = 'escaped name'; console.log(abc, ((\u{62}) => b)(2));
console.log(0.1 + 0.2, 1e21, 1e-7, 123456789012345680000, 5e-324, 1.7976931348623157e308, -0, [-0]);
