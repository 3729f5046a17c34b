import { randomBytes, randomUUID } from 'node:crypto';
import { operatorCommands } from '../operator/program.ts';
import { startRig, type Rig } from '../../testing/rig.ts';
import { createProgramme, newOwner, openPeriod, signedInOwner } from '../../testing/story.ts';

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
