import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Select } from '../../ui/field.tsx';
import { Bars } from '../charts/bars.tsx';
import { ReportFigure } from '../charts/report-figure.tsx';
import { useShare } from '../charts/shares.ts';
import {
  isUnsplit, useGroupName, useTurnsName, type Edition, type Group, type ReportList, type YearReport,
} from './reports.ts';
import { WhyWhole } from './why-whole.tsx';

interface ReportListProps {
  readonly year: YearReport;
  readonly list: ReportList;
}

/** A list of a year as one chart: all that is shown of it, or of some periods of it. */
export function ReportListFigure({ year, list }: ReportListProps) {
  const [chosen, setChosen] = useState(0);
  const title = useTitles()(list.list);
  const edition = list.editions[chosen] ?? list.editions[0];
  if (!edition) return <NotYet year={year} list={list} title={title} />;
  return (
    <Told
      year={year} list={list} edition={edition} title={title} chosen={chosen} choose={setChosen}
    />
  );
}

function useTitles(): (list: string) => string {
  const { t } = useLingui();
  const titles: Record<string, string> = {
    sites: t`By site`, concerns: t`What they came for`, modalities: t`How they met`,
    bands: t`How often they came`,
  };
  return (list) => titles[list] ?? list;
}

function NotYet({ year, list, title }: ReportListProps & { readonly title: string }) {
  const nameOf = useTurnsName(year.period);
  const next = list.next;
  return (
    <figure className="usage-figure">
      <figcaption><h2>{title}</h2></figcaption>
      <p className="soft">
        {next === null
          ? <Trans>Can’t be shown this year: the number of people can’t be shown either.</Trans>
          : <Trans>Shown when {nameOf([next])} is over, with its report.</Trans>}
      </p>
    </figure>
  );
}

interface ToldProps extends ReportListProps {
  readonly edition: Edition;
  readonly title: string;
  readonly chosen: number;
  readonly choose: (at: number) => void;
}

function Told({ year, list, edition, title, chosen, choose }: ToldProps) {
  const { t } = useLingui();
  const turnsName = useTurnsName(year.period);
  const nameOf = useNameIn(list);
  const isOfSites = list.list === 'sites';
  const columns = [t`Group`, t`People`, isOfSites ? t`Covered` : t`Share`];
  const share = useShare();
  const shareIn = (one: Edition, group: Group) =>
    (isUnsplit(one) ? null : share((group.people * 10_000) / one.people));
  const rows = edition.groups.map((group) => [nameOf(group), group.people,
    isOfSites ? group.covered : shareIn(edition, group)]);
  const csv = [
    [t`Reporting period`, ...columns, t`Holds`],
    ...list.editions.flatMap((one) => one.groups.map((group) => [
      turnsName(one.turns), nameOf(group), group.people,
      isOfSites ? group.covered : shareIn(one, group),
      group.isWhole ? group.members.map((name) => nameOf({ name, label: null })).join('; ') : '',
    ])),
  ];
  return (
    <ReportFigure
      title={title} columns={columns} rows={rows} csv={csv}
      file={`${year.period}-${list.list}.csv`}
      source={(
        <>
          <Plural value={edition.people} one="# person" other="# people" />
          {' · '}{turnsName(edition.turns)}
        </>
      )}
      notes={<WhyWhole list={list} edition={edition} nameOf={nameOf} />}
    >
      {list.editions.length > 1 && (
        <div className="no-print">
          <Select
            label={t`Period`} value={String(chosen)} onValue={(at) => { choose(Number(at)); }}
            options={list.editions.map(({ turns }, at) => ({
              value: String(at), label: at === 0 ? t`All periods that are shown` : turnsName(turns) }))}
          />
        </div>
      )}
      {isUnsplit(edition) && <p className="no-number"><Trans>Can’t be shown by group</Trans></p>}
      {!isUnsplit(edition) && (isOfSites ? <SiteBars groups={edition.groups} nameOf={nameOf} />
        : <ListBars edition={edition} nameOf={nameOf} />)}
    </ReportFigure>
  );
}

type NameOf = (group: Pick<Group, 'name' | 'label'>) => string;

function useNameIn({ list }: ReportList): NameOf {
  const groupName = useGroupName();
  return (group) => groupName(list, group);
}

function ListBars({ edition, nameOf }: { edition: Edition; nameOf: NameOf }) {
  const { i18n } = useLingui();
  const share = useShare();
  return (
    <Bars bars={edition.groups.map((group) => ({
      key: group.name, label: nameOf(group), share: group.people / edition.people,
      value: `${i18n.number(group.people)} · ${share((group.people * 10_000) / edition.people)}`,
      note: group.isWhole && <Together count={group.members.length} />,
    }))} />
  );
}

/** That a bar is of several, and so no rank beside those of one. */
function Together({ count }: { count: number }) {
  return <span className="before"><Trans>{count} together, not split</Trans></span>;
}

/** Sites by the share of their people, with what chance alone would explain. */
function SiteBars({ groups, nameOf }: { groups: readonly Group[]; nameOf: NameOf }) {
  const { t, i18n } = useLingui();
  const share = useShare();
  const uses = groups.flatMap(({ use }) => use ?? []);
  // A little longer than the longest line, so that none looks cut off.
  const end = Math.max(1, ...uses.map(({ mostBps }) => mostBps)) * 1.05;
  const allOverlap = Math.max(...uses.map(({ leastBps }) => leastBps))
    <= Math.min(...uses.map(({ mostBps }) => mostBps));
  return (
    <>
      <Bars bars={groups.map((group) => {
        const { people, covered, use } = group;
        const [of, all] = [i18n.number(people), i18n.number(covered ?? 0)];
        return {
          key: group.name, label: nameOf(group), share: (use?.shareBps ?? 0) / end,
          range: use ? [use.leastBps / end, use.mostBps / end] : undefined,
          value: use ? t`${of} of ${all} · ${share(use.shareBps)}` : of,
        };
      })} />
      <p>
        <strong>
          {allOverlap ? <Trans>No clear difference between them.</Trans>
            : <Trans>Some of them clearly differ.</Trans>}
        </strong>{' '}
        <span className="soft">
          <Trans>
            The thin line is what chance alone would explain: where two lines overlap, the groups may
            be alike. The whole width is {share(end)} of a site’s people.
          </Trans>
        </span>
      </p>
    </>
  );
}
