import { constants, createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { creditMessage, decodeCredit, encodeCredit, printCredit } from '#pseudonym/credit';
import type { IssuerPublicKey } from '#pseudonym/keys';
import { nullifier } from '#pseudonym/nullifier';
import { importVerifyingKey } from '#pseudonym/verifier';
import type { KeyringService } from '../keys/keyring.service.ts';
import { CreditsService } from './credits.service.ts';

const keyPair = () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const der = publicKey.export({ format: 'der', type: 'spki' });
  const keyId = createHash('sha256').update(der).digest('hex');
  return { keyId, spki: der.toString('base64url'), privateKey };
};
const own = keyPair();
const other = keyPair();
const USE: IssuerPublicKey = {
  keyId: own.keyId, spki: own.spki, programme: 'p1', period: '2026-10', kind: 'session', block: null,
  notBefore: '2026-10-01', notAfter: '2027-09-30',
};

/** The text of a credit that names a key and is signed by one. */
function credit(keyId = own.keyId, { privateKey } = own) {
  const message = creditMessage(keyId, randomBytes(32));
  const signature = sign('sha384', message,
    { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 });
  return Buffer.from(encodeCredit({ keyId, message, signature })).toString('base64url');
}

function examining(now = '2026-11-02') {
  const strangers: string[] = [];
  const keyring = {
    find: (keyId: string) => Promise.resolve(
      keyId === own.keyId ? { use: USE, verifying: importVerifyingKey(USE) } : null),
    stranger: (keyId: string) => {
      strangers.push(keyId);
      return { keyId, publicKey: importVerifyingKey(other).publicKey };
    },
  } as unknown as KeyringService;
  const service = new CreditsService({ now: () => new Date(`${now}T12:00:00Z`) }, keyring);
  const refusal = (text: string) => service.examine(text, 'session')
    .then(() => 'examined', (error: { code: string; message: string }) =>
      `${error.code}: ${error.message}`);
  return { service, strangers, refusal };
}
const printed = (text: string) => {
  const reading = decodeCredit(Buffer.from(text, 'base64url'));
  if (reading.kind !== 'credit') throw new Error(reading.reason);
  return { text: printCredit(reading.credit), nullifier: nullifier(reading.credit) };
};

describe('a credit that is examined', () => {
  it('is good for what its key says, in either of its forms', async () => {
    const text = credit();
    const { service, strangers } = examining();
    for (const form of [text, printed(text).text, ` ${printed(text).text.toLowerCase()} `]) {
      expect(await service.examine(form, 'session'))
        .toEqual({ nullifier: printed(text).nullifier, use: USE });
    }
    expect(strangers).toEqual([]);
  });

  it.each([
    ['2026-08-01', false], ['2026-08-02', true], ['2027-09-30', true], ['2027-10-01', false],
  ])('on %s is usable: %s', async (day, good) => {
    expect((await examining(day).service.examine(credit(), 'session')).use !== null).toBe(good);
  });

  it('is good for nothing of another kind, another signer or an unknown key', async () => {
    const { service, strangers } = examining();
    expect((await service.examine(credit(), 'entry')).use).toBeNull();
    expect((await service.examine(credit(own.keyId, other), 'session')).use).toBeNull();
    expect(strangers).toEqual([]);
    // The work that an unknown key costs is the same: even what its stand-in has signed.
    const foreign = credit(other.keyId, other);
    expect(await service.examine(foreign, 'session'))
      .toEqual({ nullifier: printed(foreign).nullifier, use: null });
    expect(strangers).toEqual([other.keyId]);
  });

  it('says what is wrong with its text, and where', async () => {
    const { refusal } = examining();
    const { text } = printed(credit());
    const groups = text.split('-');
    const wrong = groups.with(7, groups[7]!.slice(0, -1) + (groups[7]!.endsWith('0') ? '1' : '0'));
    expect(await refusal(wrong.join('-'))).toMatch(/^BAD_USER_INPUT: .* Look at group 7\.$/);
    expect(await refusal('')).toBe('BAD_USER_INPUT: This is not a whole credit (prefix).');
    expect(await refusal(`${text}\n${printed(credit()).text}`)).toContain('more than one credit');
    for (const odd of ['x', 'A'.repeat(428), 'A'.repeat(400), 'A'.repeat(500), `${credit()}=`]) {
      expect(await refusal(odd)).toMatch(/^BAD_USER_INPUT: This is not a whole credit/);
    }
    // Of 321 bytes, but of another version.
    const old = Buffer.from(credit(), 'base64url').fill(0, 0, 1).toString('base64url');
    expect(await refusal(old)).toContain('(version)');
    // Only so much is read of what is too long for any credit.
    expect(await refusal(`${' '.repeat(4096)}${text}`)).toContain('(prefix)');
  });
});
