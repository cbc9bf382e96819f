//! Patterns and inputs that try to use up time, memory or the native stack.

#![expect(clippy::disallowed_methods, reason = "measures how long a match takes")]

use std::time::{Duration, Instant};

use jenny_regexp::{Flags, Input, MatchError, Matcher, Program, compile};

fn program(pattern: &str, flags: &str) -> Result<Program, String> {
    let flags = Flags::parse(&flags.encode_utf16().collect::<Vec<_>>()).expect("flags");
    compile(&pattern.encode_utf16().collect::<Vec<_>>(), flags).map_err(|error| error.message)
}

/// The range of group 0, both for Latin-1 and UTF-16.
fn find(pattern: &str, flags: &str, input: &str) -> Result<Option<(usize, usize)>, MatchError> {
    let program = program(pattern, flags).expect("a pattern");
    let mut matcher = Matcher::new();
    let wide: Vec<u16> = input.encode_utf16().collect();
    let first = |captures: Option<&[Option<(usize, usize)>]>| captures.and_then(|captures| captures[0]);
    let found = matcher.exec(&program, Input::Utf16(&wide), 0, &mut || false).map(first);
    if input.is_ascii() {
        let narrow = matcher.exec(&program, Input::Latin1(input.as_bytes()), 0, &mut || false).map(first);
        assert_eq!(narrow, found, "{pattern}");
    }
    found
}

#[test]
fn exploding_patterns_end_quickly() {
    let a30b = format!("{}b", "a".repeat(30));
    let cases = [
        ("(a+)+$", a30b.as_str(), None),
        ("(a*)*$", &a30b, Some((31, 31))),
        ("(a*)*c", &a30b, None),
        ("(?:(a*?)*?)*?c", &a30b, None),
        ("(a|aa)+$", &a30b, None),
        ("(a|a)*c", &a30b, None),
        ("(?:a+){2,}$", &a30b, None),
        ("^(?:(?:a+)+)+$", &a30b, None),
        ("(.*)*c", &a30b, None),
        ("(?:a?){30}a{31}", &a30b[..30], None),
        (r"^([a-zA-Z0-9])(([\-.]|[_]+)?([a-zA-Z0-9]+))*(@){1}[a-z0-9]+[.]{1}$", &a30b, None),
        ("^(?:.?)*[^a]c$", &a30b, None),
    ];
    for (pattern, input, expected) in cases {
        let start = Instant::now();
        assert_eq!(find(pattern, "", input), Ok(expected), "{pattern}");
        assert!(start.elapsed() < Duration::from_secs(2), "{pattern} took {:?}", start.elapsed());
    }
}

#[test]
fn quadratic_patterns_on_long_inputs() {
    let spaces = format!("{}x", " ".repeat(200_000));
    let words = "word ".repeat(50_000);
    for (pattern, input) in [(r"\s+$", &spaces), (r"(\s+)$", &spaces), (r"[a-z ]+;", &words), (r"x*\s*$", &spaces)] {
        let start = Instant::now();
        find(pattern, "", input).expect("a decision");
        assert!(start.elapsed() < Duration::from_secs(5), "{pattern} took {:?}", start.elapsed());
    }
}

#[test]
fn without_a_linear_form_the_budget_ends_it() {
    let input = format!("{}b", "a".repeat(60));
    assert_eq!(find(r"(?:(a+)+\1)+$", "", &input), Err(MatchError::StepLimit));
}

#[test]
fn an_interrupt_stops_the_match() {
    let program = program(r"(?:(a+)+\1)+$", "").expect("a pattern");
    let input = format!("{}b", "a".repeat(60));
    let mut polls = 0;
    let mut interrupt = || {
        polls += 1;
        polls == 3
    };
    let found = Matcher::new().exec(&program, Input::Latin1(input.as_bytes()), 0, &mut interrupt).map(|_| ());
    assert_eq!(found, Err(MatchError::Interrupted));
    assert_eq!(polls, 3);
}

