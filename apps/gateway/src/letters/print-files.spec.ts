import { randomBytes } from 'node:crypto';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { getNamedType, isObjectType, isUnionType, type GraphQLNamedType } from 'graphql';
import { extractText, getDocumentProxy } from 'unpdf';
import { fingerprint } from '#pseudonym/fingerprint';
import { Printer, readLetters } from '../../../../demo/story/printer.ts';
import type { Client } from '../../testing/client.ts';
import { startRig, type Rig } from '../../testing/rig.ts';
import {
  CLAIM, createProgramme, letters, openPeriod, PERIOD, signedInOwner,
} from '../../testing/story.ts';
import { keyFingerprint } from './printer-key.ts';

const MADE = 'number letters kind keyFingerprint operator madeOn';
const PRINT = `mutation ($input: PrintLettersInput!) { printLetters(input: $input) { __typename
  ... on LettersPrinted { file left made { ${MADE} } }
  ... on LettersNotPrinted { code message } } }`;
const BATCHES = `query ($id: ID!) { letterBatches(programmeId: $id, period: "${PERIOD}") {
  id department letters reason madeOn keyFingerprint isFolded handedOutOn spare } }`;

interface Printed {
  readonly file: string; readonly left: number; readonly code?: string;
  readonly made: { readonly number: number };
}
interface Batch {
  readonly id: string; readonly department: string; readonly letters: number;
  readonly reason: string; readonly madeOn: string | null; readonly handedOutOn: string | null;
  readonly keyFingerprint: string | null; readonly isFolded: boolean; readonly spare: number;
}

