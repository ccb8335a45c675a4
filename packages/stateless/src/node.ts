export {
  type BlockFolder,
  readBlockFile,
  readBlockFolder,
  readWitnessFile,
} from './block-folder.ts';
export { guestPath, readGuest } from './read-guest.ts';
