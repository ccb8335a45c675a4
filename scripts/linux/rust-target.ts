/** How Rust programs are built for Linux: static, by Debian's compiler and the source that is packaged with it. */
export const RUST_TARGET = 'riscv64gc-unknown-linux-gnu';
export const RUSTC = '/usr/bin/rustc';
export const CARGO = '/usr/bin/cargo';
export const GLIBC_COMPILER = 'riscv64-linux-gnu-gcc';

/** What cargo's environment needs to build into the folder `target`. */
export function rustEnvironment(target: string): Record<string, string> {
  return {
    CARGO_TARGET_DIR: target,
    RUSTC,
    // Builds the standard library, which the stable compiler refuses otherwise.
    RUSTC_BOOTSTRAP: '1',
    RUSTFLAGS: '-Ctarget-feature=+crt-static -Crelocation-model=static',
    CARGO_TARGET_RISCV64GC_UNKNOWN_LINUX_GNU_LINKER: GLIBC_COMPILER,
  };
}
