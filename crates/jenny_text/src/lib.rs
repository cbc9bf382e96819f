//! Strings without a heap: Latin-1, UTF-16 and WTF-8 text, and numbers to and from it.
//!
//! | module | what is in it |
//! |---|---|
//! | [`text`] | [`Text`] (a borrowed Latin-1 or UTF-16 string) and [`TextBuf`] (an owned one that widens when it must) |
//! | [`latin1`] | conversions between Latin-1, UTF-16 and UTF-8, and what fits in Latin-1 |
//! | [`utf16`] | code points over lone surrogates, well-formedness, WTF-8 |
//! | [`find`] | search, equality and order across both encodings |
//! | [`number`] | ToString, StringToNumber, `toFixed` and its kin, `parseInt`, array indices |
//! | [`whitespace`] | WhiteSpace, LineTerminator, TrimString |
//! | [`case`] | full case conversion and Unicode normalisation |
//! | [`escape`] | JSON quotes, URI encode and decode, Annex B `escape` |
//!
//! Nothing here allocates on a collected heap, runs JavaScript or keeps state.

pub mod case;
pub mod escape;
pub mod find;
pub mod latin1;
pub mod number;
pub mod text;
pub mod utf16;
pub mod whitespace;

pub use text::{Text, TextBuf};
