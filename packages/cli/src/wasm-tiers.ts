import process from 'node:process';
import { setFlagsFromString } from 'node:v8';
import { useModuleCompiler } from '@hart/wasm';

/** Versions of V8 whose flags are known to mean what is expected here. */
const KNOWN_V8 = /^1[3-4]\./;

/**
 * Makes V8 compile modules in the tier that the engine asks for: at once with the baseline compiler, or
 * with the optimising one. Left alone, V8 starts with the baseline and optimises on other threads what
 * seems hot to it, in which inlining takes most of the time; for a run of a second that costs more than
 * it brings. The flags hold for all of the process, so this is for commands whose purpose is one run.
 * Does nothing on engines that it does not know: they choose for themselves.
 */
export function useWasmTiers(): void {
  if (!KNOWN_V8.test(process.versions.v8 ?? '')) return;
  setFlagsFromString('--no-wasm-inlining');
  setFlagsFromString('--no-wasm-inlining-call-indirect');
  setFlagsFromString('--no-wasm-tier-up');
  setFlagsFromString('--no-wasm-dynamic-tiering');
  useModuleCompiler((bytes, tier) => {
    if (tier === 'baseline') return new WebAssembly.Module(bytes);
    setFlagsFromString('--no-liftoff');
    setFlagsFromString('--no-wasm-lazy-compilation');
    try {
      return new WebAssembly.Module(bytes);
    } finally {
      setFlagsFromString('--liftoff');
      setFlagsFromString('--wasm-lazy-compilation');
    }
  });
}
