import { randomBytes } from 'node:crypto';
import { sealedRequests } from '#contracts/jobs';
import { handle } from '#platform/job-worker';
import { QueueFactory } from '#platform/queues';
import { startRig, type Rig } from '../../testing/rig.ts';

const TYPE = { 'content-type': 'message/ohttp-req' };
const UNREADABLE = 0xff;

describe('the relay', () => {
  let rig: Rig;
  let gatewayQueues: QueueFactory;
  let vaultQueues: QueueFactory;

  beforeAll(async () => {
    rig = await startRig(async ({ urls }) => {
      gatewayQueues = new QueueFactory(urls.queue);
      vaultQueues = new QueueFactory(urls.queueWorker);
      return gatewayQueues.asker<string, string | null, { requests: string[] }>(
        sealedRequests, { pack: (requests) => ({ requests: [...requests] }) });
    });
    // A vault that turns the bytes round; what opens a real one is the worker's own test.
    await vaultQueues.work(sealedRequests.queue, [handle(sealedRequests, ({ requests }) =>
      Promise.resolve(requests.map((request) => {
        const bytes = Buffer.from(request, 'base64url');
        return bytes[0] === UNREADABLE ? null : bytes.reverse().toString('base64url');
      })))]);
  });
  afterAll(async () => {
    await gatewayQueues.close();
    await vaultQueues.close();
    await rig.close();
  });

  const post = (payload: Buffer | string, headers: Record<string, string> = TYPE, url = '/relay') =>
    rig.app.inject({ method: 'POST', url, headers, payload });
  const sealed = (length = 1024) => {
    const bytes = randomBytes(length);
    bytes[0] = 1;
    return bytes;
  };

  it('carries the bytes there and back, each caller\'s own', async () => {
    const requests = Array.from({ length: 100 }, () => sealed());
    const answers = await Promise.all(requests.map((bytes) => post(bytes)));
    answers.forEach((answer, i) => {
      expect(answer.statusCode).toBe(200);
      expect(answer.headers['content-type']).toBe('message/ohttp-res');
      expect(answer.rawPayload.equals(Buffer.from(requests[i]!).reverse())).toBe(true);
    });
  });

  it('sets no cookie and answers everybody with the same headers', async () => {
    const plain = await post(sealed());
    const marked = await post(sealed(), {
      ...TYPE, 'cookie': 'sotto_hr=abc;def', 'authorization': 'Member x', 'x-forwarded-for': '1.2.3.4',
    });
    const shape = ({ headers }: typeof plain) => ({ ...headers, date: '' });
    expect(shape(marked)).toEqual(shape(plain));
    expect(plain.headers['set-cookie']).toBeUndefined();
  });

  it.each([
    ['an odd size', () => sealed(1000), TYPE, 400],
    ['nothing', () => Buffer.alloc(0), TYPE, 400],
    ['too much', () => sealed(131_072), TYPE, 413],
    ['JSON', () => Buffer.from('{}'), { 'content-type': 'application/json' }, 415],
    ['another type', () => sealed(), { 'content-type': 'text/plain' }, 415],
    ['what the vault cannot open', () => Buffer.alloc(1024, UNREADABLE), TYPE, 400],
  ])('refuses %s', async (_what, payload, headers, status) => {
    const answer = await post(payload(), headers);
    expect(answer.statusCode).toBe(status);
    expect(answer.json<object>()).toEqual(
      { code: 'BAD_USER_INPUT', message: expect.any(String) });
  });

  it('tells what the vault cannot open from what has an odd length', async () => {
    const messageOf = async (bytes: Buffer) =>
      (await post(bytes)).json<{ message: string }>().message;
    expect(await messageOf(Buffer.alloc(1024, UNREADABLE))).toContain('relay key');
    expect(await messageOf(sealed(1000))).toContain('lengths');
  });

  it.each(['{}', '7', '{"ticket":7}', '{"ticket":"a b"}', '{', `{"ticket":"${'a'.repeat(300)}"}`])(
    'collects nothing for %s', async (body) => {
      const answer = await post(body, { 'content-type': 'application/json' }, '/relay/collect');
      expect([400, 413]).toContain(answer.statusCode);
    });

  it('knows no ticket but its own', async () => {
    for (const ticket of ['a', 'A'.repeat(23)]) {
      const answer = await post(
        JSON.stringify({ ticket }), { 'content-type': 'application/json' }, '/relay/collect');
      expect(answer.statusCode).toBe(404);
    }
  });
});

describe('the relay while the vault is away', () => {
  it('gives a ticket, and the answer for it once the vault is back', async () => {
    const queues: QueueFactory[] = [];
    const { RelayService } = await import('./relay.service.ts');
    const rig = await startRig();
    const gatewayQueues = new QueueFactory(rig.cluster.urls.queue);
    queues.push(gatewayQueues);
    const asker = await gatewayQueues.asker<string, string | null, { requests: string[] }>(
      sealedRequests, { pack: (requests) => ({ requests: [...requests] }) });
    const relay = new RelayService(asker, () => undefined, 50);
    const asked = await relay.ask(Buffer.alloc(1024, 1));
    expect(asked.kind).toBe('pending');
    const ticket = asked.kind === 'pending' ? asked.ticket : '';
    expect(await relay.collect(ticket)).toEqual({ kind: 'pending', ticket });
    const vaultQueues = new QueueFactory(rig.cluster.urls.queueWorker);
    queues.push(vaultQueues);
    const served = Promise.withResolvers<undefined>();
    await vaultQueues.work(sealedRequests.queue, [handle(sealedRequests, ({ requests }) => {
      served.resolve(undefined);
      return Promise.resolve(requests.map(() => 'b2s'));
    })]);
    await served.promise;
    const collected = await asker.collect(ticket, 10_000);
    expect(collected).toEqual({ kind: 'answered', value: 'b2s' });
    expect(await relay.collect(ticket)).toEqual({ kind: 'answered', sealed: Buffer.from('ok') });
    for (const queue of queues) await queue.close();
    await rig.close();
  });
});
