import { countBeyond } from '../../demo/attacks/chance.ts';
import {
  FULL, measure, measureOwnHour, TENTH, type Matched, type Measured, type OwnHour,
} from './times-attackers.ts';

/*
 * What HR learns of bookings from free times, by cases of its own that look, book and give back:
 * over fifty therapists and twelve weeks, by what ships, by the live list that there was before,
 * and by tries as they were before.
 */

const say = (text: string) => { process.stdout.write(`${text}\n`); };
const beyondChance = ({ named, byChance }: Matched) => countBeyond(byChance, named);

describe('who looks at free times every morning, and tries them every evening', () => {
  it('names every booking where the list is live', () => {
    const { seenThenGone: { precision, base, gone }, absences, fullness } =
      measure({ seed: 1, offer: 'live list', trying: 'all of today', newcomersADay: TENTH });
    say(`live list, ${fullness.toFixed(2)} booked: ${precision.toFixed(2)} of ${gone} seen, then `
      + `gone were booked (${base.toFixed(2)} of all); ${absences.named.toFixed(1)} of ${absences.absences} `
      + `absences named, by chance ${absences.byChance.toFixed(1)}`);
    expect(precision).toBe(1);
    expect(absences.named).toBeGreaterThan(5 * absences.byChance);
    expect(beyondChance(absences)).toBeLessThan(1e-6);
  }, 240_000);

  it('is told by tries what was booked, where all that is left of midnight can be tried', () => {
    const { goneThenTaken: { precision, base, gone }, live, ...told } = measure({
      seed: 1, offer: 'daily view', trying: 'all of today', newcomersADay: TENTH });
    say(`daily view, all tried: ${precision.toFixed(2)} of ${gone} gone and taken were booked `
      + `(${base.toFixed(2)} of all tried); ${live.named} of ${live.bookings} bookings told on `
      + `their day; of ${told.absences.absences} absences ${told.absences.named.toFixed(1)} are named `
      + `with one case and ${told.absencesOfAll.named.toFixed(1)} with many, by chance `
      + told.absences.byChance.toFixed(1));
    expect(precision).toBeGreaterThan(2 * base);
    expect(live.named / live.bookings).toBeGreaterThan(0.05);
    expect(beyondChance(told.absences)).toBeLessThan(1e-3);
    expect(beyondChance(told.absencesOfAll)).toBeLessThan(1e-6);
  }, 240_000);

  it('learns next to nothing of the daily view, though she tries what she may', () => {
    const seen = [1, 2, 3].map((seed) =>
      measure({ seed, offer: 'daily view', newcomersADay: TENTH }));
    const [{ seenThenGone, goneThenTaken, fullness }] = seen as [Measured];
    say(`daily view, ${fullness.toFixed(2)} booked: ${seenThenGone.precision.toFixed(2)} of `
      + `${seenThenGone.gone} seen, then gone were booked (${seenThenGone.base.toFixed(2)} of all); `
      + `${goneThenTaken.precision.toFixed(2)} of ${goneThenTaken.gone} gone and taken were `
      + `(${goneThenTaken.base.toFixed(2)} of all tried)`);
    expect(seenThenGone.gone).toBeGreaterThan(200);
    expect(seenThenGone.precision).toBeLessThan(seenThenGone.base);
    // Whatever it was, what is not shown is answered "taken": so the answer tells nothing.
    expect(goneThenTaken.gone).toBeGreaterThan(200);
    expect(goneThenTaken.precision).toBe(goneThenTaken.base);
    const bookings = seen.reduce((sum, { live }) => sum + live.bookings, 0);
    const named = seen.reduce((sum, { live }) => sum + live.named, 0);
    say(`${named} of ${bookings} bookings told on their day`);
    expect(named / bookings).toBeLessThan(0.01);
    // An absence of a colleague is matched at chance, with one case, and with all that it takes.
    for (const who of ['absences', 'absencesOfAll'] as const) {
      const sum = (key: keyof Matched) => seen.reduce((total, one) => total + one[who][key], 0);
      const all = { named: sum('named'), absences: sum('absences'), byChance: sum('byChance') };
      say(`daily view, ${who}: ${all.named.toFixed(1)} of ${all.absences} absences named, by chance `
        + `${all.byChance.toFixed(1)} (p = ${beyondChance(all).toFixed(2)})`);
      expect(beyondChance(all)).toBeGreaterThan(0.01);
    }
  }, 240_000);
});

describe('who had a session with a therapist, and watches its hour', () => {
  const told = (name: string, { atHerHour, elsewhere, inVain, series }: OwnHour) => {
    say(`${name}: ${atHerHour.precision.toFixed(3)} of ${atHerHour.gone} at her hour, seen and then `
      + `gone, were booked (${atHerHour.base.toFixed(3)} of all), elsewhere `
      + `${elsewhere.precision.toFixed(3)}; of those sought in vain for longest `
      + `${inVain.precision.toFixed(2)} (${inVain.base.toFixed(2)} of all); `
      + `${series.toFixed(2)} of sessions are at the hour of the last`);
  };

  it('is told of its bookings where her hour is always shown', () => {
    const found = measureOwnHour({
      seed: 1, offer: 'daily view', usualHour: 'always', newcomersADay: TENTH });
    told('her hour always', found);
    expect(found.atHerHour.gone).toBeGreaterThan(50);
    expect(found.atHerHour.precision).toBeGreaterThan(0.95);
    expect(found.inVain.precision).toBeGreaterThan(0.8);
  }, 240_000);

  it('learns no more by a time that went than by any other; most sessions are at one hour', () => {
    const found = measureOwnHour({ seed: 1, offer: 'daily view', newcomersADay: TENTH });
    told('daily view', found);
    expect(found.atHerHour.gone).toBeGreaterThan(500);
    expect(found.atHerHour.precision).toBeLessThan(found.atHerHour.base * 1.2);
    expect(found.atHerHour.precision).toBeLessThan(0.07);
    expect(found.inVain.precision).toBeLessThan(0.3);
    expect(found.series).toBeGreaterThan(0.75);
  }, 240_000);
});

describe('who books', () => {
  it('meets one that is taken in a try of twenty at most, where four fifths of all that can be are', () => {
    const { takenShare, fullness } = measure({ seed: 1, offer: 'daily view', newcomersADay: FULL });
    say(`daily view, ${fullness.toFixed(2)} booked: ${takenShare.toFixed(3)} of tries met "taken"`);
    expect(fullness).toBeGreaterThan(0.62);
    expect(takenShare).toBeLessThan(0.05);
  }, 240_000);
});
