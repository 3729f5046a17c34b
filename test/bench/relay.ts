import { toBase64Url } from '#pseudonym/bytes';
import { decodeResponse, encodeRequest } from '#pseudonym/http';
import { REQUEST_TYPE, type KeyConfig } from '#pseudonym/ohttp';
import { sealRequest, type SealedRequest } from '#pseudonym/sealed';
import { connect } from '#wallet/node/undici';
import { readAnswer } from '#wallet/refusal';
import type { Transport } from '#wallet/transport';
import { together } from '../../demo/story/together.ts';
import { relayKeyOf } from '../simulation/relay-key.ts';
import { BareQueue } from './bare-queue.ts';
import { type BenchResult, fromClients, interleave, type Note, rate, result } from './measure.ts';
import { startBench } from './service.ts';

const ROUNDS = 5;
const REQUESTS = 2_000;
const CLIENTS = 32;
/** Each answer leaves on a beat of the vault, a fifth of a second later: so many wait together. */
const ASKING = 600;
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
  const asking = connect(bench.service.origin, ASKING);
  try {
    bench.noteMemory('at rest');
    const key = await relayKeyOf(bench.scenario);
    const payload = toBase64Url((await seal(key)).sealed);
    const echoing = () => rate(() =>
      fromClients(CLIENTS, REQUESTS, () => bare.ask(payload)));
    const found = await interleave(
      () => roundTrips(key, asking.transport), echoing, ROUNDS, note);
    bench.noteMemory('under load');
    const backend = queueUrl.startsWith('redis') ? 'Redis' : 'PostgreSQL';
    const ceiling = `bare BullMQ request and reply/s on ${backend}, ${CLIENTS} at once`;
    return result('relay', 'sealed round trips/s', ceiling, found);
  } finally {
    await asking.close();
    await bare.close();
    await bench.close();
  }
}

async function roundTrips(key: KeyConfig, transport: Transport): Promise<number> {
  const requests = await together([...Array(REQUESTS).keys()], CLIENTS, () => seal(key));
  const answers: Uint8Array[] = [];
  const headers = { 'content-type': REQUEST_TYPE };
  const perSecond = await rate(() => fromClients(ASKING, REQUESTS, async (index) => {
    const { sealed: body } = requests[index] as SealedRequest;
    const answer = await transport({ method: 'POST', path: '/relay', headers, body });
    if (answer.status !== 200) throw new Error(`the relay answered ${answer.status}`);
    answers[index] = await answer.bytes();
  }));
  for (const [index, request] of requests.entries()) {
    const { content } = decodeResponse(await request.open(answers[index] as Uint8Array));
    const said = readAnswer<{ __typename: string }>(new TextDecoder().decode(content));
    if (said?.__typename !== 'Query') throw new Error('a sealed answer says something else');
  }
  return perSecond;
}

function seal(key: KeyConfig): Promise<SealedRequest> {
  return sealRequest(key, encodeRequest({
    method: 'POST', scheme: 'https', authority: 'vault', path: '/graphql',
    headers: [['content-type', 'application/json']],
    content: new TextEncoder().encode(JSON.stringify({ query: QUESTION })),
  }));
}
