import { z } from 'zod';
import type { JobContract } from '#contracts/contract';

/**
 * A job of the gateway to itself: charge a card once the order is committed. The order's own
 * request does the same at once; the job is for when that process died in between.
 */
export const chargeCard: JobContract<{ invoice: string }> = Object.freeze({
  queue: 'gateway-cards', name: 'card.charge', attempts: 20, backoffMs: 1_000,
  schema: z.strictObject({ invoice: z.uuid({ version: 'v4' }) }),
});
