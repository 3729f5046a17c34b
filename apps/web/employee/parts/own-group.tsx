import { Trans, useLingui } from '@lingui/react/macro';
import type { LetterGroup } from '#wallet/credits';

/** How many people the holder of a letter cannot be told from, and the words to compare. */
export function OwnGroup({ group }: { group: LetterGroup }) {
  const { t } = useLingui();
  const { people, of, words } = group;
  return (
    <section className="own-group" aria-label={t`Your group`}>
      <p><strong><Trans>You are one of {people} people in this group, of {of} in this
        programme.</Trans></strong></p>
      <p><Trans>Compare these eight words with those on your letter, or with a colleague’s screen. They
        are the same for everybody in your programme. If they are not, tell your employer’s benefits
        office.</Trans></p>
      <ol className="fingerprint" translate="no" lang="en">
        {words.map((word, at) => <li key={`${at} ${word}`}>{word}</li>)}
      </ol>
    </section>
  );
}
