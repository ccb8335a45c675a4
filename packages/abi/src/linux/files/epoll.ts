import type { OpenFile } from './file.ts';

export const POLL = { in: 1, out: 4, error: 8, hangUp: 16, invalid: 32 } as const;
const EDGE_TRIGGERED = 1 << 31;
const ONE_SHOT = 1 << 30;

interface Interest {
  events: number;
  data: bigint;
  file: OpenFile;
  /** What was reported since it was last not ready. */
  reported: number;
}

/** An open `epoll` file: which files to wait for. */
export interface Epoll extends OpenFile {
  /** By file number. */
  readonly interests: Map<number, Interest>;
  /** At most `limit` events that are there now. */
  collect(limit: number): { events: number; data: bigint }[];
}

export function isEpoll(file: OpenFile): file is Epoll {
  return 'interests' in file;
}

/** Which of {@link POLL} hold for a file now. */
export function pollEvents(file: OpenFile): number {
  const { read, write } = file.ready();
  return (
    (read && file.read !== undefined ? POLL.in : 0) |
    (write && file.write !== undefined ? POLL.out : 0)
  );
}

export function createEpoll(inode: number): Epoll {
  const interests = new Map<number, Interest>();

  function pending(interest: Interest): number {
    const now = pollEvents(interest.file) & interest.events;
    if ((interest.events & EDGE_TRIGGERED) === 0) return now;
    // An edge is what was not reported before; whatever is not ready any more can be one again.
    interest.reported &= now;
    return now & ~interest.reported;
  }

  return {
    path: 'anon_inode:[eventpoll]',
    status: { mode: 0o600, inode, size: 0 },
    flags: 0,
    position: 0,
    interests,
    ready: () => ({
      read: interests.values().some((interest) => pending(interest) !== 0),
      write: false,
    }),
    collect(limit) {
      const found: { events: number; data: bigint }[] = [];
      for (const interest of interests.values()) {
        if (found.length >= limit) break;
        const events = pending(interest);
        if (events === 0) continue;
        interest.reported |= events;
        if ((interest.events & ONE_SHOT) !== 0) interest.events = 0;
        found.push({ events, data: interest.data });
      }
      return found;
    },
  };
}
