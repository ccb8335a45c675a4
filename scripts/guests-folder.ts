import { fileURLToPath } from 'node:url';

export const guestsFolder = fileURLToPath(new URL('../guests', import.meta.url));
