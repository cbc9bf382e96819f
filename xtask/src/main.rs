//! All automation of the house: `cargo x test`, `test262`, `tidy`, `bench` and `ready`.
//!
//! | module | what it does |
//! |---|---|
//! | `report` | sections, counts and the closing line `N passed, N failed` |
//! | `process` | runs a program with a time limit and keeps what it wrote |
//! | `workspace` | where things are, and how the `jenny` binary is built |
//! | `pattern` | `[WILDCARD]` matching and the difference shown when it fails |
//! | `suite` | which sections `test` and `ready` run |
//! | `js_files`, `bytecode_goldens`, `cli_specs` | the tests that are files |
//! | `npm` | programs that put packages from npm to work |
//! | `tidy` | the rules of ARCHITECTURE.md |
//! | `test262` | the conformance suite |
//! | `test_server` | the HTTP server that JavaScript tests fetch from |
//! | `view` | the page of a record, in Node, in Jenny and in Chromium |
//! | `wpt` | the web-platform-tests |
//! | `fuzz` | generated programs, compared with what a peer prints |
//! | `bench` | the cases of `bench/`, beside what they took before and beside other runtimes |
//! | `order` | the functions of a start, for the linker |

mod bench;
mod bytecode_goldens;
mod cli_specs;
mod fuzz;
mod js_files;
mod npm;
mod order;
mod parallel;
mod pattern;
mod process;
mod report;
mod suite;
mod test262;
mod test_server;
mod tidy;
mod traces;
mod view;
mod workspace;
mod wpt;

use std::process::ExitCode;

const HELP: &str = "\
cargo x <command>

  test [SECTION...] [FILTER] [--bless] [--gc-stress]
        fmt, clippy, tidy, rust, models, js, bytecode, specs, traces, view, npm, fuzz, test262; all of them
        when none is named.
        FILTER (a word that is no section) picks tests of files whose path holds it.
        --bless writes what the tests printed as what they should print; --gc-stress
        runs the JavaScript files with a collection at every allocation.
  test262 [FILTER...] [--bless] [--strict | --sloppy] [--jobs N] [--timeout SECONDS]
       [--sample N] [--gc-stress[=N]] [--checked] [--peer COMMAND]
        the conformance suite, held to tests/test262/failing.txt. --sample: every N-th test; --gc-stress: a
        collection at every N-th allocation; --checked: built with overflow checks and debug assertions;
        --peer runs another runtime instead, for comparison
  wpt [FILTER...] [--bless]
        the web-platform-tests that need no browser, held to tests/wpt/failing.txt
  tidy  the rules of ARCHITECTURE.md
  bench [FILTER] [-n RUNS] [--release] [--save] [--no-count] [NAME=COMMAND...]
        the cases of bench/cases: instructions beside those in bench/baseline.json, times beside other runtimes.
        --release: the release build; --save: writes what was measured into the baseline; --no-count: times only
  fuzz [TARGET] [--seconds N] [--seed N] [--runs N] [--peer PATH]
        generated cases: programs, regexp, json, number (beside Node), stress, source
  order lists what a start runs, for the linker (needs valgrind)
  ready what to run before a change is handed over: formats, then runs every test
        (the JavaScript files under --gc-stress too) and test262
";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let Some((command, rest)) = args.split_first() else {
        print!("{HELP}");
        return ExitCode::FAILURE;
    };
    match command.as_str() {
        "test" => suite::test(rest),
        "ready" => suite::ready(),
        "test262" => test262::run(rest),
        "wpt" => wpt::run(rest),
        "tidy" => tidy::run(),
        "bench" => bench::run(rest),
        "fuzz" => fuzz::run_targets(rest),
        "order" => order::run(),
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            ExitCode::SUCCESS
        }
        other => {
            eprint!("cargo x has no command `{other}`\n\n{HELP}");
            ExitCode::FAILURE
        }
    }
}
