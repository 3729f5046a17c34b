import { useLingui } from '@lingui/react/macro';
import { readReport } from '#calendar/periods';
import type { Row } from '../charts/usage-figure.tsx';
import type { UsageReleasesQuery } from '../gql/gateway/graphql.ts';
import type { Programme } from './programmes.tsx';

/** A release as the vault signed it, without what only programs need. */
export type Release = UsageReleasesQuery['usageReleases'][number];

interface Table {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly rows: readonly Row[];
  readonly withSessions: boolean;
}

/** The totals of all releases, one after the other. */
export function trendRows(
  releases: readonly Release[], nameOf: (label: string) => string,
): Row[] {
  return releases.flatMap((release) =>
    rowsOf(release, 'total', () => nameOf(release.period)).map((row) => ({ ...row, key: release.period })));
}

/** The tables of one release with readable names. */
export function useTables(release: Release, programme: Programme): Table[] {
  const { t } = useLingui();
  const name = useNames();
  const of = readReport(release.period)?.period;
  const period = programme.periods.find(({ label }) => label === of);
  // Of a year that was opened a second time, what is known here may be other groups than were
  // counted: the names and sizes of those are lost.
  const blocks = period?.refusal === null ? period.blocks : [];
  const headcount = (key: string) => blocks.find(({ block }) => block === key)?.headcount;
  const people = blocks.reduce((sum, block) => sum + block.headcount, 0) || undefined;
  const users = release.cells.find(({ table }) => table === 'total')?.users ?? undefined;
  const blockName = (key: string) => {
    const label = blocks.find(({ block }) => block === key)?.label;
    return label === undefined ? key : `${key} · ${label}`;
  };
  const acrossOf = (key: string) => {
    const [block = '', category = ''] = key.split('/');
    return { group: blockName(block), category: name(category) };
  };
  const crossedName = (key: string) => Object.values(acrossOf(key)).join(' · ');
  const ofBlock = (key: string) => release.cells.find((cell) =>
    cell.table === 'block' && cell.key === key.split('/')[0])?.users ?? undefined;
  const list = (table: string) => rowsOf(release, table, name, () => users);
  const crossed = (table: string) => rowsOf(release, table, crossedName, ofBlock)
    .map((row) => ({ ...row, across: acrossOf(row.key) }));
  return [
    { id: 'total', title: t`People who used the benefit`, about: t`Whom`,
      rows: rowsOf(release, 'total', name, () => people) },
    { id: 'groups', title: t`By group`, about: t`Group`,
      rows: rowsOf(release, 'block', blockName, headcount) },
    { id: 'ways', title: t`By way of meeting`, about: t`Way`, rows: list('modality') },
    { id: 'concerns', title: t`By concern`, about: t`Concern`, rows: list('concern') },
    { id: 'bands', title: t`By number of sessions`, about: t`Sessions`, rows: list('band') },
    { id: 'groups-ways', title: t`By group and way of meeting`, about: t`Group and way`,
      rows: crossed('block-modality') },
    { id: 'groups-concerns', title: t`By group and concern`, about: t`Group and concern`,
      rows: crossed('block-concern') },
    { id: 'groups-bands', title: t`By group and number of sessions`, about: t`Group and sessions`,
      rows: crossed('block-band') },
  ].map((table) =>
    ({ ...table, withSessions: table.rows.some(({ sessions }) => sessions !== null) }));
}

/** The words for categories as releases name them. */
function useNames(): (key: string) => string {
  const { t } = useLingui();
  const words: Record<string, string> = {
    'VIDEO': t`By video`, 'PHONE': t`By phone`, 'IN_PERSON': t`In person`,
    'STRESS': t`Stress`, 'ANXIETY': t`Anxiety`, 'DEPRESSION': t`Low mood`,
    'RELATIONSHIPS': t`Relationships`, 'WORK': t`Work`, 'GRIEF': t`Grief`, 'OTHER': t`Other`,
    '1': t`1 session`, '2-3': t`2 to 3 sessions`, '4-8': t`4 sessions or more`,
    '*': t`Everybody covered`,
  };
  return (key) => words[key] ?? key;
}

function rowsOf(
  release: Release, table: string, name: (key: string) => string,
  outOf: (key: string) => number | undefined = () => undefined,
): Row[] {
  return release.cells.filter((cell) => cell.table === table).map((cell) => ({
    key: cell.key, label: name(cell.key), users: cell.users, sessions: cell.sessions,
    outOf: outOf(cell.key),
    // Hidden whatever the reason is called: a number that is missing is never 0.
    hidden: cell.users === null,
  }));
}
