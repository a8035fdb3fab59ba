// Offline copy of one build. Filled in by vite.config.js: the build's hash and the names of its files.
const CACHE = 'heaviside-' + '__BUILD__';
const ASSETS = ['__ASSETS__'];
/** What is kept only when it was asked for once: the explanation, tables, what writes files. */
const LATER = ['__LATER__'];

/** Whether a request asks for one of those. @param {Request} request */
const isLater = (request) => LATER.some((name) => new URL(name, self.registration.scope).pathname === new URL(request.url).pathname);

/** Fetch, and keep a copy of what is kept from the first time on. @param {Request} request */
async function fetched(request) {
  const response = await fetch(request);
  // Without query: a page is the same file in every language.
  if (response.ok && isLater(request)) await (await caches.open(CACHE)).put(new URL(request.url).pathname, response.clone());
  return response;
}

self.addEventListener('install', (event) => {
  // No skipWaiting: a run in progress keeps the files it started with.
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(ASSETS.map((url) => new Request(url, { cache: 'reload' })))));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name.startsWith('heaviside-') && name !== CACHE).map((name) => caches.delete(name)))),
  );
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || new URL(request.url).origin !== self.location.origin) return;
  if (request.mode === 'navigate') {
    // The page itself: newest first, so that an update is seen; the stored one when there is no network.
    const stored = async () => (await caches.match(request, { cacheName: CACHE, ignoreSearch: true })) ?? (await caches.match('./', { cacheName: CACHE })) ?? Response.error();
    event.respondWith(fetched(request).catch(stored));
    return;
  }
  event.respondWith(caches.match(request, { cacheName: CACHE }).then((stored) => stored ?? fetched(request)));
});
