import { nestLogger, openLog } from './logging.ts';
import type { LogFields } from './logging.ts';

function logged(speak: (log: ReturnType<typeof openLog>) => void): Record<string, unknown>[] {
  const lines: string[] = [];
  speak(openLog('debug', 'gateway', { write: (line: string) => void lines.push(line) }));
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

test('a line holds what happened, when to the second, and in which part', () => {
  const [line] = logged((log) => log.write('info', { event: 'job-done', job: 'paid', ms: 12 }));
  expect(line).toEqual({
    level: 'info', part: 'gateway', event: 'job-done', job: 'paid', ms: 12,
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) as string,
  });
});

test('a field that is not on the list, and a text that is not a word of ours, are not written', () => {
  const fields = {
    event: 'sign-in-refused',
    name: 'anna@example.com could not sign in',
    code: 'QueryFailedError 23505',
    email: 'anna@example.com',
    ip: '192.0.2.7',
    body: { credit: 'QH4821' },
  } as LogFields;
  const [line] = logged((log) => log.write('warn', fields));
  expect(JSON.stringify(line)).not.toMatch(/anna|192|QH4821/);
  expect(line).toMatchObject({ name: 'unfit', code: 'QueryFailedError 23505' });
});

test('what Nest says is not written, only who spoke', () => {
  const lines = logged((log) => {
    const nest = nestLogger(log);
    nest.error(new Error('password hunter2 is wrong'), 'stack at hunter2', 'Injector');
    nest.log('Mapped {/members/anna}', 'RouterExplorer');
  });
  expect(JSON.stringify(lines)).not.toMatch(/hunter2|anna/);
  expect(lines.map(({ name }) => name)).toEqual(['Injector', 'RouterExplorer']);
});

test('Nest writes no line for what a caller was refused', () => {
  const lines = logged((log) => {
    nestLogger(log).error(new Error('NOT_FOUND'), 'stack', 'ExceptionsHandler');
  });
  expect(lines).toEqual([]);
});
