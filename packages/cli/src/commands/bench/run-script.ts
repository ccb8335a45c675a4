import { spawn } from 'node:child_process';
import process from 'node:process';
import { createInterface } from 'node:readline';
import type { Progress } from '../../progress.ts';

/** How a script ended. */
export interface ScriptResult {
  status: number | null;
  stdout: string;
  /** The last line of standard error: the reason, if it failed. */
  said: string;
}

/** Runs a script of the repository in this Node, passing on what it says on standard error. */
export function runScript(args: readonly string[], progress: Progress): Promise<ScriptResult> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    createInterface(child.stderr).on('line', (line) => {
      if (said !== '') progress.note(said);
      said = line;
    });
    child.on('close', (status) => {
      // the reason of a failure is told by an error
      if (status === 0 && said !== '') progress.note(said);
      resolve({ status, stdout, said });
    });
  });
}
