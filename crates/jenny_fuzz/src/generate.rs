//! Random programs: the same seed gives the same text. They end, print what they compute, and use nothing that engines may differ in.

/// Choices: those of some bytes first, then the numbers of a small generator (xorshift).
#[derive(Debug)]
pub struct Random<'a> {
    state: u64,
    bytes: &'a [u8],
}

impl<'a> Random<'a> {
    /// The numbers of a seed.
    pub fn new(seed: u64) -> Random<'static> {
        Random { state: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1, bytes: &[] }
    }
    /// A choice for each byte, so that a small change of the bytes is a small change of what is made of them.
    pub fn from_bytes(bytes: &'a [u8]) -> Random<'a> {
        Random { state: 1, bytes }
    }
    pub fn draw(&mut self) -> u64 {
        if let Some((&byte, rest)) = self.bytes.split_first() {
            self.bytes = rest;
            return u64::from(byte);
        }
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        self.state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 16
    }
    pub fn below(&mut self, n: usize) -> usize {
        (self.draw() % n as u64) as usize
    }
    pub fn pick<'s>(&mut self, list: &[&'s str]) -> &'s str {
        list[self.below(list.len())]
    }
}

/// What every program begins with: values as text, and errors as their names.
pub const PRELUDE: &str = r#"
const lines = [];
const show = (v, depth = 0) => {
  if (typeof v === 'string') return JSON.stringify(v);
  if (typeof v === 'bigint') return v + 'n';
  if (typeof v === 'symbol') return 'symbol';
  if (typeof v === 'function') return 'function';
  if (v === null || typeof v !== 'object') return Object.is(v, -0) ? '-0' : String(v);
  if (depth > 3) return '...';
  if (Array.isArray(v)) {
    let text = '[';
    for (let i = 0; i < Math.min(v.length, 40); i++) text += (i in v ? show(v[i], depth + 1) : '') + ',';
    return text + ']' + v.length;
  }
  if (v instanceof Error) return v.name;
  if (v instanceof RegExp || v instanceof Date) return String(v);
  if (v instanceof Map || v instanceof Set) return v.constructor.name + show([...v], depth + 1);
  if (ArrayBuffer.isView(v)) return v.constructor.name + show(Array.from(v), depth + 1);
  return '{' + Reflect.ownKeys(v).slice(0, 40).map((k) => String(k) + ':' + show(v[k], depth + 1)).join() + '}';
};
const log = (f) => {
  try { lines.push(show(f())); } catch (e) { lines.push(e instanceof Error ? e.constructor.name : 'threw ' + show(e)); }
};
"#;

