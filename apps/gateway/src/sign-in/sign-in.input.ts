import { z } from 'zod';
import { BROWSERS } from '#server/sign-ins';
import { password } from '../door/input.ts';

/** A code of an authenticator app, or a recovery code, as somebody types it. */
export const factorCode = z.string().max(60)
  .transform((text) => text.replaceAll(/\s/g, '')).pipe(z.string().min(1, 'is empty').max(40));

/** Such a code, or none. */
export const maybeFactorCode = factorCode.nullish().transform((code) => code ?? null);

/** The password that was, and the one that is to be. */
export const newPassword = z.object({ current: password, next: password, code: maybeFactorCode });

/** The password and a code, for what needs both. */
export const bothFactors = z.object({ password, code: factorCode });

/** The family of a browser; one that says nothing is another one. */
export const browserName = z.enum(BROWSERS).nullish().transform((name) => name ?? 'OTHER');

/** A password with the token that lets somebody set it. */
export const acceptance = z.object({
  token: z.string().min(1).max(200), password, browser: browserName });
