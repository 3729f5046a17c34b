/*
 * Keeps this surface's own files, so that its pages open without a connection. It never touches a
 * request that asks or tells something: only GET, only these files. Its names say nothing.
 */
const KEPT = 'a1';
const SETTINGS = 'name="sotto-settings"';
const FOLDER = new URL('./', self.location.href).pathname;
const HOME = new URL(self.registration.scope).pathname;

/** Everything here was deleted: nothing is kept any more. */
let forgotten = false;
/** What is being kept at this moment: it ends before what was kept is deleted. */
const underWay = new Set();

self.addEventListener('message', (event) => {
  forgotten = true;
  event.waitUntil(Promise.allSettled(underWay).then(() => caches.delete(KEPT))
    .then(() => { event.ports[0]?.postMessage('forgotten'); }));
});

self.addEventListener('install', (event) => {
  event.waitUntil(unlessForgotten(keepAll).then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(self.clients.claim());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (request.mode === 'navigate') event.respondWith(page());
  else if (pathname.startsWith(`${FOLDER}assets/`)) event.respondWith(asset(pathname));
});

/**
 * The page as the service has it now; without a connection, or where something else answers in the
 * service's place, as it was kept.
 */
async function page() {
  const answer = await fetch(HOME, plain()).catch((error) => error);
  if (answer instanceof Response && await isOurs(answer)) {
    await keep(HOME, answer.clone());
    return answer;
  }
  const before = await caches.match(HOME);
  if (before) return before;
  if (answer instanceof Response) return answer;
  throw answer;
}

/** Only what the service serves has its settings; a network's sign-in page has not. */
async function isOurs(answer) {
  return answer.ok && !answer.redirected && (await answer.clone().text()).includes(SETTINGS);
}

/** Files whose names have their content's hash never change. */
async function asset(pathname) {
  const before = forgotten ? undefined : await caches.match(pathname);
  if (before) return before;
  const answer = await fetch(pathname, plain());
  if (isFile(answer)) await keep(pathname, answer.clone());
  return answer;
}

/** A script or a style is no page: what a network answers in its place is not kept. */
function isFile(answer) {
  return answer.ok && !answer.redirected && !/html/.test(answer.headers.get('content-type') ?? '');
}

/** What the person has deleted is not kept anew behind her back. */
async function unlessForgotten(work) {
  if (forgotten) return;
  const begun = work();
  underWay.add(begun);
  try {
    await begun;
  } finally {
    underWay.delete(begun);
  }
}

function keep(path, answer) {
  return unlessForgotten(async () => {
    const kept = await caches.open(KEPT);
    await kept.put(path, answer);
  });
}

async function keepAll() {
  const list = await (await fetch(`${FOLDER}files.json`, plain())).json();
  if (forgotten) return;
  const kept = await caches.open(KEPT);
  const wanted = Object.keys(list).filter((name) => /^assets\/.*\.(js|css)$/.test(name));
  const known = new Set((await kept.keys()).map(({ url }) => new URL(url).pathname));
  const paths = [HOME, ...wanted.map((name) => FOLDER + name)];
  for (const path of paths) {
    if (known.has(path) && path !== HOME) continue;
    if (forgotten) return;
    const answer = await fetch(path, plain());
    const ours = path === HOME ? await isOurs(answer) : isFile(answer);
    if (ours && !forgotten) await kept.put(path, answer);
  }
  const current = new Set(paths);
  for (const path of known) if (!current.has(path)) await kept.delete(path);
}

function plain() {
  return { credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-cache' };
}
