import { randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { signingPublicKey, signStatement } from '#pseudonym/signed';
import type { JsonValue } from '#pseudonym/canonical';
import { TreatySeal, type NamedJob } from './envelope.ts';
import * as jobs from './jobs.ts';

const seeds = { gateway: randomBytes(32), vault: randomBytes(32), stranger: randomBytes(32) };
const keyOf = async (seed: Uint8Array) => Buffer.from(await signingPublicKey(seed)).toString('hex');

let gateway: TreatySeal;
let vault: TreatySeal;
let stranger: TreatySeal;
beforeAll(async () => {
  gateway = await TreatySeal.of('gateway', seeds.gateway, [await keyOf(seeds.vault)]);
  vault = await TreatySeal.of('vault', seeds.vault, [await keyOf(seeds.gateway)]);
  stranger = await TreatySeal.of('gateway', seeds.stranger, [await keyOf(seeds.vault)]);
});

const named = (more: Partial<NamedJob> = {}): NamedJob =>
  ({ queue: 'to-vault', name: 'credits.funded', id: randomUUID(), ...more });
const travelled = (sealed: unknown): unknown => JSON.parse(JSON.stringify(sealed)) as unknown;

test('what a domain sends is opened by the other as it was, whatever it is', async () => {
  await fc.assert(fc.asyncProperty(fc.jsonValue(), async (payload) => {
    const job = named();
    const sealed = travelled(await gateway.seal(job, payload));
    expect(await vault.open(job, sealed)).toEqual({ kind: 'opened', payload: travelled(payload) });
    const back = named({ queue: 'to-gateway', name: 'keys.mirrored' });
    expect(await gateway.open(back, travelled(await vault.seal(back, payload))))
      .toEqual({ kind: 'opened', payload: travelled(payload) });
  }));
});

type Envelope = Record<string, unknown>;
type Change = (job: NamedJob, own: Envelope) => Promise<[NamedJob, unknown]>;
/** What whoever has the queue makes of a job that it has seen, and by which name it is refused. */
const HOSTILE: [string, string, Change][] = [
  ['takes the signature away', 'unsigned', async (job, { payload }) => [job, payload]],
  ['leaves the signature empty', 'altered', async (job, own) => [job, { ...own, signature: '' }]],
  ['adds something beside it', 'unsigned', async (job, own) => [job, { ...own, by: 'gateway' }]],
  ['puts nothing there', 'unsigned', async (job) => [job, null]],
  ['nests it without an end', 'unsigned', async (job, own) => [job, { ...own,
    payload: Array.from({ length: 100_000 }).reduce((inner) => [inner], 1) }]],
  ['signs by a key of its own', 'foreign-key', async (job, { payload }) =>
    [job, await stranger.seal(job, payload)]],
  ['claims the domain\'s key for its own signature', 'altered', async (job, own) =>
    [job, { ...await stranger.seal(job, own['payload']) as object, key: own['key'] }]],
  ['names another key', 'foreign-key', async (job, own) =>
    [job, { ...own, key: await keyOf(seeds.stranger) }]],
  ['turns a job of the vault\'s round', 'foreign-key', async (job, { payload }) =>
    [job, await vault.seal({ ...job, queue: 'to-gateway' }, payload)]],
  ['changes the content', 'altered', async (job, own) =>
    [job, { ...own, payload: { ...own['payload'] as object, sessions: 1_000_000 } }]],
  ['gives it another id, so that it has its effect twice', 'altered', async (job, own) =>
    [{ ...job, id: randomUUID() }, own]],
  ['calls it another job', 'altered', async (job, own) =>
    [{ ...job, name: 'credits.withdrawn' }, own]],
  ['puts it on another queue of the domain\'s', 'altered', async (job, own) => [job,
    await gateway.seal({ ...job, queue: 'gateway-cards' }, own['payload'])]],
  ['takes a statement of the same key for a job', 'altered', async (job, own) => {
    const { signature } = await signStatement(
      seeds.gateway, 'gateway-tick', own['payload'] as JsonValue);
    return [job, { ...own, signature }];
  }],
];

test.each(HOSTILE)('a queue that %s: refused as %s', async (_, reason, change) => {
  const job = named();
  const own = travelled(await gateway.seal(job, { sessions: 10 })) as Envelope;
  const [as, lies] = await change(job, own);
  expect(await vault.open(as, lies)).toEqual({ kind: 'refused', reason });
});

test('from a hostile queue nothing is ever opened but what was sent, under its own name', async () => {
  const sent: { job: NamedJob; payload: JsonValue; sealed: Envelope }[] = [];
  for (let n = 0; n < 12; n += 1) {
    const job = named({ name: n % 2 ? 'credits.funded' : 'terms.proposed' });
    const payload = { n, funding: randomUUID() };
    sent.push({ job, payload, sealed: travelled(await gateway.seal(job, payload)) as Envelope });
  }
  const pick = fc.nat(sent.length - 1);
  const mixed = fc.record({ id: pick, name: pick, payload: pick, signature: pick, key: pick });
  await fc.assert(fc.asyncProperty(fc.array(mixed, { maxLength: 20 }), async (tries) => {
    for (const { id, name, payload, signature, key } of tries) {
      const job = { queue: 'to-vault', id: sent[id]!.job.id, name: sent[name]!.job.name };
      const opened = await vault.open(job, {
        key: sent[key]!.sealed['key'], payload: sent[payload]!.sealed['payload'],
        signature: sent[signature]!.sealed['signature'] });
      const isSent = id === payload && payload === signature
        && sent[name]!.job.name === sent[id]!.job.name;
      expect(opened).toEqual(isSent ? { kind: 'opened', payload: sent[id]!.payload }
        : { kind: 'refused', reason: 'altered' });
    }
  }));
});

test('while a key is changed both are taken, and the old one no more afterwards', async () => {
  const next = randomBytes(32);
  const job = named();
  const [old, present] = [await keyOf(seeds.gateway), await keyOf(next)];
  const changed = await TreatySeal.of('gateway', next, []);
  const both = await TreatySeal.of('vault', seeds.vault, [old, present]);
  for (const sender of [gateway, changed]) {
    expect((await both.open(job, await sender.seal(job, 1))).kind).toBe('opened');
  }
  const after = await TreatySeal.of('vault', seeds.vault, [present]);
  expect(await after.open(job, await gateway.seal(job, 1)))
    .toEqual({ kind: 'refused', reason: 'foreign-key' });
});

test('a domain\'s jobs to itself are its own: the other cannot charge a card', async () => {
  const job = named({ queue: 'gateway-cards', name: 'card.charge' });
  expect((await gateway.open(job, await gateway.seal(job, { invoice: 'x' }))).kind).toBe('opened');
  expect(await gateway.open(job, await vault.seal(job, { invoice: 'x' })))
    .toEqual({ kind: 'refused', reason: 'foreign-key' });
});

test('every job of the treaty is signed but sealed requests, which are anybody\'s', async () => {
  for (const { name, queue } of Object.values(jobs)) {
    const sender = queue === 'to-gateway' ? vault : gateway;
    const sealed = await sender.seal(named({ name, queue }), 'content');
    expect([name, sealed !== 'content']).toEqual([name, name !== jobs.sealedRequests.name]);
  }
});
