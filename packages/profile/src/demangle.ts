/**
 * The name that a Rust function has in its source, of the one that the linker knows: both of the schemes
 * that rustc uses (`_R…`, RFC 2603, and the older `_ZN…17h<hash>E`). Crates are named without their hashes.
 * Any other name, also one that only looks like these, is returned as it is.
 */
export function demangle(name: string): string {
  // Suffixes such as `.llvm.123` or `.16` tell copies of a function apart.
  const base = /^[A-Za-z0-9_$]+(\.\.[A-Za-z0-9_$]+)*/.exec(name)?.[0] ?? '';
  if (base.startsWith('_R')) return demangleV0(base.slice(2)) ?? name;
  if (base.startsWith('_ZN')) return demangleLegacy(name.slice(3)) ?? name;
  return name;
}

const LEGACY_ESCAPES: Readonly<Record<string, string>> = {
  SP: '@',
  BP: '*',
  RF: '&',
  LT: '<',
  GT: '>',
  LP: '(',
  RP: ')',
  C: ',',
};

function demangleLegacy(text: string): string | undefined {
  const parts: string[] = [];
  let at = 0;
  while (text[at] !== 'E') {
    const digits = /^[1-9][0-9]{0,4}/.exec(text.slice(at, at + 5))?.[0];
    if (digits === undefined) return undefined;
    at += digits.length;
    const part = text.slice(at, at + Number(digits));
    if (part.length !== Number(digits)) return undefined;
    at += part.length;
    parts.push(part);
  }
  // Without the hash it is C++.
  if (parts.length < 2 || !/^h[0-9a-f]{16}$/.test(parts.pop() as string)) return undefined;
  return parts.map(unescapeLegacy).join('::');
}

function unescapeLegacy(part: string): string {
  return part
    .replace(/^_\$/, '$')
    .replaceAll('..', '::')
    .replace(/\$([A-Z]+)\$/g, (all, code: string) => LEGACY_ESCAPES[code] ?? all)
    .replace(/\$u([0-9a-f]{1,5})\$/g, (_, hex: string) =>
      String.fromCodePoint(Number.parseInt(hex, 16)),
    );
}

const BASIC_TYPES: Readonly<Record<string, string>> = {
  a: 'i8',
  b: 'bool',
  c: 'char',
  d: 'f64',
  e: 'str',
  f: 'f32',
  h: 'u8',
  i: 'isize',
  j: 'usize',
  l: 'i32',
  m: 'u32',
  n: 'i128',
  o: 'u128',
  p: '_',
  s: 'i16',
  t: 'u16',
  u: '()',
  v: '...',
  x: 'i64',
  y: 'u64',
  z: '!',
};

/** Names nest and repeat by back references; a hostile one must stay small. */
const MAX_DEPTH = 200;
const MAX_LENGTH = 20_000;

