import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';
import type {
  ClaimFixKind, Concern, Gender, Modality, SessionOutcome,
} from '../gql/vault/graphql.ts';

/** Ways of meeting, in words. */
export const MODALITIES: Readonly<Record<Modality, MessageDescriptor>> = {
  VIDEO: msg`Video`, PHONE: msg`Phone`, IN_PERSON: msg`In person`,
};

/** What people come for, in words. */
export const CONCERNS: Readonly<Record<Concern, MessageDescriptor>> = {
  STRESS: msg`Stress`, ANXIETY: msg`Anxiety`, DEPRESSION: msg`Depression`,
  RELATIONSHIPS: msg`Relationships`, WORK: msg`Work`, GRIEF: msg`Grief`, OTHER: msg`Other`,
};

/** Genders as the directory shows them. */
export const GENDERS: Readonly<Record<Gender, MessageDescriptor>> = {
  FEMALE: msg`Female`, MALE: msg`Male`, NONBINARY: msg`Non-binary`,
};

/** Service codes that are paid for (CPT). */
export const SERVICES: Readonly<Record<string, MessageDescriptor>> = {
  90791: msg`90791 · first interview`, 90834: msg`90834 · 45 minutes`, 90837: msg`90837 · 60 minutes`,
};

/** What became of a session, in words. */
export const OUTCOMES: Readonly<Record<SessionOutcome, MessageDescriptor>> = {
  TOOK_PLACE: msg`Took place`, NO_SHOW: msg`Did not come`, LATE_CANCELLED: msg`Cancelled late`,
};

/** Why it was not recorded that a session was not kept. */
export const OUTCOME_FAULTS: Readonly<Record<string, MessageDescriptor>> = {
  SESSION_SETTLED: msg`This session was recorded, cancelled or has expired: look at your calendar again.`,
  SESSION_NOT_BEGUN: msg`This session has not begun.`,
  DAY_FULL: msg`More hours than anybody works are claimed for this day. Check the day of each session.`,
  NOTICE_NOT_BEGUN: msg`It begins more than 24 hours from now: cancel it, and it goes back to your client.`,
};

/** Why a claim can't be taken back. */
export const FINAL_CLAIMS: Readonly<Record<string, MessageDescriptor>> = {
  NOT_PAID: msg`This claim pays nothing, so there is nothing to take back.`,
  CANCELLED_BY_CLIENT: msg`Your client cancelled this session late: it is paid by the rule.`,
  PAID_OUT: msg`It is in a payout already: ask the operator to correct it.`,
  PERIOD_CLOSED: msg`The months of this session are reported: ask the operator to correct it.`,
  FUND_EMPTY: msg`It cannot be taken back any more: ask the operator to correct it.`,
};

/** Why a claim was paid less or not, by its adjustment reason code (CARC). */
export const REASONS: Readonly<Record<string, MessageDescriptor>> = {
  15: msg`We know no authorisation of yours with this number.`,
  16: msg`Something that we need is missing or does not fit, such as the currency.`,
  18: msg`This session has been claimed already.`,
  26: msg`The session took place before the authorisation had begun.`,
  27: msg`The session took place after the authorisation had ended.`,
  29: msg`The claim came after the last day for filing it.`,
  45: msg`The fee is above the agreed schedule; the schedule is paid.`,
  110: msg`The session has not begun.`,
  119: msg`The authorised session has been used, cancelled or claimed in too many units.`,
  197: msg`The claim names no authorisation.`,
  222: msg`More hours than anybody works are claimed for this day. Check the day of each session.`,
  284: msg`The authorisation is for another day or another service than the claim.`,
};

/** What mends a denied claim. */
export const FIXES: Readonly<Record<ClaimFixKind, MessageDescriptor>> = {
  DAY: msg`Correct the day of the session, then send it again.`,
  SERVICE: msg`Choose the service that was authorised, then send it again.`,
  UNITS: msg`Claim one unit, then send it again.`,
  WAIT: msg`Send it again once the session has taken place.`,
  COMPLETE: msg`Complete what is missing, then send it again.`,
};

/** What can be wrong with weekly hours, by the code of the refusal. */
export const HOURS_FAULTS: Readonly<Record<string, MessageDescriptor>> = {
  HOURS_TOO_SHORT:
    msg`These hours are shorter than one session: let them end later, or shorten the session.`,
  MODALITY_NOT_OFFERED:
    msg`These hours are for a way of meeting that your profile lacks: add it there with its details first.`,
  HOURS_OVERLAP: msg`These hours run into the next ones: end them before those begin.`,
  EXCEPTION_BACKWARDS: msg`These days end before they begin: correct them.`,
  EXCEPTIONS_OVERLAP: msg`These days share one with another exception: make one of them.`,
};

/** What can be wrong with the details of meeting, by the code of the refusal. */
export const MEETING_FAULTS: Readonly<Record<string, MessageDescriptor>> = {
  MEETING_MISSING: msg`Give it, or do not offer this way of meeting.`,
  TEXT_EMPTY: msg`Write what your client needs.`,
  TEXT_TOO_LONG: msg`Too long: say it in fewer words.`,
  TEXT_UNPRINTABLE: msg`It has a character that cannot be shown: remove it, or type the text anew.`,
  PHONE_NO_COUNTRY: msg`Begin with + and the code of the country, such as +49 30 1234567.`,
  PHONE_UNREADABLE: msg`Enter one telephone number of 7 to 15 digits, such as +49 30 1234567.`,
  LINK_UNREADABLE: msg`Enter one whole address, such as https://meet.example.org/your-room.`,
  LINK_NOT_HTTPS: msg`It must begin with https://.`,
  LINK_HAS_CREDENTIALS: msg`Leave out the name or password before the @.`,
  LINK_NOT_PUBLIC: msg`It leads into a network of your own: clients need a public address.`,
};

/** Days of the week from Monday, 1, to Sunday, 7. */
export const WEEKDAYS: readonly MessageDescriptor[] = [
  msg`Monday`, msg`Tuesday`, msg`Wednesday`, msg`Thursday`, msg`Friday`, msg`Saturday`, msg`Sunday`,
];