const NUMBERS: &[&str] = &[
    "0",
    "1",
    "-1",
    "2",
    "3",
    "7",
    "10",
    "255",
    "-128",
    "65536",
    "2147483647",
    "-2147483648",
    "4294967295",
    "0.5",
    "-0",
    "0.1",
    "1e21",
    "1e-7",
    "123456789.125",
    "9007199254740992",
    "NaN",
    "Infinity",
    "-Infinity",
    "5e-324",
    "1.7976931348623157e308",
];
const STRINGS: &[&str] = &[
    "''",
    "'a'",
    "'abc'",
    "'0'",
    "'10'",
    "'-1.5e3'",
    "'é'",
    "'日本'",
    "'\\u{1f600}'",
    "'\\ud800'",
    "' x '",
    "'length'",
    "'aXbXc'",
    "'ABC'",
    "'\\n'",
    "'0x1f'",
    "'__proto__x'",
    "'ß'",
    "'aaaaaaaaaaaaaaaaaaaa'",
];
const BINARY: &[&str] = &[
    "+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>", ">>>", "<", ">", "<=", ">=", "==", "!=", "===", "!==", "&&",
    "||", "??", ",",
];
const UNARY: &[&str] = &["-", "+", "!", "~", "typeof ", "void "];
const METHODS: &[&str] = &[
    ".toString()",
    ".valueOf()",
    ".length",
    ".at(%)",
    ".slice(%, %)",
    ".concat(%)",
    ".indexOf(%)",
    ".lastIndexOf(%)",
    ".includes(%)",
    ".join(%)",
    ".reverse()",
    ".map((x) => x)",
    ".map((x, i) => [x, i])",
    ".filter((x) => x)",
    ".reduce((x, y) => x + y)",
    ".flat()",
    ".flatMap((x) => [x, x])",
    ".sort()",
    ".toSorted((x, y) => x - y)",
    ".splice(%, %, %)",
    ".toSpliced(%, %, %)",
    ".with(%, %)",
    ".fill(%, %, %)",
    ".copyWithin(%, %, %)",
    ".push(%)",
    ".pop()",
    ".shift()",
    ".unshift(%)",
    ".find((x) => x)",
    ".findLastIndex((x) => !x)",
    ".keys().toArray()",
    ".entries().toArray()",
    ".every((x) => x)",
    ".some((x) => x)",
    ".padStart(12, %)",
    ".padEnd(9, %)",
    ".trim()",
    ".split(%)",
    ".split(/[abX]/)",
    ".replace(/a/g, %)",
    ".replaceAll('a', '[$&$`]')",
    ".repeat(3)",
    ".charCodeAt(%)",
    ".codePointAt(%)",
    ".substring(%, %)",
    ".substr(%, %)",
    ".startsWith(%)",
    ".endsWith(%)",
    ".toUpperCase()",
    ".toLowerCase()",
    ".normalize()",
    ".isWellFormed()",
    ".toFixed(2)",
    ".toPrecision(5)",
    ".toExponential(3)",
    ".toString(7)",
    ".match(/(a)(b)?/)",
    ".search(/X/)",
    ".constructor === Array",
    ".hasOwnProperty(%)",
    ".x",
    ".x?.y",
    "[%]",
    "?.[%]",
];
const CALLS: &[&str] = &[
    "Math.max(%, %)",
    "Math.min(%, %)",
    "Math.round(%)",
    "Math.trunc(%)",
    "Math.sign(%)",
    "Math.abs(%)",
    "Math.clz32(%)",
    "Math.imul(%, %)",
    "Math.fround(%)",
    "Math.hypot(3, 4)",
    "Math.floor(%)",
    "Math.ceil(%)",
    "Number(%)",
    "String(%)",
    "Boolean(%)",
    "parseInt(%)",
    "parseInt(%, 36)",
    "parseFloat(%)",
    "Number.isInteger(%)",
    "Object.is(%, %)",
    "Object.keys(%)",
    "Object.entries(%)",
    "Object.assign({}, %)",
    "Object.freeze(%)",
    "Object.getOwnPropertyNames(%)",
    "Array.from(%)",
    "Array.of(%, %)",
    "Array.isArray(%)",
    "JSON.stringify(%)",
    "JSON.parse(JSON.stringify(%) ?? 'null')",
    "structuredClone(%)",
    "new Set([%, %, %])",
    "new Map([[%, %], [%, %]])",
    "new Uint8Array([%, %])",
    "new Float32Array([%])",
    "new Int16Array([%, %]).map((x) => x * 2)",
    "Symbol.for('x')",
    "Reflect.ownKeys(%)",
    "isNaN(%)",
    "encodeURIComponent(%)",
    "escape(%)",
    "BigInt.asIntN(8, BigInt(Math.trunc(%)))",
    "Object.groupBy([%, %, %], (x) => typeof x)",
    "new Date(Math.trunc(%)).getTime()",
    "[...%]",
    "({ ...% })",
    "((x, y = %) => [x, y])(%)",
    "((...r) => r.length)(...[%, %])",
    "new Proxy([%, %], {})",
    "new Array(5).fill(%)",
    "(([x, ...y]) => [y, x])([%, %, %])",
    "(({ a, ...r }) => [r, a])({ a: %, b: % })",
    "`${%}|${%}`",
    "[%, , %]",
    "{ a: %, 1: %, get g() { return %; } }.g",
];
const PATTERNS: &[&str] = &[
    "a",
    "b",
    ".",
    "\\d",
    "\\w",
    "\\s",
    "[a-c]",
    "[^a]",
    "(a)",
    "(?:b)",
    "(?=a)",
    "(?!b)",
    "(?<=a)",
    "(?<!b)",
    "^",
    "$",
    "\\b",
    "\\B",
    "a*",
    "b+?",
    "(a|b)*",
    "(ab|a)?",
    ".{1,3}",
    "\\1",
    "(?<n>b)",
    "\\u0061",
    "[\\d\\-x]",
    "(a*)*",
    "(?:a|ab)(?:c|bcd)",
    "(?i:A)",
];

