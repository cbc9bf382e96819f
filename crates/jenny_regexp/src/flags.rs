//! The flags of a regular expression.

use std::fmt;

/// The eight flags of ECMA-262 §22.2.3.3 RegExpInitialize.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Flags {
    /// `d`
    pub has_indices: bool,
    /// `g`
    pub global: bool,
    /// `i`
    pub ignore_case: bool,
    /// `m`
    pub multiline: bool,
    /// `s`
    pub dot_all: bool,
    /// `u`
    pub unicode: bool,
    /// `v`
    pub unicode_sets: bool,
    /// `y`
    pub sticky: bool,
}

impl Flags {
    /// Reads a flags string; `None` for an unknown or repeated flag and for `u` together with `v`.
    pub fn parse(text: &[u16]) -> Option<Flags> {
        let mut flags = Flags::default();
        for &unit in text {
            let flag = match u8::try_from(unit).ok()? {
                b'd' => &mut flags.has_indices,
                b'g' => &mut flags.global,
                b'i' => &mut flags.ignore_case,
                b'm' => &mut flags.multiline,
                b's' => &mut flags.dot_all,
                b'u' => &mut flags.unicode,
                b'v' => &mut flags.unicode_sets,
                b'y' => &mut flags.sticky,
                _ => return None,
            };
            if *flag {
                return None;
            }
            *flag = true;
        }
        (!(flags.unicode && flags.unicode_sets)).then_some(flags)
    }

    /// Whether the pattern and the input are read as code points (HasEitherUnicodeFlag).
    pub(crate) fn either_unicode(self) -> bool {
        self.unicode || self.unicode_sets
    }
}

/// Writes the flags in the order of `RegExp.prototype.flags`.
impl fmt::Display for Flags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (set, letter) in [
            (self.has_indices, "d"),
            (self.global, "g"),
            (self.ignore_case, "i"),
            (self.multiline, "m"),
            (self.dot_all, "s"),
            (self.unicode, "u"),
            (self.unicode_sets, "v"),
            (self.sticky, "y"),
        ] {
            if set {
                f.write_str(letter)?;
            }
        }
        Ok(())
    }
}
