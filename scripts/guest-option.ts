import process from 'node:process';
import {
  ACCELERATION_LEVELS,
  type AccelerationLevel,
  GUEST_NAMES,
  type GuestName,
} from '@hart/stateless';
import { buildGoGuest } from './go-guests.ts';

/** The guest of a name given on the command line, built if it is in Go. Ends the process if there is none. */
export function guestNamed(given: string): GuestName {
  const guest = GUEST_NAMES.find((name) => name === given);
  if (guest === undefined) {
    console.error(`There is no guest ${given}; there are ${GUEST_NAMES.join(', ')}.`);
    process.exit(2);
  }
  if (guest !== 'rust') buildGoGuest(guest === 'go' ? 'stateless-go' : 'stateless-go-bare');
  return guest;
}

/** The level of acceleration of a name given on the command line. Ends the process if there is none. */
export function levelNamed(given: string): AccelerationLevel {
  const level = ACCELERATION_LEVELS.find((name) => name === given);
  if (level !== undefined) return level;
  console.error(`There is no level ${given}; there are ${ACCELERATION_LEVELS.join(', ')}.`);
  process.exit(2);
}
