import { randomBytes } from 'node:crypto';
import { generateIssuerKey, IssuerPool } from '#pseudonym/issuer';
import {
  type BenchResult, fromClients, interleave, type Note, rate, residentMb, result,
} from './measure.ts';
import { RAW_RSA, RawRsa } from './raw-rsa.ts';

const ROUNDS = 5;
const ROUND_MS = 2_000;
const BATCH = 64;
const CALLERS = 8;
const BATCHES = 96;

/** Blind signatures per second, by the library on all cores, against bare RSA. */
export async function benchSign(note: Note): Promise<BenchResult> {
  const key = await generateIssuerKey();
  const batch = Array.from({ length: BATCH }, () => belowModulus());
  const pool = new IssuerPool();
  const bare = new RawRsa();
  const noteMemory = (when: string) => note(`memory ${when}: library and bench ${residentMb()} MB`);
  try {
    noteMemory('at rest');
    const signing = () => rate(async () => BATCH * await fromClients(CALLERS, BATCHES, async () => {
      await pool.sign(key, batch);
    }));
    const found = await interleave(
      signing, () => bare.measure(key.pkcs8, ROUND_MS), ROUNDS, note);
    noteMemory('under load');
    return result('sign', 'blind signatures/s', RAW_RSA, found);
  } finally {
    await Promise.all([pool.close(), bare.close()]);
  }
}

/** A random element that is certainly below any RSA-2048 modulus, as a blinded message is. */
export function belowModulus(): Uint8Array {
  const element = new Uint8Array(randomBytes(256));
  element[0] = 0;
  return element;
}
