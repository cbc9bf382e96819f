//! `cargo x order`: which functions a start runs, for the linker to put side by side (`crates/jenny_cli/startup.order`).
//!
//! The release build says in a map where its functions are; valgrind says which instructions small programs run.

use crate::workspace;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// What is traced, the most common start first.
const PROGRAMS: [(&str, &str); 4] = [
    ("empty.js", ""),
    ("empty.mjs", ""),
    ("hello.mjs", "console.log('hi')"),
    ("line.ts", "const x: number = 1; console.log(x)"),
];

/// A function in the program's code.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Function {
    start: u64,
    size: u64,
    /// of its section, without `.text.`; what differs between builds is `*`
    name: String,
}

pub fn run() -> ExitCode {
    match write_order() {
        Ok(count) => {
            println!("{count} functions in crates/jenny_cli/startup.order");
            ExitCode::SUCCESS
        }
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn write_order() -> Result<usize, String> {
    let folder = workspace::target_dir().join("order");
    let io = |error: std::io::Error| error.to_string();
    std::fs::create_dir_all(&folder).map_err(io)?;
    let map = folder.join("jenny.map");
    let mut build = workspace::cargo();
    build.args(["rustc", "--release", "-p", "jenny_cli", "--bin", "jenny", "--"]);
    build.arg(format!("-Clink-arg=-Wl,-Map={}", map.display()));
    if !crate::process::show(&mut build) {
        return Err("the release build failed".to_owned());
    }
    let jenny = workspace::target_dir().join("release/jenny");
    let functions = functions_of(&std::fs::read_to_string(&map).map_err(io)?);
    let mut runs = Vec::new();
    for (name, text) in PROGRAMS {
        let program = folder.join(name);
        std::fs::write(&program, text).map_err(io)?;
        runs.push(addresses_of(&std::fs::read_to_string(trace(&jenny, &program)?).map_err(io)?));
    }
    let names = order(&functions, &runs);
    let list = workspace::root().join("crates/jenny_cli/startup.order");
    std::fs::write(list, names.join("\n") + "\n").map_err(io)?;
    Ok(names.len())
}

/// What is known of a lasting name.
#[derive(Default)]
struct Named {
    /// bytes of all functions of the name
    size: u64,
    /// those of its functions that ran: how many, and their bytes
    ran: u64,
    ran_size: u64,
    /// the first program that ran one
    first: usize,
}

/// What the system maps around a page that is touched.
const WINDOW: u64 = 64 << 10;

/// The names of the functions that ran, those of the first program first. Names of which most functions did not run (forms of one
/// generic function) come last, and those that would take more room than their functions do where they are not at all.
fn order<'a>(functions: &'a [Function], runs: &[Vec<u64>]) -> Vec<&'a str> {
    let mut known: BTreeMap<&str, Named> = BTreeMap::new();
    let mut places: BTreeMap<(bool, usize, u64, u64), &str> = BTreeMap::new();
    for function in functions {
        let named = known.entry(&function.name).or_default();
        named.size += function.size;
        if let Some(program) = runs.iter().position(|addresses| is_run(function, addresses)) {
            named.first = if named.ran == 0 { program } else { named.first.min(program) };
            named.ran += 1;
            named.ran_size += function.size;
        }
    }
    for function in functions {
        let named = &known[function.name.as_str()];
        if named.ran > 0 && named.size <= named.ran * WINDOW {
            let is_sparse = named.ran_size < named.size / 2;
            // The largest at the end: some of their windows are never touched.
            let size = if is_sparse { named.size } else { 0 };
            places.insert((is_sparse, named.first, size, function.start), &function.name);
        }
    }
    let mut seen = BTreeSet::new();
    places.into_values().filter(|&name| seen.insert(name)).collect()
}

/// Runs the program under valgrind; where it wrote what was run.
fn trace(jenny: &Path, program: &Path) -> Result<PathBuf, String> {
    let out = program.with_extension("callgrind");
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["-q", "--tool=callgrind", "--dump-instr=yes", "--compress-pos=no", "--compress-strings=no"]);
    valgrind.arg(format!("--callgrind-out-file={}", out.display())).arg(jenny).arg(program);
    valgrind.env("JENNY_CACHE_DIR", "");
    match valgrind.output() {
        Ok(output) if output.status.success() => Ok(out),
        Ok(output) => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
        Err(error) => Err(format!("valgrind: {error}")),
    }
}

/// Whether one of the sorted addresses lies in the function.
fn is_run(function: &Function, addresses: &[u64]) -> bool {
    let at = addresses.partition_point(|&address| address < function.start);
    addresses.get(at).is_some_and(|&address| address < function.start + function.size)
}

