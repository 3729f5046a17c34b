import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readUserJson } from '#platform/process/user-files';
import { operatorCommands } from './program.ts';
import { EXAMPLE } from './therapist.example.ts';

/** How the table of contents writes the command whose output makes a file. */
const printed = operatorCommands({}, () => undefined).helpInformation().split('\n')
  .find((line) => line.includes('> therapist.json'))!.trim();
// How this test was called by npm says nothing of how somebody calls it.
const env = Object.fromEntries(Object.entries(process.env)
  .filter(([name]) => !/^npm_|^INIT_CWD$/i.test(name)));
const shell = (line: string) => execFileSync('sh', ['-c', line], { env, encoding: 'utf8' });

it('a printed command makes by npm, typed as it stands, the file that the next one takes', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'printed-')), 'therapist.json');
  shell(printed.replace('therapist.json', file));
  expect(readUserJson(file)).toEqual(EXAMPLE);
  const [call = ''] = printed.split(' provider example');
  expect(JSON.parse(shell(`${call} --json provider example`))).toEqual(EXAMPLE);
});
