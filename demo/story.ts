/**
 * The client: a process of its own that speaks only HTTP, as real users' programs would. It is
 * told the public address, the operators' tokens and the pinned key, and asks for the clock to be
 * moved; it has no other way into the system.
 */
import { storyCalendar } from './story/calendar.ts';
import { openScenario } from './story/open-scenario.ts';
import { leaveReady } from './ready/ready.ts';
import { exitCodeOf } from './story/promises.ts';
import type { StoryClock } from './story/scenario.ts';
import { narratorFor } from './telling/page.ts';
import type { FromStory, ToStory } from './messages.ts';
import { runStory } from './run/run.ts';
import type { Books, Said } from './story/gateway-hand.ts';
import type { Stolen } from './story/stolen.ts';

type Begin = Extract<ToStory, { kind: 'begin' }>;

const narrator = narratorFor(process.stdout, process.env);
let aheadMs = 0;
const clock: StoryClock = {
  now: () => new Date(Date.now() + aheadMs),
  moveTo: (instant) => new Promise((resolve) => {
    moved = resolve;
    void tell({ kind: 'move-clock', to: instant });
  }),
};
let moved: () => void = () => undefined;
let handedOver: (stolen: Stolen | undefined) => void = () => undefined;
let opened: (books: Books | undefined) => void = () => undefined;

process.on('message', (message: ToStory) => {
  if (message.kind === 'clock-moved') {
    ({ aheadMs } = message);
    moved();
  } else if (message.kind === 'stolen') {
    handedOver(message.stolen);
  } else if (message.kind === 'said') {
    opened(message.books);
  } else {
    void run(message);
  }
});
// The demo's process is gone: nobody is left to tell the story to.
process.on('disconnect', () => process.exit());
void tell({ kind: 'ready' });

async function run({ brief, startedAt, getReady }: Begin): Promise<void> {
  try {
    // The service was started at this moment of the story; what it signed then is good then.
    await clock.moveTo(storyCalendar(brief.present).setUp);
    const { scenario, close } = await openScenario(brief, narrator, clock, { stolen, said });
    const ending = await runStory(scenario, startedAt);
    const { outcome, promises } = ending;
    const ready = getReady ? await leaveReady(scenario, ending) : undefined;
    await close();
    await tell({ kind: 'ended', outcome, promises, ready });
    process.exitCode = exitCodeOf(0, promises);
  } catch (error) {
    const { name, message, stack } = error as Error;
    narrator.verdict(false, `The story broke off. ${name}: ${message}`);
    // Where in the story it was, not where in the client.
    narrator.say(stack?.split('\n').find((line) =>
      /\/demo\/(story|attacks)\//.test(line))?.trim() ?? '');
    process.exitCode = 1;
  }
  process.disconnect();
}

/** A thief of both servers hands over what she has; the client itself cannot reach them. */
async function stolen(period: string): Promise<Stolen> {
  const found = await new Promise<Stolen | undefined>((resolve) => {
    handedOver = resolve;
    void tell({ kind: 'steal', period });
  });
  if (!found) throw new Error('nothing could be stolen to try this with');
  return found;
}

/** Whoever runs the gateway says something; the client cannot. */
async function said(all: readonly Said[]): Promise<Books> {
  const books = await new Promise<Books | undefined>((resolve) => {
    opened = resolve;
    void tell({ kind: 'say', said: all });
  });
  if (!books) throw new Error('the gateway could not say what it was to say');
  return books;
}

/** Resolves once the message is on its way. */
function tell(message: FromStory): Promise<void> {
  return new Promise((resolve) => { process.send?.(message, () => { resolve(); }); });
}
