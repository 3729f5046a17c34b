/** What a session costs where the operator says no price, in minor units of whatever currency. */
export const LIST_PRICE_MINOR = 9_500n;
