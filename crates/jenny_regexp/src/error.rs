//! What can go wrong: a pattern that does not parse, and a match that had to be given up.

use std::fmt;

use crate::flags::Flags;

/// A pattern that is not a regular expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// The whole message, for example `Invalid regular expression: /(/: Unterminated group`.
    pub message: String,
    /// Code unit of the pattern at which the fault was noticed.
    pub offset: usize,
}

impl SyntaxError {
    pub(crate) fn new(pattern: &[u16], flags: Flags, fault: Fault) -> SyntaxError {
        let pattern = String::from_utf16_lossy(pattern);
        SyntaxError {
            message: format!("Invalid regular expression: /{pattern}/{flags}: {}", fault.reason),
            offset: fault.offset,
        }
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for SyntaxError {}

/// A fault inside the parser, before the pattern is quoted around it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fault {
    pub(crate) reason: &'static str,
    pub(crate) offset: usize,
}

pub(crate) const ESCAPE_AT_END: &str = "\\ at end of pattern";
pub(crate) const DUPLICATE_NAME: &str = "Duplicate capture group name";
pub(crate) const INCOMPLETE_QUANTIFIER: &str = "Incomplete quantifier";
pub(crate) const INVALID_CAPTURE_NAME: &str = "Invalid capture group name";
pub(crate) const INVALID_CHARACTER_IN_CLASS: &str = "Invalid character in character class";
pub(crate) const INVALID_CLASS: &str = "Invalid character class";
pub(crate) const INVALID_CLASS_ESCAPE: &str = "Invalid class escape";
pub(crate) const INVALID_CLASS_PROPERTY: &str = "Invalid property name in character class";
pub(crate) const INVALID_DECIMAL_ESCAPE: &str = "Invalid decimal escape";
pub(crate) const INVALID_ESCAPE: &str = "Invalid escape";
pub(crate) const INVALID_FLAG_GROUP: &str = "Invalid flag group";
pub(crate) const INVALID_GROUP: &str = "Invalid group";
pub(crate) const INVALID_NAMED_CAPTURE: &str = "Invalid named capture referenced";
pub(crate) const INVALID_NAMED_REFERENCE: &str = "Invalid named reference";
pub(crate) const INVALID_PROPERTY: &str = "Invalid property name";
pub(crate) const INVALID_QUANTIFIER: &str = "Invalid quantifier";
pub(crate) const INVALID_SET_OPERATION: &str = "Invalid set operation in character class";
pub(crate) const INVALID_UNICODE_ESCAPE: &str = "Invalid Unicode escape";
pub(crate) const LONE_QUANTIFIER_BRACKETS: &str = "Lone quantifier brackets";
pub(crate) const MULTIPLE_DASHES: &str = "Multiple dashes in flag group";
pub(crate) const NEGATED_CLASS_WITH_STRINGS: &str = "Negated character class may contain strings";
pub(crate) const NOTHING_TO_REPEAT: &str = "Nothing to repeat";
pub(crate) const NUMBERS_OUT_OF_ORDER: &str = "numbers out of order in {} quantifier";
pub(crate) const RANGE_OUT_OF_ORDER: &str = "Range out of order in character class";
pub(crate) const REPEATED_FLAG: &str = "Repeated flag in flag group";
pub(crate) const TOO_LARGE: &str = "Regular expression too large";
pub(crate) const TOO_MANY_CAPTURES: &str = "Too many captures";
pub(crate) const UNMATCHED_PARENTHESIS: &str = "Unmatched ')'";
pub(crate) const UNTERMINATED_CLASS: &str = "Unterminated character class";
pub(crate) const UNTERMINATED_GROUP: &str = "Unterminated group";

/// Why a match was given up before it was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MatchError {
    /// The step budget is spent and the pattern has no linear form.
    StepLimit,
    /// The backtrack stack reached its cap.
    StackOverflow,
    /// The interrupt callback asked to stop.
    Interrupted,
}

impl fmt::Display for MatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            MatchError::StepLimit => "Regular expression took too many steps",
            MatchError::StackOverflow => "Regular expression needs too much memory",
            MatchError::Interrupted => "Regular expression was interrupted",
        })
    }
}

impl std::error::Error for MatchError {}
