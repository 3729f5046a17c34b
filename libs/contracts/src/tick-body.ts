import { z } from 'zod';
import * as v from './values.ts';

/** What a domain's tick says (libs/platform, standing.ts). */
export const tickBody = z.strictObject({
  number: z.int().min(0),
  challenge: v.digest,
  seen: z.strictObject({ number: z.int().min(0), challenge: v.digest.nullable() }),
  asks: z.boolean(),
});

/** The gateway's, with the Ed25519 key that it signs by, hex: the vault keeps the first it hears. */
export const gatewayTickBody = tickBody.extend({ key: v.digest });
