import type { BinaryRequest, BinaryResponse } from '#pseudonym/http';
import { LateAnswers } from './late-answers.ts';

describe('an answer that was late or lost', () => {
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

  it('is had again when it has left and was lost, and is forgotten after two minutes', async () => {
    const { ask, late } = open();
    const first = await ask('one');
    late.left(bytes('one'));
    ms = 119_999;
    expect(await ask('one')).toBe(first);
    ms = 120_000;
    await ask('one');
    expect(done).toEqual(['one', 'one']);
  });

  it('that has left makes room for others that leave, and takes none of those that are due', async () => {
    const { ask, late } = open(1);
    await ask('one');
    late.left(bytes('one'));
    await ask('two');
    late.left(bytes('two'));
    await ask('due');
    await ask('two');
    await ask('due');
    expect(done).toEqual(['one', 'two', 'due']);
    await ask('one');
    expect(done).toEqual(['one', 'two', 'due', 'one']);
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
