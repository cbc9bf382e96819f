//! Suspension: the work is in `interpreter::generator`; where to go on comes back as a landing.

use crate::interpreter::dispatch::*;
use crate::interpreter::slow::Insn;
use crate::interpreter::slow::generator as slow;

/// `name => function`: the function leaves where to go on in the agent.
macro_rules! suspending {
    ($($name:ident => $function:path;)*) => { handlers! { $(
        $name(W, pc, regs, agent) {
            publish!(pc, regs, agent);
            let next = $function(&mut *agent, Insn::new(pc, regs, W));
            match next.how {
                slow::How::Resume => { dispatch!(next.pc, (*agent).interpreter.next_regs, agent) }
                slow::How::Exit => return exit(EXIT_VALUE),
                slow::How::ExitThrow => return exit(EXIT_THROW),
                slow::How::Throw => throw!(pc, regs, agent),
            }
        }
    )* } };
}
suspending! {
    generator_start => slow::generator_start;
    yield_ => slow::yield_;
    yield_delegate => slow::yield_delegate;
    await_ => slow::await_;
    async_iterator_step => slow::async_iterator_step;
}
