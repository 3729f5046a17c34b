import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Notice } from '../../ui/notice.tsx';
import type { LetterFault } from '#wallet/letter-keys';

/** Where it was seen, on which it depends what became of what she wanted. */
export type SeenAt = 'claiming' | 'restoring' | 'looking';

interface TermsRefusedProps {
  readonly fault: LetterFault;
  readonly at: SeenAt;
  readonly next?: ReactNode;
}

/** Terms, or the public record of them, are not what they must be: what it is, and what to do. */
export function TermsRefused({ fault, at, next }: TermsRefusedProps) {
  const { title, body } = WORDS[fault];
  return (
    <Notice kind="error" title={title} next={next}>
      <p>{body}</p>
      <p>{AFTER[at]}</p>
      <p><Trans>Open this page again in an hour. If it says the same, tell your employer’s benefits
        office these words: <b translate="no">{fault}</b>. It concerns everybody, so telling it says
        nothing about you.</Trans></p>
    </Notice>
  );
}

const AFTER: Record<SeenAt, ReactNode> = {
  claiming: <Trans>This page stopped to protect you. No session was asked for, and your letter was not
    used up.</Trans>,
  restoring: <Trans>This page stopped to protect you. The sessions of this letter were left where they
    are; your twelve words bring them once this is mended.</Trans>,
  looking: <Trans>What is on this device stays as good as it was. Fetch no new sessions until this is
    mended.</Trans>,
};

const WORDS: Record<LetterFault, { readonly title: ReactNode; readonly body: ReactNode }> = {
  'log-shrunk': {
    title: <Trans>The public record of programmes has become shorter</Trans>,
    body: <Trans>Entries that this device saw are missing from it. Somebody hands out an old copy, or has
      taken them out.</Trans>,
  },
  'log-forked': {
    title: <Trans>There are two public records of programmes</Trans>,
    body: <Trans>There can be only one. What you are shown is not what others are shown, or not what you
      were shown before.</Trans>,
  },
  'log-rewritten': {
    title: <Trans>The public record of programmes was rewritten</Trans>,
    body: <Trans>Entries that this device saw are not in it as they were. Nothing may ever be changed in
      it.</Trans>,
  },
  'not-in-log': {
    title: <Trans>Your programme is not in the public record</Trans>,
    body: <Trans>What you were told of it is nowhere that others can see. It may have been made up for
      you alone, or the record is late.</Trans>,
  },
  'other-keys': {
    title: <Trans>The keys are not those of your programme</Trans>,
    body: <Trans>By keys that few or nobody else are given you could be recognised later.</Trans>,
  },
  'other-terms': {
    title: <Trans>The terms are not those of your letter</Trans>,
    body: <Trans>The dates, the number of sessions or the programme are others than they should
      be.</Trans>,
  },
  'other-block': {
    title: <Trans>You were put into another group</Trans>,
    body: <Trans>It is none of your programme’s groups, or not the one that you were in. In a group that
      is made for few people you could be recognised.</Trans>,
  },
  'other-seats': {
    title: <Trans>The number of people is another</Trans>,
    body: <Trans>The people in your group and in your programme are counted once, before it begins. They
      do not add up, are too few, or are not what they were.</Trans>,
  },
  'other-words': {
    title: <Trans>Your letter carries other words</Trans>,
    body: <Trans>The eight words on your letter stand for what your employer agreed to. What this page is
      shown is something else.</Trans>,
  },
};
