import { z } from 'zod';
import { REQUEST_LENGTH } from '#pseudonym/padding';
import type { JobContract } from './contract.ts';
import * as v from './values.ts';

/**
 * The treaty: everything that ever passes between the gateway, which knows people, and the
 * vault, which knows care. No job names a person, a member, a case or a provider of a case.
 */

/** Gateway to vault: the jobs that the worker handles. */
const TO_VAULT = 'to-vault';
/** Vault to gateway: the jobs that the gateway handles. */
const TO_GATEWAY = 'to-gateway';

/** Characters of terms with all their departments, in base64url. */
const MOST_TERMS = 512 * 1024;

/** Characters of a sealed request, in base64url. */
const SEALED_REQUEST = Math.ceil((REQUEST_LENGTH * 4) / 3);

const dependable = { attempts: 20, backoffMs: 500 } as const;

function contract<T>(
  queue: string, name: string, schema: z.ZodType<T>,
  tries: Pick<JobContract<T>, 'attempts' | 'backoffMs' | 'keptSeconds'>,
): JobContract<T> {
  return Object.freeze({ queue, name, schema, ...tries });
}

/**
 * Sealed requests (RFC 9458), several in a job; answered by as many sealed responses. Requests,
 * answers and their times are erased on delivery, or when nobody waits for them any more; whoever
 * had no answer sends the request again, which does nothing twice.
 */
export const sealedRequests = contract(
  'sealed', 'sealed.requests',
  z.strictObject({ requests: z.array(v.bytes(SEALED_REQUEST)).min(1).max(64) }),
  { attempts: 5, backoffMs: 100, keptSeconds: 2 * 60 },
);

/** What an employer wants for a period: taken once the vault's operator has confirmed it. */
export const termsProposed = contract(
  TO_VAULT, 'terms.proposed',
  z.strictObject({
    /** Of this proposal alone, also where another one says the same: a refusal names it. */
    proposal: v.id,
    terms: v.terms,
    /**
     * The vault's own word that it confirmed just these, and its key of then: a vault that was
     * restored, and has forgotten it, knows it again by its signature. Null before it was given.
     */
    confirmation: z.strictObject({
      key: v.digest, statement: v.statement('terms', MOST_TERMS),
    }).nullable(),
  }),
  dependable,
);

/**
 * HR takes a proposal back before it is confirmed: the vault's operator sees it no more. Answered
 * by `terms.refused`, or by `terms.confirmed` where she was faster: then it holds.
 */
export const termsWithdrawn = contract(
  TO_VAULT, 'terms.withdrawn',
  z.strictObject({ programme: v.id, period: v.period, proposal: v.id }), dependable,
);

/**
 * Issuer keys are put before the vault before their first use, so that it can mirror them: for
 * confirmed terms alone, and just those keys that follow from them.
 */
export const keysRegistered = contract(
  TO_VAULT, 'keys.registered',
  z.strictObject({
    programme: v.id, period: v.period, keys: z.array(v.issuerKey).min(1).max(400),
  }),
  dependable,
);

/**
 * An employer's payment has settled: the programme's fund grows. `period`: it is the flat price of
 * that year, and `sessions` are all that its seats can use.
 */
export const creditsFunded = contract(
  TO_VAULT, 'credits.funded',
  z.strictObject({
    programme: v.id,
    /** Id of the funding itself, one for each time that an invoice is paid. */
    funding: v.id,
    sessions: z.int().min(1).max(1_000_000),
    amountMinor: v.minorUnits,
    currency: v.currency,
    period: v.period.optional(),
  }),
  dependable,
);

/**
 * A funding's payment was taken back: the programme's fund shrinks by it, once. The gateway
 * withdraws only what all credits that it has issued leave over, so nothing answers this.
 */
export const creditsWithdrawn = contract(
  TO_VAULT, 'credits.withdrawn',
  z.strictObject({ programme: v.id, funding: v.id }), dependable,
);

/**
 * The contract behind a programme ends: its credits open, book and redeem nothing after one day,
 * the same for all its members; null: it ends no more. The highest number stands, in whichever
 * order they come.
 */
