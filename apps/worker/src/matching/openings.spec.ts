import { gzipSync } from 'node:zlib';
import { randomUUID } from 'node:crypto';
import { LONGEST_ANSWER } from '#pseudonym/sealed';
import {
  openCase, openPeriod, openVault, publishSlots, registerTherapist, type Issuer, type Vault,
} from '../../test/vault.ts';
import { MOST_TIMES } from './openings.resolver.ts';

const OPENINGS = `query ($providerIds: [ID!]!, $jurisdiction: String!, $each: Int!) {
  openings(providerIds: $providerIds, jurisdiction: $jurisdiction, each: $each) {
    providerId slot { id startsAt minutes modality } } }`;
const DAYS = ['2026-11-10T09:00:00Z', '2026-11-11T09:00:00Z', '2026-11-12T09:00:00Z'];

describe('openings of several therapists', () => {
  let vault: Vault;
  let issuer: Issuer;
  let therapists: { id: string; authorization: string }[];
  beforeAll(async () => {
    vault = await openVault();
    issuer = await openPeriod(vault);
    therapists = await Promise.all(['One', 'Two'].map((name) => registerTherapist(vault, { name })));
    for (const therapist of therapists) await publishSlots(vault, therapist, DAYS);
  });
  afterAll(() => vault.close());

  const ask = async (given: object = {}) => {
    const person = await openCase(vault, issuer);
    const variables = {
      providerIds: therapists.map(({ id }) => id), jurisdiction: 'DE', each: 2, ...given };
    return vault.get<{ providerId: string; slot: { startsAt: string } }[]>(
      OPENINGS, variables, person.authorization);
  };

  it('are the earliest of each, soonest first', async () => {
    const found = await ask();
    expect(found.map(({ slot }) => slot.startsAt)).toEqual([
      '2026-11-10T09:00:00Z', '2026-11-10T09:00:00Z', '2026-11-11T09:00:00Z', '2026-11-11T09:00:00Z',
    ]);
    expect(new Set(found.map(({ providerId }) => providerId)).size).toBe(2);
  });

  it('are only of those asked for, and only where they are licensed', async () => {
    const one = therapists[0]!.id;
    expect((await ask({ providerIds: [one] })).every(({ providerId }) => providerId === one))
      .toBe(true);
    expect(await ask({ jurisdiction: 'FR' })).toEqual([]);
  });

  it('come in few parts, as many as can be asked for', () => {
    const longest = () => ({ providerId: randomUUID(), slot: {
      id: randomUUID(), startsAt: '2026-11-10T09:00:00Z', minutes: 120, modality: 'IN_PERSON' } });
    const openings = Array.from({ length: MOST_TIMES }, longest);
    const { length } = gzipSync(JSON.stringify({ data: { openings } }));
    expect(length).toBeLessThan(5 * LONGEST_ANSWER);
  });

  it('are shown to cases alone', async () => {
    const variables = { providerIds: [therapists[0]!.id], jurisdiction: 'DE', each: 1 };
    const { errors } = await vault.ask(OPENINGS, variables);
    expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });
});
