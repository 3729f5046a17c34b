import { seldom, type Following } from '#wallet/arithmetic';

/** What a worker says besides its result: how far it is (0 to 1), or the name of an error. */
export type Meanwhile =
  | { readonly kind: 'progress'; readonly done: number }
  | { readonly kind: 'fault'; readonly name: string };

/** In a worker: do what the page asks, say how far it is, and answer. */
export function answerTo<Work, Result extends { readonly kind: string }>(
  work: (asked: Work, following: Following) => Promise<Result>,
): void {
  const say = (said: Result | Meanwhile) => { postMessage(said); };
  addEventListener('message', ({ data }: MessageEvent<Work>) => {
    const following = { onProgress: seldom((done) => { say({ kind: 'progress', done }); }) };
    work(data, following).then(say, (error: unknown) => {
      say({ kind: 'fault', name: error instanceof Error ? error.name : 'unknown' });
    });
  });
}
