import { z } from 'zod';
import { canonicalJson, type JsonValue } from '#pseudonym/canonical';
import { signingPublicKey, signStatement, verifyStatement } from '#pseudonym/signed';
import { sealedRequests } from './jobs.ts';
import { bytes, digest } from './values.ts';

/*
 * Every job of the treaty is signed by the domain that sends it, since whoever has the queue could
 * else be either of them:
 *
 *   sender, its seed    signature over {sender, queue, name, id, payload}    on the queue
 *      the job's payload ---------------------------------------> {key, payload, signature}
 *                                                                 | by a key of the sender's?
 *   receiver, the sender's public keys <--------------------------| over just this?
 *
 * Sealed requests are not: whoever likes sends some, and nothing in them is the gateway's word.
 */

/** One of the two sides of the treaty. */
export type Domain = 'gateway' | 'vault';

/** A job with all that is signed of it. */
export interface NamedJob {
  readonly queue: string;
  readonly name: string;
  /** By which a job has its effect once. */
  readonly id: string;
}

/** A job as it lies on the queue. */
interface Envelope {
  /** The sender's Ed25519 public key, hex: which of them, while it is changed. */
  readonly key: string;
  readonly payload: unknown;
  readonly signature: string;
}

/**
 * Why a job is not taken. `unsigned`: it has no signature; `foreign-key`: its key is none of the
 * sender's; `altered`: the key has signed something else, as where a signature was taken from
 * another job, or its id, name, queue or content was changed.
 */
export type JobRefusal = 'unsigned' | 'foreign-key' | 'altered';

/** A job that was opened: what is in it, or why it is not taken. */
export type Opened =
  | { readonly kind: 'opened'; readonly payload: unknown }
  | { readonly kind: 'refused'; readonly reason: JobRefusal };

const TYPE = 'sotto/treaty-job/v1';
/** Who sends the jobs of a queue; those of other queues a domain sends to itself. */
const SENDERS: Readonly<Record<string, Domain>> = { 'to-vault': 'gateway', 'to-gateway': 'vault' };
const envelope = z.strictObject({ key: digest, payload: z.unknown(), signature: bytes(100) });

/** Signs and opens the jobs of one domain. */
export class TreatySeal {
  private constructor(
    private readonly own: Domain, private readonly seed: Uint8Array,
    private readonly keys: Readonly<Record<Domain, readonly string[]>>,
  ) {}

  /**
   * @param seed 32 secret bytes of this domain.
   * @param partners the other domain's public keys, hex: one, or two while it is changed.
   */
  static async of(
    own: Domain, seed: Uint8Array, partners: readonly string[],
  ): Promise<TreatySeal> {
    const mine = [Buffer.from(await signingPublicKey(seed)).toString('hex')];
    const keys = own === 'gateway' ? { gateway: mine, vault: partners }
      : { gateway: partners, vault: mine };
    return new TreatySeal(own, seed, keys);
  }

  /** What is put on the queue for a payload. */
  async seal(job: NamedJob, payload: unknown): Promise<unknown> {
    if (job.queue === sealedRequests.queue) return payload;
    const { signature } = await signStatement(
      this.seed, TYPE, signed(this.own, job, payload as JsonValue));
    const [key = ''] = this.keys[this.own];
    return { key, payload, signature } satisfies Envelope;
  }

  /** What came from the queue. Whatever lies there: it throws nothing. */
  async open(job: NamedJob, data: unknown): Promise<Opened> {
    if (job.queue === sealedRequests.queue) return { kind: 'opened', payload: data };
    const sender = SENDERS[job.queue] ?? this.own;
    try {
      const read = envelope.safeParse(data);
      if (!read.success) return { kind: 'refused', reason: 'unsigned' };
      const { key, payload, signature } = read.data;
      if (!this.keys[sender].includes(key)) return { kind: 'refused', reason: 'foreign-key' };
      const body = canonicalJson(signed(sender, job, payload as JsonValue));
      const reading = await verifyStatement(
        Uint8Array.from(Buffer.from(key, 'hex')), TYPE, { type: TYPE, body, signature });
      return reading.kind === 'valid' ? { kind: 'opened', payload }
        : { kind: 'refused', reason: 'altered' };
    } catch {
      // Nested so deeply that it cannot be read, for instance.
      return { kind: 'refused', reason: 'unsigned' };
    }
  }
}

function signed(sender: Domain, { queue, name, id }: NamedJob, payload: JsonValue): JsonValue {
  return { sender, queue, name, id, payload };
}
