/*
 * The worker of the installable shell. It keeps built files, whose names carry a hash of their content, and one page for when the server
 * cannot be reached. Pages and answers of the API always come from the server, so nothing old can stand in front of something new.
 * The build puts the version and the files of the offline page in place.
 */
const VERSION = "__VERSION__";
const OFFLINE = "/offline.html";
const FILES = ["__FILES__"];
/** The version before is kept too: a window that is still open loads the rest of its own pages from it. */
const KEPT_VERSIONS = 2;

addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(VERSION)
      .then((cache) => cache.addAll(FILES))
      .then(() => self.skipWaiting()),
  );
});

addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(
          names
            .filter((name) => name !== VERSION)
            .slice(0, 1 - KEPT_VERSIONS)
            .map((name) => caches.delete(name)),
        ),
      )
      .then(() => registration.navigationPreload?.enable())
      .then(() => self.clients.claim()),
  );
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin || pathname.startsWith("/api/")) return;
  if (request.mode === "navigate") event.respondWith(page(event).catch(() => caches.match(OFFLINE)));
  else if (pathname.startsWith("/assets/")) event.respondWith(hashed(request));
  else if (FILES.includes(pathname)) event.respondWith(fetch(request).catch(() => caches.match(pathname)));
});

/** Asked for while the worker was still starting. */
async function page(event) {
  return (await event.preloadResponse) ?? fetch(event.request);
}

/** A hashed name never changes its content: what is kept is right. */
async function hashed(request) {
  const kept = await caches.match(request, { ignoreVary: true });
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) {
    const copy = answer.clone();
    // A full disk is no reason to fail.
    caches.open(VERSION).then(
      (cache) => cache.put(request, copy),
      () => undefined,
    );
  }
  return answer;
}
