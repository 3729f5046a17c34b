import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import type { Failure, FailureKind } from './failure.ts';

/** A failure in the person's words. */
export interface FailureWords {
  readonly title: string;
  /** What became of the request: three different sentences; none where nothing was to change. */
  readonly fate: string;
  /** What to do next; none where the sentence of its fate says so. */
  readonly advice: string;
  /** The one way on: send it again, or look first, since it may be done. */
  readonly way: 'again' | 'look';
}

const SECONDS = 60;

/**
 * The words for a failure, the same on every surface.
 *
 * @param repeatable whether what this surface sends can be sent again and is done once, where the
 *   failure itself does not say so.
 */
export function useFailureWords(repeatable: boolean): (failure: Failure) => FailureWords {
  const ways = useWayWords();
  const others = useServiceWords();
  const fate = useFateWords();
  const wait = useWaitWords();
  const { t } = useLingui();
  return (failure) => {
    const [title, advice] = ways[failure.kind] ?? others[failure.kind] ?? ['', ''];
    if (failure.fate === 'unknown' && !(failure.repeatable ?? repeatable)) {
      return {
        title, advice: '', way: 'look',
        fate: t`It may have arrived and been done. Load the page again and look, before you do it once more.`,
      };
    }
    const later = wait(failure.retryAfter);
    return {
      title, fate: fate(failure), advice: later ? `${advice} ${later}` : advice, way: 'again' };
  };
}

type Words = Partial<Record<FailureKind, readonly [title: string, advice: string]>>;

/** On the way to the service, or at this device. */
function useWayWords(): Words {
  const { t } = useLingui();
  return {
    'offline': [t`You are not connected`, t`Try again when there is a connection.`],
    'unreachable': [t`The service cannot be reached from here`,
      t`Check your connection, then try again. If other pages open, wait a minute.`],
    'portal': [t`This network wants something first`,
      t`It answered in the place of the service. Open another page to see its sign-in, or use another network; then try again.`],
    'blocked': [t`This network does not let the request through`,
      t`A filter on the way refused it. Try again, or use another network.`],
    'away': [t`The service is away for a moment`,
      t`It is usually back within minutes. Try again.`],
    'crowded': [t`Too many requests come from your network`,
      t`Others who share it may be the reason. Wait a minute, then try again.`],
    'clock': [t`The date of this device is wrong`,
      t`Set date and time right in its settings, then try again. Until then this page cannot tell whether a key is a fresh one.`],
    'old-key': [t`The key of the service is out of date`,
      t`Check the date and time of this device. If they are right, the service has to renew its key: try again later.`],
    'outdated': [t`This page is older than the service`,
      t`Load it again to get the new one.`],
  };
}

/** What the service itself said, or did not. */
function useServiceWords(): Words {
  const { t } = useLingui();
  return {
    'busy': [t`Much is going on just now`, t`Wait a few seconds, then try again.`],
    'paused': [t`A part of the service is away or being checked`,
      t`You need do nothing about it. Try again in a few minutes; if it is still so, later today.`],
    'stopped': [t`The other side is not answering`,
      t`It may be under maintenance. Try again in a few minutes.`],
    'garbled': [t`The answer cannot be read`, t`It was lost or damaged on the way. Try again.`],
    'attack': [t`Something is between you and the service`,
      t`An answer did not carry the signature that it has to have, so this page stopped. Load the page again, or try another network.`],
    'unshown': [t`The service says something that it does not show`,
      t`This page stopped, so that nobody can recognise you by it. If another device with your words was in use just now, wait two minutes, then try again. If it goes on, tell your employer’s benefits office: it concerns everybody.`],
    'signed-out': [t`Your sign-in has ended`, t`Sign in again, and go on.`],
    'forbidden': [t`You are not allowed to do this`, t`Ask somebody who is.`],
    'gone': [t`There is nothing here`, t`It was changed or removed. Load the page again.`],
    'conflict': [t`It was done already, or changed by somebody else`,
      t`Load the page again to see how things stand.`],
    'input': [t`Something in what you entered does not fit`, t`Check it, then send it again.`],
    'failed': [t`Something failed on our side`, t`Try again. If it goes on, try later.`],
  };
}

/** What was not sent, may have been sent, and was sent and refused are three sentences. */
function useFateWords(): (failure: Failure) => string {
  const { t } = useLingui();
  return ({ fate }) => {
    switch (fate) {
      case 'unsent': return t`Nothing was sent.`;
      case 'refused': return t`It was refused, and nothing was done.`;
      case 'unknown':
        return t`It may have arrived and been done. To send it again does not do it twice.`;
      case 'read': return '';
    }
  };
}

function useWaitWords(): (seconds: number | undefined) => string {
  const { t } = useLingui();
  return (seconds) => {
    if (!seconds) return '';
    if (seconds <= SECONDS) {
      return t`${plural(seconds, {
        one: 'It can be tried again in # second.', other: 'It can be tried again in # seconds.' })}`;
    }
    const minutes = Math.ceil(seconds / SECONDS);
    return t`${plural(minutes, {
      one: 'It can be tried again in # minute.', other: 'It can be tried again in # minutes.' })}`;
  };
}
