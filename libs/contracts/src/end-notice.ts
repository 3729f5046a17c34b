/** So many days before it is over an end is announced: members have time to use what they have. */
export const END_NOTICE_DAYS = 14;
