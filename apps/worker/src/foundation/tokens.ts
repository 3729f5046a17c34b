/** The clock of this process: what domain code asks for the time (`#platform/clock`, `Clock`). */
export const CLOCK = Symbol('clock');

/** The worker's configuration, read and frozen at start (`WorkerConfig`). */
export const WORKER_CONFIG = Symbol('worker-config');

/** The log of this process, which can hold no personal data (`#platform/logging`, `Log`). */
export const LOG = Symbol('log');

/** What chance withholds of free times, and shows to whom (`#matching/daily-view`, `Draws`). */
export const DRAWS = Symbol('draws');

/** How far this domain and its partner have come (`Standings`). */
export const STANDINGS = Symbol('standings');

/** Sealed answers leave so many milliseconds after their requests came. */
export const ANSWER_AFTER_MS = Symbol('answer-after-ms');
