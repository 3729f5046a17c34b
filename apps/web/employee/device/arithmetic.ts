import type { Arithmetic, Following } from '#wallet/arithmetic';
import { workBeside } from '../../ui/work.ts';
import type { Done, Work } from './arithmetic.worker.ts';
import workerUrl from './arithmetic.worker.ts?worker&url';

/** The arithmetic of credits in a Web Worker, each piece of work in one of its own. */
export const worker: Arithmetic = {
  async blind(creditRoot, wanted, following = {}) {
    const done = await run({ kind: 'blind', creditRoot, wanted }, following);
    return done.kind === 'blinded' ? done.pending : [];
  },
  async finalize(signed, following = {}) {
    const done = await run({ kind: 'finalize', signed }, following);
    return done.kind === 'finalized' ? done.credits : [];
  },
};

function run(work: Work, following: Following): Promise<Done> {
  return workBeside<Work, Done>(workerUrl, work, following);
}
