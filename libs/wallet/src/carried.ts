import { ANSWER_TYPE } from '#pseudonym/ohttp';
import { Refusal } from './refusal.ts';
import { foreign, type Incoming } from './transport.ts';

/**
 * Send a sealed request, and read what came by what the relay's own answers look like; whatever
 * does not look like one is somebody else's.
 *
 * @param now for a date at which to come again.
 * @returns the sealed answer.
 * @throws Refusal
 */
export async function carriedOnce(
  post: () => Promise<Incoming>, now: Date,
): Promise<Uint8Array> {
  const answer = await post();
  const { status } = answer;
  if (status === 200 && answer.header('content-type')?.startsWith(ANSWER_TYPE)) {
    return answer.bytes();
  }
  const code = readCode(await answer.text());
  throw code === undefined ? foreign(answer, now) : ownRefusal(code, foreign(answer, now));
}

function readCode(text: string): string | undefined {
  try {
    const { code } = JSON.parse(text) as Record<string, unknown>;
    return typeof code === 'string' ? code : undefined;
  } catch {
    return undefined;
  }
}

/** What the relay itself refused: it says why by a code of the API. */
function ownRefusal(code: string, { retryAfter }: Refusal): Refusal {
  if (code === 'BAD_USER_INPUT') {
    return new Refusal('UNREADABLE', 'The vault cannot open it.', { fate: 'refused' });
  }
  // A gateway that takes sealed requests from its courier alone.
  if (code === 'FORBIDDEN') return new Refusal('BLOCKED', 'Sealed requests are taken elsewhere.');
  return new Refusal(code, 'The relay refused this.', { retryAfter });
}
