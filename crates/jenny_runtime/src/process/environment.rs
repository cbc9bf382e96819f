//! The environment variables: a copy of the process's own, which a program may change.

use std::ffi::{OsStr, OsString};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Copied when one of those who have it in common changes it.
type Variables = Arc<Vec<(OsString, OsString)>>;

/// `process.env`. Changes are seen by this program and the children it starts, and not by other threads' system calls,
/// for which changing the process's own table would be unsafe. A clone is a copy; [`Environment::share`] gives the same one.
#[derive(Debug, Default)]
pub struct Environment {
    variables: Arc<Mutex<Variables>>,
}

impl Clone for Environment {
    fn clone(&self) -> Environment {
        Environment { variables: Arc::new(Mutex::new(self.lock().clone())) }
    }
}

impl Environment {
    /// What the process was started with, in that order.
    pub fn of_process() -> Environment {
        Environment { variables: Arc::new(Mutex::new(Arc::new(std::env::vars_os().collect()))) }
    }

    /// The same variables, for another thread that is to see each change.
    pub fn share(&self) -> Environment {
        Environment { variables: self.variables.clone() }
    }

    fn lock(&self) -> MutexGuard<'_, Variables> {
        // Nothing panics while the lock is held.
        self.variables.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn get(&self, name: &OsStr) -> Option<OsString> {
        self.lock().iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
    }

    pub fn set(&mut self, name: &OsStr, value: &OsStr) {
        let mut variables = self.lock();
        let variables = Arc::make_mut(&mut variables);
        match variables.iter_mut().find(|(known, _)| known == name) {
            Some((_, old)) => *old = value.to_owned(),
            None => variables.push((name.to_owned(), value.to_owned())),
        }
    }

    /// Answers whether there was such a variable.
    pub fn remove(&mut self, name: &OsStr) -> bool {
        let mut variables = self.lock();
        let place = variables.iter().position(|(known, _)| known == name);
        place.map(|place| Arc::make_mut(&mut variables).remove(place)).is_some()
    }

    /// All of them, in their order.
    pub fn iter(&self) -> impl Iterator<Item = (OsString, OsString)> + use<> {
        let all = Vec::clone(&self.lock());
        all.into_iter()
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
        assert_eq!(environment.get(name), Some("2".into()));
        let (copy, same) = (environment.clone(), environment.share());
        environment.set(name, OsStr::new("3"));
        assert_eq!((copy.get(name), same.get(name)), (Some("2".into()), Some("3".into())));
        assert!(std::env::var_os(name).is_none());
        assert!(environment.remove(name) && !environment.remove(name));
    }
}
