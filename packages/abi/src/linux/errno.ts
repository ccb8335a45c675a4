/** Errors of Linux calls on riscv64 (asm-generic/errno*.h). A call that fails returns the number, negated. */
export const ERRNO = {
  EPERM: 1,
  ENOENT: 2,
  ESRCH: 3,
  EINTR: 4,
  EBADF: 9,
  EAGAIN: 11,
  ENOMEM: 12,
  EACCES: 13,
  EFAULT: 14,
  EEXIST: 17,
  ENOTDIR: 20,
  EISDIR: 21,
  EINVAL: 22,
  EMFILE: 24,
  ENOTTY: 25,
  ENOSPC: 28,
  ESPIPE: 29,
  EROFS: 30,
  EPIPE: 32,
  ERANGE: 34,
  ENAMETOOLONG: 36,
  ENOSYS: 38,
  ENOTEMPTY: 39,
  ELOOP: 40,
  EOVERFLOW: 75,
  ETIMEDOUT: 110,
} as const;

/** What calls return when they fail: `-EBADF` is `FAIL.EBADF`. */
export const FAIL = Object.fromEntries(
  Object.entries(ERRNO).map(([name, number]) => [name, -number]),
) as { readonly [Name in keyof typeof ERRNO]: number };
