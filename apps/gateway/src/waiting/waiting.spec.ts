import { randomBytes, randomUUID } from 'node:crypto';
import { termsRefused } from '#contracts/jobs';
import { operatorCommands } from '../operator/program.ts';
import { startRig, type Rig } from '../../testing/rig.ts';
import {
  createProgramme, deliverReports, newOwner, openPeriod, PERIOD, proposePeriod, reportTerms,
  signedInOwner,
} from '../../testing/story.ts';
import { madeYear, reportsOf } from '../../testing/year-reports.ts';

const tokens = { anna: randomBytes(32).toString('hex'), ben: randomBytes(32).toString('hex') };
interface Bill { readonly number: string; readonly total: { readonly minor: string } }
type Row = { kind: string; count: number; day: string | null };

/** What waits for an operator of the gateway, in one table. */
describe('the gateway\'s list of what waits', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await startRig(undefined, {
      GATEWAY_OPERATOR_TOKENS: `anna=${tokens.anna},ben=${tokens.ben}` });
    await rig.app.listen(0, '127.0.0.1');
  });
  afterAll(() => rig.close());

  async function typed(line: string, who: keyof typeof tokens = 'anna'): Promise<string> {
    const said: string[] = [];
    const env = { SOTTO_ORIGIN: await rig.app.getUrl(), GATEWAY_OPERATOR_TOKEN: tokens[who] };
    await operatorCommands(env, (each) => said.push(each))
      .parseAsync(['node', 'operator', ...line.split(' ')]);
    return said.join('\n');
  }
  const waiting = async (who: keyof typeof tokens = 'anna') =>
    JSON.parse(await typed('waiting --json', who)) as Row[];
  const countOf = async (kind: string, who: keyof typeof tokens = 'anna') =>
    (await waiting(who)).find((row) => row.kind === kind)?.count ?? 0;

  it('is empty where nothing waits, and says so', async () => {
    expect(await waiting()).toEqual([]);
    expect(await typed('waiting')).toBe('Nothing waits.');
  });

  it('has invitations until they are answered, and administrators until they have a factor', async () => {
    const email = 'sam@fernside.example';
    const said = await typed(`employer create --name Fernside --email ${email} --country DE`
      + ' --currency EUR');
    expect(await waiting()).toEqual([{ kind: 'INVITATIONS', count: 1, day: '2026-11-16' }]);
    const [, token] = /join#(\S+)/.exec(said)!;
    await rig.client().field(`mutation { acceptInvitation(token: "${token}",
      password: "three unrelated words") { __typename } }`);
    expect(await waiting()).toEqual([
      { kind: 'ADMINS_WITHOUT_FACTOR', count: 1, day: '2026-11-02' }]);
    await newOwner(rig);
    await signedInOwner(rig);
    expect(await countOf('ADMINS_WITHOUT_FACTOR')).toBe(2);
  });

  it('has a request for the other operator alone, until she has confirmed it', async () => {
    const owner = await signedInOwner(rig, 'lost@example.org');
    const { employer } = await owner.field<{ employer: { id: string } }>(
      '{ me { employer { id } } }');
    const said = await typed(`team let-in --employer ${employer.id} --email lost@example.org`);
    const [request] = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(said)!;
    expect([await countOf('LET_IN_REQUESTS'), await countOf('LET_IN_REQUESTS', 'ben')])
      .toEqual([0, 1]);
    await typed(`team confirm --request ${request}`, 'ben');
    expect(await countOf('LET_IN_REQUESTS', 'ben')).toBe(0);
  });

  it('has invoices from the day after they were due, and periods until the vault has the keys', async () => {
    const owner = await signedInOwner(rig);
    const programmeId = await createProgramme(owner, 'Waits');
    await openPeriod(rig, owner, programmeId, false);
    expect(await countOf('PERIODS_AT_VAULT')).toBe(1);
    expect(await countOf('PERIODS_TO_CONFIRM')).toBe(0);
    const { invoice } = await owner.field<{ invoice: { number: string; dueOn: string } }>(
      `mutation { purchaseCredits(input: { programmeId: "${programmeId}", sessions: 5,
         method: INVOICE, idempotencyKey: "${randomUUID()}" }) {
         ... on Purchased { invoice { number dueOn } } } }`);
    rig.clock.moveTo(invoice.dueOn);
    expect(await countOf('OVERDUE_INVOICES')).toBe(0);
    rig.clock.goOn(86_400);
    const row = (await waiting()).find(({ kind }) => kind === 'OVERDUE_INVOICES');
    expect(row).toEqual({ kind: 'OVERDUE_INVOICES', count: 1, day: invoice.dueOn });
    const text = await typed('waiting');
    for (const words of ['invoices over due', `the first was due on ${invoice.dueOn}`,
      '`invoice list --status overdue`']) expect(text).toContain(words);
    expect(text).not.toMatch(/@|Firma|Fernside/);
  });

  it('tells whose word a year waits for, from when it is overdue, and what was declined', async () => {
    rig.clock.moveTo('2026-11-02');
    const owner = await signedInOwner(rig);
    const programmeId = await createProgramme(owner, 'Named');
    await proposePeriod(owner, programmeId);
    const mine = async (kind: string) => (await waiting()).find((row) => row.kind === kind);
    expect(await mine('PERIODS_TO_CONFIRM')).toEqual(
      { kind: 'PERIODS_TO_CONFIRM', count: 1, day: '2026-11-05' });
    expect(await typed('waiting')).toContain('years that the vault\'s operator is to confirm');
    rig.clock.moveTo('2026-11-05');
    expect(await mine('PERIODS_TO_CONFIRM')).toBeUndefined();
    expect(await mine('PERIODS_OVERDUE')).toMatchObject({ count: 1, day: '2026-11-05' });
    const [{ proposal }] = await rig.cluster.query<{ proposal: string }>('gateway',
      'SELECT proposal FROM period WHERE programme_id = $1', [programmeId]) as [{ proposal: string }];
    await rig.deliver(termsRefused,
      { programme: programmeId, period: PERIOD, reason: 'declined-price', proposal });
    expect(await mine('PERIODS_OVERDUE')).toBeUndefined();
    expect(await mine('PERIODS_REFUSED')).toMatchObject({ count: 1, day: '2026-11-05' });
    // It stays what it was, and once nothing can come of it nobody is asked any more.
    rig.clock.moveTo('2027-10-01');
    expect(await mine('PERIODS_REFUSED')).toBeUndefined();
    expect(await typed(`period list --programme ${programmeId}`)).toContain('REFUSED (declined-price)');
    rig.clock.moveTo('2026-11-05');
  });

  it('has years that end soon and have none that follows, until one does', async () => {
    rig.clock.moveTo('2026-11-02');
    const owner = await signedInOwner(rig);
    const programmeId = await createProgramme(owner, 'Ends soon');
    await openPeriod(rig, owner, programmeId);
    rig.clock.moveTo('2027-07-17');
    const before = await countOf('YEARS_ENDING');
    rig.clock.moveTo('2027-07-18');
    expect((await waiting()).find(({ kind }) => kind === 'YEARS_ENDING'))
      .toMatchObject({ day: '2027-09-30' });
    const ending = await countOf('YEARS_ENDING');
    expect([before, ending > 0]).toEqual([0, true]);
    const again = await signedInOwner(rig);
    await rig.cluster.query('gateway', `UPDATE programme SET employer_id =
      (SELECT employer_id FROM hr_user WHERE id = $2) WHERE id = $1`,
    [programmeId, (await again.field<{ id: string }>('{ me { id } }')).id]);
    await again.field(`mutation ($id: ID!) {
      openPeriod(programmeId: $id, period: "2027-10") { __typename } }`, { id: programmeId });
    expect(await countOf('YEARS_ENDING')).toBe(ending - 1);
    rig.clock.moveTo('2026-11-05');
  });

  it('has letters until they are made, and money that was paid beyond an invoice', async () => {
    const owner = await signedInOwner(rig);
    const programmeId = await createProgramme(owner, 'Letters');
    const before = await countOf('LETTERS');
    await openPeriod(rig, owner, programmeId);
    expect(await countOf('LETTERS')).toBe(before + 155);
    expect(await typed('waiting')).toContain('`letters waiting`, then `letters print`');
    const { invoice } = await owner.field<{ invoice: Bill }>(
      `mutation { purchaseCredits(input: { programmeId: "${programmeId}", sessions: 5,
         method: INVOICE, idempotencyKey: "${randomUUID()}" }) {
         ... on Purchased { invoice { number total { minor } } } } }`);
    const beyond = (Number(invoice.total.minor) / 100 + 10).toFixed(2);
    await typed(`payment record --invoice ${invoice.number} --amount ${beyond}`
      + ` --reference R${invoice.number}`);
    expect(await countOf('SURPLUS')).toBe(1);
    // Ordered before orders were held against the years.
    expect(await countOf('ORDERS_BEYOND')).toBe(0);
    await rig.cluster.query('gateway', `UPDATE invoice SET sessions = 3000 WHERE number = $1`,
      [invoice.number]);
    expect(await countOf('ORDERS_BEYOND')).toBe(1);
    expect(await typed('waiting')).toContain('more sessions ordered than their years allow');
  });

  it('has reports that were refused, and those that wait for the one before', async () => {
    const owner = await signedInOwner(rig);
    const programmeId = await createProgramme(owner, 'Reports');
    await openPeriod(rig, owner, programmeId);
    const made = madeYear(await reportTerms(rig, programmeId), [5, 5, 5, 5]);
    const year = reportsOf(programmeId, PERIOD, made);
    await deliverReports(rig, [year[2]!]);
    const broken = { ...year[0]!, release: { ...year[0]!.release, settled: 5 } };
    await expect(deliverReports(rig, [broken])).rejects.toThrow('breaks-plan');
    expect(await countOf('REPORTS_REFUSED')).toBe(1);
    expect(await countOf('REPORTS_WAITING')).toBe(1);
    expect(await typed('waiting')).toContain('reports of the vault that were refused');
    const [refused, waits] = (await typed('operations')).split('\n')
      .filter((line) => line.includes(programmeId));
    for (const words of [`${PERIOD}.1`, 'Period 1: one session is settled', '2026-11-05']) {
      expect(refused).toContain(words);
    }
    expect(waits).toContain('it waits');
    await deliverReports(rig, year.slice(0, 2));
    expect((await waiting()).map(({ kind }) => kind)).not.toContain('REPORTS_REFUSED');
    expect(await countOf('REPORTS_WAITING')).toBe(0);
  });

  it('tells a wrong token from none', async () => {
    const ask = async (authorization: string | undefined) => {
      const client = rig.client();
      client.authorization = authorization;
      return (await client.ask('{ waiting { kind } }')).errors?.[0]?.message;
    };
    expect(await ask(undefined)).toBe('Send the operator\'s token.');
    expect(await ask(`Operator ${'a'.repeat(64)}`)).toContain('none of this service');
  });
});
