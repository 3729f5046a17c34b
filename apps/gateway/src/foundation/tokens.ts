/** Injection token of the frozen GatewayConfig. */
export const CONFIG = Symbol('gateway configuration');
/** Injection token of the Clock. */
export const CLOCK = Symbol('clock');
/** Injection token of the Standings: how far this domain and its partner have come. */
export const STANDINGS = Symbol('standings');
