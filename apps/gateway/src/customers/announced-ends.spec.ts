import { randomBytes, randomUUID } from 'node:crypto';
import type { Client } from '../../testing/client.ts';
import { startRig, type Rig } from '../../testing/rig.ts';
import {
  CLAIM, confirmPeriod, createProgramme, letters, openPeriod, PERIOD, signedInOwner,
} from '../../testing/story.ts';
import { CodeBook } from '../codes/code-book.ts';
import { PeriodsStore } from '../programmes/periods.store.ts';
import { announceAgain } from '../restores/announced-again.ts';

const ANNOUNCE = `mutation ($id: ID!, $day: String) {
  announceEnd(input: { employerId: $id, lastDay: $day }) { __typename
    ... on CustomerChanged { customer { endsOn } } ... on CustomerRefused { code message } } }`;

interface Told { programme: string; lastDay: string | null; number: number }
interface Announced { code?: string; customer?: { endsOn: string | null } }

describe('the announced end of a customer', () => {
  let rig: Rig;
  let owner: Client;
  let employer: string;
  let programmeId: string;
  beforeAll(async () => { rig = await startRig(); });
  afterAll(() => rig.close());
  beforeEach(async () => {
    rig.clock.moveTo('2026-11-02');
    owner = await signedInOwner(rig);
    ({ employer: { id: employer } } = await owner.field<{ employer: { id: string } }>(
      '{ me { employer { id } } }'));
    programmeId = await createProgramme(owner);
  });

  const announce = async (day: string | null) => {
    const operator = rig.client();
    operator.authorization = `Operator ${rig.operatorToken}`;
    const { code, customer } = await operator.field<Announced>(ANNOUNCE, { id: employer, day });
    return code ?? customer?.endsOn;
  };
  const jobs = () => rig.cluster.query<Told>(
    'gateway', `SELECT payload ->> 'programme' AS programme, payload ->> 'lastDay' AS "lastDay",
      (payload ->> 'number')::float8 AS number FROM outbox
    WHERE name = 'programme.ends' AND payload ->> 'programme' IN (
      SELECT id::text FROM programme WHERE employer_id = $1) ORDER BY position`, [employer]);
  const days = async () => (await jobs()).map(({ lastDay }) => lastDay);

  it('is one day for all its programmes, told to the vault, to HR and in its record', async () => {
    await createProgramme(owner, 'Second');
    expect(await announce('2026-12-15')).toBe('2026-12-15');
    expect(await announce('2026-12-15')).toBe('2026-12-15');
    const told = await jobs();
    expect(told.map(({ lastDay }) => lastDay)).toEqual(['2026-12-15', '2026-12-15']);
    expect(new Set(told.map(({ programme }) => programme)).size).toBe(2);
    expect(await owner.field('{ programmes { endsOn } }'))
      .toEqual([{ endsOn: '2026-12-15' }, { endsOn: '2026-12-15' }]);
    const record = await rig.cluster.query('gateway', `SELECT action, subject, operators FROM hr_action
      WHERE employer_id = $1 ORDER BY number DESC LIMIT 1`, [employer]);
    expect(record).toEqual([
      { action: 'END_ANNOUNCED', subject: '2026-12-15', operators: 'operator' }]);
    // A programme that is made afterwards ends with the others.
    await createProgramme(owner, 'Third');
    expect(await days()).toHaveLength(3);
  });

  it('is two weeks ahead at least, may be moved and withdrawn while it is ahead, and is over then',
    async () => {
      expect(await announce('2026-11-15')).toBe('END_TOO_SOON');
      expect(await announce('2026-11-16')).toBe('2026-11-16');
      expect(await announce('2026-12-31')).toBe('2026-12-31');
      expect(await announce(null)).toBeNull();
      expect(await announce('2026-11-20')).toBe('2026-11-20');
      expect(await days()).toEqual(['2026-11-16', '2026-12-31', null, '2026-11-20']);
      const numbers = (await jobs()).map(({ number }) => number);
      expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
      expect(new Set(numbers).size).toBe(4);
      rig.clock.moveTo('2026-11-20');
      expect(await announce('2026-12-31')).toBe('2026-12-31');
      rig.clock.moveTo('2027-01-01');
      expect(await announce('2027-06-30')).toBe('END_OVER');
      expect(await announce(null)).toBe('END_OVER');
    });

  it('goes before one that a restore has forgotten, announced on a later day', async () => {
    await announce('2026-12-15');
    await announce('2026-12-20');
    await rig.cluster.query('gateway',
      'UPDATE employer SET ends_on = NULL, end_number = NULL WHERE id = $1', [employer]);
    rig.clock.moveTo('2026-11-03');
    await announce('2026-12-18');
    const numbers = (await jobs()).map(({ number }) => number);
    expect(Math.max(...numbers)).toBe(numbers.at(-1));
    // A vault that was restored is told the last one again.
    await rig.db.transaction('again', (tx) => announceAgain(tx, 'ab'.repeat(32)));
    expect((await jobs()).at(-1)).toEqual((await jobs()).at(-2));
  });

  it('opens no year that begins after it, and lets nobody claim once it is over', async () => {
    await openPeriod(rig, owner, programmeId);
    const [letter] = await letters(rig, programmeId);
    await announce('2026-12-15');
    const opened = await owner.field<{ code?: string }>(`mutation ($id: ID!) {
      openPeriod(programmeId: $id, period: "2027-10") { __typename ... on PeriodRefused { code } } }`,
    { id: programmeId });
    expect(opened.code).toBe('CONTRACT_ENDS');
    const claim = async () => (await rig.client().field<{ __typename: string }>(CLAIM, {
      code: letter?.code, claimKey: randomBytes(32).toString('hex') })).__typename;
    rig.clock.moveTo('2026-12-16');
    expect(await claim()).toBe('CodeNotUsable');
    rig.clock.moveTo('2026-12-15');
    expect(await claim()).toBe('MemberSession');
  });

  describe('with a year that runs and one that is confirmed ahead', () => {
    const NEXT = '2027-10';
    let operator: Client;
    beforeEach(async () => {
      await openPeriod(rig, owner, programmeId);
      await owner.field(`mutation ($id: ID!) {
        openPeriod(programmeId: $id, period: "${NEXT}") { __typename } }`, { id: programmeId });
      await confirmPeriod(rig, programmeId, {}, NEXT);
      await rig.cluster.query('gateway',
        'UPDATE issuer_key SET mirrored_on = now() WHERE programme_id = $1', [programmeId]);
      operator = rig.client();
      operator.authorization = `Operator ${rig.operatorToken}`;
    });
    const years = (client: Client, query: string) => client.field<unknown>(query);
    const hers = '{ programmes { periods { label status lastDay } } }';
    const listed = () => years(operator, `{ allPeriods(programmeId: "${programmeId}") {
      label status lastDay endsOn } }`);
    const waiting = async () => (await operator.field<{ programmeId: string; period: string }[]>(
      '{ lettersWaiting { programmeId period } }'))
      .filter((row) => row.programmeId === programmeId).map(({ period }) => period);
    const print = (period: string) => operator.field<{ code?: string }>(
      `mutation ($input: PrintLettersInput!) { printLetters(input: $input) {
        ... on LettersNotPrinted { code } } }`, { input: { programmeId, period, language: 'EN',
        recipient: 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p' } });

    it('caps the last day of what runs, and calls off what begins later, in HR\'s and our lists',
      async () => {
        expect(await years(owner, hers)).toEqual([{ periods: [
          { label: PERIOD, status: 'OPEN', lastDay: '2027-09-30' },
          { label: NEXT, status: 'PLANNED', lastDay: '2028-09-30' }] }]);
        await announce('2027-03-31');
        expect(await years(owner, hers)).toEqual([{ periods: [
          { label: PERIOD, status: 'OPEN', lastDay: '2027-03-31' },
          { label: NEXT, status: 'CALLED_OFF', lastDay: null }] }]);
        expect(await listed()).toEqual([
          { label: NEXT, status: 'CALLED_OFF', lastDay: null, endsOn: '2027-03-31' },
          { label: PERIOD, status: 'OPEN', lastDay: '2027-03-31', endsOn: '2027-03-31' }]);
        rig.clock.moveTo('2027-04-01');
        expect(await listed()).toMatchObject([{ status: 'CALLED_OFF' }, { status: 'CLOSED' }]);
      });

    it('makes no letters of what begins later, waits for none, and lets nobody enter one', async () => {
      const store = rig.app.get(PeriodsStore, { strict: false });
      const [range] = await rig.db.read('ranges', (tx) => store.ranges(tx, programmeId, NEXT));
      const code = rig.app.get(CodeBook, { strict: false })
        .write(programmeId, NEXT, range!.firstNumber, null);
      const claim = async () => (await rig.client().field<{ __typename: string }>(CLAIM, {
        code, claimKey: randomBytes(32).toString('hex') })).__typename;
      expect(await waiting()).toEqual([PERIOD, NEXT]);
      await announce('2027-03-31');
      expect(await waiting()).toEqual([PERIOD]);
      expect(await print(NEXT)).toEqual({ code: 'CONTRACT_ENDS' });
      expect(await claim()).toBe('CodeNotUsable');
      // Withdrawn, it is as it was.
      await announce(null);
      expect(await waiting()).toEqual([PERIOD, NEXT]);
      expect(await claim()).toBe('MemberSession');
    });

    it('waits for nobody\'s word on a year that begins later', async () => {
      const proposed = '2028-10';
      rig.clock.moveTo('2027-11-01');
      owner = await signedInOwner(rig, undefined);
      const other = await createProgramme(owner);
      await owner.field(`mutation ($id: ID!) {
        openPeriod(programmeId: $id, period: "${proposed}") { __typename } }`, { id: other });
      const count = async () => (await operator.field<{ kind: string; count: number }[]>(
        '{ waiting { kind count } }')).find(({ kind }) => kind === 'PERIODS_TO_CONFIRM')?.count ?? 0;
      const before = await count();
      ({ employer: { id: employer } } = await owner.field<{ employer: { id: string } }>(
        '{ me { employer { id } } }'));
      await announce('2028-03-31');
      expect(await count()).toBe(before - 1);
    });
  });

  it('is an operator\'s to announce, of a customer that there is, on a day that there is', async () => {
    await expect(owner.field(ANNOUNCE, { id: employer, day: '2026-12-15' })).rejects.toThrow();
    await expect(announce('2026-02-30')).rejects.toThrow('must be a day');
    const operator = rig.client();
    operator.authorization = `Operator ${rig.operatorToken}`;
    await expect(operator.field(ANNOUNCE, { id: randomUUID(), day: '2026-12-15' }))
      .rejects.toThrow('There is no customer');
  });
});
