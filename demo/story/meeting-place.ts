import { written } from '#wallet/documents';
import { together } from './together.ts';
import type { Client } from './care.ts';
import type { Therapist } from './practices.ts';
import { CROWD, type Scenario } from './scenario.ts';

/** Where and how sessions are held, by the way of meeting; null where they are not. */
interface Details {
  readonly inPerson: { address: string; directions: string; atTheDoor: string } | null;
  readonly phone: string | null;
  readonly videoLink: string | null;
}

interface Booked { number: string; startsAt: string; modality: string; status: string }
interface OwnCase {
  authorisations: (Booked & { referralId: string })[];
  meetings: (Details & { referralId: string; modality: string })[];
}

/** Sessions that are booked, and those of them for which both sides are shown one place. */
export interface Whereabouts {
  readonly booked: number;
  readonly agreed: number;
}

const DETAILS = 'inPerson { address directions atTheDoor } phone videoLink';
/** What the employee's home screen asks for. */
const CASE = written<{ case: OwnCase }>(
  `query { case { authorisations { number startsAt modality status referralId }
  meetings { referralId modality ${DETAILS} } } }`);
/** What the therapist's day asks for. */
const DAY = written<{ provider: { meeting: Details; appointments: Booked[] } }>(
  `query { provider { meeting { ${DETAILS} }
  appointments { number startsAt modality status } } }`);

/**
 * Every client and her therapist look at what they have booked: do they know where to meet?
 *
 * @param therapists all of them, signed in.
 */
export async function bothLookWhereTheyMeet(
  scenario: Scenario, clients: readonly Client[], therapists: readonly Therapist[],
): Promise<Whereabouts> {
  const { narrator } = scenario;
  narrator.act('Clients and therapists look where they meet');
  const days = new Map(await together(
    therapists, CROWD, async ({ id, console }) => {
      const { provider } = await console.ask(DAY);
      return [id, provider] as const;
    }));
  const looks = await together(clients, CROWD, async ({ door, providerId }) => {
    const { case: own } = await door.ask(CASE);
    const held = own.authorisations.filter(({ status }) => status === 'held');
    const day = days.get(providerId);
    const agreed = held.filter((session) => day !== undefined && isAgreed(session, own, day));
    return { booked: held.length, agreed: agreed.length };
  });
  const sum = (of: (look: Whereabouts) => number) =>
    looks.reduce((total, look) => total + of(look), 0);
  const seen = { booked: sum(({ booked }) => booked), agreed: sum(({ agreed }) => agreed) };
  narrator.say(`${seen.booked} sessions are booked. For ${seen.agreed} of them client and therapist `
    + 'are shown the same door, number or link. Before a session was booked, nobody was shown any.');
  narrator.saw({
    gateway: 'sealed requests',
    vault: 'where therapists practise, which it knew',
    therapist: 'her own address, number and link beside each appointment',
  });
  return seen;
}

/** Whether both have the session, and the one thing that its way of meeting needs. */
function isAgreed(
  session: OwnCase['authorisations'][number], own: OwnCase,
  day: { meeting: Details; appointments: readonly Booked[] },
): boolean {
  const { number, startsAt, modality, referralId } = session;
  const hers = day.appointments.find((one) => one.number === number);
  const shown = own.meetings.find((one) =>
    one.referralId === referralId && one.modality === modality);
  const place = shown && placeOf(shown, modality);
  return hers?.startsAt === startsAt && hers.modality === modality && Boolean(place)
    && place === placeOf(day.meeting, modality);
}

function placeOf({ inPerson, phone, videoLink }: Details, modality: string): string | null {
  if (modality === 'IN_PERSON') {
    return inPerson && [inPerson.address, inPerson.directions, inPerson.atTheDoor].join('\n');
  }
  return modality === 'PHONE' ? phone : videoLink;
}
