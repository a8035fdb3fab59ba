// Offline copy of one build. Filled in by vite.config.js: the build's hash and the names of its files.
const CACHE = 'heaviside-' + '__BUILD__';
const ASSETS = ['__ASSETS__'];

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
    event.respondWith(fetch(request).catch(async () => (await caches.match('./', { cacheName: CACHE })) ?? Response.error()));
    return;
  }
  event.respondWith(caches.match(request, { cacheName: CACHE }).then((stored) => stored ?? fetch(request)));
});
