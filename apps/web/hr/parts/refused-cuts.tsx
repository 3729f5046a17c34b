import { Trans, useLingui } from '@lingui/react/macro';
import { DifferencePicture } from '../charts/difference-picture.tsx';

/** The cuts that buyers ask for, none of which there is, and the attack that each would allow. */
export function RefusedCuts() {
  const { t } = useLingui();
  const cuts = [
    [t`By month`, t`a smaller crowd each time; and a quarter less two of its months is the third`],
    [t`By job role or rank`, t`“all, less those who are no managers” is the managers`],
    [t`By age or gender`, t`everybody knows who of a team is 62, or the only man`],
    [t`Rolling windows`, t`this week’s last twelve months less last week’s is one week`],
    [t`Filters of your own`, t`two filters that differ by one person tell of that person`],
    [t`Who is still in care`, t`it moves when somebody stops, and colleagues notice who`],
  ] as const;
  return (
    <section className="refused-cuts">
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
          <DifferencePicture />
          <figcaption>
            <ol>
              <li><Trans>Ask how many of the site used it: 31.</Trans></li>
              <li><Trans>Ask again without one team of eight: 28.</Trans></li>
              <li><Trans>Each number is large, and neither is about a person.</Trans></li>
              <li>
                <Trans>
                  Their difference is: 3 of these eight did. Ask again without a smaller team, and in the
                  end without Ana.
                </Trans>
              </li>
            </ol>
          </figcaption>
        </figure>
      </div>
    </section>
  );
}
