'use strict';
//! The operating-system half of the emulated natives.

