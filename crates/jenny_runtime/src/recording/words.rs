//! What the loop and the agent call things, in the words of a record.

use jenny_engine::agent::observer::PromiseOrigin;
use jenny_trace::field::{OperationKind as Kind, Phase, PromiseKind, Source};

use crate::event_loop::Phase as LoopPhase;
use crate::event_loop::{OperationKind, TaskSource};

pub(super) fn phase_of(phase: LoopPhase) -> Phase {
    match phase {
        LoopPhase::Poll => Phase::Poll,
        LoopPhase::Check => Phase::Check,
        LoopPhase::Close => Phase::Close,
        LoopPhase::Timers => Phase::Timers,
    }
}

/// What a record calls a source.
pub(crate) fn source_word(source: TaskSource) -> &'static str {
    source_of(source).word()
}

/// What a record calls a kind of operations.
pub(crate) fn kind_word(kind: OperationKind) -> &'static str {
    kind_of(kind).word()
}

pub(super) fn source_of(source: TaskSource) -> Source {
    match source {
        TaskSource::Script => Source::Script,
        TaskSource::Timer => Source::Timer,
        TaskSource::Immediate => Source::Immediate,
        TaskSource::Networking => Source::Networking,
        TaskSource::FileIo => Source::FileIo,
        TaskSource::UserInteraction => Source::UserInteraction,
        TaskSource::MessagePort => Source::MessagePort,
        TaskSource::Worker => Source::Worker,
        TaskSource::JavaScriptEngine => Source::JavaScriptEngine,
        TaskSource::Signal => Source::Signal,
        TaskSource::ChildProcess => Source::ChildProcess,
        TaskSource::Pool => Source::Pool,
        TaskSource::Close => Source::Close,
        TaskSource::Generic => Source::Generic,
    }
}

pub(super) fn kind_of(kind: OperationKind) -> Kind {
    match kind {
        OperationKind::Timer => Kind::Timer,
        OperationKind::Immediate => Kind::Immediate,
        OperationKind::Fs => Kind::Fs,
        OperationKind::FsWatch => Kind::FsWatch,
        OperationKind::Net => Kind::Net,
        OperationKind::Http => Kind::Http,
        OperationKind::Dns => Kind::Dns,
        OperationKind::Child => Kind::Child,
        OperationKind::Pool => Kind::Pool,
        OperationKind::Stream => Kind::Stream,
        OperationKind::Lock => Kind::Lock,
        OperationKind::UiListener => Kind::UiListener,
        OperationKind::Signal => Kind::Signal,
        OperationKind::Stdin => Kind::Stdin,
        OperationKind::Worker => Kind::Worker,
        OperationKind::MessagePort => Kind::MessagePort,
    }
}

pub(super) fn origin_of(origin: PromiseOrigin) -> PromiseKind {
    match origin {
        PromiseOrigin::Constructor => PromiseKind::Constructor,
        PromiseOrigin::AsyncFunction => PromiseKind::Async,
        PromiseOrigin::Then => PromiseKind::Then,
        PromiseOrigin::Resolve => PromiseKind::Resolve,
        PromiseOrigin::All => PromiseKind::All,
        PromiseOrigin::AllSettled => PromiseKind::AllSettled,
        PromiseOrigin::Any => PromiseKind::Any,
        PromiseOrigin::Race => PromiseKind::Race,
        PromiseOrigin::Host => PromiseKind::Operation,
    }
}
