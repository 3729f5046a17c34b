import { useLoaded } from '../../ui/task.ts';
import { ForesightDocument, type ForesightQuery } from '../gql/gateway/graphql.ts';
import { gateway } from './gateway.ts';

/** What reports of a year will show, and what such a year needs; null for too few people. */
export type Foreseen = ForesightQuery['foresight'];

/** A use of a year, and how many credits it needs. */
export type ForeseenUse = NonNullable<Foreseen>['uses'][number];

/** Look ahead for a programme, once for a whole screen: it takes seconds. */
export function useForesight(programmeId: string) {
  return useLoaded(async () =>
    (await gateway.ask(ForesightDocument, { programmeId })).foresight, programmeId);
}

/** The use that credits are suggested for: that one of the table which is nearest to the stated. */
export function likelyUse(seen: Foreseen): ForeseenUse | undefined {
  if (!seen) return undefined;
  const off = ({ useBps }: ForeseenUse) => Math.abs(useBps - seen.rateBps);
  return seen.uses.toSorted((a, b) => off(a) - off(b))[0];
}

/** Lists of a report, each as finely as it may be shown. */
const LISTS: ReadonlySet<string> = new Set([
  'concerns2', 'concerns3', 'concerns7', 'modalities2', 'modalities3', 'bands', 'sites']);

/** From so many of a hundred on, a list is as good as promised. */
const OFTEN = 95;

/**
 * At the lowest use and at the next, in how many of a hundred years the likeliest list is shown;
 * nothing where there is hardly a year without one.
 */
export function listsAtLowUse({ numbers, uses }: NonNullable<Foreseen>) {
  const lists = numbers.filter(({ name }) => LISTS.has(name));
  const [low, next] = uses.map(({ useBps }, at) =>
    ({ useBps, percent: Math.max(0, ...lists.map(({ percent }) => percent[at] ?? 0)) }));
  return low && next && low.percent < OFTEN ? { low, next } : null;
}
