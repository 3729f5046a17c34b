/**
 * The mean gap between beats of pages in tests: nobody here has a second and a half a step. Each
 * beat is sealed, carried, opened and answered, so that shorter gaps cost more than they spare.
 */
export const MEAN_GAP_MS = 150;

/** The same, as processes are told it. */
export const PACE = { SOTTO_BEATS: `${MEAN_GAP_MS},${MEAN_GAP_MS}` };
