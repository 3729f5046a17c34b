import { z } from 'zod';

/** Mean gaps in milliseconds: while a page is touched, and while it lies open. */
export interface MeanGaps {
  readonly touched: number;
  readonly untouched: number;
}

/** Such as `1500,15000`: while a page is touched, and while it lies open. */
export const meanGaps = z
  .string()
  .regex(/^[1-9]\d{0,6},[1-9]\d{0,6}$/, 'must be two whole numbers of milliseconds: 1500,15000')
  .transform((text): MeanGaps => {
    const [touched = 0, untouched = 0] = text.split(',').map(Number);
    return { touched, untouched };
  })
  .optional();
