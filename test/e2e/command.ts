import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const MAIN = fileURLToPath(new URL('../../dist/demo/main.js', import.meta.url));

/** Run the compiled demo as its command does; `onOutput` hears of each piece that it prints. */
export function runDemo(
  args: readonly string[],
  onOutput: (child: ChildProcess, stdout: string) => void = () => undefined,
): Promise<Ended> {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (piece: Buffer) => {
    stdout += piece.toString();
    onOutput(child, stdout);
  });
  child.stderr.on('data', (piece: Buffer) => { stderr += piece.toString(); });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => { resolve({ code, stdout, stderr }); });
  });
}

/** An empty folder of this test's own. */
export function emptyFolder(): string {
  return mkdtempSync(join(tmpdir(), 'sotto-e2e-'));
}
