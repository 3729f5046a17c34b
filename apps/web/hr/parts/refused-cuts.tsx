import { Trans, useLingui } from '@lingui/react/macro';
import { DifferencePicture } from '../charts/difference-picture.tsx';

/** The cuts that buyers ask for, none of which there is, and the attack that each would allow. */
export function RefusedCuts() {
  const { t } = useLingui();
  const cuts = [
    [
      t`By month`,
      t`whoever has a quarter and two of its months can work out the third by subtraction`,
    ],
    [
      t`By job role or rank`,
      t`whoever has all, and all but the managers, can work out the managers by subtraction`,
    ],
    [
      t`By age or gender`,
      t`colleagues know who in a team is 62: the number would be about that one person`,
    ],
    [
      t`Rolling windows`,
      t`twelve months asked today and again next week: the difference is about single weeks`,
    ],
    [
      t`Filters of your own`,
      t`two filters that differ by one person: the difference is about that person`,
    ],
    [
      t`Who is still in care`,
      t`the number falls when somebody stops, and colleagues notice who it was`,
    ],
  ] as const;
  return (
    <section className="refused-cuts no-print">
      <h2><Trans>Refused, and why</Trans></h2>
      <p>
        <Trans>
          Buyers ask for these, and other providers sell them. Here nobody can have them, not even we:
          the vault makes one report of each period, and no other number leaves it.
        </Trans>
      </p>
      <div className="refused-beside">
        <dl className="refused-list">
          {cuts.map(([cut, why]) => (
            <div key={cut}><dt>{cut}</dt><dd className="soft">{why}</dd></div>
          ))}
        </dl>
        <figure>
          <p><strong><Trans>An invented example</Trans></strong></p>
          <DifferencePicture />
          <figcaption>
            <ol>
              <li><Trans>Ask how many of the site used it: 100.</Trans></li>
              <li><Trans>Ask again without one team of twenty: 90.</Trans></li>
              <li><Trans>Each number is large, and neither is about a person.</Trans></li>
              <li>
                <Trans>
                  Their difference is about the team: 10 of these twenty did. Ask again without a
                  smaller team, and in the end without one colleague.
                </Trans>
              </li>
            </ol>
          </figcaption>
        </figure>
      </div>
    </section>
  );
}
