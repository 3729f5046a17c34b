import { Trans } from '@lingui/react/macro';
import { Link } from 'wouter';

interface WhyHiddenProps {
  /** Fewest people of a number that is shown. */
  readonly k: number;
  /** Whether the numbers of this list appear all together or not at all. */
  readonly whole: boolean;
}

/** Why a number is not shown; which of the reasons it is, is not said. */
export function WhyHidden({ k, whole }: WhyHiddenProps) {
  return (
    <details className="why-hidden">
      <summary><Trans>Why is this hidden?</Trans></summary>
      <p>
        {whole ? (
          <Trans>
            This list appears whole or not at all: only when each of its lines has {k} people or
            more, none is nearly everybody’s, and nothing about a group follows from it. Which of
            these it is, nobody is told.
          </Trans>
        ) : (
          <Trans>
            Hidden means: fewer than {k} people used it, or fewer than {k} others did not, or the
            number would give another hidden one away. Which of these it is, nobody is told.
          </Trans>
        )}
      </p>
      <p>
        <Trans>
          Hidden does not mean 0, and it stays hidden: a release is made once and not revised. In
          a small group, even “nobody” or “everybody” would be about persons.
        </Trans>{' '}
        <Link href="/unseen"><Trans>What you can never see</Trans></Link>
      </p>
    </details>
  );
}
