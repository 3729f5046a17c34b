import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { ReportsQuery } from '../gql/gateway/graphql.ts';

type Facts = NonNullable<ReportsQuery['accessFacts']>;

/** Whom people can turn to today; nothing of it is made of use. */
export function Access({ facts }: { facts: Facts }) {
  const { t, i18n } = useLingui();
  const languages = new Intl.DisplayNames(i18n.locale, { type: 'language' });
  const ways: Record<string, string> = {
    VIDEO: t`by video`, PHONE: t`by phone`, IN_PERSON: t`in person`,
  };
  const listed = (offered: Facts['ways'], nameOf: (name: string) => string) =>
    offered.map(({ name, count }) => `${nameOf(name)} (${i18n.number(count)})`).join(', ');
  return (
    <section aria-labelledby="access">
      <h2 id="access"><Trans>Access today</Trans></h2>
      <p>
        <strong>
          <Plural
            value={facts.count} one="# therapist takes clients now."
            other="# therapists take clients now."
          />
        </strong>
      </p>
      {facts.count > 0 && (
        <dl className="facts">
          <dt><Trans>In these languages</Trans></dt>
          <dd>{listed(facts.languages, (code) => languages.of(code) ?? code)}</dd>
          <dt><Trans>Ways of meeting</Trans></dt>
          <dd>{listed(facts.ways, (way) => ways[way] ?? way)}</dd>
        </dl>
      )}
      <p className="soft">
        <Trans>
          Counted in the directory that everybody can read: it is the same for every employer, and says
          nothing about use. How many have free times is not shown: from one day to the next it would tell
          of bookings.
        </Trans>
      </p>
    </section>
  );
}