function demangleV0(text: string): string | undefined {
  const parser = createParser(text);
  try {
    const path = parser.path(true);
    return path.length <= MAX_LENGTH ? path : undefined;
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

/** Thrown inside the parser only. */
class Unreadable extends Error {}

/** A recursive descent over RFC 2603's grammar; each function returns what it read, as text. */
function createParser(text: string): { path(inValue: boolean): string } {
  let at = 0;
  let depth = 0;
  let work = MAX_LENGTH;
  /** Lifetimes that `for<…>` around the current place has named. */
  let bound = 0;

  const next = (): string => {
    const letter = text[at++];
    if (letter === undefined || work-- <= 0) throw new Unreadable();
    return letter;
  };
  const eat = (letter: string): boolean => {
    if (text[at] !== letter) return false;
    at++;
    return true;
  };
  const nested = <T>(read: () => T): T => {
    if (++depth > MAX_DEPTH) throw new Unreadable();
    const result = read();
    depth--;
    return result;
  };
  const until = (read: () => string): string[] => {
    const list: string[] = [];
    while (!eat('E')) list.push(read());
    return list;
  };

  /** `_` is 0, `0_` is 1, and so on. */
  function base62(): number {
    if (eat('_')) return 0;
    let value = 0;
    for (let digit = next(); digit !== '_'; digit = next()) {
      const n = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'.indexOf(digit);
      if (n < 0) throw new Unreadable();
      value = value * 62 + n;
    }
    return value + 1;
  }

  const optional = (letter: string): number => (eat(letter) ? base62() + 1 : 0);

  function identifier(): { name: string; index: number } {
    const index = optional('s');
    const isPunycode = eat('u');
    const digits = /^(0|[1-9][0-9]{0,5})/.exec(text.slice(at, at + 6))?.[0];
    if (digits === undefined) throw new Unreadable();
    at += digits.length;
    eat('_');
    const name = text.slice(at, at + Number(digits));
    if (name.length !== Number(digits)) throw new Unreadable();
    at += name.length;
    work -= name.length;
    return { name: isPunycode ? `punycode{${name}}` : name, index };
  }

  function backReference(read: () => string): string {
    const target = base62();
    const { length } = text;
    if (target >= at || at > length) throw new Unreadable();
    const back = at;
    at = target;
    const result = nested(read);
    at = back;
    work -= result.length;
    return result;
  }

  function path(inValue: boolean): string {
    return nested(() => {
      switch (next()) {
        case 'C':
          return identifier().name;
        case 'M':
          implementation();
          return `<${type()}>`;
        case 'X':
          implementation();
          return `<${type()} as ${path(false)}>`;
        case 'Y':
          return `<${type()} as ${path(false)}>`;
        case 'N':
          return nestedPath(inValue);
        case 'I': {
          const base = path(inValue);
          return `${base}${inValue ? '::' : ''}<${until(genericArgument).join(', ')}>`;
        }
        case 'B':
          return backReference(() => path(inValue));
        default:
          throw new Unreadable();
      }
    });
  }

  /** Where an implementation stands, which is not shown. */
  function implementation(): void {
    optional('s');
    path(false);
  }

  function nestedPath(inValue: boolean): string {
    const namespace = next();
    const outer = path(inValue);
    const { name, index } = identifier();
    if (/[a-z]/.test(namespace)) return name === '' ? outer : `${outer}::${name}`;
    const kind = namespace === 'C' ? 'closure' : namespace === 'S' ? 'shim' : namespace;
    return `${outer}::{${kind}${name === '' ? '' : `:${name}`}#${index}}`;
  }

  function lifetime(index: number): string {
    if (index === 0) return "'_";
    const n = bound - index;
    if (n < 0) throw new Unreadable();
    return n < 26 ? `'${String.fromCharCode(97 + n)}` : `'z${n - 25}`;
  }

  function genericArgument(): string {
    if (eat('L')) return lifetime(base62());
    return eat('K') ? constant() : type();
  }

  function type(): string {
    return nested(() => {
      const letter = next();
      const basic = BASIC_TYPES[letter];
      if (basic !== undefined) return basic;
      switch (letter) {
        case 'A':
          return `[${type()}; ${constant()}]`;
        case 'S':
          return `[${type()}]`;
        case 'T': {
          const items = until(type);
          return items.length === 1 ? `(${items[0]},)` : `(${items.join(', ')})`;
        }
        case 'R':
        case 'Q': {
          const index = eat('L') ? base62() : 0;
          const named = index === 0 ? '' : `${lifetime(index)} `;
          return `&${named}${letter === 'Q' ? 'mut ' : ''}${type()}`;
        }
        case 'P':
          return `*const ${type()}`;
        case 'O':
          return `*mut ${type()}`;
        case 'F':
          return binder(functionSignature);
        case 'D': {
          const bounds = binder(() => until(dynTrait).join(' + '));
          if (!eat('L')) throw new Unreadable();
          const index = base62();
          return `dyn ${bounds}${index === 0 ? '' : ` + ${lifetime(index)}`}`;
        }
        case 'B':
          return backReference(type);
        default:
          at--;
          return path(false);
      }
    });
  }

  function binder(read: () => string): string {
    const count = optional('G');
    if (count > work) throw new Unreadable();
    bound += count;
    const names = Array.from({ length: count }, (_, n) => lifetime(count - n));
    const result = read();
    bound -= count;
    return count === 0 ? result : `for<${names.join(', ')}> ${result}`;
  }

  function functionSignature(): string {
    const unsafe = eat('U') ? 'unsafe ' : '';
    let abi = '';
    if (eat('K')) {
      const name = eat('C') ? 'C' : identifier().name.replaceAll('_', '-');
      abi = `extern "${name}" `;
    }
    const parameters = until(type).join(', ');
    const result = type();
    return `${unsafe}${abi}fn(${parameters})${result === '()' ? '' : ` -> ${result}`}`;
  }

  function dynTrait(): string {
    const base = path(false);
    const bindings: string[] = [];
    while (eat('p')) bindings.push(`${identifier().name} = ${type()}`);
    if (bindings.length === 0) return base;
    const joined = bindings.join(', ');
    return base.endsWith('>') ? `${base.slice(0, -1)}, ${joined}>` : `${base}<${joined}>`;
  }

  function constant(): string {
    return nested(() => {
      if (eat('B')) return backReference(constant);
      const kind = next();
      if (kind === 'p') return '_';
      const negative = eat('n') ? '-' : '';
      let hex = '';
      for (let digit = next(); digit !== '_'; digit = next()) {
        if (!/[0-9a-f]/.test(digit)) throw new Unreadable();
        hex += digit;
      }
      const value = BigInt(`0x${hex || '0'}`);
      if (kind === 'b') return value === 0n ? 'false' : 'true';
      if (kind === 'c') return `'${String.fromCodePoint(Number(value & 0x1fffffn) % 0x110000)}'`;
      if (!/[ahijlmnostxy]/.test(kind)) throw new Unreadable();
      return negative + value.toString();
    });
  }

  return { path };
}
