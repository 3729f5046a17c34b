import { countBeyond } from '../../demo/attacks/chance.ts';
import { FULL, measure, TENTH, type Matched } from './times-attackers.ts';

/*
 * What HR learns of bookings from free times, with cases of its own: over fifty therapists and
 * twelve weeks, from the view that ships and from the live list that there was before.
 */

const say = (text: string) => { process.stdout.write(`${text}\n`); };
const beyondChance = ({ named, byChance }: Matched) => countBeyond(byChance, named);

describe('who looks at free times every morning', () => {
  it('names every booking where the list is live', () => {
    const { seenThenGone: { precision, base, gone }, absences, fullness } =
      measure({ seed: 1, offer: 'live list', newcomersADay: TENTH });
    say(`live list, ${fullness.toFixed(2)} booked: ${precision.toFixed(2)} of ${gone} seen, then `
      + `gone were booked (${base.toFixed(2)} of all); ${absences.named} of ${absences.absences} `
      + `absences named, by chance ${absences.byChance.toFixed(1)}`);
    expect(precision).toBe(1);
    expect(absences.named).toBeGreaterThan(5 * absences.byChance);
    expect(beyondChance(absences)).toBeLessThan(1e-6);
  }, 240_000);

  it('knows of a time that is gone from the daily view no more than of any other', () => {
    const { seenThenGone: { precision, base, gone }, fullness } =
      measure({ seed: 1, offer: 'daily view', newcomersADay: TENTH });
    say(`daily view, ${fullness.toFixed(2)} booked: ${precision.toFixed(2)} of ${gone} seen, then `
      + `gone were booked (${base.toFixed(2)} of all)`);
    expect(gone).toBeGreaterThan(200);
    expect(precision).toBeLessThan(base);
  }, 240_000);

  it('matches an absence of a colleague at chance, with one case, and with all that it takes',
    () => {
      const seen = [1, 2, 3].map((seed) =>
        measure({ seed, offer: 'daily view', newcomersADay: TENTH }));
      for (const who of ['absences', 'absencesOfAll'] as const) {
        const sum = (key: keyof Matched) => seen.reduce((total, one) => total + one[who][key], 0);
        const all = { named: sum('named'), absences: sum('absences'), byChance: sum('byChance') };
        say(`daily view, ${who}: ${all.named} of ${all.absences} absences named, by chance `
          + `${all.byChance.toFixed(1)} (p = ${beyondChance(all).toFixed(2)})`);
        expect(beyondChance(all)).toBeGreaterThan(0.01);
      }
    }, 240_000);
});

describe('who books', () => {
  it('meets a time that is taken in at most one try of twenty, where four fifths are booked', () => {
    const { takenShare, fullness } = measure({ seed: 1, offer: 'daily view', newcomersADay: FULL });
    say(`daily view, ${fullness.toFixed(2)} booked: ${takenShare.toFixed(3)} of tries met "taken"`);
    expect(fullness).toBeGreaterThan(0.75);
    expect(takenShare).toBeLessThan(0.05);
  }, 240_000);
});
