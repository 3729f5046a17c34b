import { readOptions, UsageError } from '../../demo/options.ts';

describe('the demo\'s flags', () => {
  it('have the documented defaults', () => {
    expect(readOptions([])).toEqual({
      exit: false, members: 1_200, providers: 8, seed: 1, port: 3000,
    });
  });

  it('are read as given', () => {
    const given = ['--exit', '--json', 'out.json', '--members', '130', '--providers', '6',
      '--seed', '7', '--port', '4100'];
    expect(readOptions(given)).toEqual({
      exit: true, json: 'out.json', members: 130, providers: 6, seed: 7, port: 4100,
    });
  });

  it.each([
    ['--members', '12'], ['--members', 'many'], ['--members', '1e3'], ['--members', '-5'],
    ['--providers', '0'], ['--port', '70000'], ['--seed', '1.5'], ['--nonsense'], ['extra'],
    ['--json'], ['--members', '5000'],
  ])('refuse "%s %s" with one line and exit code 1', (...given) => {
    let thrown: unknown;
    try {
      readOptions(given.filter((word) => word !== undefined));
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(UsageError);
    expect((thrown as UsageError).exitCode).toBe(1);
    expect((thrown as UsageError).message).not.toContain('\n');
    expect((thrown as UsageError).message.length).toBeGreaterThan(10);
  });

  it('explain themselves, which is no failure', () => {
    expect(() => readOptions(['--help'])).toThrow(expect.objectContaining({ exitCode: 0 }));
  });
});
