export type { Command, Option } from './command.ts';
export { COMMON_OPTIONS } from './command.ts';
export type { EngineReport } from './commands/bench/engine/report.ts';
export { REPORT_FILES } from './commands/bench/engine/write-report.ts';
export { COMMANDS } from './commands.ts';
export { EXIT_CODES } from './exit-code.ts';
export { optionDescription, optionSyntax } from './help.ts';
export { main } from './main.ts';
