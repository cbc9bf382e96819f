//! Times all matches of common patterns in 1.8 MB of log text; `bench.mjs` does the same in Node.

#![expect(clippy::disallowed_methods, reason = "measures")]

use std::time::Instant;

use jenny_regexp::{Flags, Input, Matcher, compile};

const PATTERNS: &[(&str, &str)] = &[
    (r"[\w.+-]+@[\w-]+\.[\w.-]+", ""),
    (r"(\d{4})-(\d{2})-(\d{2})", ""),
    ("index", ""),
    ("GET|POST|PUT|DELETE", ""),
    ("http", "i"),
    (r"(?<=id=)\d+", ""),
    (r"\p{L}+", "u"),
    // Beyond the usual seven.
    (r#""([^"\\]|\\.)*""#, ""),
    (r"^(\S+) (\S+) .*? (\d+)$", "m"),
    (r"(?:a|b|c|d|e)+\d", ""),
    (r"(\w+)\s+(\w+)", ""),
    (r".*?,", ""),
    (r"\s+$", "m"),
    (r"[a-z]+ing", ""),
    (r"(?:https?:)?//([^/]+)/([^ ?]*)", "i"),
    (r"\bid\b", ""),
];

/// The same lines as in `bench.mjs`, from the same random numbers.
fn log_text() -> String {
    let mut seed: u32 = 42;
    let mut random = |n: u32| {
        seed = seed.wrapping_mul(1_103_515_245).wrapping_add(12345);
        ((u64::from(seed) * u64::from(n)) >> 32) as usize
    };
    let methods = ["GET", "POST", "PUT", "DELETE", "HEAD"];
    let words = ["index", "static", "login", "item", "caf\u{e9}", "search", "profile", "upload"];
    let names = ["alice", "bob.smith", "carol+x", "dave", "eve"];
    let agents = ["Mozilla/5.0 (X11; Linux x86_64)", "curl/8.5.0", "http-client 2.1"];
    let mut text = String::new();
    while text.chars().count() < 1_800_000 {
        for _ in 0..100 {
            let line = format!(
                "{}-{:02}-{:02} {:02}:{:02}:{:02} 10.{}.{}.{} {} /{}/{}?id={} {} {} \"{}\" {}@mail.example{}.org HTTP/1.1 https://www.example.com/{}.html\n",
                2000 + random(27),
                1 + random(12),
                1 + random(28),
                random(24),
                random(60),
                random(60),
                random(256),
                random(256),
                random(256),
                methods[random(5)],
                words[random(8)],
                words[random(8)],
                random(100_000),
                [200, 404, 500][random(3)],
                random(50_000),
                agents[random(3)],
                names[random(5)],
                random(10),
                words[random(8)],
            );
            text.push_str(&line);
        }
    }
    text
}

fn count(matcher: &mut Matcher, pattern: &str, flags: &str, input: Input) -> usize {
    let units: Vec<u16> = pattern.encode_utf16().collect();
    let flags = Flags::parse(&flags.encode_utf16().collect::<Vec<_>>()).expect("flags");
    let program = compile(&units, flags).expect("a pattern");
    let (mut at, mut found) = (0, 0);
    while let Some(captures) = matcher.exec(&program, input, at, &mut || false).expect("a decision") {
        let (start, end) = captures[0].expect("group 0");
        at = if end == start { end + 1 } else { end };
        found += 1;
    }
    found
}

fn main() {
    let text = log_text();
    let wide: Vec<u16> = text.encode_utf16().collect();
    let narrow: Vec<u8> = text.chars().map(|c| c as u8).collect();
    println!("{} units, {} bytes", wide.len(), text.len());
    let mut matcher = Matcher::new();
    println!("{:>9} {:>9} {:>9}  pattern", "latin1 ms", "utf16 ms", "matches");
    for (pattern, flags) in PATTERNS {
        let mut best = [f64::MAX; 2];
        let mut found = [0; 2];
        for (i, input) in [Input::Latin1(&narrow), Input::Utf16(&wide)].into_iter().enumerate() {
            for _ in 0..7 {
                let start = Instant::now();
                found[i] = count(&mut matcher, pattern, flags, input);
                best[i] = best[i].min(start.elapsed().as_secs_f64() * 1000.0);
            }
        }
        assert_eq!(found[0], found[1]);
        println!("{:9.2} {:9.2} {:9}  /{pattern}/{flags}", best[0], best[1], found[0]);
    }
}
