import { logPublished } from '#contracts/jobs';
import type { PayloadOf } from '#contracts/contract';
import { readLog } from '#pseudonym/terms-log';
import { ReturnLogProcessor } from '../log/return-log.processor.ts';
import { newPeriod, Two } from './two.fixture.ts';

/** A year has one leaf, also for a vault that was restored to before it. */

let two: Two;
beforeEach(async () => {
  two = await Two.open();
  await two.backUp('vault');
  await two.pass(3);
});
afterEach(() => two.close());

type Published = PayloadOf<typeof logPublished>;

/** What the vault has published last. */
async function published(): Promise<Published> {
  const [row] = await two.vault.cluster.query<{ payload: Published }>('vault',
    `SELECT payload FROM outbox WHERE name = 'log.published' ORDER BY position DESC LIMIT 1`);
  return row!.payload;
}
const leavesOf = ({ body }: Published) =>
  readLog(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')))!.leaves;

/** The vault is as it was at first, and has its own log back. */
async function restoredWith(log: Published): Promise<void> {
  await two.restore('vault');
  await two.pass(2);
  await two.vault.app.get(ReturnLogProcessor, { strict: false }).process(log);
}

it('a restored vault signs no second leaf for a year, by keys that came after its first one',
  async () => {
    const year = newPeriod(two, '');
    await year.tell();
    const before = await published();
    await restoredWith(before);
    await expect(year.tellOthers()).rejects.toThrow('another leaf');
    expect(await two.vault.cluster.query('vault', 'SELECT FROM issuer_key')).toEqual([]);
    await year.tell();
    expect(leavesOf(await published())).toEqual(leavesOf(before));
  });

it('a year that had none gets its leaf once all others are known again', async () => {
  const [first, second] = [newPeriod(two, ''), newPeriod(two, '', { contract: 'C-00000002' })];
  await first.tell();
  await second.tellTerms();
  const before = await published();
  await restoredWith(before);
  await expect(second.tell()).rejects.toThrow('another leaf');
  await first.tell();
  await second.tell();
  const leaves = leavesOf(await published());
  expect([leaves.length, leaves[0]]).toEqual([2, leavesOf(before)[0]]);
});
