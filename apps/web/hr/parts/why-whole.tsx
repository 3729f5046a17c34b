import { Trans } from '@lingui/react/macro';
import { isUnsplit, type Edition, type Group, type ReportList } from './reports.ts';

interface WhyWholeProps {
  readonly list: ReportList;
  readonly edition: Edition;
  readonly nameOf: (group: Pick<Group, 'name' | 'label'>) => string;
}

/** Why a group is not split further, in one sentence. */
export function WhyWhole({ list, edition, nameOf }: WhyWholeProps) {
  const whole = edition.groups.filter(({ isWhole }) => isWhole);
  if (whole.length === 0) return null;
  const k = list.least;
  const isSum = list.editions.length > 1 && edition === list.editions[0];
  return (
    <p className="soft">
      {isUnsplit(edition) ? `${namesOf(whole, nameOf)}.`
        : <Trans>Not split further: {namesOf(whole, nameOf)}.</Trans>}{' '}
      {list.list === 'sites' && (
        <Trans>
          A part of it had fewer than {k} people who used it, or more than half of its people; which
          part, nobody can see.
        </Trans>
      )}
      {list.list !== 'sites' && (isSum ? (
        <Trans>
          A part of it had fewer than {k} people in some of these periods; which part, nobody can
          see.
        </Trans>
      ) : <Trans>A part of it had fewer than {k} people; which part, nobody can see.</Trans>)}
    </p>
  );
}

function namesOf(groups: readonly Group[], nameOf: WhyWholeProps['nameOf']): string {
  return groups.map((group) => {
    const parts = group.label === null && group.members.length > 1
      ? ` (${group.members.map((name) => nameOf({ name, label: null })).join(', ')})` : '';
    return `${nameOf(group)}${parts}`;
  }).join('; ');
}
