import {
  constants, createHash, generateKeyPairSync, randomBytes, randomUUID, sign, type KeyObject,
} from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import pg from 'pg';
import { Database } from '#platform/database';
import { creditMessage, encodeCredit } from '#pseudonym/credit';
import { FundCreditsProcessor } from '../../apps/worker/src/funding/fund-credits.processor.ts';
import { FreeTimes } from '../../apps/worker/src/matching/free-times.service.ts';
import { MirrorKeysProcessor } from '../../apps/worker/src/keys/mirror-keys.processor.ts';
import { departmentsOf, hold, termsOf } from '../../apps/worker/test/terms.ts';

/** A programme that is open and funded, and cases that can book. */
export interface VaultScene {
  /** A fresh valid session credit, base64url. */
  mint(): string;
  readonly cases: readonly { readonly caseId: string; readonly referralId: string }[];
  /** Free slots of each case's therapist, by the place of the case. */
  readonly slots: readonly (readonly string[])[];
}

const PERIOD = '2027-01';
const DAYS = { opens: '2027-01-01', last: '2027-12-31' };
/** When the scene plays. */
export const SCENE_TIME = new Date('2027-01-20T12:00:00.000Z');
const FIRST_SLOT = '2027-01-25T08:00:00.000Z';
const RANDOMISER_LENGTH = 32;
const SALT_LENGTH = 48;

const PEOPLE = `
  WITH t AS (SELECT gen_random_uuid() AS provider, gen_random_uuid() AS id, gen_random_uuid() AS case,
    n FROM generate_series(1, $1::integer) AS n),
  p AS (INSERT INTO provider (id, login, password_hash, display_name, languages, specialities,
      modalities, gender, time_zone, active, registered_on)
    SELECT provider, 'therapist-' || n, '-', 'Dr ' || n, '{en}', '{STRESS}', '{VIDEO}', 'FEMALE',
      'Europe/Berlin', true, '2027-01-01' FROM t),
  l AS (INSERT INTO provider_licence (provider_id, jurisdiction, number, expires)
    SELECT provider, 'DE', 'PT-' || n, '2028-12-31' FROM t),
  m AS (INSERT INTO provider_meeting (provider_id, modality, link, version)
    SELECT provider, 'VIDEO', 'https://meet.example.org/' || n, 1 FROM t),
  c AS (INSERT INTO care_case (id, secret_hash, programme, opened_on)
    SELECT t.case, sha256(t.case::text::bytea), $2, '2027-01-01' FROM t),
  e AS (INSERT INTO case_enrolment (case_id, programme, period, block, concern, consent_version,
      consent_language, enrolled_on)
    SELECT t.case, $2, '2027-01', 'B1', 'STRESS', x.version, x.language, '2027-01-01'
    FROM t, (SELECT version, language FROM consent_text LIMIT 1) AS x),
  s AS (INSERT INTO slot (id, provider_id, starts_at, minutes, modality, status)
    SELECT gen_random_uuid(), provider, $3::timestamptz + m * interval '10 minutes', 15, 'VIDEO',
      'open' FROM t, generate_series(1, $4::integer) AS m)
  INSERT INTO referral (id, case_id, provider_id, pseudonym, handle, colour, jurisdiction, status,
      made_on)
  SELECT id, t.case, provider, sha256(id::text::bytea), 'Quiet Heron ' || n, '#335577', 'DE', 'open',
    '2027-01-20' FROM t RETURNING case_id AS "caseId", id AS "referralId", provider_id AS provider`;

/** Set a scene with `cases` cases, each with a therapist of its own who has `slots` free slots. */
export async function setScene(
  app: NestFastifyApplication, ownerUrl: string, size: { cases: number; slots: number },
): Promise<VaultScene> {
  const programme = randomUUID();
  const key = await openPeriod(app, programme, size.cases * size.slots);
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    const { rows } = await owner.query<{ caseId: string; referralId: string; provider: string }>(
      PEOPLE, [size.cases, programme, FIRST_SLOT, size.slots]);
    await app.get(FreeTimes, { strict: false }).settleAnew();
    const slots: string[][] = [];
    for (const { provider } of rows) {
      const found = await owner.query<{ id: string }>(
        'SELECT id FROM slot WHERE provider_id = $1', [provider]);
      slots.push(found.rows.map(({ id }) => id));
    }
    return { cases: rows, slots, mint: () => mint(key) };
  } finally {
    await owner.end();
  }
}

interface IssuerKey { readonly keyId: string; readonly privateKey: KeyObject }

/** What the gateway's jobs would do: keys, period and funds. */
async function openPeriod(
  app: NestFastifyApplication, programme: string, sessions: number,
): Promise<IssuerKey> {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const der = publicKey.export({ format: 'der', type: 'spki' });
  const keyId = createHash('sha256').update(der).digest('hex');
  await hold({ app, db: app.get(Database, { strict: false }) }, termsOf({
    programme, period: PERIOD,
    departments: departmentsOf(Math.max(1_000, Math.ceil(sessions / 8))) }));
  await app.get(MirrorKeysProcessor, { strict: false }).process({
    programme, period: PERIOD,
    keys: [{
      keyId, kind: 'session', spki: der.toString('base64url'), block: null,
      notBefore: DAYS.opens, notAfter: DAYS.last,
    }],
  });
  await app.get(FundCreditsProcessor, { strict: false }).process({
    programme, funding: randomUUID(), sessions, amountMinor: String(9500 * sessions),
    currency: 'EUR',
  });
  return { keyId, privateKey };
}

/** A credit as a wallet finishes it: blinding leaves no trace in a signature (RFC 9474, 4.4). */
function mint({ keyId, privateKey }: IssuerKey): string {
  const message = creditMessage(keyId, randomBytes(RANDOMISER_LENGTH));
  const padding = constants.RSA_PKCS1_PSS_PADDING;
  const signature = sign('sha384', message, { key: privateKey, padding, saltLength: SALT_LENGTH });
  return Buffer.from(encodeCredit({ keyId, message, signature })).toString('base64url');
}
