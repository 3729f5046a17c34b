import { useLingui } from '@lingui/react/macro';
import { readPeriod } from '#calendar/periods';
import { dateFormat } from '../../ui/locale.ts';
import type { ReportsQuery } from '../gql/gateway/graphql.ts';

/** All that is shown of a programme year so far. */
export type YearReport = ReportsQuery['reports'][number];
/** Periods that are told together, or cannot be told. */
export type Step = YearReport['course'][number];
/** A list of a year, as it was told of some periods, and a group of it. */
export type ReportList = YearReport['lists'][number];
export type Edition = ReportList['editions'][number];
export type Group = Edition['groups'][number];

/** Whether a list has one group, which is everybody: a bar of it would look like a result. */
export const isUnsplit = ({ groups }: Edition): boolean => groups.length === 1;

/** Names of periods of a year by their months: those in a row by the first and the last. */
export function useTurnsName(period: string): (turns: readonly number[]) => string {
  const { i18n } = useLingui();
  const months = dateFormat(i18n.locale, { month: 'short', year: 'numeric', timeZone: 'UTC' });
  const days = readPeriod(period)?.reports ?? [];
  return (turns) => runsOf(turns).map(([first, last]) => {
    const [opens, end] = [days[first - 1]?.opens, days[last - 1]?.last];
    // With plain spaces: a thin one is found by no search, and says nothing in a CSV.
    return opens && end
      ? months.formatRange(new Date(opens), new Date(end)).replaceAll(/\s/g, ' ') : '';
  }).join(', ');
}

function runsOf(turns: readonly number[]): [number, number][] {
  return [...turns].sort((a, b) => a - b).reduce<[number, number][]>((runs, turn) => {
    const last = runs.at(-1);
    if (last?.[1] === turn - 1) last[1] = turn;
    else runs.push([turn, turn]);
    return runs;
  }, []);
}

/** What groups of a list are called, by the plan's names of them. */
export function useGroupName(): (list: string, group: Pick<Group, 'name' | 'label'>) => string {
  const { t } = useLingui();
  const words: Record<string, string> = {
    'all': t`All together`, 'work and stress': t`Work and stress`,
    'mood and life': t`Mood, relationships and life`, 'mood and anxiety': t`Mood and anxiety`,
    'relationships and life': t`Relationships and life`, 'not by video': t`By phone or in person`,
    'VIDEO': t`By video`, 'PHONE': t`By phone`, 'IN_PERSON': t`In person`,
    'STRESS': t`Stress`, 'ANXIETY': t`Anxiety`, 'DEPRESSION': t`Low mood`,
    'RELATIONSHIPS': t`Relationships`, 'WORK': t`Work`, 'GRIEF': t`Grief`, 'OTHER': t`Other`,
    '1': t`1 session`, '2–3': t`2 to 3 sessions`, '4 or more': t`4 sessions or more`,
  };
  return (list, { name, label }) => {
    // The first of all sites is everybody.
    if (list === 'sites') return name === '1' ? t`All together` : label ?? t`Group ${name}`;
    return words[name] ?? name;
  };
}
