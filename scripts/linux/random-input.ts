import type { Program } from './programs.ts';

/** Numbers from 0 up to `limit`, always the same for a seed. */
type Dice = (limit: number) => number;

function createDice(seed: number): Dice {
  let state = seed >>> 0;
  return (limit) => {
    // Mulberry32
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % limit;
  };
}

function json(dice: Dice, depth = 0): string {
  const list = () => Array.from({ length: dice(5) }, () => json(dice, depth + 1));
  switch (dice(depth > 5 ? 4 : 6)) {
    case 0:
      return ['true', 'false', 'null'][dice(3)] as string;
    case 1:
      return String((dice(2 ** 31) - 2 ** 30) / 10 ** dice(12));
    case 2:
      return JSON.stringify(text(dice, dice(12)));
    case 3:
      return `${dice(10)}e${dice(600) - 300}`;
    case 4:
      return `[${list().join(' , ')}]`;
    default:
      return `{${list()
        .map((value, n) => `"k${n}":${value}`)
        .join(',')}}`;
  }
}

function text(dice: Dice, length: number): string {
  const letters = 'abcABC 0123-\n"\\é\u0007🙂';
  return Array.from({ length }, () => [...letters][dice([...letters].length)]).join('');
}

function expression(dice: Dice, depth = 0): string {
  if (depth > 6 || dice(4) === 0) return String(dice(dice(3) === 0 ? 2 ** 31 : 20));
  const [a, b] = [expression(dice, depth + 1), expression(dice, depth + 1)];
  const operator = '+-*/%'[dice(5)];
  return dice(3) === 0 ? `-(${a}${operator}${b})` : `(${a} ${operator} ${b})`;
}

const WRITERS: Record<NonNullable<Program['fuzz']>, (dice: Dice) => string> = {
  json: (dice) => json(dice),
  lines: (dice) => text(dice, dice(400)),
  expressions: (dice) => Array.from({ length: 10 }, () => expression(dice)).join('\n'),
};

/** A random input of a kind; every third is damaged at one place. */
export function randomInput(kind: NonNullable<Program['fuzz']>, seed: number): string {
  const dice = createDice(seed);
  const whole = WRITERS[kind](dice);
  if (seed % 3 !== 0 || whole.length === 0) return whole;
  const at = dice(whole.length);
  return whole.slice(0, at) + text(dice, dice(3)) + whole.slice(at + dice(3));
}