describe('letters by print file', () => {
  let rig: Rig;
  let owner: Client;
  let operator: Client;
  let programmeId: string;
  let printer: Printer;
  beforeAll(async () => {
    rig = await startRig(undefined, { GATEWAY_OPERATOR_TOKENS: `anna=${randomBytes(32).toString('hex')}` });
    owner = await signedInOwner(rig);
    operator = rig.client();
    operator.authorization = `Operator ${rig.operatorToken}`;
    programmeId = await createProgramme(owner);
    printer = await Printer.open();
  });
  afterAll(() => rig.close());

  const print = (more: object = {}) => operator.field<Printed>(PRINT, { input: {
    programmeId, period: PERIOD, recipient: printer.recipient, language: 'EN', ...more } });
  const batches = () => owner.field<Batch[]>(BATCHES, { id: programmeId });
  const order = (input: object) => owner.field<{ code?: string; batches?: Batch[] }>(
    `mutation ($input: OrderLettersInput!) { orderLetters(input: $input) {
       ... on LettersChanged { batches { id letters reason madeOn spare } }
       ... on LettersNotChanged { code } } }`, { input });
  const read = async ({ file }: Printed, by = printer) => by.read(Buffer.from(file, 'base64'));
  const claim = (code: string) => rig.client().field<{ __typename: string }>(
    CLAIM, { code, claimKey: randomBytes(32).toString('hex') });

  it('are not made of a period that is not there, nor of one that the vault has not confirmed', async () => {
    expect(await print()).toMatchObject({ code: 'NO_SUCH_PERIOD' });
    await openPeriod(rig, owner, programmeId, false);
    expect(await print()).toMatchObject({ code: 'NOT_CONFIRMED' });
    await rig.cluster.query('gateway', 'UPDATE issuer_key SET mirrored_on = now()');
  });

  it.each([
    ['no key', 'age1', 'must be an age public key'],
    ['a slip in it', 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8q', 'without a slip'],
    ['a secret key', `AGE-SECRET-KEY-1${'Q'.repeat(58)}`, 'whoever has it opens the letters'],
  ])('are not made for %s', async (_, recipient, why) => {
    const { errors } = await operator.ask(PRINT, { input: {
      programmeId, period: PERIOD, recipient, language: 'EN' } });
    expect(errors?.[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
    expect(errors?.[0]?.message).toContain('recipient must be');
    expect(errors?.[0]?.message).toContain(why);
    if (recipient.length > 9) expect(errors?.[0]?.message).not.toContain(recipient.slice(0, 30));
  });

  it('come as one file that the printer\'s key opens, and no other', async () => {
    expect((await batches()).map(({ letters: count, madeOn }) => [count, madeOn]))
      .toEqual([[70, null], [20, null], [65, null]]);
    const printed = await print();
    expect(printed).toMatchObject({ left: 0, made: {
      number: 1, letters: 155, kind: 'PRINTER', operator: 'anna', madeOn: '2026-11-02',
      keyFingerprint: keyFingerprint(printer.recipient) } });
    const known = await letters(rig, programmeId);
    const found = await read(printed);
    expect([...found].sort((a, b) => a.number - b.number)).toEqual(known);
    // In no order, so that a letter's place in the pile tells nothing of its number.
    expect(found.map(({ number }) => number)).not.toEqual(known.map(({ number }) => number));
    await expect(read(printed, await Printer.open())).rejects.toThrow('no identity matched');
    const bytes = Buffer.from(printed.file, 'base64').toString('latin1');
    // Long parts only: three letters stand in so many random bytes by chance.
    for (const part of ['%PDF-1.', known[0]!.code, '/FontDescriptor']) {
      expect(bytes).not.toContain(part);
    }
    expect((await batches()).every(({ madeOn, keyFingerprint: key }) =>
      madeOn === '2026-11-02' && key === keyFingerprint(printer.recipient))).toBe(true);
  });

  it('carry the eight words of the terms\' leaf in the vault\'s log, once the vault has told it', async () => {
    const said = async () => {
      const { file } = await print({ again: 1 });
      const pdf = await getDocumentProxy(await printer.decrypt(Buffer.from(file, 'base64')));
      return (await extractText(pdf, { mergePages: true })).text.replaceAll(/\s+/g, ' ');
    };
    expect(await said()).not.toContain('These words are the same');
    const leaf = 'ab'.repeat(32);
    await rig.cluster.query('gateway', `INSERT INTO period_leaf (programme_id, period, leaf)
      VALUES ($1, $2, $3)`, [programmeId, PERIOD, leaf]);
    const words = (await fingerprint(leaf)).join(' ');
    expect((await said()).split(words)).toHaveLength(156);
  });

  it('made once more are the same letters; what is made is not made anew by accident', async () => {
    expect(await print()).toMatchObject({ code: 'NOTHING_TO_MAKE' });
    expect(await print({ again: 9 })).toMatchObject({ code: 'NO_SUCH_FILE' });
    const again = await print({ again: 1, language: 'ES' });
    expect(again.made.number).toBe(4);
    expect((await read(again)).sort((a, b) => a.number - b.number))
      .toEqual(await letters(rig, programmeId));
  });

  it('stand on the record: who made which file, when, how many, for which key; never a code', async () => {
    const files = await operator.field(`query ($id: ID!) {
      printFiles(programmeId: $id, period: "${PERIOD}") { ${MADE} } }`, { id: programmeId });
    expect(files).toMatchObject([1, 2, 3, 4].map((number) => (
      { number, letters: 155, operator: 'anna', keyFingerprint: keyFingerprint(printer.recipient) })));
    const [done] = await operator.field<object[]>(
      '{ operatorDeeds(first: 1) { operator deed subject outcome } }');
    expect(done).toEqual(
      { operator: 'anna', deed: 'printLetters', subject: programmeId, outcome: 'DONE' });
    const [told] = await owner.field<{ subject: string }[]>(
      '{ teamActions(first: 1) { actor action subject } }');
    expect(told).toEqual({ actor: 'operators: anna', action: 'LETTERS_MADE',
      subject: `EAP ${PERIOD}, 155, ${keyFingerprint(printer.recipient)}` });
    await expect(rig.cluster.query('gateway', 'DELETE FROM print_file')).rejects.toThrow('stays');
    const [dump] = await rig.cluster.query<{ all: string }>('gateway',
      `SELECT string_agg(query_to_xml(format('SELECT * FROM %I', table_name), false, false, '')::text, '')
         AS all FROM information_schema.tables
       WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`);
    const known = await letters(rig, programmeId);
    expect(known.filter(({ code }) => dump!.all.includes(code))).toEqual([]);
  });

  it('are marked as handed out by HR alone, once they are made', async () => {
    const mark = (batchId: string, handedOut: boolean) => owner.field<{ batches: Batch[] }>(
      `mutation ($batchId: ID!, $handedOut: Boolean!) {
         markHandedOut(batchId: $batchId, handedOut: $handedOut) {
           ... on LettersChanged { batches { id handedOutOn } }
           ... on LettersNotChanged { code } } }`, { batchId, handedOut });
    const [one, other] = await batches();
    const { batches: after } = await mark(one!.id, true);
    expect(after.map(({ handedOutOn }) => handedOutOn)).toEqual(['2026-11-02', null, null]);
    await mark(one!.id, true);
    expect((await mark(one!.id, false)).batches[0]!.handedOutOn).toBeNull();
    const actions = await owner.field<{ action: string }[]>('{ teamActions(first: 2) { action } }');
    expect(actions.map(({ action }) => action))
      .toEqual(['LETTERS_NOT_HANDED_OUT', 'LETTERS_HANDED_OUT']);
    const stranger = await signedInOwner(rig);
    expect(await stranger.codeOf(`mutation ($id: ID!) {
      markHandedOut(batchId: $id, handedOut: true) { __typename } }`, { id: other!.id })).toBe('NOT_FOUND');
  });

  it('spare ones are ordered for a department and for nobody by name, and made with the next file', async () => {
    const [care] = await batches();
    expect(care!.spare).toBe(9);
    const asked = { batchId: care!.id, letters: 3, reason: 'LOST', spareSeen: 9 };
    expect((await order(asked)).batches).toHaveLength(4);
    // Sent again after a lost answer: nothing is ordered twice.
    expect(await order(asked)).toEqual({ code: 'ORDERED_MEANWHILE' });
    expect(await order({ ...asked, letters: 7, spareSeen: 6 })).toEqual({ code: 'NO_SPARE_LEFT' });
    await order({ ...asked, letters: 2, reason: 'JOINED', spareSeen: 6 });
    expect((await batches()).map(({ letters: count, reason, madeOn, spare }) =>
      [count, reason, madeOn !== null, spare])).toEqual([
      [70, 'EVERYBODY', true, 4], [20, 'EVERYBODY', true, 4], [65, 'EVERYBODY', true, 6],
      [3, 'LOST', false, 4], [2, 'JOINED', false, 4]]);
    const printed = await print();
    expect(await read(printed)).toHaveLength(5);
    expect((await read(printed)).every(({ site, department }) =>
      `${site} ${department}` === 'Berlin Care')).toBe(true);
    expect((await batches()).every(({ madeOn }) => madeOn !== null)).toBe(true);
  });

  it('of a group are as many as it has seats in the terms, and each can be claimed', async () => {
    const { id: batchId } = (await batches())[1]!;
    // Two at once want the last ones: one gets them.
    const asked = { batchId, letters: 4, reason: 'JOINED', spareSeen: 4 };
    const answers = await Promise.all([order(asked), order(asked)]);
    expect(answers.map(({ code }) => code).sort()).toEqual(['ORDERED_MEANWHILE', undefined]);
    expect(await order({ ...asked, letters: 1, spareSeen: 0 })).toEqual({ code: 'NO_SPARE_LEFT' });
    const [{ seats }] = await rig.cluster.query<{ seats: number }>('gateway', `
      SELECT headcount + spare AS seats FROM block WHERE programme_id = $1 AND block = 'B1'`,
    [programmeId]) as [{ seats: number }];
    const group = (await letters(rig, programmeId, 1_000)).filter(({ site }) => site === 'Berlin');
    expect([group.length, seats]).toEqual([99, 99]);
    const claimed = await Promise.all(group.map(({ code }) => claim(code)));
    expect(claimed.filter(({ __typename }) => __typename === 'MemberSession')).toHaveLength(99);
  });

  it('are told to HR by no field of the schema: no code, no number, whatever is asked', async () => {
    const { schema } = rig.app.get(GraphQLSchemaHost);
    const given: Record<string, string> = {
      programmeId: JSON.stringify(programmeId), period: JSON.stringify(PERIOD), first: '20',
      before: '1000', sessions: '50', file: '""', active: 'true', employerId: '"x"', input: '{}',
    };
    const answers = await Promise.all(Object.entries(schema.getQueryType()!.getFields())
      .map(async ([name, field]) => {
        const args = field.args.map((arg) => `${arg.name}: ${given[arg.name]}`).join(', ');
        const { text } = await owner.send(
          `{ ${name}${args && `(${args})`} ${selection(getNamedType(field.type))} }`);
        return text;
      }));
    const known = await letters(rig, programmeId, 1_000);
    const all = answers.join('\n');
    expect(all).toContain('letterBatches');
    expect(known.filter(({ code }) => all.includes(code) || all.includes(code.replaceAll('-', ''))))
      .toEqual([]);
    const batch = schema.getType('LetterBatch');
    expect(isObjectType(batch) && Object.keys(batch.getFields()).sort()).toEqual([
      'department', 'handedOutOn', 'id', 'isFolded', 'keyFingerprint', 'letters', 'madeOn',
      'orderedOn', 'reason', 'site', 'spare']);
  });

  it('are made to be folded too, on paper that is blank outside, on the record', async () => {
    const { file, made } = await operator.field<Printed>(
      `mutation ($input: SealLettersInput!) { sealLetters(input: $input) { __typename
         ... on LettersPrinted { file left made { ${MADE} } }
         ... on LettersNotPrinted { code message } } }`,
      { input: { programmeId, period: PERIOD, language: 'EN', again: 5 } });
    expect(made).toMatchObject({ kind: 'FOLDED', keyFingerprint: null, letters: 5, operator: 'anna' });
    expect(await readLetters(Buffer.from(file, 'base64'))).toHaveLength(5);
    const spare = (await batches()).filter(({ reason }) => reason !== 'EVERYBODY');
    expect(spare.slice(0, 2).map(({ isFolded }) => isFolded)).toEqual([true, true]);
    const [done] = await operator.field<object[]>('{ operatorDeeds(first: 1) { deed outcome } }');
    expect(done).toEqual({ deed: 'sealLetters', outcome: 'DONE' });
  });

  it('are made no more once the period is over', async () => {
    rig.clock.moveTo('2027-09-30');
    expect(await print({ again: 1 })).toMatchObject({ left: 4 });
    rig.clock.moveTo('2027-10-01');
    expect(await print({ again: 1 })).toMatchObject({ code: 'PERIOD_OVER' });
  });
});

/** Everything that can be selected of a type. */
function selection(type: GraphQLNamedType, depth = 0): string {
  if (depth > 8) return '';
  if (isUnionType(type)) {
    return `{ __typename ${type.getTypes().map((part) =>
      `... on ${part.name} ${selection(part, depth + 1)}`).join(' ')} }`;
  }
  if (!isObjectType(type)) return '';
  return `{ ${Object.values(type.getFields()).map((field) =>
    `${field.name} ${selection(getNamedType(field.type), depth + 1)}`).join(' ')} }`;
}
