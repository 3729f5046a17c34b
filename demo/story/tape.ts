import { bytesToHex } from '@noble/hashes/utils.js';
import { ANSWER_TYPE, REQUEST_TYPE } from '#pseudonym/ohttp';
import type { Clock } from '#wallet/clock';
import type { Transport } from '#wallet/transport';

/** What one sealed request and its answer told whoever carried them. */
export interface Carried {
  /** `YYYY-MM-DD`, UTC. */
  readonly day: string;
  /** Bytes of the request and of its answer. */
  readonly request: number;
  readonly answer: number;
}

/** A sealed request as it was recorded, in hex. */
export interface Recorded { readonly day: string; readonly sealed: string }

/** Of each day so many are kept whole; of all of them the lengths. */
const KEPT_A_DAY = 40;

/** Whoever carries sealed requests, and writes down what she can see of them. */
export class Tape {
  readonly carried: Carried[] = [];
  readonly recorded: Recorded[] = [];

  /** A transport on which she listens. */
  over(transport: Transport, clock: Pick<Clock, 'now'>): Transport {
    return async (outgoing) => {
      const { body, headers = {} } = outgoing;
      const answered = await transport(outgoing);
      if (headers['content-type'] !== REQUEST_TYPE || !(body instanceof Uint8Array)) return answered;
      const day = clock.now().toISOString().slice(0, 10);
      if (this.recorded.filter((one) => one.day === day).length < KEPT_A_DAY) {
        this.recorded.push({ day, sealed: bytesToHex(body) });
      }
      return { ...answered, bytes: async () => {
        const bytes = await answered.bytes();
        // What is refused on the way, such as noise, is no answer of the vault's.
        if (answered.header('content-type') !== ANSWER_TYPE) return bytes;
        this.carried.push({ day, request: body.length, answer: bytes.length });
        return bytes;
      } };
    };
  }
}