export const programmeEnds = contract(
  TO_VAULT, 'programme.ends',
  z.strictObject({
    programme: v.id, number: v.announcement, lastDay: v.day.nullable(),
  }),
  dependable,
);

/** The vault holds its own copy of these keys; the gateway may sign with them now. */
export const keysMirrored = contract(
  TO_GATEWAY, 'keys.mirrored',
  z.strictObject({
    programme: v.id, period: v.period, keyIds: z.array(v.digest).min(1).max(400),
  }),
  dependable,
);

/**
 * The vault takes these keys for nothing, so that no credit is ever issued for them: a gateway that
 * forgot the first ones by a restore made others, or they do not follow from confirmed terms.
 */
export const keysRefused = contract(
  TO_GATEWAY, 'keys.refused',
  z.strictObject({ programme: v.id, period: v.period, reason: v.keysRefusalReason }),
  dependable,
);

/** The vault's operator has confirmed terms, or the vault by itself: with all of them, signed. */
export const termsConfirmed = contract(
  TO_GATEWAY, 'terms.confirmed', v.statement('terms', MOST_TERMS), dependable,
);

/**
 * A proposal that comes to nothing: the vault keeps to other terms, can plan nothing from these, HR
 * took them back, or its operator found that they are not the contract's.
 */
export const termsRefused = contract(
  TO_GATEWAY, 'terms.refused',
  z.strictObject({
    programme: v.id, period: v.period, proposal: v.id, reason: v.termsRefusal,
  }),
  dependable,
);

/** The relay's public key configuration (RFC 9458 section 3), signed. */
export const relayKeyPublished = contract(
  TO_GATEWAY, 'relay-key.published', v.statement('relay-key', 4096), dependable,
);

/** The provider directory, whole and signed; clients download all of it and filter locally. */
export const directoryPublished = contract(
  TO_GATEWAY, 'directory.published', v.statement('directory', 4 * 1024 * 1024), dependable,
);

/** The log of confirmed terms, whole and signed: a hash for each programme and period, no more. */
const termsLog = v.statement('terms-log', 6 * 1024 * 1024);
export const logPublished = contract(TO_GATEWAY, 'log.published', termsLog, dependable);

/** The same back, as it was signed, to a vault that asks what it has forgotten by a restore. */
export const logReturned = contract(TO_VAULT, 'log.returned', termsLog, dependable);

/** A period has its leaf in the log: letters carry words that are made of its hash. */
export const termsLogged = contract(
  TO_GATEWAY, 'terms.logged',
  z.strictObject({ programme: v.id, period: v.period, leaf: v.digest }), dependable,
);

/**
 * All that an employer is told of a reporting period, settled sessions included, signed. What is
 * not taken must be read by nobody, so none stays on the queue.
 */
export const reportReleased = contract(
  TO_GATEWAY, 'report.released', v.statement('report', 1024 * 1024),
  { ...dependable, keptSeconds: 0 },
);

/**
 * How far a domain has come and how far it remembers the other, signed: `number`, `challenge`,
 * `seen`, `asks` (libs/platform, restores/standing.ts). Told at fixed times whatever happens, so it
 * says nothing of anybody; a domain that was restored knows by it that it was.
 */
export const gatewayTicked = contract(
  TO_VAULT, 'gateway.ticked', v.statement('gateway-tick', 1024), { ...dependable, keptSeconds: 600 },
);

/**
 * The same from the vault; one that was restored adds a `question`, which the gateway answers by
 * `periods.listed`.
 */
export const vaultTicked = contract(
  TO_GATEWAY, 'vault.ticked', v.statement('vault-tick', 1024), { ...dependable, keptSeconds: 600 },
);

/**
 * All periods that a restored vault may have forgotten, in answer to its `question`: until it knows
 * each of them it cannot say what going on may cost.
 */
export const periodsListed = contract(
  TO_VAULT, 'periods.listed',
  z.strictObject({
    question: v.digest,
    periods: z.array(z.strictObject({ programme: v.id, period: v.period })).max(20_000),
  }),
  dependable,
);
