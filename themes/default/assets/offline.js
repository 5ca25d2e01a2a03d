/* On a server, a service worker keeps the pages that were seen: see `worker/keep.js`. */
document.head.append(papershelf.make('link', { rel: 'manifest', href: `${papershelf.root}app.webmanifest` }));
// A browser may refuse: then pages need a connection, as ever.
navigator.serviceWorker?.register(`${papershelf.root}sw.js`).catch(() => undefined);
