import { z } from 'zod';
import * as v from './values.ts';

/** So far that no clock brings a domain there, and that one more is still a number. */
const tickNumber = z.int().min(0).max(2 ** 40);

/** What a domain's tick says (libs/platform, restores/standing.ts). */
export const tickBody = z.strictObject({
  number: tickNumber,
  challenge: v.digest,
  seen: z.strictObject({ number: tickNumber, challenge: v.digest.nullable() }),
  asks: z.boolean(),
});

/** The vault's: after a restore with a question, random, to which periods it may have forgotten. */
export const vaultTickBody = tickBody.extend({ question: v.digest.optional() });

/** The gateway's, with its Ed25519 key, hex: the vault keeps the first that it hears. */
export const gatewayTickBody = tickBody.extend({ key: v.digest });
