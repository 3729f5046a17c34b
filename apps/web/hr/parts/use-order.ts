import { useEffect, useState } from 'react';
import { failureOf } from '../../ui/failure.ts';
import { recall, remember } from '../../ui/storage.ts';
import { useTask } from '../../ui/task.ts';
import {
  PurchaseCreditsDocument, type PurchaseInput, type PurchaseCreditsMutation,
} from '../gql/gateway/graphql.ts';
import { gateway } from './gateway.ts';

/** What became of an order. */
export type Outcome = PurchaseCreditsMutation['purchaseCredits'];

/** An order whose answer is not there. */
export interface PendingOrder {
  readonly input: PurchaseInput;
  /** It was sent before, and nobody knows here whether it arrived. */
  readonly tried: boolean;
}

/**
 * The one order of a programme that is under way. The tab keeps it with its key until it is
 * answered, so that after a lost answer or a reload the same order is sent and taken once.
 */
export function useOrder(programmeId: string) {
  const name = `order ${programmeId}`;
  const [pending, setPending] = useState<PendingOrder | undefined>(() => {
    const input = readOrder(recall('tab', name), programmeId);
    return input && { input, tried: true };
  });
  const keep = (next?: PendingOrder) => {
    remember('tab', name, next ? JSON.stringify(next.input) : null);
    setPending(next);
  };
  const task = useTask(async (signal, { input, tried }: PendingOrder) => {
    keep({ input, tried });
    try {
      const { purchaseCredits } = await gateway.ask(PurchaseCreditsDocument, { input });
      // Nobody has seen the answer where the screen is gone: it is asked for again there.
      if (!signal.aborted) keep();
      return purchaseCredits;
    } catch (error) {
      const { fate } = failureOf(error);
      const notDone = fate === 'unsent' || fate === 'refused';
      keep(tried || !notDone ? { input, tried: true } : undefined);
      throw error;
    }
  });
  const { run } = task;
  const [found] = useState(pending);
  useEffect(() => { if (found) void run(found); }, [found, run]);
  return {
    pending, busy: task.busy, error: task.error, outcome: task.value, reset: task.reset,
    place: (order: Omit<PurchaseInput, 'idempotencyKey'>) =>
      run({ input: { ...order, idempotencyKey: crypto.randomUUID() }, tried: false }),
    again: () => (pending ? run(pending) : undefined),
    giveUp: () => { keep(); task.reset(); },
  };
}

/** An order as it was kept; undefined for whatever else stands there. */
function readOrder(text: string | null, programmeId: string): PurchaseInput | undefined {
  try {
    const input = JSON.parse(text ?? 'null') as PurchaseInput | null;
    return input?.programmeId === programmeId ? input : undefined;
  } catch {
    return undefined;
  }
}
