//! What a field of an event can be: numbers of things, times, texts, places, named choices.

use crate::json;
use crate::wire::{Class, Decoder, Encoder, Malformed};

/// A field's type: how it lies in a frame, and how it is shown.
pub trait Field: Sized {
    /// Its name in `docs/trace.md`.
    const SHAPE: &'static str;
    fn write(&self, encoder: &mut Encoder);
    fn read(decoder: &mut Decoder<'_>) -> Result<Self, Malformed>;
    /// Its value in JSON.
    fn json(&self, out: &mut String);
}

impl Field for bool {
    const SHAPE: &'static str = "bool";
    fn write(&self, encoder: &mut Encoder) {
        encoder.bytes.push(u8::from(*self));
    }
    fn read(decoder: &mut Decoder<'_>) -> Result<Self, Malformed> {
        Ok(decoder.byte()? != 0)
    }
    fn json(&self, out: &mut String) {
        out.push_str(if *self { "true" } else { "false" });
    }
}

impl Field for u64 {
    const SHAPE: &'static str = "number";
    fn write(&self, encoder: &mut Encoder) {
        encoder.varint(*self);
    }
    fn read(decoder: &mut Decoder<'_>) -> Result<Self, Malformed> {
        decoder.varint()
    }
    fn json(&self, out: &mut String) {
        json::number(out, *self);
    }
}

impl Field for i64 {
    const SHAPE: &'static str = "signed";
    fn write(&self, encoder: &mut Encoder) {
        encoder.signed(*self);
    }
    fn read(decoder: &mut Decoder<'_>) -> Result<Self, Malformed> {
        decoder.signed()
    }
    fn json(&self, out: &mut String) {
        out.push_str(&self.to_string());
    }
}

impl Field for Box<str> {
    const SHAPE: &'static str = "text";
    fn write(&self, encoder: &mut Encoder) {
        encoder.slice(self.as_bytes());
    }
    fn read(decoder: &mut Decoder<'_>) -> Result<Self, Malformed> {
        let bytes = decoder.slice()?;
        Ok(std::str::from_utf8(bytes).map_err(|_| Malformed)?.into())
    }
    fn json(&self, out: &mut String) {
        json::string(out, self);
    }
}

impl Field for Box<[u8]> {
    const SHAPE: &'static str = "bytes";
    fn write(&self, encoder: &mut Encoder) {
        encoder.slice(self);
    }
    fn read(decoder: &mut Decoder<'_>) -> Result<Self, Malformed> {
        Ok(decoder.slice()?.into())
    }
    /// Two hexadecimal digits a byte.
    fn json(&self, out: &mut String) {
        out.push('"');
        for byte in self {
            out.push_str(&format!("{byte:02x}"));
        }
        out.push('"');
    }
}

/// 64 bits that mean nothing but equality; eight bytes, low one first. In JSON a text of sixteen hexadecimal digits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Hash(pub u64);

impl Field for Hash {
    const SHAPE: &'static str = "hash";
    fn write(&self, encoder: &mut Encoder) {
        encoder.bytes.extend_from_slice(&self.0.to_le_bytes());
    }
    fn read(decoder: &mut Decoder<'_>) -> Result<Self, Malformed> {
        let bytes = decoder.exact(8)?.try_into().map_err(|_| Malformed)?;
        Ok(Hash(u64::from_le_bytes(bytes)))
    }
    fn json(&self, out: &mut String) {
        out.push_str(&format!("\"{:016x}\"", self.0));
    }
}

macro_rules! numbers_of_things {
    ($($(#[$doc:meta])* $name:ident $shape:literal $class:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u64);

        impl Field for $name {
            const SHAPE: &'static str = $shape;
            #[inline]
            fn write(&self, encoder: &mut Encoder) {
                encoder.delta(Class::$class, self.0);
            }
            fn read(decoder: &mut Decoder<'_>) -> Result<Self, Malformed> {
                decoder.delta(Class::$class).map($name)
            }
            fn json(&self, out: &mut String) {
                json::number(out, self.0);
            }
        }

        impl Field for Option<$name> {
            const SHAPE: &'static str = concat!($shape, "?");
            #[inline]
            fn write(&self, encoder: &mut Encoder) {
                encoder.optional_delta(Class::$class, self.map(|number| number.0));
            }
            fn read(decoder: &mut Decoder<'_>) -> Result<Self, Malformed> {
                Ok(decoder.optional_delta(Class::$class)?.map($name))
            }
            fn json(&self, out: &mut String) {
                match self {
                    Some(number) => number.json(out),
                    None => out.push_str("null"),
                }
            }
        }
    )*};
}

numbers_of_things! {
    /// A task, in the order of queuing.
    Task "task" Task;
    /// An operation, in the order of starting.
    Operation "operation" Operation;
    /// A job, in the order of queuing, which is the order of running.
    Job "job" Job;
    /// A `process.nextTick` callback, in the order of queuing.
    Tick "tick" Tick;
    /// A promise, in the order of meeting.
    Promise "promise" Promise;
    /// One run of an async function, an async generator or a module, in the order of its first await.
    Activation "activation" Activation;
    /// An event target, in the order of meeting.
    Target "target" Target;
    /// A port of a channel: equal in all agents. The upper 16 bits are the agent that made it.
    Port "port" Port;
    /// Nanoseconds since the record's beginning.
    Time "time" Time;
    /// Nanoseconds on a clock of the program's.
    ClockValue "clock" Clock;
}

macro_rules! rows_of_tables {
    ($($(#[$doc:meta])* $name:ident $shape:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl Field for $name {
            const SHAPE: &'static str = $shape;
            #[inline]
            fn write(&self, encoder: &mut Encoder) {
                encoder.varint(u64::from(self.0));
            }
            fn read(decoder: &mut Decoder<'_>) -> Result<Self, Malformed> {
                u32::try_from(decoder.varint()?).map($name).map_err(|_| Malformed)
            }
            fn json(&self, out: &mut String) {
                json::number(out, u64::from(self.0));
            }
        }

        impl Field for Option<$name> {
            const SHAPE: &'static str = concat!($shape, "?");
            #[inline]
            fn write(&self, encoder: &mut Encoder) {
                encoder.varint(self.map_or(0, |row| u64::from(row.0) + 1));
            }
            fn read(decoder: &mut Decoder<'_>) -> Result<Self, Malformed> {
                match decoder.varint()? {
                    0 => Ok(None),
                    more => u32::try_from(more - 1).map(|row| Some($name(row))).map_err(|_| Malformed),
                }
            }
            fn json(&self, out: &mut String) {
                match self {
                    Some(row) => row.json(out),
                    None => out.push_str("null"),
                }
            }
        }
    )*};
}

rows_of_tables! {
    /// A row of the agent's table of strings.
    Str "string";
    /// A row of the agent's table of scripts.
    Script "script";
    /// A row of the agent's table of sites.
    Site "site";
    /// A row of the agent's table of stacks.
    Stack "stack";
}

macro_rules! named_choices {
    ($($(#[$doc:meta])* $name:ident $shape:literal { $($(#[$member_doc:meta])* $member:ident = $number:literal $word:literal,)* })*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
            pub enum $name {
                $($(#[$member_doc])* $member = $number,)*
            }

            impl $name {
                /// All of them, with their words.
                pub const ALL: &'static [($name, &'static str)] = &[$(($name::$member, $word),)*];

                /// Its word in JSON and in plain words.
                pub fn word(self) -> &'static str {
                    match self {
                        $($name::$member => $word,)*
                    }
                }
            }

            impl Field for $name {
                const SHAPE: &'static str = $shape;
                fn write(&self, encoder: &mut Encoder) {
                    encoder.bytes.push(*self as u8);
                }
                fn read(decoder: &mut Decoder<'_>) -> Result<Self, Malformed> {
                    match decoder.byte()? {
                        $($number => Ok($name::$member),)*
                        _ => Err(Malformed),
                    }
                }
                fn json(&self, out: &mut String) {
                    json::string(out, self.word());
                }
            }
        )*

        /// Every choice: its shape, and the numbers and words of its members.
        pub const CHOICES: &[(&str, &[(u8, &str)])] = &[$(($shape, &[$(($number, $word),)*]),)*];
    };
}

named_choices! {
    /// What an agent is.
    AgentKind "agent kind" {
        Main = 0 "main",
        Worker = 1 "worker",
    }
    /// A part of a turn.
    Phase "phase" {
        Poll = 0 "poll",
        Check = 1 "check",
        Close = 2 "close",
        Timers = 3 "timers",
    }
    /// Where a task comes from.
    Source "source" {
        Script = 0 "script",
        Timer = 1 "timer",
        Immediate = 2 "immediate",
        Networking = 3 "networking",
        FileIo = 4 "file I/O",
        UserInteraction = 5 "user interaction",
        MessagePort = 6 "message port",
        Worker = 7 "worker",
        JavaScriptEngine = 8 "JavaScript engine",
        Signal = 9 "signal",
        ChildProcess = 10 "child process",
        Pool = 11 "pool",
        Close = 12 "close",
        Generic = 13 "generic",
    }
    /// What an operation is.
    OperationKind "operation kind" {
        Timer = 0 "timer",
        Immediate = 1 "immediate",
        Fs = 2 "file",
        FsWatch = 3 "file watch",
        Net = 4 "socket",
        Http = 5 "http",
        Dns = 6 "name look-up",
        Child = 7 "child process",
        Pool = 8 "pool",
        Stream = 9 "stream",
        Lock = 10 "lock",
        UiListener = 11 "user interaction",
        Signal = 12 "signal",
        Stdin = 13 "standard input",
        Worker = 14 "worker",
        MessagePort = 15 "message port",
    }
    /// What a job does.
    JobKind "job kind" {
        /// a `then`, `catch` or `finally` callback
        Reaction = 0 "reaction",
        /// calls the `then` of what a promise was resolved with
        Thenable = 1 "thenable",
        /// continues after an `await`
        Resume = 2 "resume",
        /// a `queueMicrotask` callback
        Callback = 3 "callback",
        /// a step of the engine's own
        Internal = 4 "internal",
    }
    /// How a promise was made.
    PromiseKind "promise kind" {
        /// `new Promise`, or a step of the engine's own
        Constructor = 0 "constructor",
        /// an async function's
        Async = 1 "async function",
        /// `then`, `catch` and `finally` give one
        Then = 2 "then",
        /// `Promise.resolve`, `Promise.reject`, and `await` of what is no promise
        Resolve = 3 "resolve",
        /// `Promise.all`
        All = 4 "all",
        /// `Promise.allSettled`
        AllSettled = 5 "allSettled",
        /// `Promise.any`
        Any = 6 "any",
        /// `Promise.race`
        Race = 7 "race",
        /// the runtime's own, for the result of a Web API
        Operation = 8 "operation",
    }
    /// How a promise was settled.
    PromiseState "promise state" {
        Fulfilled = 0 "fulfilled",
        Rejected = 1 "rejected",
    }
    /// Where a text of the program's went.
    Output "output" {
        Out = 0 "stdout",
        Error = 1 "stderr",
    }
    /// How a lock is held.
    LockMode "lock mode" {
        Exclusive = 0 "exclusive",
        Shared = 1 "shared",
    }
    /// Which clock was read.
    ClockName "clock name" {
        Monotonic = 0 "monotonic",
        Wall = 1 "wall",
    }
}
