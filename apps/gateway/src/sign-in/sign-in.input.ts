import { z } from 'zod';
import { password, proof } from '#server/input';
import { BROWSERS } from '#server/sign-ins';

/** The password that was, and the one that is to be. */
export const newPassword = proof.omit({ password: true })
  .extend({ current: password, next: password });

/** The family of a browser; one that says nothing is another one. */
export const browserName = z.enum(BROWSERS).nullish().transform((name) => name ?? 'OTHER');

/** A password with the token that lets somebody set it. */
export const acceptance = z.object({
  token: z.string().min(1).max(200), password, browser: browserName });
