import { ERRORS, type ErrorArguments, type ErrorName } from './catalogue.ts';

const BRAND = 'hart.error';

/**
 * The only error class that Hart throws. Expected outcomes (traps, invalid blocks) are values, not
 * errors; a `HartError` means a bad argument, a bad file, a missing tool or a bug.
 *
 * @example
 * throw new HartError('ELF_WRONG_MACHINE', { found: 62 });
 */
export class HartError<Name extends ErrorName = ErrorName> extends Error {
  readonly brand = BRAND;
  override readonly name = 'HartError';
  readonly errorName: Name;
  /** Stable code such as `HART1004`; tests and scripts match on it, never on the text. */
  readonly code: string;
  /** What the reader can do about it. */
  readonly fix: string;
  readonly arguments: ErrorArguments<Name>;

  constructor(name: Name, args: ErrorArguments<Name>, options?: { cause?: unknown }) {
    const { code, message, fix } = ERRORS[name];
    const values = args as Record<string, string | number | bigint>;
    super(
      message.replace(/\{(\w+)\}/g, (_, key: string) => String(values[key])),
      options,
    );
    this.errorName = name;
    this.code = code;
    this.fix = fix;
    this.arguments = args;
  }

  /** Plain data for `--json` and for crossing worker boundaries. */
  toJSON(): { code: string; name: string; message: string; fix: string } {
    return { code: this.code, name: this.errorName, message: this.message, fix: this.fix };
  }
}

/** Whether `value` is a {@link HartError} (of the given name), by brand, so copies of the package agree. */
export function isHartError<Name extends ErrorName>(
  value: unknown,
  name?: Name,
): value is HartError<Name> {
  if (typeof value !== 'object' || value === null) return false;
  const error = value as Partial<HartError>;
  return error.brand === BRAND && (name === undefined || error.errorName === name);
}