/// Replaces each `%` of a template by an expression.
fn fill(template: &str, random: &mut Random<'_>, depth: u32) -> String {
    let mut text = String::new();
    for (index, piece) in template.split('%').enumerate() {
        if index > 0 {
            text.push_str(&expression(random, depth));
        }
        text.push_str(piece);
    }
    text
}

/// An expression; deeper ones are shorter.
pub fn expression(random: &mut Random<'_>, depth: u32) -> String {
    if depth == 0 {
        return match random.below(9) {
            0..=2 => random.pick(NUMBERS).to_owned(),
            3 | 4 => random.pick(STRINGS).to_owned(),
            5 => random.pick(&["a", "b", "c"]).to_owned(),
            6 => random.pick(&["null", "undefined", "true", "false", "[]", "{}", "10n", "-3n"]).replace("{}", "({})"),
            7 => "[3, 1, 2]".to_owned(),
            _ => "({ x: 1, y: [2] })".to_owned(),
        };
    }
    match random.below(10) {
        0..=2 => {
            let operator = random.pick(BINARY);
            format!("({} {operator} {})", expression(random, depth - 1), expression(random, depth - 1))
        }
        3 => format!("({}({}))", random.pick(UNARY), expression(random, depth - 1)),
        4..=6 => {
            let method = random.pick(METHODS);
            let object = expression(random, depth - 1);
            format!("({object}){}", fill(method, random, depth - 1))
        }
        7 => {
            format!(
                "({} ? {} : {})",
                expression(random, depth - 1),
                expression(random, depth - 1),
                expression(random, depth - 1)
            )
        }
        8 => format!("({} = {})", random.pick(&["a", "b", "c"]), expression(random, depth - 1)),
        _ => {
            let call = random.pick(CALLS);
            let text = fill(call, random, depth - 1);
            if text.starts_with('{') { format!("({text})") } else { text }
        }
    }
}

/// A statement that ends.
fn statement(random: &mut Random<'_>, depth: u32) -> String {
    let e = |random: &mut Random<'_>| expression(random, 2);
    if depth == 0 {
        return format!("log(() => {});\n", e(random));
    }
    match random.below(12) {
        0 => format!("if ({}) {{ {} }} else {{ {} }}\n", e(random), block(random, depth), block(random, depth)),
        1 => format!("for (let i = 0; i < {}; i++) {{ a = i; {} }}\n", 1 + random.below(4), block(random, depth)),
        2 => format!(
            "try {{ {} }} catch (e) {{ log(() => e) }} finally {{ {} }}\n",
            block(random, depth),
            block(random, depth)
        ),
        3 => format!("for (const v of [{}, {}]) {{ b = v; {} }}\n", e(random), e(random), block(random, depth)),
        4 => format!("{{ let a = {}; log(() => a); {} }}\n", e(random), block(random, depth)),
        5 => format!(
            "switch ({}) {{ case {}: {} case {}: {} break; default: {} }}\n",
            e(random),
            e(random),
            block(random, depth),
            e(random),
            block(random, depth),
            block(random, depth)
        ),
        6 => format!("log(() => {{ {} return {}; }});\n", block(random, depth), e(random)),
        7 => format!(
            "log(() => [...(function* () {{ const r = yield {}; yield* [{}, r]; return {}; }})()]);\n",
            e(random),
            e(random),
            e(random)
        ),
        8 => format!(
            "log(() => {{ class A {{ #p = {}; static s = {}; get g() {{ return this.#p; }} m(x = {}) {{ return [x, this.g]; }} }} class B extends A {{ m(x) {{ return super.m(x); }} }} return [new B().m(), A.s]; }});\n",
            e(random),
            e(random),
            e(random)
        ),
        9 => format!(
            "outer: for (const k in {}) {{ for (let j = 0; j < 3; j++) {{ if (j == {}) continue outer; {} }} }}\n",
            e(random),
            random.below(3),
            block(random, 1)
        ),
        10 => format!("log(() => {{ const f = (n) => (n > 0 ? [n, f(n - 1)] : {}); return f(2); }});\n", e(random)),
        _ => format!("try {{ {} = {}; }} catch (e) {{ log(() => e) }}\n", random.pick(&["a", "b", "c"]), e(random)),
    }
}

