/*
 * Browsers that lack one of the things that a wallet needs, or have it out of order: scripts that
 * run in a page before any of ours.
 */

const DENIED = "throw new DOMException('denied', 'SecurityError');";
const NEVER = 'new Promise(() => undefined)';
const getter = (of: string, name: string) =>
  `Object.defineProperty(${of}, '${name}', { configurable: true, get() { ${DENIED} } });`;
const worker = (body: string) =>
  `window.Worker = class extends EventTarget { ${body} postMessage() {} terminate() {} };`;
const subtle = (name: string, body: string, only = 'true') =>
  `{ const before = SubtleCrypto.prototype.${name};
    SubtleCrypto.prototype.${name} = function (kind, ...rest) {
      if (${only}) ${body}
      return before.call(this, kind, ...rest);
    }; }`;
const streams = (transform: string, then = '') => `window.DecompressionStream = class {
  constructor() {
    return new TransformStream({ transform(chunk, controller) { ${transform}; ${then} } });
  }
};`;
const AN_X25519 = "kind === 'X25519'";
const opening = (change: string) => `{ const { open } = IDBFactory.prototype;
  IDBFactory.prototype.open = function (name) { ${change} }; }`;

/** What each need says, and how it may fail: what is done to a page before any script of ours. */
export const REQUIREMENTS: Readonly<Record<string, {
  readonly words: string;
  readonly ways: Readonly<Record<string, string>>;
}>> = {
  storage: { words: 'room to keep things', ways: {
    'is missing': 'delete IDBFactory.prototype.databases;',
    'throws where it is looked at': getter('window', 'indexedDB'),
    'throws where it is called': opening(DENIED),
    'throws where it is listed': `IDBFactory.prototype.databases = () => { ${DENIED} };`,
    'fails later': opening(`const asked = open.call(this, name, 9);
      asked.addEventListener('upgradeneeded', (event) => {
        event.stopImmediatePropagation();
        asked.transaction.abort();
      });
      return asked;`),
    'is full': `IDBObjectStore.prototype.put = () => {
      throw new DOMException('', 'QuotaExceededError'); };`,
    'never answers': opening(`const asked = open.call(this, name, 9);
      asked.addEventListener = () => undefined;
      return asked;`),
    'never lists': `IDBFactory.prototype.databases = () => ${NEVER};`,
  } },
  locks: { words: 'two tabs', ways: {
    'is missing': 'delete Navigator.prototype.locks;',
    'throws where it is looked at': getter('Navigator.prototype', 'locks'),
    'throws where it is called': `LockManager.prototype.request = () => { ${DENIED} };`,
    'fails later': `LockManager.prototype.request = async () => { ${DENIED} };`,
    'never answers': `LockManager.prototype.request = () => ${NEVER};`,
  } },
  workers: { words: 'work beside the page', ways: {
    'is missing': 'window.Worker = undefined;',
    'throws where it is looked at': getter('window', 'Worker'),
    'throws where it is called': worker(`constructor() { super(); ${DENIED} }`),
    'fails later': worker(`constructor() {
      super();
      setTimeout(() => this.dispatchEvent(new Event('error')));
    }`),
    'never answers': worker(''),
  } },
  random: { words: 'a source of chance', ways: {
    'is missing': 'delete Crypto.prototype.getRandomValues;',
    'throws where it is looked at': getter('Crypto.prototype', 'getRandomValues'),
    'throws where it is called': `Crypto.prototype.getRandomValues = () => { ${DENIED} };`,
    'gives nothing but zeros': 'Crypto.prototype.getRandomValues = (into) => into;',
  } },
  keys: { words: 'kinds of keys', ways: {
    'is missing': subtle('generateKey', 'return Promise.reject(new Error());', AN_X25519),
    'throws where it is looked at': getter('SubtleCrypto.prototype', 'generateKey'),
    'throws where it is called': subtle('generateKey', DENIED, AN_X25519),
    'fails later': 'SubtleCrypto.prototype.deriveBits = () => Promise.reject(new Error());',
    'never answers': `SubtleCrypto.prototype.sign = () => ${NEVER};`,
  } },
  sealing: { words: 'a way to seal', ways: {
    'is missing': 'delete SubtleCrypto.prototype.encrypt;',
    'throws where it is looked at': getter('SubtleCrypto.prototype', 'encrypt'),
    'throws where it is called': subtle('encrypt', DENIED),
    'fails later': 'SubtleCrypto.prototype.decrypt = () => Promise.reject(new Error());',
    'never answers': `SubtleCrypto.prototype.encrypt = () => ${NEVER};`,
  } },
  packing: { words: 'a way to compress', ways: {
    'is missing': 'delete window.DecompressionStream;',
    'is missing on the way out': 'delete window.CompressionStream;',
    'throws where it is looked at': getter('window', 'DecompressionStream'),
    'throws where it is called': `window.CompressionStream = class { constructor() { ${DENIED} } };`,
    'fails later': streams('controller.error(new TypeError())'),
    'gives something else': streams('controller.enqueue(new Uint8Array(4_096))'),
    'never answers': streams('', `return ${NEVER};`),
  } },
  https: { words: 'a protected connection', ways: {
    'is missing': "Object.defineProperty(window, 'isSecureContext', { value: false });",
    'throws where it is looked at': getter('window', 'isSecureContext'),
  } },
};
