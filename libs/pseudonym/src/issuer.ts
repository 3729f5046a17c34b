import { createHash, generateKeyPair } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';
import { type SigningJob, SigningLane, SigningRefused } from './issuer.lane.ts';
import { MODULUS_LENGTH } from './spki.ts';

export { SigningRefused } from './issuer.lane.ts';

/** The secret half of an issuer key. `keyId` is the hex SHA-256 of the public half's DER. */
export interface IssuerPrivateKey {
  readonly keyId: string;
  /** PKCS #8, DER. Wrap it before it is stored. */
  readonly pkcs8: Uint8Array;
}

/** A fresh issuer key; `describeKey` makes the directory's entry from `spki` (DER). */
export interface IssuerKeyPair extends IssuerPrivateKey {
  readonly spki: Uint8Array;
}

/** Generate an RSA-2048 key with exponent 65537 on libuv's thread pool (about 0.1 to 1 s). */
export async function generateIssuerKey(): Promise<IssuerKeyPair> {
  const pair = await promisify(generateKeyPair)('rsa', {
    modulusLength: 8 * MODULUS_LENGTH,
    publicExponent: 65_537,
  });
  const spki = pair.publicKey.export({ format: 'der', type: 'spki' });
  const pkcs8 = pair.privateKey.export({ format: 'der', type: 'pkcs8' });
  return { keyId: createHash('sha256').update(spki).digest('hex'), pkcs8, spki };
}

/** Messages that a thread may hold: one in work and one behind it, so that it never waits. */
const DEPTH = 2;
/** Blinded messages after which a thread is given no more batches at once: some 20 ms of work. */
const MOST_AT_ONCE = 64;
const MOST_IN_BATCH = 256;
const IN_SOURCE = import.meta.url.endsWith('.ts');
const SCRIPT = IN_SOURCE
  ? new URL('./issuer.thread.ts', import.meta.url)
  : new URL('./issuer.thread.js', import.meta.url);

/**
 * Blind signing on worker threads, off the event loop, at nearly OpenSSL's own speed.
 *
 * Make one per process. It starts threads as work comes in and replaces any that die.
 */
export class IssuerPool {
  private readonly lanes: SigningLane[];
  private readonly waiting: SigningJob[] = [];
  private scheduled: Promise<void> | null = null;
  private drained: (() => void) | null = null;
  private closed = false;
  private nextId = 0;

  private readonly queue: number;

  /** @param options `queue`: batches that may wait, 10,000 by default. */
  constructor(
    options: { readonly threads?: number; readonly script?: URL; readonly queue?: number } = {},
  ) {
    const { threads = availableParallelism(), script = SCRIPT, queue = 10_000 } = options;
    this.queue = queue;
    const onSettled = () => {
      this.dispatch();
    };
    const length = Math.max(1, threads);
    this.lanes = Array.from({ length }, () => new SigningLane(script, onSettled));
  }

  /**
   * Sign blinded messages of 256 bytes each, in order; all of them or none (RFC 9474, 4.3).
   *
   * @param key the issuer's private key; each thread parses it once.
   * @throws SigningRefused `out-of-range` when a message is not 256 bytes below the modulus,
   *   `batch-size` for none or more than 256 of them, `bad-key`, `signing-failure` when the check
   *   after signing fails, `busy` when too many batches wait, `closed`, and `thread-lost` when the
   *   thread died with the batch in hand (safe to try again: signing is deterministic).
   */
  async sign(key: IssuerPrivateKey, blinded: readonly Uint8Array[]): Promise<Uint8Array[]> {
    if (this.closed) throw new SigningRefused('closed');
    if (blinded.length === 0 || blinded.length > MOST_IN_BATCH) {
      throw new SigningRefused('batch-size');
    }
    if (this.waiting.length >= this.queue) throw new SigningRefused('busy');
    if (blinded.some((message) => message.length !== MODULUS_LENGTH)) {
      throw new SigningRefused('out-of-range');
    }
    const joined = await this.enqueue(key, Buffer.concat(blinded));
    return blinded.map((_, index) => {
      const at = index * MODULUS_LENGTH;
      return joined.subarray(at, at + MODULUS_LENGTH);
    });
  }

  /** Refuse new work, finish what was accepted, end the threads. */
  async close(): Promise<void> {
    this.closed = true;
    if (this.busy()) {
      await new Promise<void>((resolve) => {
        this.drained = resolve;
      });
    }
    await Promise.all(this.lanes.map((lane) => lane.stop()));
  }

  private enqueue({ keyId, pkcs8 }: IssuerPrivateKey, blinded: Uint8Array): Promise<Uint8Array> {
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.waiting.push({ request: { id, keyId, pkcs8, blinded }, resolve, reject });
      // What is asked for in this same turn is handed out together.
      this.scheduled ??= Promise.resolve().then(() => {
        this.scheduled = null;
        this.dispatch();
      });
    });
  }

  /**
   * Hand waiting batches to the least loaded threads, as many at once as is a fair share: a message
   * costs both sides about as much as a signature.
   */
  private dispatch(): void {
    while (this.waiting.length > 0) {
      const lane = this.lanes.reduce((least, other) => (other.load < least.load ? other : least));
      const places = this.lanes.reduce((sum, { load }) => sum + DEPTH - load, 0);
      if (places === 0) return;
      lane.post(this.waiting.splice(0, this.share(Math.ceil(this.waiting.length / places))));
    }
    if (!this.busy()) this.drained?.();
  }

  /** How many of the batches that wait are handed out next: `most`, unless they are large. */
  private share(most: number): number {
    let bytes = 0;
    const end = this.waiting.findIndex(({ request }, at) =>
      at === most || (bytes += request.blinded.length) > MOST_AT_ONCE * MODULUS_LENGTH);
    return end < 0 ? this.waiting.length : Math.max(1, end);
  }

  private busy(): boolean {
    return this.waiting.length > 0 || this.lanes.some((lane) => lane.load > 0);
  }
}
