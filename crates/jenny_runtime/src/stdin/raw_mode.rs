//! The terminal's raw mode: each key at once, without echo, and given back as it was found.

use std::io;
use std::sync::{Mutex, PoisonError};

use rustix::stdio::stdin;
use rustix::termios::{LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr};

/// How the terminal was before this process changed it.
static ORIGINAL: Mutex<Option<Termios>> = Mutex::new(None);

/// Raw mode for as long as it lives.
#[derive(Debug)]
pub struct RawMode(());

impl RawMode {
    /// Turns raw mode on: input byte by byte, no echo, no signals from keys. Output is processed as before, so that
    /// a line feed still returns the cursor.
    ///
    /// # Errors
    /// Standard input is no terminal.
    pub fn enable() -> io::Result<RawMode> {
        let mut attributes = tcgetattr(stdin())?;
        ORIGINAL.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_with(|| attributes.clone());
        let output_modes = attributes.output_modes;
        attributes.make_raw();
        attributes.output_modes = output_modes;
        attributes.local_modes &= !LocalModes::ECHO;
        attributes.special_codes[SpecialCodeIndex::VMIN] = 1;
        attributes.special_codes[SpecialCodeIndex::VTIME] = 0;
        tcsetattr(stdin(), OptionalActions::Now, &attributes)?;
        Ok(RawMode(()))
    }
}

impl Drop for RawMode {
    fn drop(&mut self) {
        restore_terminal();
    }
}

/// Notes how the terminal is, for [`restore_terminal`], when somebody else is about to change it.
pub fn remember_terminal() {
    if let Ok(attributes) = tcgetattr(stdin()) {
        ORIGINAL.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(attributes);
    }
}

/// Gives the terminal back as it was found. Does nothing if it was never changed.
pub fn restore_terminal() {
    if let Some(original) = ORIGINAL.lock().unwrap_or_else(PoisonError::into_inner).take() {
        let _ = tcsetattr(stdin(), OptionalActions::Now, &original);
    }
}