#[test]
fn many_choices_need_no_native_stack() {
    let input = "ab".repeat(500_000);
    assert_eq!(find("(?:a|b)*", "", &input), Ok(Some((0, 1_000_000))));
    assert_eq!(find("(?:ab|ba|b)*$", "", &input), Ok(Some((0, 1_000_000))));
    assert_eq!(find("(a|b)*?$", "", &input), Ok(Some((0, 1_000_000))));
    // Too many choices for the stack, but not for the linear form.
    let long = "a".repeat(6_000_000);
    assert_eq!(find("(?:a|ab)*$", "", &long), Ok(Some((0, 6_000_000))));
}

#[test]
fn nesting_is_bounded() {
    for (open, close) in [("(", ")"), ("(?:", ")+"), ("(?=", ")"), ("(?<=", ")"), ("(?:a|(?:", "))*")] {
        let deep = |n: usize| program(&format!("{}a{}", open.repeat(n), close.repeat(n)), "");
        assert!(deep(400).is_ok(), "{open}");
        let error = deep(100_000).expect_err("too deep");
        assert!(error.ends_with("Regular expression too large"), "{open}");
    }
    let deep = |n: usize| program(&format!("{}a{}", "[".repeat(n), "]".repeat(n)), "v");
    assert!(deep(900).is_ok());
    assert!(deep(100_000).is_err_and(|error| error.ends_with("Regular expression too large")));
    // Unbalanced, and deep in groups that end.
    assert!(program(&"(".repeat(100_000), "").is_err());
    assert!(program(&"()".repeat(30_000), "").is_ok());
    assert!(program(&"()".repeat(40_000), "").is_err_and(|error| error.ends_with("Too many captures")));
}

#[test]
fn deepest_patterns_work() {
    let nested = format!("{}a{}", "(?:b|(".repeat(499), "))*".repeat(499));
    assert_eq!(find(&nested, "", "a"), Ok(Some((0, 1))));
    let repeated = format!("{}a{}", "(".repeat(1000), ")+".repeat(1000));
    assert_eq!(find(&repeated, "", "ba"), Ok(Some((1, 2))));
    let looks = format!("{}a{}", "(?=".repeat(1000), ")".repeat(1000));
    assert_eq!(find(&looks, "", "ba"), Ok(Some((1, 1))));
}

#[test]
fn large_patterns_compile_quickly() {
    let start = Instant::now();
    let literal = "abc".repeat(100_000);
    assert_eq!(find(&literal, "", &literal), Ok(Some((0, 300_000))));
    let alternatives: Vec<String> = (0..20_000).map(|n| format!("word{n}x")).collect();
    assert_eq!(find(&alternatives.join("|"), "", "see word19999x"), Ok(Some((4, 14))));
    let mut nested = String::from("a");
    for _ in 0..12 {
        nested = format!("(?:{nested}{{32}}|x)");
    }
    assert!(program(&nested, "").is_ok());
    assert!(program(&r"\p{L}\p{Lu}[^\p{Sc}]".repeat(200), "u").is_ok());
    assert!(program(&r"[\p{RGI_Emoji}a]".repeat(5), "v").is_ok());
    assert!(program("(?:a{65535}){65535}(?:){4294967295}b{99999999999}", "").is_ok());
    assert_eq!(find("(?:){4294967295}a", "", "a"), Ok(Some((0, 1))));
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}

#[test]
fn programs_are_shared_between_threads() {
    let program = program(r"(\d+)-(?<name>\w+)", "").expect("a pattern");
    assert_eq!(program.capture_count(), 3);
    assert_eq!(program.group_names(), [("name".encode_utf16().collect(), vec![2])]);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let mut matcher = Matcher::new();
                let captures = matcher.exec(&program, Input::Latin1(b"at 12-ab"), 0, &mut || false);
                let expected = [Some((3, 8)), Some((3, 5)), Some((6, 8))];
                assert_eq!(captures, Ok(Some(&expected[..])));
            });
        }
    });
}
