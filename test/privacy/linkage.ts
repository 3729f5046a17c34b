import type { TestCluster } from '#local/testing';
import type { StoryRun } from '../simulation/run.ts';
import type { World } from '../simulation/world.ts';
import type { Attack } from '../../demo/attacks/matching.ts';
import { matchAll, tellUsers } from '../../demo/attacks/matching.ts';
import type { Trace } from '../../demo/story/stolen.ts';
import { caseTraces, coverKeyOfWallet, memberTraces, type Truth } from './traces.ts';

/**
 * Among some hundred attackers, one goes beyond |z| = 5 by chance with probability below 10⁻⁴
 * (each below 6·10⁻⁷), and one names so many cases with probability below 10⁻³.
 */
const MOST_Z = 5;
const LEAST_PROBABILITY = 1e-5;

/** What the proofs are about: a story that was run to its end. */
export interface Subject {
  readonly cluster: TestCluster;
  readonly world: World;
  readonly run: StoryRun;
}

/** Whose is what, as the story that was run knows it. */
function truthOf({ cluster, world, run: { employer, members } }: Subject): Truth {
  const { programmeId } = employer;
  return {
    cluster, secrets: world.service.secrets.gateway, programmeId,
    letters: members.map(({ letter }) => letter.number),
    caseKeys: members.map(({ wallet }) => wallet.caseKey(programmeId)),
    coverKeys: members.map(({ wallet }) => coverKeyOfWallet(wallet)),
  };
}

const beyondChance = (attacks: readonly Attack[]) => attacks.filter((attack) =>
  attack.probability < LEAST_PROBABILITY || Math.abs(attack.z) > MOST_Z);

/** The proofs that nobody links a member to her case, as tests of the spec that calls. */
export function linkageProofs(subject: () => Subject): void {
  describe('whoever has both databases without their clocks', () => {
    let members: Trace[];
    let cases: Trace[];
    beforeAll(async () => {
      members = await memberTraces(truthOf(subject()));
      cases = await caseTraces(truthOf(subject()));
    });

    it('has enough people to be put to the test', () => {
      expect(members.length).toBe(subject().world.brief.members);
      expect(cases.length).toBeGreaterThan(members.length * 0.45);
    });

    it('matches members to cases no better than chance within their blocks', () => {
      const attacks = matchAll(members, cases);
      expect(attacks.length).toBeGreaterThan(80);
      expect(attacks.filter(({ attacker }) => attacker.startsWith('batch\'s row')).length)
        .toBeGreaterThan(0);
      expect(beyondChance(attacks)).toEqual([]);
    });

    it('would succeed if rows were written in an order that members share', () => {
      const leaking = cases.map((one, place) => ({
        ...one, features: { ...one.features, planted: one.truth + (place % 3) } }));
      const best = beyondChance(matchAll(members, leaking)).map(({ attacker }) => attacker);
      expect(best).toContain('letter ~ planted by place');
      expect(best.every((attacker) => attacker.includes('planted'))).toBe(true);
    });
  });

  describe('whoever has the gateway\'s database and the queue', () => {
    it('cannot tell from any of it who is in care', async () => {
      const members = await memberTraces(truthOf(subject()));
      const cases = await caseTraces(truthOf(subject()));
      const inCare = new Set(cases.map(({ truth }) => truth));
      const told = tellUsers(members, inCare);
      expect(told.length).toBeGreaterThan(5);
      expect(told.filter(({ z }) => Math.abs(z) > MOST_Z)).toEqual([]);
    });

    it('would see it if claiming again left a trace', async () => {
      const members = await memberTraces(truthOf(subject()));
      const inCare = new Set((await caseTraces(truthOf(subject()))).map(({ truth }) => truth));
      const leaking = members.map((one, place) => ({ ...one, features: {
        ...one.features, planted: (inCare.has(one.truth) ? 1 : 0) + (place % 2) } }));
      expect(tellUsers(leaking, inCare).filter(({ z }) => Math.abs(z) > MOST_Z)
        .map(({ feature }) => feature)).toEqual(['planted']);
    });
  });

  describe('whoever has the whole vault', () => {
    it('learns nothing of a letter, a department or a place in the company from a case', async () => {
      const members = await memberTraces(truthOf(subject()));
      const cases = await caseTraces(truthOf(subject()));
      const letters = members.map(({ features, ...rest }) => (
        { ...rest, features: { letter: features['letter']! } }));
      expect(beyondChance(matchAll(letters, cases))).toEqual([]);
    });
  });
}