/// The functions of the linker's map, whose rows are address, load address, size, alignment and `file:(.text.NAME)`, sorted.
fn functions_of(map: &str) -> Vec<Function> {
    let hexadecimal = |word: Option<&str>| u64::from_str_radix(word?, 16).ok();
    let mut functions: Vec<Function> = map
        .lines()
        .filter_map(|line| {
            let name = line.split_once(":(.text.")?.1.strip_suffix(')')?;
            let mut words = line.split_ascii_whitespace();
            let (start, _, size) = (hexadecimal(words.next())?, words.next(), hexadecimal(words.next())?);
            Some(Function { start, size, name: lasting_name(name) })
        })
        .collect();
    functions.sort();
    functions
}

/// A mangled name without what is another in the next build: hashes of code, of crates, and what the optimizer adds. A `*` stands in
/// the middle only, since the linker takes any end.
fn lasting_name(name: &str) -> String {
    let name = name.split_once(".llvm.").map_or(name, |(name, _)| name);
    // `_ZN3std2rt10lang_start17h0123456789abcdefE`
    if let Some((before, hash)) = name.rsplit_once("17h")
        && name.contains("_ZN")
        && hash.len() == 17
        && hash.ends_with('E')
    {
        return format!("{before}17h");
    }
    if !name.contains("_R") {
        return name.to_owned();
    }
    // `_RNvNtCsgEmfK2I1SDS_4core3fmt5write`
    let mut lasting = String::new();
    let mut rest = name;
    while let Some((before, after)) = rest.split_once("Cs") {
        lasting.push_str(before);
        lasting.push_str("Cs");
        let hash = after.bytes().take_while(u8::is_ascii_alphanumeric).count();
        rest = after.get(hash..).unwrap_or_default();
        if hash > 8 && rest.starts_with('_') {
            lasting.push('*');
        } else {
            lasting.push_str(&after[..hash]);
        }
    }
    lasting + rest
}

/// The addresses of the instructions that callgrind counted, sorted. The program lies at a fixed place, away from the libraries.
fn addresses_of(trace: &str) -> Vec<u64> {
    let address = |line: &str| u64::from_str_radix(line.strip_prefix("0x")?.split(' ').next()?, 16).ok();
    let addresses: BTreeSet<u64> = trace.lines().filter_map(address).collect();
    addresses.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_outlast_a_build() {
        let cases = [
            ("unlikely._ZN3std2rt10lang_start17h19e45e1118e9583fE", "unlikely._ZN3std2rt10lang_start17h"),
            ("_ZN5jenny4main17h2e00d57f44faccbeE.llvm.17", "_ZN5jenny4main17h"),
            ("_RNvNtCsgEmfK2I1SDS_4core3fmt5write", "_RNvNtCs*_4core3fmt5write"),
            ("_RNvNtCs1_4core3fmt5write", "_RNvNtCs1_4core3fmt5write"),
            ("main", "main"),
        ];
        for (name, lasting) in cases {
            assert_eq!(lasting_name(name), lasting);
        }
    }

    #[test]
    fn functions_that_ran_are_found_by_address() {
        let map = "     VMA      LMA     Size Align Out     In      Symbol\n\
                   1000  1000  200  64 .text\n\
                   1000  1000   20  16         /a.o:(.text._RNvC1a3one)\n\
                   1000  1000   20   1                 a::one\n\
                   1020  1020   10  16         /a.o:(.text.unlikely._RNvC1a3two.llvm.123)\n\
                   1030  1030   10  16         /a.o:(.text._RNvC1a5three)\n";
        let functions = functions_of(map);
        let names: Vec<&str> = functions.iter().map(|function| function.name.as_str()).collect();
        assert_eq!(names, ["_RNvC1a3one", "unlikely._RNvC1a3two", "_RNvC1a5three"]);
        let trace = "fn=f\n0x1004 0 5\ncalls=1 0x1030 0\n0x102f 0 9\n";
        let run = addresses_of(trace);
        assert_eq!(run, [0x1004, 0x102f]);
        assert_eq!(order(&functions, &[run, vec![0x1031]]), ["_RNvC1a3one", "unlikely._RNvC1a3two", "_RNvC1a5three"]);
    }

    #[test]
    fn names_of_many_functions_come_last_or_not_at_all() {
        let function = |start, size, name: &str| Function { start, size, name: name.to_owned() };
        let functions = [
            function(0x1000, 0x10, "few"),
            function(0x1010, 0x10, "few"),
            function(0x1020, 0x10, "few"),
            function(0x1030, 0x10, "one"),
            function(0x1040, 0x10, "never"),
            function(0x2000, 0x20000, "many"),
            function(0x22000, 0x10, "many"),
        ];
        assert_eq!(order(&functions, &[vec![0x1000, 0x22000], vec![0x1030]]), ["one", "few"]);
    }
}
