import { randomBytes } from 'node:crypto';
import { sealedRequests } from '#contracts/jobs';
import { JobFailed, Overloaded } from '#platform/queue/request-client';
import { handle } from '#platform/queue/job-worker';
import { QueueFactory } from '#platform/queue/queues';
import { startRig, type Rig } from '../../testing/rig.ts';
import { RelayService } from './relay.service.ts';

const TYPE = { 'content-type': 'message/ohttp-req' };
const UNREADABLE = 0xff;
const sealed = (length = 4096) => {
  const bytes = randomBytes(length);
  bytes[0] = 1;
  return bytes;
};

describe('the relay', () => {
  let rig: Rig;
  let gatewayQueues: QueueFactory;
  let vaultQueues: QueueFactory;

  beforeAll(async () => {
    rig = await startRig(async ({ urls }) => {
      gatewayQueues = new QueueFactory(urls.queue);
      vaultQueues = new QueueFactory(urls.queueWorker);
      return gatewayQueues.requestClient<string, string | null, { requests: string[] }>(
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
    ['less', () => sealed(4095), TYPE, 400],
    ['what was once a size', () => sealed(1024), TYPE, 400],
    ['nothing', () => Buffer.alloc(0), TYPE, 400],
    ['more', () => sealed(4097), TYPE, 413],
    ['too much', () => sealed(131_072), TYPE, 413],
    ['JSON', () => Buffer.from('{}'), { 'content-type': 'application/json' }, 415],
    ['another type', () => sealed(), { 'content-type': 'text/plain' }, 415],
    ['what the vault cannot open', () => Buffer.alloc(4096, UNREADABLE), TYPE, 400],
  ])('refuses %s', async (_what, payload, headers, status) => {
    const answer = await post(payload(), headers);
    expect(answer.statusCode).toBe(status);
    expect(answer.json<object>()).toEqual(
      { code: 'BAD_USER_INPUT', message: expect.any(String) });
  });

  it('tells what the vault cannot open from what has an odd length', async () => {
    const messageOf = async (bytes: Buffer) =>
      (await post(bytes)).json<{ message: string }>().message;
    expect(await messageOf(Buffer.alloc(4096, UNREADABLE))).toContain('relay key');
    expect(await messageOf(sealed(1000))).toContain('4096 bytes');
  });
});

describe('the relay while the vault is away', () => {
  let rig: Rig;
  const queues: QueueFactory[] = [];
  beforeAll(async () => { rig = await startRig(); });
  afterAll(async () => {
    for (const queue of queues) await queue.close();
    await rig.close();
  });

  const queueOf = (url: string) => {
    const factory = new QueueFactory(url);
    queues.push(factory);
    return factory;
  };
  const clientOf = (options = {}) => queueOf(rig.cluster.urls.queue)
    .requestClient<string, string | null, { requests: string[] }>(
      sealedRequests, { pack: (requests) => ({ requests: [...requests] }), ...options });

  it('says that it is late, then keeps nothing, and answers the same request sent again', async () => {
    const relay = new RelayService(await clientOf(), () => undefined, 50);
    const step = sealed();
    for (let times = 0; times < 5; times += 1) {
      expect(await relay.ask(step)).toEqual({ kind: 'late' });
    }
    while (await waitingJobs() > 0) await new Promise((next) => setImmediate(next));
    const opened: number[] = [];
    await queueOf(rig.cluster.urls.queueWorker).work(sealedRequests.queue, [
      handle(sealedRequests, ({ requests }) => {
        opened.push(requests.length);
        return Promise.resolve(requests.map(() => 'b2s'));
      })]);
    const waiting = new RelayService(await clientOf(), () => undefined, 20_000);
    expect(await waiting.ask(step)).toEqual({ kind: 'answered', sealed: Buffer.from('ok') });
    expect(opened).toEqual([1]);
  });

  it('says of what the vault has opened before that it may be done', async () => {
    const relay = new RelayService(
      { ask: () => Promise.resolve({ kind: 'answered', value: '' }) }, () => undefined);
    expect(await relay.ask(sealed())).toEqual({ kind: 'late' });
  });

  it('tells what it did not take from what may be done', async () => {
    const faults: string[] = [];
    const outcomeOf = (error: Error) =>
      new RelayService({ ask: () => Promise.reject(error) }, (name) => { faults.push(name); })
        .ask(sealed());
    expect(await outcomeOf(new Overloaded('full'))).toEqual({ kind: 'busy' });
    expect(await outcomeOf(new JobFailed('given up'))).toEqual({ kind: 'late' });
    expect(await outcomeOf(new Error('the queue is away'))).toEqual({ kind: 'late' });
    expect(faults).toEqual(['Overloaded', 'JobFailed', 'Error']);
  });

  const waitingJobs = async () => {
    const [{ waiting } = { waiting: -1 }] = await rig.cluster.query<{ waiting: number }>('queue',
      'SELECT count(*)::integer AS waiting FROM bullmq.job WHERE queue = $1', [sealedRequests.queue]);
    return waiting;
  };
});
