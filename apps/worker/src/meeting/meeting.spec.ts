import { randomUUID } from 'node:crypto';
import { meetingOf } from '../../test/meeting.ts';
import {
  book, cancel, openCase, openPeriod, openSlots, openVault, publishSlots, refer,
  registerTherapist, type Issuer, type Vault,
} from '../../test/vault.ts';

const MEETINGS = `{ case { meetings { referralId modality inPerson { address directions atTheDoor }
  phone videoLink changedFor } } }`;
const OPENINGS = `query ($ids: [ID!]!) {
  openings(providerIds: $ids, jurisdiction: "DE") { slot { id } } }`;
const UPDATE = `mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { __typename
  ... on ProfileRefused { code field message } } }`;
const START = '2026-11-10T09:00:00Z';

interface Meetings { meetings: { changedFor: string[] }[] }

describe('where a session is held', () => {
  let vault: Vault;
  let issuer: Issuer;
  let minutes = 0;
  beforeAll(async () => {
    vault = await openVault();
    issuer = await openPeriod(vault);
  });
  afterAll(() => vault.close());

  type Person = { authorization: string };
  const meetings = async (person: Person) =>
    (await vault.get<Meetings>(MEETINGS, {}, person.authorization)).meetings;
  /** A therapist who meets in one way, a free time of hers, and somebody whom she was referred. */
  const introduced = async (modality: string) => {
    const therapist = await registerTherapist(vault, { modalities: [modality] });
    minutes += 5;
    const startsAt = new Date(Date.parse(START) + minutes * 60_000).toISOString();
    const slots = [{ startsAt, minutes: 50, modality }];
    expect(await vault.get(`mutation ($slots: [SlotInput!]!) { publishSlots(slots: $slots) {
      __typename } }`, { slots }, therapist.authorization)).toEqual({ __typename: 'SlotsPublished' });
    const person = await openCase(vault, issuer);
    const { referral } = await refer(vault, person, { providerId: therapist.id });
    return { therapist, person, referralId: referral.id };
  };
  const booked = async ({ person, referralId }: Awaited<ReturnType<typeof introduced>>) => {
    const [slot] = await openSlots(vault, person, referralId);
    return book(vault, person,
      { referralId, slotId: slot!.id, payment: { credit: issuer.mint('session') } });
  };
  const change = (therapist: Person, modalities: string[], meeting: object) =>
    vault.get<{ __typename: string }>(UPDATE, { input: { idempotencyKey: randomUUID(), languages: ['en'],
      specialities: ['STRESS'], modalities, gender: 'FEMALE', timeZone: 'Europe/Berlin', meeting,
    } }, therapist.authorization);

  it.each(['VIDEO', 'PHONE', 'IN_PERSON'])(
    'is told to who has booked and to nobody before: %s', async (modality) => {
      const scene = await introduced(modality);
      expect(await meetings(scene.person)).toEqual([]);
      const { body } = await vault.row<{ body: string }>(
        'SELECT body FROM directory_version ORDER BY version DESC LIMIT 1');
      const directory = Buffer.from(body, 'base64url').toString();
      expect(directory).toContain(scene.therapist.id);
      expect(directory).not.toMatch(/Examplestr|1234567|room-7|meeting/);
      const { authorisation } = await booked(scene);
      expect(await meetings(scene.person)).toEqual([
        { referralId: scene.referralId, modality, ...meetingOf([modality]), changedFor: [] }]);
      expect(await meetings(await openCase(vault, issuer))).toEqual([]);
      await cancel(vault, scene.person, authorisation!.id);
      expect(await meetings(scene.person)).toEqual([]);
    });

  it('is told as it is now, and for which sessions it changed; the same again is no change', async () => {
    const scene = await introduced('PHONE');
    const { authorisation } = await booked(scene);
    await change(scene.therapist, ['PHONE'], { phone: '+49 (0)30/1234567' });
    expect((await meetings(scene.person))[0]).toMatchObject({ changedFor: [] });
    await change(scene.therapist, ['PHONE'], { phone: '+49 30 7654321' });
    expect(await meetings(scene.person)).toMatchObject([
      { phone: '+49 30 7654321', changedFor: [authorisation!.id] }]);
  });

  it('stays known when the therapist no longer offers that way to others', async () => {
    const scene = await introduced('IN_PERSON');
    await booked(scene);
    await change(scene.therapist, ['VIDEO'], { videoLink: 'https://meet.example.org/new' });
    expect(await meetings(scene.person)).toMatchObject([
      { modality: 'IN_PERSON', inPerson: meetingOf(['IN_PERSON']).inPerson, changedFor: [] }]);
  });

  it('is asked for wherever a way of meeting is offered, by the name of the field', async () => {
    await expect(registerTherapist(vault, { meeting: { phone: '+49 30 1234567' } })).rejects.toThrow();
    const { therapist } = await introduced('PHONE');
    expect(await change(therapist, ['PHONE', 'VIDEO'], { phone: '+49 30 1234567' })).toEqual({
      __typename: 'ProfileRefused', code: 'MEETING_MISSING', field: 'meeting.videoLink',
      message: expect.stringContaining('"meeting.videoLink" is missing') });
    expect(await change(therapist, ['VIDEO'], { videoLink: 'javascript:alert(1)' })).toMatchObject({
      code: 'LINK_NOT_HTTPS', field: 'meeting.videoLink' });
    expect(await publishSlots(vault, therapist, [START])).toMatchObject({ code: 'SLOTS_REFUSED' });
  });

  it.each([
    ['whose details are not there', 'DELETE FROM provider_meeting WHERE provider_id = $1'],
    ['that is no longer offered', `UPDATE provider SET modalities = '{PHONE}' WHERE id = $1`],
  ])('a time by a way of meeting %s is neither shown nor booked', async (_what, sql) => {
    const { therapist, person, referralId } = await introduced('VIDEO');
    const [slot] = await openSlots(vault, person, referralId);
    await vault.cluster.query('vault', sql, [therapist.id]);
    expect(await openSlots(vault, person, referralId)).toEqual([]);
    expect(await vault.get(OPENINGS, { ids: [therapist.id] }, person.authorization)).toEqual([]);
    expect((await vault.get<{ openSlots: unknown[] }>('{ provider { openSlots { id } } }', {},
      therapist.authorization)).openSlots).toEqual([]);
    const other = await openCase(vault, issuer);
    expect((await refer(vault, other, { providerId: therapist.id })).__typename).toBe('NoMatch');
    const payment = { credit: issuer.mint('session') };
    expect((await book(vault, person, { referralId, slotId: slot!.id, payment })).__typename)
      .toBe('SlotTaken');
  });
});
