import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';
import type { YearRefusal } from '../gql/gateway/graphql.ts';

/** Why a year cannot be opened, and what to do about it. */
export const YEAR_REFUSALS: Readonly<Record<YearRefusal, MessageDescriptor>> = {
  WRONG_PERIOD: msg`Open a year that runs or begins within a year, and where the one before ends.`,
  OPENED: msg`It is opened already: load the page again.`,
  CONTRACT_ENDS: msg`Your contract ends before it begins.`,
  TOO_SMALL: msg`A year covers at least 60 people: add departments to your headcounts.`,
  TOO_LARGE: msg`Too many departments would be reported on by themselves: join some in your headcounts.`,
  ODD_TERMS: msg`No year can be made of these headcounts. Ask your contact at Sotto, and say so.`,
  BEING_WITHDRAWN: msg`It is being taken back: it can be opened again once that is answered.`,
  UNKNOWN_RULES: msg`The service is not up to date with the rules by which years are planned. Tell your contact at Sotto: nobody else can mend it.`,
};
