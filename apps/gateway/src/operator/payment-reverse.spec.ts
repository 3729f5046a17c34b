import { randomBytes, randomUUID } from 'node:crypto';
import type { Client } from '../../testing/client.ts';
import { startRig, type Rig } from '../../testing/rig.ts';
import { createProgramme, openPeriod, PERIOD, signedInOwner } from '../../testing/story.ts';
import { operatorCommands } from './program.ts';

const BUY = `mutation ($input: PurchaseInput!) { purchaseCredits(input: $input) {
  ... on Purchased { invoice { number } } } }`;
const anna = randomBytes(32).toString('hex');
const REASON = '"Meant for the other one"';

describe('a payment that was recorded on the wrong invoice', () => {
  let rig: Rig;
  let origin: string;
  beforeAll(async () => {
    rig = await startRig(undefined, { GATEWAY_OPERATOR_TOKENS: `anna=${anna}` });
    await rig.app.listen(0, '127.0.0.1');
    origin = await rig.app.getUrl();
  });
  afterAll(() => rig.close());
  afterEach(async () => {
    expect(await rig.cluster.query('gateway', 'SELECT * FROM ledger_verify()')).toEqual([]);
  });

  async function typed(line: string): Promise<string> {
    const said: string[] = [];
    const words = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word!);
    await operatorCommands({ SOTTO_ORIGIN: origin, GATEWAY_OPERATOR_TOKEN: anna },
      (each) => said.push(each)).parseAsync(['node', 'operator', ...words]);
    return said.join('\n');
  }
  async function customer() {
    const owner = await signedInOwner(rig);
    const programme = await createProgramme(owner);
    const invoiced = async (sessions: number, method = 'INVOICE') => (await owner.field<{
      invoice: { number: string } }>(BUY, { input: {
      programmeId: programme, sessions, method, idempotencyKey: randomUUID(),
      ...method === 'CARD' ? { cardToken: 'sandbox-ok' } : {} } })).invoice.number;
    return { owner, programme, invoiced };
  }
  const balance = ({ owner, programme }: { owner: Client; programme: string }) => owner.field(
    'query ($id: ID!) { balance(programmeId: $id) { purchased } }', { id: programme });
  const treaty = async (programme: string) => (await rig.cluster.query<{
    name: string; payload: { funding: string } }>('gateway',
    `SELECT name, payload FROM outbox WHERE name IN ('credits.funded', 'credits.withdrawn')
       AND payload ->> 'programme' = $1 ORDER BY position`, [programme]));
  const issue = async (programme: string, sessions: number) => {
    for (let left = sessions; left > 0; left -= 8) {
      await rig.cluster.query('gateway',
        `INSERT INTO issuance VALUES ($1, $2, $3, $4, $5)`,
        [randomBytes(32), programme, PERIOD, randomBytes(32), Math.min(8, left)]);
    }
  };

  it('is taken back, recorded where it belongs by the same reference, and told to HR', async () => {
    const [wrong, right] = [await customer(), await customer()];
    const [first, meant] = [await wrong.invoiced(10), await right.invoiced(10)];
    await typed(`payment record --invoice ${first} --amount 950.00 --reference "SEPA 1"`);
    expect(await balance(wrong)).toEqual({ purchased: 10 });
    await expect(typed(`invoice cancel --invoice ${first}`)).rejects.toThrow('`payment reverse`');

    const line = `payment reverse --invoice ${first} --reference "SEPA 1" --reason ${REASON}`;
    const said = await typed(line);
    expect(said).toMatch(/Status +OPEN[^]*Open +950\.00 EUR[^]*sessions are withdrawn/);
    // Typed twice, it takes back once, and says the same.
    expect(await typed(line)).toBe(said);
    expect(await balance(wrong)).toEqual({ purchased: 0 });
    await typed(`payment record --invoice ${meant} --amount 950.00 --reference "SEPA 1"`);
    expect(await balance(right)).toEqual({ purchased: 10 });
    // And once more from the shell's history: what counts now is on the other invoice.
    expect(await typed(line)).toBe(said);
    expect(await balance(right)).toEqual({ purchased: 10 });

    expect(await typed(`payment list --invoice ${first}`))
      .toMatch(/SEPA 1 +REVERSED[^]*SEPA 1 +RECEIVED/);
    expect(await wrong.owner.field<object[]>('{ teamActions(first: 1) { action actor subject } }'))
      .toEqual([{ action: 'PAYMENT_REVERSED', actor: 'operators: anna',
        subject: `${first}: Meant for the other one` }]);
    expect(await wrong.owner.field(
      `{ invoices(programmeId: "${wrong.programme}") { status paidOn } }`))
      .toEqual([{ status: 'OPEN', paidOn: null }]);
    expect(await typed('deeds --first 9')).toMatch(new RegExp(`reversePayment +${first} +DONE`));
  });

  it('that had funded sessions withdraws that funding, and the next payment funds anew', async () => {
    const { invoiced, programme } = await customer();
    const number = await invoiced(10);
    for (const round of ['A', 'B']) {
      await typed(`payment record --invoice ${number} --amount 450.00 --reference "${round} 1"`);
      await typed(`payment record --invoice ${number} --amount 505.00 --reference "${round} 2"`);
      await typed(`payment reverse --invoice ${number} --reference "${round} 1" --reason ${REASON}`);
      await typed(`payment reverse --invoice ${number} --reference "${round} 2" --reason ${REASON}`);
    }
    const told = await treaty(programme);
    expect(told.map(({ name }) => name)).toEqual(
      ['credits.funded', 'credits.withdrawn', 'credits.funded', 'credits.withdrawn']);
    const ids = told.map(({ payload }) => payload.funding);
    expect(ids[1]).toBe(ids[0]);
    expect(ids[3]).toBe(ids[2]);
    expect(ids[2]).not.toBe(ids[0]);
    expect(await typed(`invoice show --invoice ${number}`))
      .toMatch(/Received +0\.00 EUR[^]*Surplus in suspense +0\.00 EUR/);
  });

  it('stays where more was issued than is paid for without it, and the words say what to do',
    async () => {
      const { owner, invoiced, programme } = await customer();
      await openPeriod(rig, owner, programme);
      const [one, two] = [await invoiced(10), await invoiced(6)];
      await typed(`payment record --invoice ${one} --amount 950.00 --reference "USE ${one}"`);
      await typed(`payment record --invoice ${two} --amount 570.00 --reference "USE ${two}"`);
      await issue(programme, 7);
      const line = (number: string) =>
        `payment reverse --invoice ${number} --reference "USE ${number}" --reason ${REASON}`;
      await expect(typed(line(one))).rejects.toThrow('CREDITS_MAY_BE_SPENT: More credits were '
        + 'issued to members than would be paid for without it, and which are spent nobody may know. '
        + 'Leave it. When this customer pays, record that money on the invoice that this payment was '
        + 'meant for.');
      expect(await typed(line(two))).toContain('sessions are withdrawn');
      expect(await typed('deeds --first 2')).toMatch(/CREDITS_MAY_BE_SPENT/);
    });

  it('of two at once, each of which counts on the other, one alone goes', async () => {
    const { owner, invoiced, programme } = await customer();
    await openPeriod(rig, owner, programme);
    const numbers = [await invoiced(8), await invoiced(8)];
    for (const number of numbers) {
      await typed(`payment record --invoice ${number} --amount 760.00 --reference "TWIN ${number}"`);
    }
    await issue(programme, 8);
    const outcomes = await Promise.allSettled(numbers.map((number) =>
      typed(`payment reverse --invoice ${number} --reference "TWIN ${number}" --reason ${REASON}`)));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('counts once however its reference is written, and is taken back and sent back by any of them',
    async () => {
      const { invoiced } = await customer();
      const [number, other] = [await invoiced(10), await invoiced(10)];
      const record = (reference: string, invoice = number, sum = '950.00') => typed(
        `payment record --invoice ${invoice} --amount ${sum} --reference "${reference}"`);
      await record('SEPA 9z');
      for (const written of ['SEPA 9z', 'sepa 9Z', ' Sepa  9z', 'ＳＥＰＡ 9z', 'SEPA\u00a09z']) {
        expect([written, await record(written)]).toEqual([written,
          expect.stringMatching(/Recorded already +950\.00 EUR, on [^]*Status +PAID/)]);
        await expect(record(written, other)).rejects.toThrow(
          'CONFLICT: This reference was recorded as "SEPA 9z" for another payment');
      }
      const list = await typed(`payment list --invoice ${number}`);
      expect(list.match(/RECEIVED/g)).toHaveLength(1);
      const back = `payment reverse --invoice ${number} --reference "ｓｅｐａ 9z" --reason ${REASON}`;
      expect(await typed(back)).toContain('sessions are withdrawn');

      await record('sepa 9z', other, '960.00');
      const send = (reference: string) => typed(
        `payment return --invoice ${other} --amount 5.00 --reference "${reference}"`);
      expect(await send('OUT 9z')).toMatch(/Sent back +5\.00/);
      for (const written of ['out 9Z', 'ＯＵＴ 9z', 'Out  9z']) {
        expect(await send(written)).toMatch(/Sent back already +5\.00/);
      }
    });

  it('is refused where it was sent back or charged to a card, and where there is none', async () => {
    const { invoiced } = await customer();
    const [over, carded] = [await invoiced(1), await invoiced(1, 'CARD')];
    await typed(`payment record --invoice ${over} --amount 100.00 --reference "OVER"`);
    await typed(`payment return --invoice ${over} --amount 5.00 --reference "OUT"`);
    await expect(typed(`payment reverse --invoice ${over} --reference OVER --reason ${REASON}`))
      .rejects.toThrow('SENT_BACK: Some of this money was sent back: `payment list` has it.');
    const [, charge] = /^(\S+) +RECEIVED .* CARD /m.exec(await typed(`payment list --invoice ${carded}`))!;
    await expect(typed(`payment reverse --invoice ${carded} --reference ${charge} --reason ${REASON}`))
      .rejects.toThrow('BY_CARD');
    await expect(typed(`payment reverse --invoice ${over} --reference NONE --reason ${REASON}`))
      .rejects.toThrow('NOT_FOUND: No payment of this reference was recorded on this invoice');
    await expect(typed(`payment reverse --invoice INV-2026-999999 --reference R --reason ${REASON}`))
      .rejects.toThrow('NOT_FOUND: There is no invoice of this number');
    await expect(typed(`payment reverse --invoice ${over} --reference OVER --reason " "`))
      .rejects.toThrow('must not be empty');
  });

  it('of a cancelled invoice leaves suspense with it', async () => {
    const { invoiced } = await customer();
    const number = await invoiced(2);
    await typed(`payment record --invoice ${number} --amount 10.00 --reference "GONE"`);
    await typed(`invoice cancel --invoice ${number}`);
    expect(await typed(`payment reverse --invoice ${number} --reference GONE --reason ${REASON}`))
      .toMatch(/Status +CANCELLED[^]*Surplus in suspense +0\.00 EUR/);
  });

  it('never comes back by the database: what was reversed stays so, and as it was', async () => {
    for (const change of ['reversed_on = NULL', 'amount_minor = 1', 'invoice_id = gen_random_uuid()',
      'reversal_reason = \'other\'']) {
      await expect(rig.cluster.query('gateway',
        `UPDATE payment SET ${change} WHERE reversed_on IS NOT NULL`)).rejects.toThrow('not undone');
    }
  });
});
