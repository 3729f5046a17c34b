import { RSABSSA } from '@cloudflare/blindrsa-ts';
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { randomBytes } from './bytes.ts';
import { generateIssuerKey, type IssuerKeyPair, IssuerPool, SigningRefused } from './issuer.ts';

let pair: IssuerKeyPair;
let modulus: Buffer;
const blinded = () => {
  const bytes = randomBytes(256);
  bytes[0] = 0x01;
  return bytes;
};

beforeAll(async () => {
  pair = await generateIssuerKey();
  const key = createPublicKey({ key: Buffer.from(pair.spki), format: 'der', type: 'spki' });
  modulus = Buffer.from(key.export({ format: 'jwk' }).n ?? '', 'base64url');
});

async function withPool<T>(
  options: ConstructorParameters<typeof IssuerPool>[0],
  work: (pool: IssuerPool) => Promise<T>,
): Promise<T> {
  const pool = new IssuerPool(options);
  try {
    return await work(pool);
  } finally {
    await pool.close();
  }
}

test('signs byte for byte what an independent implementation signs, in order', async () => {
  const algorithm = { name: 'RSA-PSS', hash: 'SHA-384' };
  const pkcs8 = Uint8Array.from(pair.pkcs8);
  const key = await crypto.subtle.importKey('pkcs8', pkcs8, algorithm, true, ['sign']);
  const messages = [blinded(), blinded(), blinded()];
  const suite = RSABSSA.SHA384.PSS.Randomized();
  const expected = await Promise.all(messages.map((message) => suite.blindSign(key, message)));
  const signed = await withPool({ threads: 2 }, (pool) => pool.sign(pair, messages));
  expect(signed.map((one) => Buffer.from(one))).toEqual(expected.map((one) => Buffer.from(one)));
});

test('gives the same signature for the same message, so a lost answer can be asked for again', () =>
  withPool({ threads: 2 }, async (pool) => {
    const message = blinded();
    const answers = await Promise.all([1, 2, 3, 4].map(() => pool.sign(pair, [message])));
    const distinct = new Set(answers.map(([one]) => Buffer.from(one!).toString('hex')));
    expect(distinct.size).toBe(1);
  }));

test('refuses what is not below the modulus, as a typed error and for the whole batch', () =>
  withPool({ threads: 1 }, async (pool) => {
    const outside = [modulus, Buffer.alloc(256, 0xff), new Uint8Array(255), new Uint8Array(257)];
    for (const message of outside) {
      const signing = pool.sign(pair, [blinded(), message]);
      await expect(signing).rejects.toMatchObject({ name: 'SigningRefused', code: 'out-of-range' });
    }
    const largest = Buffer.from(modulus);
    largest[255] = largest[255]! - 1;
    await expect(pool.sign(pair, [largest])).resolves.toHaveLength(1);
  }));

test('refuses empty and oversized batches and keys of another form', () =>
  withPool({ threads: 1 }, async (pool) => {
    const many = Array.from({ length: 257 }, blinded);
    await expect(pool.sign(pair, [])).rejects.toMatchObject({ code: 'batch-size' });
    await expect(pool.sign(pair, many)).rejects.toMatchObject({ code: 'batch-size' });
    const large = generateKeyPairSync('rsa', { modulusLength: 3072 }).privateKey;
    const pkcs8 = large.export({ format: 'der', type: 'pkcs8' });
    const odd = pool.sign({ keyId: 'large', pkcs8 }, [blinded()]);
    await expect(odd).rejects.toMatchObject({ code: 'bad-key' });
    const broken = pool.sign({ keyId: 'broken', pkcs8: new Uint8Array(9) }, [blinded()]);
    await expect(broken).rejects.toMatchObject({ code: 'bad-key' });
  }));

