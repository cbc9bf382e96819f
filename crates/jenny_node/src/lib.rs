//! The `node:` modules: JavaScript sources in `js/`, run with the natives that `js/INTERNALS.md` lists.
