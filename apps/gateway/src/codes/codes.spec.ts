import { randomBytes } from 'node:crypto';
import type { Client } from '../../testing/client.ts';
import { startRig, type Rig } from '../../testing/rig.ts';
import {
  CLAIM, createProgramme, letters, openPeriod, PERIOD, signedInOwner,
} from '../../testing/story.ts';

const key = () => randomBytes(32).toString('hex');

describe('eligibility codes', () => {
  let rig: Rig;
  let owner: Client;
  let programmeId: string;
  let codes: string[];

  beforeAll(async () => {
    rig = await startRig();
    owner = await signedInOwner(rig);
    programmeId = await createProgramme(owner);
    await openPeriod(rig, owner, programmeId);
    codes = (await letters(rig, programmeId)).map(({ code }) => code);
  });
  afterAll(() => rig.close());
  const claim = (code: string, claimKey: string) => rig.client().send(CLAIM, { code, claimKey });

  it('are there for everyone at once, each once', () => {
    expect(codes).toHaveLength(155);
    expect(new Set(codes).size).toBe(155);
    expect(codes[0]).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}(-[0-9A-HJKMNP-TV-Z]{8}){2}$/);
  });

  it('bind to the first wallet, and open again for it alone', async () => {
    const [mine, other] = [key(), key()];
    const first = await claim(codes[0]!, mine);
    const again = await claim(` ${codes[0]!.toLowerCase().replaceAll('-', ' ')}`, mine);
    expect(again.text).toBe(first.text);
    expect(JSON.parse(first.text)).toMatchObject({ data: { claimCode: {
      __typename: 'MemberSession', programmeId, period: PERIOD, block: 'B1', sessionsPerMember: 8,
    } } });
    expect((await claim(codes[0]!, other)).text).toContain('CodeNotUsable');
  });

  it('pass from the key that held them first to the wallet of its device, whatever is sent twice', async () => {
    const [first, wallet, other] = [key(), key(), key()];
    const code = codes[5]!;
    const hand = (claimKey: string, firstKey: string) => rig.client().send(
      `mutation ($code: String!, $claimKey: String!, $firstKey: String) {
        claimCode(code: $code, claimKey: $claimKey, firstKey: $firstKey) { __typename } }`,
      { code, claimKey, firstKey });
    expect((await claim(code, first)).text).toContain('MemberSession');
    expect((await hand(wallet, other)).text).toContain('CodeNotUsable');
    expect((await hand(wallet, first)).text).toContain('MemberSession');
    expect((await hand(wallet, first)).text).toContain('MemberSession');
    expect((await claim(code, wallet)).text).toContain('MemberSession');
    expect((await claim(code, first)).text).toContain('CodeNotUsable');
    expect((await hand(other, first)).text).toContain('CodeNotUsable');
    expect((await hand(other, other)).text).toBe((await hand(first, other)).text);
  });

  it('wrong ones by the hundred slow their address, and a right one is taken there', async () => {
    const office = rig.client();
    const flood = (tries: number) => Promise.all(Array.from({ length: tries }, async () =>
      (await office.send(CLAIM, { code: '2222-2222', claimKey: key() })).text));
    expect((await flood(200)).filter((text) => text.includes('OVERLOADED'))).toEqual([]);
    const more = await flood(200);
    expect(more.filter((text) => text.includes('OVERLOADED')).length).toBeGreaterThan(0);
    const right = await office.send(CLAIM, { code: codes[7]!, claimKey: key() });
    expect(right.text).toContain('MemberSession');
  });

  it('give one of 64 wallets that claim at once the code', async () => {
    const texts = await Promise.all(Array.from({ length: 64 }, async () =>
      (await claim(codes[1]!, key())).text));
    expect(texts.filter((text) => text.includes('MemberSession'))).toHaveLength(1);
  });

  it('are refused alike when unknown, bound to another wallet, mistyped or over', async () => {
    await claim(codes[2]!, key());
    const fresh = codes[3]!;
    const swapped = fresh.slice(0, -1) + (fresh.endsWith('0') ? '1' : '0');
    const answers = [
      await claim(codes[2]!, key()), await claim(swapped, key()), await claim('x', key()),
      await claim(`${'0'.repeat(8)}-${'0'.repeat(8)}-${'0'.repeat(8)}`, key()),
    ];
    rig.clock.moveTo('2027-10-01');
    answers.push(await claim(codes[4]!, key()));
    rig.clock.moveTo('2026-11-02');
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(new Set(answers.map(({ status }) => status)).size).toBe(1);
    const shapes = answers.map(({ headers }) => Object.keys(headers).sort().join());
    expect(new Set(shapes).size).toBe(1);
    expect(answers[0]!.text).toContain('CODE_NOT_USABLE');
  });

  it('show HR nothing when they are claimed: every byte that HR gets stays the same', async () => {
    const everything = async () => [
      await owner.send(`query ($id: ID!) {
        letterBatches(programmeId: $id, period: "${PERIOD}") {
          id site department letters madeOn handedOutOn spare }
        programmes { id name periods {
          label opens closes releases status blocks { block headcount } } }
        balance(programmeId: $id) { purchased displayed asOfRelease }
        reports(programmeId: $id) { period }
        invoices(programmeId: $id) { number status } }`, { id: programmeId }),
    ].map(({ text, headers }) => [text, headers['content-length']]);
    const before = await everything();
    for (const code of codes.slice(20, 40)) await claim(code, key());
    expect(await everything()).toEqual(before);
    expect(JSON.stringify(before)).not.toContain('errors');
  });

  it('are the employer\'s own: nobody else\'s HR gets a letter, a period or a programme', async () => {
    const stranger = await signedInOwner(rig);
    const ask = (query: string) => stranger.codeOf(query, { id: programmeId });
    for (const field of [
      `letterBatches(programmeId: $id, period: "${PERIOD}") { letters }`,
      'balance(programmeId: $id) { displayed }', 'reports(programmeId: $id) { period }',
      'invoices(programmeId: $id) { number }',
    ]) expect(await ask(`query ($id: ID!) { ${field} }`)).toBe('NOT_FOUND');
    expect(await ask(`mutation ($id: ID!) { openPeriod(programmeId: $id, period: "${PERIOD}") {
      __typename } }`)).toBe('NOT_FOUND');
    expect(await stranger.field('{ programmes { id } }')).toEqual([]);
  });

  it('follow from a period that opens once, with the same keys and letters', async () => {
    const count = () => rig.cluster.query('gateway',
      'SELECT (SELECT count(*) FROM issuer_key), (SELECT count(*) FROM eligibility_code), '
        + '(SELECT count(*) FROM outbox)');
    const before = await count();
    await Promise.all([openPeriod(rig, owner, programmeId, false),
      openPeriod(rig, owner, programmeId, false)]);
    expect(await count()).toEqual(before);
    expect((await letters(rig, programmeId)).map(({ code }) => code)).toEqual(codes);
  });

  it('open for a year that runs or is to begin, which shares no day with another', async () => {
    const open = (period: string) => owner.field(
      `mutation ($id: ID!, $period: String!) { openPeriod(programmeId: $id, period: $period) {
         __typename ... on PeriodRefused { code } } }`, { id: programmeId, period });
    for (const period of ['2025-11', '2027-12', '2031-01', '2026-09', '2027-09']) {
      expect(await open(period)).toEqual({ __typename: 'PeriodRefused', code: 'WRONG_PERIOD' });
    }
    expect(await open('2027-10')).toEqual({ __typename: 'PeriodOpened' });
  });

  it('open for one of two years that are wanted at once and share days', async () => {
    const id = await createProgramme(owner, 'Both');
    const open = (period: string) => owner.field<{ code?: string }>(
      `mutation ($id: ID!, $period: String!) { openPeriod(programmeId: $id, period: $period) {
         ... on PeriodRefused { code } } }`, { id, period });
    const answers = await Promise.all(['2026-11', '2026-12', '2027-01'].map(open));
    expect(answers.map(({ code }) => code).sort())
      .toEqual(['WRONG_PERIOD', 'WRONG_PERIOD', undefined]);
  });
});
