import { codeOf, Refusal } from './refusal.ts';
import { foreign, type Incoming } from './transport.ts';

/** What came of carrying a sealed request, or of asking for its answer. */
export type Carried =
  | { readonly kind: 'answered'; readonly sealed: Uint8Array }
  | { readonly kind: 'ticket'; readonly ticket: string }
  /** The gateway has it not yet, and it can be carried again. */
  | { readonly kind: 'not-taken' }
  /** `passing` is one that may be gone at the next try. */
  | { readonly kind: 'fault'; readonly refusal: Refusal; readonly passing: boolean };

const SEALED_ANSWER = 'message/ohttp-res';
/** Gone by themselves, as a rule. */
const PASSING = new Set(['OFFLINE', 'UNREACHABLE', 'AWAY', 'RATE_LIMITED']);

/**
 * Send, and read what came by what the relay's own answers look like; whatever does not look like
 * one is somebody else's.
 *
 * @param collecting the request itself was taken before: of its fate nothing is known.
 * @param now for a date at which to come again.
 */
export async function readCarried(
  post: () => Promise<Incoming>, collecting: boolean, now: Date,
): Promise<Carried> {
  try {
    const answer = await post();
    const { status } = answer;
    if (status === 200 && answer.header('content-type')?.startsWith(SEALED_ANSWER)) {
      return { kind: 'answered', sealed: await answer.bytes() };
    }
    const text = await answer.text();
    const { ticket, code } = readOwn(text);
    if (status === 202 && ticket) return { kind: 'ticket', ticket: text };
    if (code === 'UNAVAILABLE') return { kind: 'not-taken' };
    throw code === undefined ? foreign(answer, now) : ownRefusal(code, foreign(answer, now));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const refusal = collecting ? error.of('unknown') : error;
    return { kind: 'fault', refusal, passing: PASSING.has(codeOf(error)) };
  }
}

interface Own { readonly ticket?: string; readonly code?: string }

function readOwn(text: string): Own {
  try {
    const { ticket, code } = JSON.parse(text) as Record<string, unknown>;
    return {
      ...(typeof ticket === 'string' ? { ticket } : {}), ...(typeof code === 'string' ? { code } : {}),
    };
  } catch {
    return {};
  }
}

/** What the relay itself refused: it says why by a code of the API. */
function ownRefusal(code: string, { retryAfter }: Refusal): Refusal {
  if (code === 'NOT_FOUND') return new Refusal('LOST', 'Its answer is not there any more.');
  if (code === 'BAD_USER_INPUT') {
    return new Refusal('UNREADABLE', 'The vault cannot open it.', { fate: 'refused' });
  }
  return new Refusal(code, 'The relay refused this.', { retryAfter });
}
