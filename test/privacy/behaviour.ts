import type { Choices } from '../../demo/story/random.ts';

/*
 * How people behave, as the attackers of both databases are told: they know this model, and not who
 * is who. Days are places in a list of days, over several months.
 */

/** What one member does; null: never. */
export interface Behaviour {
  /** When she claims her letter: 0 is the day on which the letters come. */
  readonly claims: number | null;
  /** When she opens a case and books. */
  readonly comes: number | null;
}

const USERS = 0.3;
/** Of users: they claim on the day of need, and open and book at once. */
const ON_THE_DAY = 1 / 3;
/** Of the others: claim late without need, and never claim. */
const DAWDLERS = 0.15;
const NEVER = 0.1;
/** One in so many of those who come later does so on the last day, which is looked at by itself. */
const ON_THE_LAST = 0.25;

/** The model in words. */
export const MODEL = 'of all members 30 % have care, a third of them claiming on the day of need '
  + '(claim, open, book at once), the others with the new letter; of those without, 10 % never '
  + 'claim and 15 % claim on some later day';

/** What each of so many members does on `days` days after that of the letter. */
export function behaviours(members: number, days: number, choices: Choices): Behaviour[] {
  const later = () => (choices.chance(ON_THE_LAST) ? days : 1 + choices.below(days - 1));
  return choices.shuffled(Array.from({ length: members }, (_, place): Behaviour => {
    if (place < members * USERS) {
      const comes = later();
      return { claims: place < members * USERS * ON_THE_DAY ? comes : 0, comes };
    }
    const [never, dawdles] = [choices.chance(NEVER), choices.chance(DAWDLERS)];
    return { claims: never ? null : dawdles ? later() : 0, comes: null };
  }));
}

/** Whether she claims because she needs care that day. */
export function isOnTheDay({ claims, comes }: Behaviour): boolean {
  return comes !== null && claims === comes;
}
