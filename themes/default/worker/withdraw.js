/* The service worker of a site that keeps nothing offline: it takes the place of an earlier one, deletes what that
   kept, and unregisters itself. */
self.addEventListener('install', () => /** @type {any} */ (self).skipWaiting());
self.addEventListener('activate', (event) => {
  async function leave() {
    const own = `papershelf ${new URL('./', location.href).pathname} `;
    for (const name of await caches.keys()) if (name.startsWith(own)) await caches.delete(name);
    await /** @type {any} */ (self).registration.unregister();
  }
  /** @type {any} */ (event).waitUntil(leave());
});
