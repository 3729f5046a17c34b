import { Opened, startParts } from './opened.ts';

/** Parts that note when they are closed; those that are named fail to. */
function opened(done: string[], ...failing: readonly string[]): Opened {
  const parts = new Opened();
  for (const name of ['database', 'queues', 'server']) {
    parts.add(() => {
      done.push(name);
      return failing.includes(name) ? Promise.reject(new Error(name)) : Promise.resolve();
    });
  }
  return parts;
}

describe('what was opened', () => {
  it('is closed, the last first', async () => {
    const done: string[] = [];
    await opened(done).close();
    expect(done).toEqual(['server', 'queues', 'database']);
  });

  it('is closed whatever fails to close, and all that failed is told', async () => {
    const done: string[] = [];
    await expect(opened(done, 'server', 'database').close()).rejects.toMatchObject({
      name: 'AggregateError', errors: [new Error('server'), new Error('database')] });
    expect(done).toEqual(['server', 'queues', 'database']);
  });

  it('is closed once', async () => {
    const done: string[] = [];
    const parts = opened(done, 'queues');
    await expect(parts.close()).rejects.toThrow(AggregateError);
    await parts.close();
    expect(done).toHaveLength(3);
  });

  it('is closed by a start that fails, which says why also where a part does not close', async () => {
    const done: string[] = [];
    await expect(startParts((parts) => {
      parts.add(() => opened(done, 'server').close());
      return Promise.reject(new Error('the port is taken'));
    })).rejects.toThrow('the port is taken');
    expect(done).toEqual(['server', 'queues', 'database']);
  });
});
