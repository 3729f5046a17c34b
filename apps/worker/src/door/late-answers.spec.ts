import type { BinaryRequest, BinaryResponse } from '#pseudonym/http';
import { LateAnswers } from './late-answers.ts';

describe('an answer that was late', () => {
  const request = (headers: BinaryRequest['headers'] = [['idempotency-key', 'a']]): BinaryRequest =>
    ({ method: 'POST', scheme: 'https', authority: 'vault', path: '/graphql', headers,
      content: new Uint8Array() });
  const bytes = (name: string) => new TextEncoder().encode(name);
  let ms = 0;
  let done: string[] = [];
  beforeEach(() => {
    ms = 0;
    done = [];
  });
  const open = (most?: number) => {
    const late = new LateAnswers(() => ms, most);
    return {
      late,
      ask: (name: string, of = request()): Promise<BinaryResponse> =>
        late.of(of, bytes(name), () => {
          done.push(name);
          return Promise.resolve({ status: done.length, headers: [], content: new Uint8Array() });
        }),
    };
  };

  it('is had by asking the same again, and nothing is done twice', async () => {
    const { ask } = open();
    const [first, other] = [await ask('one'), await ask('two')];
    expect(await ask('one')).toBe(first);
    expect(await ask('two')).toBe(other);
    expect(done).toEqual(['one', 'two']);
  });

  it('is forgotten when it has left, and after two minutes', async () => {
    const { ask, late } = open();
    await ask('one');
    late.left(bytes('one'));
    await ask('one');
    ms = 119_999;
    await ask('one');
    expect(done).toEqual(['one', 'one']);
    ms = 120_000;
    await ask('two');
    await ask('one');
    expect(done).toEqual(['one', 'one', 'two', 'one']);
  });

  it('is not kept without a key, nor where too many are', async () => {
    const { ask } = open(1);
    await ask('one', request([]));
    await ask('one', request([]));
    await ask('one');
    await ask('two');
    await ask('two');
    expect(done).toEqual(['one', 'one', 'one', 'two', 'two']);
  });
});
