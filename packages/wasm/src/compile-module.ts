/**
 * How much a WebAssembly engine should do for a module's speed: `baseline` compiles quickly,
 * `optimised` slowly to fast code.
 */
export type Tier = 'baseline' | 'optimised';

/** Turns bytes into a module. */
export type ModuleCompiler = (bytes: Uint8Array<ArrayBuffer>, tier: Tier) => WebAssembly.Module;

/** Leaves the choice, and the time of it, to the engine. */
const plain: ModuleCompiler = (bytes) => new WebAssembly.Module(bytes);

let compiler = plain;

/** Compiles with whatever {@link useModuleCompiler} has set, by default as the engine sees fit. */
export function compileModule(bytes: Uint8Array<ArrayBuffer>, tier: Tier): WebAssembly.Module {
  return compiler(bytes, tier);
}

/**
 * Sets how this process (or worker) compiles modules. For hosts that have a way to tell their engine,
 * which is always the engine's own and process-wide.
 */
export function useModuleCompiler(custom: ModuleCompiler): void {
  compiler = custom;
}

/** Whether tiers make a difference, so that compiling something again may be worth it. */
export function hasTiers(): boolean {
  return compiler !== plain;
}
