import { z } from 'zod';
import { line } from '#platform/text/line';
import { LONGEST_PASSKEY_ANSWER } from '#server/passkey-answers';
import { BROWSERS } from '#server/sign-ins';
import { id, password } from '../door/input.ts';

/** A code of an authenticator app, or a recovery code, as somebody types it. */
export const factorCode = z.string().max(60)
  .transform((text) => text.replaceAll(/\s/g, '')).pipe(z.string().min(1, 'is empty').max(40));

/** Such a code, or none. */
export const maybeFactorCode = factorCode.nullish().transform((code) => code ?? null);

/** What a browser said of a passkey. */
const passkeyAnswer = z.string().min(1).max(LONGEST_PASSKEY_ANSWER);

/** The same, or nothing. */
export const maybePasskey = passkeyAnswer.nullish().transform((answer) => answer ?? null);

const passkeyName = line(60);

/** A passkey that a browser has made, and what it is to be called. */
export const newPasskey = z.object({ answer: passkeyAnswer, name: passkeyName });

/** A passkey of one's own, and what it is to be called. */
export const namedPasskey = z.object({ id, name: passkeyName });


/** The password that was, and the one that is to be. */
export const newPassword = z.object({
  current: password, next: password, code: maybeFactorCode, passkey: maybePasskey });

/** The password and the second factor that is there, for what changes second factors. */
export const proof = z.object({ password, code: maybeFactorCode, passkey: maybePasskey });

/** A passkey of one's own, and the same. */
export const removedPasskey = proof.extend({ id });

/** The family of a browser; one that says nothing is another one. */
export const browserName = z.enum(BROWSERS).nullish().transform((name) => name ?? 'OTHER');

/** A password with the token that lets somebody set it. */
export const acceptance = z.object({
  token: z.string().min(1).max(200), password, browser: browserName });
