import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';
import type { ThreadFault } from '#messages/thread';

/** What is not as it should be with a thread. */
export type DeskFault = ThreadFault
  /** The vault names another key for the client than it did at first. */
  | 'other-key';

interface FaultWords { readonly title: MessageDescriptor; readonly advice: MessageDescriptor }

/** What each fault is, and what to do about it. */
export const THREAD_FAULTS: Readonly<Record<DeskFault, FaultWords>> = {
  'unreadable': {
    title: msg`Something in this thread cannot be opened`,
    advice: msg`It was written with other keys than yours and your client’s, or was changed on its way. Nothing of it is shown. Ask your client in the next session whether something is missing here.`,
  },
  'contradicts': {
    title: msg`Two messages stand for the same one`,
    advice: msg`The first is shown. A device of one of you was set back to an earlier state, or somebody else has its keys. Ask your client in the next session what was written.`,
  },
  'missing': {
    title: msg`A message was kept back`,
    advice: msg`By the numbers that messages carry, one was written here and did not come. It may still come. If it does not, ask your client what it said, and tell the operator.`,
  },
  'out-of-order': {
    title: msg`Messages came in another order than they were written`,
    advice: msg`Each of them is genuine, but an answer may stand before its question. Ask your client where it matters, and tell the operator.`,
  },
  'never-sent': {
    title: msg`Your client has read something that is not here`,
    advice: msg`What you wrote on another device was not handed out here, or somebody else writes with your keys. Ask your client what it says. If you did not write it, tell the operator.`,
  },
  'older-than-before': {
    title: msg`Your client’s device knows less than before`,
    advice: msg`It was set back to an earlier state, as a restored telephone is, or messages of yours are kept from it. Repeat what is important.`,
  },
  'other-key': {
    title: msg`The vault names another key for this client than before`,
    advice: msg`What you write stays sealed to the first one. Ask your client in the next session whether anything changed. If nothing did, somebody tries to read along: tell the operator.`,
  },
};

/** Why the vault took no message, by the code of the refusal. */
export const NOT_SENT: Readonly<Record<string, MessageDescriptor>> = {
  THREAD_CLOSED: msg`This thread is closed: nothing more can be written in it.`,
  TOO_MANY_TODAY: msg`That is as much as can be written here in a day. Go on tomorrow, or speak of it when you meet.`,
  THREAD_FULL: msg`This thread is full: nothing more can be written in it. Speak of it when you meet.`,
};
