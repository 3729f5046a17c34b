import type { Outcome, Promised } from './story/outcome.ts';
import type { Brief } from './story/scenario.ts';
import type { ReadyData } from './ready/ready.ts';
import type { Books, Said } from './story/gateway-hand.ts';
import type { Stolen } from './story/stolen.ts';

/** What the demo's process tells the story's process. */
export type ToStory =
  | { readonly kind: 'begin'; readonly brief: Brief; readonly startedAt: number; readonly getReady: boolean }
  | { readonly kind: 'clock-moved'; readonly aheadMs: number }
  /** What a thief took; nothing where the servers cannot be reached. */
  | { readonly kind: 'stolen'; readonly stolen: Stolen | undefined }
  /** The gateway's own books; nothing where it could not say what it was to say. */
  | { readonly kind: 'said'; readonly books: Books | undefined };

/** What the story's process tells the demo's process. */
export type FromStory =
  | { readonly kind: 'ready' }
  | { readonly kind: 'move-clock'; readonly to: string }
  | { readonly kind: 'steal'; readonly period: string }
  | { readonly kind: 'say'; readonly said: readonly Said[] }
  | {
    readonly kind: 'ended';
    readonly outcome: Outcome;
    readonly promises: readonly Promised[];
    /** What the pages have to show; none when everything stops now. */
    readonly ready: ReadyData | undefined;
  };
