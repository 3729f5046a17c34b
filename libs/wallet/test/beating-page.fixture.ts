import { Beats } from '../src/beats.ts';
import type { LineStatus } from '../src/line.ts';
import { PagePace } from '../src/pace.ts';
import { Refusal } from '../src/refusal.ts';
import { seeded } from './seeded.fixture.ts';
import { VirtualTime } from './virtual-time.fixture.ts';

/** Mean gaps, in milliseconds. */
export const MEANS = { touched: 1_500, untouched: 15_000 };
const never = new AbortController().signal;
const bytes = (text: string) => new TextEncoder().encode(text);

/** What comes of a beat: an answer after so many milliseconds, or a failure. */
type Network = (sent: number) => number | Refusal | 'silence';

/** A page that beats in virtual time, and what leaves it. */
export function page(seed: number, network: Network = () => 200) {
  const time = new VirtualTime();
  const pace = new PagePace({ means: MEANS, isSeen: true, isQuiet: false }, time);
  const beats: { readonly at: number; readonly step: string | null }[] = [];
  const statuses: LineStatus[] = [];
  let aborted = 0;
  const line = new Beats({
    send: (inner, signal) => new Promise((resolve, reject) => {
      const outcome = network(beats.length);
      beats.push({ at: time.now(), step: inner && new TextDecoder().decode(inner) });
      signal.addEventListener('abort', () => { aborted += 1; reject(signal.reason as Error); });
      if (outcome instanceof Refusal) reject(outcome);
      else if (outcome !== 'silence') {
        time.after(outcome, () => { resolve(bytes(`to ${inner && new TextDecoder().decode(inner)}`)); });
      }
    }),
  }, {
    now: time.now, after: time.after, pace, random: seeded(seed), slowAfterMs: 10_000,
    onStatus: (status) => { statuses.push(status); },
  });
  line.begin();
  const answered: string[] = [];
  const failed: unknown[] = [];
  const ask = (step: string, signal = never) => {
    line.ask(bytes(step), signal).then(
      (answer) => { answered.push(new TextDecoder().decode(answer)); },
      (error: unknown) => { failed.push(error); });
  };
  const steps = () => beats.flatMap(({ step }) => step ?? []);
  const times = () => beats.map(({ at }) => at);
  return {
    time, pace, line, beats, statuses, answered, failed, ask, steps, times,
    abortions: () => aborted,
  };
}
