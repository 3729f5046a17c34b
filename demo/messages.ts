import type { Outcome, Promised } from './story/outcome.ts';
import type { Brief } from './story/stage.ts';

/** A way to sign in that the story leaves behind. */
export interface SignIn { readonly who: string; readonly name: string; readonly password: string }

/** What the demo's process tells the story's process. */
export type ToStory =
  | { readonly kind: 'begin'; readonly brief: Brief; readonly startedAt: number }
  | { readonly kind: 'clock-moved'; readonly aheadMs: number };

/** What the story's process tells the demo's process. */
export type FromStory =
  | { readonly kind: 'ready' }
  | { readonly kind: 'move-clock'; readonly to: string }
  | {
    readonly kind: 'ended';
    readonly outcome: Outcome;
    readonly promises: readonly Promised[];
    readonly signIns: readonly SignIn[];
  };
