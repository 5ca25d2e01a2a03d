/* A disk needs no worker, and a server's is not for the time in which the page itself is loaded. */
if (location.protocol !== 'file:') addEventListener('load', () => papershelf.load('assets/offline.js'));
