import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Printer, readLetters } from '../../../../demo/story/printer.ts';
import type { Client } from '../../testing/client.ts';
import { startRig, type Rig } from '../../testing/rig.ts';
import { createProgramme, letters, openPeriod, PERIOD, signedInOwner } from '../../testing/story.ts';
import { OutFile } from './out-file.ts';
import { operatorCommands } from './program.ts';

describe('the operator\'s commands about letters', () => {
  let rig: Rig;
  let origin: string;
  let owner: Client;
  let printer: Printer;
  let of: string;
  const folder = mkdtempSync(join(tmpdir(), 'letters-'));
  beforeAll(async () => {
    rig = await startRig();
    await rig.app.listen(0, '127.0.0.1');
    origin = await rig.app.getUrl();
    owner = await signedInOwner(rig);
    const programmeId = await createProgramme(owner);
    await openPeriod(rig, owner, programmeId);
    of = `--programme ${programmeId} --period ${PERIOD}`;
    printer = await Printer.open();
  });
  afterAll(async () => {
    await rig.close();
    rmSync(folder, { recursive: true });
  });

  async function run(args: string): Promise<string> {
    const lines: string[] = [];
    await operatorCommands(
      { SOTTO_ORIGIN: origin, GATEWAY_OPERATOR_TOKEN: rig.operatorToken },
      (line) => lines.push(line)).parseAsync(args.split(' '), { from: 'user' });
    return lines.join('\n');
  }
  const at = (name: string) => join(folder, name);
  const known = () => letters(rig, of.split(' ')[1]!);
  const print = (out: string, more = '') =>
    run(`letters print ${of} --printer ${printer.recipient} --out ${out}${more}`);

  it.each([
    ['a file that is there', () => print(at('there')), 'there is there already: name another file by --out.'],
    ['a folder that is not', () => print(at('no/such.age')), 'cannot be made, the folder'],
    ['a programme of nobody', () => run(`letters print --programme ${randomUUID()} --period ${PERIOD} `
      + `--printer ${printer.recipient} --out ${at('x.age')}`), 'NO_SUCH_PERIOD: There is no such period'],
    ['a period that is none', () => run(`${`letters print ${of}`.replace(PERIOD, '2026')} `
      + `--printer ${printer.recipient} --out ${at('x.age')}`), '--period "2026" must be a programme year'],
    ['a file that was never made', () => print(at('x.age'), ' --again 7'), 'NO_SUCH_FILE'],
    ['a key with a slip', () => run(`letters print ${of} --printer age1nokey --out ${at('x.age')}`),
      '--printer "age1nokey" must be an age public key'],
    ['codes in the open without a word', () => run(`letters seal ${of} --out ${at('x.pdf')}`),
      'Nothing was made. The codes stand readable'],
  ])('make nothing and leave no file for %s', async (_, make, why) => {
    writeFileSync(at('there'), 'kept');
    await expect(make()).rejects.toThrow(why);
    expect(readdirSync(folder)).toEqual(['there']);
    expect(readFileSync(at('there'), 'utf8')).toBe('kept');
    expect(await run(`letters list ${of}`)).toBe('No letters are made yet: `letters print` makes them.');
  });

  it('never say a secret key again that was typed as a printer\'s', async () => {
    const secret = `AGE-SECRET-KEY-1${'Q'.repeat(58)}`;
    const told = run(`letters print ${of} --printer ${secret} --out ${at('x.age')}`);
    await expect(told).rejects.toThrow('this is a secret one');
    await expect(told).rejects.not.toThrow(secret);
  });

  it('put a file down that its owner alone may read and the printer alone can', async () => {
    expect(await run('letters waiting')).toMatch(/EAP +2026-10 +155/);
    const said = await print(at('letters.age'));
    expect(said).toMatch(/Letters +155/);
    expect(said).toMatch(/Only this key opens it +([0-9a-f]{4}-){7}/);
    expect(statSync(at('letters.age')).mode & 0o777).toBe(0o600);
    const file = readFileSync(at('letters.age'));
    const all = await known();
    expect((await printer.read(file)).sort((a, b) => a.number - b.number)).toEqual(all);
    for (const name of readdirSync(folder)) {
      const text = readFileSync(at(name), 'latin1');
      expect(all.filter(({ code }) => text.includes(code) || said.includes(code))).toEqual([]);
      expect(text).not.toContain('%PDF');
    }
    expect(await run(`letters list ${of}`)).toMatch(/1 +155 +a printer .* operator +2026-11-02/);
    expect(await run('letters waiting')).toContain('No letters wait. Those of a year');
    await expect(print(at('more.age'))).rejects.toThrow('NOTHING_TO_MAKE');
  });

  it('make letters to fold where somebody takes it upon herself', async () => {
    const said = await run(`letters seal ${of} --out ${at('fold.pdf')} --codes-in-the-open --again 1 --language es`);
    expect(said).toContain('fold the lower third up');
    expect(await readLetters(readFileSync(at('fold.pdf')))).toHaveLength(155);
    expect(await run(`letters list ${of}`)).toMatch(/2 +155 +folding/);
  });

  it('say how to make a file again that could not be put down, and leave no half of it', () => {
    const place = OutFile.take(at('lost.age'));
    rmSync(place.path);
    mkdirSync(join(place.path, 'in-the-way'), { recursive: true });
    expect(() => { place.write(new Uint8Array(9), 'Make it again by --again 3.'); })
      .toThrow(/lost\.age .*Make it again by --again 3\./);
    expect(existsSync(at('lost.age.new'))).toBe(false);
    expect(readdirSync(folder).filter((name) => name.endsWith('.new'))).toEqual([]);
  });
});
