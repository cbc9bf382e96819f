//! The commands of the prompt, which begin with a dot.

use std::path::Path;

use jenny_engine::Agent;
use jenny_runtime::fs_ops::{self, OpenFlags};
use jenny_runtime::loader::read_source_text;

use super::session::Session;

/// Names and what they do.
pub const COMMANDS: &[(&str, &str)] = &[
    (".break", "give up an input of several lines (Ctrl-C does too)"),
    (".exit", "leave (Ctrl-D does too)"),
    (".help", "this list"),
    (".load", "FILE: evaluate a file here"),
    (".save", "FILE: write what was typed into a file"),
];

const KEYS: &str = "\nTAB completes names. `await` works, `_` is the last value and `_error` the last error.
An input goes on in the next line until it is complete; Ctrl-C stops what runs.
";

/// Whether a text is a command and not a number that begins with a dot.
pub fn is_command(text: &str) -> bool {
    let word = text.trim().split(char::is_whitespace).next().unwrap_or_default();
    word.strip_prefix('.').is_some_and(|name| !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase()))
}

/// Runs a command; the next input is asked for where the conversation goes on.
pub fn run(agent: &mut Agent, session: &Session, text: &str) {
    let (name, argument) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let argument = argument.trim();
    match name {
        ".exit" => return session.end(agent),
        ".help" => {
            let list: String = COMMANDS.iter().map(|(name, does)| format!("{name:8}{does}\n")).collect();
            session.say(agent, &(list + KEYS));
        }
        ".break" => {}
        ".load" | ".save" if argument.is_empty() => session.say(agent, &format!("{name} needs the name of a file\n")),
        ".load" => match read_source_text(Path::new(argument)) {
            Ok(text) => return session.evaluate(agent, &text),
            Err(error) => session.say(agent, &format!("{error}\n")),
        },
        ".save" => {
            let text: String = session.inputs().iter().map(|input| format!("{input}\n")).collect();
            let flags = OpenFlags::parse("w").unwrap_or_else(|| OpenFlags::from_bits(0));
            match fs_ops::write_file(Path::new(argument), text.as_bytes(), flags, 0o666) {
                Ok(()) => session.say(agent, &format!("Saved to {argument}\n")),
                Err(error) => session.say(agent, &format!("{error}\n")),
            }
        }
        _ => session.say(agent, &format!("There is no command {name}; .help lists them\n")),
    }
    session.ask(agent);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_told_from_numbers() {
        assert!(is_command(".exit") && is_command(" .load a.js ") && is_command(".nosuch"));
        assert!(!is_command(".5") && !is_command("...a") && !is_command("a.b") && !is_command("."));
    }
}
