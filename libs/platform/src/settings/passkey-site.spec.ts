import { passkeySite } from './passkey-site.ts';

describe('passkeys are good', () => {
  it.each([
    ['http://localhost:3000', { rpId: 'localhost', origin: 'http://localhost:3000' }],
    ['http://localhost:8080', { rpId: 'localhost', origin: 'http://localhost:8080' }],
    ['https://sotto.example', { rpId: 'sotto.example', origin: 'https://sotto.example' }],
    ['https://hr.sotto.example:8443/x',
      { rpId: 'hr.sotto.example', origin: 'https://hr.sotto.example:8443' }],
  ])('at %s', (origin, site) => {
    expect(passkeySite(origin)).toEqual(site);
  });

  it.each([
    'http://sotto.example', 'https://10.1.2.3', 'https://[2001:db8::1]', 'http://127.0.0.1:3000',
    'https://sotto', 'http://notlocalhost',
  ])('nowhere at %s', (origin) => {
    expect(passkeySite(origin)).toBeNull();
  });
});
