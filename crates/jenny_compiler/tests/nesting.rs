//! Deep and long programs must not overflow the native stack: they compile, or a CompileError says that they cannot.

use jenny_bytecode::SourceText;
use jenny_compiler::*;

fn outcome(text: String) -> Result<(), ErrorKind> {
    let source = SourceText::new("deep.js", text);
    compile_script(source, &CompileOptions::default()).map(|_| ()).map_err(|e| e.kind)
}

#[test]
fn nesting_within_the_limit_compiles() {
    let n = 5000;
    for (open, middle, close) in [
        ("(", "1", ")"),
        ("[", "", "]"),
        ("{", "", "}"),
        ("x={a:", "1", "}"),
        ("`${", "1", "}`"),
        ("if(a){", "", "}"),
        ("function f(){", "", "}"),
        ("a=>(", "1", ")"),
        ("class A{m(){", "", "}}"),
        ("f(", "", ")"),
    ] {
        let n = if open.len() > 8 { n / 3 } else { n };
        let text = format!("{}{middle}{}", open.repeat(n), close.repeat(n));
        assert_eq!(outcome(text), Ok(()), "{open}");
    }
}

#[test]
fn nesting_beyond_the_limit_is_a_range_error() {
    for (open, close) in [("(", ")"), ("[", "]"), ("{", "}")] {
        let text = format!("{}{}", open.repeat(20_000), close.repeat(20_000));
        assert_eq!(outcome(text), Err(ErrorKind::RangeError), "{open}");
    }
}

#[test]
fn brackets_in_strings_do_not_count() {
    assert_eq!(outcome(format!("x = '{}'", "(".repeat(50_000))), Ok(()));
}

#[test]
fn long_chains_compile() {
    let n = 50_000;
    for (start, link) in [
        ("a", "+b"),
        ("a", ".b"),
        ("a", "||b"),
        ("a", "??b"),
        ("a", ",b"),
        ("a", "?.b"),
        ("a", "`x`"),
        ("a", ".b()"),
        ("if(a)b;", "else if(a)b;"),
    ] {
        assert_eq!(outcome(format!("{start}{}", link.repeat(n))), Ok(()), "{link}");
    }
    assert_eq!(outcome(format!("{}a", "!".repeat(n))), Ok(()));
    assert_eq!(outcome(format!("{}1", "a=".repeat(n))), Ok(()));
}
