import { prepare, type ReadyData } from '../../demo/ready/ready.ts';
import { Authenticator } from '../../demo/story/authenticator.ts';
import { periodCloses } from '../../demo/story/report.ts';
import { calendar } from '../simulation/calendar.ts';
import { fewActors } from '../simulation/actors.ts';
import { openService, type WebService } from './service.ts';

/** A service on an ordinary day of a year whose first months are reported. */
export interface ReadyService extends WebService {
  readonly ready: ReadyData & { readonly therapist: { readonly app: Authenticator } };
}

/** Start a service, let three months pass, and leave it as the demo leaves it for people. */
export async function openReadyService(): Promise<ReadyService> {
  const service = await openService(undefined, { startsAt: calendar.setUp });
  const { scenario } = service.world;
  const { employer, therapists } = await fewActors(scenario);
  await periodCloses(scenario, employer);
  const ready = await prepare(scenario, employer, therapists);
  const app = new Authenticator(ready.therapist.secret, [...ready.therapist.recoveryCodes]);
  return { ...service, ready: { ...ready, therapist: { ...ready.therapist, app } } };
}