test('a signature that is wrong is never handed out: it would give the key away', async () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = privateKey.export({ format: 'jwk' });
  const spoilt = (part: string | undefined) => {
    const bytes = Buffer.from(part ?? '', 'base64url');
    bytes[40] = bytes[40]! ^ 1;
    return bytes.toString('base64url');
  };
  const key = { ...jwk, d: spoilt(jwk.d), dp: spoilt(jwk.dp), dq: spoilt(jwk.dq) };
  const pkcs8 = createPrivateKey({ key, format: 'jwk' }).export({ format: 'der', type: 'pkcs8' });
  const signing = withPool({ threads: 1 }, (pool) =>
    pool.sign({ keyId: 'spoilt', pkcs8 }, [blinded()]));
  await expect(signing).rejects.toMatchObject({ code: 'signing-failure' });
});

test('an error names its kind alone: no key, no input', async () => {
  const refused = await withPool({ threads: 1 }, (pool) =>
    pool.sign(pair, [modulus]).catch((error: unknown) => error));
  expect(refused).toBeInstanceOf(SigningRefused);
  expect(String(refused)).toBe('SigningRefused: blind signing refused: out-of-range');
});

test('batches that are handed out together are signed or refused each by itself', () =>
  withPool({ threads: 2 }, async (pool) => {
    const batches = Array.from({ length: 40 }, (_, at) =>
      Array.from({ length: 1 + at % 9 }, (__, n) => (at % 7 === 3 && n < 1 ? modulus : blinded())));
    const outcomes = await Promise.allSettled(batches.map((batch) => pool.sign(pair, batch)));
    const expected = await withPool({ threads: 1 }, async (other) => {
      const signed = [];
      for (const batch of batches) {
        signed.push(await other.sign(pair, batch).catch((error: unknown) => error));
      }
      return signed;
    });
    expect(outcomes.map((outcome) =>
      (outcome.status === 'fulfilled' ? outcome.value : outcome.reason as unknown)))
      .toEqual(expected);
  }));

test('more batches than may wait are refused, and those that wait are signed', () =>
  withPool({ threads: 1, queue: 3 }, async (pool) => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 5 }, () => pool.sign(pair, [blinded()])));
    expect(outcomes.map(({ status }) => status))
      .toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'rejected']);
    expect(outcomes[3]).toMatchObject({ reason: { code: 'busy' } });
    await expect(pool.sign(pair, [blinded()])).resolves.toHaveLength(1);
  }));

test('closing finishes what was accepted and refuses what comes after', async () => {
  const pool = new IssuerPool({ threads: 1 });
  const accepted = Array.from({ length: 8 }, () => pool.sign(pair, [blinded()]));
  const closing = pool.close();
  await expect(pool.sign(pair, [blinded()])).rejects.toMatchObject({ code: 'closed' });
  await closing;
  await expect(Promise.all(accepted)).resolves.toHaveLength(8);
});

test('a thread that dies loses only the batches in its hands, and is replaced', () => {
  const script = new URL('../test/crashing.thread.ts', import.meta.url);
  return withPool({ threads: 1, script }, async (pool) => {
    await expect(pool.sign(pair, [blinded()])).resolves.toHaveLength(1);
    const fatal = blinded();
    fatal[0] = 0x7f; // see crashing.thread.ts
    // Each is as much as a thread is given at once; it holds two of them.
    const batches = [fatal, blinded(), blinded(), blinded()].map((one) =>
      pool.sign(pair, Array.from({ length: 64 }, () => one)));
    const outcomes = await Promise.allSettled(batches);
    expect(outcomes.map(({ status }) => status))
      .toEqual(['rejected', 'rejected', 'fulfilled', 'fulfilled']);
    expect(outcomes[0]).toMatchObject({ reason: { code: 'thread-lost' } });
    await expect(pool.sign(pair, [blinded()])).resolves.toHaveLength(1);
  });
});

test('a pool whose threads cannot start refuses its work instead of hanging', () => {
  const script = new URL('../test/no-such.thread.ts', import.meta.url);
  return withPool({ threads: 2, script }, async (pool) => {
    await expect(pool.sign(pair, [blinded()])).rejects.toMatchObject({ code: 'thread-lost' });
  });
});
