import type { Log } from '#platform/logging';
import type { OpenSignIn } from '#server/sign-ins';
import { OWN_PASSWORD, signInFully } from '../../test/sign-in.ts';
import { openVault, registerTherapist, type Vault } from '../../test/vault.ts';

const LIST = '{ signIns { id browser since lastUsed isThis } }';
const END = 'mutation ($id: ID!) { endSignIn(id: $id) { id isThis } }';
const END_OTHERS = 'mutation { endOtherSignIns { id isThis } }';
const ME = '{ provider { login } }';

describe('a therapist\'s open sessions', () => {
  let vault: Vault;
  const lines: object[] = [];
  const log: Log = { write: (level, fields) => { lines.push({ level, ...fields }); } };
  beforeAll(async () => { vault = await openVault(8, log); });
  afterAll(() => vault.close());
  beforeEach(() => { vault.clock.set('2026-11-02T12:00:00Z'); });

  const begun = async (login: string, browser?: string) => {
    const { token } = await signInFully(vault, login, OWN_PASSWORD, browser ? { browser } : {});
    return `Provider ${token}`;
  };
  const codeOf = async (me: string) =>
    (await vault.ask(ME, {}, me)).errors?.[0]?.extensions.code ?? 'none';
  const list = (me: string) => vault.get<OpenSignIn[]>(LIST, {}, me);

  it('are listed by hours and families of browsers, and end one by one', async () => {
    const { login } = await registerTherapist(vault);
    const here = await begun(login, 'FIREFOX');
    const lost = await begun(login, 'CHROME');
    const listed = await list(here);
    expect(listed[0]).toMatchObject({
      isThis: true, browser: 'FIREFOX', since: '2026-11-02T12:00:00.000Z' });
    const { id } = listed.find(({ browser }) => browser === 'CHROME')!;
    const left = await vault.get<OpenSignIn[]>(END, { id }, here);
    expect(left).toHaveLength(listed.length - 1);
    expect([await codeOf(lost), await codeOf(here)]).toEqual(['UNAUTHENTICATED', 'none']);
    expect(lines).toContainEqual({ level: 'info', event: 'sign-ins-ended', count: 1 });
  });

  it('end all but this one, and are no business of a colleague\'s', async () => {
    const { login } = await registerTherapist(vault);
    const colleague = await begun((await registerTherapist(vault)).login);
    const here = await begun(login);
    const others = [await begun(login), await begun(login)];
    const [{ id }] = await list(here) as [OpenSignIn];
    await vault.get(END, { id }, colleague);
    expect(await vault.get(END_OTHERS, {}, here)).toEqual([{ id, isThis: true }]);
    for (const other of others) expect(await codeOf(other)).toBe('UNAUTHENTICATED');
    expect(await codeOf(colleague)).toBe('none');
  });

  it('end after an hour without use, and go on while they are used', async () => {
    const { login } = await registerTherapist(vault);
    const here = await begun(login);
    for (const at of ['12:50', '13:45', '14:45']) {
      vault.clock.set(`2026-11-02T${at}:00Z`);
      expect([at, await codeOf(here)]).toEqual([at, 'none']);
    }
    vault.clock.set('2026-11-02T15:46:01Z');
    expect(await codeOf(here)).toBe('UNAUTHENTICATED');
  });
});
