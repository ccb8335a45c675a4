export type { Command, Option } from './command.ts';
export { COMMON_OPTIONS } from './command.ts';
export { COMMANDS } from './commands.ts';
export { EXIT_CODES } from './exit-code.ts';
export { optionDescription, optionSyntax } from './help.ts';
export { main } from './main.ts';
