import fc from 'fast-check';
import { directoryPublished } from '#contracts/jobs';
import { startRig, type Rig } from '../../testing/rig.ts';
import { signedInOwner } from '../../testing/story.ts';
import { accessFacts } from './access-facts.ts';

const ASK = `{ accessFacts { count languages { name count } ways { name count } } }`;
const DAY = '2026-11-02';
const WAYS = ['VIDEO', 'PHONE', 'IN_PERSON'];

const therapist = (languages: string[], modalities: string[], ...expire: string[]) => ({
  id: 'x', name: 'Dr X', languages, modalities,
  licences: expire.map((expires) => ({ jurisdiction: 'DE', number: '1', expires })),
});
const bodyOf = (providers: object[]) =>
  Buffer.from(JSON.stringify({ version: 1, signedOn: DAY, providers })).toString('base64url');

describe('the facts of a directory', () => {
  it('are how many are licensed today, and how many offer each language and way', () => {
    expect(accessFacts(bodyOf([
      therapist(['de', 'en'], ['VIDEO', 'PHONE'], '2026-01-01', DAY),
      therapist(['es', 'en'], ['VIDEO'], '2030-01-01'),
      therapist(['fr'], ['IN_PERSON'], '2026-11-01'), therapist(['fr'], ['IN_PERSON']),
    ]), DAY)).toEqual({
      count: 2,
      languages: [{ name: 'en', count: 2 }, { name: 'de', count: 1 },
        { name: 'es', count: 1 }],
      ways: [{ name: 'VIDEO', count: 2 }, { name: 'PHONE', count: 1 }],
    });
  });

  it('are the same in whatever order therapists and what they offer are written', () => {
    const some = (of: string[]) => fc.subarray(of, { minLength: 1 });
    fc.assert(fc.property(
      fc.array(fc.record({ languages: some(['de', 'en', 'es']), modalities: some(WAYS) })),
      (offers) => {
        const all = offers.map(({ languages, modalities }) =>
          therapist(languages, modalities, DAY));
        const turned = all.toReversed().map((one) => ({ ...one,
          languages: one.languages.toReversed(), modalities: one.modalities.toReversed() }));
        const facts = accessFacts(bodyOf(all), DAY);
        expect(accessFacts(bodyOf(turned), DAY)).toEqual(facts);
        for (const { count } of [...facts.languages, ...facts.ways]) {
          expect(count).toBeGreaterThan(0);
          expect(count).toBeLessThanOrEqual(all.length);
        }
      }));
  });
});

describe('what HR reads of access', () => {
  let rig: Rig;
  beforeAll(async () => { rig = await startRig(); });
  afterAll(() => rig.close());

  it('is nothing before a directory, then what anybody counts in it, alike for all', async () => {
    const [owner, other] = [await signedInOwner(rig), await signedInOwner(rig)];
    expect(await owner.field(ASK)).toBeNull();
    await rig.deliver(directoryPublished, await rig.sign('directory', {
      version: 1, signedOn: DAY, providers: [therapist(['de'], ['PHONE'], '2099-01-01')] }));
    const file = (await rig.app.inject({ url: '/signed/directory.json' })).json<{ body: string }>();
    const facts = await owner.field(ASK);
    expect(facts).toEqual(accessFacts(Buffer.from(file.body).toString('base64url'), DAY));
    expect(facts).toMatchObject({ count: 1 });
    expect(await other.field(ASK)).toEqual(facts);
  });

  it('is refused to whoever has not signed in for an employer', async () => {
    expect(await rig.client().codeOf(ASK)).toBe('UNAUTHENTICATED');
    const operator = rig.client();
    operator.authorization = `Operator ${rig.operatorToken}`;
    expect(await operator.codeOf(ASK)).toBe('UNAUTHENTICATED');
  });
});
