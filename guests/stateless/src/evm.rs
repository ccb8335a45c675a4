//! revm's EVM with probes: where a contract is called and comes back, and at each opcode.
use core::ptr;

use revm::context::FrameStack;
use revm::handler::evm::{ContextDbError, FrameInitResult};
use revm::handler::instructions::{EthInstructions, InstructionProvider};
use revm::handler::{EthFrame, EthPrecompiles, EvmTr, FrameInitOrResult, FrameResult, MainnetContext, MainnetEvm};
use revm::interpreter::interpreter::EthInterpreter;
use revm::interpreter::interpreter_action::FrameInit;
use revm::interpreter::interpreter_types::{Jumps, LoopControl};
use revm::interpreter::{FrameInput, GasTable, Host, InstructionTable, Interpreter, InterpreterAction};

use crate::probe::probe;
use crate::state::WitnessState;

pub type EvmContext<'a> = MainnetContext<WitnessState<'a>>;
type Instructions<'a> = EthInstructions<EthInterpreter, EvmContext<'a>>;
type Frame = EthFrame<EthInterpreter>;

pub struct Evm<'a>(pub MainnetEvm<EvmContext<'a>>);

impl<'a> EvmTr for Evm<'a> {
    type Context = EvmContext<'a>;
    type Instructions = Instructions<'a>;
    type Precompiles = EthPrecompiles;
    type Frame = Frame;

    fn all(&self) -> (&Self::Context, &Self::Instructions, &Self::Precompiles, &FrameStack<Frame>) {
        self.0.all()
    }

    fn all_mut(
        &mut self,
    ) -> (&mut Self::Context, &mut Self::Instructions, &mut Self::Precompiles, &mut FrameStack<Frame>) {
        self.0.all_mut()
    }

    fn frame_init(&mut self, frame: FrameInit) -> Result<FrameInitResult<'_, Frame>, ContextDbError<Self::Context>> {
        match &frame.frame_input {
            FrameInput::Call(call) => probe!("call", ptr::from_ref(&call.bytecode_address)),
            FrameInput::Create(_) => probe!("create"),
            FrameInput::Empty => {}
        }
        self.0.frame_init(frame)
    }

    fn frame_run(&mut self) -> Result<FrameInitOrResult<Frame>, ContextDbError<Self::Context>> {
        let MainnetEvm { ctx, instruction, frame_stack, .. } = &mut self.0;
        let frame = frame_stack.get();
        let action = run(&mut frame.interpreter, instruction.instruction_table(), instruction.gas_table(), ctx);
        frame.process_next_action(ctx, action).inspect(|next| {
            if next.is_result() {
                frame.set_finished(true);
            }
        })
    }

    fn frame_return_result(
        &mut self,
        result: FrameResult,
    ) -> Result<Option<FrameResult>, ContextDbError<Self::Context>> {
        probe!("return");
        self.0.frame_return_result(result)
    }
}

/// `Interpreter::run_plain`, with a probe.
#[inline]
fn run<H: Host>(
    interpreter: &mut Interpreter<EthInterpreter>,
    instructions: &InstructionTable<EthInterpreter, H>,
    gas: &GasTable,
    host: &mut H,
) -> InterpreterAction {
    let end = loop {
        probe!("opcode", usize::from(interpreter.bytecode.opcode()));
        if let Err(end) = interpreter.step(instructions, gas, host) {
            break end;
        }
    };
    if interpreter.bytecode.action().is_none() {
        interpreter.halt(end);
    }
    interpreter.take_next_action()
}
