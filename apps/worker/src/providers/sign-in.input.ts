import { z } from 'zod';
import { LONGEST_PASSKEY_ANSWER } from '#server/passkey-answers';
import { LONGEST_TYPED } from '#server/password-rule';

/** A password as it is typed: which may be set, `#server/password-rule` says. */
export const password = z.string().max(LONGEST_TYPED);

/** A code of an authenticator app, or a recovery code, as somebody types it. */
export const factorCode = z.string().max(60).transform((text) => text.replaceAll(/\s/g, ''))
  .pipe(z.string().min(1).max(40));

/** What a browser said of a passkey. */
export const passkeyAnswer = z.string().min(1).max(LONGEST_PASSKEY_ANSWER);

/** Something, or nothing. */
export const maybe = <T extends z.ZodType>(item: T) =>
  item.nullish().transform((given) => given ?? null);

/** The password and the second factor that is there, for what changes second factors. */
export const proof = z.object({
  password, code: maybe(factorCode), passkey: maybe(passkeyAnswer) });