fn block(random: &mut Random<'_>, depth: u32) -> String {
    (0..=random.below(2)).map(|_| statement(random, depth - 1)).collect()
}

/// A program of the differential fuzzer.
pub fn program(random: &mut Random<'_>) -> String {
    let mut text = String::from("let a = 1, b = 'two', c = [3];\n");
    for _ in 0..12 {
        let depth = 1 + random.below(3) as u32;
        // A case whose own text is no valid program is one that both engines must refuse.
        let case = statement(random, depth);
        text.push_str(&format!("log(() => {{ eval({:?}) }});\n", case));
    }
    text
}

/// Cases of patterns and inputs.
pub fn regexp(random: &mut Random<'_>) -> String {
    let mut text = String::new();
    for _ in 0..40 {
        let pattern: String = (0..1 + random.below(6)).map(|_| random.pick(PATTERNS)).collect();
        let flags = random.pick(&["", "i", "g", "u", "s", "m", "y", "v", "gi", "du"]);
        let input: String = (0..random.below(14))
            .map(|_| random.pick(&["a", "b", "c", "A", "1", " ", "-", "x", "ab", "é", "\\n"]))
            .collect();
        text.push_str(&format!(
            "log(() => {{ const r = new RegExp({pattern:?}, '{flags}'); const s = '{input}'; const m = r.exec(s); return [m && [...m], m?.index, m?.groups?.n, s.replace(r, '<$&>'), s.split(r), r.lastIndex]; }});\n"
        ));
    }
    text
}

/// Cases of JSON texts: valid ones, and those with one character changed.
pub fn json(random: &mut Random<'_>) -> String {
    let mut text = String::new();
    for _ in 0..60 {
        let value = expression(random, 3);
        let change = random
            .pick(&["", "{", "}", "[", "]", ",", ":", "\\\"", "\\\\", "0", "-", ".", "e", "\\u0001", "t", "null"]);
        text.push_str(&format!(
            "log(() => {{ let a = 1, b = 'q', c = [1]; const s = JSON.stringify({value}); const at = {} % ((s?.length ?? 0) + 1); const t = s?.slice(0, at) + \"{change}\" + s?.slice(at + {}); return [s, JSON.parse(t)]; }});\n",
            random.below(1000), random.below(2)
        ));
    }
    text
}

/// Cases of numbers from and to text.
pub fn number(random: &mut Random<'_>) -> String {
    let mut text = String::new();
    for _ in 0..120 {
        let bits = (random.draw() << 20) ^ random.draw();
        let x = f64::from_bits(bits ^ (random.draw() << 40));
        let digits: String = (0..1 + random.below(25)).map(|_| char::from(b'0' + random.below(10) as u8)).collect();
        let point = random.below(digits.len() + 1);
        let literal = format!("{}.{}e{}", &digits[..point], &digits[point..], random.below(660) as i32 - 340);
        let number = if x.is_finite() { format!("{x:e}") } else { "0".to_owned() };
        text.push_str(&format!(
            "log(() => {{ const x = {number}; return [x, Number('{literal}'), parseFloat('{literal}'), x.toString({}), x.toPrecision({}), x.toExponential({}), Math.abs(x) < 1e21 ? x.toFixed({}) : 0, Number(String(x)) === x, x | 0, x >>> 0, Math.fround(x)]; }});\n",
            2 + random.below(35), 1 + random.below(100), random.below(101), random.below(101)
        ).replace("toString(10)", "toString()"));
    }
    text
}
