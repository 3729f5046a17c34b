import { toBase64Url } from '#pseudonym/bytes';
import type { SealedRequest } from '#pseudonym/sealed';
import { together } from '../../demo/client/together.ts';
import type { VaultClient } from '../../demo/client/vault.ts';
import { BareQueue } from './bare-queue.ts';
import { type BenchResult, fromClients, interleave, type Note, rate, result } from './measure.ts';
import { startBench } from './service.ts';

const ROUNDS = 5;
const REQUESTS = 2_000;
const CLIENTS = 32;
/** The least that a client can ask: what is measured is the way there and back. */
const QUESTION = 'query { __typename }';
const PEOPLE = 60;

/**
 * Sealed round trips per second: HTTP, gateway, queue, worker, GraphQL and back. The requests are
 * sealed before the time runs, since that is the clients' own work, and every answer is opened
 * afterwards: one that does not open, or says something else, fails the bench.
 */
export async function benchRelay(note: Note): Promise<BenchResult> {
  const bench = await startBench(PEOPLE, note);
  // The owner, since a queue of another name is not the app roles' to make.
  const queueUrl = process.env['QUEUE_URL'] ?? bench.service.postgres?.ownerUrl('queue') ?? '';
  const bare = await BareQueue.open(queueUrl);
  try {
    bench.noteMemory('at rest');
    const { vault } = bench.stage;
    const payload = toBase64Url((await vault.seal(QUESTION)).sealed);
    const echoing = () => rate(() =>
      fromClients(CLIENTS, REQUESTS, () => bare.ask(payload)));
    const found = await interleave(() => roundTrips(vault), echoing, ROUNDS, note);
    bench.noteMemory('under load');
    const backend = queueUrl.startsWith('redis') ? 'Redis' : 'PostgreSQL';
    const ceiling = `bare BullMQ request and reply/s on ${backend}, ${CLIENTS} at once`;
    return result('relay', 'sealed round trips/s', ceiling, found);
  } finally {
    await bare.close();
    await bench.close();
  }
}

async function roundTrips(vault: VaultClient): Promise<number> {
  const requests = await together([...Array(REQUESTS).keys()], CLIENTS, () => vault.seal(QUESTION));
  const answers: Uint8Array[] = [];
  const perSecond = await rate(() => fromClients(CLIENTS, REQUESTS, async (index) => {
    answers[index] = await vault.send((requests[index] as SealedRequest).sealed);
  }));
  for (const [index, request] of requests.entries()) {
    const { __typename } = await vault.open<{ __typename: string }>(
      request, answers[index] as Uint8Array);
    if (__typename !== 'Query') throw new Error('a sealed answer says something else');
  }
  return perSecond;
}
