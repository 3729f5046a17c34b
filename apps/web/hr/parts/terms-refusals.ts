import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';
import type { TermsRefusal } from '#contracts/refusals';

/** What HR reads of a year that came to nothing before it was confirmed. */
interface RefusalWords {
  readonly why: MessageDescriptor;
  readonly next: MessageDescriptor;
}

const HEADCOUNTS = msg`Correct the headcounts on Programme, then open it again.`;
const ASK = msg`Ask your contact at Sotto what stands there, then open it again on Programme.`;

/** Why a year came to nothing before it was confirmed, and what to do next. */
export const REFUSAL_WORDS: Readonly<Record<TermsRefusal, RefusalWords>> = {
  'declined-people': {
    why: msg`Your contract is for another number of people.`, next: HEADCOUNTS },
  'declined-sessions': {
    why: msg`Your contract has another number of sessions for each person.`,
    next: msg`Correct the sessions on Programme, then open it again.` },
  'declined-price': {
    why: msg`A session has another price in your contract.`,
    next: msg`Ask your contact at Sotto to correct the price, then open it again on Programme.` },
  'declined-group': {
    why: msg`Your contract has another smallest group for reports.`,
    next: msg`It is part of a programme for good: create a new programme with the right one.` },
  'declined-year': {
    why: msg`The year of your contract begins with another month.`,
    next: msg`Open the year that begins with it on Programme.` },
  'declined-contract': {
    why: msg`No contract was found to compare it with.`,
    next: msg`Ask your contact at Sotto which contract it is to be compared with.` },
  'declined-other': { why: msg`It is not what your contract says.`, next: ASK },
  'withdrawn': {
    why: msg`Your team took it back before it was confirmed.`,
    next: msg`Open it again on Programme once all of it is right.` },
  'conflict': {
    why: msg`Another proposal for it had come before, of which the service has lost its record. Credits that people have already stay as they are.`,
    next: ASK },
  'too-late': {
    why: msg`It was over before it could be confirmed.`,
    next: msg`Open the year that runs on Programme.` },
  'unknown-rules': {
    why: msg`The two sides of the service plan years by different rules.`,
    next: msg`Tell your contact at Sotto. Once both sides are up to date, open it again on Programme.` },
  'odd-terms': {
    why: msg`The closed side of the service can make nothing of what was proposed.`, next: ASK },
  'odd-rate': {
    why: msg`No reports are planned for the use that is stated in it.`,
    next: msg`Tell your contact at Sotto: only they can mend it.` },
  'rate-rises': {
    why: msg`The use that is stated in it is above what the year before stated and told.`,
    next: msg`Tell your contact at Sotto: only they can mend it.` },
  'other-before': {
    why: msg`It does not follow from the year before it.`,
    next: msg`Open it again on Programme, once the year before it is confirmed.` },
  'low-k': {
    why: msg`Its smallest group for reports is below ten people, or below that of the year before.`,
    next: msg`It is part of a programme for good: create a new programme with the right one.` },
  'too-small': {
    why: msg`It is for fewer than 60 people, too few to be reported on.`, next: HEADCOUNTS },
  'too-many-blocks': {
    why: msg`Too many departments would be reported on by themselves.`,
    next: msg`Join some in the headcounts on Programme, then open it again.` },
};
