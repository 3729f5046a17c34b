import { z } from 'zod';
import { line } from '#platform/text/line';
import { passkeyAnswer, password, proof } from '#server/input';
import { BROWSERS } from '#server/sign-ins';
import { id } from '../http/input.ts';

const passkeyName = line(60);

/** A passkey that a browser has made, and what it is to be called. */
export const newPasskey = z.object({ answer: passkeyAnswer, name: passkeyName });

/** A passkey of one's own, and what it is to be called. */
export const namedPasskey = z.object({ id, name: passkeyName });

/** The password that was, and the one that is to be. */
export const newPassword = proof.omit({ password: true })
  .extend({ current: password, next: password });

/** A passkey of one's own, and the same. */
export const removedPasskey = proof.extend({ id });

/** The family of a browser; one that says nothing is another one. */
export const browserName = z.enum(BROWSERS).nullish().transform((name) => name ?? 'OTHER');

/** A password with the token that lets somebody set it. */
export const acceptance = z.object({
  token: z.string().min(1).max(200), password, browser: browserName });
