import { z } from 'zod';
import { password } from '../door/input.ts';

/** A code of an authenticator app, or a recovery code, as somebody types it. */
export const factorCode = z.string().max(60)
  .transform((text) => text.replaceAll(/\s/g, '')).pipe(z.string().min(1, 'is empty').max(40));

/** The password that was, and the one that is to be. */
export const newPassword = z.object({ current: z.string().min(1).max(256), next: password });

/** A password with the token that lets somebody set it. */
export const acceptance = z.object({ token: z.string().min(1).max(200), password });
