import { earliestOpenings } from '#wallet/care';
import { licensedIn, readPractices, type Practice } from '#wallet/directory';
import type { AttackLog } from '../story/attack-log.ts';
import { beginCare, PLACE, type Client } from '../story/care.ts';
import type { Employer } from '../story/employer.ts';
import type { Member } from '../story/members.ts';
import type { Person } from '../story/plot.ts';
import type { Scenario } from '../story/scenario.ts';

/** Somebody who looks at free times, and what she saw of them before others booked. */
export interface Onlooker {
  readonly client: Client;
  /** Whose times she looks at: as many therapists as one may look at on a day. */
  readonly watched: readonly Practice[];
  readonly seen: ReadonlySet<string>;
}

const A_DOZEN = 12;

/** With a letter of her own she opens a case, and looks at what is free before anybody books. */
export async function looksBefore(
  scenario: Scenario, employer: Employer, person: Person, member: Member,
): Promise<Onlooker> {
  await scenario.clock.moveTo(scenario.calendar.care);
  const { wallet } = member;
  const here = licensedIn(await readPractices(wallet), PLACE, wallet.today);
  const watched = here.slice(0, A_DOZEN);
  const client = await beginCare(scenario, employer, person, member, watched[0]?.id);
  return { client, watched, seen: await freeTimes(client, watched) };
}

/**
 * Some days later she says of every time that went that it was booked. That is so of no time for
 * certain, since some go to which nothing happened: she succeeds where all that went was booked.
 *
 * @returns how many went, and how many of them somebody had booked.
 */
export async function looksAgain(
  { attacks, clock, calendar }: Scenario, { client, watched, seen }: Onlooker,
  clients: readonly Client[],
): Promise<{ gone: number; booked: number }> {
  await clock.moveTo(calendar.changes);
  const now = await freeTimes(client, watched);
  const taken = new Set(clients.flatMap(({ providerId, bookings }) =>
    bookings.map(({ startsAt }) => timeOf(providerId, startsAt))));
  return nameGone(attacks, { seen, now, taken });
}

/** What went, and what of it was booked; certain of all of it she is where all was. */
export function nameGone(
  attacks: Pick<AttackLog, 'noteMany'>,
  { seen, now, taken }: Record<'seen' | 'now' | 'taken', ReadonlySet<string>>,
): { gone: number; booked: number } {
  const gone = [...seen].filter((time) => !now.has(time));
  const booked = gone.filter((time) => taken.has(time)).length;
  attacks.noteMany('HR naming bookings by the times that are gone', gone.length,
    booked === gone.length ? booked : 0);
  return { gone: gone.length, booked };
}

async function freeTimes(
  { wallet }: Client, watched: readonly Practice[],
): Promise<ReadonlySet<string>> {
  const openings = await earliestOpenings(wallet, watched, PLACE);
  return new Set(openings.map(({ providerId, slot }) => timeOf(providerId, slot.startsAt)));
}

function timeOf(providerId: string, startsAt: string): string {
  return `${providerId} ${new Date(startsAt).toISOString()}`;
}
