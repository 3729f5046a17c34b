import { signingPublicKey } from './domain-secrets.ts';

test('the public key of RFC 8032 section 7.1, test 1, is derived from its seed', () => {
  expect(signingPublicKey('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60')).toBe(
    'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
  );
  expect(signingPublicKey('none')).toBe('');
});
