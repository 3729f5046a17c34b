import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { buildSchema, parse, validate } from 'graphql';
import { CHAPTERS } from './chapters.ts';
import type { Ask, Deed } from './deed.ts';
import { refusedAs } from './domains.ts';
import { operatorCommands } from './program.ts';
import { EXAMPLE } from './therapist.example.ts';

const DEEDS = CHAPTERS.flatMap(({ deeds }) => deeds);
const schemaOf = (app: string) =>
  buildSchema(readFileSync(`apps/${app}/schema.graphql`, 'utf8'));
const SCHEMAS = { gateway: schemaOf('gateway'), vault: schemaOf('worker') };

/** The arguments of a line, with quotation marks as a shell reads them. */
const words = (line: string) => [...line.matchAll(/"([^"]*)"|(\S+)/g)]
  .map(([, quoted, plain]) => quoted ?? plain ?? '');

/** Run a deed on its own example, and hear what it asks. */
async function asked(deed: Deed): Promise<string[]> {
  const command = new Command().exitOverride();
  deed.options?.(command);
  command.parse(words(deed.example.replace(/>.*/, '')), { from: 'user' });
  const faults: string[] = [];
  const stop = new Error('heard');
  const ask = (domain: keyof typeof SCHEMAS): Ask => (query) => {
    faults.push(...validate(SCHEMAS[domain], parse(query)).map(({ message }) => message));
    faults.push('asked');
    return Promise.reject(stop);
  };
  const domains = { gateway: ask('gateway'), vault: ask('vault'), vaultKey: () => Promise.resolve('ab'.repeat(32)),
    therapistPage: 'http://127.0.0.1:3000/therapist', signNextKey: (key: string) => Promise.resolve(key) };
  await deed.run(domains, command.opts()).catch((error: unknown) => {
    if (error !== stop) throw error;
  });
  return faults;
}

describe('every command', () => {
  const before = process.env['INIT_CWD'];
  beforeAll(() => {
    const folder = mkdtempSync(join(tmpdir(), 'deeds-'));
    writeFileSync(join(folder, 'therapist.json'), JSON.stringify(EXAMPLE));
    process.env['INIT_CWD'] = folder;
  });
  afterAll(() => {
    if (before === undefined) delete process.env['INIT_CWD'];
    else process.env['INIT_CWD'] = before;
  });

  it.each(DEEDS.map((deed) => [deed.name, deed] as const))(
    '%s takes its own example, and asks for what the committed schema has', async (name, deed) => {
      const silent = [
        'provider example', 'vault-key', 'vault-key-succession', 'terms preview'].includes(name);
      expect(await asked(deed)).toEqual(silent ? [] : ['asked']);
    });

  it.each([
    [{ code: 'A', message: 'must be b.', field: 'c.d' }, 'A: "c.d" must be b.'],
    [{ code: 'A', message: '"c.d" must be b.', field: 'c.d' }, 'A: "c.d" must be b.'],
    [{ code: 'A', message: 'Do b.', field: null }, 'A: Do b.'], [{ code: 'A', message: 'Do b.' }, 'A: Do b.'],
    [{ code: 'A' }, undefined], [null, undefined], [[], undefined],
  ])('that is refused names the field once: %j', (answer, told) => {
    expect(refusedAs(answer)).toBe(told);
  });

  it('stands in the table of contents with its example, under its chapter', () => {
    const contents = operatorCommands({}, () => undefined).helpInformation();
    for (const { title, deeds } of CHAPTERS) {
      expect(contents).toContain(`\n${title}\n`);
      for (const { name, about, example } of deeds) {
        expect(contents).toContain(`  ${name.padEnd(25)} ${about}\n`);
        expect(contents).toContain(`npm run --silent operator -- ${name}${example && ` ${example}`}\n`);
      }
    }
  });

  it('covers what a month needs: lists, changes and ends of everything that is made', () => {
    const known = DEEDS.map(({ name }) => name);
    const needed = {
      employer: ['list', 'show', 'create', 'change', 'deactivate', 'reactivate'],
      team: ['show', 'invite', 'let-in', 'requests', 'confirm'],
      invoice: ['list', 'show', 'cancel'], payment: ['list', 'surplus', 'record', 'return'],
      programme: ['list'], period: ['list'], terms: ['list', 'show', 'confirm'], payouts: ['list', 'show', 'run', 'waiting', 'approve'],
      provider: ['list', 'show', 'example', 'register', 'change', 'licence', 'reset-password',
        'deactivate', 'reactivate'],
    };
    const wanted = Object.entries(needed).flatMap(([subject, verbs]) =>
      verbs.map((verb) => `${subject} ${verb}`));
    expect(wanted.filter((name) => !known.includes(name))).toEqual([]);
  });
});
