import { Trans, useLingui } from '@lingui/react/macro';
import { Notice } from '../../ui/notice.tsx';

/** What to do with letters that came from the print shop. */
export function HandingOut() {
  const { t } = useLingui();
  return (
    <Notice title={t`Everybody gets one, closed, on one day.`}>
      <ul>
        <li><Trans>Give them to everybody at once: then having one says nothing about anybody.</Trans></li>
        <li><Trans>Within a department it doesn’t matter who gets which. Let people take one.</Trans></li>
        <li>
          <Trans>
            Write down no numbers and no order. A list of who got which letter is the one thing that
            could lead from a name to what the service keeps about a letter.
          </Trans>
        </li>
        <li><Trans>Ask everybody to enter it this week, in need or not.</Trans></li>
      </ul>
    </Notice>
  );
}

/** What may go wrong with letters, in plain words, and what is done against it. */
export function WhatMayGoWrong({ k }: { k: number }) {
  return (
    <section className="may-go-wrong">
      <h2><Trans>What may go wrong</Trans></h2>
      <h3><Trans>Somebody opens a letter</Trans></h3>
      <p>
        <Trans>
          Whoever reads a code can use it, and its owner is then told that it can’t be used. Throw
          open letters away, hand out none of them, and order a spare one. Nobody learns from a letter
          who used it, or for what.
        </Trans>
      </p>
      <h3><Trans>Letters for people who don’t exist</Trans></h3>
      <p>
        <Trans>
          You say how many people there are, so you could keep letters that are for nobody, and be
          many of a group yourself. No paper can prevent that. It is why no number is shown with
          fewer than {k} people behind it and {k} beside it. You would pay for each such letter, and
          your own report would be wrong. Where people fear this, let the print shop mail the letters.
        </Trans>
      </p>
      <h3><Trans>A letter is lost</Trans></h3>
      <p>
        <Trans>
          Order spare ones above, for a department and for nobody by name. The lost one isn’t made
          void, because nobody knows which it was. Of a group no more letters can be entered than it
          has people: if a lost one is found and used, somebody who comes last may find none left.
        </Trans>
      </p>
      <h3><Trans>Somebody leaves, somebody joins</Trans></h3>
      <p>
        <Trans>
          Who leaves keeps what she has until the year ends. A letter that nobody took is for
          whoever comes next; else order spare ones. Wait until there are some together: then a new
          letter says nothing about one person.
        </Trans>
      </p>
    </section>
  );
}
