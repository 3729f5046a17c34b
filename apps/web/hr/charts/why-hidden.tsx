import { Trans } from '@lingui/react/macro';
import { Link } from 'wouter';

/** Why a number is not shown; which of the reasons it is, is not said. */
export function WhyHidden({ k }: { k: number }) {
  return (
    <details className="why-hidden">
      <summary><Trans>Why is this hidden?</Trans></summary>
      <p>
        <Trans>
          Hatched means: fewer than {k} people used it, or fewer than {k} others did not, or the
          number would give another hidden one away. Which of these it is, nobody is told.
        </Trans>
      </p>
      <p>
        <Trans>
          It is never the same as 0, and it stays hidden: a release is made once and not revised. In
          a small group, even “nobody” or “everybody” would be about persons.
        </Trans>{' '}
        <Link href="/unseen"><Trans>What you can never see</Trans></Link>
      </p>
    </details>
  );
}
