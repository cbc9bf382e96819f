//! The worker of `cargo x test262`: reads tests of the suite, says how each is to be run, and judges how it ended.
//!
//! | module | what is in it |
//! |---|---|
//! | [`metadata`] | the front matter of a test |
//! | [`left_out`] | which tests are not run, and why |
//! | [`run`] | one run of one test: its mode, its sources, what must happen |
//! | [`peer`] | one run in another runtime, for comparison |
//! | [`serve`] | the talk with `cargo x test262`, one JSON object a line |
//!
//! Nothing here knows the engine: the binary hands [`serve::serve`] the function that executes a [`run::Run`].

pub mod left_out;
pub mod metadata;
pub mod peer;
pub mod run;
pub mod serve;
