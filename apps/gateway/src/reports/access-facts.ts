import { z } from 'zod';
import { saidIn } from '#contracts/carried-statement';

/** How many therapists offer something: a language or a way of meeting. */
export interface Offered {
  /** ISO 639-1, or VIDEO, PHONE, IN_PERSON. */
  readonly name: string;
  readonly count: number;
}

/** How many therapists people can turn to, as anybody can count it in the public directory. */
export interface AccessFacts {
  readonly count: number;
  readonly languages: readonly Offered[];
  readonly ways: readonly Offered[];
}

const DIRECTORY = z.object({ providers: z.array(z.object({
  languages: z.array(z.string()), modalities: z.array(z.string()),
  licences: z.array(z.object({ expires: z.string() })),
})) });

/**
 * Counts the therapists of a directory who hold a licence on a day, wherever it is for. Free times
 * are not in a directory, so nothing that is counted here moves when somebody books.
 *
 * @param body of the signed statement: base64url of JSON.
 * @param day YYYY-MM-DD.
 * @throws ZodError where it is no directory
 */
export function accessFacts(body: string, day: string): AccessFacts {
  const said: unknown = saidIn(body);
  const licensed = DIRECTORY.parse(said).providers
    .filter(({ licences }) => licences.some(({ expires }) => expires >= day));
  return {
    count: licensed.length,
    languages: offered(licensed.map(({ languages }) => languages)),
    ways: offered(licensed.map(({ modalities }) => modalities)),
  };
}

/** By how many it is offered, most first; alike ones by name. */
function offered(lists: readonly (readonly string[])[]): Offered[] {
  const names = lists.flatMap((list) => [...new Set(list)]);
  return [...Map.groupBy(names, (name) => name)]
    .map(([name, { length: count }]) => ({ name, count }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}
