import { randomBytes, randomUUID } from 'node:crypto';
import { caseHash } from '#pseudonym/roots';
import { CONSENT_TEXTS, CONSENT_VERSION } from '../consent/consent.text.ts';
import {
  issuerKey, mintUnder, openCase, openPeriod, openVault, type Issuer, type Vault,
} from '../../test/vault.ts';

const OPEN = `mutation ($input: OpenCaseInput!) { openCase(input: $input) { __typename
  ... on CaseOpened { openedOn } ... on CreditNotUsable { code message }
  ... on ConsentOutdated { code message } } }`;
const CASE = `{ case { openedOn consentVersion enrolments { period block }
  referrals { id } authorisations { id } returnedSessions { id } preferences { languages } } }`;

describe('opening a case', () => {
  let vault: Vault;
  let issuer: Issuer;
  beforeAll(async () => {
    vault = await openVault();
    issuer = await openPeriod(vault);
  });
  afterAll(() => vault.close());

  const request = (entryCredit: string, more: object = {}) => ({
    input: {
      idempotencyKey: randomUUID(), entryCredit, caseKey: caseHash(randomBytes(32)),
      consentVersion: CONSENT_VERSION, acceptedConsent: true, ...more,
    },
  });
  const open = (entryCredit: string, more: object = {}) =>
    vault.get<{ __typename: string }>(OPEN, request(entryCredit, more));

  it('takes one entry credit, and shows the case to whoever has its secret', async () => {
    const { authorization } = await openCase(vault, issuer);
    expect(await vault.get(CASE, {}, authorization)).toEqual({
      openedOn: '2026-11-01', consentVersion: CONSENT_VERSION,
      enrolments: [{ period: '2026-10', block: 'B1' }],
      referrals: [], authorisations: [], returnedSessions: [], preferences: null,
    });
  });

  it('takes the block from the key and keeps a month, no finer', async () => {
    expect(await vault.row(
      `SELECT e.block, e.concern, e.enrolled_on::text AS day, pg_typeof(e.enrolled_on)::text AS type
       FROM case_enrolment e LIMIT 1`))
      .toEqual({ block: 'B1', concern: 'STRESS', day: '2026-11-01', type: 'date' });
  });

  it('happens once for one credit, however many come with it at once', async () => {
    const credit = issuer.mint('entry');
    const answers = await Promise.all(Array.from({ length: 16 }, () => open(credit)));
    const kinds = answers.map((answer) => answer.__typename);
    expect(kinds.filter((kind) => kind === 'CaseOpened')).toHaveLength(1);
    expect(kinds.filter((kind) => kind === 'CreditNotUsable')).toHaveLength(15);
  });

  it('is answered again as the first time, and a reused key is a conflict', async () => {
    const asked = request(issuer.mint('entry'));
    const answers = await Promise.all([1, 2, 3, 4].map(() => vault.get(OPEN, asked)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ __typename: 'CaseOpened' });
    const other = { input: { ...asked.input, entryCredit: issuer.mint('entry') } };
    await expect(vault.get(OPEN, other)).rejects.toThrow('CONFLICT');
  });

  it('refuses every unusable credit in one shape', async () => {
    const spent = issuer.mint('entry');
    await open(spent);
    const next = await openPeriod(vault, { programme: issuer.programme, period: '2027-10' });
    const forged = `${issuer.mint('entry').slice(0, -8)}AAAAAAAA`;
    const answers = [];
    for (const credit of [spent, forged, mintUnder(issuerKey('entry')), next.mint('entry'),
      issuer.mint('session')]) answers.push(await open(credit));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]!.__typename).toBe('CreditNotUsable');
  });

  it('needs the consent text in force to be accepted, and spends nothing without', async () => {
    const credit = issuer.mint('entry');
    for (const more of [{ acceptedConsent: false }, { consentVersion: '2020-01' },
      { consentLanguage: 'fr' }]) {
      expect(await open(credit, more)).toMatchObject({ code: 'CONSENT_OUTDATED' });
    }
    expect((await open(credit, { consentLanguage: 'es' })).__typename).toBe('CaseOpened');
  });

  it('in the next period carries the same case on, by another entry credit, once', async () => {
    const now = await openPeriod(vault);
    const next = await openPeriod(vault, { programme: now.programme, period: '2027-10' });
    const { secret, authorization } = await openCase(vault, now);
    const caseKey = caseHash(secret);
    const spare = now.mint('entry');
    await expect(open(spare, { caseKey })).rejects.toThrow('CONFLICT');
    expect((await open(spare)).__typename).toBe('CaseOpened');
    vault.clock.set('2027-10-05T12:00:00Z');
    expect((await open(now.mint('entry'), { caseKey })).__typename).toBe('CreditNotUsable');
    expect((await open(next.mint('entry'), { caseKey })).__typename).toBe('CaseOpened');
    expect(await vault.get(CASE, {}, authorization)).toMatchObject({
      openedOn: '2026-11-01', enrolments: [{ period: '2027-10' }, { period: '2026-10' }],
    });
    vault.clock.set('2026-11-02T12:00:00Z');
  });

  it('is refused to an unknown and to a malformed secret in one way', async () => {
    const answers = await Promise.all([`Case ${'0'.repeat(64)}`, 'Case x', 'Basic x', undefined]
      .map((authorization) => vault.ask(CASE, {}, authorization)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]!.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });

  it('is consented to in texts that begin with the exceptions to confidentiality', () => {
    expect(CONSENT_TEXTS.map(({ language }) => language)).toEqual(['en', 'es']);
    expect(CONSENT_TEXTS[0]!.sections[0]!.body).toMatch(/four exceptions/);
    expect(CONSENT_TEXTS[1]!.sections[0]!.body).toMatch(/cuatro excepciones/);
  });
});
