//! The environment variables: a copy of the process's own, which a program may change.

use std::ffi::{OsStr, OsString};

/// `process.env`. Changes are seen by this program and the children it starts, and not by other threads' system calls,
/// for which changing the process's own table would be unsafe.
#[derive(Clone, Debug, Default)]
pub struct Environment {
    variables: Vec<(OsString, OsString)>,
}

impl Environment {
    /// What the process was started with, in that order.
    pub fn of_process() -> Environment {
        Environment { variables: std::env::vars_os().collect() }
    }

    fn place(&self, name: &OsStr) -> Option<usize> {
        self.variables.iter().position(|(known, _)| known == name)
    }

    pub fn get(&self, name: &OsStr) -> Option<&OsStr> {
        self.place(name).map(|place| self.variables[place].1.as_os_str())
    }

    pub fn set(&mut self, name: &OsStr, value: &OsStr) {
        match self.place(name) {
            Some(place) => self.variables[place].1 = value.to_owned(),
            None => self.variables.push((name.to_owned(), value.to_owned())),
        }
    }

    /// Answers whether there was such a variable.
    pub fn remove(&mut self, name: &OsStr) -> bool {
        self.place(name).map(|place| self.variables.remove(place)).is_some()
    }

    pub fn iter(&self) -> impl Iterator<Item = (&OsStr, &OsStr)> {
        self.variables.iter().map(|(name, value)| (name.as_os_str(), value.as_os_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_stay_in_the_copy() {
        let mut environment = Environment::of_process();
        let name = OsStr::new("JENNY_TEST_ONLY");
        environment.set(name, OsStr::new("1"));
        environment.set(name, OsStr::new("2"));
        assert_eq!(environment.get(name), Some(OsStr::new("2")));
        assert!(std::env::var_os(name).is_none());
        assert!(environment.remove(name) && !environment.remove(name));
    }
}
