import { z } from 'zod';
import * as v from './values.ts';

/** What a domain's tick says (libs/platform, standing.ts). */
export const tickBody = z.strictObject({
  number: z.int().min(0),
  challenge: v.digest,
  seen: z.strictObject({ number: z.int().min(0), challenge: v.digest.nullable() }),
  asks: z.boolean(),
});

/** The gateway's, with its Ed25519 key, hex: the vault keeps the first that it hears. */
export const gatewayTickBody = tickBody.extend({ key: v.digest });
