import { z } from 'zod';
import { REPORT_LABEL } from '#calendar/periods';
import { WAIT_BANDS } from '#disclosure/statistics';

const count = z.int().min(0);
const programme = z.uuid({ version: 'v4' });
const period = z.string().regex(REPORT_LABEL);

const cell = z.object({
  table: z.string().max(50), key: z.string().max(200),
  users: count.nullable(), sessions: count.nullable(), reason: z.string().max(50),
});

/** The part of a usage release's body that is shown; the whole body is kept as it was signed. */
export const usageBody = z.object({
  programme, period, releasedOn: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  k: z.int().min(5), cells: z.array(cell).max(50_000), settledSessions: count,
  medianWait: z.enum(WAIT_BANDS).nullish(),
});

/** The part of a settlement's body that is posted. */
export const settlementBody = z.object({ programme, period, settledSessions: count });
